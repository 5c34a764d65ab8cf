// What sales and management are told of two customers whose every figure can be worked out by hand. Customer a: a won case with a
// proposal, work, an invoice and a credit note, an open case, a lost one of the CRM alone. Customer b: worked for long ago.
import { sql } from 'kysely';
import { beforeAll, describe, expect, it } from 'vitest';
import { UsageError } from '../../../src/lib/errors.ts';
import type { Database } from '../../../src/store/postgres/database.ts';
import type { Tables } from '../../../src/store/postgres/tables.ts';
import { createViews } from '../../../src/store/postgres/views/views.ts';
import type { TimelineItem, TraceLine } from '../../../src/store/views/history.ts';
import type { Views } from '../../../src/store/views.ts';
import { freshDatabase } from '../../support/database.ts';
import { insertRecord, insertRows } from './billing-rows.ts';

const TODAY = '2026-03-15';
const classes = { valueClasses: { a: '1000', b: '100' }, sizeClasses: { medium: { employees: 50, revenue: '10000000' }, large: { employees: 250, revenue: '50000000' } } };
const asked = { asOf: TODAY, withAmounts: true } as const;

let database: Database<Tables>;
let views: Views;

const registry = (name: string, items: readonly object[]): object => ({ name: `registry:psa:${name}`, value: { items, readAt: 0 } });

