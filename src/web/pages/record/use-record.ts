// One record and its edits. Invariants: while something is on its way the record is looked at again by itself; an edit names the version
// that its maker saw, and when somebody was there first nothing typed is lost: what has changed is told, and the next try is of now.
import { useMutation, useQuery, useQueryClient, type UseQueryResult } from '@tanstack/react-query';
import { useState } from 'react';
import type { z } from 'zod';
import { CONTRACTS } from '../../../api/contract.ts';
import { useApi } from '../../outside.ts';
import { ApiError, problemOf } from '../../problem.ts';

export type RecordData = z.output<typeof CONTRACTS.accountRecord.answer>;
export type RecordField = RecordData['fields'][number];
export type RecordEntity = RecordData['entity'];
export type Value = RecordField['now'];
type Edit = z.input<typeof CONTRACTS.editAccount.body>;
export type TypedFields = Edit['fields'];

const READ = { account: CONTRACTS.accountRecord, contact: CONTRACTS.contactRecord, salesCase: CONTRACTS.salesCaseRecord } as const;
const EDIT = { account: CONTRACTS.editAccount, contact: CONTRACTS.editContact, salesCase: CONTRACTS.editSalesCase } as const;
/** Something is on its way: soon it has arrived. */
const SOON_MS = 2500;

const keyOf = (entity: RecordEntity, id: string): readonly string[] => ['record', entity, id];

export function useRecord(entity: RecordEntity, id: string, enabled = true): UseQueryResult<RecordData> {
  const api = useApi();
  return useQuery({
    queryKey: keyOf(entity, id),
    queryFn: ({ signal }) => api.ask(READ[entity], { params: { id }, query: {}, signal }),
    refetchInterval: ({ state }) => (state.data && isOnItsWay(state.data) ? SOON_MS : false),
    enabled,
  });
}

function isOnItsWay({ sides, fields }: RecordData): boolean {
  return sides.some(({ state }) => state === 'coming') || fields.some(({ isIncoming, places }) => isIncoming || places.some(({ state }) => state === 'coming'));
}

export interface Change {
  readonly field: RecordField;
  readonly before: Value;
  readonly after: Value;
}

export interface RecordEdit {
  readonly save: (fields: TypedFields, consent?: Edit['consent']) => Promise<RecordData>;
  readonly saving: boolean;
  /** What somebody else has changed since this person began; null: nobody was there first. */
  readonly changes: readonly Change[] | null;
  /** It is begun anew. */
  readonly forget: () => void;
}

/** @param seen the record as the person sees it when beginning */
export function useRecordEdit(seen: RecordData): RecordEdit {
  const api = useApi();
  const queries = useQueryClient();
  const [changes, setChanges] = useState<readonly Change[] | null>(null);
  const [version, setVersion] = useState<string | null>(null);
  const { entity, id } = seen;
  const edit = useMutation({
    mutationFn: ({ fields, consent }: Pick<Edit, 'fields' | 'consent'>) =>
      api.act(EDIT[entity], { params: { id }, body: { fields, ...(consent && { consent }) }, ifMatch: `"${version ?? seen.version}"` }),
    onSuccess: (record) => {
      setChanges(null);
      setVersion(null);
      queries.setQueryData(keyOf(entity, id), record);
      for (const key of RELATED) void queries.invalidateQueries({ queryKey: [key] });
    },
  });
  const save: RecordEdit['save'] = async (fields, consent) => {
    try {
      return await edit.mutateAsync({ fields, consent });
    } catch (error) {
      if (problemOf(error).status !== 412) throw aboutFields(error);
      const now = await queries.fetchQuery({ queryKey: keyOf(entity, id), queryFn: () => api.ask(READ[entity], { params: { id }, query: {} }), staleTime: 0 });
      setChanges(changesBetween(seen, now));
      setVersion(now.version);
      throw error;
    }
  };
  return { save, saving: edit.isPending, changes, forget: () => { setChanges(null); setVersion(null); } };
}

/** Lists that show something of a record. */
const RELATED = ['account-contacts', 'account-sales-cases', 'account-header', CONTRACTS.contacts.path, CONTRACTS.accounts.path, CONTRACTS.salesCases.path] as const;

function changesBetween(before: RecordData, after: RecordData): readonly Change[] {
  return after.fields.flatMap((field) => {
    const was = before.fields.find(({ name }) => name === field.name)?.now ?? null;
    const called = [...field.called, ...(before.fields.find(({ name }) => name === field.name)?.called ?? [])];
    return field.editable && JSON.stringify(was) !== JSON.stringify(field.now) ? [{ field: { ...field, called }, before: was, after: field.now }] : [];
  });
}

/** Objections are about fields of the form, not about parts of what was sent. */
export function aboutFields(error: unknown): unknown {
  if (!(error instanceof ApiError)) return error;
  return new ApiError({ ...error.problem, fields: error.problem.fields.map(({ field, ...wrong }) => ({ field: field.replace(/^fields\./u, ''), ...wrong })) }, error);
}
