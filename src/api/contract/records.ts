// One account, one contact, one sales case: what is known of it, where each field lives, and how people edit it. Invariant: the three
// have one shape, so that whoever shows or edits one can show and edit the others.
import { z } from 'zod';
import { amountOrNull, contract, count, currencyCode, dayOrNull, deed, list, text, textOrNull } from './parts.ts';

const side = z.enum(['psa', 'crm']);
/** There may be more to an element than its key. */
const element = z.record(z.string(), z.union([z.string(), z.boolean(), z.null()])).and(z.object({ key: z.string() }));
const fieldValue = z.union([z.string(), z.number(), z.boolean(), z.null(), z.object({ amount: z.string(), currency: z.string() }), list(element)]);
const place = z.object({
  side,
  state: z.enum(['there', 'coming', 'held', 'none']).describe('there: the system has what Sauma has. coming: it gets it with the next sync. held: it does not, see reason. none: it has no place for it.'),
  reason: textOrNull,
  shows: fieldValue.optional().describe('What the system shows, where that is not what Sauma has.'),
});
const field = z.object({
  name: z.string(),
  label: z.object({ fi: z.string(), en: z.string() }),
  kind: z.enum(['text', 'number', 'date', 'instant', 'bool', 'choice', 'money', 'ref', 'set']),
  registry: textOrNull.describe('The list that it is chosen from.'),
  target: textOrNull.describe('The entity that it points to; its ids are those of Sauma.'),
  isLong: z.boolean(),
  now: fieldValue,
  called: list(z.object({ id: z.string(), label: z.string() })).describe('What the ids in it are called.'),
  editable: z.boolean(),
  fixed: z.enum(['psa', 'crm', 'elsewhere', 'figures', 'nobody']).nullable().describe('Why nobody can edit it here: psa and crm: that system decides. elsewhere: it follows from others. figures: it is worked out. nobody: it is not synced.'),
  isConflict: z.boolean(),
  isIncoming: z.boolean().describe('Another value is on its way in.'),
  places: list(place),
});
const consentEntry = z.object({ address: z.string(), allowed: z.boolean(), source: textOrNull, on: dayOrNull, by: z.string(), at: z.iso.datetime() });

export const recordAnswer = z.object({
  id: z.string(),
  entity: z.enum(['account', 'contact', 'salesCase']),
  name: textOrNull,
  version: z.string().describe('For if-match; the header "etag" has it, too.'),
  kept: z.boolean().describe('Sauma keeps a record of its own, so that it can be edited.'),
  waitsForMatch: z.boolean(),
  modifiedAt: textOrNull.describe('When it was last edited in Sauma (UTC).'),
  modifiedBy: textOrNull,
  sides: list(z.object({
    side, id: textOrNull, state: z.enum(['there', 'coming', 'held', 'absent', 'gone']), reasons: list(z.string()), modifiedAt: textOrNull, modifiedBy: textOrNull,
  })),
  fields: list(field),
  choices: z.record(z.string(), list(z.object({ key: z.string(), label: z.string(), active: z.boolean() }))).describe('Of each list, for those who may edit.'),
  consents: list(consentEntry).describe('What people have put down about addresses, the newest first.'),
});

const typed = z.union([
  z.string().max(10_000), z.number(), z.boolean(), z.null(),
  z.strictObject({ amount: z.string(), currency: z.string() }),
  z.strictObject({ add: z.array(z.string().max(1000)).max(100).optional(), remove: z.array(z.string().max(1000)).max(100).optional() }),
]);
const consent = z.strictObject({ source: text.describe('Where it is known from.'), on: z.iso.date() });
const edit = z.strictObject({
  version: text.optional().describe('As the record had it when it was read, unless the header "if-match" says so; "*": whatever it is.'),
  fields: z.record(text, typed).describe('Only what changes: null clears; of a set {add, remove}; of money {amount, currency}.'),
  consent: consent.optional().describe('Needed to take back that an address must not be written to.'),
});
const creation = z.strictObject({ fields: z.record(text, typed) });
const made = z.object({ id: z.string() });