beforeAll(async () => {
  database = await freshDatabase<Tables>();
  views = createViews({ database, workspace: 'main', currency: 'EUR', rateDirection: 'organisation-per-unit', classes });
  await database.unit('main', async (transaction) => {
    const facts = [
      { name: 'money:psa', value: { currency: 'EUR', approval: 'required', rounding: 'cents', rates: { SEK: '0.1' } } },
      registry('owners', [{ id: 'u1', label: 'Anni Esimerkki', active: true, email: 'anni@example.com' }]), registry('industries', [{ id: 'ind', label: 'Forestry', active: true }]),
      registry('segments', [{ id: 'seg', label: 'North', active: true }]),
      registry('salesStatuses', [{ id: 'st-lead', label: 'Lead', active: true }, { id: 'st-offer', label: 'Offer', active: true }, { id: 'st-won', label: 'Won', active: true }]),
    ];
    await sql`insert into fact (name, value, at) select name, value, now() from jsonb_to_recordset(${JSON.stringify(facts)}::jsonb) as f (name text, value jsonb)`.execute(transaction);
    const project = { customer: 'a', currency: 'EUR', internal: false, closed: false, created_at: '2025-01-01T08:00:00Z' };
    await insertRows(transaction, 'projects', [
      { ...project, id: 'p1', number: '11', name: 'Audit', start_date: '2025-02-01', closed: true, closed_date: '2026-02-01' }, { ...project, id: 'p2', name: 'Offered', start_date: '2026-05-01', created_at: '2026-01-05T08:00:00Z' },
      { ...project, id: 'p3', name: 'Old', customer: 'b', start_date: '2023-01-01', created_at: '2022-12-01T08:00:00Z' }, { ...project, id: 'p4', name: 'Own', customer: 'a', internal: true, created_at: null },
    ]);
    await insertRows(transaction, 'status_history', [
      { id: 's1', project: 'p1', status: 'st-lead', at: '2025-01-01T08:00:00Z' }, { id: 's2', project: 'p1', status: 'st-won', at: '2025-01-20T09:30:00.123Z' },
    ]);
    await insertRows(transaction, 'proposals', [
      { id: 'q0', number: '1', name: 'First try', project: 'p1', customer: 'a', date: '2025-01-10', status: 'Sent', total_excluding_tax: '900', currency: 'EUR' },
      { id: 'q1', number: '2', name: 'Second try', project: 'p1', customer: 'a', date: '2025-01-15', status: 'Sent', total_excluding_tax: '540', currency: 'EUR' },
    ]);
    await insertRows(transaction, 'proposal_rows', [
      { id: 'qr0', proposal: 'q0', kind: 'work', quantity: '9', unit_price: '100', currency: 'EUR' }, { id: 'qr1', proposal: 'q1', kind: 'work', quantity: '5', unit_price: '100', currency: 'EUR' },
      { id: 'qr2', proposal: 'q1', kind: 'fee', quantity: '1', unit_price: '50', currency: 'EUR' },
    ]);
    const hour = { project: 'p1', customer: 'a', date: '2026-01-10', quantity: '4', unit_price: '100', currency: 'EUR', billable: true, billable_status: 'Billable', approved: true, unit_cost: '60', cost_currency: 'EUR' };
    await insertRows(transaction, 'work_hours', [
      { ...hour, id: 'h1', invoice: 'i1', invoice_row: 'r1' }, { ...hour, id: 'h2', date: '2026-03-01', quantity: '2' }, { ...hour, id: 'h3', date: '2026-03-02', quantity: '1', approved: false, unit_cost: null },
      { ...hour, id: 'h4', date: '2026-03-02', quantity: '0.5', billable: false, billable_status: 'NotBillable', unit_cost: '500', cost_currency: 'SEK' }, { ...hour, id: 'h5', project: 'p4', unit_cost: '1000' },
      { ...hour, id: 'h6', project: 'p3', customer: 'b', date: '2024-05-05', invoice: 'i9', invoice_row: 'r9', quantity: '1' },
    ]);
    const fee = { project: 'p1', customer: 'a', date: '2026-01-12', quantity: '1', unit_price: '80', currency: 'EUR', billable: true };
    await insertRows(transaction, 'project_fees', [{ ...fee, id: 'f1', invoice: 'i1', invoice_row: 'r2', unit_cost: '30' }, { ...fee, id: 'rule', is_rule: true, unit_cost: '9999' }]);
    await insertRows(transaction, 'travel_expenses', [{ ...fee, id: 't1', unit_price: '20', unit_cost: '20' }]);
    const invoice = { customer: 'a', billing_customer: 'a', projects: ['p1'], currency: 'EUR', currency_rate: '1', sent: true, paid: false, credit_note: false };
    await insertRows(transaction, 'invoices', [
      { ...invoice, id: 'i1', number: '101', date: '2026-01-31', due_date: '2026-02-14', total_excluding_tax: '480' }, { ...invoice, id: 'i2', number: '102', date: '2026-02-20', total_excluding_tax: '80', credit_note: true, credits: 'i1' },
      { ...invoice, id: 'i3', number: '90', date: '2024-11-30', due_date: '2024-12-14', paid: true, currency: 'SEK', currency_rate: '0.1', total_excluding_tax: '1000', projects: null },
      { ...invoice, id: 'i4', created_at: '2026-03-14T12:00:00Z', total_excluding_tax: '10', sent: false }, { ...invoice, id: 'i9', number: '50', customer: 'b', date: '2024-06-01', due_date: '2024-06-15', paid: true, total_excluding_tax: '100', projects: ['p3'] },
    ]);
    await insertRows(transaction, 'invoice_rows', [
      { id: 'r1', invoice: 'i1', type: 'Hours', quantity: '4', unit_price: '100' }, { id: 'r2', invoice: 'i1', type: 'ProjectFees', quantity: '1', unit_price: '80' }, { id: 'r3', invoice: 'i2', type: 'ProjectFees', quantity: '1', unit_price: '80' },
      { id: 'r4', invoice: 'i3', type: 'Hours', quantity: '1', unit_price: '1000' }, { id: 'r5', invoice: 'i4', type: 'FlatRate', quantity: '1', unit_price: '10' }, { id: 'r9', invoice: 'i9', type: 'Hours', quantity: '1', unit_price: '100' },
    ]);
    await insertRows(transaction, 'touches', [
      { id: 'emails:1', kind: 'email', at: '2026-03-10T10:00:00Z', title: 'Hello', direction: 'EMAIL', companies: ['900'], contacts: ['700'] }, { id: 'meetings:2', kind: 'meeting', at: '2026-03-11T10:00:00Z', title: 'Twice', outcome: 'COMPLETED', companies: ['900'] },
      { id: 'calls:3', kind: 'call', at: '2026-03-12T10:00:00Z', title: 'By contact', outcome: 'NO_ANSWER', contacts: ['700'] }, { id: 'calls:4', kind: 'call', at: '2026-03-12T10:00:00Z', title: 'Elsewhere', companies: ['901'] },
    ]);
    await sql`insert into mirror_touch_of (kind, ref, at, touch) select 'company', c, at, id from mirror_touches, unnest(companies) c union all select 'contact', c, at, id from mirror_touches, unnest(contacts) c`.execute(transaction);

    const on = (side: string, entity: string) => (link: string, id: string, fields: Record<string, unknown>): Promise<void> => insertRecord(transaction, { link, side, entity, id, fields });
    const account = { owner: 'anni@example.com', industry: 'ind', lifecycle: 'customer' };
    await on('psa', 'account')('la', 'a', { name: 'Alku Oy', businessId: '0737546-2', owner: 'someone@example.com' });
    await on('crm', 'account')('la', '900', { name: 'Alku', lifecycle: 'opportunity' });
    await on('local', 'account')('la', 'la', { name: 'Alku Oy', ...account, employees: 60, segments: [{ key: 'seg' }] });
    await on('psa', 'account')('lb', 'b', { name: 'Bore Ab' });
    await on('crm', 'account')('lc', '901', { name: 'Citronella', lifecycle: 'marketingqualifiedlead' });
    const deal = { stage: 'st-won', state: 'won', value: { amount: '500', currency: 'EUR' }, probability: 100 };
    await on('psa', 'salesCase')('d1', 'p1', { ...deal, name: 'Audit', account: 'a' });
    await on('local', 'salesCase')('d1', 'd1', { ...deal, name: 'Audit', account: 'la' });
    await on('psa', 'salesCase')('d2', 'p2', { stage: 'st-offer', state: 'open', name: 'Offered', account: 'a', value: { amount: '2000', currency: 'SEK' }, probability: 25, expectedOrderDate: '2026-04-20', owner: 'anni@example.com' });
    await on('crm', 'salesCase')('d3', '803', { stage: 'st-lost', state: 'lost', name: 'Lost', account: '900', value: null });
    await on('crm', 'salesCase')('d4', '804', { stage: 'st-lead', state: 'open', name: 'New', account: '901', value: null, expectedOrderDate: '2026-01-20' });
    // A deal of ours counts where we have it, whatever account the CRM still shows.
    await on('crm', 'salesCase')('d1', '801', { ...deal, name: 'Audit', account: '901' });
    await sql`update link set created_at = '2026-02-02T00:00:00Z' where id in ('d3', 'd4')`.execute(transaction);
    await on('local', 'activity')('m1', 'm1', { kind: 'meeting', subject: 'Twice', startsAt: '2026-03-11T10:00:00.000Z', done: true, account: 'la' });
    await on('crm', 'activity')('m1', 'meetings:2', { kind: 'meeting', subject: 'Twice', startsAt: '2026-03-11T10:00:00.000Z', account: '900' });
    const contact = on('crm', 'contact');
    await contact('c1', '700', { account: '900', owner: 'anni@example.com', lifecycle: 'customer', analyticsSource: 'PAID_SEARCH', becameLead: '2025-01-02', becameCustomer: '2025-02-02' });
    await contact('c2', '701', { account: '900', lifecycle: 'lead', analyticsSource: 'PAID_SEARCH', becameLead: '2026-01-02', becameSql: '2026-01-20' });
    await contact('c3', '702', { account: '901', lifecycle: 'our-own-stage', analyticsSource: 'REFERRALS', becameLead: '2026-02-02' });
    await on('psa', 'contact')('c4', 'k4', { account: 'a' });
  });
});

