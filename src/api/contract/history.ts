// What was bought, as sales, customer service and management ask for it over the API. Invariant: as in billing.ts: the lists of words are
// those that the views know, or the routes would not compile.
import { z } from 'zod';
import { billingCell } from './billing.ts';
import { asFile, amount, amountOrNull, asOf, bothWays, contract, count, currencyCode, dayOrNull, decimal, decimalOrNull, list, month, page, paging, several, text, textOrNull, told, wholeNumber } from './parts.ts';

const timelineKind = z.enum(['deal', 'dealWon', 'dealLost', 'proposal', 'project', 'projectClosed', 'invoice', 'creditNote', 'activity', 'touch']);
const account = { id: 'Id of the account in Sauma.' };
const margin = z.object({
  netInvoiced: decimal, cost: decimal, margin: decimal, marginPercent: decimalOrNull, items: count, without: count.describe('Pieces of work whose cost nobody knows.'), hoursWithout: decimal,
});
const traceLine = z.object({
  kind: z.enum(['hours', 'fees', 'travel', 'flatRates', 'other', 'total']),
  currency: currencyCode,
  agreedHours: decimalOrNull,
  doneHours: decimalOrNull,
  agreed: amountOrNull,
  done: amount,
  open: amount,
  draft: amount,
  invoiced: amount,
  differences: list(z.enum(['noProposal', 'doneOverAgreed', 'doneNotInvoiced', 'invoicedOverAgreed'])),
});

export const history = {
  header: contract({
    path: '/accounts/:id',
    title: 'An account at a glance',
    reads: ['purchaseHistory'],
    params: account,
    query: z.strictObject({ ...asOf }),
    answer: z.object({
      ...told,
      account: z.string(),
      customer: textOrNull,
      company: textOrNull,
      name: textOrNull,
      businessId: textOrNull,
      owner: textOrNull,
      ownerName: textOrNull,
      lifecycle: textOrNull,
      industry: textOrNull,
      segments: list(z.string()),
      valueClass: z.enum(['A', 'B', 'C']).nullable(),
      sizeClass: z.enum(['small', 'medium', 'large']).nullable(),
      customerSince: dayOrNull,
      lastInvoiceOn: dayOrNull,
      lastWorkOn: dayOrNull,
      nextBillingOn: dayOrNull,
      counts: z.object({ contacts: count, openDeals: count, wonDeals: count, lostDeals: count, openProjects: count, invoices: count }),
    }),
  }),
  timeline: contract({
    path: '/accounts/:id/timeline',
    title: 'What happened with an account, the newest first',
    reads: ['purchaseHistory'],
    params: account,
    query: z.strictObject({ ...asOf, ...paging, kind: several(timelineKind) }),
    answer: z.object({
      ...told,
      next: page.next,
      items: list(
        z.object({
          at: z.iso.datetime(), on: dayOrNull, kind: timelineKind, id: z.string(), title: textOrNull, number: textOrNull, state: textOrNull, what: textOrNull, deal: textOrNull, currency: currencyCode.nullable(), amount: amountOrNull,
        }),
      ),
    }),
  }),
  totals: contract({
    path: '/accounts/:id/totals',
    title: 'What an account has bought, net of credits, and what is open',
    reads: ['purchaseHistory'],
    params: account,
    query: z.strictObject({ ...asOf }),
    answer: z.object({
      ...told,
      account: z.string(),
      invoiced: list(z.object({ currency: currencyCode, invoices: count, creditNotes: count, amount, amount12m: amount, organisationAmount: amountOrNull, organisationAmount12m: amountOrNull })),
      open: list(billingCell),
      margin: margin.optional().describe('Only with the right "amounts".'),
    }),
  }),
  trace: contract({
    path: '/sales-cases/:id/trace',
    title: 'What was agreed, done and invoiced in a sales case, with the differences',
    reads: ['purchaseHistory'],
    params: { id: 'Id of the sales case in Sauma.' },
    query: z.strictObject({ ...asOf }),
    answer: z.object({
      ...told, deal: z.string(), project: textOrNull, name: textOrNull, account: textOrNull, state: textOrNull, agreedBy: z.enum(['proposals', 'expectedValue']).nullable(), lines: list(traceLine),
    }),
  }),
};

