// The connections as the server tells them, and the questions put to the systems themselves.
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { z } from 'zod';
import { CONTRACTS } from '../../../api/contract.ts';
import { useNotify } from '../../components/notify.tsx';
import { useApi } from '../../outside.ts';

export type Connection = z.output<typeof CONTRACTS.testConnection.answer>;

const KEY = [CONTRACTS.connections.path] as const;

export function useConnections() {
  const api = useApi();
  return useQuery({ queryKey: KEY, queryFn: ({ signal }) => api.ask(CONTRACTS.connections, { signal }), refetchInterval: 30_000 });
}

/** Asks the system and shows what it says; what it finds wrong is part of the answer. */
export function useAsked(contract: typeof CONTRACTS.testConnection, system: string, done: string) {
  const [api, notify, queries] = [useApi(), useNotify(), useQueryClient()];
  return useMutation({
    mutationFn: () => api.act(contract, { params: { system }, body: {} }),
    onSuccess: (told: Connection) => {
      queries.setQueryData<{ connections: readonly Connection[] }>(KEY, (before) => before && { connections: before.connections.map((one) => (one.system === told.system ? told : one)) });
      if (told.checked?.problem === null) notify.done(done);
    },
    onError: notify.failed,
  });
}
