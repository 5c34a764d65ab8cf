// The connections to the systems as an admin sees them: what they are, what they may do, what is known of them and how much is asked
// of them. Invariant: nothing in an answer is a secret or leads to one.
import { z } from 'zod';
import { contract, count, deed, list, textOrNull } from './parts.ts';

const instantOrNull = z.iso.datetime().nullable();

const connection = z.object({
  system: z.enum(['severa', 'hubspot']),
  name: z.string(),
  side: z.enum(['psa', 'crm']),
  isConnected: z.boolean(),
  how: z.enum(['client-credentials', 'token', 'oauth']).nullable().describe('How it signs in; null: it is not connected.'),
  host: z.string(),
  isVendor: z.boolean().describe("False: the host is not one of the vendor's own, as in a demo."),
  mode: z.enum(['read-only', 'read-write']),
  checked: z
    .object({
      at: z.iso.datetime(),
      account: textOrNull,
      problem: z.object({ code: z.string(), detail: z.string() }).nullable(),
    })
    .nullable()
    .describe('The last test; null: there was none yet.'),
  features: list(
    z.object({
      name: z.string(),
      state: z.enum(['works', 'missing', 'unknown', 'off']).describe('off: not asked for, because it is switched off or the connection is read-only.'),
      scopes: list(z.object({ name: z.string(), state: z.enum(['has', 'missing', 'unknown']) })),
    }),
  ),
  facts: list(z.object({ name: z.string(), says: z.string() })),
  quotas: list(
    z.object({
      bucket: z.string(),
      calls: z.int(),
      windowMs: z.int(),
      callsPerDay: z.int().nullable(),
      callsToday: count.describe('Of the present day in UTC, by every process.'),
      waitMs: count.describe('How long a call that is asked for now waits for its turn.'),
      heldUntil: instantOrNull.describe('The system has asked us to wait until then.'),
      lastCallAt: instantOrNull,
    }),
  ),
  throttled: count.describe('How often this process was told that it calls too much.'),
  feeds: list(z.object({ name: z.string(), at: instantOrNull })).describe('When each was last read to its end; null: not yet.'),
  install: z.enum(['possible', 'needs-public-url', 'needs-app', 'none']).describe('Whether it can be connected by a page of the system itself.'),
});

const system = { params: { system: 'severa or hubspot.' }, reads: ['configuration'] as const, changes: ['connections'] as const, method: 'POST' as const, body: z.strictObject({}) };

export const connections = {
  connections: contract({ path: '/connections', title: 'The connections to the systems', reads: ['configuration'], query: z.strictObject({}), answer: z.object({ connections: list(connection) }) }),
  testConnection: deed({ ...system, path: '/connections/:system/test', title: 'Ask the system whether the connection works and what it may do', answer: connection }),
  probeConnection: deed({ ...system, path: '/connections/:system/probe', title: 'Find out by safe reads what the vendor does not document', answer: connection }),
  installConnection: deed({
    ...system,
    path: '/connections/:system/install',
    title: 'An address at which an admin installs our app in their account, good once and for a quarter of an hour',
    answer: z.object({ url: z.url(), expiresAt: z.iso.datetime() }),
  }),
};