const told = ({ at, on, kind, id, title, number, state, what, deal, currency, amount }: TimelineItem): string => [on ?? at, kind, id, title, number, state, what, deal, amount, currency].join('|');

describe('the timeline of an account', () => {
  it('has everything that happened, the newest first, each as what it is', async () => {
    const { items = [], next } = (await views.timeline({ ...asked, account: 'la', limit: 100 })) ?? {};
    expect(next).toBeNull();
    expect(items.map(told)).toEqual([
      '2026-03-14T12:00:00.000Z|invoice|i4|||draft||d1|10.00|EUR',
      '2026-03-12T10:00:00.000Z|touch|calls:3|By contact||NO_ANSWER|call|||',
      '2026-03-11T10:00:00.000Z|activity|m1|Twice||done|meeting|||',
      '2026-03-10T10:00:00.000Z|touch|emails:1|Hello||EMAIL|email|||',
      '2026-02-20|creditNote|i2||102|overdue||d1|-80.00|EUR',
      '2026-02-02T00:00:00.000Z|deal|d3|Lost||lost||d3||',
      '2026-02-01|projectClosed|p1|Audit|11|closed||d1||',
      '2026-01-31|invoice|i1||101|overdue||d1|480.00|EUR',
      '2026-01-05T08:00:00.000Z|deal|d2|Offered||open||d2|2000.00|SEK',
      '2025-02-01|project|p1|Audit|11|closed||d1||',
      '2025-01-20T09:30:00.123Z|dealWon|d1|Audit|11|won||d1|500.00|EUR',
      '2025-01-15|proposal|q1|Second try|2|Sent||d1|540.00|EUR',
      '2025-01-10|proposal|q0|First try|1|Sent||d1|900.00|EUR',
      '2025-01-01T08:00:00.000Z|deal|d1|Audit|11|won||d1|500.00|EUR',
      '2024-11-30|invoice|i3||90|paid|||1000.00|SEK',
    ]);
  });

  it('comes page by page with nothing twice and nothing left out, whatever the size of a page', async () => {
    const all = (await views.timeline({ ...asked, account: 'la', limit: 100 }))?.items ?? [];
    for (const limit of [1, 2, 4]) {
      const pages: TimelineItem[] = [];
      let before: string | null | undefined;
      while (before !== null) {
        const page: Awaited<ReturnType<Views['timeline']>> = await views.timeline({ ...asked, account: 'la', limit, ...(before === undefined ? {} : { before }) });
        pages.push(...(page?.items ?? []));
        before = page?.next ?? null;
      }
      expect(pages).toEqual(all);
    }
  });

  it('keeps its order where several things are of one day or one instant', async () => {
    const large = await freshDatabase<Tables>();
    await large.unit('main', async (transaction) => {
      const invoice = { customer: 'a', date: '2026-01-01', sent: true, total_excluding_tax: '1' };
      await insertRows(transaction, 'invoices', Array.from({ length: 7 }, (_, at) => ({ ...invoice, id: `i${at}`, credit_note: at % 2 === 0 })));
      await insertRows(transaction, 'projects', [{ id: 'p', customer: 'a', name: 'P', start_date: '2026-01-01', created_at: '2026-01-01T15:00:00Z' }]);
      await insertRecord(transaction, { link: 'la', side: 'psa', entity: 'account', id: 'a', fields: {} });
      await insertRecord(transaction, { link: 'd', side: 'psa', entity: 'salesCase', id: 'p', fields: { account: 'a', state: 'won' } });
    });
    const own = createViews({ database: large, workspace: 'main', currency: 'EUR', rateDirection: 'organisation-per-unit', classes });
    const seen: string[] = [];
    for (let before: string | null = ''; before !== null; ) {
      const page: Awaited<ReturnType<Views['timeline']>> = await own.timeline({ ...asked, account: 'la', limit: 2, ...(before === '' ? {} : { before }) });
      seen.push(...(page?.items ?? []).map(({ id }) => id));
      before = page?.next ?? null;
    }
    expect(seen).toEqual(['d', 'i0', 'i2', 'i4', 'i6', 'i1', 'i3', 'i5', 'p']);
  });

  it('answers to kinds, and to no place that is not one of its own', async () => {
    const { items } = (await views.timeline({ ...asked, account: 'la', kinds: ['creditNote', 'dealWon'], limit: 5 })) ?? { items: [] };
    expect(items.map(({ id }) => id)).toEqual(['i2', 'd1']);
    for (const before of ['', 'nonsense', Buffer.from('["2026-13-45T00:00:00.000000Z","deal","d1"]').toString('base64url'), Buffer.from('["2026-01-01T00:00:00.000000Z","bill","d1"]').toString('base64url'),
      ...['["2026-02-31T00:00:00.000000Z","deal","d1"]', '["0000-01-01T00:00:00.000000Z","deal","d1"]', '["2026-01-01T24:00:00.000000Z","deal","d1"]', '["2026-01-01T00:00:00.000000Z","deal","d\\u0000"]'].map((text) => Buffer.from(text).toString('base64url'))]) {
      expect(() => views.timeline({ ...asked, account: 'la', before, limit: 5 })).toThrow(UsageError);
    }
    expect(await views.timeline({ ...asked, account: 'nobody', limit: 5 })).toBeNull();
    expect(await views.timeline({ ...asked, account: 'd1', limit: 5 })).toBeNull();
  });
});

