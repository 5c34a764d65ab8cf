// The audit, as admins and privacy officers ask for it. Invariant: an action is the name of a deed of the contract, or stands in the
// list of what happens to sessions.
import { z } from 'zod';
import { AUDIT_FAULTS } from '../../store/audit.ts';
import { asFile, contract, day, list, paging, several, text } from './parts.ts';

/** What is noted of sign-ins, besides the deeds of the contract. */
export const SESSION_ACTIONS = ['signIn', 'signInRefused', 'signOut', 'enterWorkspace', 'firstAdmin'] as const;
export type SessionAction = (typeof SESSION_ACTIONS)[number];
/** What only the command line can do. */
export const COMMAND_ACTIONS = ['inviteAdmin', 'importFile', 'backUp', 'restoreBackup', 'rotateKeys', 'resealKeys', 'addWorkspace'] as const;

const outcome = z.enum(['done', 'refused', 'failed']).describe('failed: it ended with an error, and a part of it may have been done.');

export const audit = {
  audit: contract({
    path: '/audit',
    title: 'Who did what, who was refused and what failed, the newest first; also as a file',
    reads: ['audit'],
    query: z.strictObject({
      actor: text.optional().describe('Key of one of /audit/actors.'),
      action: several(text).describe('Names of deeds of the contract, or of what happened to a session.'),
      outcome: outcome.optional(),
      atFrom: day.optional().describe('First plain date.'),
      atUntil: day.optional().describe('Last plain date.'),
      ...paging,
      ...asFile,
    }),
    answer: z.object({
      items: list(
        z.object({
          id: z.string(),
          at: z.iso.datetime(),
          actor: z.string(),
          action: z.string(),
          target: z.record(z.string(), z.string()).describe('Ids of what it was done to; as `person` the id of who did it.'),
          outcome,
          requestId: z.string(),
        }),
      ),
      next: z.string().nullable(),
      total: z.int().min(0).nullable().describe('Null: too many to count quickly.'),
    }),
    files: true,
  }),
  auditActors: contract({
    path: '/audit/actors',
    title: 'Everybody of whom the audit has a line',
    reads: ['audit'],
    query: z.strictObject({}),
    answer: z.object({ items: list(z.object({ key: z.string(), name: z.string() })) }),
  }),
  auditCheck: contract({
    path: '/audit/check',
    title: 'Whether anybody has changed the audit past the program; reads all of it',
    reads: ['audit'],
    query: z.strictObject({}),
    answer: z.object({
      lines: z.int().min(0),
      headAt: z.iso.datetime().nullable().describe('When the end was last signed; null before the first line.'),
      faults: z.int().min(0).describe('All of them; the first ones are named.'),
      found: list(z.object({ fault: z.enum(AUDIT_FAULTS), number: z.int().nullable().describe('Its place; null where it has none.'), lineId: z.string().nullable() })),
    }),
  }),
};
