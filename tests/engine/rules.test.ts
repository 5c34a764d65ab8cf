// The policy, cut down to what the connections can do now.
import { expect, it } from 'vitest';
import type { Rule } from '../../src/core/rule.ts';
import { rulesInForce } from '../../src/engine/rules.ts';
import { meet, openBench } from './bench.ts';

const flowOf = (bench: ReturnType<typeof openBench>, name: string) => rulesInForce(bench.engine, 'account').find((rule) => rule.name === name)?.rule.flow.toSorted();

it('plans nothing towards a system that is not there, and owes a read-only one what it misses', () => {
  expect(flowOf(openBench({ modes: { crm: 'read-only' } }), 'phone')).toContain('psa>crm');
  expect(flowOf(openBench({ sides: ['psa'] }), 'phone')).toEqual(['crm>local', 'crm>psa', 'local>psa', 'psa>local']);
});

it('keeps the ways that the policy gives', () => {
  expect(flowOf(openBench({ rules: { phone: { flow: ['psa>crm', 'psa>local'] } } }), 'phone')).toEqual(['psa>crm', 'psa>local']);
});

it('refuses a field that nobody gave a rule', () => {
  const bench = openBench();
  expect(() => rulesInForce({ ...bench.engine, policy: new Map([['account', new Map()]]) }, 'account')).toThrow('no rule for account.name');
});

it('looks at every link again after a new rule, once', async () => {
  const bench = openBench({ rules: { phone: { flow: [] } } });
  const { psaId, crmId } = await meet(bench, { name: 'Kuura Oy', businessId: '0201256-6' });
  await bench.cycle();
  const rules = bench.engine.policy.get('account') as Map<string, Rule>;
  rules.set('phone', { ...(rules.get('phone') as Rule), flow: ['psa>crm', 'psa>local'] });
  const again = await bench.cycle();
  expect(again.counted.totals.links).toBe(1);
  expect((await bench.cycle()).counted.totals.links).toBe(0);
  expect([psaId, crmId, bench.crm.written]).toEqual(['psa-1', 'crm-1', []]);
});
