// What finance is told of a small firm whose every figure can be worked out by hand. Customer a: open work of three kinds, a draft,
// a late invoice with a part taken back, a paid one in crowns and one taken back whole. Customer b: pays for a, and has a little.
import { sql } from 'kysely';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Fields } from '../../../src/core/vocabulary.ts';
import type { Database } from '../../../src/store/postgres/database.ts';
import type { Tables } from '../../../src/store/postgres/tables.ts';
import { createViews } from '../../../src/store/postgres/views/views.ts';
import { rollUpsOf } from '../../../src/store/postgres/views/roll-ups.ts';
import type { BillingCell, BillingLineView } from '../../../src/store/views/billing.ts';
import type { Views } from '../../../src/store/views.ts';
import { freshDatabase } from '../../support/database.ts';
import { insertRecord, insertRows } from './billing-rows.ts';

const TODAY = '2026-03-15';
const classes = { valueClasses: { a: '1000', b: '100' }, sizeClasses: { medium: { employees: 50, revenue: '10000000' }, large: { employees: 250, revenue: '50000000' } } };
const all = { asOf: TODAY, withAmounts: true, filter: {} } as const;
const page = { offset: 0, limit: 100 } as const;

let database: Database<Tables>;
let views: Views;

const row = (id: string, of: string, quantity: string, price: string): Record<string, unknown> => ({ id, invoice: of, type: 'Hours', quantity, unit_price: price });
const stateSums = async (filter: Parameters<Views['board']>[0]['filter']): Promise<readonly string[]> => (await views.board({ ...all, filter })).cells.map(({ state, amount }) => `${state} ${amount}`);
/** In cents. */
const total = (cells: readonly BillingCell[], currency: string): number => cells.filter((cell) => cell.currency === currency).reduce((sum, { amount }) => sum + Math.round(Number(amount) * 100), 0);
const listed = async (list: 'unplanned' | 'wonWithoutWork' | 'workWithoutDeal'): Promise<unknown> =>
  (await views.missing({ ...all, ...page, list, olderThanDays: 30 })).items.map(({ project, name, count, hours, amount }) => [project, name, count, hours, amount].join(' '));
const figures = async (): Promise<Readonly<Record<string, Fields>>> =>
  database.unit('main', async (transaction) => {
    const money = { currency: 'EUR', approval: 'required', rounding: 'cents', rates: { SEK: '0.09' }, direction: 'organisation-per-unit' } as const;
    const asked = await Promise.all((['account', 'salesCase'] as const).map((entity) => rollUpsOf(transaction, { entity, customers: ['a'], today: TODAY, money, classes })));
    return Object.fromEntries(asked.flat().map(({ linkId, fields }) => [linkId, fields]));
  });
const euros = (amount: string): object => ({ amount, currency: 'EUR' });

