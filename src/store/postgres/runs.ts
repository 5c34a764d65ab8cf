// Runs and the journal, newest first, and what the journal comes to.
import { sql } from 'kysely';
import { storableJson } from '../ledger/storable.ts';
import { isQuiet } from '../run-figures.ts';
import type { JournalEntry, Run, Store, Tally } from '../store.ts';
import { textArray } from './recordset.ts';
import { rowsOf, type StoreOptions } from './turn.ts';

export function saveRun({ database, workspace }: StoreOptions, run: Run): Promise<void> {
  const { id, kind, state, startedAt, finishedAt, approved, report } = run;
  return database.unit(
    workspace,
    async (transaction) => {
      await sql`insert into run (id, kind, state, started_at, finished_at, approved, report, quiet)
        values (${id}, ${kind}, ${state}, ${startedAt}, ${finishedAt}, ${approved}, ${JSON.stringify(storableJson(report))}::jsonb, ${isQuiet(run)})
        on conflict (workspace, id) do update set kind = excluded.kind, state = excluded.state, started_at = excluded.started_at,
          finished_at = excluded.finished_at, approved = excluded.approved, report = excluded.report,
          quiet = excluded.quiet`.execute(transaction);
    },
    'read committed',
  );
}

export function runs({ database, workspace }: StoreOptions, { id, limit }: Parameters<Store['runs']>[0]): Promise<readonly Run[]> {
  const wanted = id === undefined ? sql`true` : sql`id = ${id}`;
  return database.unit(workspace, (transaction) =>
    rowsOf<Run>(
      transaction,
      sql`select id, kind, state, started_at as "startedAt", finished_at as "finishedAt", approved, report from run
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

export function tally({ database, workspace }: StoreOptions, query: Parameters<Store['tally']>[0]): Promise<readonly Tally[]> {
  const meant =
    'runId' in query
      ? sql`journal.run_id = ${query.runId}`
      : sql`journal.entity = ${query.entity} and journal.at >= ${query.since}::timestamptz and not (journal.fields <> '{}' and journal.fields <@ ${textArray(query.without)})
          and not exists (select from run where run.workspace = journal.workspace and run.id = journal.run_id and run.approved)`;
  return database.unit(workspace, (transaction) =>
    rowsOf<Tally>(
      transaction,
      sql`select entity, side, action, outcome, count(distinct link_id)::int as records from journal
        where ${meant} group by entity, side, action, outcome order by entity collate "C", side collate "C", action collate "C", outcome collate "C"`,
    ),
  );
}
