// The laws of the billable flow, over random worlds, and its cases one by one.
import { Big } from 'big.js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sumOf, type BillingSettings } from '../../src/core/billing-money.ts';
import { billingLines, invoiceStates, invoiceSums, type BillingInvoice, type BillingItem, type BillingLine, type BillingState, type BillingWorld } from '../../src/core/billing.ts';
import { anySettings, anyWorld, TODAY } from './billing-world.ts';

const settings: BillingSettings = { currency: 'EUR', approval: 'required', rounding: 'cents', rates: {}, direction: 'organisation-per-unit' };
const hour: BillingItem = {
  kind: 'workHour', id: 'h', project: 'p', date: '2026-03-01', quantity: '2', plannedQuantity: null, invoiceQuantity: null, unitPrice: '100', currency: 'EUR', billable: true,
  billableStatus: 'Billable', approved: true, invoice: null, invoiceRow: null,
};
const invoice: BillingInvoice = {
  id: 'i', number: '7', customer: 'c', projects: ['p'], date: '2026-03-01', dueDate: '2026-03-14', paymentDate: null, currency: 'EUR', currencyRate: '1', total: '200', sent: true, paid: false,
  creditNote: false, credits: null, creditedBy: null, createdAt: '2026-03-01T09:00:00.000Z',
};
const note = (id: string, total: string, more: Partial<BillingInvoice> = {}): BillingInvoice => ({ ...invoice, id, total, creditNote: true, credits: 'i', ...more });
const row = (id: string, of: string, quantity: string, unitPrice: string): BillingWorld['rows'][number] => ({ id, invoice: of, quantity, unitPrice, flatRate: null });
const project = { id: 'p', customer: 'c', currency: 'EUR', internal: false };
const world = (given: Partial<BillingWorld>): BillingWorld => ({ items: [], rows: [], invoices: [], projects: new Map([['p', project]]), ...given });
const sum = (lines: readonly BillingLine[], of: (line: BillingLine) => boolean = () => true): string => sumOf(lines.filter(of).map((line) => line.amount)).toFixed(2);
const stateOf = (invoices: readonly BillingInvoice[], id = 'i', day: string | null = TODAY): BillingState | undefined => invoiceStates(invoices, day).get(id);

/** Of one hour on no invoice. */
const states = (change: Partial<BillingItem>, approval: BillingSettings['approval'] = 'required', internal = false): BillingState | undefined =>
  billingLines({ ...world({ items: [{ ...hour, ...change }] }), projects: new Map([['p', { ...project, internal }]]) }, { ...settings, approval }, TODAY)[0]?.state;
const inEuros = (lines: readonly BillingLine[]): string => sum(lines, (line) => line.currency === 'EUR');
/** By state and currency, without those that come to nothing. */
const sumsOf = (one: BillingWorld): unknown => {
  const byState = Map.groupBy(billingLines(one, settings, TODAY), ({ state, currency }) => `${state} ${currency}`);
  return Object.fromEntries([...byState].map(([key, lines]) => [key, sum(lines)] as const).filter(([, amount]) => amount !== '0.00'));
};

describe('work on no invoice', () => {
  it('waits for approval only where approval is required', () => {
    expect([states({ approved: false }), states({ approved: false }, 'none'), states({ approved: false }, 'always'), states({})]).toEqual(['unapproved', 'approved', 'approved', 'approved']);
  });

  it('is not billable in an internal project, when it says so, or when it was taken off an invoice', () => {
    expect([states({}, 'none', true), states({ billable: false, billableStatus: 'NotBillable' }), states({ billable: null }), states({ billable: false, billableStatus: 'RemovedFromInvoice' })]).toEqual([
      'notBillable', 'notBillable', 'notBillable', 'removed',
    ]);
  });

  it('is worth the quantity that is meant to be invoiced, half a cent rounded up', () => {
    const lines = billingLines(world({ items: [{ ...hour, quantity: '9', plannedQuantity: '1.5', unitPrice: '0.01' }] }), settings, TODAY);
    expect(lines.map(({ amount }) => amount.toFixed())).toEqual(['0.02']);
  });
});

