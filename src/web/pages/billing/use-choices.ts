// Accounts, projects and owners to filter by, looked up while one types. Invariant: what is chosen is always among them, by its name.
import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { CONTRACTS } from '../../../api/contract.ts';
import { useApi } from '../../outside.ts';
import type { Filter } from '../../table/column.ts';

const KEPT_MS = 300_000;

export function useChoices(of: 'account' | 'project' | 'owner', chosen: string | null): Required<Pick<Filter, 'options' | 'onSearch'>> {
  const api = useApi();
  const [typed, setTyped] = useState('');
  const [words] = useDebouncedValue(typed.trim(), 250);
  const own = useQuery({
    queryKey: ['billing-choice', of, chosen],
    queryFn: ({ signal }) => (chosen === null ? { items: [] } : api.ask(CONTRACTS.billingChoices, { params: { of }, query: { id: [chosen] }, signal })),
    staleTime: KEPT_MS,
  });
  const [one] = own.data?.items ?? [];
  // The input of a choice holds what is chosen until one types.
  const asked = words === one?.label ? '' : words;
  const found = useQuery({
    queryKey: ['billing-choices', of, asked],
    queryFn: ({ signal }) => api.ask(CONTRACTS.billingChoices, { params: { of }, query: asked === '' ? {} : { q: asked }, signal }),
    placeholderData: keepPreviousData,
    staleTime: KEPT_MS,
  });
  return useMemo(() => {
    const items = [...(one ? [one] : []), ...(found.data?.items ?? []).filter(({ id }) => id !== one?.id)];
    return { options: items.map(({ id, label }) => ({ value: id, label: label ?? id })), onSearch: setTyped };
  }, [one, found.data]);
}
