// The rule of every field, what a changed one would do, and the maps of stages and owners, as an admin sees and sets them. Invariant: a
// rule is saved only by whoever has seen the last change of it.
import { z } from 'zod';
import { contract, count, deed, list, text, textOrNull } from './parts.ts';
import { label, shownValue, side } from './values.ts';

const PAIRS = ['psa>crm', 'psa>local', 'crm>psa', 'crm>local', 'local>psa', 'local>crm'] as const;
const pair = z.enum(PAIRS).describe('psa>crm: a change in the PSA may go to the CRM.');
const order = z
  .array(side)
  .min(1)
  .refine((sides) => new Set(sides).size === sides.length, 'names a side twice')
  .readonly();

const rule = z.strictObject({
  flow: z.array(pair).refine((pairs) => new Set(pairs).size === pairs.length, 'names a way twice').readonly().describe('Ways a change may take; none keeps the field out of sync.'),
  onConflict: z.union([z.enum(['ask', 'newest', 'fill-blank', 'restrictive']), order]).describe('When several sides changed: an order of sides, or how it is decided.'),
  onFirst: z.union([z.literal('ask'), order]).describe('When records meet for the first time and differ: an order of sides, or ask.'),
});

const author = { version: z.int().min(1), by: z.string(), at: z.iso.datetime() };

const fieldRule = z.object({
  name: z.string(),
  label,
  kind: z.string(),
  rule: rule.describe('In force.'),
  installed: rule.describe('As config/policy.json says.'),
  changed: z.object(author).nullable().describe('The last change; null: nobody has made one.'),
  isOverridden: z.boolean().describe('False: the rule in force is the installed one.'),
  holds: z.object({ psa: z.enum(['none', 'read', 'write']).nullable(), crm: z.enum(['none', 'read', 'write']).nullable() }).describe('What each system can do with the field; null: it is not connected.'),
  fixed: z.enum(['computed', 'tightens']).nullable().describe('Why the rule, or its conflict part, stays as it is; null: it may be changed.'),
});

const sent = z.strictObject({ rule, version: z.int().min(0).describe('Of the last change that was seen; 0: there was none.') });
const ofField = { params: { entity: 'account, contact, salesCase or activity.', field: 'Name of the field.' }, reads: ['configuration'] as const };

const foreseen = z.discriminatedUnion('kind', [z.object({ kind: z.literal('nothing') }), z.object({ kind: z.literal('write'), to: shownValue }), z.object({ kind: z.literal('conflict') })]);
const bySide = z.object({ psa: count, crm: count, local: count });

const person = z.object({ id: z.string(), label: z.string(), email: textOrNull, active: z.boolean() });

export const rules = {
  rules: contract({
    path: '/rules',
    title: 'The rule of every field in force, with who changed it',
    reads: ['configuration'],
    query: z.strictObject({}),
    answer: z.object({ entities: list(z.object({ name: z.string(), label, fields: list(fieldRule) })) }),
  }),
  ruleHistory: contract({
    ...ofField,
    path: '/rules/:entity/:field/history',
    title: 'Every change of a rule, the newest first',
    query: z.strictObject({}),
    answer: z.object({ changes: list(z.object({ ...author, rule: rule.nullable().describe('Null: the installed rule counts.') })) }),
  }),
  saveRule: deed({ ...ofField, method: 'PUT', path: '/rules/:entity/:field', title: 'Change the rule of a field', changes: ['fieldRules'], body: sent, answer: fieldRule }),
  undoRule: deed({ ...ofField, method: 'POST', path: '/rules/:entity/:field/undo', title: 'Take the last change of a rule back', changes: ['fieldRules'], body: sent.omit({ rule: true }), answer: fieldRule }),
  resetRule: deed({ ...ofField, method: 'DELETE', path: '/rules/:entity/:field', title: 'Let the installed rule count again', changes: ['fieldRules'], body: sent.omit({ rule: true }), answer: fieldRule }),
  previewRule: deed({
    ...ofField,
    method: 'POST',
    path: '/rules/:entity/:field/preview',
    title: 'What a rule would do to the records there are; nothing is saved',
    changes: ['fieldRules'],
    body: sent.omit({ version: true }),
    answer: z.object({
      looked: count.describe('Records looked at.'),
      whole: z.boolean().describe('False: time was over before all of them were looked at.'),
      written: bySide.describe('Records the field would be written to, and is not as things are.'),
      otherwise: bySide.describe('Records that would get another value, or none, instead of the one that waits now.'),
      conflicts: z.object({ more: count, fewer: count }),
      differences: list(z.object({ link: z.string(), name: z.string(), side, now: shownValue, before: foreseen, after: foreseen })).describe('The first ones.'),
    }),
  }),
  maps: contract({
    path: '/maps',
    title: 'Which stage means which sales status, and which owner is whom',
    reads: ['configuration'],
    query: z.strictObject({}),
    answer: z.object({
      stages: list(
        z.object({
          pipeline: text,
          pipelineLabel: z.string(),
          stage: text,
          label: z.string(),
          state: z.enum(['open', 'won', 'lost']),
          active: z.boolean(),
          status: z.object({ id: z.string(), label: z.string() }).nullable().describe('The sales status it means; null: none.'),
          isAsked: z.boolean().describe('True: the setting stageMap says so; else it is the likeliest.'),
        }),
      ).nullable().describe('Null: the CRM is not connected, or has not been read yet.'),
      statuses: list(z.object({ id: z.string(), label: z.string(), active: z.boolean() })),
      owners: list(z.object({ psa: person.nullable(), crm: person.nullable() })).describe('By e-mail; what has no counterpart stands alone.'),
    }),
  }),
};
