// How records find each other in memory: by what refers to them, by what waits for them, as parts of one. Invariant: what
// PostgreSQL answers, in the same order.
import type { EntityName } from '../../core/vocabulary.ts';
import { linkState, markDirty, partGroup, sideKey, sideOf, standing, type Ledger, type Turn } from '../ledger/ledger.ts';
import type { HeldRow, LinkRow } from '../ledger/rows.ts';
import type { Linked, LinkedRef, LinkState } from '../store.ts';
import { byId, byKeys } from './queries.ts';

export function linked(ledger: Ledger, entity: EntityName, refs: readonly LinkedRef[]): readonly Linked[] {
  const distinct = new Map(refs.map(({ side, id }) => [sideKey(side, entity, id), { side, id }]));
  return [...distinct].flatMap(([key, ref]): Linked[] => {
    const link = standing(ledger, ref.side === 'local' ? ref.id : (ledger.sides.get(key)?.linkId ?? ''));
    if (link?.entity !== entity) return [];
    const present = ledger.sides.in(link.id).filter((row) => row.gone === null);
    return [{ ...ref, linkId: link.id, ids: Object.fromEntries(present.map(({ side, id }) => [side, id])) }];
  });
}

export function parts(ledger: Ledger, entity: EntityName, linkIds: readonly string[]): readonly LinkState[] {
  const rows = [...new Set(linkIds)].flatMap((id) => ledger.links.in(partGroup(id)));
  return rows.filter((link: LinkRow) => link.entity === entity).toSorted(byId).map((link) => linkState(ledger, link));
}

export function wakeWaiting(turn: Turn, entity: EntityName): number {
  const { ledger } = turn;
  const woken = ledger.held.all().filter((row) => row.entity === entity && ledger.dirty.get(row.linkId) === null && hasCome(ledger, row)).toArray();
  for (const { linkId } of woken) markDirty(turn, { id: linkId, entity }, 'poll');
  return new Set(woken.map(({ linkId }) => linkId)).size;
}

function hasCome(ledger: Ledger, { side, waitsFor }: HeldRow): boolean {
  if (waitsFor === null) return false;
  if (waitsFor.kind === 'record') return ledger.sides.get(sideKey(waitsFor.side, waitsFor.entity, waitsFor.id)) !== null;
  if (waitsFor.kind === 'key') return byKeys(ledger, waitsFor.entity, waitsFor.keys).length > 0;
  const link = standing(ledger, waitsFor.linkId);
  return link === null || sideOf(ledger, link.id, side)?.gone === null;
}
