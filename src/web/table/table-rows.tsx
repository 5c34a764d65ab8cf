// The rows as a table, for screens that are wide enough.
import { UnstyledButton, VisuallyHidden } from '@mantine/core';
import { DataTable as MantineDataTable } from 'mantine-datatable';
import { memo, useEffect, useRef, type ReactElement } from 'react';
import { SortedIcon, UnsortedIcon } from '../components/icons.tsx';
import { useText } from '../i18n/language.ts';
import type { Column } from './column.ts';
import { nextSort, type Sort } from './list-state.ts';
import type { Density } from './table-toolbar.tsx';
import classes from './table.module.css';

export interface RowsProps<T> {
  readonly label: string;
  readonly columns: readonly Column<T>[];
  readonly records: readonly T[];
  readonly idOf: (record: T) => string;
  readonly nameOf: (record: T) => string;
  readonly onOpen: ((record: T) => void) | undefined;
  readonly density: Density;
  readonly sort: Sort | null;
  /** How it is sorted when nobody has said; null: by no column. */
  readonly usualSort: Sort | null;
  readonly onSort: (sort: Sort | null) => void;
  /** By id; null: rows cannot be selected. */
  readonly selected: ReadonlyMap<string, T> | null;
  readonly onSelect: (records: readonly T[]) => void;
  readonly onToggle: (record: T) => void;
}

export interface RowsWithKeys<T> extends RowsProps<T> {
  /** The row the keyboard is on; -1: none. */
  readonly at: number;
}

/** Moving the keyboard from row to row marks one element and draws nothing anew: a hundred rows stay quick under a held key. */
export function TableRows<T>({ at, ...rows }: RowsWithKeys<T>): ReactElement {
  const body = useRef<HTMLElement>(null);
  useEffect(() => {
    const row = at < 0 ? null : body.current?.querySelector<HTMLElement>(`tbody tr:nth-child(${at + 1})`);
    if (!row) return undefined;
    row.dataset['at'] = 'true';
    row.scrollIntoView({ block: 'nearest' });
    return () => { delete row.dataset['at']; };
  }, [at]);
  return <section ref={body} className={classes['rows']} aria-label={rows.label}><Rows {...rows} /></section>;
}

const Rows = memo(RowsOnce) as typeof RowsOnce;

function RowsOnce<T>({ columns, records, idOf, nameOf, onOpen, density, sort, usualSort, onSort, selected, onSelect }: RowsProps<T>): ReactElement {
  const { t } = useText();
  return (
    <MantineDataTable<T>
      withTableBorder
      borderRadius="md"
      borderColor="var(--line)"
      rowBorderColor="var(--line)"
      highlightOnHover={onOpen !== undefined}
      verticalSpacing={density === 'compact' ? 4 : 10}
      fz="sm"
      verticalAlign="center"
      noRecordsText=""
      minHeight={0}
      maxHeight="max(380px, calc(100dvh - 290px))"
      // Rows that nothing in can be focused are scrolled with the keyboard all the same.
      scrollAreaProps={{ viewportProps: { tabIndex: 0 } }}
      records={[...records]}
      idAccessor={idOf as (record: T) => string}
      columns={columns.map((column) => ({
        accessor: column.id,
        title: column.sortable ? <SortHead title={column.title} direction={sort?.column === column.id ? sort.direction : null} onClick={() => onSort(nextSort(sort, column.id, usualSort))} /> : column.title,
        render: (record: T) => column.render(record),
        textAlign: column.numeric ? ('right' as const) : ('left' as const),
        ...(column.width !== undefined && { width: column.width }),
        ...(column.long ? { ellipsis: true } : { noWrap: true }),
      }))}
      {...(onOpen && { onRowClick: ({ record, event }: { record: T; event: React.MouseEvent }) => { if (!isControl(event)) onOpen(record); } })}
      {...(selected && {
        selectedRecords: records.filter((record) => selected.has(idOf(record))),
        onSelectedRecordsChange: onSelect,
        getRecordSelectionCheckboxProps: (record: T) => ({ 'aria-label': t('table:selectRow', { row: nameOf(record) }) }),
        allRecordsSelectionCheckboxProps: { 'aria-label': t('table:selectPage') },
        selectionTrigger: 'cell' as const,
      })}
    />
  );
}

/** A button within the head: the cell stays a column's head for a screen reader. */
function SortHead({ title, direction, onClick }: { readonly title: string; readonly direction: Sort['direction'] | null; readonly onClick: () => void }): ReactElement {
  const { t } = useText();
  return (
    <UnstyledButton className={classes['sort'] ?? ''} onClick={onClick} data-direction={direction ?? 'none'}>
      {title}
      {direction === null ? <UnsortedIcon size={14} /> : <SortedIcon size={14} />}
      {direction !== null && <VisuallyHidden>{t(direction === 'asc' ? 'table:ascending' : 'table:descending')}</VisuallyHidden>}
    </UnstyledButton>
  );
}

/** A link in a row leads where it says, and selecting text opens nothing. */
function isControl({ target }: { readonly target: EventTarget }): boolean {
  return (target instanceof Element && target.closest('a, button, input, label') !== null) || (getSelection()?.toString() ?? '') !== '';
}
