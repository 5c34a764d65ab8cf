// When records are made in the PSA: what is chosen on the page, and the condition it comes to.
import { expect, it } from 'vitest';
import { policySchema } from '../../src/config-schema.ts';
import policyFile from '../../config/policy.json' with { type: 'json' };
import { gateChoiceOf, gateOf, STAGES } from '../../src/web/pages/admin/gate-choice.ts';

const policy = policySchema.parse(policyFile);

it('knows the gates as delivered as choices', () => {
  expect(gateChoiceOf(policy['account']?.gates.psa)).toEqual({ kind: 'either', from: 'opportunity' });
  expect(gateChoiceOf(policy['contact']?.gates.psa)).toEqual({ kind: 'either', from: 'opportunity' });
});

it('comes back to the same choice from every condition it makes', () => {
  for (const choice of [{ kind: 'always' }, { kind: 'deal' }, ...STAGES.flatMap((from) => [{ kind: 'stage', from }, { kind: 'either', from }] as const)] as const) expect(gateChoiceOf(gateOf(choice))).toEqual(choice);
});

it('leaves any other condition as it is', () => {
  expect(gateChoiceOf(policy['salesCase']?.gates.crm)).toEqual({ kind: 'custom' });
  expect(gateChoiceOf({ anyOf: [{ referredBy: 'activity' }], unless: [] })).toEqual({ kind: 'custom' });
});