beforeAll(async () => {
  database = await freshDatabase<Tables>();
  views = createViews({ database, workspace: 'main', currency: 'USD', rateDirection: 'organisation-per-unit', classes });
  await database.unit('main', async (transaction) => {
    const money = { currency: 'EUR', approval: 'required', rounding: 'cents', rates: { SEK: '0.09' } };
    await sql`insert into fact (name, value, at) values ('money:psa', ${JSON.stringify(money)}::jsonb, now()), ('fresh:psa:workHours', '"2026-03-15T06:00:00.000Z"', now())`.execute(transaction);
    await insertRows(transaction, 'users', [{ id: 'u1', first_name: 'Anni', last_name: 'Esimerkki' }]);
    const project = { currency: 'EUR', internal: false, closed: false };
    await insertRows(transaction, 'projects', [
      { ...project, id: 'p1', name: 'Audit', customer: 'a', owner: 'u1', status: 'Running', completion: '40', sales_status: 'won-status', expected_order_date: '2025-01-10' },
      { ...project, id: 'p2', name: 'Training', customer: 'a', currency: 'SEK', closed: true }, { ...project, id: 'p3', name: 'Survey', customer: 'b' },
      { ...project, id: 'p4', name: 'Idle', customer: 'b', owner: 'u1', expected_order_date: '2026-02-02' }, { ...project, id: 'p5', name: 'Own', customer: 'b', internal: true },
    ]);
    const hour = { project: 'p1', customer: 'a', date: '2026-03-02', quantity: '2', unit_price: '100', currency: 'EUR', billable: true, billable_status: 'Billable', approved: true };
    await insertRows(transaction, 'work_hours', [
      { ...hour, id: 'h1' }, { ...hour, id: 'h2', approved: false, quantity: '1.5' }, { ...hour, id: 'h3', billable: false, billable_status: 'NotBillable' }, { ...hour, id: 'h4', invoice: 'late', invoice_row: 'r1', date: '2026-01-20' },
      { ...hour, id: 'h5', project: 'p3', customer: 'b', date: '2026-01-05', quantity: '3', unit_price: '10' }, { ...hour, id: 'h6', project: 'p5', customer: 'b' }, { ...hour, id: 'h7', project: 'p2', currency: null, unit_price: '1000', date: '2026-03-10' },
    ]);
    const fee = { project: 'p1', customer: 'a', date: '2026-03-01', quantity: '1', unit_price: '50', currency: 'EUR', billable: true, schedule: 'OnDate' };
    await insertRows(transaction, 'project_fees', [
      { ...fee, id: 'f1', planned_billing_date: '2026-04-10' }, { ...fee, id: 'f2', planned_billing_date: '2026-05-10', date: '2026-05-01', rule: 'rule' }, { ...fee, id: 'rule', is_rule: true, unit_price: '9999' },
      { ...fee, id: 'f3', schedule: 'WhenPhaseCompleted', billing_phase: 'ph2', date: '2026-01-01', project: 'p3', customer: 'b' },
    ]);
    await insertRows(transaction, 'phases', [{ id: 'ph1', project: 'p1', hours_estimate: '10' }, { id: 'ph2', project: 'p3', completed: false, hours_estimate: '4' }, { id: 'ph3', project: 'p1', parent: 'ph1', hours_estimate: '7' }]);
    await insertRows(transaction, 'flat_rates', [{ id: 'flat', project: 'p1', price: '500', currency: 'EUR', planned_billing_date: '2026-02-01' }]);
    const invoice = { customer: 'a', billing_customer: 'a', projects: ['p1'], currency: 'EUR', currency_rate: '1', sent: true, paid: false, credit_note: false };
    await insertRows(transaction, 'invoices', [
      { ...invoice, id: 'draft', date: '2026-03-14', total_excluding_tax: '80', sent: false, created_at: '2026-03-14T08:00:00Z' },
      { ...invoice, id: 'late', number: '1', date: '2026-01-31', due_date: '2026-02-14', total_excluding_tax: '200', billing_customer: 'b', projects: ['p1', 'p2'] },
      { ...invoice, id: 'late-note', number: '2', date: '2026-02-20', due_date: '2026-02-20', total_excluding_tax: '50', credit_note: true, credits: 'late' },
      { ...invoice, id: 'paid', number: '3', date: '2024-11-30', due_date: '2024-12-14', paid: true, payment_date: '2024-12-10', currency: 'SEK', currency_rate: '0.0893', total_excluding_tax: '1000', projects: ['p2'] },
      { ...invoice, id: 'back', number: '4', date: '2026-03-01', due_date: '2026-03-20', total_excluding_tax: '60' },
      { ...invoice, id: 'back-note', number: '5', date: '2026-03-05', due_date: '2026-03-05', total_excluding_tax: '-60', credit_note: true, credits: 'back' },
      { ...invoice, id: 'new', number: '6', date: '2026-03-10', due_date: '2026-03-24', total_excluding_tax: '1.00', customer: 'b', billing_customer: 'b', projects: ['p3'] },
    ]);
    await insertRows(transaction, 'invoice_rows', [
      row('r0', 'draft', '1', '80'), row('r1', 'late', '2', '100'), row('r2', 'late-note', '0.5', '100'), row('r3', 'paid', '1', '1000'), row('r4', 'back', '1', '60'), row('r5', 'back-note', '-1', '60'),
      row('r6', 'new', '1', '0.333'), row('r7', 'new', '1', '0.333'), row('r8', 'new', '1', '0.334'),
    ]);
    const account = (id: string, link: string, fields: Fields = {}): Promise<void> => insertRecord(transaction, { link, side: 'psa', entity: 'account', id, fields: { name: `Customer ${id}`, ...fields } });
    await account('a', 'la');
    await account('b', 'lb');
    await insertRecord(transaction, { link: 'la', side: 'local', entity: 'account', id: 'la', fields: { employees: 60 } });
    const deal = { state: 'won', value: { amount: '900', currency: 'EUR' } };
    await insertRecord(transaction, { link: 'd1', side: 'psa', entity: 'salesCase', id: 'p1', fields: deal });
    await insertRecord(transaction, { link: 'd1', side: 'local', entity: 'salesCase', id: 'd1', fields: deal });
    await insertRecord(transaction, { link: 'd1', side: 'crm', entity: 'salesCase', id: '101', fields: deal });
    await insertRecord(transaction, { link: 'd4', side: 'psa', entity: 'salesCase', id: 'p4', fields: deal });
    await insertRecord(transaction, { link: 'd9', side: 'crm', entity: 'salesCase', id: '109', fields: { ...deal, name: 'Deal alone', expectedOrderDate: '2026-01-01' } });
    await insertRecord(transaction, { link: 'd5', side: 'local', entity: 'salesCase', id: 'd5', fields: { state: 'open', value: { amount: '1000', currency: 'SEK' }, probability: 25, expectedOrderDate: '2026-04-20' } });
    await sql`insert into billing_move (at, kind, ref_id, customer, project, from_state, to_state, amount, currency) values
      ('2026-03-14T10:00:00Z', 'workHour', 'h1', 'a', 'p1', 'unapproved', 'approved', 200, 'EUR'), ('2026-03-10T10:00:00Z', 'workHour', 'h2', 'a', 'p1', null, 'unapproved', 150, 'EUR')`.execute(transaction);
  });
});

