// What a store knows of links, as tables that one turn works on. The memory store keeps one ledger for good; PostgreSQL
// loads the few rows a turn touches into one and writes back what changed. Every rule of the store is a function of a turn,
// so the two can only differ in how they load and write. Invariant: whatever a turn may touch was loaded before it.
import { isDeepStrictEqual } from 'node:util';
import { PRIORITY, type EntityName, type Reason, type Side } from '../../core/vocabulary.ts';
import { toInstant } from '../../lib/clock.ts';
import type { ConflictItem, HeldItem, LinkState, SideState } from '../store.ts';
import type { ConflictRow, DirtyRow, HeldRow, IntentRow, LeaseRow, LinkRow, ProposalRow, SideRow } from './rows.ts';
import { Table } from './table.ts';

export interface Ledger {
  /** Grouped by the link they were joined into (`intoGroup`) or are a part of (`partGroup`). */
  readonly links: Table<LinkRow>;
  /** Grouped by link and by match key (`keyGroup`). */
  readonly sides: Table<SideRow>;
  readonly dirty: Table<DirtyRow>;
  readonly intents: Table<IntentRow>;
  /** Open and resolved ones; closed ones need not be loaded. */
  readonly conflicts: Table<ConflictRow>;
  /** Grouped by link. */
  readonly held: Table<HeldRow>;
  readonly proposals: Table<ProposalRow>;
  readonly leases: Table<LeaseRow>;
}

/** One call's work on a ledger. */
export interface Turn {
  readonly ledger: Ledger;
  /** Milliseconds. */
  readonly now: number;
  /** This turn's number: larger than every earlier turn's. Dirty marks and lease epochs are made of it. */
  readonly number: number;
  readonly newId: () => string;
}

const part = (...parts: readonly string[]): string => parts.join('\n');

export const sideKey = (side: Side, entity: EntityName, id: string): string => part(side, entity, id);
export const keyGroup = (entity: EntityName, key: string): string => part('key', entity, key);
export const leaseKey = (linkId: string): string => `link:${linkId}`;
export const intoGroup = (linkId: string): string => part('into', linkId);
export const partGroup = (linkId: string): string => part('part', linkId);
export const heldKey = (row: HeldRow): string => part(row.linkId, row.side, row.field ?? '', row.reason, waitText(row));
export const intentKey = (linkId: string, side: Side): string => part(linkId, side);

export function makeLedger(): Ledger {
  return {
    links: new Table(
      (row) => row.id,
      (row) => [...(row.into === null ? [] : [intoGroup(row.into)]), ...(row.partOf === null ? [] : [partGroup(row.partOf)])],
    ),
    sides: new Table(
      (row) => sideKey(row.side, row.entity, row.id),
      (row) => [row.linkId, ...row.keys.map((key) => keyGroup(row.entity, key))],
    ),
    dirty: new Table((row) => row.linkId),
    intents: new Table((row) => intentKey(row.linkId, row.side), (row) => [row.linkId]),
    conflicts: new Table((row) => row.id, (row) => [row.linkId]),
    held: new Table(heldKey, (row) => [row.linkId]),
    proposals: new Table((row) => row.id, (row) => row.links),
    leases: new Table((row) => row.key),
  };
}

/** The link an id stands for by now; null when it is over or was never one. */
export function standing(ledger: Ledger, linkId: string): LinkRow | null {
  const named = ledger.links.get(linkId);
  const into = named?.into ?? null;
  const link = into === null ? named : ledger.links.get(into);
  return link?.stage === 'ended' ? null : link;
}

export function sideOf(ledger: Ledger, linkId: string, side: Side): SideRow | null {
  return ledger.sides.in(linkId).find((row) => row.side === side) ?? null;
}

/** Marks a link; a mark that is there keeps its place and the more urgent of both reasons. */
export function markDirty({ ledger, now, number }: Turn, link: { readonly id: string; readonly entity: EntityName }, reason: Reason): void {
  const old = ledger.dirty.get(link.id);
  const urgent = old !== null && PRIORITY[old.reason] <= PRIORITY[reason] ? old.reason : reason;
  ledger.dirty.put({ linkId: link.id, entity: link.entity, reason: urgent, since: old?.since ?? toInstant(now), mark: number });
}

