// Requests to be forgotten, as those with the right receive, decide and follow them. Invariants: accepted, done and verified are three
// different things in every answer; before the identity is confirmed no answer says whether anybody is known; who it is about stands in
// bodies only, never in an address.
import { z } from 'zod';
import { alarm, CHECK_NAMES, ERASURE_STATE_NAMES, erasureState, IDENTITY_WAYS, LETTER_KINDS, nextStep, origin, REQUEST_DEEDS, stepState, treatment, WAITS_FOR_NAMES, waitsFor } from './erasure-words.ts';
import { label } from './values.ts';
import { asFile, bothWays, contract, count, day, dayOrNull, deed, list, page, paging, several, text, textOrNull } from './parts.ts';

const instant = z.iso.datetime();
const instantOrNull = instant.nullable();
const typed = (most: number) => z.string().trim().min(1).max(most);
const reason = typed(2_000).describe('Kept with the request, and part of what is told to the person: no names in it.');
const reads = ['erasures'] as const;
const changes = ['erasures'] as const;
const ofRequest = { params: { id: 'Id of the request.' }, reads, changes } as const;

/** Whom: one of them is enough. */
export const subjectSent = {
  email: typed(320).optional(),
  phone: typed(60).optional(),
  name: typed(200).optional().describe('First name and last name; half a name is refused, because nobody is found by it.'),
  link: text.optional().describe('Our id of a known contact.'),
};

const deadline = { dueOn: day, daysLeft: z.int().describe('Whole days until the due day; below nought: it has passed.'), alarm, isExtended: z.boolean() };
const standing = { state: erasureState, next: nextStep, waitsFor };
const three = {
  acceptedAt: instantOrNull.describe('Approved: from then on it cannot be taken back.'),
  doneAt: instantOrNull.describe('All steps were done.'),
  verifiedAt: instantOrNull.describe('The last look, a month later, found nothing.'),
};
const system = z.object({
  system: z.string(),
  lookedAt: instantOrNull.describe('Null: it has not been looked through yet.'),
  problem: textOrNull.describe('Why it could not be looked through, as a code.'),
  found: count,
  done: count.describe('Steps that are done.'),
  confirmed: count.describe('Of these, those that a person has said to be done by hand and no look can tell.'),
  kept: count,
  byHand: count.describe('Steps that a person has to do there.'),
  failed: count,
  open: count.describe('Steps that have not been tried yet, or are tried again.'),
});
const item = z.object({
  id: z.string(), ...standing, ...deadline, ...three, origin, requestedBy: z.string(), receivedAt: instant,
  about: textOrNull.describe('By what it was asked; null once the request is over, and in files.'),
  systems: list(system), reappearedAt: instantOrNull,
});

const step = z.object({
  id: z.string(), system: z.string(), kind: z.string(), treatment, state: stepState, ground: textOrNull, until: dayOrNull, attempts: count, problem: textOrNull, at: instant,
});
const said = z.object({ at: instant, by: z.string() });
const detail = item.extend({
  version: count,
  extended: said.extend({ reason: z.string() }).nullable(),
  identity: said.extend({ how: z.string() }).nullable(),
  approvedBy: textOrNull,
  refused: said.extend({ reason: z.string() }).nullable(),
  cancelled: said.nullable(),
  lifted: said.nullable().describe('The person was let back: they may be known again.'),
  nextAt: instantOrNull.describe('When the machine goes on by itself.'),
  retainedUntil: dayOrNull,
  checks: list(z.object({ check: z.enum(CHECK_NAMES), at: instantOrNull.describe('When it was made.'), dueAt: instantOrNull, found: count.nullable() })),
  steps: list(step),
  deeds: list(z.enum(REQUEST_DEEDS)).describe('What may be done with it now.'),
  candidates: list(z.object({ link: z.string(), name: z.string(), account: textOrNull, emails: list(z.string()) })).describe('What was asked by does not tell who is meant: these are known by it.'),
  hasReceipt: z.boolean(),
});

