// What a mirror's row holds: exactly the declared columns, each of its kind, and nothing of what must stay in Severa.
import { describe, expect, it } from 'vitest';
import { MIRRORS } from '../../../../src/entities/mirrors/index.ts';
import type { ColumnKind, MirrorRow, MirrorValue } from '../../../../src/entities/mirrors/mirror.ts';
import { generateWorld } from '../../../../src/sandbox/seed/generate.ts';
import { populateSevera } from '../../../../src/sandbox/severa/populate.ts';
import { violations } from '../bench.ts';
import { routed } from '../../scripted.ts';
import { feedOf, firm, psaMirrors, rowsOf } from './firm.ts';
import type { Firm } from './firm.ts';

const isText = (value: MirrorValue): boolean => typeof value === 'string' && value !== '' && value === value.trim();
const fits: Readonly<Record<ColumnKind, (value: MirrorValue) => boolean>> = {
  id: (value) => isText(value),
  ids: (value) => Array.isArray(value) && value.every(isText),
  text: isText,
  decimal: (value) => typeof value === 'string' && /^-?\d+(\.\d+)?$/.test(value),
  date: (value) => typeof value === 'string' && /^\d{4}-\d\d-\d\d$/.test(value),
  instant: (value) => typeof value === 'string' && new Date(value).toISOString() === value,
  bool: (value) => typeof value === 'boolean',
};

/** By its feed, else by the parents that it is listed under, else as the sales cases show it. */
async function everyRow(one: Firm, mirror: string, projects: readonly string[]): Promise<readonly MirrorRow[]> {
  if (mirror === 'projects') {
    const pages = await Array.fromAsync(one.salesCase.all(null));
    return pages.flatMap(({ mirrored }) => mirrored ?? []).flatMap(({ rows }) => rows);
  }
  const { feed } = one.mirror(mirror);
  if (feed !== null) return rowsOf(await Array.fromAsync(feed.all(null)));
  const found: MirrorRow[] = [];
  for (const project of projects) for await (const rows of one.mirror(mirror).of('project', project)) found.push(...rows);
  return found;
}

it('has an adapter for every mirror of the PSA', () => {
  expect([...firm().connector.mirrors.keys()].toSorted()).toEqual(psaMirrors.toSorted());
});

describe('every row of a seeded organisation', () => {
  const one = firm();
  populateSevera(one.model.state, generateWorld({ seed: 5, accounts: 40, now: one.now() }), { delivery: true });
  const projects = one.model.state.list('projects').map(({ guid }) => guid);
  const status = one.model.state.list('salesstatustypes')[0]?.guid;
  one.put('salesstatushistory', { project: { guid: one.ids['project'] }, salesStatusType: { guid: status }, timeStamp: '2026-01-01T08:00:00Z', createdBy: { guid: one.ids['user'] } });

  it.each(psaMirrors)('of %s holds the declared columns, each of its kind', async (mirror) => {
    const rows = await everyRow(one, mirror, projects);
    const columns = MIRRORS.get(mirror)?.columns ?? {};
    expect(rows.length).toBeGreaterThan(0);
    for (const { values } of rows) {
      expect(Object.keys(values).toSorted()).toEqual(Object.keys(columns).toSorted());
      for (const [name, value] of Object.entries(values)) if (value !== null && !fits[columns[name]?.kind ?? 'id'](value)) throw new Error(`${mirror}.${name} is no ${columns[name]?.kind}`);
    }
    expect(violations()).toEqual([]);
  });
});

const guid = (of: string): { guid: string } => ({ guid: of });
const money = (amount: number, currencyCode: string | null = 'EUR'): object => ({ amount, currencyCode, multiCurrencyInfo: null });

