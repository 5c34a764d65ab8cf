// Customers whose figures may have moved. Invariant: a mark goes only when it has been read and nothing was touched since.
import { sql } from 'kysely';
import type { Mirrors, Touched } from '../../mirrors.ts';
import { recordset, textArray } from '../recordset.ts';
import { rowsOf, type StoreOptions } from '../turn.ts';
import { inMirrorTurn } from './turn.ts';

/** Everybody who can have figures: customers that are known, and those that rows name. */
const ALL = sql`select ref_id as customer from side_state where side = 'psa' and entity = 'account' and gone is null
  union select customer from mirror_projects where customer is not null
  union select customer from mirror_invoices where customer is not null`;

export async function touch(options: StoreOptions, customers: Parameters<Mirrors['touch']>[0]): Promise<void> {
  if (customers?.length === 0) return;
  const wanted = customers === null ? ALL : sql`select unnest(${textArray(new Set(customers))}) as customer`;
  await inMirrorTurn(options, ({ transaction, number }) =>
    sql`insert into mirror_touched (customer, mark) select customer, ${number}::bigint from (${wanted}) as wanted
      on conflict (workspace, customer) do update set mark = excluded.mark`.execute(transaction),
  );
}

/** Those that were touched longest ago first. */
export function touched({ database, workspace }: StoreOptions, limit: number): Promise<readonly Touched[]> {
  return database.unit(workspace, (transaction) => rowsOf(transaction, sql`select customer, mark from mirror_touched order by mark, customer limit ${limit}`));
}

export async function untouch(options: StoreOptions, given: readonly Touched[]): Promise<void> {
  if (given.length === 0) return;
  await inMirrorTurn(options, ({ transaction }) =>
    sql`delete from mirror_touched using ${recordset(given, 'customer text, mark bigint')}
      where mirror_touched.customer = given.customer and mirror_touched.mark = given.mark`.execute(transaction),
  );
}