describe('an invoice', () => {
  it('is a draft without number and unsent, then invoiced, overdue from the day after its due date, and paid from its payment date', () => {
    expect(stateOf([{ ...invoice, number: null, sent: false }])).toBe('draft');
    expect([stateOf([invoice], 'i', '2026-03-14'), stateOf([invoice])]).toEqual(['invoiced', 'overdue']);
    const paid = { ...invoice, paid: true, paymentDate: '2026-03-12' };
    expect([stateOf([paid], 'i', '2026-03-11'), stateOf([paid], 'i', '2026-03-12'), stateOf([{ ...paid, paymentDate: null }], 'i', '2026-03-02')]).toEqual(['invoiced', 'paid', 'paid']);
  });

  it('counts from its date on, and its work is approved until then', () => {
    const given = world({ items: [{ ...hour, invoice: 'i', invoiceRow: 'r' }], invoices: [{ ...invoice, date: '2026-03-10', createdAt: null }], rows: [row('r', 'i', '2', '100')] });
    const at = (day: string): unknown => billingLines(given, settings, day).map(({ kind, state, amount }) => [kind, state, amount.toFixed()]);
    expect([at('2026-02-28'), at('2026-03-09'), at('2026-03-10')]).toEqual([[], [['workHour', 'approved', '200']], [['invoiceRow', 'invoiced', '200']]]);
  });

  it('is credited when its notes take back all of it, whichever sign they show, and nets to zero', () => {
    for (const [total, quantity] of [['-200', '-2'], ['200', '2']] as const) {
      const given = world({ invoices: [invoice, note('n', total)], rows: [row('r', 'i', '2', '100'), row('s', 'n', quantity, '100')] });
      const lines = billingLines(given, settings, TODAY);
      expect(lines.map(({ state }) => state)).toEqual(['credited', 'credited']);
      expect(sum(lines)).toBe('0.00');
    }
  });

  it('keeps its state while notes take back a part, and they have it too, so that the state is net', () => {
    const given = [{ ...invoice, paid: true }, note('n', '-50'), note('m', '100', { paid: false })];
    expect([...invoiceStates(given, TODAY).values()]).toEqual(['paid', 'paid', 'paid']);
    expect([...invoiceStates([...given, note('o', '-50')], TODAY).values()]).toEqual(['credited', 'credited', 'credited', 'credited']);
  });

  it('is not credited yet by a draft note or before the note, and a note of an unknown invoice is credited', () => {
    expect([...invoiceStates([invoice, note('n', '-200', { number: null, sent: false })], TODAY).values()]).toEqual(['overdue', 'draft']);
    expect(stateOf([invoice, note('n', '-200', { date: '2026-03-20', createdAt: null })])).toBe('overdue');
    expect(stateOf([note('n', '-200', { credits: 'gone' })], 'n')).toBe('credited');
  });

  it('finds its note by either end of the pair', () => {
    expect(stateOf([{ ...invoice, creditedBy: 'n' }, note('n', '-200', { credits: null })])).toBe('credited');
  });

  it('has a line for what its total has over its rounded rows, and none where the rows do not explain the total', () => {
    const rows = [row('r', 'i', '1', '0.333'), row('s', 'i', '1', '0.333'), row('t', 'i', '1', '0.334')];
    const lines = (total: string, rounding: BillingSettings['rounding'] = 'cents'): unknown =>
      billingLines(world({ invoices: [{ ...invoice, total }], rows }), { ...settings, rounding }, TODAY).map(({ kind, amount }) => `${kind} ${amount.toFixed(2)}`);
    const own = ['invoiceRow 0.33', 'invoiceRow 0.33', 'invoiceRow 0.33'];
    expect([lines('1.00'), lines('0.99'), lines('7'), lines('0', 'integer')]).toEqual([[...own, 'rounding 0.01'], own, own, [...own, 'rounding -0.99']]);
  });

  it('goes to the projects of the work on its rows, to its only project without any, else to none', () => {
    const items = [
      { ...hour, id: 'a', project: 'p', invoice: 'i', invoiceRow: 'r', quantity: '1' }, { ...hour, id: 'b', project: 'q', invoice: 'i', invoiceRow: 'r', quantity: '1' },
      { ...hour, id: 'c', project: 'q', invoice: 'i', invoiceRow: 'r', quantity: '1' },
    ];
    const rows = [row('r', 'i', '3', '33.34'), row('s', 'i', '1', '1')];
    const lines = (projects: readonly string[]): unknown => billingLines(world({ items, invoices: [{ ...invoice, projects, total: '101.02' }], rows }), settings, TODAY).map((line) => `${line.id} ${line.project} ${line.amount.toFixed(2)}`);
    expect([lines(['p', 'q']), lines(['p'])]).toEqual([['r p 33.34', 'r q 66.68', 's null 1.00'], ['r p 33.34', 'r q 66.68', 's p 1.00']]);
  });

  it('is worth its own rate, either way round, and nothing is said of an unknown one', () => {
    const foreign = { ...invoice, currency: 'SEK', total: '100', currencyRate: '0.0893' };
    const worth = (change: Partial<BillingInvoice>, direction: BillingSettings['direction'] = 'organisation-per-unit', rates = {}): unknown =>
      billingLines(world({ invoices: [{ ...foreign, ...change }], rows: [row('r', 'i', '1', '100')] }), { ...settings, direction, rates }, TODAY).map((line) => line.worth?.toFixed(2) ?? null);
    expect([worth({}), worth({ currencyRate: '11.2' }, 'units-per-organisation'), worth({ currencyRate: null }), worth({ currencyRate: '0' }, 'organisation-per-unit', { SEK: '0.1' })]).toEqual([['8.93'], ['8.93'], [null], ['10.00']]);
  });
});

