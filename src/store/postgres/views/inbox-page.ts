// A page of what waits, in the order of age. Invariant: the page is found by an index in that order; what else narrows it is looked at
// row by row, and only of what the page passes over.
import { sql, type RawBuilder, type Transaction } from 'kysely';
import type { Listed, PageQuestion, Place } from '../../views/inbox.ts';
import type { Tables } from '../tables.ts';
import { rowsOf } from '../turn.ts';

interface Source {
  /** Its rows have a since, and what tells them apart as `id`. */
  readonly table: RawBuilder<unknown>;
  readonly id: RawBuilder<unknown>;
  readonly columns: RawBuilder<unknown>;
  readonly conditions: readonly RawBuilder<unknown>[];
}

export async function pageOf<Row extends Place>(transaction: Transaction<Tables>, { table, id, columns, conditions }: Source, question: Omit<PageQuestion<unknown>, 'filter'>): Promise<Listed<Row>> {
  const { descending, after, limit } = question;
  const [way, beyond] = descending ? [sql`desc`, sql`<`] : [sql`asc`, sql`>`];
  const all = sql.join(conditions, sql` and `);
  // The first comparison bounds the index; the second is for those of one instant.
  const behind = after === null ? sql`true` : sql`since ${beyond}= ${after.since}::timestamptz and (since, ${id}) ${beyond} (${after.since}::timestamptz, ${idText(after.id, id)})`;
  // One more than the page shows whether there is another page.
  const rows = await rowsOf<Row>(transaction, sql`select ${columns} from ${table} where ${all} and ${behind} order by since ${way}, ${id} ${way} limit ${limit + 1}`);
  const [row] = await rowsOf<{ total: number }>(transaction, sql`select count(*)::int as total from ${table} where ${all}`);
  const items = rows.slice(0, limit);
  const last = items.at(-1);
  return { items, next: rows.length > limit && last ? { since: last.since, id: last.id } : null, total: row?.total ?? 0 };
}

/** Of the kind that the column is. */
function idText(text: string, column: RawBuilder<unknown>): RawBuilder<unknown> {
  return column === POSITION ? sql`${text}::bigint` : sql`${text}`;
}

/** What tells held writes apart. */
export const POSITION = sql`position`;

export interface Narrowing {
  readonly entities?: readonly string[];
  readonly from?: string;
  readonly until?: string;
}

/** What all lists are narrowed by. */
export function narrowed({ entities, from, until }: Narrowing): readonly RawBuilder<unknown>[] {
  return [
    ...(entities === undefined ? [] : [sql`entity = any(${[...entities]}::text[])`]),
    ...(from === undefined ? [] : [sql`since >= ${from}::timestamptz`]),
    ...(until === undefined ? [] : [sql`since < ${until}::timestamptz`]),
  ];
}
