// One person out of the ledger. Invariants: of the person's own links nothing is left but an ended row with a random id; whoever was
// working on a link that changes here loses the lease, so nothing that was planned before can be announced or recorded after.
import type { EntityName } from '../../core/vocabulary.ts';
import { entities } from '../../entities/index.ts';
import { heldKey, intentKey, leaseKey, markDirty, partGroup, sideKey, type Ledger, type Turn } from './ledger.ts';
import { rowHash } from './overlay.ts';
import type { ConflictRow, HeldRow, IntentRow, LinkRow, SideRow } from './rows.ts';
import { scrubbedFields, scrubbedSent, type Scrub } from './scrub.ts';
import { handlesWithout, keysWithout, unknownElement } from './suppression.ts';
import { storableJson, storableRecord } from './storable.ts';

export interface Forgotten {
  /** Links of the person. */
  readonly ended: readonly string[];
  /** Links of others where something changed. */
  readonly changed: readonly string[];
  /** Of the person's, those for which a record was being made on some system: nobody knows its id yet. */
  readonly making: readonly string[];
}

/** @param turn everything that may name the person is loaded */
export function forgetIn(turn: Turn, scrub: Scrub, linkIds: readonly string[]): Forgotten {
  const { ledger } = turn;
  const own = [...new Set(linkIds)].flatMap((id) => ledger.links.get(id) ?? []);
  const making = own.filter(({ id, entity }) => isPerson(entity) && ledger.intents.in(id).some(({ kind }) => kind === 'create'));
  for (const link of own) endForgotten(turn, link, linkIds);
  const changed = new Set<string>();
  for (const row of ledger.sides.all().toArray()) if (scrubSide(ledger, scrub, row)) changed.add(row.linkId);
  for (const row of ledger.conflicts.all().toArray()) if (scrubConflict(ledger, scrub, row)) changed.add(row.linkId);
  for (const row of ledger.intents.all().toArray()) if (scrubIntent(ledger, scrub, row)) changed.add(row.linkId);
  for (const row of ledger.held.all().toArray()) if (scrubHeld(turn, scrub, row)) changed.add(row.linkId);
  for (const id of changed) ledger.leases.delete(leaseKey(id));
  return { ended: own.map(({ id }) => id), changed: [...changed], making: making.map(({ id }) => id) };
}

function endForgotten(turn: Turn, link: LinkRow, linkIds: readonly string[]): void {
  const { ledger } = turn;
  for (const part of ledger.links.in(partGroup(link.id))) {
    if (linkIds.includes(part.id)) continue;
    ledger.links.put({ ...part, stage: 'new', partOf: null });
    markDirty(turn, part, 'poll');
  }
  for (const row of ledger.sides.in(link.id)) ledger.sides.delete(sideKey(row.side, row.entity, row.id));
  for (const row of ledger.intents.in(link.id)) ledger.intents.delete(intentKey(row.linkId, row.side));
  for (const row of ledger.conflicts.in(link.id)) ledger.conflicts.delete(row.id);
  for (const row of ledger.held.in(link.id)) ledger.held.delete(heldKey(row));
  for (const { id, links } of ledger.proposals.in(link.id)) {
    ledger.proposals.delete(id);
    for (const other of links) if (!linkIds.includes(other)) askAnew(turn, other);
  }
  ledger.dirty.delete(link.id);
  ledger.leases.delete(leaseKey(link.id));
  ledger.links.put({ ...link, stage: 'ended', matchedBy: null, into: null, partOf: null });
}

/** Whoever waited for the person to be the same as somebody waits no more. */
function askAnew(turn: Turn, linkId: string): void {
  const link = turn.ledger.links.get(linkId);
  if (link?.stage !== 'proposed' || turn.ledger.proposals.in(linkId).some(({ state }) => state === 'open')) return;
  turn.ledger.links.put({ ...link, stage: 'new' });
  markDirty(turn, link, 'poll');
}

function scrubSide(ledger: Ledger, scrub: Scrub, row: SideRow): boolean {
  const gone: string[] = [];
  const where = { entity: row.entity, side: row.side, linkId: row.linkId };
  const [fields, base] = [scrubbedFields(scrub, where, row.fields, gone), scrubbedFields(scrub, where, row.base, gone)];
  const keys = keysWithout(row.keys, gone);
  if (fields === row.fields && base === row.base && keys.length === row.keys.length) return false;
  const handles = handlesWithout(row.handles, gone);
  ledger.sides.put({ ...row, fields: storableRecord(fields), base: storableRecord(base), handles, keys, hash: rowHash(fields, handles, keys), version: row.version + 1 });
  return true;
}

function scrubConflict(ledger: Ledger, scrub: Scrub, row: ConflictRow): boolean {
  const { entity, field, linkId, resolution } = row;
  const of = (values: ConflictRow['values']): ConflictRow['values'] => {
    const changed = Object.entries(values).map(([side, value]) => [side, value === undefined ? value : scrub.value({ entity, side: side as SideRow['side'], field, linkId }, value, [])] as const);
    return changed.every(([side, value]) => value === values[side as SideRow['side']]) ? values : Object.fromEntries(changed);
  };
  const chosen = resolution === null ? null : { ...resolution, value: scrub.value({ entity, side: resolution.side, field, linkId }, resolution.value, []) };
  const [base, values] = [of(row.base), of(row.values)];
  if (base === row.base && values === row.values && chosen?.value === resolution?.value) return false;
  ledger.conflicts.put(storableJson({ ...row, base, values, resolution: chosen }) as ConflictRow);
  return true;
}

function scrubIntent(ledger: Ledger, scrub: Scrub, row: IntentRow): boolean {
  const sent = scrubbedSent(scrub, row.side, row.sent);
  if (sent === row.sent) return false;
  ledger.intents.put({ ...row, sent: storableRecord(sent) });
  return true;
}

/** What waits for the person waits for nobody; the link is looked at again. */
function scrubHeld(turn: Turn, scrub: Scrub, row: HeldRow): boolean {
  const isGone = (element: string): boolean => {
    const unknown = unknownElement(element);
    return unknown === null ? scrub.isTheirs('contact', row.side, element) || scrub.isTheirs('contact', 'local', element) : scrub.isTheirs('contact', unknown.side, unknown.id);
  };
  const elements = row.elements?.filter((id) => !isGone(id)) ?? null;
  const isInVain = waitsForThem(scrub, row) || (row.elements !== null && row.elements.length > 0 && elements?.length === 0);
  if (!isInVain && elements?.length === row.elements?.length) return false;
  turn.ledger.held.delete(heldKey(row));
  if (!isInVain) turn.ledger.held.put({ ...row, elements });
  markDirty(turn, { id: row.linkId, entity: row.entity }, 'poll');
  return true;
}

function waitsForThem(scrub: Scrub, { waitsFor }: HeldRow): boolean {
  if (waitsFor === null) return false;
  if (waitsFor.kind === 'link') return scrub.isTheirs('contact', 'local', waitsFor.linkId);
  if (waitsFor.kind === 'record') return isPerson(waitsFor.entity) && scrub.isTheirs('contact', waitsFor.side, waitsFor.id);
  return waitsFor.keys.some((key) => scrub.isTheirAddress(key.slice(key.indexOf(':') + 1)));
}

const isPerson = (entity: EntityName): boolean => entities.get(entity)?.person !== undefined && entities.get(entity)?.person !== null;
