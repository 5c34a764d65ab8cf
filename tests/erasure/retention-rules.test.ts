// Retention rules as they are gone through: once a day, all of them, and nobody is forgotten by one.
import { describe, expect, it } from 'vitest';
import { approveProposal, PROPOSED_FACT, proposeDaily } from '../../src/erasure/retention-rules.ts';
import type { ErasureContext } from '../../src/erasure/context.ts';
import { createLog } from '../../src/lib/log.ts';
import type { ErasureRequest } from '../../src/store/erasures.ts';
import type { Proposal, RetentionRule, RetentionRules } from '../../src/store/retention.ts';

const DAY_MS = 86_400_000;
const RULE: RetentionRule = { name: 'Two quiet years', quietMonths: 24, customersToo: false, withoutBasis: false, inactiveOnly: false };

function bench(decides = true) {
  let now = Date.parse('2026-03-15T09:00:00Z');
  const done: string[] = [];
  const facts = new Map<string, unknown>();
  const requests = new Map<string, ErasureRequest>();
  const proposal: Proposal = { id: 'p1', ruleId: 'rule', linkId: 'aino', quietSince: '2024-01-01', state: 'open', at: '2026-03-15T09:00:00.000Z', decidedBy: null, decidedAt: null, requestId: null };
  const version = { version: 1, by: 'officer@example.fi', at: '2026-03-01T09:00:00.000Z' };
  const retention = {
    rules: () => Promise.resolve([{ id: 'rule', rule: RULE, ...version }, { id: 'gone', rule: null, ...version }]),
    propose: ({ ruleId, today }: { ruleId: string; today: string }) => { done.push(`propose ${ruleId} ${today}`); return Promise.resolve(2); },
    withdraw: (id: string) => { done.push(`withdraw ${id}`); return Promise.resolve(0); },
    proposal: (id: string) => Promise.resolve(id === 'p1' ? proposal : null),
    decide: ({ state, requestId }: { state: string; requestId: string | null }) => { done.push(`${state} ${requestId}`); return Promise.resolve(decides); },
  } as unknown as RetentionRules;
  const erasures = {
    addRequest: (request: ErasureRequest) => { requests.set(request.id, request); return Promise.resolve(true); },
    request: (id: string) => Promise.resolve(requests.get(id) ?? null),
    saveRequest: (request: ErasureRequest) => { requests.set(request.id, request); return Promise.resolve(true); },
  };
  const context = {
    workspace: 'main', timeZone: 'Europe/Helsinki', log: createLog({ level: 'silent' }), newId: () => 'request-1', clock: { now: () => now, sleep: () => Promise.resolve() }, retention, requests: erasures,
    hashes: { hash: (text: string) => `hash of ${text}` }, sealer: { seal: (text: string) => text, open: (text: string) => text },
    store: { fact: (name: string) => Promise.resolve(facts.get(name) ?? null), saveFact: (name: string, value: unknown) => { facts.set(name, value); return Promise.resolve(); } },
  } as unknown as ErasureContext & { readonly retention: RetentionRules };
  return { context, done, facts, requests, later: (ms: number) => { now += ms; } };
}

describe('retention rules', () => {
  it('are gone through once a day; what a rule that is gone has proposed is withdrawn', async () => {
    const { context, done, facts, later } = bench();
    await proposeDaily(context);
    await proposeDaily(context);
    later(DAY_MS - 1);
    await proposeDaily(context);
    expect(done).toEqual(['propose rule 2026-03-15', 'withdraw gone']);
    later(1);
    await proposeDaily(context);
    expect(done).toHaveLength(4);
    expect(facts.get(PROPOSED_FACT)).toBe('2026-03-16T09:00:00.000Z');
  });
});

describe('a proposal that is approved', () => {
  it('becomes a request that goes the way of every other: nothing is forgotten by it', async () => {
    const { context, done, requests } = bench();
    expect(await approveProposal(context, 'p1', 'officer@example.fi')).toBe('request-1');
    expect(done).toEqual(['approved request-1']);
    expect(requests.get('request-1')).toMatchObject({ state: 'verified', origin: 'web', requestedBy: 'officer@example.fi', identity: { how: 'retentionRule' }, approved: null });
  });

  it('is passed over when somebody else has decided meanwhile, and its request is cancelled', async () => {
    const { context, requests } = bench(false);
    expect(await approveProposal(context, 'p1', 'officer@example.fi')).toBeNull();
    expect(requests.get('request-1')).toMatchObject({ state: 'cancelled' });
    expect(await approveProposal(context, 'nothing', 'officer@example.fi')).toBeNull();
  });
});