describe('in every world', () => {
  it('the lines of an invoice come to its total where its rows explain it, in both currencies', () => {
    fc.assert(
      fc.property(anyWorld, anySettings, (given, money) => {
        const lines = Map.groupBy(billingLines(given, money, TODAY), (line) => line.invoice);
        for (const { invoice: { id }, net, agrees, total, rate } of invoiceSums(given.invoices, given.rows, money, TODAY)) {
          const own = lines.get(id) ?? [];
          expect(sum(own)).toBe(net.toFixed(2));
          if (agrees) expect(net.eq(total as Big)).toBe(true);
          if (rate?.gt(0) && own.length > 0) expect(sumOf(own.map((line) => line.worth as Big)).minus(money.direction === 'units-per-organisation' ? net.div(rate) : net.times(rate)).abs().lte('0.005')).toBe(true);
        }
      }),
    );
  });

  it('shares of a row come to the row, and no line says less than a cent', () => {
    fc.assert(
      fc.property(anyWorld, anySettings, (given, money) => {
        const lines = billingLines(given, money, TODAY);
        expect(lines.every(({ amount, worth }) => amount.eq(amount.round(2)) && (worth === null || worth.eq(worth.round(2))))).toBe(true);
        for (const { rows } of invoiceSums(given.invoices, given.rows, money, TODAY)) for (const { row: { id }, amount } of rows) expect(sum(lines, (line) => line.kind === 'invoiceRow' && line.id === id)).toBe(amount.toFixed(2));
      }),
    );
  });

  it('the order in which rows come changes nothing', () => {
    fc.assert(
      fc.property(anyWorld, anySettings, (given, money) => {
        const texts = (one: BillingWorld): readonly string[] => billingLines(one, money, TODAY).map((line) => JSON.stringify(line)).toSorted();
        const turned = { ...given, items: given.items.toReversed(), rows: given.rows.toReversed(), invoices: given.invoices.toReversed() };
        expect(texts(turned)).toEqual(texts(given));
      }),
    );
  });

  it('moving a piece of work through the flow keeps the total', () => {
    fc.assert(
      fc.property(anyWorld, fc.constantFrom('1', '7.5', '0.333'), fc.constantFrom('100', '85.55'), (given, quantity, unitPrice) => {
        const item = { ...hour, id: 'moving', quantity, unitPrice };
        const total = new Big(quantity).times(unitPrice).round(2).toFixed(2);
        const own = { ...invoice, id: 'own', total };
        const before = billingLines({ ...given, items: [...given.items, { ...item, approved: false }] }, settings, TODAY);
        const steps = [
          { items: [item], invoices: [] }, ...[{ ...own, number: null, sent: false }, own, { ...own, paid: true }].map((step) => ({ items: [{ ...item, invoice: 'own', invoiceRow: 'own-row' }], invoices: [step] })),
        ];
        for (const { items, invoices } of steps) {
          const rows = invoices.length === 0 ? [] : [row('own-row', 'own', quantity, unitPrice)];
          expect(inEuros(billingLines({ ...given, items: [...given.items, ...items], invoices: [...given.invoices, ...invoices], rows: [...given.rows, ...rows] }, settings, TODAY))).toBe(inEuros(before));
        }
      }),
    );
  });

  it('an invoice that is taken back, at once or in parts and with either sign, adds nothing to any state', () => {
    fc.assert(
      fc.property(anyWorld, fc.integer({ min: 1, max: 9999 }), fc.boolean(), fc.boolean(), (given, part, positive, paid) => {
        const rest = 20_000 - part;
        const taken = [part, rest].map((cents, at) => ({ id: `back-${at}`, quantity: positive ? '1' : '-1', price: (cents / 100).toFixed(2) }));
        const notes = taken.map(({ id, quantity, price }) => note(id, `${positive ? '' : '-'}${price}`, { credits: 'own', paid: quantity === '1' }));
        const rows = [row('own-row', 'own', '2', '100'), ...taken.map(({ id, quantity, price }) => row(`row-${id}`, id, quantity, price))];
        const more = { ...given, invoices: [...given.invoices, { ...invoice, id: 'own', paid }, ...notes], rows: [...given.rows, ...rows] };
        expect(sumsOf(more)).toEqual(sumsOf(given));
      }),
    );
  });
});
