// The list's state, kept in the address bar. A filter replaces the entry in the history, a page turn adds one: "back" goes to the
// page before, not through every letter of a search. Cursors lead forward only, so the way back is kept beside the address.
import { useCallback, useMemo } from 'react';
import { useLocation, useNavigation, useSearchParams } from 'react-router';
import { firstPage, readListState, writeListState, type ListSpec, type ListState } from './list-state.ts';

export interface ListControl {
  readonly state: ListState;
  /** Other rows: order, filters, search, size. */
  readonly set: (state: ListState) => void;
  readonly forward: (next: string) => void;
  /** To the page before; to the first one when the page was opened by its address and none is known. */
  readonly back: () => void;
  readonly toFirst: () => void;
}

export function useListState(spec: ListSpec): ListControl {
  const [params, setParams] = useSearchParams();
  const location: { readonly state: unknown; readonly pathname: string } = useLocation();
  const { location: awaited } = useNavigation();
  const isLeaving = awaited !== undefined && awaited.pathname !== location.pathname;
  const state = useMemo(() => readListState(params, spec), [params, spec]);
  const trail = useMemo(() => trailIn(location.state, state.page), [location.state, state.page]);

  const go = useCallback(
    (next: ListState, replace: boolean, way: Trail = []) => {
      // A search that was still being typed must not call back whoever has opened something meanwhile.
      if (!isLeaving) setParams((kept) => writeListState(next, spec, kept), { replace, preventScrollReset: true, state: { trail: way } });
    },
    [setParams, spec, isLeaving],
  );
  return useMemo(() => {
    const toFirst = (): void => go(firstPage(state, {}), false);
    return {
      state,
      set: (next) => go(next, true),
      forward: (next) => go({ ...state, cursor: next, page: state.page + 1 }, false, [...trail, state.cursor]),
      back: () => {
        const before = trail.at(-1);
        if (before === undefined) toFirst();
        else go({ ...state, cursor: before, page: state.page - 1 }, false, trail.slice(0, -1));
      },
      toFirst,
    };
  }, [state, trail, go]);
}

/** Cursors of the pages before this one; null is the first page. */
type Trail = readonly (string | null)[];

function trailIn(state: unknown, page: number): Trail {
  const trail: unknown = typeof state === 'object' && state !== null && 'trail' in state ? state.trail : null;
  return Array.isArray(trail) && trail.length === page - 1 ? (trail as Trail) : [];
}