describe('an account at a glance', () => {
  it('is known by our own record first, with names for keys and figures of the flow', async () => {
    expect(await views.header({ asOf: TODAY, account: 'la' })).toEqual({
      asOf: TODAY, freshness: {}, currency: 'EUR', account: 'la', customer: 'a', company: '900', name: 'Alku Oy', businessId: '0737546-2', owner: 'anni@example.com', ownerName: 'Anni Esimerkki', lifecycle: 'customer',
      industry: 'Forestry', segments: ['North'], valueClass: 'B', sizeClass: 'medium', customerSince: '2024-11-30', lastInvoiceOn: '2026-01-31', lastWorkOn: '2026-03-02', nextBillingOn: null,
      counts: { contacts: 3, openDeals: 1, wonDeals: 1, lostDeals: 1, openProjects: 0, invoices: 2 },
    });
    expect(await views.header({ asOf: TODAY, account: 'lc' })).toMatchObject({ name: 'Citronella', customer: null, valueClass: null, segments: [], counts: { contacts: 1, openDeals: 1, invoices: 0 } });
  });

  it('sums what was invoiced, net, by currency and in ours, and what is left after the costs that are known', async () => {
    const totals = await views.totals({ ...asked, account: 'la' });
    expect(totals?.invoiced).toEqual([
      { currency: 'EUR', invoices: 1, creditNotes: 1, amount: '400.00', amount12m: '400.00', organisationAmount: '400.00', organisationAmount12m: '400.00' },
      { currency: 'SEK', invoices: 1, creditNotes: 0, amount: '1000.00', amount12m: '0.00', organisationAmount: '100.00', organisationAmount12m: '0.00' },
    ]);
    expect(totals?.open.map(({ state, count, amount, hours }) => [state, count, amount, hours].join(' '))).toEqual(['unapproved 1 100.00 1.00', 'approved 2 220.00 2.00', 'draft 1 10.00 ', 'overdue 2 400.00 4.00']);
    // 4 × 60 + 2 × 60 + 0.5 × 500 SEK + 30 + 20; an hour has no cost, and work for ourselves does not count.
    expect(totals?.margin).toEqual({ netInvoiced: '500.00', cost: '435.00', margin: '65.00', marginPercent: '13.0', items: 6, without: 1, hoursWithout: '1' });
    expect(await views.totals({ ...asked, account: 'lc' })).toMatchObject({ invoiced: [], open: [], margin: { netInvoiced: '0.00', marginPercent: null, items: 0 } });
    expect(await views.totals({ ...asked, account: 'nobody' })).toBeNull();
  });
});

