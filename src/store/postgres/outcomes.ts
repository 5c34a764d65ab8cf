// What workers report: intents before a write, the record after it, and records found again. Invariant: nothing is written
// for a link whose lease was lost.
import { sql } from 'kysely';
import type { EntityName, Fields, Side } from '../../core/vocabulary.ts';
import { adopt as adoptInto } from '../ledger/adopt.ts';
import { record as recordInto } from '../ledger/record.ts';
import { keysOfOutcome, siftedOutcome } from '../ledger/suppression.ts';
import { storableJson, storableRecord } from '../ledger/storable.ts';
import type { JournalEntry, Lease, LinkRecord, Store } from '../store.ts';
import { toInstant } from '../../lib/clock.ts';
import { writeImages } from './images.ts';
import { holdLeases, restartLeases } from './leases.ts';
import { loadForChange } from './load.ts';
import { forgetMade } from './made-meanwhile.ts';
import { recordset } from './recordset.ts';
import { keptAmong } from './suppressions.ts';
import { inTurn, rowsOf, type GuardedOptions, type OpenTurn, type StoreOptions } from './turn.ts';

/** Sharing the workspace's lock is enough: the leases are held, and nobody else writes intents of these links. */
export function announce(options: StoreOptions, intents: Parameters<Store['announce']>[0], ttlMs: number): Promise<void> {
  return inTurn(options, 'take', async ({ transaction, ledger, now }) => {
    await restartLeases(transaction, intents.map(({ lease }) => lease), toInstant(now + ttlMs));
    for (const { linkId, side, kind, at, sent } of intents) ledger.intents.put({ linkId, side, kind, at, sent: storableRecord(sent), state: 'sent' });
  });
}

export function record(options: GuardedOptions, records: readonly LinkRecord[]): Promise<readonly string[]> {
  return inTurn(options, 'write', async (turn) => {
    await forgetMade(turn, options, records);
    const ids = records.map((entry) => entry.linkId);
    await loadForChange(turn.transaction, turn.ledger, ids);
    const entities = new Map(turn.ledger.links.all().map((link) => [link.id, link.entity]));
    const created = records.flatMap(({ linkId, sides }) =>
      sides.flatMap(({ side, seenVersion, id }) => (seenVersion === null ? [{ side, entity: entities.get(linkId) ?? '', ref_id: id }] : [])),
    );
    if (created.length > 0) await loadStrangers(turn, created);
    const entityOf = ({ linkId }: LinkRecord): EntityName => entities.get(linkId) ?? '';
    const kept = await keptAmong(turn.transaction, options, records.flatMap((entry) => keysOfOutcome(entityOf(entry), entry)));
    const lost = records.filter((entry) => !recordInto(turn, siftedOutcome(entityOf(entry), entry, kept)));
    const written = records.filter((entry) => !lost.includes(entry));
    await writeJournal(turn, written.flatMap((entry) => entry.journal));
    await writeImages(turn, written);
    return lost.map((entry) => entry.linkId);
  });
}

export interface Adoption {
  readonly entity: EntityName;
  readonly side: Side;
  readonly refId: string;
  readonly lease: Lease;
  readonly linkId: string;
  readonly bases: Readonly<Record<string, Fields>>;
}

export function adopt(options: StoreOptions, { entity, side, refId, lease, linkId, bases }: Adoption): Promise<boolean> {
  return inTurn(options, 'write', async (turn) => {
    await holdLeases(turn.transaction, [lease]);
    await loadForChange(turn.transaction, turn.ledger, [linkId]);
    await loadStrangers(turn, [{ side, entity, ref_id: refId }]);
    const link = turn.ledger.links.get(linkId);
    return link?.entity === entity && adoptInto(turn, link, side, refId, bases);
  });
}

/** Links that a pull has made of these records, if any. */
async function loadStrangers({ transaction, ledger }: OpenTurn, refs: readonly object[]): Promise<void> {
  const rows = await rowsOf<{ linkId: string }>(
    transaction,
    sql`select distinct link_id as "linkId" from side_state join ${recordset(refs, 'side text, entity text, ref_id text')} using (side, entity, ref_id)`,
  );
  await loadForChange(transaction, ledger, rows.map((row) => row.linkId).filter((id) => ledger.links.get(id) === null));
}

export async function writeJournal({ transaction }: OpenTurn, entries: readonly JournalEntry[]): Promise<void> {
  if (entries.length === 0) return;
  const rows = (storableJson(entries) as readonly JournalEntry[]).map(({ runId, linkId, ...entry }) => ({ ...entry, run_id: runId, link_id: linkId }));
  const columns = 'at timestamptz, run_id text, link_id text, entity text, side text, action text, outcome text, fields text[], reason text';
  await sql`insert into journal (at, run_id, link_id, entity, side, action, outcome, fields, reason)
    select at, run_id, link_id, entity, side, action, outcome, fields, reason from ${recordset(rows, columns)}`.execute(transaction);
}
