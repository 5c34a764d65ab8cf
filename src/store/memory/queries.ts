// What the memory store answers without changing anything but marks. Invariant: the same order PostgreSQL gives, by id or by
// age and then id.
import { waitsByItself } from '../../core/plan.ts';
import { PRIORITY, type EntityName, type Reason } from '../../core/vocabulary.ts';
import { conflictItem, heldItem, isWorkedOn, keyGroup, linkState, markDirty, waitText, type Ledger, type Turn } from '../ledger/ledger.ts';
import { matchItem } from '../ledger/record.ts';
import type { DirtyRow, HeldRow, LinkRow } from '../ledger/rows.ts';
import type { Inbox, KeyHit, LinkState, Run, Store } from '../store.ts';

export function links(ledger: Ledger, query: Parameters<Store['links']>[0]): readonly LinkState[] {
  const { entity, stage, dirty, ids, after, limit } = query;
  const rows = ids === undefined ? ledger.links.all() : [...new Set(ids)].flatMap((id) => ledger.links.get(id) ?? []).values();
  const wanted = (link: LinkRow): boolean =>
    link.entity === entity &&
    (stage === undefined || link.stage === stage) &&
    (dirty === undefined || (ledger.dirty.get(link.id) !== null) === dirty) &&
    (after === undefined || link.id > after);
  return rows.filter(wanted).toArray().toSorted(byId).slice(0, limit).map((link) => linkState(ledger, link));
}

export function byKeys(ledger: Ledger, entity: EntityName, keys: readonly string[]): readonly KeyHit[] {
  const hits = [...new Set(keys)].flatMap((key) =>
    ledger.sides.in(keyGroup(entity, key)).flatMap(({ linkId, side, gone }) => {
      const alive = gone === null && ledger.links.get(linkId)?.stage !== 'ended';
      return alive ? [{ key, linkId, side }] : [];
    }),
  );
  return hits.toSorted((a, b) => order(a.key, b.key) || order(a.linkId, b.linkId) || order(a.side, b.side));
}

export function dirtyTargets(turn: Turn, entity: EntityName, ids: readonly string[] | 'all', reason: Reason): void {
  const rows = ids === 'all' ? turn.ledger.links.all().toArray() : ids.flatMap((id) => turn.ledger.links.get(id) ?? []);
  for (const link of rows) if (link.entity === entity && link.stage !== 'ended') markDirty(turn, link, reason);
}

/** Most urgent first, then the longest waiting. */
export function ready(turn: Turn, entity: EntityName, ids: readonly string[] | undefined, limit: number): readonly { readonly link: LinkState; readonly dirty: DirtyRow }[] {
  const { ledger } = turn;
  const free = ledger.dirty.all().filter((row) => {
    return row.entity === entity && (ids?.includes(row.linkId) ?? true) && ledger.links.get(row.linkId)?.stage === 'active' && !isWorkedOn(turn, row.linkId);
  });
  const taken = free.toArray().toSorted(byUrgency).slice(0, limit);
  return taken.map((dirty) => ({ link: linkState(ledger, ledger.links.get(dirty.linkId) as LinkRow), dirty }));
}

export function inbox(ledger: Ledger, { entity, limit }: Parameters<Store['inbox']>[0]): Inbox {
  const mine = (row: { readonly entity: EntityName }): boolean => entity === undefined || row.entity === entity;
  const conflicts = ledger.conflicts.all().filter((row) => row.state === 'open' && mine(row)).toArray().toSorted(byAge);
  const matches = ledger.proposals.all().filter((row) => row.state === 'open' && mine(row)).toArray().toSorted(byAge);
  const held = ledger.held.all().filter(mine).toArray().toSorted(heldOrder);
  return {
    conflicts: conflicts.slice(0, limit).map(conflictItem),
    matches: matches.slice(0, limit).map((row) => matchItem(ledger, row)),
    held: held.slice(0, limit).map(heldItem),
  };
}

export function counts(ledger: Ledger, entity: EntityName): Awaited<ReturnType<Store['counts']>> {
  const { conflicts, matches, held } = inbox(ledger, { entity, limit: Infinity });
  const isLinked = (link: LinkRow): boolean => link.entity === entity && link.stage === 'active' && ledger.sides.in(link.id).length > 1;
  const linked = ledger.links.all().filter(isLinked).toArray().length;
  return { linked, conflicts: conflicts.length, matches: matches.length, held: held.filter(({ reason }) => !waitsByItself(reason)).length };
}

export function newestFirst(runs: readonly Run[]): readonly Run[] {
  return runs.toSorted((a, b) => order(b.startedAt, a.startedAt) || order(b.id, a.id));
}

export const order = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
const byUrgency = (a: DirtyRow, b: DirtyRow): number =>
  PRIORITY[a.reason] - PRIORITY[b.reason] || order(a.since, b.since) || a.mark - b.mark || order(a.linkId, b.linkId);
export const byId = (a: { readonly id: string }, b: { readonly id: string }): number => order(a.id, b.id);
const byAge = (a: { since: string; id: string }, b: { since: string; id: string }): number => order(a.since, b.since) || order(a.id, b.id);
const heldOrder = (a: HeldRow, b: HeldRow): number =>
  order(a.since, b.since) || order(a.linkId, b.linkId) || order(a.side, b.side) || order(a.field ?? '', b.field ?? '') || order(a.reason, b.reason) || order(waitText(a), waitText(b));
