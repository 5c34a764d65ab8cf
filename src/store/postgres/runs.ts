// Runs and the journal, newest first.
import { sql } from 'kysely';
import { storableJson } from '../ledger/storable.ts';
import type { JournalEntry, Run, Store } from '../store.ts';
import { rowsOf, type StoreOptions } from './turn.ts';

export function saveRun({ database, workspace }: StoreOptions, run: Run): Promise<void> {
  const { id, kind, state, startedAt, finishedAt, report } = run;
  return database.unit(
    workspace,
    async (transaction) => {
      await sql`insert into run (id, kind, state, started_at, finished_at, report)
        values (${id}, ${kind}, ${state}, ${startedAt}, ${finishedAt}, ${JSON.stringify(storableJson(report))}::jsonb)
        on conflict (workspace, id) do update set kind = excluded.kind, state = excluded.state, started_at = excluded.started_at,
          finished_at = excluded.finished_at, report = excluded.report`.execute(transaction);
    },
    'read committed',
  );
}

export function runs({ database, workspace }: StoreOptions, { id, limit }: Parameters<Store['runs']>[0]): Promise<readonly Run[]> {
  const wanted = id === undefined ? sql`true` : sql`id = ${id}`;
  return database.unit(workspace, (transaction) =>
    rowsOf<Run>(
      transaction,
      sql`select id, kind, state, started_at as "startedAt", finished_at as "finishedAt", report from run
        where ${wanted} order by started_at desc, id desc limit ${limit}`,
    ),
  );
}

export function journal({ database, workspace }: StoreOptions, { runId, limit }: Parameters<Store['journal']>[0]): Promise<readonly JournalEntry[]> {
  const wanted = runId === undefined ? sql`true` : sql`run_id = ${runId}`;
  return database.unit(workspace, (transaction) =>
    rowsOf<JournalEntry>(
      transaction,
      sql`select run_id as "runId", link_id as "linkId", entity, side, action, outcome, fields, reason, at from journal
        where ${wanted} order by position desc limit ${limit}`,
    ),
  );
}