const brief = (cells: readonly BillingCell[]): readonly string[] => cells.map(({ state, currency, count, hours, amount, organisationAmount }) => [state, count, hours, amount, currency, organisationAmount].join(' '));
const exported = async (filter = {}): Promise<readonly BillingLineView[]> => {
  const lines: BillingLineView[] = [];
  for await (const batch of views.export({ ...all, filter })) lines.push(...batch);
  return lines;
};

describe('the board', () => {
  it('has every state in every currency, net of what was taken back, to the cent', async () => {
    const { cells, currency, freshness, asOf } = await views.board(all);
    expect({ currency, freshness, asOf }).toEqual({ currency: 'EUR', freshness: { 'psa:workHours': '2026-03-15T06:00:00.000Z' }, asOf: TODAY });
    expect(brief(cells)).toEqual([
      'notBillable 2 4.00 400.00 EUR 400.00', 'unapproved 1 1.50 150.00 EUR 150.00', 'approved 5 5.00 830.00 EUR 830.00', 'approved 1 2.00 2000.00 SEK 180.00', 'draft 1 1.00 80.00 EUR 80.00',
      'invoiced 1 3.00 1.00 EUR 1.00', 'overdue 2 1.50 150.00 EUR 150.00', 'paid 1 1.00 1000.00 SEK 89.30', 'credited 2 0.00 0.00 EUR 0.00',
    ]);
    expect(cells.find(({ state }) => state === 'overdue')?.oldest).toBe('2026-02-14');
  });

  it('leaves amounts out for those who may not see them, and will not sort by one', async () => {
    const { cells } = await views.board({ ...all, withAmounts: false });
    const { lines } = await views.lines({ ...all, ...page, withAmounts: false, sort: { by: 'since', descending: false } });
    expect([...cells, ...lines].some((part) => 'amount' in part || 'organisationAmount' in part)).toBe(false);
    expect(() => views.lines({ ...all, ...page, withAmounts: false, sort: { by: 'amount', descending: true } })).toThrow('right to see amounts');
  });

  it('goes back to an earlier day', async () => {
    const { cells } = await views.board({ ...all, asOf: '2026-02-10', filter: { customers: ['a'] } });
    expect(brief(cells)).toEqual(['approved 1  500.00 EUR 500.00', 'invoiced 1 2.00 200.00 EUR 200.00', 'paid 1 1.00 1000.00 SEK 89.30']);
  });

  it('answers to every filter', async () => {
    expect(await stateSums({ account: 'lb', states: ['approved', 'invoiced'] })).toEqual(['approved 80.00', 'invoiced 1.00']);
    expect(await stateSums({ billingCustomer: 'b' })).toEqual(['invoiced 1.00', 'overdue 200.00']);
    expect(await stateSums({ project: 'p2' })).toEqual(['approved 2000.00', 'paid 1000.00']);
    expect(await stateSums({ owner: 'u1', states: ['draft'] })).toEqual(['draft 80.00']);
    expect(await stateSums({ currency: 'SEK', from: '2026-03', to: '2026-03' })).toEqual(['approved 2000.00']);
  });
});

