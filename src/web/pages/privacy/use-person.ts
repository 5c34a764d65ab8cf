// What the parts of a person's page share: what was asked for, and asking again after a deed.
import { useQueryClient } from '@tanstack/react-query';
import { useCallback } from 'react';
import type { z } from 'zod';
import { CONTRACTS } from '../../../api/contract.ts';

export type PersonData = z.output<typeof CONTRACTS.person.answer>;

/** Reads the person and whatever lists them anew. */
export function usePersonChanged(): () => void {
  const queries = useQueryClient();
  return useCallback(() => {
    for (const { path } of [CONTRACTS.person, CONTRACTS.personSeen, CONTRACTS.restrictedPersons]) void queries.invalidateQueries({ queryKey: [path] });
  }, [queries]);
}
