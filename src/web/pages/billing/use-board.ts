// The billing board as a question: its answer is asked again while one looks.
import { useQuery, type UseQueryResult } from '@tanstack/react-query';
import type { z } from 'zod';
import { CONTRACTS } from '../../../api/contract.ts';
import { useApi } from '../../outside.ts';

const AGAIN_MS = 30_000;

/** @param asOf plain date; null: today */
export function useBoard(asOf: string | null): UseQueryResult<z.output<typeof CONTRACTS.board.answer>> {
  const api = useApi();
  return useQuery({
    queryKey: ['billing-board', asOf],
    queryFn: ({ signal }) => api.ask(CONTRACTS.board, { query: asOf === null ? {} : { asOf }, signal }),
    refetchInterval: AGAIN_MS,
  });
}
