// The maps between the systems' own lists as people see them: stages of deals and sales statuses, and owners by their e-mail.
// Invariant: it is told from the lists as they were last read; nothing is asked of a vendor but a list that nobody has read yet.
import type { z } from 'zod';
import { isExpected } from '../lib/errors.ts';
import type { CONTRACTS } from './contract.ts';
import type { ApiWorkspace } from './route.ts';

type ToldMaps = z.output<typeof CONTRACTS.maps.answer>;
type Person = NonNullable<ToldMaps['owners'][number]['psa']>;

interface Item {
  readonly id: string;
  readonly label: string;
  readonly active: boolean;
  readonly email?: string;
}

export async function mapsOf(workspace: ApiWorkspace): Promise<ToldMaps> {
  const statuses = await listOf(workspace, 'psa', 'salesStatuses');
  const called = new Map(statuses.map(({ id, label }) => [id, label]));
  const stages = await stagesOf(workspace);
  return {
    stages: stages?.map(({ id, status, ...stage }) => ({ ...stage, stage: id, status: status === null ? null : { id: status, label: called.get(status) ?? status } })) ?? null,
    statuses: statuses.map(({ id, label, active }) => ({ id, label, active })),
    owners: pairsOf((await listOf(workspace, 'psa', 'owners')).map(personOf), (await listOf(workspace, 'crm', 'owners')).map(personOf)),
  };
}

/** A CRM that cannot be asked just now has no map to show; the connections page says why. */
async function stagesOf({ connectors }: ApiWorkspace) {
  try {
    return (await connectors.get('crm')?.stages?.()) ?? null;
  } catch (error) {
    if (!isExpected(error)) throw error;
    return null;
  }
}

async function listOf({ store }: ApiWorkspace, side: 'psa' | 'crm', registry: string): Promise<readonly Item[]> {
  const known = (await store.fact(`registry:${side}:${registry}`)) as { readonly items?: readonly Item[] } | null;
  return known?.items ?? [];
}

function personOf({ id, label, email, active }: Item): Person {
  return { id, label, email: email ?? null, active };
}

function pairsOf(psa: readonly Person[], crm: readonly Person[]): ToldMaps['owners'] {
  const keyOf = ({ email }: Person): string | null => email?.trim().toLowerCase() ?? null;
  const byEmail = new Map(crm.flatMap((one) => (keyOf(one) === null || !one.active ? [] : [[keyOf(one), one] as const])));
  const met = new Set<string>();
  const pairs = psa.map((one) => {
    const other = (keyOf(one) === null ? undefined : byEmail.get(keyOf(one))) ?? null;
    if (other) met.add(other.id);
    return { psa: one, crm: other };
  });
  return [...pairs, ...crm.filter(({ id }) => !met.has(id)).map((one) => ({ psa: null, crm: one }))];
}
