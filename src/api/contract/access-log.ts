// Persons as whoever looks after privacy sees them: who they are, who has seen them, and what was noted of their rights. Invariant: no more of
// a person is told here than what tells them apart.
import { z } from 'zod';
import { asFile, contract, count, day, list, page, paging, text, textOrNull } from './parts.ts';

const instant = z.iso.datetime();

/** As in store/access-log.ts: as what somebody was seen. */
export const SEEN_WORDS = ['record', 'list', 'file', 'account', 'salesCase', 'touches', 'inbox', 'run', 'privacy', 'subjectExport', 'erasure', 'commandLine'] as const;

export const restriction = z.object({
  id: z.string(), reason: z.string(), by: z.string(), at: instant,
  lifted: z.object({ reason: z.string(), by: z.string(), at: instant }).nullable().describe('Null: it stands.'),
});
export const legalBasis = z.object({
  id: z.string(), basis: z.string(), source: z.string(), on: day.describe('Since when it holds.'), by: z.string(), at: instant, ended: z.object({ by: z.string(), at: instant }).nullable(),
});
const rectification = z.object({ id: z.string(), asked: z.string(), done: z.string(), by: z.string(), at: instant });
const seen = z.object({ actor: z.string(), what: z.enum(SEEN_WORDS), day: day.describe('UTC.'), count: count.describe('Answers of that day.'), firstAt: instant, lastAt: instant });
const person = z.object({ id: z.string(), name: textOrNull, accountName: textOrNull });

const reads = ['accessLog'] as const;
const params = { id: 'Id of the contact in Sauma.' };

export const accessLog = {
  persons: contract({
    path: '/privacy/persons',
    title: 'Contacts, to find the one whose rights it is about',
    reads,
    query: z.strictObject({ ...paging, q: text.optional().describe('Beginnings of words: of names, e-mail addresses, phone numbers.') }),
    answer: z.object({ items: list(person), next: page.next, total: page.total.nullable().describe('Null: more than are worth counting.') }),
  }),
  restrictedPersons: contract({
    path: '/privacy/restricted',
    title: 'Contacts whose processing is restricted, the newest first',
    reads,
    query: z.strictObject({}),
    answer: z.object({ items: list(person.extend({ reason: z.string(), by: z.string(), at: instant })) }),
  }),
  person: contract({
    path: '/privacy/persons/:id',
    title: 'What is noted of a contact’s rights: restriction, rectification, legal basis',
    reads,
    params,
    query: z.strictObject({}),
    answer: person.extend({
      restrictions: list(restriction).describe('The newest first.'),
      rectifications: list(rectification),
      legalBases: list(legalBasis),
      bases: list(z.string()).describe('Those that stand, as the record has them.'),
    }),
  }),
  personSeen: contract({
    path: '/privacy/persons/:id/seen',
    title: 'Who has seen a contact, the latest first; also as a file',
    reads,
    params,
    files: true,
    query: z.strictObject({ ...asFile }),
    answer: z.object({ items: list(seen), keptDays: count.describe('For so many days it is kept.') }),
  }),
};
