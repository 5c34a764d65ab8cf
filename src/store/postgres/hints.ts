// Where events say to look. Invariant: one row per record and kind, which only the look that saw its last arrival takes away.
import { sql } from 'kysely';
import type { Hint, RemoteSide } from '../../core/vocabulary.ts';
import { toInstant } from '../../lib/clock.ts';
import { keysOfHints, siftedHints } from '../ledger/suppression.ts';
import type { Store, WaitingHint } from '../store.ts';
import { recordset } from './recordset.ts';
import { keptAmong, note } from './suppressions.ts';
import { nextTurn, rowsOf, type GuardedOptions, type StoreOptions } from './turn.ts';

export async function saveHints(options: GuardedOptions, side: RemoteSide, hints: readonly Hint[]): Promise<void> {
  const { database, workspace, clock } = options;
  if (hints.length === 0) return;
  await database.unit(
    workspace,
    async (transaction) => {
      const { left, noted } = siftedHints(side, hints, await keptAmong(transaction, options, keysOfHints(side, hints)));
      await note(transaction, options, noted, clock.now());
      const rows = new Map(left.map(({ entity, id, kind }) => [JSON.stringify([entity, id, kind]), { entity, id, kind }]));
      if (rows.size === 0) return;
      const mark = await nextTurn(transaction);
      // In one order, so that two deliveries of the same never wait for each other in a ring.
      await sql`insert into webhook_hint (side, entity, ref_id, kind, received_at, mark)
        select ${side}, given.entity, given.id, given.kind, ${toInstant(clock.now())}::timestamptz, ${mark}
        from ${recordset([...rows.values()], 'entity text, id text, kind text')} order by 2, 3, 4
        on conflict (workspace, side, entity, ref_id, kind) do update set mark = greatest(webhook_hint.mark, excluded.mark)`.execute(transaction);
    },
    'read committed',
  );
}

export function hints({ database, workspace }: StoreOptions, { entity, side, limit }: Parameters<Store['hints']>[0]): Promise<readonly WaitingHint[]> {
  return database.unit(workspace, async (transaction) => {
    const rows = await rowsOf<Omit<WaitingHint, 'mark'> & { readonly mark: string }>(
      transaction,
      sql`select side, entity, ref_id as id, kind, mark from webhook_hint
        where side = ${side} and entity = ${entity} and kind <> 'erased' order by received_at, ref_id, kind collate "C" limit ${limit}`,
    );
    return rows.map((row) => ({ ...row, mark: Number(row.mark) }));
  });
}

/** What systems say they have erased themselves: it waits for whoever forgets people. */
export function erasedHints({ database, workspace }: StoreOptions, limit: number): Promise<readonly WaitingHint[]> {
  return database.unit(workspace, async (transaction) => {
    const rows = await rowsOf<Omit<WaitingHint, 'mark'> & { readonly mark: string }>(
      transaction,
      sql`select side, entity, ref_id as id, kind, mark from webhook_hint where kind = 'erased' order by received_at, ref_id, kind collate "C" limit ${limit}`,
    );
    return rows.map((row) => ({ ...row, mark: Number(row.mark) }));
  });
}

export async function dropHints({ database, workspace }: StoreOptions, given: readonly WaitingHint[]): Promise<void> {
  if (given.length === 0) return;
  await database.unit(
    workspace,
    async (transaction) => {
      await sql`delete from webhook_hint using ${recordset(given, 'side text, entity text, id text, kind text, mark bigint')}
        where webhook_hint.side = given.side and webhook_hint.entity = given.entity and webhook_hint.ref_id = given.id
          and webhook_hint.kind = given.kind and webhook_hint.mark = given.mark`.execute(transaction);
    },
    'read committed',
  );
}

export async function expireHints({ database, workspace }: StoreOptions, before: string): Promise<void> {
  await database.unit(
    workspace,
    async (transaction) => {
      await sql`delete from webhook_hint where received_at < ${before}::timestamptz and kind <> 'erased'`.execute(transaction);
    },
    'read committed',
  );
}
