// What is kept of a run beside its report, in PostgreSQL. Invariant: of a process that is gone no run goes on: its progress
// carries the number under which presence.ts knows who is alive.
import { sql } from 'kysely';
import type { RunNotes, RunRequest } from '../run-notes.ts';
import { storableText } from '../ledger/storable.ts';
import { inBatches } from './batches.ts';
import type { Database } from './database.ts';
import { recordset } from './recordset.ts';
import type { Tables } from './tables.ts';
import { rowsOf, type StoreOptions } from './turn.ts';
import { toInstant } from '../../lib/clock.ts';

const DIFFERENCE = 'place int, entity text, link_id text, side text, kind text, fields text[], sealed text';

export function createRunNotes(options: StoreOptions): RunNotes {
  const { database, workspace, clock, holder = null } = options;
  return {
    ask: ({ runId, kind, entities, approved, undoes, schedule, by, at }) =>
      database.unit(workspace, async (transaction) => {
        await sql`insert into run_request (run_id, kind, entities, approved, undoes, schedule, by, at)
          values (${runId}, ${kind}, ${entities === null ? null : [...entities]}::text[], ${approved}, ${undoes}, ${schedule}, ${by}, ${at}::timestamptz)`.execute(transaction);
      }),
    request: (runId) =>
      database.unit(workspace, async (transaction) => {
        const [found] = await rowsOf<RunRequest>(transaction, sql`select run_id as "runId", kind, entities, approved, undoes, schedule, by, at from run_request where run_id = ${runId}`);
        return found ?? null;
      }),
    saveProgress: (runId, { step, phase, done, total, counts }) =>
      database.unit(
        workspace,
        async (transaction) => {
          await sql`insert into run_progress (run_id, step, phase, done, total, counts, holder)
            values (${runId}, ${step}, ${phase}, ${done}, ${total}, ${JSON.stringify(counts)}::jsonb, ${holder}::bigint)
            on conflict (workspace, run_id) do update set step = excluded.step, phase = excluded.phase, done = excluded.done, total = excluded.total,
              counts = excluded.counts, holder = excluded.holder`.execute(transaction);
        },
        'read committed',
      ),
    endProgress: (runId) =>
      database.unit(
        workspace,
        async (transaction) => {
          await sql`delete from run_progress where run_id = ${runId}`.execute(transaction);
        },
        'read committed',
      ),
    saveDifferences: (runId, differences) =>
      database.unit(workspace, async (transaction) => {
        const rows = differences.map(({ entity, linkId, side, kind, fields, sealed }, place) => ({ place, entity, link_id: linkId, side, kind, fields, sealed: storableText(sealed) }));
        await sql`insert into run_difference (run_id, entity, link_id, side, kind, fields, sealed, at)
          select ${runId}, entity, link_id, side, kind, fields, sealed, ${toInstant(clock.now())}::timestamptz from ${recordset(rows, DIFFERENCE)} order by place`.execute(transaction);
      }),
    forget: async ({ differences, requests }) => {
      await inBatches(options, (limit) => sql`delete from run_difference where position in
        (select position from run_difference where at < ${differences}::timestamptz order by position limit ${limit}) returning 1`);
      await inBatches(options, (limit) => sql`delete from run_request where run_id in (select run_id from run_request where at < ${requests}::timestamptz limit ${limit}) returning 1`);
    },
  };
}

/** Runs that a process was at when it died have failed; answers how many. @param now ms */
export async function endRunsOfTheDead(database: Database<Tables>, workspace: string, now: number): Promise<number> {
  return database.unit(
    workspace,
    async (transaction) => {
      const holders = await rowsOf<{ holder: string }>(transaction, sql`select distinct holder from run_progress where holder is not null`);
      let ended = 0;
      for (const { holder } of holders) {
        const [tried] = await rowsOf<{ dead: boolean }>(transaction, sql`select pg_try_advisory_xact_lock(${holder}::bigint) as dead`);
        if (!tried?.dead) continue;
        const left = await rowsOf<{ id: string }>(transaction, sql`delete from run_progress where holder = ${holder}::bigint returning run_id as id`);
        await sql`update run set state = 'failed', finished_at = ${toInstant(now)}::timestamptz where id = any(${left.map(({ id }) => id)}::text[]) and state = 'running'`.execute(transaction);
        ended += left.length;
      }
      return ended;
    },
    'read committed',
  );
}
