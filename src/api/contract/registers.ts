// The registers over the API: lists of accounts, contacts, sales cases and touches. Invariant: as in history.ts: the lists of words are
// those that the views know, or the routes would not compile.
import { z } from 'zod';
import { asFile, bothWays, contract, count, currencyCode, day, dayOrNull, decimal, decimalOrNull, list, page, paging, several, text, textOrNull } from './parts.ts';

const standing = z.enum(['customer', 'potential', 'dormant']);
const mail = z.enum(['allowed', 'refused', 'none']);
const yesNo = z.enum(['yes', 'no']);
const VALUES = 'Only with the right "amounts", or for who may change sales cases.';
const value = decimal.optional().describe(VALUES);

const asked = {
  ...paging,
  ...asFile,
  q: text.optional().describe('Beginnings of words: of names, e-mail addresses, numbers, business IDs.'),
  owner: text.optional().describe("Id of the owner in a system's registry, as in /register-choices."),
};
const ofAccount = {
  standing: standing.optional().describe('customer: won a sales case or was invoiced. dormant: a customer with neither work nor an invoice for long.'),
  industry: text.optional().describe('Key of the industry.'),
  segment: text.optional().describe('Key of the segment.'),
};
const listed = { next: page.next, total: page.total.nullable().describe('Null: more than are worth counting.') };
const name = { id: z.string().describe('Of the record in Sauma.'), name: textOrNull };

const cases = {
  q: asked.q,
  owner: asked.owner,
  state: several(z.enum(['open', 'won', 'lost'])),
  stage: several(text),
  account: text.optional().describe('Id of the account in Sauma.'),
  currency: currencyCode.optional(),
  expectedFrom: day.optional().describe('Expected order date, the first day.'),
  expectedUntil: day.optional().describe('The last day.'),
  valueFrom: decimal.optional().describe(VALUES),
  valueUntil: decimal.optional().describe(VALUES),
};
const party = z.object({ id: textOrNull, name: textOrNull });
const choice = z.object({ value: z.string(), label: z.string(), state: z.string().optional() });

export const registers = {
  accounts: contract({
    path: '/accounts',
    title: 'The register of current and potential customers',
    reads: ['accounts'],
    files: true,
    query: z.strictObject({
      ...asked, ...ofAccount,
      id: several(text).describe('These, by their ids in Sauma.'),
      lifecycle: several(text),
      valueClass: several(z.enum(['A', 'B', 'C'])),
      sizeClass: several(z.enum(['small', 'medium', 'large'])),
      active: yesNo.optional(),
      sort: bothWays(['name', 'customerSince', 'lastInvoiceOn']).default('name'),
    }),
    answer: z.object({
      ...listed,
      items: list(
        z.object({
          ...name, businessId: textOrNull, domain: textOrNull, city: textOrNull, ownerName: textOrNull, lifecycle: textOrNull, industry: textOrNull, segments: list(z.string()), valueClass: textOrNull, sizeClass: textOrNull,
          isCustomer: z.boolean(), active: z.boolean(), customerSince: dayOrNull, lastInvoiceOn: dayOrNull, openCases: count.describe('Open sales cases.'),
        }),
      ),
    }),
  }),
  contacts: contract({
    path: '/contacts',
    title: 'Contacts, with what each has agreed to',
    reads: ['contacts'],
    files: true,
    query: z.strictObject({
      ...asked, ...ofAccount,
      id: several(text).describe('These, by their ids in Sauma.'),
      account: text.optional().describe('Id of the account in Sauma.'),
      mail: mail.optional().describe('allowed: some address may be written to. refused: each was refused. none: there is no address.'),
      legalBasis: yesNo.optional().describe('Whether a legal basis is recorded.'),
      role: text.optional(),
      language: text.optional(),
      lifecycle: several(text),
      active: yesNo.optional(),
      sort: bothWays(['name']).default('name'),
    }),
    answer: z.object({
      ...listed,
      items: list(
        z.object({
          ...name, firstName: textOrNull, lastName: textOrNull, jobTitle: textOrNull, account: textOrNull, accountName: textOrNull, emails: list(z.string()), phones: list(z.string()), mail,
          optOuts: list(z.string()).describe('Addresses that must not be written to.'), legalBasis: list(z.string()), role: textOrNull, language: textOrNull, lifecycle: textOrNull, ownerName: textOrNull, active: z.boolean(),
        }),
      ),
    }),
  }),
  salesCases: contract({
    path: '/sales-cases',
    title: 'Sales cases, without internal ones',
    reads: ['salesCases'],
    files: true,
    query: z.strictObject({ ...paging, ...asFile, ...cases, sort: bothWays(['name', 'expectedOrderDate', 'value']).default('expectedOrderDate') }),
    answer: z.object({
      ...listed,
      items: list(
        z.object({
          ...name, number: textOrNull, account: textOrNull, accountName: textOrNull, ownerName: textOrNull, stage: textOrNull, stageName: textOrNull, state: textOrNull, probability: decimalOrNull,
          expectedOrderDate: dayOrNull, currency: textOrNull, value: decimalOrNull.optional().describe(VALUES),
        }),
      ),
    }),
  }),
  salesCaseStages: contract({
    path: '/sales-case-stages',
    title: 'What is in each stage of these sales cases',
    reads: ['salesCases'],
    query: z.strictObject(cases),
    answer: z.object({ items: list(z.object({ stage: textOrNull, name: textOrNull, currency: textOrNull, count, withoutValue: count, value, weighted: value })) }),
  }),
  touches: contract({
    path: '/touches',
    title: 'Touches, the newest first',
    reads: ['touches'],
    files: true,
    query: z.strictObject({
      ...paging, ...asFile,
      kind: several(z.enum(['email', 'meeting', 'call', 'task'])),
      owner: asked.owner,
      account: text.optional().describe('Id of the account in Sauma: touches with it, its people and its deals.'),
      contact: text.optional().describe('Id of the contact in Sauma.'),
      atFrom: day.optional().describe('The first day.'),
      atUntil: day.optional().describe('The last day.'),
      sort: bothWays(['at']).default('-at'),
    }),
    answer: z.object({
      ...listed,
      items: list(
        z.object({
          id: z.string().describe('Of the CRM.'), kind: textOrNull, at: z.iso.datetime().nullable(), title: textOrNull, direction: textOrNull, outcome: textOrNull, ownerName: textOrNull,
          accounts: list(party), contacts: list(party).describe('Only with the right "contacts".'), deals: list(party),
        }),
      ),
    }),
  }),
  registerChoices: contract({
    path: '/register-choices',
    title: 'What the registers may be filtered by',
    reads: ['accounts'],
    query: z.strictObject({}),
    answer: z.object({ owners: list(choice), industries: list(choice), segments: list(choice), stages: list(choice), roles: list(choice), languages: list(choice), lifecycles: list(choice) }),
  }),
};
