// Who has seen whom, in PostgreSQL: one line a day for each who, whom and as what. Invariant: lines are touched in one order, so that two
// answers about the same people wait for each other and never for ever.
import { sql } from 'kysely';
import type { AccessEntry, AccessLog } from '../access-log.ts';
import { inBatches } from './batches.ts';
import { textArray } from './recordset.ts';
import { rowsOf, type StoreOptions } from './turn.ts';

const MOST = 1_000;

const instant = (column: string) => sql.raw(`to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`);

export function createAccessLog(options: StoreOptions): AccessLog {
  const { database, workspace } = options;
  return {
    note: async ({ actor, what, linkIds, at }) => {
      if (linkIds.length === 0) return;
      await database.unit(
        workspace,
        async (transaction) => {
          await sql`insert into access_log (link_id, actor, what, day, count, first_at, last_at)
            select id, ${actor}, ${what}, (${at}::timestamptz at time zone 'UTC')::date, 1, ${at}::timestamptz, ${at}::timestamptz
            from link where id = any(${textArray(new Set(linkIds))}) and entity = 'contact' order by id
            on conflict (workspace, link_id, day, actor, what) do update set count = access_log.count + 1, last_at = greatest(access_log.last_at, excluded.last_at)`.execute(transaction);
        },
        'read committed',
      );
    },
    of: (linkId) =>
      database.unit(workspace, (transaction) =>
        rowsOf<AccessEntry>(
          transaction,
          sql`select actor, what, to_char(day, 'YYYY-MM-DD') as day, count, ${instant('first_at')} as "firstAt", ${instant('last_at')} as "lastAt" from access_log
            where link_id = ${linkId} or link_id = any(array(select id from link where joined_into = ${linkId})) order by last_at desc, actor, what limit ${MOST}`,
        ),
      ),
    forget: (before) =>
      inBatches(options, (limit) => sql`delete from access_log where ctid = any(array(select ctid from access_log where day < ${before}::date limit ${limit})) returning 1`),
  };
}
