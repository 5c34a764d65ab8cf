// Runs, as people ask about them, start them and take them back. Invariants: what a run shows of a record's values is for whoever may
// see such values anywhere else; a run that was asked for can be asked about from that moment on.
import { z } from 'zod';
import { asFile, contract, count, day, deed, list, paging, several, text, textOrNull } from './parts.ts';
import { field, shownValue, side } from './values.ts';

export const RUN_KINDS = ['backfill', 'cycle', 'sweep', 'deep', 'dry-run', 'undo', 'import'] as const;
export const RUN_STATES = ['waiting', 'running', 'done', 'halted', 'failed'] as const;
const ASKED_KINDS = ['cycle', 'sweep', 'deep', 'dry-run'] as const;
export const JOURNAL_ACTIONS = ['create', 'update', 'overwrite', 'archive', 'gone', 'unlink'] as const;
export const JOURNAL_OUTCOMES = ['done', 'rejected', 'unknown'] as const;

const kind = z.enum(RUN_KINDS).describe('deep: a cycle that also reads what only a look at each record shows; told of one that waits.');
const state = z.enum(RUN_STATES).describe('waiting: for a worker. halted: for a yes.');
const instant = z.iso.datetime();
const bySide = z.object({ psa: count, crm: count, local: count });
const id = { id: 'Id of the run.' };

const figures = {
  read: count,
  created: bySide,
  updated: bySide,
  archived: bySide.describe('Taken out of use.'),
  unchanged: count,
  conflicts: count.describe('Open afterwards.'),
  matches: count.describe('Open afterwards.'),
  held: count.describe('Waiting for a person afterwards.'),
  failed: count,
};

const item = {
  id: z.string(),
  kind,
  state,
  startedAt: instant.describe('When it was asked for, while it waits.'),
  finishedAt: instant.nullable(),
  approved: z.boolean().describe('A person said yes to all of it.'),
  by: textOrNull.describe('Whoever asked for it; null: it came by itself.'),
  schedule: textOrNull.describe('The schedule that somebody wanted done at once.'),
  undoes: textOrNull.describe('The run that this one takes back.'),
};

const verdict = z.object({ side: z.string(), change: z.string(), planned: count, done: count, limit: count });
const halt = z.object({ reason: z.enum(['preview', 'guard']), verdicts: list(verdict) });
const trouble = z.object({ side: z.string(), code: z.string(), message: z.string() });
const keyset = { next: textOrNull.describe('The cursor of the next page; null: this is the last one.'), total: z.null().describe('Nobody counts.') };
const entity = z.string();
const name = z.string().optional().describe('Of the record; only for whoever may see it.');

export const runs = {
  runs: contract({
    path: '/runs',
    title: 'What ran and how it ended, the newest first',
    reads: ['runs'],
    query: z.strictObject({
      kind: several(z.enum(RUN_KINDS)),
      state: several(z.enum(RUN_STATES)),
      quiet: z.enum(['without', 'with']).default('without').describe('Quiet are cycles that had nothing to write.'),
      startedFrom: day.optional(),
      startedUntil: day.optional(),
      ...paging,
      ...asFile,
    }),
    answer: z.object({ items: list(z.object({ ...item, ...figures, rows: z.object({ read: count, changed: count }).describe('Billable work, invoices and touches.') })), ...keyset }),
    files: true,
  }),
  run: contract({
    path: '/runs/:id',
    title: 'One run: what came of each entity',
    reads: ['runs'],
    params: id,
    query: z.strictObject({}),
    answer: z.object({
      ...item,
      entities: list(z.object({ name: entity, isMirror: z.boolean(), ...figures, halt: halt.nullable(), troubles: list(trouble) })),
      differences: z.boolean().describe('A dry run keeps what it would do: see /runs/:id/differences.'),
      undoable: z.boolean().describe('What it wrote can be taken back where nobody has touched it since.'),
      undoneBy: textOrNull.describe('The last run that took it back.'),
    }),
  }),
  runProgress: contract({
    path: '/runs/:id/events',
    live: true,
    title: 'How far a run is, told as it happens (server-sent events named "progress")',
    reads: ['runs'],
    params: id,
    query: z.strictObject({}),
    answer: z.object({
      step: z.int(), state: z.enum(['running', 'done', 'failed']), done: count, total: count.nullable(), message: textOrNull.describe('What it is at, as the engine calls it.'), counts: z.record(z.string(), count),
    }),
  }),
  runEntries: contract({
    path: '/runs/:id/entries',
    title: 'What a run did to each record, and why; the last first',
    reads: ['runs'],
    params: id,
    query: z.strictObject({ entity: several(text), side: several(side), action: several(z.enum(JOURNAL_ACTIONS)), outcome: several(z.enum(JOURNAL_OUTCOMES)), ...paging, ...asFile }),
    answer: z.object({
      items: list(z.object({ id: z.string(), at: instant, entity, record: z.string().describe('Id of the link.'), name, side, action: z.enum(JOURNAL_ACTIONS), outcome: z.enum(JOURNAL_OUTCOMES), fields: list(field), reason: textOrNull })),
      ...keyset,
    }),
    files: true,
  }),
  runDifferences: contract({
    path: '/runs/:id/differences',
    title: 'What a dry run would write, field by field',
    reads: ['runs'],
    params: id,
    query: z.strictObject({ entity: several(text), side: several(side), kind: several(z.enum(['create', 'update', 'archive'])), ...paging, ...asFile }),
    answer: z.object({
      items: list(
        z.object({
          id: z.string(), entity, record: z.string().describe('Id of the link.'), name, side, kind: z.enum(['create', 'update', 'archive']),
          fields: list(field.extend({ before: shownValue.optional(), after: shownValue.optional() })).describe('Values only for whoever may see the record.'),
        }),
      ),
      ...keyset,
    }),
    files: true,
  }),
  startRun: deed({
    method: 'POST',
    path: '/runs',
    title: 'Have a run done now',
    changes: ['runs'],
    body: z.strictObject({
      kind: z.enum(ASKED_KINDS).describe('dry-run: shows every change and writes nothing.'),
      entities: z.array(text).min(1).max(20).optional().describe('All unless given.'),
      approve: z.boolean().default(false).describe('Yes to the first sync, or to what was halted because it was too much.'),
    }),
    answer: z.object({ id: z.string() }),
  }),
  undoRun: deed({
    method: 'POST',
    path: '/runs/:id/undo',
    title: 'Take back what a run wrote, where nobody has touched it since',
    changes: ['runs'],
    params: id,
    body: z.strictObject({ dryRun: z.boolean().describe('Only shows what would be taken back.') }),
    answer: z.object({
      id: textOrNull.describe('The run that takes it back; null: nothing was begun.'),
      entities: list(z.object({ name: entity, restored: bySide, archived: bySide })).describe('Of a dry run, what would be.'),
      left: list(z.object({ entity, record: z.string(), name, side, fields: list(field), reason: z.string() })).describe('Of a dry run, the first of what stays as it is.'),
      leftCount: count,
    }),
  }),
};