/** A server that shows this one row in the list. */
async function shown(mirror: string, route: string, row: object): Promise<MirrorRow['values']> {
  const { transport } = routed((_request, asked) => {
    if (asked.endsWith('/token')) return { status: 200, body: { access_token: 't', access_token_expires_in: 3600 } };
    return { status: 200, body: asked === `GET /rest-api${route}` ? [row, { name: 'without an id' }] : [] };
  });
  const rows = rowsOf(await Array.fromAsync(feedOf(firm({ connector: { transport } }), mirror).all(null)));
  expect(rows).toHaveLength(1);
  return rows[0]?.values ?? {};
}

describe('a work hour', () => {
  it('shows money and quantities digit for digit as they were sent, and its day without a shift', async () => {
    const values = await shown('workHours', '/v1/workhours', {
      guid: 'h-1', eventDate: '2026-01-31T23:30:00+14:00', quantity: 0.1 + 0.2, unitPrice: money(1e-7, 'sek'), unitCost: money(-45.5), plannedInvoiceQuantity: '7.50', invoiceQuantity: 1e21,
      project: guid('p-1'), user: guid('u-1'), customer: guid('c-1'), phase: guid('f-1'), workType: { guid: 'w-1', name: ' Konsultointi ' }, description: 'Soitti Liisalle',
      isBillable: true, billableStatus: 'RemovedFromInvoice', isApproved: null, isProductive: false, invoice: { guid: 'i-1', number: 7 }, invoiceRowGuid: 'r-1', createdDateTime: '2026-01-31T08:00:00',
    });
    expect(values).toEqual({
      project: 'p-1', phase: 'f-1', customer: 'c-1', user: 'u-1', date: '2026-01-31', quantity: '0.30000000000000004', unitPrice: '0.0000001', currency: 'SEK', unitCost: '-45.5', costCurrency: 'EUR',
      billable: true, invoice: 'i-1', invoiceRow: 'r-1', invoiceQuantity: '1000000000000000000000', createdAt: '2026-01-31T08:00:00.000Z', workType: 'w-1', workTypeName: 'Konsultointi', approved: null,
      productive: false, plannedInvoiceQuantity: '7.5', billableStatus: 'RemovedFromInvoice',
    });
  });

  it('leaves a currency that is not shown unknown, and what is missing empty', async () => {
    expect(await shown('workHours', '/v1/workhours', { guid: 'h-1', eventDate: '2026-01-31', unitPrice: money(90, null) })).toMatchObject({ unitPrice: '90', currency: null, unitCost: null, invoice: null, billable: null });
  });
});

describe('a fee', () => {
  it('takes the name of its product where it has none, and says whether it is a rule', async () => {
    const values = await shown('projectFees', '/v1/projectfees', {
      guid: 'k-1', name: '', product: { guid: 'q-1', name: 'Lisenssi' }, billingSchedule: 'Recurring', plannedBillingDate: '2026-03-31', billingDependencyPhase: guid('f-1'), isRecurrenceRule: true,
    });
    expect(values).toMatchObject({ name: 'Lisenssi', product: 'q-1', schedule: 'Recurring', plannedBillingDate: '2026-03-31', billingPhase: 'f-1', isRule: true, rule: null });
    expect(await shown('projectFees', '/v1/projectfees', { guid: 'k-2', recurrenceRuleGuid: 'k-1' })).toMatchObject({ isRule: false, rule: 'k-1' });
  });
});

