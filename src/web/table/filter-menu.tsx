// The filters of a list in one panel, and the pills that say which are on.
import { Button, MultiSelect, Popover, Select, SimpleGrid } from '@mantine/core';
import { useMemo, type ReactElement } from 'react';
import { PlainDateInput } from '../forms/plain-date-input.tsx';
import { FilterIcon } from '../components/icons.tsx';
import { createFormat } from '../format/format.ts';
import { useText } from '../i18n/language.ts';
import type { Filter } from './column.ts';
import { parametersOf, withFilter, type ListState } from './list-state.ts';
import type { ListControl } from './use-list-state.ts';

export function FilterMenu({ filters, control }: { readonly filters: readonly Filter[]; readonly control: ListControl }): ReactElement {
  const { t } = useText();
  // More of them than this would be higher than the screen of a laptop.
  const isWide = filters.length > 6;
  const on = filters.filter((filter) => parametersOf(filter).some((name) => control.state.filters[name])).length;
  return (
    <Popover position="bottom-start" shadow="md" width={isWide ? 'min(600px, 94vw)' : 300} trapFocus returnFocus>
      <Popover.Target>
        <Button variant={on > 0 ? 'light' : 'default'} leftSection={<FilterIcon />}>{on > 0 ? t('table:filtersOn', { count: on }) : t('table:filters')}</Button>
      </Popover.Target>
      <Popover.Dropdown><SimpleGrid cols={isWide ? { base: 1, sm: 2 } : 1} spacing="sm" verticalSpacing="sm">{filters.map((filter) => <FilterField key={filter.id} filter={filter} control={control} />)}</SimpleGrid></Popover.Dropdown>
    </Popover>
  );
}

/** More options than this are searched through. */
const MANY = 12;

function FilterField({ filter, control: { state, set } }: { readonly filter: Filter; readonly control: ListControl }): ReactElement {
  const { t } = useText();
  const { id, kind, label, options = [], onSearch } = filter;
  const data = options.map((option) => ({ ...option }));
  const inside = { comboboxProps: { withinPortal: false }, openOnFocus: false, clearable: true, clearButtonProps: { 'aria-label': t('common:clear') } };
  if (kind === 'choices') return <MultiSelect label={label} {...((state.filters[id] ?? []).length === 0 && { placeholder: t('table:any') })} data={data} value={[...(state.filters[id] ?? [])]} onChange={(values) => set(withFilter(state, id, values))} {...inside} />;
  if (kind === 'choice') return <Select label={label} placeholder={t('table:any')} data={data} value={state.filters[id]?.[0] ?? null} onChange={(value) => set(withFilter(state, id, value === null ? [] : [value]))} searchable={onSearch !== undefined || data.length > MANY} {...(onSearch && { onSearchChange: onSearch, filter: ({ options: found }) => found })} nothingFoundMessage={t('table:nothingFound')} {...inside} />;
  const [from = '', until = ''] = parametersOf(filter);
  const date = (name: string, title: string): ReactElement => (
    <PlainDateInput label={title} value={state.filters[name]?.[0] ?? null} onChange={(value) => set(withFilter(state, name, value === null ? [] : [value]))} withinPortal={false} />
  );
  return <>{date(from, t('table:from', { label }))}{date(until, t('table:until', { label }))}</>;
}

export interface FilterPill {
  readonly key: string;
  readonly label: string;
  readonly without: ListState;
}

/** One pill per value that narrows the list. */
export function usePills(filters: readonly Filter[], state: ListState): readonly FilterPill[] {
  const { t, language } = useText();
  return useMemo(() => {
    // A plain date is the same in every zone.
    const { date } = createFormat(language, 'UTC');
    return filters.flatMap((filter) =>
      parametersOf(filter).flatMap((name, index) =>
        (state.filters[name] ?? []).map((value) => ({ key: `${name} ${value}`, label: textOf(filter, index, value), without: withFilter(state, name, (state.filters[name] ?? []).filter((each) => each !== value)) })),
      ),
    );
    function textOf({ kind, label, options }: Filter, index: number, value: string): string {
      if (kind === 'date-range') return `${t(index === 0 ? 'table:from' : 'table:until', { label })} ${date(value)}`;
      return `${label}: ${options?.find((option) => option.value === value)?.label ?? value}`;
    }
  }, [filters, state, t, language]);
}
