// Every case of billing that the product has to get right stands in the seeded world, also in a small one, and the sums over it
// are known without the product.
import { describe, expect, it } from 'vitest';
import { createSandbox } from '../../../src/sandbox/seed/start.ts';
import type { SeveraFacts } from '../../../src/sandbox/severa/options.ts';
import { guidIn, listIn, numberIn, amountIn, textIn, type Row } from '../../../src/sandbox/severa/row.ts';
import type { SeveraState } from '../../../src/sandbox/severa/state.ts';
import { naiveMoney } from '../../scenarios/naive-money.ts';
import type { NaiveMoney } from '../../scenarios/naive-money.ts';

const now = Date.UTC(2026, 10, 22, 5);
const today = '2026-11-22';

const worldOf = (accounts: number, facts: Partial<SeveraFacts> = {}): SeveraState => createSandbox('severa', { seed: 1, accounts, quota: false, now, facts }).model.state;
const cents = (amount: string | undefined): number => Math.round(Number(amount ?? 0) * 100);

function total(money: ReadonlyMap<string, NaiveMoney>, sum: keyof NaiveMoney): number {
  return [...money.values()].reduce((whole, own) => whole + cents(own[sum]), 0);
}

/** Of the credit notes that come to something. */
function noteTotals(state: SeveraState): number[] {
  const notes = state.list('invoices').filter((invoice) => invoice['isCreditNote'] === true);
  return notes.map((note) => amountIn(note, 'totalExcludingTax')).filter((amount) => amount !== 0);
}

function planned(item: Row): boolean {
  return (textIn(item, 'plannedBillingDate') ?? '') > today;
}

