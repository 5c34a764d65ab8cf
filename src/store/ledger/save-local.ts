// What we work out ourselves, into our own records. Invariant: only a record that is there takes values; what it shows already
// costs nothing, and the record does not pass for edited by anybody.
import { same } from '../../core/value.ts';
import type { EntityName, Reason } from '../../core/vocabulary.ts';
import { toInstant } from '../../lib/clock.ts';
import type { LocalValues } from '../store.ts';
import { markDirty, sideKey, type Turn } from './ledger.ts';
import { rowHash } from './overlay.ts';
import { storableRecord } from './storable.ts';

/** Answers how many records changed. */
export function saveLocal(turn: Turn, entity: EntityName, values: readonly LocalValues[], reason: Reason): number {
  const { ledger, now } = turn;
  const changed = new Set<string>();
  for (const { linkId, fields: given } of values) {
    const row = ledger.sides.get(sideKey('local', entity, linkId));
    if (row === null || row.gone !== null) continue;
    // An empty value and one that nobody has looked at are the same here: ours are all looked at.
    const news = Object.entries(storableRecord(given)).filter(([name, value]) => !same(row.fields[name] ?? null, value));
    if (news.length === 0) continue;
    const fields = { ...row.fields, ...Object.fromEntries(news) };
    const asOf = Date.parse(row.asOf) > now ? row.asOf : toInstant(now);
    ledger.sides.put({ ...row, fields, asOf, version: row.version + 1, hash: rowHash(fields, row.handles, row.keys) });
    markDirty(turn, { id: row.linkId, entity }, reason);
    changed.add(row.linkId);
  }
  return changed.size;
}