describe('an invoice', () => {
  const invoice = { guid: 'i-1', number: 20_001, customer: guid('c-1'), billingCustomer: guid('c-2'), projects: [guid('p-2'), guid('p-1')], date: '2026-02-01', currency: { code: 'sek' }, currencyRate: 0.0912 };

  it('names its projects in their order, whom it is for and who pays, and its number as text', async () => {
    const status = { guid: 's-1', name: 'Lähetetty', isSent: true, isWaitingPayment: true, isPaid: false };
    expect(await shown('invoices', '/v1/invoices', { ...invoice, status, totalExcludingTax: money(100.1, 'SEK') })).toMatchObject({
      number: '20001', customer: 'c-1', billingCustomer: 'c-2', projects: ['p-2', 'p-1'], currency: 'SEK', currencyRate: '0.0912', totalExcludingTax: '100.1', status: 's-1', statusName: 'Lähetetty', sent: true,
      waitingPayment: true, paid: false, creditNote: false, credits: null, creditedBy: null,
    });
  });

  it('is in the currency of its amounts', async () => {
    expect(await shown('invoices', '/v1/invoices', { ...invoice, totalExcludingTax: money(9.13) })).toMatchObject({ currency: 'EUR' });
    expect(await shown('invoices', '/v1/invoices', { ...invoice, totalExcludingTax: money(9.13, null) })).toMatchObject({ currency: 'SEK' });
  });

  it.each(['reimburseInvoice', 'creditNoteInvoice'])('that is a credit note takes back the invoice it names as %s', async (link) => {
    expect(await shown('invoices', '/v1/invoices', { ...invoice, isCreditNote: true, [link]: { guid: 'i-0', number: 20_000 } })).toMatchObject({ creditNote: true, credits: 'i-0', creditedBy: null });
  });

  it('that was credited names its credit note', async () => {
    expect(await shown('invoices', '/v1/invoices', { ...invoice, creditNoteInvoice: guid('i-2') })).toMatchObject({ creditNote: false, credits: null, creditedBy: 'i-2' });
  });
});

describe('a user', () => {
  it('keeps nothing that concerns nobody here', async () => {
    const row = { guid: 'u-1', firstName: 'Aino', lastName: 'Virta', email: 'Aino@Luotsi.example', isActive: false, socialSecurityNumber: '010190-999X', bankAccountNumber: 'FI21', birthDate: '1990-01-01', businessUnit: { guid: 'b-1', name: 'Myynti' } };
    expect(await shown('users', '/v1/users', row)).toEqual({ firstName: 'Aino', lastName: 'Virta', email: 'aino@luotsi.example', title: null, active: false, businessUnit: 'Myynti' });
  });
});

describe('projects', () => {
  it('come with the sales cases, by no call of their own, and only where billable work is read', async () => {
    const counts = [];
    for (const on of [true, false]) {
      const one = firm({ connector: { money: on } });
      one.calls();
      const pages = await Array.fromAsync(one.salesCase.all(null));
      counts.push(one.calls()['GET /v1/projects']);
      expect(pages.flatMap(({ mirrored }) => mirrored ?? []).map(({ mirror, rows }) => [mirror, rows.length])).toEqual(on ? [['projects', 1]] : []);
    }
    expect(counts).toEqual([1, 1]);
  });

  it('show where a sale or a project moved on though its time of change stands', async () => {
    const one = firm();
    const checkpoint = (await Array.fromAsync(one.salesCase.all(null))).at(-1)?.checkpoint ?? '';
    one.clock.advance(600_000);
    const lost = one.model.state.list('salesstatustypes').find((row) => row['salesState'] === 'Lost')?.guid;
    one.model.state.edit('projects', one.ids['project'] ?? '', { '/salesStatus': { salesStatusTypeGuid: lost } }, one.now());
    const pages = await Array.fromAsync(one.salesCase.changes(checkpoint));
    expect(pages.flatMap(({ mirrored }) => mirrored ?? [])).toMatchObject([{ mirror: 'projects', rows: [{ id: one.ids['project'], values: { salesStatus: lost, closed: true, customer: one.ids['customer'] } }] }]);
  });

  it('are as far as somebody estimates, else as far as Severa works out', async () => {
    const one = firm();
    const project = (more: object): string => one.put('projects', { name: 'Huolto', customer: guid(one.ids['customer'] ?? ''), projectOwner: guid(one.ids['user'] ?? ''), ...more });
    const estimated = project({ completionEstimatePercentage: 40, expectedValue: { amount: 1200.5, currencyCode: 'SEK' }, probability: 70 });
    const found = await one.mirror('projects').read([estimated]);
    expect(found.get(estimated)?.values).toMatchObject({ completion: '40', expectedValue: '1200.5', probability: '70' });
  });
});