export const records = {
  accountRecord: contract({ path: '/accounts/:id/record', title: 'Every field of an account and where it lives', reads: ['accounts'], params: { id: 'Id of the account in Sauma.' }, query: z.strictObject({}), answer: recordAnswer }),
  contactRecord: contract({ path: '/contacts/:id', title: 'Every field of a contact and where it lives', reads: ['contacts'], params: { id: 'Id of the contact in Sauma.' }, query: z.strictObject({}), answer: recordAnswer }),
  salesCaseRecord: contract({ path: '/sales-cases/:id', title: 'Every field of a sales case and where it lives', reads: ['salesCases'], params: { id: 'Id of the sales case in Sauma.' }, query: z.strictObject({}), answer: recordAnswer }),
  editAccount: deed({ method: 'PATCH', path: '/accounts/:id', title: 'Edit an account', reads: ['accounts'], changes: ['accounts'], params: { id: 'Id of the account in Sauma.' }, body: edit, answer: recordAnswer }),
  editContact: deed({ method: 'PATCH', path: '/contacts/:id', title: 'Edit a contact', reads: ['contacts'], changes: ['contacts'], params: { id: 'Id of the contact in Sauma.' }, body: edit, answer: recordAnswer }),
  editSalesCase: deed({ method: 'PATCH', path: '/sales-cases/:id', title: 'Edit a sales case', reads: ['salesCases'], changes: ['salesCases'], params: { id: 'Id of the sales case in Sauma.' }, body: edit, answer: recordAnswer }),
  addAccount: deed({ method: 'POST', path: '/accounts', title: 'Add an account', reads: ['accounts'], changes: ['accounts'], body: creation, answer: made }),
  addContact: deed({ method: 'POST', path: '/contacts', title: 'Add a contact to an account', reads: ['contacts'], changes: ['contacts'], body: creation, answer: made }),
  accountContacts: contract({
    path: '/accounts/:id/contacts',
    title: 'The people of an account, with how they may be reached',
    reads: ['contacts'],
    params: { id: 'Id of the account in Sauma.' },
    query: z.strictObject({}),
    answer: z.object({
      items: list(z.object({ id: z.string(), name: textOrNull, jobTitle: textOrNull, active: z.boolean(), emails: list(z.object({ address: z.string(), forbidden: z.boolean() })), phones: list(z.string()) })),
      total: count,
    }),
  }),
  accountSalesCases: contract({
    path: '/accounts/:id/sales-cases',
    title: 'The sales cases of an account, open ones first',
    reads: ['salesCases'],
    params: { id: 'Id of the account in Sauma.' },
    query: z.strictObject({}),
    answer: z.object({
      items: list(z.object({ id: z.string(), name: textOrNull, number: textOrNull, state: textOrNull, stage: textOrNull, expectedOrderDate: dayOrNull, owner: textOrNull, currency: currencyCode.nullable(), amount: amountOrNull })),
      total: count,
    }),
  }),
  contactTouches: contract({
    path: '/contacts/:id/touches',
    title: 'What has been logged about a contact, the newest first',
    reads: ['contacts', 'touches'],
    params: { id: 'Id of the contact in Sauma.' },
    query: z.strictObject({ limit: z.coerce.number().int().min(1).max(200).default(50) }),
    answer: z.object({ items: list(z.object({ id: z.string(), at: z.iso.datetime(), kind: textOrNull, title: textOrNull, outcome: textOrNull })) }),
  }),
  contactSalesCases: contract({
    path: '/contacts/:id/sales-cases',
    title: 'The sales cases that a contact is part of',
    reads: ['contacts', 'salesCases'],
    params: { id: 'Id of the contact in Sauma.' },
    query: z.strictObject({}),
    answer: z.object({ items: list(z.object({ id: z.string(), name: textOrNull, state: textOrNull, stage: textOrNull, expectedOrderDate: dayOrNull, currency: currencyCode.nullable(), amount: amountOrNull })) }),
  }),
};
