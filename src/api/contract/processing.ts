// The record of processing activities, as it is read on a page and kept as a file. Invariant: it is made of the live declarations, so it is
// never older than the program that tells it.
import { z } from 'zod';
import { contract, count, list, text, textOrNull } from './parts.ts';

const words = z.object({ fi: z.string(), en: z.string() });
const category = z.enum(['company', 'identity', 'contact', 'workforce', 'free-text']);

export const processing = {
  processingRecord: contract({
    path: '/privacy/processing',
    title: 'The record of processing activities: what data, of whom, why, on what ground, who sees it, where it goes, how long it is kept; as JSON, or as a page to print and keep',
    reads: ['recordOfProcessing'],
    query: z.strictObject({ format: z.enum(['json', 'html']).default('json').describe('html answers a page of its own, to be kept.'), locale: z.enum(['fi', 'en']).default('fi').describe('Of the page.') }),
    answer: z.object({
      at: z.iso.datetime(),
      workspace: z.string(),
      controller: text.or(z.literal('')).describe('Who answers for the data, as the settings say.'),
      data: list(
        z.object({
          name: z.string(),
          kind: z.enum(['entity', 'mirror', 'own']).describe('entity: kept the same in several systems. mirror: only read. own: of Sauma alone.'),
          label: words, purpose: words, basis: words, subjects: words, kept: words,
          fields: list(z.object({ name: z.string(), label: words, category })),
          systems: list(z.object({ system: z.string(), reads: z.boolean(), writes: z.boolean(), forgets: z.string().describe('How it is forgotten there, as a code; empty: the system has no way for a program.') })),
          roles: list(z.object({ role: z.string(), label: words })).describe('Who sees it.'),
        }),
      ),
      recipients: list(z.object({ system: z.string(), name: z.string(), hosts: list(z.string()), connected: z.boolean(), mode: textOrNull })),
      categories: z.record(z.string(), words),
      measures: list(words),
      figures: z.object({ contacts: count, withoutBasis: count, restricted: count, basisRequired: z.boolean(), retentionRules: count }),
    }),
  }),
};