const line = ({ kind, currency, agreedHours, doneHours, agreed, done, open, draft, invoiced, differences }: TraceLine): string =>
  [kind, currency, agreedHours, doneHours, agreed, done, open, draft, invoiced, differences.join(' ')].join('|');

const statuses = async (items: readonly object[]): Promise<void> =>
  database.unit('main', async (transaction) => {
    await sql`delete from fact where name = 'registry:psa:proposalStatuses'`.execute(transaction);
    if (items.length > 0) await sql`insert into fact (name, value, at) values ('registry:psa:proposalStatuses', ${JSON.stringify({ items })}::jsonb, now())`.execute(transaction);
  });

describe('the trace of a sales case', () => {
  it('holds what was agreed, done and invoiced against each other, by kind and in all', async () => {
    const trace = await views.trace({ ...asked, deal: 'd1' });
    expect(trace).toMatchObject({ deal: 'd1', project: 'p1', name: 'Audit', account: 'la', state: 'won', agreedBy: 'proposals' });
    // Nobody says which proposal was accepted: the last one was. Its total is 10 below its rows.
    expect(trace?.lines.map(line)).toEqual([
      'hours|EUR|5|7.5|500.00|700.00|300.00|0.00|400.00|doneOverAgreed doneNotInvoiced', 'fees|EUR|||50.00|80.00|0.00|0.00|0.00|doneOverAgreed', 'travel|EUR||||20.00|20.00|0.00|0.00|doneNotInvoiced',
      'flatRates|EUR||||0.00|0.00|10.00|0.00|', 'other|EUR|||-10.00|0.00|0.00|0.00|0.00|', 'total|EUR|5|7.5|540.00|800.00|320.00|10.00|400.00|doneOverAgreed doneNotInvoiced',
    ]);
  });

  it('takes those proposals whose status the PSA says accepts them, else what the case was expected to bring', async () => {
    await statuses([{ id: 'x', label: 'Sent', code: 'won' }]);
    expect((await views.trace({ ...asked, deal: 'd1' }))?.lines.at(-1)).toMatchObject({ agreedHours: '14', agreed: '1440.00', differences: ['doneNotInvoiced'] });
    await statuses([{ id: 'x', label: 'Sent', code: 'open' }]);
    const trace = await views.trace({ ...asked, deal: 'd1' });
    expect([trace?.agreedBy, trace?.lines.at(-1)]).toMatchObject(['expectedValue', { agreed: '500.00', differences: ['noProposal', 'doneOverAgreed', 'doneNotInvoiced'] }]);
    await statuses([]);
    expect(await views.trace({ ...asked, deal: 'd4' })).toMatchObject({ project: null, account: 'lc', agreedBy: null, lines: [] });
    expect((await views.trace({ ...asked, deal: 'd2' }))?.lines.map(line)).toEqual(['total|SEK|||2000.00|0.00|0.00|0.00|0.00|']);
    expect(await views.trace({ ...asked, deal: 'la' })).toBeNull();
  });
});

