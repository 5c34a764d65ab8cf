// Records that were being made for somebody while they were forgotten: whoever made one tells of its id only now. Invariant: that id is
// kept away as the person's own from then on, the request hears of it, and what a pull has taken in of it meanwhile is gone.
import { sql } from 'kysely';
import { NOBODY, refKey, type PersonRef } from '../../core/subject.ts';
import { toInstant } from '../../lib/clock.ts';
import { makeLedger } from '../ledger/ledger.ts';
import { madeIn, makingKey } from '../ledger/suppression.ts';
import type { LinkRecord } from '../store.ts';
import { forget } from './forget.ts';
import { textArray } from './recordset.ts';
import { add, keptAmong, keysFor, note } from './suppressions.ts';
import { rowsOf, type GuardedOptions, type OpenTurn } from './turn.ts';
import { writeLedger } from './write.ts';

/** Before anything of the turn is loaded. */
export async function forgetMade(turn: OpenTurn, options: GuardedOptions, records: readonly LinkRecord[]): Promise<void> {
  const { transaction, now } = turn;
  const making = records.filter(({ sides }) => sides.some(({ side, seenVersion }) => side !== 'local' && seenVersion === null)).map(({ linkId }) => linkId);
  const kept = await keptAmong(transaction, options, making.map(makingKey));
  if (kept.size === 0) return;
  const links = await rowsOf<{ id: string; entity: string }>(transaction, sql`select id, entity from link where id = any(${textArray(making)})`);
  const made = madeIn(records, (linkId) => links.find(({ id }) => id === linkId)?.entity ?? null).filter(({ linkId }) => kept.has(makingKey(linkId)));
  const keys = keysFor(options);
  const known = made.flatMap(({ linkId, ref, entity }) => (kept.get(makingKey(linkId)) ?? []).map(({ requestId }) => ({ requestId, ref, entity })));
  await add(transaction, keys, known.map(({ requestId, ref }) => ({ hash: keys.hash(refKey(ref)), requestId, at: toInstant(now) })));
  await note(transaction, options, known.map(({ requestId, ref, entity }) => ({ requestId, side: ref.side, entity, refId: ref.id })), now);
  await forgetRecords(turn, made.map(({ ref }) => ref));
}

/** Links of these records end, with all that hangs on them. Before anything of the turn is loaded. */
export async function forgetRecords(turn: OpenTurn, refs: readonly PersonRef[]): Promise<void> {
  if (refs.length === 0) return;
  const turnOfTheirs = { ...turn, ledger: makeLedger() };
  await forget(turnOfTheirs, { subject: { ...NOBODY, refs }, keys: refs.map(refKey), redact: [] }, { links: [], texts: new Map() });
  await writeLedger(turnOfTheirs);
}