const piece = z.object({ text: z.string(), hit: z.enum(['none', 'sure', 'unsure']) });
const reviewed = z.object({
  id: z.string(), system: z.string(), kind: z.string(), treatment,
  what: z.string().describe('Of ours: table and column, or entity and field; else the kind.'),
  called: label.nullable().describe('What `what` is called, where it is one of our records or fields.'),
  count: count.describe('Rows of ours.'),
  ground: textOrNull, until: dayOrNull,
  sure: z.boolean(), others: count.describe('Other people it is tied to as well: they lose nothing.'),
  needsDecision: z.boolean().describe('No machine can be sure; `decision` says whether a person has said something.'), decision: z.enum(['treat', 'leave']).nullable(),
  reason: textOrNull.describe('Why a person must do it by hand, as a code.'),
  keeps: z.enum(['property-history']).nullable().describe('What the system keeps in spite of the treatment: property-history, what a text said before.'),
  content: list(z.object({ label: z.string(), called: label.nullable(), value: z.string() })),
  texts: list(z.object({ field: z.string(), called: label.nullable(), before: list(piece), after: z.object({ treat: z.string(), leave: z.string() }).describe('As it will be: sure hits go either way.') })),
});

export const erasures = {
  erasures: contract({
    path: '/erasures',
    title: 'Requests to be forgotten, with what each waits for; also as a file',
    reads,
    query: z.strictObject({
      state: several(z.enum(ERASURE_STATE_NAMES)),
      waitsFor: several(z.enum(WAITS_FOR_NAMES)),
      over: z.enum(['yes', 'no']).optional().describe('no: those that are not completed, refused or cancelled.'),
      alarm: z.enum(['soon', 'near', 'late']).optional().describe('Those whose deadline is at least so close.'),
      receivedFrom: day.optional(),
      receivedUntil: day.optional(),
      sort: bothWays(['receivedAt', 'dueOn']).default('-receivedAt'),
      ...paging,
      ...asFile,
    }),
    answer: z.object({ items: list(item), ...page }),
    files: true,
  }),
  erasureSummary: contract({
    path: '/erasures/summary',
    title: 'How many requests are open, wait for the officer, or are close to their deadline',
    reads,
    query: z.strictObject({}),
    answer: z.object({ open: count, waiting: count, soon: count, late: count, failed: count, reappeared: count, first: list(item).describe('Those due first.') }),
  }),
  erasure: contract({ path: '/erasures/:id', title: 'One request: how far it is, in which system, and what may be done with it', params: ofRequest.params, reads, query: z.strictObject({}), answer: detail }),
  addErasure: deed({
    method: 'POST',
    path: '/erasures',
    title: 'Receive a request to be forgotten; the answer is the same whether anybody is known or not',
    reads,
    changes,
    body: z.strictObject({ ...subjectSent, receivedOn: day.optional().describe('When it arrived; today unless given.') }).refine(({ email, phone, name, link }) => (email ?? phone ?? name ?? link) !== undefined, { path: ['email'], params: { objection: 'asked-for-nobody' }, message: 'give an e-mail address, a phone number, a name or a contact' }),
    answer: z.object({ id: z.string(), existed: z.boolean().describe('There is such an open request already; this is its id.') }),
  }),
  findSubject: deed({
    method: 'POST',
    path: '/erasures/contacts',
    title: 'Find a contact to receive a request for; whoever looks is in the audit',
    reads,
    changes,
    body: z.strictObject({ q: typed(200) }),
    answer: z.object({ items: list(z.object({ link: z.string(), name: z.string(), account: textOrNull, emails: list(z.string()) })), more: z.boolean() }),
  }),
  askIdentity: deed({ ...ofRequest, method: 'POST', path: '/erasures/:id/identity/question', title: 'Say that the person was asked to show who they are; nothing is looked for until they have', body: z.strictObject({}), answer: detail }),
  confirmIdentity: deed({ ...ofRequest, method: 'POST', path: '/erasures/:id/identity', title: 'Say how it was made sure that it is the person who asks', body: z.strictObject({ how: z.enum(IDENTITY_WAYS) }), answer: detail }),
  discoverSubject: deed({ ...ofRequest, method: 'POST', path: '/erasures/:id/discovery', title: 'Look through all systems, again', body: z.strictObject({}), answer: detail }),
  choosePerson: deed({ ...ofRequest, method: 'POST', path: '/erasures/:id/person', title: 'Say which of several people is meant', body: z.strictObject({ links: z.array(text).min(1).max(50) }), answer: detail }),
  erasureReview: contract({
    path: '/erasures/:id/review',
    title: 'Everything that was found, what is to be done with it, and what a person has to decide',
    params: ofRequest.params,
    reads,
    query: z.strictObject({}),
    answer: z.object({ version: count, items: list(reviewed), undecided: count, shared: list(z.object({ kind: z.enum(['email', 'phone']), value: z.string() })).describe('Of the person, and of others too: they keep it.') }),
  }),
  decideErasure: deed({
    ...ofRequest,
    method: 'POST',
    path: '/erasures/:id/decisions',
    title: 'Decide what a machine cannot: treat it or leave it',
    body: z.strictObject({ decisions: z.array(z.strictObject({ item: z.string().min(1).max(1_000), choice: z.enum(['treat', 'leave']) })).min(1).max(1_000) }),
    answer: detail,
  }),
  approveErasure: deed({ ...ofRequest, method: 'POST', path: '/erasures/:id/approval', title: 'Approve what was reviewed; it cannot be taken back', body: z.strictObject({ version: count.describe('Of the request as it was reviewed.') }), answer: detail }),
  refuseErasure: deed({ ...ofRequest, method: 'POST', path: '/erasures/:id/refusal', title: 'Refuse a request, with the reason', body: z.strictObject({ reason }), answer: detail }),
  cancelErasure: deed({ ...ofRequest, method: 'POST', path: '/erasures/:id/cancellation', title: 'Cancel a request that the person has taken back', body: z.strictObject({}), answer: detail }),
  extendErasure: deed({ ...ofRequest, method: 'POST', path: '/erasures/:id/extension', title: 'Move the deadline by two months, with the reason', body: z.strictObject({ reason }), answer: detail }),
  retryErasure: deed({ ...ofRequest, method: 'POST', path: '/erasures/:id/retry', title: 'Try the failed steps again, and no others', body: z.strictObject({ steps: z.array(text).min(1).max(1_000).optional().describe('Only these of the failed ones.') }), answer: detail }),
  stepByHand: deed({ ...ofRequest, params: { ...ofRequest.params, step: 'Id of the step.' }, method: 'POST', path: '/erasures/:id/steps/:step/done', title: 'Say that a step was done by hand', body: z.strictObject({}), answer: detail }),
  eraseAgain: deed({ ...ofRequest, method: 'POST', path: '/erasures/:id/again', title: 'Erase again what was shown again', body: z.strictObject({}), answer: detail }),
  liftErasure: deed({ ...ofRequest, method: 'POST', path: '/erasures/:id/lift', title: 'Let the person come back, because they ask for it', body: z.strictObject({}), answer: detail }),
  erasureLetters: contract({
    path: '/erasures/:id/letters',
    title: 'Letters to the person, with dates filled in and places for the name',
    params: ofRequest.params,
    reads,
    query: z.strictObject({ language: z.enum(['fi', 'en']).default('fi') }),
    answer: z.object({ letters: list(z.object({ kind: z.enum(LETTER_KINDS), subject: z.string(), text: z.string() })) }),
  }),
  erasureReceipt: contract({
    path: '/erasures/:id/receipt',
    title: 'The signed receipt, as JSON or as PDF; it names nobody who was forgotten',
    params: ofRequest.params,
    reads,
    query: z.strictObject({ format: z.enum(['json', 'pdf']).default('json'), language: z.enum(['fi', 'en']).default('fi').describe('Of the PDF.') }),
    answer: z.object({ body: z.string().describe('What was signed, as canonical JSON.'), signature: z.string(), publicKey: z.string() }),
  }),
};

