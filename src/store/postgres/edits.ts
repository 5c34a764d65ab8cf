// A person's edit of our own record, and what people said of addresses, as rows. Invariant: what is said of an address is written in
// the transaction of the edit that it belongs to.
import { sql } from 'kysely';
import type { EntityName, Fields } from '../../core/vocabulary.ts';
import { toInstant } from '../../lib/clock.ts';
import type { ConsentEntry, EditResult, LocalEdit } from '../edits.ts';
import { addLocal as addIn, editLocal } from '../ledger/edit-local.ts';
import { sideKey } from '../ledger/ledger.ts';
import { storableJson } from '../ledger/storable.ts';
import { newlyShown, notedByEdit } from '../ledger/suppression.ts';
import { loadDirty, loadLinks } from './load.ts';
import { recordset } from './recordset.ts';
import { keptAmong, note } from './suppressions.ts';
import { inTurn, rowsOf, type GuardedOptions, type OpenTurn, type StoreOptions } from './turn.ts';

export function edit(options: GuardedOptions, entity: EntityName, given: LocalEdit): Promise<EditResult> {
  return inTurn(options, 'write', async (turn) => {
    await loadLinks(turn.transaction, turn.ledger, [given.linkId]);
    await loadDirty(turn.transaction, turn.ledger, [given.linkId]);
    const present = turn.ledger.sides.get(sideKey('local', entity, given.linkId))?.fields ?? {};
    if (await isForgotten(turn, options, entity, present, { ...present, ...given.fields })) return 'suppressed';
    const result = editLocal(turn, entity, given);
    if (result === 'done') await writeConsents(turn, [given]);
    return result;
  });
}

export async function writeConsents({ transaction, now }: OpenTurn, edits: readonly Pick<LocalEdit, 'linkId' | 'consents' | 'by'>[]): Promise<void> {
  const rows = edits.flatMap(({ linkId, consents, by }) => consents.map((change) => ({ ...(storableJson(change) as object), link_id: linkId, by, at: toInstant(now) })));
  if (rows.length === 0) return;
  await sql`insert into consent_change (link_id, address, allowed, source, "on", by, at)
    select link_id, address, allowed, source, "on", by, at from ${recordset(rows, 'link_id text, address text, allowed boolean, source text, "on" date, by text, at timestamptz')}`.execute(transaction);
}

export function addLocal(options: GuardedOptions, entity: EntityName, record: Pick<LocalEdit, 'fields' | 'keys' | 'by'>): Promise<string | null> {
  return inTurn(options, 'write', async (turn) => ((await isForgotten(turn, options, entity, {}, record.fields)) ? null : addIn(turn, entity, record)));
}

/** True when this would show somebody who must stay forgotten; that is noted. */
async function isForgotten({ transaction, now }: OpenTurn, options: GuardedOptions, entity: EntityName, before: Fields, after: Fields): Promise<boolean> {
  const kept = await keptAmong(transaction, options, newlyShown(entity, before, after));
  await note(transaction, options, notedByEdit(kept, entity), now);
  return kept.size > 0;
}

export function consents({ database, workspace }: StoreOptions, linkId: string): Promise<readonly ConsentEntry[]> {
  return database.unit(workspace, (transaction) =>
    rowsOf<ConsentEntry>(
      transaction,
      sql`select address, allowed, source, "on"::text as "on", by, to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as at
        from consent_change where link_id = ${linkId} order by position desc`,
    ),
  );
}
