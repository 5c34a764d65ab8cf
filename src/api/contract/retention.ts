// Rules by which contacts are proposed for forgetting, whom they fit, and what is decided about each. Invariant: a rule forgets nobody: what
// is approved becomes a request that is looked through and approved like any other.
import { z } from 'zod';
import { asFile, contract, count, dayOrNull, deed, list, page, paging, text, textOrNull, wholeNumber } from './parts.ts';

const instant = z.iso.datetime();
const yesNo = z.enum(['yes', 'no']).default('no');

const rule = z.strictObject({
  name: z.string().trim().min(1).max(120),
  quietMonths: z.int().min(1).max(240).describe('Nothing is known of the contact since so many months.'),
  customersToo: z.boolean().describe('Also people of accounts that have bought something.'),
  withoutBasis: z.boolean().describe('Only those without a legal basis.'),
  inactiveOnly: z.boolean().describe('Only those who are not in use any more.'),
});
const found = z.object({
  id: z.string().describe('Of the contact in Sauma.'), name: textOrNull, accountName: textOrNull, quietSince: dayOrNull.describe('The last day on which anything is known of them.'),
  isCustomer: z.boolean(), hasBasis: z.boolean(), active: z.boolean(),
});
const reads = ['retention'] as const;
const changes = ['retention'] as const;
const params = { id: 'Id of the rule.' };
const ids = z.strictObject({ ids: z.array(text).min(1).max(200) });

export const retention = {
  retentionRules: contract({
    path: '/retention/rules',
    title: 'Rules by which contacts are proposed for forgetting',
    reads,
    query: z.strictObject({}),
    answer: z.object({ items: list(rule.extend({ id: z.string(), version: count, by: z.string(), at: instant })), proposedAt: instant.nullable().describe('When the rules were last gone through.') }),
  }),
  retentionHistory: contract({
    path: '/retention/rules/:id/history',
    title: 'Every version of a rule, the newest first',
    reads,
    params,
    query: z.strictObject({}),
    answer: z.object({ items: list(z.object({ version: count, rule: rule.nullable().describe('Null: taken away.'), by: z.string(), at: instant })) }),
  }),
  addRetentionRule: deed({ method: 'POST', path: '/retention/rules', title: 'Add a retention rule', reads, changes, body: rule, answer: z.object({ id: z.string() }) }),
  saveRetentionRule: deed({ method: 'PUT', path: '/retention/rules/:id', title: 'Change a retention rule', reads, changes, params, body: z.strictObject({ rule, version: count.describe('The one that was seen.') }), answer: z.object({ id: z.string() }) }),
  removeRetentionRule: deed({ method: 'POST', path: '/retention/rules/:id/remove', title: 'Take a retention rule away, with what it proposes', reads, changes, params, body: z.strictObject({ version: count }), answer: z.object({ id: z.string() }) }),
  previewRetention: contract({
    path: '/retention/preview',
    title: 'Whom a rule would fit, the longest quiet first',
    reads,
    files: true,
    query: z.strictObject({ quietMonths: wholeNumber(1, 240, 24), customersToo: yesNo, withoutBasis: yesNo, inactiveOnly: yesNo, limit: wholeNumber(1, 500, 50), ...asFile }),
    answer: z.object({ items: list(found), total: count }),
  }),
  proposeRetention: deed({ method: 'POST', path: '/retention/propose', title: 'Go through the retention rules now', reads, changes, body: z.strictObject({}), answer: z.object({ proposed: count }) }),
  retentionProposals: contract({
    path: '/retention/proposals',
    title: 'Contacts that a rule proposes to forget, the oldest first',
    reads,
    query: z.strictObject({ ...paging, state: z.enum(['open', 'approved', 'kept']).default('open') }),
    answer: z.object({
      items: list(found.extend({ proposal: z.string(), rule: textOrNull.describe('Its name.'), state: z.enum(['open', 'approved', 'kept']), at: instant, decidedBy: textOrNull, decidedAt: instant.nullable(), request: textOrNull.describe('The erasure request that it became.') })),
      next: page.next,
      total: count,
    }),
  }),
  approveProposals: deed({
    method: 'POST', path: '/retention/proposals/approve', title: 'Make erasure requests of proposals, one per person', reads, changes: ['retention', 'erasures'], body: ids,
    answer: z.object({ requests: list(z.string()), passedOver: count.describe('Somebody else had decided, or they are gone.') }),
  }),
  keepProposals: deed({ method: 'POST', path: '/retention/proposals/keep', title: 'Keep people whom a rule proposes to forget, for a year', reads, changes, body: ids, answer: z.object({ kept: count }) }),
  legalBasisCounts: contract({
    path: '/retention/legal-basis',
    title: 'How many contacts have no legal basis, and how many records would wait if one were required',
    reads,
    query: z.strictObject({}),
    answer: z.object({ required: z.boolean(), contacts: count, without: count, waiting: z.object({ psa: count, crm: count }).describe('Contacts without a basis, nor one by default, that have no record there yet.') }),
  }),
};