describe('groups, lines and the export', () => {
  it('come to the same sums as the board', async () => {
    const board = await views.board(all);
    for (const by of ['account', 'project', 'owner', 'month', 'state'] as const) {
      const { groups, total: count } = await views.groups({ ...all, ...page, by });
      expect(groups).toHaveLength(count);
      for (const currency of ['EUR', 'SEK']) expect(total(groups.flatMap(({ cells }) => cells), currency), by).toBe(total(board.cells, currency));
    }
    const lines = await exported();
    for (const { state, currency, amount } of board.cells) {
      const own = lines.filter((line) => line.state === state && line.currency === currency).reduce((sum, line) => sum + Math.round(Number(line.amount) * 100), 0);
      expect(own, state).toBe(Math.round(Number(amount) * 100));
    }
  });

  it('name what they are about, the largest group first', async () => {
    const { groups } = await views.groups({ ...all, ...page, by: 'project' });
    expect(groups.map(({ key, label }) => `${key} ${label}`)[0]).toBe('p1 Audit');
    const { lines, total } = await views.lines({ ...all, filter: { states: ['overdue'] }, sort: { by: 'amount', descending: true }, offset: 0, limit: 1 });
    expect(total).toBe(2);
    expect(lines[0]).toMatchObject({
      kind: 'invoiceRow', id: 'r1', invoice: 'late', invoiceNumber: '1', project: 'p1', projectName: 'Audit', customerName: 'Customer a', billingCustomer: 'b', billingCustomerName: 'Customer b',
      ownerName: 'Anni Esimerkki', ageDays: 29, amount: '200.00', account: 'la', deal: 'd1',
    });
  });

  it('show the cent that rounding left as a line of its own', async () => {
    const lines = (await exported({ customers: ['b'], states: ['invoiced'] })).map(({ kind, amount }) => `${kind} ${amount}`);
    expect(lines.toSorted()).toEqual(['invoiceRow 0.33', 'invoiceRow 0.33', 'invoiceRow 0.33', 'rounding 0.01']);
  });
});

describe('changes, forecast and what is missing', () => {
  it('tells what moved since a moment, and what the calendar moved', async () => {
    const moved = async (since: string, until: string): Promise<unknown> => (await views.changes({ ...all, ...page, since, until })).moves.map(({ at, id, from, to, amount }) => [at, id, from, to, amount].join(' '));
    expect(await moved('2026-03-11T00:00:00Z', '2026-03-15T00:00:00Z')).toEqual(['2026-03-14T10:00:00.000Z h1 unapproved approved 200.00']);
    expect(await moved('2026-02-14T12:00:00Z', '2026-02-15T12:00:00Z')).toEqual(['2026-02-15T00:00:00.000Z late invoiced overdue 200.00']);
    const { sums, total } = await views.changes({ ...all, ...page, since: '2026-03-01T00:00:00Z', until: '2026-03-15T00:00:00Z', customers: ['a'] });
    expect([total, sums.map(({ from, to, count, amount }) => [from, to, count, amount])]).toEqual([2, [[null, 'unapproved', 1, '150.00'], ['unapproved', 'approved', 1, '200.00']]]);
  });

  it('forecasts by month what is planned, recurring, on drafts and in the pipeline, and what is late', async () => {
    const { cells } = await views.forecast({ asOf: TODAY, withAmounts: true, months: 3 });
    expect(cells.map(({ month, source, currency, amount, organisationAmount }) => [month, source, currency, amount, organisationAmount].join(' '))).toEqual([
      'late planned EUR 500.00 500.00', '2026-03 drafts EUR 80.00 80.00', '2026-04 planned EUR 50.00 50.00', '2026-04 pipeline SEK 250.00 22.50', '2026-05 recurring EUR 50.00 50.00',
    ]);
  });

  it('lists approved work that nobody has planned to bill, but not what waits for a phase or stands beside a draft', async () => {
    expect(await listed('unplanned')).toEqual(['p3 Survey 1 3 30.00']);
    expect(await listed('wonWithoutWork')).toEqual([' Deal alone 0  900.00', 'p4 Idle 0  900.00']);
    expect(await listed('workWithoutDeal')).toEqual(['p3 Survey 2 3 80.00', 'p2 Training 1 2 2000.00']);
  });
});

