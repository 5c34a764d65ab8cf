// Random worlds of work and invoices for the laws of the billable flow: every kind of item, drafts, notes with either sign, shared
// rows, rows without items, unknown rates, missing values. Small numbers on purpose, so that things meet.
import fc from 'fast-check';
import { RATE_DIRECTIONS, type BillingSettings } from '../../src/core/billing-money.ts';
import type { BillingInvoice, BillingItem, BillingProject, BillingRow, BillingWorld, ItemKind } from '../../src/core/billing.ts';

const oneOf = <T>(...values: readonly T[]): fc.Arbitrary<T> => fc.constantFrom(...values);
const maybe = <T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | null> => fc.option(arbitrary, { nil: null, freq: 6 });
const day = fc.integer({ min: 1, max: 28 }).map((date) => `2026-03-${String(date).padStart(2, '0')}`);
export const TODAY = '2026-03-15';
export const CUSTOMERS = ['c1', 'c2'] as const;
const PROJECTS = ['p1', 'p2', 'p3', 'p4'] as const;
const INVOICES = ['i1', 'i2', 'i3', 'i4', 'i5', 'i6'] as const;
const ROWS = ['r1', 'r2', 'r3', 'r4', 'r5', 'r6', 'r7', 'r8'] as const;
const quantity = oneOf('0', '1', '7.5', '0.333', '1.25', '12.345', '-2');
const price = oneOf('0', '100', '85.55', '0.015', '33.33', '-10');
const currency = maybe(oneOf('EUR', 'SEK', 'USD'));

export const anySettings: fc.Arbitrary<BillingSettings> = fc.record({
  currency: fc.constant('EUR'),
  approval: oneOf('none', 'required', 'always'),
  rounding: oneOf('cents', 'integer'),
  rates: oneOf<BillingSettings['rates']>({}, { SEK: '0.0893' }, { SEK: '11.2', USD: '1.07' }),
  direction: oneOf(...RATE_DIRECTIONS),
});

const anyProject = (id: string): fc.Arbitrary<BillingProject> =>
  fc.record({ id: fc.constant(id), customer: maybe(oneOf(...CUSTOMERS)), currency, internal: maybe(oneOf(false, false, false, true)) });

const anyItem = (nth: number): fc.Arbitrary<BillingItem> =>
  fc
    .record({
      kind: oneOf<ItemKind>('workHour', 'projectFee', 'travelExpense', 'flatRate'), id: fc.constant(`x${nth}`), project: maybe(oneOf(...PROJECTS, 'unknown')), date: maybe(day), quantity: maybe(quantity), plannedQuantity: fc.option(quantity, { nil: null, freq: 1 }),
      invoiceQuantity: fc.option(quantity, { nil: null, freq: 2 }), unitPrice: maybe(price), currency, billable: oneOf(true, true, false, null),
      billableStatus: oneOf(null, 'Billable', 'NotBillable', 'RemovedFromInvoice'), approved: oneOf(true, false, null),
      invoice: fc.option(oneOf(...INVOICES, 'unknown'), { nil: null, freq: 1 }), invoiceRow: fc.option(oneOf(...ROWS), { nil: null, freq: 2 }),
    })
    .map((item) => {
      const placed = { ...item, invoiceRow: item.invoice === null ? null : item.invoiceRow };
      const plain = { plannedQuantity: null, billableStatus: null, approved: true };
      if (placed.kind === 'workHour') return placed;
      return placed.kind === 'flatRate' ? { ...placed, ...plain, date: null, quantity: '1', invoiceQuantity: null, billable: true, invoiceRow: null } : { ...placed, ...plain };
    });

const anyInvoice = (id: string): fc.Arbitrary<BillingInvoice> =>
  fc.record({
    id: fc.constant(id), number: oneOf(null, '1', '2'), customer: oneOf(...CUSTOMERS), projects: maybe(fc.uniqueArray(oneOf(...PROJECTS), { maxLength: 2 })), date: maybe(day), dueDate: maybe(day),
    paymentDate: maybe(day), currency, currencyRate: maybe(oneOf('1', '0.0893', '0', '11.5')), total: maybe(oneOf('100', '200', '-100', '33.33', '0', '87')), sent: oneOf(true, false, null),
    paid: oneOf(true, false, null), creditNote: oneOf(true, false, false, null), credits: fc.option(oneOf(...INVOICES, 'unknown'), { nil: null, freq: 1 }),
    creditedBy: fc.option(oneOf(...INVOICES), { nil: null, freq: 1 }), createdAt: maybe(day.map((date) => `${date}T09:00:00.000Z`)),
  });

const anyRow = (id: string, items: readonly BillingItem[]): fc.Arbitrary<BillingRow> =>
  fc.record({
    id: fc.constant(id), invoice: oneOf(...INVOICES), quantity: maybe(quantity), unitPrice: maybe(price),
    flatRate: fc.option(oneOf('none', ...items.flatMap((item) => (item.kind === 'flatRate' ? [item.id] : []))), { nil: null, freq: 2 }),
  });

/** Totals are often what the rows come to, rounded once. */
export const anyWorld: fc.Arbitrary<BillingWorld> = fc
  .tuple(fc.tuple(...PROJECTS.map(anyProject)), fc.tuple(...Array.from({ length: 12 }, (_, nth) => anyItem(nth))), fc.tuple(...INVOICES.map(anyInvoice)), fc.boolean())
  .chain(([projects, items, invoices, explained]) =>
    fc.tuple(...ROWS.map((id) => anyRow(id, items))).map((rows) => ({
      items, rows, projects: new Map(projects.map((project) => [project.id, project])), invoices: explained ? invoices.map((invoice) => ({ ...invoice, total: totalOf(invoice, rows) })) : invoices,
    })),
  );

function totalOf(invoice: BillingInvoice, rows: readonly BillingRow[]): string {
  const thousandths = rows.filter((row) => row.invoice === invoice.id).reduce((sum, row) => sum + Math.round(Number(row.quantity ?? 0) * Number(row.unitPrice ?? 0) * 1e6), 0);
  return (Math.sign(thousandths) * Math.round(Math.abs(thousandths) / 1e4) / 100).toFixed(2);
}
