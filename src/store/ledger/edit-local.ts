// A person's edit of our own record into the ledger. Invariants: it is done on the row that the person saw or not at all; what the
// edit decides is answered with it, so that nobody is asked again about what somebody has just said.
import type { EntityName, Reason, RemoteSide } from '../../core/vocabulary.ts';
import { toInstant } from '../../lib/clock.ts';
import type { DecidedConflict, EditResult, LocalEdit } from '../edits.ts';
import type { ImportedRecord } from '../imports.ts';
import { markDirty, sideKey, type Turn } from './ledger.ts';
import { rowHash } from './overlay.ts';
import type { SideRow } from './rows.ts';
import { storableKeys, storableRecord } from './storable.ts';

export function editLocal(turn: Turn, entity: EntityName, edit: LocalEdit, reason: Reason = 'person'): EditResult {
  const { ledger, now } = turn;
  const row = ledger.sides.get(sideKey('local', entity, edit.linkId));
  const link = row === null ? null : ledger.links.get(row.linkId);
  if (row === null || row.gone !== null || link === null || link.stage === 'ended') return 'absent';
  if (row.version !== edit.seenVersion) return 'moved';
  const fields = { ...row.fields, ...storableRecord(edit.fields) };
  const keys = storableKeys(edit.keys);
  const at = toInstant(now);
  const asOf = Date.parse(row.asOf) > now ? row.asOf : at;
  ledger.sides.put({ ...row, fields, keys, asOf, version: row.version + 1, hash: rowHash(fields, row.handles, keys), modifiedAt: at, modifiedBy: edit.by });
  for (const decided of edit.decided) decide(turn, row, decided, edit.by);
  markDirty(turn, { id: row.linkId, entity }, reason);
  return 'done';
}

function decide({ ledger, now, newId }: Turn, { linkId, entity }: SideRow, { field, base, values }: DecidedConflict, by: string): void {
  for (const row of ledger.conflicts.in(linkId)) if (row.field === field && row.state !== 'closed') ledger.conflicts.put({ ...row, state: 'closed' });
  const at = toInstant(now);
  const kept = storableRecord(values);
  ledger.conflicts.put({
    id: newId(), linkId, entity, field, base: storableRecord(base), values: kept, authors: { local: { by, at } }, suggestion: 'local', since: at,
    state: 'resolved', resolution: { side: 'local', value: kept.local ?? null, by, at },
  });
}

/** What an import says of the new record: which id its link gets, where it is to be made, and that it need not hurry. */
interface Placing {
  readonly id: string;
  readonly targets: readonly RemoteSide[] | null;
  readonly reason: Reason;
}

/** @returns the id of the link */
export function addLocal(turn: Turn, entity: EntityName, { fields: given, keys: named, by }: Pick<LocalEdit, 'fields' | 'keys' | 'by'>, placing: Placing = { id: turn.newId(), targets: null, reason: 'person' }): string {
  const { id, targets, reason } = placing;
  const [fields, keys, at] = [storableRecord(given), storableKeys(named), toInstant(turn.now)];
  turn.ledger.links.put({ id, entity, stage: 'active', matchedBy: null, into: null, partOf: null, targets });
  turn.ledger.sides.put({
    side: 'local', entity, id, linkId: id, fields, base: {}, handles: {}, keys, hash: rowHash(fields, {}, keys), version: 1, mapVersion: '', asOf: at,
    modifiedAt: at, modifiedBy: by, gone: null, verdict: null, suspectedAt: null, shownAt: at,
  });
  markDirty(turn, { id, entity }, reason);
  return id;
}

/** One record of an import; whoever it would bring back has been looked for. */
export function importLocal(turn: Turn, entity: EntityName, { seenVersion, targets, isForgotten, ...edit }: ImportedRecord): EditResult {
  if (isForgotten) return 'suppressed';
  if (seenVersion !== null) return editLocal(turn, entity, { ...edit, seenVersion, decided: [] }, 'poll');
  addLocal(turn, entity, edit, { id: edit.linkId, targets, reason: 'poll' });
  return 'done';
}
