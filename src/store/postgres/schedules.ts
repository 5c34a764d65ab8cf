// Schedules in PostgreSQL: one row per change, numbered by schedule, and one row for where a schedule stands.
import { sql } from 'kysely';
import { toInstant } from '../../lib/clock.ts';
import type { ScheduleState, Schedules } from '../schedules.ts';
import { inTurn, rowsOf, type StoreOptions } from './turn.ts';

export function createSchedules(options: StoreOptions): Schedules {
  const { database, workspace } = options;
  return {
    schedules: () =>
      database.unit(workspace, (transaction) =>
        rowsOf<ScheduleState>(
          transaction,
          sql`select name, standing.planned_at as "plannedAt", standing.run_id as "runId",
              case when change.version is not null then jsonb_build_object('cron', change.cron, 'jitterSeconds', change.jitter_seconds, 'paused', change.paused,
                'by', change.by, 'at', to_char(change.at, 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')) end as change
            from (select distinct on (name) * from schedule_change order by name, version desc) change
            full join schedule_standing standing using (name) order by name collate "C"`,
        ),
      ),
    changeSchedule: (name, change, by) =>
      // In turn, because a change builds on the one before it.
      inTurn(options, 'write', async ({ transaction, now }) => {
        const { cron, jitterSeconds, paused } = change;
        await sql`insert into schedule_change (name, version, cron, jitter_seconds, paused, by, at)
          select ${name}, coalesce(last.version, 0) + 1,
            case when ${cron !== undefined}::boolean then ${cron ?? null}::text else last.cron end,
            case when ${jitterSeconds !== undefined}::boolean then ${jitterSeconds ?? null}::integer else last.jitter_seconds end,
            coalesce(${paused ?? null}::boolean, last.paused, false), ${by}, ${toInstant(now)}::timestamptz
          from (select 1) one left join (select * from schedule_change where name = ${name} order by version desc limit 1) last on true`.execute(transaction);
      }),
    recordTick: (name, plannedAt) =>
      database.unit(
        workspace,
        async (transaction) => {
          await sql`insert into schedule_standing (name, planned_at) values (${name}, ${plannedAt}::timestamptz)
            on conflict (workspace, name) do update set planned_at = greatest(schedule_standing.planned_at, excluded.planned_at)`.execute(transaction);
        },
        'read committed',
      ),
    recordScheduleRun: (name, runId) =>
      database.unit(
        workspace,
        async (transaction) => {
          await sql`insert into schedule_standing (name, run_id) values (${name}, ${runId})
            on conflict (workspace, name) do update set run_id = excluded.run_id`.execute(transaction);
        },
        'read committed',
      ),
  };
}
