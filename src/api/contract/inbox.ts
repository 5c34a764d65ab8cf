// What waits for people, over the API: conflicts, possible matches and held writes, and the answers to them. Invariant: an answer is
// about what the person has seen; what has changed meanwhile is refused.
import { z } from 'zod';
import { asFile, contract, count, day, deed, list, page, paging, several, text, textOrNull, wholeNumber } from './parts.ts';
import { field, record, shownValue, side } from './values.ts';

const instant = z.iso.datetime();
const instantOrNull = instant.nullable();
const waiting = {
  entity: several(text),
  record: text.optional().describe('Id of a record in Sauma.'),
  sinceFrom: day.optional().describe('Waiting since this day or later.'),
  sinceUntil: day.optional().describe('Waiting since this day or earlier.'),
};
const listing = { ...paging, sort: z.enum(['since', '-since']).default('since').describe('A minus puts the newest first.'), ...asFile };

const heldFilter = { ...waiting, side: several(side), kind: several(text).describe('Why it waits.') };
const conflictFilter = {
  ...waiting, q: text.optional().describe('Beginnings of words of the record: of its name, e-mail addresses, numbers.'), owner: text.optional().describe("Id of the record's owner in a system's registry, as in /register-choices."), field: text.optional(), changed: side.optional().describe('The side whose value is no longer the agreed one.'),
};

const conflictSide = z.object({
  side,
  shown: shownValue,
  changed: z.boolean().describe('It is no longer what all last agreed on.'),
  by: textOrNull.describe('Who changed the record there, as far as its system says.'),
  at: instantOrNull,
});

export const conflict = z.object({
  id: z.string(),
  record,
  field,
  since: instant,
  state: z.enum(['open', 'resolved', 'closed']).describe('resolved: decided, about to be carried out. closed: over.'),
  base: shownValue.nullable().describe('What all last agreed on; null: they never have.'),
  sides: list(conflictSide),
  suggestion: side.nullable().describe('The side that is offered as the default.'),
  whole: z.boolean().describe('It is about the record as a whole: gone on a side, or not.'),
  always: z.boolean().describe('It can be decided for always.'),
  decision: z.object({ side, by: z.string(), at: instant }).nullable(),
});

const choice = {
  side: side.describe('Whose value is right.'),
  always: z.boolean().default(false).describe('Also from now on, for every record: changes the rule of the field.'),
};

const matchLink = z.object({
  id: z.string(),
  name: z.string(),
  side: side.nullable().describe('The side whose values are compared; null: it has none any more.'),
  records: list(z.object({ side, id: z.string(), gone: z.boolean() })).describe('What it consists of, by the ids of the systems.'),
});

export const match = z.object({
  id: z.string(),
  entity: z.string(),
  by: z.string().describe('The rule that found them.'),
  reason: z.string().describe('Why it is not certain.'),
  since: instant,
  state: z.enum(['open', 'accepted', 'rejected', 'void']).describe('void: one of them went another way before anybody decided.'),
  links: list(matchLink).describe('In the order of the values of each field.'),
  fields: list(z.object({ field, same: z.boolean(), shown: list(shownValue.nullable()) })).describe('null: that side does not show it.'),
  decision: z.object({ by: z.string(), at: instant }).nullable(),
});

export const held = z.object({
  id: z.string(),
  record,
  field: field.nullable().describe('null: the record as a whole.'),
  side: side.describe('Where it is to be written.'),
  kind: z.string().describe('Why it waits.'),
  code: textOrNull.describe("The system's own word for it."),
  alone: z.boolean().describe('It waits by itself: for a right, a rule or another record, not for a person.'),
  since: instant,
  waitsFor: record.nullable().describe('The record that it waits for.'),
});

