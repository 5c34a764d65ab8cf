// A person's edit of our own record, and what people said of addresses, as rows. Invariant: what is said of an address is written in
// the transaction of the edit that it belongs to.
import { sql } from 'kysely';
import type { EntityName } from '../../core/vocabulary.ts';
import { toInstant } from '../../lib/clock.ts';
import type { ConsentEntry, EditResult, LocalEdit } from '../edits.ts';
import { addLocal as addIn, editLocal } from '../ledger/edit-local.ts';
import { storableJson } from '../ledger/storable.ts';
import { loadDirty, loadLinks } from './load.ts';
import { recordset } from './recordset.ts';
import { inTurn, rowsOf, type StoreOptions } from './turn.ts';

export function edit(options: StoreOptions, entity: EntityName, given: LocalEdit): Promise<EditResult> {
  return inTurn(options, 'write', async (turn) => {
    await loadLinks(turn.transaction, turn.ledger, [given.linkId]);
    await loadDirty(turn.transaction, turn.ledger, [given.linkId]);
    const result = editLocal(turn, entity, given);
    if (result === 'done' && given.consents.length > 0) {
      const rows = given.consents.map((change) => ({ ...(storableJson(change) as object), link_id: given.linkId, by: given.by, at: toInstant(turn.now) }));
      await sql`insert into consent_change (link_id, address, allowed, source, "on", by, at)
        select link_id, address, allowed, source, "on", by, at from ${recordset(rows, 'link_id text, address text, allowed boolean, source text, "on" date, by text, at timestamptz')}`.execute(turn.transaction);
    }
    return result;
  });
}

export function addLocal(options: StoreOptions, entity: EntityName, record: Pick<LocalEdit, 'fields' | 'keys' | 'by'>): Promise<string> {
  return inTurn(options, 'write', (turn) => Promise.resolve(addIn(turn, entity, record)));
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
