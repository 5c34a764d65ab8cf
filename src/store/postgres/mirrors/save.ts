// Saving a page of mirrored rows. Invariant: rows, checkpoint, the marks of customers and what has moved are one transaction.
import { sql } from 'kysely';
import type { Mirror } from '../../../entities/mirrors/mirror.ts';
import { storableJson } from '../../ledger/storable.ts';
import { keysOfRows, siftedRows } from '../../ledger/suppressed-rows.ts';
import type { MirroredCount, MirroredPage } from '../../mirrors.ts';
import type { Lease } from '../../store.ts';
import { writeFact } from '../facts.ts';
import { holdLeases } from '../leases.ts';
import { writeCheckpoint } from '../pages.ts';
import { recordset } from '../recordset.ts';
import { keptAmong, note } from '../suppressions.ts';
import type { GuardedOptions } from '../turn.ts';
import { mirrorNamed } from './columns.ts';
import { saveContacted } from './contacted.ts';
import { noteMoves, standingBefore } from './moves.ts';
import { groupRows } from './page-rows.ts';
import { inMirrorTurn, type MirrorTurn } from './turn.ts';
import { remove, upsert } from './write.ts';

export function saveMirror(options: GuardedOptions, given: MirroredPage, lease: Lease): Promise<MirroredCount> {
  const mirror = mirrorNamed(given.mirror);
  const page = storableJson(given) as MirroredPage;
  return inMirrorTurn(options, async (turn) => {
    await holdLeases(turn.transaction, [lease]);
    const { rows, noted } = siftedRows(mirror, page.rows, await keptAmong(turn.transaction, options, keysOfRows(mirror, page.rows)));
    await note(turn.transaction, options, noted, Date.parse(turn.now));
    const groups = groupRows(rows);
    const before = page.isFirst ? null : await standingBefore(turn, mirror, groups, page.gone.map(({ id }) => id));
    const changed: string[] = [];
    for (const group of groups) changed.push(...(await upsert(turn, mirror, group)));
    if (mirror.name === 'touches') await saveContacted(turn, changed);
    const removed = page.gone.length === 0 ? [] : await remove(turn, mirror, sql`held.id = given.id and held.as_of <= given.as_of`, goneRows(page));
    if (before !== null && changed.length + removed.length > 0) await noteMoves(turn, before);
    if (page.checkpoint !== null) await saveCheckpoint(turn, mirror, page.checkpoint);
    return { read: page.rows.length + page.gone.length, changed };
  });
}

function goneRows({ gone }: MirroredPage): ReturnType<typeof recordset> {
  return recordset(gone.map(({ id, asOf }) => ({ id, as_of: asOf })), 'id text, as_of timestamptz');
}

async function saveCheckpoint({ transaction, now }: MirrorTurn, mirror: Mirror, { feed, value, complete }: NonNullable<MirroredPage['checkpoint']>): Promise<void> {
  await writeCheckpoint(transaction, { feed, value });
  if (complete) await writeFact(transaction, `fresh:${mirror.side}:${mirror.name}`, now, now);
}
