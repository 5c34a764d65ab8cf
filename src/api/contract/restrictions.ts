// Rights of a contact that somebody carries out: restriction, rectification, and the ground on which they are kept. Invariant: each takes its
// reason or its source; nothing is done without one.
import { z } from 'zod';
import { legalBasis } from './access-log.ts';
import { contract, day, deed, list, text } from './parts.ts';

const words = z.string().trim().min(3, 'say it in a few words').max(2_000);
const params = { id: 'Id of the contact in Sauma.' };
const ofOfficer = { params, reads: ['accessLog'], changes: ['restrictions'] } as const;
const ofContact = { params, reads: ['contacts'], changes: ['contacts'] } as const;
const done = z.object({ id: z.string() });

/** As HubSpot calls them, so that the same is shown there. */
export const LEGAL_BASES = [
  'Performance of a contract', 'Legitimate interest – existing customer', 'Legitimate interest – prospect/lead', 'Legitimate interest - other', 'Freely given consent from contact', 'Not applicable',
] as const;

export const restrictions = {
  restrictPerson: deed({ method: 'POST', path: '/privacy/persons/:id/restriction', title: 'Restrict the processing of a contact: nothing of it is written to other systems, and nobody edits it', ...ofOfficer, body: z.strictObject({ reason: words }), answer: done }),
  liftRestriction: deed({ method: 'POST', path: '/privacy/persons/:id/restriction/lift', title: 'Lift the restriction of a contact', ...ofOfficer, body: z.strictObject({ reason: words }), answer: done }),
  addRectification: deed({ method: 'POST', path: '/privacy/persons/:id/rectifications', title: 'Note what a contact asked to have put right and what was done', ...ofOfficer, body: z.strictObject({ asked: words, done: words }), answer: done }),
  contactRights: contract({
    path: '/contacts/:id/rights',
    title: 'Whether the processing of a contact is restricted, and on what ground it is kept',
    reads: ['contacts'],
    params,
    query: z.strictObject({}),
    answer: z.object({
      restricted: z.object({ by: z.string(), at: z.iso.datetime() }).nullable(),
      bases: list(z.string()).describe('Those that stand, as the record has them.'),
      legalBases: list(legalBasis).describe('With source and date, the newest first, ended ones too.'),
      required: z.boolean().describe('Without one no record of the contact is made in a system.'),
    }),
  }),
  addLegalBasis: deed({ method: 'POST', path: '/contacts/:id/legal-bases', title: 'Record on what ground a contact is kept, with its source and day', ...ofContact, body: z.strictObject({ basis: z.enum(LEGAL_BASES), source: words, on: day }), answer: done }),
  endLegalBasis: deed({ method: 'POST', path: '/contacts/:id/legal-bases/end', title: 'Say that a ground no longer holds', ...ofContact, body: z.strictObject({ basis: text }), answer: done }),
};
