// How far a new installation has come: connected, decided, approved, done. Invariant: every step but the decision follows from what is
// there, so that it can be left and taken up again anywhere.
import { z } from 'zod';
import { contract, deed, list } from './parts.ts';
import { label } from './values.ts';

const answer = z.object({
  entities: list(z.object({ name: z.string(), label, isApproved: z.boolean().describe('A person has said yes to its sync.'), isBackfilled: z.boolean().describe('Its first sync has come to its end.') })),
  concept: z.object({ by: z.string(), at: z.iso.datetime() }).nullable().describe('Who said that the settings of the first steps are right; null: nobody yet.'),
});

export const onboarding = {
  onboarding: contract({ path: '/onboarding', title: 'How far a new installation has come', reads: ['configuration'], query: z.strictObject({}), answer }),
  confirmConcept: deed({ method: 'POST', path: '/onboarding/concept', title: 'Say that what is synced, and when records are made, is set as wanted', reads: ['configuration'], changes: ['settings'], body: z.strictObject({}), answer }),
};
