// The rows as cards, for a narrow screen: the first column is the card's name, the others its lines.
import { Card, Checkbox, Group, NativeSelect, Stack, UnstyledButton } from '@mantine/core';
import type { ReactElement } from 'react';
import { useText } from '../i18n/language.ts';
import type { Sort } from './list-state.ts';
import type { RowsWithKeys } from './table-rows.tsx';
import classes from './table.module.css';

export function TableCards<T>({ label, columns: [first, ...lines], records, idOf, nameOf, onOpen, at, sort, onSort, selected, onToggle, columns }: RowsWithKeys<T>): ReactElement {
  const { t } = useText();
  const sortable = columns.filter((column) => column.sortable);
  return (
    <Stack gap="sm">
      {sortable.length > 0 && <SortSelect columns={sortable} sort={sort} onSort={onSort} />}
      <ul className={classes['cards']} aria-label={label}>
        {records.map((record, index) => (
          <Card key={idOf(record)} component="li" padding="sm" className={index === at ? (classes['at'] ?? '') : ''}>
            <Group gap="sm" wrap="nowrap" align="flex-start" mb={8}>
              {selected && <Checkbox aria-label={t('table:selectRow', { row: nameOf(record) })} checked={selected.has(idOf(record))} onChange={() => onToggle(record)} />}
              {onOpen && first?.isLink !== true
                ? <UnstyledButton className={classes['cardTitle'] ?? ''} onClick={() => onOpen(record)} aria-label={t('table:openRow', { row: nameOf(record) })}>{first?.render(record)}</UnstyledButton>
                : <span className={classes['cardTitle']}>{first?.render(record)}</span>}
            </Group>
            <dl className={classes['lines']}>
              {lines.map((column) => <div key={column.id}><dt>{column.title}</dt><dd>{column.render(record)}</dd></div>)}
            </dl>
          </Card>
        ))}
      </ul>
    </Stack>
  );
}

function SortSelect({ columns, sort, onSort }: { readonly columns: readonly { readonly id: string; readonly title: string }[]; readonly sort: Sort | null; readonly onSort: (sort: Sort | null) => void }): ReactElement {
  const { t } = useText();
  const options = columns.flatMap(({ id, title }) => (['asc', 'desc'] as const).map((direction) => ({ value: `${direction} ${id}`, label: `${title}, ${t(direction === 'asc' ? 'table:ascending' : 'table:descending').toLowerCase()}` })));
  const choose = (value: string): void => {
    const [direction, column] = value.split(' ');
    onSort(column === undefined ? null : { column, direction: direction === 'desc' ? 'desc' : 'asc' });
  };
  return <NativeSelect label={t('table:sortBy')} value={sort ? `${sort.direction} ${sort.column}` : ''} onChange={(event) => choose(event.currentTarget.value)} data={[{ value: '', label: t('table:unsorted') }, ...options]} />;
}