// By owner nobody asks here: an owner is an e-mail address, and addresses are kept by whatever stands in between.
const owner = text.optional().describe("Id of the owner in a system's registry, as in /register-choices.");
const filter = { owner, industry: text.optional().describe('Key of the industry.'), segment: text.optional().describe('Key of the segment.') };
const pipelineCell = { currency: currencyCode, count, withoutValue: count, value: amount, weighted: amount, organisationValue: amountOrNull, organisationWeighted: amountOrNull };
const reported = { customer: z.string(), account: textOrNull, name: textOrNull, owner: textOrNull, ownerName: textOrNull };
const funnelRow = z.object({
  source: textOrNull,
  reached: z.object({ prospect: count, mql: count, sql: count, opportunity: count, customer: count }),
  conversion: z.object({ mql: decimalOrNull, sql: decimalOrNull, opportunity: decimalOrNull, customer: decimalOrNull }),
});

export const reports = {
  profitable: contract({
    path: '/reports/profitable',
    files: true,
    title: 'Accounts by what was invoiced and what was left of it',
    // It consists of amounts.
    reads: ['purchaseHistory', 'amounts'],
    query: z.strictObject({
      ...asOf, ...filter, ...paging, ...asFile,
      from: z.iso.date().optional().describe('First day; a year before the last one unless given.'),
      to: z.iso.date().optional().describe('Last day; the day that is asked about unless given.'),
      sort: bothWays(['netInvoiced', 'margin', 'marginPercent', 'cost', 'name']).default('-margin'),
    }),
    answer: z.object({ ...told, ...page, items: list(margin.extend({ ...reported, unconverted: count })) }),
  }),
  dormant: contract({
    path: '/reports/dormant',
    files: true,
    title: 'Accounts that bought before and have not for long',
    reads: ['purchaseHistory'],
    query: z.strictObject({ ...asOf, ...filter, ...paging, ...asFile, months: z.coerce.number().int().min(1).max(120).optional(), sort: bothWays(['lastSeen', 'netInvoiced', 'name']).default('-lastSeen') }),
    answer: z.object({ ...told, ...page, items: list(z.object({ ...reported, lastWorkOn: dayOrNull, lastInvoiceOn: dayOrNull, openDeals: count, netInvoiced: amountOrNull })) }),
  }),
  pipeline: contract({
    path: '/reports/pipeline',
    title: 'Open deals by stage',
    reads: ['salesCases'],
    files: true,
    query: z.strictObject({ ...asOf, ...asFile, owner, from: month.optional(), to: month.optional() }),
    answer: z.object({ ...told, stages: list(z.object({ stage: textOrNull, name: textOrNull, ...pipelineCell })) }),
  }),
  salesForecast: contract({
    path: '/reports/forecast',
    title: 'Open deals by the month they are expected, weighted',
    reads: ['salesCases'],
    files: true,
    query: z.strictObject({ ...asOf, ...asFile, owner, months: wholeNumber(1, 60, 12) }),
    answer: z.object({ ...told, months: list(z.object({ month: z.union([month, z.enum(['late', 'later', 'none'])]), ...pipelineCell })) }),
  }),
  funnel: contract({
    path: '/reports/funnel',
    title: 'From prospect to customer, by where they came from',
    reads: ['funnel'],
    files: true,
    query: z.strictObject({ ...asOf, ...asFile, owner, of: z.enum(['contact', 'account']).default('contact'), from: z.iso.date().optional(), to: z.iso.date().optional() }),
    answer: z.object({ ...told, all: funnelRow, sources: list(funnelRow) }),
  }),
};
