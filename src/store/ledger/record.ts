// The whole outcome of one link's turn into the ledger. Invariant: it is written under the lease it was worked out under or
// not at all, and the link leaves the dirty list only if nothing has been marked or moved since it was taken.
import { toInstant } from '../../lib/clock.ts';
import type { LinkRecord, MatchItem } from '../store.ts';
import { nameJoin } from './adopt.ts';
import { recordConflicts } from './conflicts.ts';
import { intentKey, leaseKey, linkState, markDirty, replaceHeld, type Ledger, type Turn } from './ledger.ts';
import { bury, recordSide } from './record-side.ts';
import type { HeldRow, LinkRow, ProposalRow } from './rows.ts';
import { storableJson, storableSide, storableText } from './storable.ts';

/** False when the lease was lost; then nothing is written. */
export function record(turn: Turn, entry: LinkRecord): boolean {
  const { ledger } = turn;
  const link = ledger.links.get(entry.linkId);
  if (link === null || link.stage === 'ended' || !holds(ledger, entry)) return false;
  // Every side is recorded, whatever the others answer.
  const moved = entry.sides.map((side) => recordSide(turn, link, storableSide(side))).includes(true);
  for (const one of entry.gone ?? []) bury(turn, link, one);
  nameJoin(turn, link);
  recordConflicts(turn, link, entry);
  recordHeld(turn, link, entry);
  recordIntents(turn, link, entry);
  clear(turn, link, entry, moved);
  ledger.leases.delete(leaseKey(link.id));
  return true;
}

function holds(ledger: Ledger, { lease, linkId }: Pick<LinkRecord, 'lease' | 'linkId'>): boolean {
  return lease.key === leaseKey(linkId) && ledger.leases.get(lease.key)?.epoch === lease.epoch;
}

function recordHeld(turn: Turn, { id: linkId, entity }: LinkRow, { held }: LinkRecord): void {
  const since = toInstant(turn.now);
  const rows = held.map(({ side, field, reason, waitsFor, elements }): HeldRow => {
    return { linkId, entity, side, field, reason: storableText(reason), since, waitsFor: storableJson(waitsFor ?? null) as HeldRow['waitsFor'], elements: storableJson(elements ?? null) as HeldRow['elements'] };
  });
  replaceHeld(turn, linkId, rows);
}

function recordIntents({ ledger }: Turn, link: LinkRow, { unknown }: LinkRecord): void {
  for (const intent of ledger.intents.in(link.id)) {
    if (unknown.includes(intent.side)) ledger.intents.put({ ...intent, state: 'unknown' });
    else ledger.intents.delete(intentKey(link.id, intent.side));
  }
}

function clear(turn: Turn, link: LinkRow, { dirtyMark, settled }: LinkRecord, moved: boolean): void {
  const { dirty } = turn.ledger;
  const row = dirty.get(link.id);
  if (!settled) {
    // To the back of the queue: what failed must not keep the rest waiting.
    dirty.put({ linkId: link.id, entity: link.entity, reason: row?.reason ?? 'poll', since: toInstant(turn.now), mark: turn.number });
  } else if (moved) markDirty(turn, link, row?.reason ?? 'poll');
  else if (row?.mark === dirtyMark) dirty.delete(link.id);
}

/** A proposal as a person sees it. */
export function matchItem(ledger: Ledger, { id, entity, by, reason, since, links }: ProposalRow): MatchItem {
  return { id, entity, by, reason, since, links: links.flatMap((linkId) => ledger.links.get(linkId) ?? []).map((link) => linkState(ledger, link)) };
}

