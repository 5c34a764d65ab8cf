// Rows into a mirror's table and out of it, however many in one statement. Invariant: nothing older replaces anything newer, and
// a row that shows what is known moves nobody's figures.
import { sql, type RawBuilder } from 'kysely';
import type { Mirror } from '../../../entities/mirrors/mirror.ts';
import { recordset } from '../recordset.ts';
import { rowsOf } from '../turn.ts';
import { columnOf, snakeOf, tableOf, typeOf } from './columns.ts';
import type { RowGroup } from './page-rows.ts';
import { marking, reached } from './touching.ts';
import type { MirrorTurn } from './turn.ts';

const always = (): boolean => true;

/** The ids that `upsert` would answer. */
export async function differing({ transaction }: MirrorTurn, mirror: Mirror, group: RowGroup): Promise<readonly string[]> {
  const rows = await rowsOf<{ id: string }>(
    transaction,
    sql`with ${givenAndWas(mirror, group)}
    select given.id from given left join was on was.id = given.id where was.id is null or (was.as_of <= given.as_of and ${sql.raw(differs(group))})`,
  );
  return rows.map(({ id }) => id);
}

/** Answers the ids that are new or have changed. */
export async function upsert({ transaction, now, number }: MirrorTurn, mirror: Mirror, group: RowGroup): Promise<readonly string[]> {
  const table = sql.raw(tableOf(mirror));
  const names = group.columns.map(columnOf);
  const images = [{ alias: 'was', has: always }, { alias: 'given', has: (column: string) => group.columns.includes(column) }];
  const rows = await rowsOf<{ id: string }>(
    transaction,
    sql`with ${givenAndWas(mirror, group)},
    written as (
      insert into ${table} (id, as_of, shown_at${list(names)}) select id, as_of, ${now}::timestamptz${list(names)} from given
      on conflict (workspace, id) do update set as_of = excluded.as_of, shown_at = excluded.shown_at, missing_at = null${list(names.map((name) => `${name} = excluded.${name}`))}
      where ${table}.as_of <= excluded.as_of returning id),
    changed as materialized (
      select given.id, ${sql.raw(reached(mirror, images))} from written join given on given.id = written.id left join was on was.id = written.id
      where was.id is null or ${sql.raw(differs(group))}),
    ${sql.raw(marking(number))}
    select id from changed`,
  );
  return rows.map(({ id }) => id);
}

/** Deletes the rows that the condition holds for and answers their ids. @param using what the condition joins, if anything */
export async function remove({ transaction, number }: MirrorTurn, mirror: Mirror, condition: RawBuilder<unknown>, using?: RawBuilder<unknown>): Promise<readonly string[]> {
  const removed = await rowsOf<{ id: string }>(
    transaction,
    sql`with removed as (delete from ${sql.raw(tableOf(mirror))} as held ${using ? sql`using ${using}` : sql``} where ${condition} returning held.*),
    changed as materialized (select id, ${sql.raw(reached(mirror, [{ alias: 'removed', has: always }]))} from removed),
    ${sql.raw(marking(number))}
    select id from changed`,
  );
  return removed.map(({ id }) => id);
}

/** `given`: what the page shows. `was`: the rows of those ids as they stand. */
function givenAndWas(mirror: Mirror, { columns, rows }: RowGroup): RawBuilder<unknown> {
  const types = columns.map((column) => `, ${columnOf(column)} ${typeOf(mirror, column)}`).join('');
  const given = rows.map(({ id, asOf, values }) => ({ id, as_of: asOf, ...Object.fromEntries(columns.map((column) => [snakeOf(column), values[column]])) }));
  // The limit holds the planner to one look-up per id, however little it knows of the table (as during a first read).
  return sql`given as materialized (select * from ${recordset(given, `id text, as_of timestamptz${types}`)}),
    was as materialized (select held.* from given cross join lateral (select * from ${sql.raw(tableOf(mirror))} where id = given.id limit 1) as held)`;
}

function differs({ columns }: RowGroup): string {
  if (columns.length === 0) return 'false';
  const of = (alias: string): string => `(${columns.map((column) => `${alias}.${columnOf(column)}`).join(', ')})`;
  return `${of('was')} is distinct from ${of('given')}`;
}

const list = (texts: readonly string[]): RawBuilder<unknown> => sql.raw(texts.map((text) => `, ${text}`).join(''));
