// The settings in force, where each comes from and what an admin may change of them while the service runs. Invariant: a change is
// saved only by whoever has seen the last one, and only where the whole configuration would still be understood.
import { z } from 'zod';
import { contract, count, deed, list, text } from './parts.ts';
import { label } from './values.ts';

const option = z.object({ key: z.string(), label });
const author = { version: z.int().min(1), by: z.string(), at: z.iso.datetime() };

const setting = z.object({
  path: text.describe('As in the files, with dots.'),
  kind: z.enum(['flag', 'choice', 'choices', 'number', 'text', 'words', 'rows', 'list', 'gate', 'other']),
  label,
  text: label.describe('What it means.'),
  options: list(option).nullable(),
  columns: list(z.object({ name: z.string(), label, options: list(option).nullable(), optional: z.boolean() })).describe('Of rows.'),
  least: z.number().nullable(),
  most: z.number().nullable(),
  whole: z.boolean(),
  unit: z.enum(['ms', 's', 'days', 'months']).nullable(),
  current: z.unknown().describe('As people have set it, or as the file says; of a list of things that only the file may change, how many there are.'),
  installed: z.unknown().describe('As the file says.'),
  file: z.string(),
  applies: z.enum(['now', 'start', 'never']).describe('When a change counts: from the next cycle on, once the service is started anew, or never: then it is set in the file.'),
  waits: z.boolean().describe('True: it was changed, and counts once the service is started anew.'),
  isOverridden: z.boolean(),
  changed: z.object(author).nullable(),
  needs: list(z.object({ system: z.string(), scopes: list(z.string()), missing: list(z.string()) })).describe('Of a feature: the rights it needs in the systems, and which of them the last test did not find.'),
});

const versioned = { path: text, version: z.int().min(0).describe('Of the last change that was seen; 0: there was none.') };
const answer = z.object({ settings: list(setting), waiting: count.describe('Settings that wait for a new start.') });

export const settings = {
  settings: contract({ path: '/settings', title: 'Every setting in force, with where it comes from', reads: ['configuration'], query: z.strictObject({}), answer }),
  settingHistory: contract({
    path: '/settings/history',
    title: 'Every change of one setting, the newest first',
    reads: ['configuration'],
    query: z.strictObject({ path: text }),
    answer: z.object({ changes: list(z.object({ ...author, current: z.unknown().describe('Null: what the file says.') })) }),
  }),
  saveSettings: deed({
    method: 'PUT',
    path: '/settings',
    title: 'Change settings together',
    reads: ['configuration'],
    changes: ['settings'],
    body: z.strictObject({ changes: z.array(z.strictObject({ ...versioned, value: z.unknown().describe('As it would stand in the file; null: what the file says.') })).min(1).max(100).readonly() }),
    answer,
  }),
  undoSetting: deed({ method: 'POST', path: '/settings/undo', title: 'Take the last change of a setting back', reads: ['configuration'], changes: ['settings'], body: z.strictObject(versioned), answer }),
};
