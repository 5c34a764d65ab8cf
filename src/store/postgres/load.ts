// Rows of links into a turn's ledger. Invariant: a link is loaded with everything that hangs on it.
import { sql, type RawBuilder, type Transaction } from 'kysely';
import { leaseKey, type Ledger } from '../ledger/ledger.ts';
import type { ConflictRow, DirtyRow, IntentRow, LeaseRow, LinkRow, ProposalRow } from '../ledger/rows.ts';
import { decodeHeld, HELD_COLUMNS, type StoredHeld } from './held.ts';
import { textArray } from './recordset.ts';
import { sidesOfLinks } from './side-state.ts';
import type { Tables } from './tables.ts';

/** Links, records, intents, conflicts not closed, held writes: what a LinkState is made of. */
export async function loadLinks(transaction: Transaction<Tables>, ledger: Ledger, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  const wanted = textArray(ids);
  const links = await sql<LinkRow>`select id, entity, stage, matched_by as "matchedBy", joined_into as into, part_of as "partOf", targets from link where id = any(${wanted})`.execute(transaction);
  links.rows.forEach((row) => ledger.links.load(row));
  for (const row of await sidesOfLinks(transaction, ids)) ledger.sides.load(row);
  const intents = await sql<IntentRow>`select link_id as "linkId", side, kind, at, sent, state from intent where link_id = any(${wanted})`.execute(transaction);
  intents.rows.forEach((row) => ledger.intents.load(row));
  await loadConflicts(transaction, ledger, sql`link_id = any(${wanted}) and state <> 'closed'`);
  const held = await sql<StoredHeld>`select ${HELD_COLUMNS} from held where link_id = any(${wanted})`.execute(transaction);
  held.rows.forEach((row) => ledger.held.load(decodeHeld(row)));
}

/** Which a turn needs only where it looks for somebody. */
export async function loadClosedConflicts(transaction: Transaction<Tables>, ledger: Ledger, ids: readonly string[]): Promise<void> {
  await loadConflicts(transaction, ledger, sql`link_id = any(${textArray(ids)}) and state = 'closed'`);
}

async function loadConflicts(transaction: Transaction<Tables>, ledger: Ledger, wanted: RawBuilder<unknown>): Promise<void> {
  const { rows } = await sql<ConflictRow>`select id, link_id as "linkId", entity, field, base, side_values as values, authors, suggestion, state, since, resolution
    from conflict where ${wanted}`.execute(transaction);
  rows.forEach((row) => ledger.conflicts.load(row));
}

export async function loadDirty(transaction: Transaction<Tables>, ledger: Ledger, ids: readonly string[]): Promise<void> {
  const { rows } = await sql<DirtyRow & { mark: string }>`select link_id as "linkId", entity, reason, since, mark
    from dirty_link where link_id = any(${textArray(ids)})`.execute(transaction);
  rows.forEach((row) => ledger.dirty.load({ ...row, mark: Number(row.mark) }));
}

/**
 * Links with their marks, leases and proposals, whatever an open proposal ties to them, and the links that point to them or
 * that they were joined into: all that a change may touch.
 */
export async function loadForChange(transaction: Transaction<Tables>, ledger: Ledger, ids: Iterable<string>): Promise<void> {
  const asked = new Set<string>();
  for (let next = [...new Set(ids)]; next.length > 0; ) {
    next.forEach((id) => asked.add(id));
    await loadLinks(transaction, ledger, next);
    await loadDirty(transaction, ledger, next);
    await loadLeases(transaction, ledger, next);
    const proposals = await proposalsOf(transaction, next);
    proposals.forEach((row) => ledger.proposals.load(row));
    const tied = proposals.filter((row) => row.state === 'open').flatMap((row) => row.links);
    const near = await relativesOf(transaction, next);
    next = [...new Set([...tied, ...near])].filter((id) => !asked.has(id));
  }
}

async function relativesOf(transaction: Transaction<Tables>, ids: readonly string[]): Promise<readonly string[]> {
  const wanted = textArray(ids);
  const { rows } = await sql<{ id: string }>`select id from link where joined_into = any(${wanted}) union select id from link where part_of = any(${wanted})
    union select joined_into from link where id = any(${wanted}) and joined_into is not null`.execute(transaction);
  return rows.map((row) => row.id);
}

async function loadLeases(transaction: Transaction<Tables>, ledger: Ledger, ids: readonly string[]): Promise<void> {
  const { rows } = await sql<{ key: string; epoch: string; at: string }>`select key, epoch, expires_at as at from lease
    where key = any(${textArray(ids.map(leaseKey))})`.execute(transaction);
  const leases: readonly LeaseRow[] = rows.map(({ key, epoch, at }) => ({ key, epoch: Number(epoch), expiresAt: Date.parse(at) }));
  leases.forEach((row) => ledger.leases.load(row));
}

async function proposalsOf(transaction: Transaction<Tables>, linkIds: readonly string[]): Promise<readonly ProposalRow[]> {
  const { rows } = await sql<ProposalRow>`select id, entity, links, by, reason, since, state, decided_by as "decidedBy", decided_at as "decidedAt"
    from match_proposal where exists (select from unnest(links) as one where one = any(${textArray(linkIds)}))`.execute(transaction);
  return rows;
}
