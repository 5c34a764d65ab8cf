// Rows that only flow in: a table per mirror, who each touch was with, whose figures may have moved, and every move of billable
// work from state to state. Ids compare byte by byte like all ids of the systems; money is numeric and never a double.
import type { Migration } from '../migrate.ts';
import { tenantTable } from './tenant.ts';

const ID = 'text collate "C"';
const ids = (...names: readonly string[]): string => names.map((name) => `${name} ${ID}`).join(', ');

/** @param indexes what follows `create index on <table>`; keys begin with the workspace by themselves */
function mirrorTable(name: string, columns: string, indexes: readonly { readonly on: string; readonly where?: string }[] = []): string {
  const table = `mirror_${name}`;
  const made = [...indexes, { on: 'missing_at', where: 'missing_at is not null' }].map(
    ({ on, where }) => `create index on ${table} (workspace, ${on})${where === undefined ? '' : ` where ${where}`};`,
  );
  return `${tenantTable(table, `
  id ${ID} not null,
  ${columns.trim()},
  as_of timestamptz not null,
  -- When a page last showed it, by our clock.
  shown_at timestamptz not null,
  -- When a look first did not find it.
  missing_at timestamptz,
  primary key (workspace, id)`)}${made.join('\n')}
`;
}

const BILLING = `
  ${ids('project', 'phase', 'customer')}, date date, quantity numeric, unit_price numeric, currency text,
  unit_cost numeric, cost_currency text, billable boolean, ${ids('invoice', 'invoice_row')}, invoice_quantity numeric, created_at timestamptz`;
const PLANNED = `schedule text, planned_billing_date date, ${ids('billing_phase')}`;

const onInvoices = [{ on: 'invoice', where: 'invoice is not null' }];
const billed = [
  { on: 'customer, date' },
  { on: 'project, date' },
  ...onInvoices,
  { on: 'invoice_row', where: 'invoice_row is not null' },
  // The few that are not on an invoice yet, among all that was ever done.
  { on: 'project', where: 'invoice is null and billable' },
  { on: 'project', where: 'invoice is null and billable is not true' },
];

export const mirrors: Migration = {
  name: '0008-mirrors',
  statements: `
${mirrorTable('users', 'first_name text, last_name text, email text, title text, active boolean, business_unit text')}
${mirrorTable('projects', `
  number text, name text, ${ids('customer', 'owner', 'sales_person')}, currency text, business_unit text, internal boolean, closed boolean, closed_date date,
  ${ids('sales_status')}, status text, start_date date, deadline date, expected_value numeric, probability numeric, expected_order_date date,
  completion numeric, created_at timestamptz`, [{ on: 'customer' }])}
${mirrorTable('phases', `
  ${ids('project', 'parent')}, name text, code text, completed boolean, locked boolean, start_date date, deadline date, hours_estimate numeric`, [{ on: 'project' }])}
${mirrorTable('proposals', `
  number text, name text, ${ids('project', 'customer')}, date date, status text, total_excluding_tax numeric, total_including_tax numeric, currency text,
  created_at timestamptz`, [{ on: 'customer, date' }, { on: 'project' }])}
${mirrorTable('proposal_rows', `
  kind text, ${ids('proposal')}, name text, ${ids('of', 'phase', 'fee')}, quantity numeric, unit text, unit_price numeric, currency text, unit_cost numeric`, [{ on: 'proposal' }])}
${mirrorTable('status_history', `${ids('project', 'status')}, at timestamptz, ${ids('by')}`, [{ on: 'project, at' }])}
${mirrorTable('invoices', `
  number text, reference_number text, ${ids('customer', 'billing_customer')}, projects text[] collate "C", date date, due_date date, payment_date date, entry_date date,
  currency text, currency_rate numeric, total_excluding_tax numeric, total_tax numeric, total_including_tax numeric,
  hours_total numeric, fees_total numeric, travel_total numeric, flat_rates_total numeric,
  ${ids('status')}, status_name text, sent boolean, waiting_payment boolean, paid boolean, credit_note boolean, ${ids('credits', 'credited_by')}, created_at timestamptz`, [
    { on: 'customer, date' },
    { on: 'billing_customer', where: 'billing_customer is distinct from customer' },
    { on: 'date' },
    { on: 'due_date', where: 'paid is not true' },
    { on: 'credits', where: 'credits is not null' },
  ])}
${mirrorTable('invoice_rows', `
  ${ids('invoice')}, type text, category text, description text, quantity numeric, unit text, unit_price numeric, currency text, vat_rate numeric, sort_order numeric,
  ${ids('flat_rate')}`, [{ on: 'invoice' }, { on: 'flat_rate', where: 'flat_rate is not null' }])}
${mirrorTable('work_hours', `${BILLING},
  ${ids('"user"', 'work_type')}, work_type_name text, approved boolean, productive boolean, planned_invoice_quantity numeric, billable_status text`, billed)}
${mirrorTable('project_fees', `${BILLING},
  ${PLANNED}, ${ids('"user"', 'product')}, name text, unit text, is_rule boolean, ${ids('rule')}`, billed)}
${mirrorTable('travel_expenses', `${BILLING},
  ${PLANNED}, ${ids('"user"', 'expense_type')}, name text, unit text`, billed)}
${mirrorTable('flat_rates', `
  ${ids('project', 'phase')}, ${PLANNED}, price numeric, currency text, includes_hours numeric, bills_more_hours boolean, price_per_more_hour numeric,
  ${ids('invoice')}`, [{ on: 'project' }, ...onInvoices, { on: 'project', where: 'invoice is null' }])}
${mirrorTable('touches', `
  kind text, at timestamptz, title text, direction text, outcome text, ${ids('owner')}, contacts text[] collate "C", companies text[] collate "C", deals text[] collate "C",
  created_at timestamptz`)}

-- Under row level security no index finds an element of an array.
${tenantTable('mirror_touch_of', `
  kind text not null check (kind in ('contact', 'company', 'deal')),
  ref ${ID} not null,
  at timestamptz not null,
  touch ${ID} not null,
  primary key (workspace, kind, ref, at, touch),
  foreign key (workspace, touch) references mirror_touches (workspace, id) on delete cascade`)}
create index on mirror_touch_of (workspace, touch);

${tenantTable('mirror_touched', `
  customer ${ID} not null,
  -- Grows when the customer is touched again.
  mark bigint not null,
  primary key (workspace, customer)`)}
create index on mirror_touched (workspace, mark);

${tenantTable('billing_move', `
  id bigint generated always as identity,
  at timestamptz not null,
  kind text not null check (kind in ('workHour', 'projectFee', 'travelExpense', 'flatRate', 'invoice')),
  ref_id ${ID} not null,
  ${ids('customer', 'project')},
  -- Null: it was not there before.
  from_state text,
  -- Null: it is there no more.
  to_state text,
  amount numeric,
  currency text,
  primary key (workspace, id)`)}
create index on billing_move (workspace, at, id);
create index on billing_move (workspace, customer, at);
`,
};
