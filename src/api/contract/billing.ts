// The billable flow, as finance asks for it over the API. Invariant: each list of words is the one that the views know; the routes that
// answer would not compile with another.
import { z } from 'zod';
import { amount, amountOrNull, asFile, asOf, contract, count, currencyCode, dayOrNull, decimalOrNull, deed, list, month, page, paging, several, text, textOrNull, told, wholeNumber } from './parts.ts';

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
  q: text.optional().describe('In the name of the account or the project, or the beginning of an invoice’s number.'),
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
  projectNumber: textOrNull.describe('As Severa shows it.'),
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
  remarks: count.describe('On the account and the project together.'),
});

const group = z.object({
  key: textOrNull.describe('Id of Severa, a month or a state; null: what belongs to none.'),
  label: textOrNull,
  account: textOrNull.describe('Of accounts and projects: the account in Sauma.'),
  accountName: textOrNull,
  cells: list(billingCell),
});

const move = z.object({
  at: z.iso.datetime(), kind: z.string(), id: z.string(), number: textOrNull.describe('Of an invoice, as Severa shows it.'), customer: textOrNull, customerName: textOrNull, account: textOrNull,
  project: textOrNull, projectName: textOrNull, deal: textOrNull, from: state.nullable(), to: state.nullable(), currency: currencyCode.nullable(), amount: amountOrNull,
});
const drift = z.object({
  what: z.enum(['rows', 'lines', 'local', 'crm']), customer: z.string(), customerName: textOrNull, account: textOrNull, currency: currencyCode,
  about: textOrNull.describe('The invoice of rows, the state of what Severa says, or the name of the figure.'), number: textOrNull.describe('Of the invoice, as Severa shows it.'), label: z.object({ fi: z.string(), en: z.string() }).nullable().describe('Of the figure.'), expected: textOrNull, found: textOrNull,
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
    query: z.strictObject({ by: z.enum(['account', 'project', 'owner', 'month', 'state']), ...asOf, ...filter, ...paging, ...asFile }),
    answer: z.object({ ...told, ...page, items: list(group) }),
    files: true,
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
      ...asFile,
    }),
    answer: z.object({ ...told, ...page, items: list(line) }),
    files: true,
  }),
  changes: contract({
    path: '/billing/changes',
    title: 'What moved since a moment',
    reads: ['billableFlow'],
    query: z.strictObject({
      since: z.union([z.iso.datetime(), z.iso.date()]).describe('An instant (UTC), or a plain date: from its beginning on.'),
      until: z.union([z.iso.datetime(), z.iso.date()]).optional().describe('An instant (UTC), or a plain date: to its end; now unless given.'),
      customer: filter.customer,
      ...paging,
      ...asFile,
    }),
    answer: z.object({ ...told, ...page, sums: list(moveSum), items: list(move) }),
    files: true,
  }),
  forecast: contract({
    path: '/billing/forecast',
    title: 'What is to be billed, by month',
    reads: ['billableFlow'],
    query: z.strictObject({ ...asOf, months: wholeNumber(1, 60, 12), customer: filter.customer, ...asFile }),
    files: true,
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
    files: true,
    query: z.strictObject({ ...asOf, ...paging, ...asFile, olderThanDays: z.coerce.number().int().min(0).max(3650).optional().describe('Of unplanned: how long work has waited.') }),
    answer: z.object({
      ...told,
      ...page,
      items: list(
        z.object({
          project: textOrNull, number: textOrNull.describe('Of the project, as Severa shows it.'), name: textOrNull, customer: textOrNull, customerName: textOrNull, account: textOrNull, owner: textOrNull, ownerName: textOrNull, deal: textOrNull, count, hours: decimalOrNull, date: dayOrNull, currency: currencyCode.nullable(), amount: amountOrNull,
        }),
      ),
    }),
  }),
  drift: contract({
    path: '/billing/drift',
    title: 'Figures of accounts that are not the same figure everywhere',
    // It consists of amounts.
    reads: ['billableFlow', 'amounts'],
    query: z.strictObject({ customer: several(text).describe('Ids of Severa; all unless given.'), ...paging, ...asFile }),
    answer: z.object({ ...told, ...page, accounts: count.describe('Those that have something to compare.'), items: list(drift) }),
    files: true,
  }),
  heal: deed({
    method: 'POST',
    path: '/billing/drift/heal',
    title: 'What the sums of these accounts are made from is read again from Severa and HubSpot, and what differed is put right',
    reads: ['billableFlow', 'amounts'],
    // Nothing is decided here: the figures follow what the systems say. It belongs to whoever looks after billing.
    changes: ['billingRemarks'],
    body: z.strictObject({ customers: z.array(text).min(1).max(20).describe('Ids of Severa.') }),
    answer: z.object({ accounts: count, items: list(drift.extend({ what: z.enum(['psa', 'rows', 'lines', 'local', 'crm']), healed: z.boolean() })) }),
  }),
  billingChoices: contract({
    path: '/billing/choices/:of',
    title: 'Accounts, projects or owners to choose from, by the beginning of a word of their name',
    reads: ['billableFlow'],
    params: { of: 'account, project or owner.' },
    query: z.strictObject({ q: text.optional(), id: several(text).describe('These, whatever they are called.') }),
    answer: z.object({ items: list(z.object({ id: z.string(), label: textOrNull })) }),
  }),
  freshness: contract({
    path: '/freshness',
    title: 'When each feed was last read to its end',
    reads: [],
    query: z.strictObject({}),
    answer: z.object({ ...told }),
  }),
};
