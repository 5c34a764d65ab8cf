// One invoice of the seeded world from its rows: dates, how far it has come, rate and totals.
// Invariant: the totals are the sum of the rows rounded once, tax on top.

import type { Random } from '../../lib/random.ts';
import { dayMs, plainDate } from './dates.ts';
import { money, sumCents, taxCents } from './money.ts';
import type { Project } from './project.ts';
import { rateOn } from './rates.ts';
import type { WorldInvoice, WorldInvoiceRow } from './world-delivery.ts';

/** `until` is the last day of what it bills. */
export function toInvoice(project: Project, key: string, until: string, rows: readonly WorldInvoiceRow[], random: Random): WorldInvoice {
  const date = plainDate(Math.min(Date.parse(until) + random.int(1, 8) * dayMs, project.now), 0);
  const dueDate = plainDate(Date.parse(date), project.paymentTermDays);
  const daysLate = (project.now - Date.parse(dueDate)) / dayMs;
  const draw = random.next();
  const isFresh = project.now - Date.parse(date) < 25 * dayMs;
  const statusKey = isFresh && draw < 0.45 ? 'draft' : draw > 0.965 ? 'credited' : daysLate > 0 && draw < (daysLate > 120 ? 0.965 : 0.85) ? 'paid' : 'sent';
  const paidOn = plainDate(Math.min(project.now, Date.parse(dueDate) + random.int(-6, 12) * dayMs), 0);
  return withRows(
    {
      key,
      caseKeys: [project.caseKey],
      payerKey: project.twists.payerKey,
      statusKey,
      date,
      dueDate,
      paymentDate: statusKey === 'paid' ? paidOn : null,
      currency: project.currency,
      currencyRate: rateOn(project.currency, date, plainDate(project.now, 0)),
      vatPercentage: project.countryCode === 'FI' ? 25.5 : 0,
      creditOf: null,
      createdAt: Math.min(project.now, Date.parse(date) + 9 * 3_600_000),
    },
    rows,
  );
}

type Totals = 'totalExcludingTax' | 'totalTax' | 'totalIncludingTax';

export function withRows(invoice: Omit<WorldInvoice, 'rows' | Totals>, rows: readonly WorldInvoiceRow[]): WorldInvoice {
  const net = sumCents(rows);
  const tax = taxCents(net, invoice.vatPercentage);
  const { currency } = invoice;
  return { ...invoice, rows, totalExcludingTax: money(net, currency), totalTax: money(tax, currency), totalIncludingTax: money(net + tax, currency) };
}