/** What to look for: rows by the name of their case. */
function casesOf(state: SeveraState): Readonly<Record<string, readonly Row[]>> {
  const [hours, fees, flats, invoices] = ['workhours', 'projectfees', 'flatrates', 'invoices'].map((list) => state.list(list)) as [readonly Row[], readonly Row[], readonly Row[], readonly Row[]];
  const rows = Map.groupBy(state.list('invoicerows'), (row) => textIn(row, 'invoiceGuid'));
  const billed = new Set([...hours, ...fees, ...state.list('projecttravelexpenses')].map((item) => item['invoiceRowGuid']));
  const status = new Map(state.list('invoicestatuses').map((row) => [row.guid, row]));
  const statusOf = (invoice: Row): Row | undefined => status.get(guidIn(invoice, 'status') ?? '');
  const notes = invoices.filter((invoice) => invoice['isCreditNote'] === true);
  const notesOf = Map.groupBy(notes, (note) => guidIn(note, 'reimburseInvoice'));
  const credits = (invoice: Row): number => (notesOf.get(invoice.guid) ?? []).reduce((sum, note) => sum + amountIn(note, 'totalExcludingTax'), 0);
  const currencies = new Map(state.list('currencies').map((row) => [row.guid, row]));
  const inCurrency = (code: string): Row[] => invoices.filter((invoice) => currencies.get(guidIn(invoice, 'currency') ?? '')?.['code'] === code);
  const busy = new Set(hours.map((hour) => guidIn(hour, 'project')));
  return {
    'removed from an invoice': hours.filter((hour) => hour['billableStatus'] === 'RemovedFromInvoice'),
    'not billable': hours.filter((hour) => hour['isBillable'] === false),
    'not approved': hours.filter((hour) => hour['isBillable'] === true && hour['isApproved'] === false),
    'approved and not on an invoice': hours.filter((hour) => hour['isBillable'] === true && hour['isApproved'] === true && hour['invoice'] === null),
    'planned for another quantity': hours.filter((hour) => typeof hour['plannedInvoiceQuantity'] === 'number' && hour['plannedInvoiceQuantity'] !== hour['quantity']),
    'planned for nothing': hours.filter((hour) => hour['plannedInvoiceQuantity'] === 0),
    'invoiced for another quantity': hours.filter((hour) => hour['invoice'] !== null && hour['plannedInvoiceQuantity'] === null && hour['invoiceQuantity'] !== hour['quantity']),
    draft: invoices.filter((invoice) => invoice['number'] === null),
    overdue: invoices.filter((invoice) => statusOf(invoice)?.['isWaitingPayment'] === true && (textIn(invoice, 'dueDate') ?? '') < today),
    'paid late': invoices.filter((invoice) => invoice['paymentDate'] !== null && (textIn(invoice, 'paymentDate') ?? '') > (textIn(invoice, 'dueDate') ?? '')),
    'paid, nobody knows when': invoices.filter((invoice) => statusOf(invoice)?.['isPaid'] === true && invoice['paymentDate'] === null),
    'credited in full': invoices.filter((invoice) => notesOf.get(invoice.guid)?.length === 1 && credits(invoice) === -amountIn(invoice, 'totalExcludingTax')),
    'credited in part': invoices.filter((invoice) => credits(invoice) < 0 && credits(invoice) > -amountIn(invoice, 'totalExcludingTax')),
    'several notes on one invoice': invoices.filter((invoice) => (notesOf.get(invoice.guid)?.length ?? 0) > 1),
    'two notes that come to the whole': invoices.filter((invoice) => notesOf.get(invoice.guid)?.length === 2 && Math.abs(credits(invoice) + amountIn(invoice, 'totalExcludingTax')) < 0.005),
    'a note without an invoice': notes.filter((note) => note['reimburseInvoice'] === null),
    'several projects on one invoice': invoices.filter((invoice) => listIn(invoice, 'projects').length > 1),
    'somebody else pays': invoices.filter((invoice) => guidIn(invoice, 'billingCustomer') !== guidIn(invoice, 'customer')),
    'Swedish krona': inCurrency('SEK'),
    dollar: inCurrency('USD'),
    'a rate of its own day': [...inCurrency('SEK'), ...inCurrency('USD')].filter((invoice) => invoice['currencyRate'] !== currencies.get(guidIn(invoice, 'currency') ?? '')?.['rate']),
    'a row without items': state.list('invoicerows').filter((row) => !billed.has(row.guid) && row['flatRateGuid'] === null),
    'a discount': state.list('invoicerows').filter((row) => amountIn(row, 'unitPrice') < 0),
    'an invoice without rows': invoices.filter((invoice) => !rows.has(invoice.guid)),
    'a rule that makes fees': fees.filter((fee) => fee['isRecurrenceRule'] === true),
    'a fee that a rule has made, on an invoice': fees.filter((fee) => textIn(fee, 'recurrenceRuleGuid') !== null && fee['invoice'] !== null),
    'a fee that a rule has made, ahead': fees.filter((fee) => textIn(fee, 'recurrenceRuleGuid') !== null && planned(fee)),
    'a fee planned ahead': fees.filter((fee) => fee['recurrenceRuleGuid'] === null && planned(fee)),
    'a fee that waits for a phase': fees.filter((fee) => fee['billingSchedule'] === 'WhenPhaseCompleted' && fee['invoice'] === null),
    'a fee whose phase is done': fees.filter((fee) => fee['billingSchedule'] === 'WhenPhaseCompleted' && fee['invoice'] !== null),
    'a fee for nothing': fees.filter((fee) => fee['isBillable'] === true && amountIn(fee, 'unitPrice') === 0),
    'a flat rate on an invoice': flats.filter((flat) => flat['invoiceGuid'] !== null),
    'a flat rate ahead': flats.filter((flat) => flat['invoiceGuid'] === null && planned(flat)),
    'a travel expense on an invoice': state.list('projecttravelexpenses').filter((item) => item['invoice'] !== null),
    'sold, and no work': state.list('projects').filter((project) => project['startDate'] !== null && project['isInternal'] === false && (textIn(project, 'startDate') ?? '') < today && !busy.has(project.guid)),
  };
}

describe.each([60, 500])('a world of %i accounts', (accounts) => {
  const state = worldOf(accounts);

  it('has every case', () => {
    for (const [name, found] of Object.entries(casesOf(state))) expect(found.length, name).toBeGreaterThan(0);
  });

  it('has invoices whose rows come to their totals', () => {
    for (const [key, money] of naiveMoney(state, today)) expect(money.rows, key).toBe(money.invoiced);
  });

  it('tells the sums from the parts', () => {
    const money = naiveMoney(state, today);
    for (const own of money.values()) expect(cents(own.waiting) + cents(own.overdue) + cents(own.paid) + cents(own.credited)).toBe(cents(own.invoiced));
    for (const sum of ['unapproved', 'approved', 'drafts', 'waiting', 'overdue', 'paid'] as const) expect(total(money, sum), sum).toBeGreaterThan(0);
  });
});

