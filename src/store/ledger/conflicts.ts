// Conflicts of a link from turn to turn. Invariant: an id always stands for the same values, so a person's answer never
// meets values that the person has not seen. An answer about a whole record becomes the verdict on the side that is gone.
import { WHOLE_RECORD } from '../../core/plan.ts';
import { same } from '../../core/value.ts';
import { SIDES } from '../../core/vocabulary.ts';
import type { Side, Value } from '../../core/vocabulary.ts';
import { toInstant } from '../../lib/clock.ts';
import type { ConflictRecord, LinkRecord, Verdict } from '../store.ts';
import { markDirty, type Turn } from './ledger.ts';
import type { ConflictRow, LinkRow } from './rows.ts';
import { deepFreeze, storableJson, storableRecord } from './storable.ts';

/**
 * The full present list. Same values: the conflict stays what it is, answered or not, with the authors of those values:
 * whoever touched the rest of a record since is none of them. Other values: a new conflict takes its place. Not listed:
 * over, except an answer that a failed write has yet to carry out.
 */
export function recordConflicts(turn: Turn, link: LinkRow, record: Pick<LinkRecord, 'conflicts' | 'carriedOut' | 'settled'>): void {
  const { ledger, now, newId } = turn;
  const standing = ledger.conflicts.in(link.id).filter((row) => row.state !== 'closed');
  const listed = new Map(record.conflicts.map((conflict) => [conflict.field, storable(conflict)]));
  for (const row of standing) {
    const conflict = listed.get(row.field);
    if (record.carriedOut.includes(row.id)) ledger.conflicts.put({ ...row, state: 'closed' });
    else if (conflict && sameValues(conflict.values, row.values)) {
      listed.delete(row.field);
      ledger.conflicts.put({ ...row, base: conflict.base });
    } else if (conflict || row.state === 'open' || record.settled) ledger.conflicts.put({ ...row, state: 'closed' });
  }
  for (const conflict of listed.values()) {
    const { id: linkId, entity } = link;
    ledger.conflicts.put({ ...conflict, id: newId(), linkId, entity, since: toInstant(now), state: 'open', resolution: null });
  }
}

/** False when the side has no value to choose, or the record in question is not gone any more. */
export function answerConflict(turn: Turn, row: ConflictRow, side: Side, by: string): boolean {
  const value = row.values[side];
  if (value === undefined) return false;
  const isWhole = row.field === WHOLE_RECORD;
  if (isWhole && !judge(turn, row, value === 'gone' ? 'archive' : 'unlink')) return false;
  // A verdict stands on the side's row: were the question kept for it, the next one like it would never be asked.
  turn.ledger.conflicts.put({ ...row, state: isWhole ? 'closed' : 'resolved', resolution: { side, value, by, at: toInstant(turn.now) } });
  markDirty(turn, { id: row.linkId, entity: row.entity }, 'person');
  return true;
}

/** Those that are open and have a value of the side; what is about a whole record wants a look of its own. Answers how many. */
export function answerConflicts(turn: Turn, ids: readonly string[], side: Side, by: string): number {
  const rows = [...new Set(ids)].flatMap((id) => turn.ledger.conflicts.get(id) ?? []);
  return rows.filter((row) => row.state === 'open' && row.field !== WHOLE_RECORD && answerConflict(turn, row, side, by)).length;
}

function judge({ ledger }: Turn, { linkId, values }: ConflictRow, verdict: Verdict): boolean {
  const gone = ledger.sides.in(linkId).filter((row) => row.gone !== null && values[row.side] === 'gone');
  for (const row of gone) ledger.sides.put({ ...row, verdict, version: row.version + 1 });
  return gone.length > 0;
}

function storable({ field, base, values, authors, suggestion }: ConflictRecord): ConflictRecord {
  const kept = storableJson(authors) as ConflictRecord['authors'];
  return deepFreeze({ field, base: storableRecord(base), values: storableRecord(values), authors: kept, suggestion });
}

function sameValues(a: ConflictRecord['values'], b: ConflictRecord['values']): boolean {
  return SIDES.every((side) => sameOrBothAbsent(a[side], b[side]));
}

function sameOrBothAbsent(one: Value | undefined, other: Value | undefined): boolean {
  return one === undefined || other === undefined ? one === other : same(one, other);
}
