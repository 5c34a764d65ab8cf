// What is selected and what can be done with it. Stays in sight while the table scrolls.
import { Button, Group, Text } from '@mantine/core';
import type { ReactElement, ReactNode } from 'react';
import type { Query } from '../api.ts';
import { useText } from '../i18n/language.ts';
import { useFormat } from '../outside.ts';
import type { Selected } from './column.ts';
import type { Selection } from './selection.ts';
import classes from './table.module.css';

interface SelectionBarProps<T> {
  readonly selection: Selection<T>;
  readonly setSelection: (selection: Selection<T>) => void;
  readonly clear: () => void;
  readonly total: number | null;
  readonly onPage: number;
  readonly query: Query;
  readonly children: (selected: Selected<T>, clear: () => void) => ReactNode;
}

export function SelectionBar<T>({ selection, setSelection, clear, total, onPage, query, children }: SelectionBarProps<T>): ReactElement | null {
  const { t } = useText();
  const { number } = useFormat();
  const count = selection.records.size;
  if (count === 0 && !selection.everything) return null;
  const everything = selection.everything && total !== null;
  const selected: Selected<T> = everything ? { kind: 'matching', query, total } : { kind: 'records', records: [...selection.records.values()] };
  const mayTakeAll = !everything && total !== null && total > count && count >= onPage;
  return (
    <Group className={classes['selection'] ?? ''} gap="sm" role="status">
      <Text size="sm" fw={600}>{everything ? t('table:allMatching', { total: number(total) }) : t('table:selected', { count, shown: number(count) })}</Text>
      {mayTakeAll && <Button size="compact-sm" variant="subtle" onClick={() => setSelection({ ...selection, everything: true })}>{t('table:selectAllMatching', { total: number(total) })}</Button>}
      <Group gap="xs" className={classes['deeds'] ?? ''}>{children(selected, clear)}</Group>
      <Button size="compact-sm" variant="subtle" onClick={clear}>{t('table:clearSelection')}</Button>
    </Group>
  );
}