describe('reports', () => {
  const all = { ...asked, filter: {}, offset: 0, limit: 10 } as const;
  const period = { from: '2024-01-01', to: TODAY } as const;

  it('shows who pays best, with what it cost', async () => {
    const { accounts, total } = await views.profitable({ ...all, ...period, sort: { by: 'marginPercent', descending: true } });
    expect(total).toBe(2);
    expect(accounts.map(({ customer, account, name, ownerName, netInvoiced, cost, margin, marginPercent, without }) => [customer, account, name, ownerName, netInvoiced, cost, margin, marginPercent, without].join('|'))).toEqual([
      'b|lb|Bore Ab||100.00|60.00|40.00|40.0|0', 'a|la|Alku Oy|Anni Esimerkki|500.00|435.00|65.00|13.0|1',
    ]);
    const own = await views.profitable({ ...all, from: '2026-02-01', to: '2026-02-28', sort: { by: 'netInvoiced', descending: true } });
    expect(own.accounts).toMatchObject([{ customer: 'a', netInvoiced: '-80.00', cost: '0.00', marginPercent: null }]);
    const filtered = async (filter: object): Promise<readonly string[]> => (await views.profitable({ ...all, ...period, filter, sort: { by: 'name', descending: false } })).accounts.map(({ customer }) => customer);
    expect([await filtered({ owner: 'Anni@example.com' }), await filtered({ industry: 'ind' }), await filtered({ segment: 'seg' }), await filtered({ segment: 'other' }), await filtered({ owner: 'nobody' })]).toEqual([['a'], ['a'], ['a'], [], []]);
    expect(await views.profitable({ ...all, ...period, sort: { by: 'cost', descending: true }, offset: 1, limit: 1 })).toMatchObject({ total: 2, accounts: [{ customer: 'b' }] });
  });

  it('shows who has gone quiet', async () => {
    const quiet = async (months: number): Promise<unknown> => (await views.dormant({ ...all, months, sort: { by: 'netInvoiced', descending: true } })).accounts;
    expect(await quiet(12)).toEqual([
      { customer: 'b', account: 'lb', name: 'Bore Ab', owner: null, ownerName: null, lastWorkOn: '2024-05-05', lastInvoiceOn: '2024-06-01', openDeals: 0, netInvoiced: '100.00' },
    ]);
    expect(await quiet(24)).toEqual([]);
    expect(await views.dormant({ ...all, asOf: '2027-06-01', months: 12, sort: { by: 'lastSeen', descending: false } })).toMatchObject({ total: 2, accounts: [{ customer: 'b' }, { customer: 'a', openDeals: 1, netInvoiced: '500.00' }] });
  });

  it('shows the pipeline by stage in the order of the PSA, and by month', async () => {
    const { stages } = await views.pipeline(all);
    expect(stages).toEqual([
      { stage: 'st-lead', name: 'Lead', currency: 'EUR', count: 1, withoutValue: 1, value: '0.00', weighted: '0.00', organisationValue: null, organisationWeighted: null },
      { stage: 'st-offer', name: 'Offer', currency: 'SEK', count: 1, withoutValue: 0, value: '2000.00', weighted: '500.00', organisationValue: '200.00', organisationWeighted: '50.00' },
    ]);
    expect((await views.pipeline({ ...all, from: '2026-02', to: '2026-04' })).stages.map(({ stage }) => stage)).toEqual(['st-offer']);
    expect((await views.pipeline({ ...all, filter: { owner: 'anni@example.com' } })).stages).toHaveLength(1);
    const months = async (count: number): Promise<readonly string[]> => (await views.salesForecast({ ...all, months: count })).months.map(({ month, currency, weighted }) => `${month} ${currency} ${weighted}`);
    expect([await months(2), await months(1)]).toEqual([['late EUR 0.00', '2026-04 SEK 500.00'], ['late EUR 0.00', 'later SEK 500.00']]);
  });

  it('shows how far those came whom marketing found, by source', async () => {
    const { all: together, sources } = await views.funnel({ ...asked, of: 'contact', filter: {} });
    expect(together).toEqual({ source: null, reached: { prospect: 3, mql: 2, sql: 2, opportunity: 1, customer: 1 }, conversion: { mql: '66.7', sql: '100.0', opportunity: '50.0', customer: '100.0' } });
    expect(sources.map(({ source, reached }) => [source, ...Object.values(reached)].join(' '))).toEqual(['PAID_SEARCH 2 2 2 1 1', 'REFERRALS 1 0 0 0 0']);
    expect((await views.funnel({ ...asked, of: 'contact', filter: {}, from: '2026-02-01', to: '2026-12-31' })).all).toMatchObject({ reached: { prospect: 1 }, conversion: { mql: '0.0', sql: null } });
    for (const owner of ['anni@example.com', 'u1']) {
      expect((await views.funnel({ ...asked, of: 'contact', filter: { owner } })).all.reached).toEqual({ prospect: 1, mql: 1, sql: 1, opportunity: 1, customer: 1 });
      expect((await views.funnel({ ...asked, of: 'account', filter: { owner } })).sources.map(({ source, reached }) => [source, reached.prospect])).toEqual([['PAID_SEARCH', 1]]);
    }
    expect((await views.funnel({ ...asked, of: 'contact', filter: { owner: 'u1' }, from: '2026-02-01' })).all.reached.prospect).toBe(0);
    expect((await views.funnel({ ...asked, of: 'account', filter: {} })).sources.map(({ source, reached }) => [source, ...Object.values(reached)].join(' '))).toEqual(['PAID_SEARCH 1 1 1 1 1', 'REFERRALS 1 1 0 0 0']);
  });
});