export const subjectAccess = {
  exportSubject: deed({
    method: 'POST',
    path: '/subject-exports',
    title: 'Everything that is known of a person, from both systems and from here, to be given to them',
    reads: ['subjectExports'],
    changes: ['subjectExports'],
    body: z.strictObject({ ...subjectSent, how: z.enum(IDENTITY_WAYS), language: z.enum(['fi', 'en']).default('fi') }).refine(({ email, phone, name, link }) => (email ?? phone ?? name ?? link) !== undefined, { path: ['email'], params: { objection: 'asked-for-nobody' }, message: 'give an e-mail address, a phone number, a name or a contact' }),
    answer: z.object({ id: z.string(), at: instant, found: count.describe('Records and texts.'), unsure: count.describe('Things that may be about somebody else, left out: a person looks through them.'), missing: list(z.string()).describe('Systems that could not be looked through.'), json: z.string(), html: z.string() }),
  }),
  findForExport: deed({
    method: 'POST',
    path: '/subject-exports/contacts',
    title: 'Find a contact to make an export of; whoever looks is in the audit',
    reads: ['subjectExports'],
    changes: ['subjectExports'],
    body: z.strictObject({ q: typed(200) }),
    answer: z.object({ items: list(z.object({ link: z.string(), name: z.string(), account: textOrNull, emails: list(z.string()) })), more: z.boolean() }),
  }),
};
