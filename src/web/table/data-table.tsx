// The one table of the app. Invariants: rows come a page at a time from the server, which also sorts and filters; the address bar
// holds what is shown; on a narrow screen each row is a card with the same columns, the same selection and the same deeds.
import { Box, Stack } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { useCallback, useMemo, useState, type ReactElement, type ReactNode } from 'react';
import type { Query, Schema } from '../api.ts';
import { densityChoice, hiddenColumnsChoice } from '../choices.ts';
import { EmptyNotice, ErrorNotice } from '../components/notices.tsx';
import { useText } from '../i18n/language.ts';
import { useApi } from '../outside.ts';
import { usePreference } from '../preferences.ts';
import { filterSpecOf, type Column, type Filter, type ListPage, type Selected } from './column.ts';
import { firstPage, isNarrowed, matchingQuery, type ListSpec, type Sort } from './list-state.ts';
import { noSelection, selectOnPage, toggle, type Selection } from './selection.ts';
import { SelectionBar } from './selection-bar.tsx';
import { TableCards } from './table-cards.tsx';
import { TablePager } from './table-pager.tsx';
import { TableRows } from './table-rows.tsx';
import { TableSkeleton } from './table-skeleton.tsx';
import { ExportMenu, LookMenu, TableToolbar } from './table-toolbar.tsx';
import { useKeys } from './use-keys.ts';
import { useList } from './use-list.ts';
import { useListState } from './use-list-state.ts';

export interface DataTableProps<T> {
  /** Under this name the choice of columns is kept. */
  readonly name: string;
  /** What the table lists, for a screen reader: "Unpaid invoices". */
  readonly label: string;
  /** Of the list in the API; exports are asked of the same path with `format`. */
  readonly path: string;
  readonly schema: Schema<ListPage<T>>;
  /** Asked with every page and every export, besides what the list's own state says; made once. */
  readonly also?: Query;
  /** The first one names the row. Made once, outside of the component or memoised. */
  readonly columns: readonly Column<T>[];
  readonly filters?: readonly Filter[];
  /** Without it the list cannot be searched. */
  readonly searchLabel?: string;
  /** How the server sorts when nobody has said; shown as such. */
  readonly usualSort?: Sort;
  readonly idOf: (record: T) => string;
  /** The row in a few words, for a screen reader. */
  readonly nameOf: (record: T) => string;
  readonly onOpen?: (record: T) => void;
  /** Deeds on the selected rows; without it rows cannot be selected. */
  readonly bulk?: (selected: Selected<T>, clear: () => void) => ReactNode;
  readonly exportable?: boolean;
  /** When there is nothing at all, filters or not. */
  readonly empty: { readonly title: string; readonly text: string; readonly action?: ReactNode };
}

const NO_FILTERS: readonly Filter[] = [];
const NOTHING_ELSE: Query = {};

export function DataTable<T>(props: DataTableProps<T>): ReactElement {
  const { name, label, path, schema, also = NOTHING_ELSE, columns, filters = NO_FILTERS, searchLabel, usualSort = null, idOf, nameOf, onOpen, bulk, exportable = true, empty } = props;
  const { t } = useText();
  const api = useApi();
  const spec = useMemo<ListSpec>(
    () => ({ filters: filters.map(filterSpecOf), sortable: columns.filter((column) => column.sortable).map(({ id }) => id), searchable: searchLabel !== undefined }),
    [filters, columns, searchLabel],
  );
  const control = useListState(spec);
  const { state, set } = control;
  const list = useList<T, ListPage<T>>(path, schema, state, also);
  const narrow = useMediaQuery('(max-width: 48em)', undefined, { getInitialValueInEffect: false });
  const [hidden, hide] = usePreference(hiddenColumnsChoice.key(name), hiddenColumnsChoice.schema, null);
  const [density, setDensity] = usePreference(densityChoice.key, densityChoice.schema, 'comfortable');
  const hiddenIds = useMemo(() => hidden ?? columns.filter((column) => column.initiallyHidden).map(({ id }) => id), [hidden, columns]);
  const shown = useMemo(() => columns.filter(({ id }) => !hiddenIds.includes(id)), [columns, hiddenIds]);
  const records: readonly T[] = list.data?.items ?? NO_RECORDS;
  const total = list.data?.total ?? null;

  const { selection, setSelection, clear } = useSelection<T>(JSON.stringify(matchingQuery({ ...state, sort: null })));
  const onToggle = useCallback((record: T) => setSelection(toggle(selection, record, idOf)), [selection, setSelection, idOf]);
  const onSelect = useCallback((chosen: readonly T[]) => setSelection(selectOnPage(selection, records, chosen, idOf)), [selection, setSelection, records, idOf]);
  const onSort = useCallback((sort: Sort | null) => set(firstPage(state, { sort })), [set, state]);
  const at = useKeys({ records, onToggle: bulk && onToggle, onOpen });

  const rows = {
    label, columns: shown, records, idOf, nameOf, onOpen, density, sort: state.sort ?? usualSort, usualSort, onSort, selected: bulk ? selection.records : null, onSelect, onToggle,
  };
  return (
    <Stack gap="sm">
      <TableToolbar
        {...{ control, searchLabel, filters }}
        look={narrow ? null : <LookMenu columns={columns} hidden={hiddenIds} onHide={(ids) => hide([...ids])} density={density} onDensity={setDensity} />}
        exports={exportable ? <ExportMenu hrefOf={(format) => api.href(path, { ...also, ...matchingQuery(state), format })} /> : null}
      />
      {bulk && <SelectionBar {...{ selection, setSelection, clear, total, onPage: records.length }} query={matchingQuery(state)}>{bulk}</SelectionBar>}
      {list.isError && <ErrorNotice error={list.error} onRetry={() => void list.refetch()} />}
      {list.isPending && <TableSkeleton columns={narrow ? 1 : shown.length} />}
      {list.data && records.length === 0 && (isNarrowed(state)
        ? <EmptyNotice title={t('table:emptyFiltered.title')} text={t('table:emptyFiltered.text')} />
        : <EmptyNotice title={empty.title} text={empty.text}>{empty.action}</EmptyNotice>)}
      {records.length > 0 && (
        <Box opacity={list.isPlaceholderData ? 0.6 : 1} aria-busy={list.isPlaceholderData}>
          {narrow ? <TableCards {...rows} at={at} /> : <TableRows {...rows} at={at} />}
        </Box>
      )}
      {list.data && (records.length > 0 || state.cursor !== null) && <TablePager control={control} count={records.length} total={total} next={list.data.next} />}
    </Stack>
  );
}

const NO_RECORDS: readonly never[] = [];

/** Other rows match: what was selected is no longer what one sees. @param matching what makes them match, as text */
export function useSelection<T>(matching: string): { selection: Selection<T>; setSelection: (selection: Selection<T>) => void; clear: () => void } {
  const [held, setHeld] = useState<{ readonly matching: string; readonly selection: Selection<T> }>(() => ({ matching, selection: noSelection() }));
  const setSelection = useCallback((selection: Selection<T>) => setHeld({ matching, selection }), [matching]);
  const clear = useCallback(() => setHeld({ matching, selection: noSelection() }), [matching]);
  const selection = useMemo(() => (held.matching === matching ? held.selection : noSelection<T>()), [held, matching]);
  return { selection, setSelection, clear };
}
