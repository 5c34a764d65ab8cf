// The billable flow, as finance asks for it over the API. Invariant: each list of words is the one that the views know; the routes that
// answer would not compile with another.
import { z } from 'zod';
import { amount, amountOrNull, asOf, contract, count, currencyCode, dayOrNull, decimalOrNull, list, month, page, paging, several, text, textOrNull, told, wholeNumber } from './parts.ts';

const state = z.enum(['notBillable', 'removed', 'unapproved', 'approved', 'draft', 'invoiced', 'overdue', 'paid', 'credited']);
const LINE_SORTS = ['since', 'account', 'project', 'owner', 'state', 'hours', 'amount', 'organisationAmount'] as const;

const filter = {
  account: text.optional().describe('Id of the account in Sauma.'),
  customer: several(text).describe('Ids of Severa: whoever bought.'),
  billingCustomer: text.optional().describe('Id of Severa: whoever pays.'),
  project: text.optional().describe('Id of Severa.'),
  owner: text.optional().describe('Id of Severa: who owns the project.'),
  state: several(state),
  currency: currencyCode.optional(),
  from: month.optional().describe('First month of the work or the invoice.'),
  to: month.optional().describe('Last month.'),
};

export const billingCell = z.object({
  state,
  currency: currencyCode,
  count: count.describe('Pieces of work, or invoices.'),
  hours: decimalOrNull,
  amount,
  organisationAmount: amountOrNull,
  unconverted: count.describe('Lines whose rate to the organisation’s currency is not known.'),
  oldest: dayOrNull,
});

const line = z.object({
  kind: z.enum(['workHour', 'projectFee', 'travelExpense', 'flatRate', 'invoiceRow', 'rounding']),
  id: z.string(),
  invoice: textOrNull,
  invoiceNumber: textOrNull,
  project: textOrNull,
  projectName: textOrNull,
  customer: textOrNull,
  customerName: textOrNull,
  billingCustomer: textOrNull,
  billingCustomerName: textOrNull,
  owner: textOrNull,
  ownerName: textOrNull,
  state,
  since: dayOrNull,
  ageDays: z.int().nullable(),
  date: dayOrNull,
  hours: decimalOrNull,
  currency: currencyCode,
  amount,
  organisationAmount: amountOrNull,
  account: textOrNull,
  deal: textOrNull,
});

const move = z.object({
  at: z.iso.datetime(), kind: z.string(), id: z.string(), customer: textOrNull, project: textOrNull, from: state.nullable(), to: state.nullable(), currency: currencyCode.nullable(), amount: amountOrNull,
});
const moveSum = z.object({ kind: z.string(), from: state.nullable(), to: state.nullable(), currency: currencyCode.nullable(), count, amount: amountOrNull });

export const billing = {
  board: contract({
    path: '/billing/board',
    title: 'The billable flow by state and currency',
    reads: ['billableFlow'],
    query: z.strictObject({ ...asOf, ...filter }),
    answer: z.object({ ...told, cells: list(billingCell) }),
  }),
  groups: contract({
    path: '/billing/groups',
    title: 'The billable flow by account, project, owner, month or state',
    reads: ['billableFlow'],
    query: z.strictObject({ by: z.enum(['account', 'project', 'owner', 'month', 'state']), ...asOf, ...filter, ...paging }),
    answer: z.object({ ...told, ...page, groups: list(z.object({ key: textOrNull, label: textOrNull, cells: list(billingCell) })) }),
  }),
  lines: contract({
    path: '/billing/lines',
    title: 'Every piece of work and every invoice row, also as a file',
    reads: ['billableFlow'],
    query: z.strictObject({
      ...asOf,
      ...filter,
      ...paging,
      sort: z.enum([...LINE_SORTS, ...LINE_SORTS.map((name) => `-${name}` as const)]).default('since').describe('A minus puts the largest first; of a file the order is account by account.'),
      format: z.enum(['json', 'csv', 'xlsx']).default('json').describe('csv and xlsx answer every line as a file.'),
      locale: z.enum(['fi', 'en']).default('fi').describe('Of a file: its headings; of CSV also how it is separated and its decimals.'),
    }),
    answer: z.object({ ...told, ...page, lines: list(line) }),
    files: true,
  }),
  changes: contract({
    path: '/billing/changes',
    title: 'What moved since a moment',
    reads: ['billableFlow'],
    query: z.strictObject({
      since: z.union([z.iso.datetime(), z.iso.date()]).describe('An instant (UTC), or a plain date: from its beginning on.'),
      until: z.iso.datetime().optional().describe('An instant (UTC); now unless given.'),
      customer: filter.customer,
      ...paging,
    }),
    answer: z.object({ ...told, ...page, sums: list(moveSum), moves: list(move) }),
  }),
  forecast: contract({
    path: '/billing/forecast',
    title: 'What is to be billed, by month',
    reads: ['billableFlow'],
    query: z.strictObject({ ...asOf, months: wholeNumber(1, 60, 12), customer: filter.customer }),
    answer: z.object({
      ...told,
      cells: list(
        z.object({
          month: z.union([month, z.literal('late')]), source: z.enum(['planned', 'recurring', 'drafts', 'pipeline']), currency: currencyCode, count, amount, organisationAmount: amountOrNull,
        }),
      ),
    }),
  }),
  missing: contract({
    path: '/billing/missing/:list',
    title: 'Work that nobody will bill unless somebody looks',
    reads: ['billableFlow'],
    params: { list: 'unplanned: approved work with no planned billing. wonWithoutWork: won cases nobody has worked on. workWithoutDeal: projects with work whose case has no deal.' },
    query: z.strictObject({ ...asOf, ...paging, olderThanDays: z.coerce.number().int().min(0).max(3650).optional().describe('Of unplanned: how long work has waited.') }),
    answer: z.object({
      ...told,
      ...page,
      items: list(
        z.object({
          project: textOrNull, name: textOrNull, customer: textOrNull, customerName: textOrNull, owner: textOrNull, deal: textOrNull, count, hours: decimalOrNull, date: dayOrNull, currency: currencyCode.nullable(), amount: amountOrNull,
        }),
      ),
    }),
  }),
  drift: contract({
    path: '/billing/drift',
    title: 'Figures of accounts that are not the same figure everywhere',
    // It consists of amounts.
    reads: ['billableFlow', 'amounts'],
    query: z.strictObject({ customer: several(text).describe('Ids of Severa; all unless given.') }),
    answer: z.object({
      ...told,
      accounts: count.describe('Those that have something to compare.'),
      drift: list(
        z.object({ what: z.enum(['rows', 'lines', 'local', 'crm']), customer: z.string(), account: textOrNull, currency: currencyCode, about: textOrNull, expected: textOrNull, found: textOrNull }),
      ),
    }),
  }),
  freshness: contract({
    path: '/freshness',
    title: 'When each feed was last read to its end',
    reads: [],
    query: z.strictObject({}),
    answer: z.object({ ...told }),
  }),
};
