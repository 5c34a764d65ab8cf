// An inbox: the list of what waits at the left, the one that is looked at beside it, and the next one as soon as it is decided. Invariants:
// which one is looked at stands in the address; what has been decided is gone from the list at once, and the list is asked anew; on a narrow
// screen the list and the one are two screens.
import { Button, Checkbox, Stack, UnstyledButton } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useMemo, useRef, useState, type ReactElement, type ReactNode } from 'react';
import { useSearchParams } from 'react-router';
import type { Schema } from '../../api.ts';
import { LeftIcon } from '../../components/icons.tsx';
import { EmptyNotice, ErrorNotice } from '../../components/notices.tsx';
import { useText } from '../../i18n/language.ts';
import { useApi } from '../../outside.ts';
import { filterSpecOf, type Filter, type ListPage, type Selected } from '../../table/column.ts';
import { useSelection } from '../../table/data-table.tsx';
import { isNarrowed, matchingQuery, type ListSpec } from '../../table/list-state.ts';
import { toggle } from '../../table/selection.ts';
import { SelectionBar } from '../../table/selection-bar.tsx';
import { TablePager } from '../../table/table-pager.tsx';
import { TableSkeleton } from '../../table/table-skeleton.tsx';
import { ExportMenu, TableToolbar } from '../../table/table-toolbar.tsx';
import { useList } from '../../table/use-list.ts';
import { useListState } from '../../table/use-list-state.ts';
import { useTriageKeys } from './use-triage-keys.ts';
import classes from './triage.module.css';

interface Waiting {
  readonly id: string;
}

/** What the item's own screen gets. */
export interface Beside {
  /** It is decided, or over: on with the next one. */
  readonly onOver: () => void;
  /** Looks at another one. */
  readonly onOpen: (id: string) => void;
}

interface TriageProps<T extends Waiting> {
  readonly label: string;
  readonly path: string;
  readonly schema: Schema<ListPage<T>>;
  readonly filters: readonly Filter[];
  /** Without it the list cannot be searched. */
  readonly searchLabel?: string;
  readonly nameOf: (item: T) => string;
  /** Under its name: what it is about, and how long it has waited. */
  readonly under: (item: T) => readonly [what: ReactNode, when: ReactNode];
  /** The one that is looked at: from the list, or by its id when the list does not show it. */
  readonly beside: (item: T | null, id: string, beside: Beside) => ReactElement;
  readonly bulk?: (selected: Selected<T>, clear: () => void) => ReactNode;
  readonly empty: { readonly title: string; readonly text: string };
  readonly language: string;
}