describe('figures and their drift', () => {
  it('are those of the flow, in the organisation’s currency', async () => {
    const { la, d1 } = await figures();
    expect(la).toEqual({
      customerSince: '2024-11-30', lastInvoiceOn: '2026-01-31', lastWorkOn: '2026-03-10', nextBillingOn: '2026-04-10', openProjects: 1, invoiceCount: 2, valueClass: 'B', sizeClass: 'medium',
      netInvoiced: euros('239.30'), netInvoiced12m: euros('150.00'), lastInvoiceAmount: euros('200.00'), unbilledApproved: euros('930.00'), unbilledUnapproved: euros('150.00'), draftInvoices: euros('80.00'),
      overdue: euros('150.00'), nextBillingAmount: euros('50.00'), totalsByCurrency: 'EUR 150.00; SEK 1000.00',
    });
    expect(d1).toEqual({ projectStatus: 'Running', completion: 40, lastWorkOn: '2026-03-02', hoursDone: 7.5, hoursEstimate: 7, invoiced: euros('150.00'), unbilled: euros('900.00') });
  });

  it('have no drift while all agree, and each difference is told with what differs', async () => {
    const local = (await figures())['la'] as Fields;
    const names = ['netInvoiced', 'totalsByCurrency', 'overdue'];
    const keep = (side: string, fields: Fields): Promise<void> =>
      database.unit('main', async (transaction) => {
        await sql`delete from side_state where link_id = 'la' and side = ${side}`.execute(transaction);
        await insertRecord(transaction, { link: 'la', side, entity: 'account', id: side === 'crm' ? '7' : 'la', fields });
      });
    await keep('local', { ...local, employees: 60 });
    await keep('crm', { netInvoiced: local['netInvoiced'] ?? null });
    expect(await views.drift({ today: TODAY, figures: names })).toEqual({ accounts: 2, drift: [] });

    await keep('local', { ...local, overdue: { amount: '151', currency: 'EUR' } });
    await keep('crm', { netInvoiced: { amount: '239.31', currency: 'EUR' } });
    await database.unit('main', async (transaction) => {
      await sql`update mirror_invoices set total_excluding_tax = 90 where id = 'draft'`.execute(transaction);
    });
    const about = { customer: 'a', account: 'la', currency: 'EUR', number: null };
    expect((await views.drift({ customers: ['a'], today: TODAY, figures: names })).drift).toEqual([
      { ...about, what: 'rows', about: 'draft', expected: '90.00', found: '80.00' }, { ...about, what: 'lines', about: null, expected: '240.00', found: '230.00' },
      { ...about, what: 'local', about: 'overdue', expected: '150.00', found: '151' }, { ...about, what: 'crm', about: 'netInvoiced', expected: '239.30', found: '239.31' },
    ]);
  });
});

describe('a customer who has bought and was not invoiced yet', () => {
  it('is one since the order date, also after the history of the case has been read', async () => {
    const since = async (): Promise<unknown> =>
      database.unit('main', async (transaction) => {
        const money = { currency: 'EUR', approval: 'required', rounding: 'cents', rates: {}, direction: 'organisation-per-unit' } as const;
        return (await rollUpsOf(transaction, { entity: 'account', customers: ['e'], today: TODAY, money, classes }))[0]?.fields['customerSince'];
      });
    const won = { customer: 'e', currency: 'EUR', internal: false, closed: false, sales_status: 'won-status' };
    await database.unit('main', async (transaction) => {
      await insertRecord(transaction, { link: 'le', side: 'psa', entity: 'account', id: 'e', fields: {} });
      await insertRows(transaction, 'projects', [{ ...won, id: 'e1', name: 'First', expected_order_date: '2026-01-20' }, { ...won, id: 'e2', name: 'To come', expected_order_date: '2026-09-01' }]);
      for (const id of ['e1', 'e2']) await insertRecord(transaction, { link: `l${id}`, side: 'psa', entity: 'salesCase', id, fields: { state: 'won' } });
    });
    expect(await since()).toBe('2026-01-20');
    await database.unit('main', (transaction) => insertRows(transaction, 'status_history', ['e1', 'e2'].map((project) => ({ id: project, project, status: 'won-status', at: '2026-01-31T10:00:00Z' }))));
    expect(await since()).toBe('2026-01-20');
  });
});