export const inbox = {
  inboxCounts: contract({
    path: '/inbox/counts',
    title: 'How much waits for people',
    reads: ['inboxes'],
    query: z.strictObject({}),
    answer: z.object({ conflicts: count, matches: count, held: count.describe('Without what waits by itself.') }),
  }),
  conflictSummary: contract({
    path: '/conflicts/summary',
    title: 'Open conflicts by entity and field',
    reads: ['inboxes'],
    query: z.strictObject({}),
    answer: z.object({ total: count, items: list(z.object({ entity: z.string(), field, count, oldest: instant })) }),
  }),
  conflicts: contract({
    path: '/conflicts',
    title: 'Fields that were changed on several sides and wait for a decision',
    reads: ['inboxes'],
    query: z.strictObject({ ...conflictFilter, ...listing }),
    answer: z.object({ ...page, items: list(conflict) }),
    files: true,
  }),
  conflict: contract({
    path: '/conflicts/:id',
    title: 'One conflict, also one that is over',
    reads: ['inboxes'],
    params: { id: 'Of the conflict.' },
    query: z.strictObject({}),
    answer: conflict.extend({ open: textOrNull.describe('The conflict that waits about the same field now, when that is another one.') }),
  }),
  resolveConflict: deed({
    method: 'POST',
    path: '/conflicts/:id/resolution',
    title: 'Decide a conflict',
    changes: ['conflicts'],
    params: { id: 'Of the conflict.' },
    body: z.strictObject(choice),
    answer: z.object({ id: z.string() }),
  }),
  resolveConflicts: deed({
    method: 'POST',
    path: '/conflicts/resolutions',
    title: 'Decide many conflicts about fields',
    changes: ['conflicts'],
    body: z.strictObject({
      ...choice,
      about: z.discriminatedUnion('kind', [
        z.strictObject({ kind: z.literal('these'), ids: z.array(text).min(1).max(500) }),
        z.strictObject({
          kind: z.literal('matching'),
          filter: z.strictObject(conflictFilter),
          seen: count.describe('How many the person was shown: should more wait by now, nothing is decided.'),
          cursor: text.optional().describe('`next` of the answer before: it goes on there.'),
        }),
      ]),
    }),
    answer: z.object({ decided: count, passedOver: count.describe('Without a value of the side, about a whole record, or over by now.'), next: textOrNull.describe('There are more: send the same again with this cursor.') }),
  }),
  matchSummary: contract({
    path: '/matches/summary',
    title: 'Open matches by entity, rule and reason',
    reads: ['inboxes'],
    query: z.strictObject({}),
    answer: z.object({ total: count, items: list(z.object({ entity: z.string(), by: z.string(), reason: z.string(), count, oldest: instant })) }),
  }),
  matches: contract({
    path: '/matches',
    title: 'Records that may be the same and wait for a look',
    reads: ['inboxes'],
    query: z.strictObject({ ...waiting, by: text.optional().describe('The rule that found them.'), ...listing, limit: wholeNumber(1, 100, 50).describe('Items of one page.') }),
    answer: z.object({ ...page, items: list(match) }),
    files: true,
  }),
  match: contract({
    path: '/matches/:id',
    title: 'One match, also one that is decided',
    reads: ['inboxes'],
    params: { id: 'Of the match.' },
    query: z.strictObject({}),
    answer: match,
  }),
  decideMatch: deed({
    method: 'POST',
    path: '/matches/:id/decision',
    title: 'Say whether two records are the same',
    changes: ['matches'],
    params: { id: 'Of the match.' },
    body: z.strictObject({ accept: z.boolean().describe('true: they are the same. false: they are not, and are kept apart from now on.') }),
    answer: z.object({ id: z.string() }),
  }),
  heldSummary: contract({
    path: '/held/summary',
    title: 'Held writes by reason',
    reads: ['inboxes'],
    query: z.strictObject({}),
    answer: z.object({ total: count, items: list(z.object({ entity: z.string(), side, kind: z.string(), alone: z.boolean(), count, oldest: instant })) }),
  }),
  held: contract({
    path: '/held',
    title: 'Writes that wait, and why',
    reads: ['inboxes'],
    query: z.strictObject({ ...heldFilter, ...listing }),
    answer: z.object({ ...page, items: list(held) }),
    files: true,
  }),
  retryHeld: deed({
    method: 'POST',
    path: '/held/retry',
    title: 'Look again at held writes',
    changes: ['held'],
    body: z.strictObject({ records: z.array(z.strictObject({ entity: text, id: text })).min(1).max(500) }).or(z.strictObject({ matching: z.strictObject(heldFilter) })),
    answer: z.object({ records: count.describe('Records that will be looked at again.') }),
  }),
};