export function Triage<T extends Waiting>({ label, path, schema, filters, searchLabel, nameOf, under, beside, bulk, empty, language }: TriageProps<T>): ReactElement {
  const { t } = useText();
  const api = useApi();
  const queries = useQueryClient();
  const narrow = useMediaQuery('(max-width: 62em)', undefined, { getInitialValueInEffect: false }) ?? false;
  const spec = useMemo<ListSpec>(() => ({ filters: filters.map(filterSpecOf), sortable: ['since'], searchable: searchLabel !== undefined }), [filters, searchLabel]);
  const control = useListState(spec);
  const { state } = control;
  const list = useList<T, ListPage<T>>(path, schema, state, NOTHING_ELSE);
  const [over, setOver] = useState<ReadonlySet<string>>(new Set());
  const items = useMemo(() => (list.data?.items ?? []).filter(({ id }) => !over.has(id)), [list.data, over]);
  const total = list.data?.total ?? null;
  const { selection, setSelection, clear } = useSelection<T>(JSON.stringify(matchingQuery({ ...state, sort: null })));

  const [params, setParams] = useSearchParams();
  const open = params.get('open');
  const shown = open ?? (narrow ? null : (items[0]?.id ?? null));
  const at = items.findIndex(({ id }) => id === shown);
  const goTo = useCallback((id: string | null, replace = true) => setParams((kept) => {
    const next = new URLSearchParams(kept);
    if (id === null) next.delete('open');
    else next.set('open', id);
    return next;
  }, { replace, preventScrollReset: true }), [setParams]);

  const onOver = (): void => {
    if (shown === null) return;
    const next = items[at + 1] ?? items[at - 1] ?? null;
    setOver(new Set([...over, shown]));
    goTo(next === null || at < 0 ? null : next.id);
    void queries.invalidateQueries({ queryKey: [path] });
    void queries.invalidateQueries({ queryKey: ['inbox'] });
  };
  const step = (by: number): void => {
    const next = items[at < 0 ? 0 : Math.min(Math.max(at + by, 0), items.length - 1)];
    if (next !== undefined) goTo(next.id);
  };
  const current = items[at];
  useTriageKeys({ j: () => step(1), k: () => step(-1), x: bulk && current ? () => setSelection(toggle(selection, current, idOf)) : undefined });
  const body = useRef<HTMLUListElement>(null);
  useEffect(() => {
    body.current?.querySelector('[data-here="true"]')?.scrollIntoView({ block: 'nearest' });
  }, [shown]);

  const one = shown === null ? null : beside(current ?? null, shown, { onOver, onOpen: (id) => goTo(id) });
  if (narrow && one !== null) {
    return (
      <Stack gap="sm">
        <Button variant="subtle" leftSection={<LeftIcon />} onClick={() => goTo(null)} w="fit-content" px={6}>{t('inbox:list.back')}</Button>
        {one}
      </Stack>
    );
  }
  return (
    <Stack gap="sm">
      <TableToolbar {...{ control, filters, searchLabel }} look={null} exports={<ExportMenu hrefOf={(format) => api.href(path, { ...matchingQuery(state), format, locale: language })} />} />
      {bulk && <SelectionBar {...{ selection, setSelection, clear, total, onPage: items.length }} query={matchingQuery(state)}>{bulk}</SelectionBar>}
      {list.isError && <ErrorNotice error={list.error} onRetry={() => void list.refetch()} />}
      {list.isPending && <TableSkeleton columns={1} />}
      {list.data && items.length === 0 && !list.isFetching && (isNarrowed(state) ? <EmptyNotice title={t('table:emptyFiltered.title')} text={t('table:emptyFiltered.text')} /> : <EmptyNotice title={empty.title} text={empty.text} />)}
      {(items.length > 0 || (one !== null && !narrow)) && (
        <div className={classes['panes']} data-narrow={narrow}>
          <Stack gap="sm">
            <ul ref={body} className={classes['list']} aria-label={label} aria-busy={list.isPlaceholderData}>
              {items.map((item) => (
                <li key={item.id} className={classes['row']} data-here={item.id === shown}>
                  {bulk && <Checkbox aria-label={t('table:selectRow', { row: nameOf(item) })} checked={selection.records.has(item.id)} onChange={() => setSelection(toggle(selection, item, idOf))} />}
                  <UnstyledButton className={classes['open'] ?? ''} data-triage onClick={() => goTo(item.id, !narrow)} aria-current={item.id === shown}>
                    <div className={classes['name']}>{nameOf(item)}</div>
                    <div className={classes['under']}>{under(item).map((part, index) => <span key={index}>{part}</span>)}</div>
                  </UnstyledButton>
                </li>
              ))}
            </ul>
            {list.data && <TablePager control={control} count={items.length} total={total} next={list.data.next} />}
          </Stack>
          {/* It may have nothing to be reached by the keyboard, and has to be scrolled. */}
          {!narrow && <div className={classes['pane']} tabIndex={0}>{one ?? <EmptyNotice title={t('inbox:list.choose')} />}</div>}
        </div>
      )}
    </Stack>
  );
}

const NOTHING_ELSE = {};
const idOf = ({ id }: Waiting): string => id;
