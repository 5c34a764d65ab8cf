// One page of a list from the server. Invariants: while another page is fetched the one before stays on the screen; the next
// page is fetched while this one is read, so turning the page is instant.
import { keepPreviousData, useQuery, useQueryClient, type UseQueryResult } from '@tanstack/react-query';
import { useCallback, useEffect } from 'react';
import type { Query, Schema } from '../api.ts';
import { useApi } from '../outside.ts';
import type { ListPage } from './column.ts';
import { pageQuery, type ListState } from './list-state.ts';

export function useList<T, P extends ListPage<T>>(path: string, schema: Schema<P>, state: ListState, also: Query): UseQueryResult<P> {
  const api = useApi();
  const queries = useQueryClient();
  const asked = useCallback(
    (cursor: string | null) => {
      const query = { ...also, ...pageQuery({ ...state, cursor }) };
      return { queryKey: [path, query], queryFn: ({ signal }: { readonly signal: AbortSignal }) => api.get(path, schema, { query, signal }) };
    },
    [api, path, schema, state, also],
  );
  const result = useQuery({ ...asked(state.cursor), placeholderData: keepPreviousData });
  const next = result.isPlaceholderData ? null : (result.data?.next ?? null);
  useEffect(() => {
    if (next !== null) void queries.prefetchQuery(asked(next));
  }, [next, queries, asked]);
  return result;
}
