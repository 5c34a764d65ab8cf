// People who sign in, their roles, and tokens for programs, as admins ask for them. Invariants: a token is in the answer of its making and
// in no other; of a session there is never more than when it was begun and used.
import { z } from 'zod';
import { asFile, bothWays, contract, count, deed, list, page, paging, text, textOrNull } from './parts.ts';

const named = z.string().trim().min(1).max(100).regex(/^[^\p{Cc}]*$/u, 'has a character that cannot be');
const roleNames = list(z.string());
const openSession = z.object({ id: z.string(), startedAt: z.iso.datetime(), seenAt: z.iso.datetime(), own: z.boolean().describe('The one that this is asked with.') });
const token = z.object({
  id: z.string(), name: z.string(), roles: roleNames, state: z.enum(['working', 'over', 'revoked']), createdBy: z.string(), createdAt: z.iso.datetime(), expiresAt: z.iso.datetime(),
  lastUsedAt: z.iso.datetime().nullable(), revokedAt: z.iso.datetime().nullable(),
});

export const users = {
  people: contract({
    path: '/people',
    title: 'Everybody who has signed in to the workspace; also as a file',
    reads: ['configuration'],
    query: z.strictObject({
      q: text.optional().describe('A part of the name or of the e-mail.'),
      role: text.optional().describe('Name of a role.'),
      here: z.enum(['yes', 'no']).optional().describe('yes: those with an open session.'),
      sort: bothWays(['name', 'lastSeenAt']).default('-lastSeenAt'),
      ...paging,
      ...asFile,
    }),
    answer: z.object({
      items: list(
        z.object({
          id: z.string(), name: z.string(), email: textOrNull, local: z.boolean().describe('Came in by a one-time link, not by the identity provider.'), roles: roleNames.describe('By the configuration as it is now.'),
          firstSeenAt: z.iso.datetime(), lastSeenAt: z.iso.datetime(), sessions: list(openSession),
        }),
      ),
      ...page,
    }),
    files: true,
  }),
  endSession: deed({
    method: 'POST',
    path: '/sessions/:id/end',
    title: 'End a session of anybody in the workspace',
    params: { id: 'Id of the session.' },
    changes: ['roles'],
    body: z.strictObject({}),
    answer: z.object({ ended: count }),
  }),
  endSessions: deed({
    method: 'POST',
    path: '/people/:id/sign-out',
    title: 'End every session of a person in the workspace',
    params: { id: 'Id of the person.' },
    changes: ['roles'],
    body: z.strictObject({}),
    answer: z.object({ ended: count }),
  }),
  roles: contract({
    path: '/roles',
    title: 'What each role may see and change, and which values of the claim give it',
    reads: ['configuration'],
    query: z.strictObject({}),
    answer: z.object({
      roles: list(z.object({ name: z.string(), label: z.object({ fi: z.string(), en: z.string() }), reads: list(z.string()), changes: list(z.string()) })),
      issuer: textOrNull.describe('Of the identity provider; null: none is set.'),
      claim: z.string(),
      map: list(z.object({ given: z.string().describe('A value of the claim.'), roles: roleNames, workspaces: list(z.string()) })),
    }),
  }),
  tokens: contract({
    path: '/tokens',
    title: 'Tokens for programs, never the tokens themselves; also as a file',
    reads: ['configuration'],
    query: z.strictObject({
      q: text.optional().describe('A part of the name.'),
      state: z.enum(['working', 'over', 'revoked']).optional(),
      sort: bothWays(['name', 'createdAt', 'expiresAt', 'lastUsedAt']).default('-createdAt'),
      ...paging,
      ...asFile,
    }),
    answer: z.object({ items: list(token), ...page }),
    files: true,
  }),
  addToken: deed({
    method: 'POST',
    path: '/tokens',
    title: 'Make a token for a program; it is in this answer only',
    changes: ['roles'],
    body: z.strictObject({ name: named, roles: z.array(z.string()).min(1), days: z.int().min(1).max(3650) }),
    answer: z.object({ id: z.string(), token: z.string(), expiresAt: z.iso.datetime() }),
  }),
  revokeToken: deed({
    method: 'POST',
    path: '/tokens/:id/revoke',
    title: 'Let a token work no more, at once',
    params: { id: 'Id of the token.' },
    changes: ['roles'],
    body: z.strictObject({}),
    answer: z.object({ revoked: z.string() }),
  }),
};
