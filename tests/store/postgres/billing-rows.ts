// Writes mirrored rows straight into their tables, for tests of what is worked out from them. Columns left out are null.
import { sql, type RawBuilder, type Transaction } from 'kysely';
import type { BillingSettings } from '../../../src/core/billing-money.ts';
import type { BillingWorld } from '../../../src/core/billing.ts';
import type { Tables } from '../../../src/store/postgres/tables.ts';

export type Transacted = Transaction<Tables>;
type Row = Readonly<Record<string, unknown>>;

/** @param rows by the names of the columns */
export async function insertRows(transaction: Transacted, mirror: string, rows: readonly Row[]): Promise<void> {
  const table = sql.raw(`mirror_${mirror}`);
  const names = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  if (names.length === 0) return;
  const columns = sql.raw(names.map((name) => `"${name}"`).join(', '));
  await sql`insert into ${table} (${columns}, as_of, shown_at) select ${columns}, now(), now() from jsonb_populate_recordset(null::${table}, ${JSON.stringify(rows)}::jsonb)`.execute(transaction);
}

/** A record of ours or of a system, on a link of its own or one that is there. */
export async function insertRecord(transaction: Transacted, record: { link: string; side: string; entity: string; id: string; fields: Row }): Promise<void> {
  const { link, side, entity, id, fields } = record;
  await sql`insert into link (id, entity, stage, created_at) values (${link}, ${entity}, 'active', now()) on conflict do nothing`.execute(transaction);
  await sql`insert into side_state (side, entity, ref_id, link_id, fields, base_diff, unbased, handles, keys, hash, version, map_version, as_of, shown_at)
    values (${side}, ${entity}, ${id}, ${link}, ${JSON.stringify(fields)}::jsonb, '{}', '{}', '{}', '{}', 'h', 1, 'm', now(), now())`.execute(transaction);
}

const MIRRORS = ['projects', 'invoices', 'invoice_rows', 'work_hours', 'project_fees', 'travel_expenses', 'flat_rates'] as const;

export async function clear(transaction: Transacted): Promise<void> {
  for (const mirror of MIRRORS) await sql`delete from ${sql.raw(`mirror_${mirror}`)}`.execute(transaction);
}

export async function insertWorld(transaction: Transacted, world: BillingWorld): Promise<void> {
  await insertRows(transaction, 'projects', [...world.projects.values()].map((project) => ({ ...project })));
  await insertRows(
    transaction,
    'invoices',
    world.invoices.map(({ dueDate, paymentDate, currencyRate, total, creditNote, creditedBy, createdAt, ...same }) => ({
      ...same, due_date: dueDate, payment_date: paymentDate, currency_rate: currencyRate, total_excluding_tax: total, credit_note: creditNote, credited_by: creditedBy, created_at: createdAt,
    })),
  );
  await insertRows(transaction, 'invoice_rows', world.rows.map(({ unitPrice, flatRate, ...same }) => ({ ...same, unit_price: unitPrice, flat_rate: flatRate })));
  const billed = world.items.map(({ kind, plannedQuantity, invoiceQuantity, unitPrice, billableStatus, approved, invoiceRow, ...same }) => {
    const shared = { ...same, invoice_quantity: invoiceQuantity, unit_price: unitPrice, invoice_row: invoiceRow };
    return { kind, shared, hour: { ...shared, planned_invoice_quantity: plannedQuantity, billable_status: billableStatus, approved } };
  });
  await insertRows(transaction, 'work_hours', billed.flatMap(({ kind, hour }) => (kind === 'workHour' ? [hour] : [])));
  await insertRows(transaction, 'project_fees', billed.flatMap(({ kind, shared }) => (kind === 'projectFee' ? [shared] : [])));
  await insertRows(transaction, 'travel_expenses', billed.flatMap(({ kind, shared }) => (kind === 'travelExpense' ? [shared] : [])));
  await insertRows(
    transaction,
    'flat_rates',
    world.items.flatMap(({ kind, id, project, unitPrice, currency, invoice }) => (kind === 'flatRate' ? [{ id, project, price: unitPrice, currency, invoice }] : [])),
  );
}

export function settingsOf(settings: BillingSettings): RawBuilder<unknown> {
  return sql`${JSON.stringify(settings)}::jsonb`;
}