describe('somebody without the right to amounts', () => {
  it('is sent none, in no answer, and learns none from an order', async () => {
    const blind = { asOf: TODAY, withAmounts: false, filter: {}, offset: 0, limit: 50, months: 12 } as const;
    const answers = [
      await views.timeline({ ...blind, account: 'la' }), await views.totals({ ...blind, account: 'la' }), await views.trace({ ...blind, deal: 'd1' }), await views.dormant({ ...blind, sort: { by: 'name', descending: false } }),
      await views.pipeline(blind), await views.salesForecast(blind), await views.funnel({ ...blind, of: 'contact' }), await views.header({ asOf: TODAY, account: 'la' }),
    ];
    const text = JSON.stringify(answers);
    expect(text).not.toMatch(/"(?:organisation)?(?:amount|value|weighted|margin|cost|netInvoiced|agreed|done|open|draft|invoiced)(?:12m|Value|Weighted|Amount|Amount12m)?":(?:"-?\d|null)/iu);
    for (const figure of ['480', '400.00', '500.00', '540.00', '2000', '435']) expect(text).not.toContain(figure);
    expect(() => views.profitable({ ...blind, from: '2024-01-01', to: TODAY, sort: { by: 'name', descending: false } })).toThrow('right to see amounts');
    expect(() => views.dormant({ ...blind, sort: { by: 'netInvoiced', descending: true } })).toThrow('right to see amounts');
  });
});
