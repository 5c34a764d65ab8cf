// A workspace with a great many records and decisions that wait, written straight into the tables of the product: how they came there is
// measured elsewhere. Invariant: every row is one that the product itself could have written.
import { sql } from 'kysely';
import pg from 'pg';
import type { OpenWorkspace } from '../../src/cli/open.ts';
import { clientConfig } from '../../src/store/postgres/address.ts';

export interface Crowd {
  readonly accounts: number;
  readonly contacts: number;
  /** Open ones, each about an account of its own as long as there are that many. */
  readonly conflicts: number;
  readonly hours: number;
}

const record = (entity: string, prefix: string, count: number, fields: string): readonly string[] => [
  `insert into link (id, entity, stage, created_at) select '${prefix}' || n, '${entity}', 'active', now() from generate_series(1, ${count}) n`,
  `insert into side_state (side, entity, ref_id, link_id, fields, base_diff, unbased, handles, keys, hash, version, map_version, as_of, shown_at)
    select 'local', '${entity}', '${prefix}' || n, '${prefix}' || n, ${fields}, '{}', '{}', '{}', '{}', 'h', 1, 'm', now(), now() from generate_series(1, ${count}) n`,
];
const TRADES = `(array['Konepaja', 'Rakennus', 'Kuljetus', 'Kauppa', 'Hoiva', 'Metsä', 'Viestintä'])[1 + n % 7]`;
const NAMES = `(array['Koivumäki', 'Lahtela', 'Öhman', 'Rantala', 'Saarinen', 'Ylönen', 'Åkerman', 'Kivelä', 'Tammi'])[1 + n / 7 % 9]`;

export async function crowd({ database, workspace }: OpenWorkspace, { accounts, contacts, conflicts, hours }: Crowd): Promise<void> {
  const statements = [
    ...record('account', 'a', accounts, `jsonb_build_object('name', ${NAMES} || ' ' || ${TRADES} || ' ' || n || ' Oy', 'businessId', n || '-1', 'customerSince', to_char('2019-01-01'::date + n % 2500, 'YYYY-MM-DD'), 'lifecycle', 'customer')`),
    ...record('contact', 'k', contacts, `jsonb_build_object('firstName', 'Aino', 'lastName', ${NAMES} || n % 300, 'account', 'a' || 1 + n % ${accounts}, 'emails', jsonb_build_array(jsonb_build_object('key', 'aino' || n || '@firm' || n % 900 || '.example')))`),
    `insert into conflict (id, link_id, entity, field, base, side_values, authors, suggestion, state, since)
      select 'c' || n, 'a' || 1 + n % ${accounts}, 'account', case when n % 3 = 0 then 'website' else 'name' end, '{"psa": "Havukka", "crm": "Havukka"}', '{"psa": "Havukka Oy", "crm": "Havukka Oyj"}', '{}', 'crm', 'open', now() - n * interval '1 minute'
      from generate_series(1, ${conflicts}) n`,
    `insert into mirror_projects (id, name, customer, as_of, shown_at) select 'p' || n, 'P ' || n, 'c' || n % 400, now(), now() from generate_series(1, 800) n`,
    `insert into mirror_work_hours (id, project, customer, date, quantity, unit_price, billable, approved, as_of, shown_at)
      select 'h' || n, 'p' || (n % 800 + 1), 'c' || n % 400, current_date - n % 90, 1, 80, true, n % 2 = 0, now(), now() from generate_series(1, ${hours}) n`,
  ];
  // A statement each: one transaction would keep everybody else waiting for the whole.
  for (const statement of statements) await database.unit(workspace, (transaction) => sql.raw(statement).execute(transaction));
  await database.unit(workspace, (transaction) => sql`insert into fact (name, value, at) values ('money:psa', '{"currency": "EUR", "approval": "required", "rounding": "cents", "rates": {}}'::jsonb, now()) on conflict do nothing`.execute(transaction));
  // As the database does by itself within a minute or two, under its own login.
  const owner = new pg.Client(clientConfig(database.address));
  await owner.connect();
  try {
    await owner.query('analyze');
  } finally {
    await owner.end();
  }
}
