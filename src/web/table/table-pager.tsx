// Below the table: which rows these are, how many there are, and the way to the others.
import { ActionIcon, Group, NativeSelect, Text, Tooltip } from '@mantine/core';
import type { ReactElement, ReactNode } from 'react';
import { FirstIcon, LeftIcon, RightIcon } from '../components/icons.tsx';
import { useText } from '../i18n/language.ts';
import { useFormat } from '../outside.ts';
import { firstPage, PAGE_SIZES, type PageSize } from './list-state.ts';
import type { ListControl } from './use-list-state.ts';

interface TablePagerProps {
  readonly control: ListControl;
  readonly count: number;
  readonly total: number | null;
  readonly next: string | null;
}

export function TablePager({ control: { state, set, forward, back, toFirst }, count, total, next }: TablePagerProps): ReactElement {
  const { t } = useText();
  const { number } = useFormat();
  const start = (state.page - 1) * state.size;
  const [from, until] = [number(start + Math.min(1, count)), number(start + count)];
  return (
    <Group justify="space-between" gap="sm">
      <Text size="sm" c="dimmed" aria-live="polite">{total === null ? t('table:rowsUnknown', { from, to: until }) : t('table:rows', { from, to: until, total: number(total) })}</Text>
      <Group gap="xs">
        <Group gap={6} wrap="nowrap">
          <Text size="sm" c="dimmed" component="label" htmlFor="page-size">{t('table:pageSize')}</Text>
          <NativeSelect id="page-size" size="xs" value={String(state.size)} onChange={(event) => set(firstPage(state, { size: Number(event.currentTarget.value) as PageSize }))} data={PAGE_SIZES.map(String)} />
        </Group>
        <Turn label={t('table:first')} disabled={state.cursor === null} onClick={toFirst}><FirstIcon /></Turn>
        <Turn label={t('table:previous')} disabled={state.cursor === null} onClick={back}><LeftIcon /></Turn>
        <Turn label={t('table:next')} disabled={next === null} onClick={() => { if (next !== null) forward(next); }}><RightIcon /></Turn>
      </Group>
    </Group>
  );
}

function Turn({ label, disabled, onClick, children }: { readonly label: string; readonly disabled: boolean; readonly onClick: () => void; readonly children: ReactNode }): ReactElement {
  return <Tooltip label={label}><ActionIcon variant="default" size="lg" aria-label={label} disabled={disabled} onClick={onClick}>{children}</ActionIcon></Tooltip>;
}
