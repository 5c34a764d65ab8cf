// One record, found on two links: a pull saw what we made before we had recorded it, and took it for a stranger. Invariant:
// only a link that is nothing but that record gives it up, and it ends with that.
import type { Fields, Side } from '../../core/vocabulary.ts';
import { endLink, intentKey, markDirty, partGroup, sideKey, sideOf, type Turn } from './ledger.ts';
import { withdrawProposals } from './matches.ts';
import type { LinkRow, SideRow } from './rows.ts';
import { storableRecord } from './storable.ts';

/** True when the row is the link's now. */
export function takeOver(turn: Turn, row: SideRow, link: LinkRow): boolean {
  const { ledger } = turn;
  const other = ledger.links.get(row.linkId) as LinkRow;
  // A part has been told to be somebody, and so has whoever has parts.
  if (ledger.sides.in(other.id).length > 1 || other.partOf !== null || [...ledger.links.in(partGroup(other.id))].length > 0) return false;
  ledger.sides.put({ ...row, linkId: link.id, version: row.version + 1 });
  withdrawProposals(turn, other);
  endLink(turn, other, link.id);
  return true;
}

/** The record a create of unknown outcome has made, found by a look. False when it is not to be had. */
export function adopt(turn: Turn, link: LinkRow, side: Side, refId: string, bases: Readonly<Record<string, Fields>>): boolean {
  const { ledger } = turn;
  const row = ledger.sides.get(sideKey(side, link.entity, refId));
  if (row === null) return false;
  if (row.linkId !== link.id && (sideOf(ledger, link.id, side) !== null || !takeOver(turn, row, link))) return false;
  ledger.intents.delete(intentKey(link.id, side));
  for (const held of ledger.sides.in(link.id)) {
    const agreed = bases[held.side];
    if (agreed !== undefined) ledger.sides.put({ ...held, base: storableRecord({ ...agreed, ...held.base }), version: held.version + 1 });
  }
  nameJoin(turn, link);
  markDirty(turn, link, ledger.dirty.get(link.id)?.reason ?? 'poll');
  return true;
}

/** A link whose second system's record we made ourselves was joined by that. */
export function nameJoin({ ledger }: Turn, { id }: LinkRow): void {
  const link = ledger.links.get(id) as LinkRow;
  if (link.matchedBy !== null) return;
  if (sideOf(ledger, id, 'psa') !== null && sideOf(ledger, id, 'crm') !== null) ledger.links.put({ ...link, matchedBy: 'created', partOf: null });
}