describe('the facts of Severa', () => {
  it('do not change what anybody owes by the sign of credit notes', () => {
    const [negative, positive] = [worldOf(60), worldOf(60, { creditNoteSign: 'positive' })];
    expect(noteTotals(negative).length).toBeGreaterThan(5);
    expect(noteTotals(negative).every((amount) => amount < 0)).toBe(true);
    expect(noteTotals(positive).every((amount) => amount > 0)).toBe(true);
    expect(naiveMoney(positive, today)).toEqual(naiveMoney(negative, today));
  });

  it('round totals to whole units, and leave the rows', () => {
    const [exact, whole] = [worldOf(60), worldOf(60, { currencyRoundingType: 'NearestInteger' })];
    expect(whole.list('invoices').filter((invoice) => !Number.isInteger(amountIn(invoice, 'totalIncludingTax')))).toEqual([]);
    expect(whole.list('invoicerows')).toEqual(exact.list('invoicerows'));
    expect(exact.list('invoices').some((invoice) => !Number.isInteger(amountIn(invoice, 'totalExcludingTax')))).toBe(true);
  });

  it('say whether hours wait for approval', () => {
    const free = naiveMoney(worldOf(60, { workHourApproval: 'None' }), today);
    const asked = naiveMoney(worldOf(60), today);
    expect(total(free, 'unapproved')).toBe(0);
    expect(total(free, 'approved')).toBe(total(asked, 'approved') + total(asked, 'unapproved'));
  });
});

describe('the naive sums', () => {
  it('follow a piece of work from the first hour to the credit note', () => {
    const state = worldOf(60);
    const project = state.list('projects').find((row) => row['isInternal'] === false) as Row;
    const [phase] = state.list('phases').filter((row) => guidIn(row, 'project') === project.guid) as [Row];
    const customer = guidIn(project, 'customer') ?? '';
    const before = naiveMoney(state, today);
    const moved = (): Record<string, number> => {
      const after = naiveMoney(state, today);
      const key = `${customer} EUR`;
      const changes = Object.entries(after.get(key) ?? {}).map(([sum, amount]) => [sum, cents(amount) - cents(before.get(key)?.[sum as keyof NaiveMoney])] as const);
      return Object.fromEntries(changes.filter(([, change]) => change !== 0));
    };
    const unitPrice = { amount: 99.99, currencyCode: 'EUR' };
    const hour = state.put('workhours', { phase: { guid: phase.guid }, user: project['projectOwner'], workType: { guid: state.list('worktypes')[0]?.guid }, eventDate: today, quantity: 1.5, unitPrice }, now);
    expect(moved()).toEqual({ unapproved: 14_999 });
    state.edit('workhours', hour.guid, { '/isApproved': true }, now);
    expect(moved()).toEqual({ approved: 14_999 });
    const open = naiveMoney(state, today).get(`${customer} EUR`);
    const draft = state.bill([project.guid], now);
    expect(numberIn(state.get('workhours', hour.guid), 'invoiceQuantity')).toBe(1.5);
    const billed = cents(naiveMoney(state, today).get(`${customer} EUR`)?.drafts) - cents(open?.drafts);
    expect(billed).toBeGreaterThanOrEqual(14_999);
    const sent = state.list('invoicestatuses').find((row) => row['isWaitingPayment'] === true);
    state.edit('invoices', draft.guid, { '/status': { guid: sent?.guid } }, now);
    expect(moved()).toMatchObject({ waiting: billed, invoiced: billed, rows: billed });
    const part = state.creditPart(draft.guid, 0.25, now);
    expect(moved()['waiting']).toBe(billed + Math.round(amountIn(part, 'totalExcludingTax') * 100));
    const rest = state.creditPart(draft.guid, 0.75, now);
    expect(guidIn(state.get('invoices', draft.guid), 'creditNoteInvoice')).toBe(rest.guid);
    expect(moved()['waiting'] ?? 0).toBeLessThanOrEqual(1);
  });
});
