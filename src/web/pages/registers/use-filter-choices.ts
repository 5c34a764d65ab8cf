// What the registers are filtered by: owners, industries, stages and the like as the systems have them, and accounts or contacts looked
// up while one types. Invariant: what an address filters by stays in force and keeps its name.
import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import type { z } from 'zod';
import { CONTRACTS } from '../../../api/contract.ts';
import { lifecycleWord } from '../../../api/contract/lifecycle-words.ts';
import { useText } from '../../i18n/language.ts';
import { useApi } from '../../outside.ts';
import type { Filter } from '../../table/column.ts';

const KEPT_MS = 300_000;
const SHOWN = 20;

export type Choices = z.output<typeof CONTRACTS.registerChoices.answer>;

/** Null while they are not known: then any value of the address is let through. @param enabled false: this person may not ask for them */
export function useRegisterChoices(enabled = true): Choices | null {
  const api = useApi();
  const { language } = useText();
  const choices = useQuery({ queryKey: ['register-choices'], queryFn: ({ signal }) => api.ask(CONTRACTS.registerChoices, { signal }), staleTime: KEPT_MS, enabled });
  return useMemo(
    () => (choices.data ? { ...choices.data, lifecycles: choices.data.lifecycles.map(({ value }) => ({ value, label: lifecycleWord(value, language) })) } : null),
    [choices.data, language],
  );
}

/** A filter by one or several of a list. */
export function choiceOf(id: string, label: string, choices: Choices | null, list: keyof Choices, kind: 'choice' | 'choices' = 'choice'): Filter {
  return { id, kind, label, ...(choices && { options: choices[list] }) };
}

/** @param chosen the id in force, if any */
export function useLookedUp(of: 'accounts' | 'contacts', chosen: string | null): Required<Pick<Filter, 'options' | 'onSearch'>> {
  const api = useApi();
  const [typed, setTyped] = useState('');
  const [words] = useDebouncedValue(typed.trim(), 250);
  const ask = async (query: { readonly id?: string[]; readonly q?: string }, signal: AbortSignal): Promise<readonly { readonly id: string; readonly name: string | null }[]> =>
    (await (of === 'accounts' ? api.ask(CONTRACTS.accounts, { query: { ...query, limit: SHOWN }, signal }) : api.ask(CONTRACTS.contacts, { query: { ...query, limit: SHOWN }, signal }))).items;
  const own = useQuery({ queryKey: ['looked-up', of, chosen], queryFn: ({ signal }) => (chosen === null ? [] : ask({ id: [chosen] }, signal)), staleTime: KEPT_MS });
  const [one] = own.data ?? [];
  // The input of a choice holds what is chosen until one types.
  const asked = words === one?.name ? '' : words;
  const found = useQuery({ queryKey: ['looked-up', of, 'words', asked], queryFn: ({ signal }) => ask(asked === '' ? {} : { q: asked }, signal), placeholderData: keepPreviousData, staleTime: KEPT_MS });
  return useMemo(() => {
    const items = [...(one ? [one] : []), ...(found.data ?? []).filter(({ id }) => id !== one?.id)];
    return { options: items.map(({ id, name }) => ({ value: id, label: name ?? id })), onSearch: setTyped };
  }, [one, found.data]);
}
