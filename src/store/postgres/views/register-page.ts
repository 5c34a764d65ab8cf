// A page of a register: which records it has, found by the narrow lines alone. Invariant: conditions and orders are plain comparisons of
// columns, so that under row level security an index answers them however long the register is.
import { sql, type RawBuilder, type Transaction } from 'kysely';
import { UsageError } from '../../../lib/errors.ts';
import type { RegisterQuestion } from '../../views/registers.ts';
import type { Tables } from '../tables.ts';
import { rowsOf } from '../turn.ts';

/** More are not counted: nobody turns so many pages. */
const MOST_COUNTED = 100_000;

export interface Register<By extends string> {
  readonly table: 'register_account' | 'register_contact' | 'register_sales_case' | 'mirror_touches';
  readonly id: 'link_id' | 'id';
  /** The columns to sort by, upwards and downwards: who has no value comes last both ways. */
  readonly orders: Readonly<Record<By, readonly [up: string, down: string]>>;
}

type Conditions = readonly RawBuilder<unknown>[];
type Question<By extends string> = Pick<RegisterQuestion<unknown, By>, 'sort' | 'after' | 'limit' | 'counted'>;

/** The ids of one page, in order. `conditions` are about `r`. */
export async function pageOf<By extends string>(
  transaction: Transaction<Tables>,
  register: Register<By>,
  conditions: Conditions,
  { sort, after, limit, counted }: Question<By>,
): Promise<{ readonly ids: readonly string[]; readonly next: string | null; readonly total: number | null }> {
  const [id, from] = [sql.ref(`r.${register.id}`), sql`${sql.table(register.table)} r`];
  const column = sql.ref(`r.${register.orders[sort.by][sort.descending ? 1 : 0]}`);
  const [than, direction] = [sql.raw(sort.descending ? '<' : '>'), sql.raw(sort.descending ? 'desc' : 'asc')];
  const place = after === null ? null : await placeOf(transaction, from, column, sql`${id} = ${after}`);
  const beyond = place === null ? [] : [sql`(${column}, ${id}) ${than} (${place}, ${after})`];
  const found = await rowsOf<{ id: string }>(transaction, sql`select ${id} as id from ${from} where ${all([...conditions, ...beyond])} order by ${column} ${direction}, ${id} ${direction} limit ${limit + 1}`);
  const ids = found.slice(0, limit).map((row) => row.id);
  return { ids, next: found.length > limit ? (ids.at(-1) ?? null) : null, total: counted ? await countOf(transaction, from, conditions) : null };
}

async function placeOf(transaction: Transaction<Tables>, from: RawBuilder<unknown>, column: RawBuilder<unknown>, condition: RawBuilder<unknown>): Promise<unknown> {
  const [row] = await rowsOf<{ value: unknown }>(transaction, sql`select ${column} as value from ${from} where ${condition}`);
  if (!row) throw new UsageError('cursor-unreadable', 'What the page goes on behind is not there any more: begin without the cursor.');
  return row.value;
}

async function countOf(transaction: Transaction<Tables>, from: RawBuilder<unknown>, conditions: Conditions): Promise<number | null> {
  const [row] = await rowsOf<{ count: number }>(transaction, sql`select count(*)::int as count from (select from ${from} where ${all(conditions)} limit ${MOST_COUNTED + 1}) counted`);
  return row === undefined || row.count > MOST_COUNTED ? null : row.count;
}

export function all(conditions: Conditions): RawBuilder<unknown> {
  return conditions.length === 0 ? sql`true` : sql.join(conditions, sql` and `);
}

/** What is in order of `ids`. */
export function inOrder<Item extends { readonly id: string }>(ids: readonly string[], items: readonly Item[]): readonly Item[] {
  const known = new Map(items.map((item) => [item.id, item]));
  return ids.flatMap((id) => known.get(id) ?? []);
}

/** Each word begins a word of the record, or of the account it names. */
export function searching(entity: 'account' | 'contact' | 'salesCase', words: string | null): Conditions {
  return words === null ? [] : [sql`r.link_id in (select register_found(${entity}, ${words}))`];
}

/** Who is meant by an id of a system's owners; null: nobody. Owners are kept by their e-mail. */
export async function ownerOf(transaction: Transaction<Tables>, id: string): Promise<string | null> {
  const [row] = await rowsOf<{ email: string | null }>(
    transaction,
    sql`select lower(i.item ->> 'email') as email from fact f cross join lateral jsonb_array_elements(f.value -> 'items') as i (item)
      where f.name = any('{registry:psa:owners,registry:crm:owners}'::text[]) and i.item ->> 'id' = ${id} limit 1`,
  );
  return row?.email ?? null;
}

/** Whoever is meant by an e-mail address, or by an id of a system's owners. */
export function ownersNamed(owner: string): RawBuilder<unknown> {
  return sql`(select lower(${owner}) union all select lower(i.item ->> 'email') from fact f cross join lateral jsonb_array_elements(f.value -> 'items') as i (item)
    where f.name = any('{registry:psa:owners,registry:crm:owners}'::text[]) and i.item ->> 'id' = ${owner})`;
}

/** Conditions for what a filter says, none for what it does not. */
export function saying<Value>(value: Value | undefined, condition: (value: Value) => RawBuilder<unknown>): Conditions {
  return value === undefined ? [] : [condition(value)];
}