export function isWorkedOn({ ledger, now }: Turn, linkId: string): boolean {
  const lease = ledger.leases.get(leaseKey(linkId));
  return lease !== null && lease.expiresAt > now;
}

/**
 * Takes the link out of play in favour of `into`: nothing of it stays open, and whoever pointed to it points there. Its sides
 * must have been moved away.
 */
export function endLink({ ledger }: Turn, link: LinkRow, into: string): void {
  ledger.links.put({ ...link, stage: 'ended', into, partOf: null });
  for (const row of ledger.links.in(intoGroup(link.id))) ledger.links.put({ ...row, into });
  for (const row of ledger.links.in(partGroup(link.id))) ledger.links.put({ ...row, partOf: row.id === into ? null : into });
  ledger.dirty.delete(link.id);
  ledger.leases.delete(leaseKey(link.id));
  for (const row of ledger.intents.in(link.id)) ledger.intents.delete(intentKey(row.linkId, row.side));
  for (const row of ledger.held.in(link.id)) ledger.held.delete(heldKey(row));
  for (const row of ledger.conflicts.in(link.id)) if (row.state !== 'closed') ledger.conflicts.put({ ...row, state: 'closed' });
}

/** The full present list of held writes; one that was held before keeps its date. */
export function replaceHeld({ ledger }: Turn, linkId: string, rows: readonly HeldRow[]): void {
  const present = new Set(rows.map(heldKey));
  for (const old of ledger.held.in(linkId)) if (!present.has(heldKey(old))) ledger.held.delete(heldKey(old));
  for (const row of rows) {
    const old = ledger.held.get(heldKey(row));
    if (old === null) ledger.held.put(row);
    else if (!isDeepStrictEqual(old.elements, row.elements)) ledger.held.put({ ...row, since: old.since });
  }
}

export function linkState(ledger: Ledger, link: LinkRow): LinkState {
  const sides: Partial<Record<Side, SideState>> = {};
  for (const row of ledger.sides.in(link.id)) sides[row.side] = sideState(row);
  const resolutions = ledger.conflicts
    .in(link.id)
    .flatMap(({ id, field, values, state, resolution }) => (state === 'resolved' && resolution ? [{ conflictId: id, field, value: resolution.value, values }] : []))
    .toSorted((a, b) => (a.conflictId < b.conflictId ? -1 : 1));
  const intents = ledger.intents.in(link.id).toSorted((a, b) => (a.side < b.side ? -1 : 1));
  const held = ledger.held
    .in(link.id)
    .toSorted((a, b) => (heldKey(a) < heldKey(b) ? -1 : 1))
    .map(({ side, field, reason, waitsFor, elements }) => ({ side, field, reason, ...(waitsFor && { waitsFor }), ...(elements && { elements }) }));
  const { id, entity, stage, matchedBy, partOf, targets } = link;
  return { id, entity, stage, matchedBy, partOf, ...(targets && { targets }), sides, intents, resolutions, held };
}

function sideState({ side, id, fields, base, handles, version, mapVersion, asOf, modifiedAt, modifiedBy, gone, verdict }: SideRow): SideState {
  return { side, id, fields, base, handles, version, mapVersion, asOf, modifiedAt, modifiedBy, gone, verdict };
}

export function heldItem({ linkId, entity, side, field, reason, since, waitsFor }: HeldRow): HeldItem {
  return { linkId, entity, side, field, reason, since, ...(waitsFor && { waitsFor }) };
}

/** What a held write waits for, as one text; the empty one when it waits for nothing of ours. */
export function waitText({ waitsFor }: HeldRow): string {
  if (waitsFor === null) return '';
  if (waitsFor.kind === 'link') return part('link', waitsFor.linkId);
  return waitsFor.kind === 'record' ? part('record', waitsFor.entity, waitsFor.side, waitsFor.id) : part('key', waitsFor.entity, ...waitsFor.keys);
}

export function conflictItem({ id, linkId, entity, field, base, values, authors, suggestion, since }: ConflictRow): ConflictItem {
  return { id, linkId, entity, field, base, values, authors, suggestion, since };
}
