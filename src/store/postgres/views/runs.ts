// Runs in PostgreSQL. Invariant: a page is read by an index that has the rows in its order; quiet cycles, which are nearly all there
// is, are not even passed over.
import { sql, type RawBuilder } from 'kysely';
import type { OfRun, Paged, Place, RunEntry, RunFilter, RunInFull, RunViews, ShownDifference, ShownRun } from '../../views/runs.ts';
import { rowsOf } from '../turn.ts';
import type { ViewOptions } from './asking.ts';

const RUN = sql`run.id, run.kind, run.state, run.started_at as "startedAt", run.finished_at as "finishedAt", run.approved, run.report`;
const ASKED = sql`asked.by, asked.schedule, asked.undoes`;
/** One that no worker has taken yet, in the columns of a run. */
const WAITING = sql`asked.run_id as id, asked.kind, 'waiting' as state, asked.at as "startedAt", null::timestamptz as "finishedAt", asked.approved, null::jsonb as report, ${ASKED}
  from run_request asked where not exists (select from run where run.id = asked.run_id)`;

const anyOf = (column: RawBuilder<unknown>, values: readonly string[] | undefined): RawBuilder<unknown> => (values === undefined ? sql`true` : sql`${column} = any(${[...values]}::text[])`);
const within = (column: RawBuilder<unknown>, { from, until }: RunFilter): RawBuilder<unknown> =>
  sql`${from === undefined ? sql`true` : sql`${column} >= ${from}::timestamptz`} and ${until === undefined ? sql`true` : sql`${column} < ${until}::timestamptz`}`;
const before = (column: RawBuilder<unknown>, id: RawBuilder<unknown>, after: Place | null): RawBuilder<unknown> => (after === null ? sql`true` : sql`(${column}, ${id}) < (${after.since}::timestamptz, ${after.id})`);

export function createRunViews({ database, workspace }: Pick<ViewOptions, 'database' | 'workspace'>): RunViews {
  const ask = <Row>(query: RawBuilder<unknown>): Promise<readonly Row[]> => database.unit(workspace, (transaction) => rowsOf<Row>(transaction, query));
  return {
    runs: async ({ filter, after, limit }) => {
      const begun = sql`select ${RUN}, ${ASKED} from run left join run_request asked on asked.run_id = run.id
        where ${filter.quiet ? sql`true` : sql`not run.quiet`} and ${anyOf(sql`run.kind`, filter.kinds)} and ${anyOf(sql`run.state`, filter.states)}
          and ${within(sql`run.started_at`, filter)} and ${before(sql`run.started_at`, sql`run.id`, after)} order by run.started_at desc, run.id desc limit ${limit + 1}`;
      const waiting = sql`select ${WAITING} and ${anyOf(sql`asked.kind`, filter.kinds)} and ${filter.states?.includes('waiting') ?? true}::boolean
          and ${within(sql`asked.at`, filter)} and ${before(sql`asked.at`, sql`asked.run_id`, after)} order by asked.at desc limit ${limit + 1}`;
      const rows = await ask<ShownRun>(sql`select * from ((${begun}) union all (${waiting})) one order by "startedAt" desc, id desc limit ${limit + 1}`);
      return pageOf(rows, limit, ({ startedAt, id }) => ({ since: startedAt, id }));
    },
    run: async (id) => {
      const [found] = await ask<RunInFull>(
        sql`select one.*, exists (select from run_difference d where d.run_id = ${id}) as differences, exists (select from before_image i where i.run_id = ${id}) as images,
            (select u.run_id from run_request u where u.undoes = ${id} order by u.at desc limit 1) as "undoneBy"
          from ((select ${RUN}, ${ASKED} from run left join run_request asked on asked.run_id = run.id where run.id = ${id}) union all (select ${WAITING} and asked.run_id = ${id})) one limit 1`,
      );
      return found ?? null;
    },
    runsNamed: async (beginning) => (await ask<{ id: string }>(sql`select id from run where id >= ${beginning} and id < ${`${beginning}\uffff`} collate "C" order by id limit 2`)).map(({ id }) => id),
    runProgress: async (id) => {
      const [found] = await ask<NonNullable<Awaited<ReturnType<RunViews['runProgress']>>>>(
        sql`select one.state, one.report, (select jsonb_build_object('step', p.step, 'phase', p.phase, 'done', p.done, 'total', p.total, 'counts', p.counts) from run_progress p where p.run_id = ${id}) as progress
          from ((select state, report from run where id = ${id}) union all (select 'waiting', null from run_request asked where asked.run_id = ${id} and not exists (select from run where run.id = asked.run_id))) one limit 1`,
      );
      return found ?? null;
    },
    runEntries: async ({ actions, outcomes, ...question }) => {
      const { run, after, limit } = question;
      const rows = await ask<RunEntry>(
        sql`select position::text as id, link_id as "linkId", entity, side, action, outcome, fields, reason, at from journal
          where run_id = ${run} and ${after === null ? sql`true` : sql`position < ${after.id}::bigint`} and ${meant(question)} and ${anyOf(sql`action`, actions)} and ${anyOf(sql`outcome`, outcomes)}
          order by journal.position desc limit ${limit + 1}`,
      );
      return pageOf(rows, limit, ({ at, id }) => ({ since: at, id }));
    },
    runDifferences: async ({ kinds, ...question }) => {
      const { run, after, limit } = question;
      const rows = await ask<ShownDifference>(
        sql`select position::text as id, entity, link_id as "linkId", side, kind, fields, sealed, at from run_difference
          where run_id = ${run} and ${after === null ? sql`true` : sql`position > ${after.id}::bigint`} and ${meant(question)} and ${anyOf(sql`kind`, kinds)} order by run_difference.position limit ${limit + 1}`,
      );
      return pageOf(rows, limit, ({ at, id }) => ({ since: at, id }));
    },
  };
}

function meant({ entities, sides }: OfRun): RawBuilder<unknown> {
  return sql`${anyOf(sql`entity`, entities)} and ${anyOf(sql`side`, sides)}`;
}

/** One more than the page was asked for: then there is another one. */
function pageOf<Item>(rows: readonly Item[], limit: number, placeOf: (item: Item) => Place): Paged<Item> {
  const items = rows.slice(0, limit);
  const last = items.at(-1);
  return { items, next: rows.length > limit && last !== undefined ? placeOf(last) : null };
}
