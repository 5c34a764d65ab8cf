// Quotas: a first sync while both vendors refuse who calls too often. The calls alone take a time that nobody can pass.
import { callsBetween, callsSoFar, quotaFloorSeconds, throttled } from '../../../src/cli/run-report.ts';
import type { Part } from '../part.ts';
import { timed } from '../stages.ts';

export const quota: Part = {
  name: 'quota',
  title: 'At the quotas',
  how: 'A first sync with the limits of both vendors in force, against the time that its calls take at the full rate of the slower one. 1 is perfect.',
  run: async (stages) => {
    stages.say('a first sync at the quotas');
    const { product, vendors } = await stages.open({ accounts: stages.sizes.quota, quota: true });
    const before = callsSoFar(product.open.engine);
    const { seconds } = await timed(() => product.run());
    const made = callsBetween(before, callsSoFar(product.open.engine));
    const floor = quotaFloorSeconds(made, product.open.quotas);
    const refused = await vendors.ask('refused');
    const told = throttled(product.open.engine);
    return [
      { what: `first sync with ${stages.sizes.quota} companies`, measured: { value: seconds, unit: 's' }, against: { value: floor, unit: 's', what: 'the least that the quotas allow' } },
      { what: 'calls refused as too many', measured: { value: Math.max(refused.severa + refused.hubspot, told.severa + told.hubspot), unit: 'calls' }, against: null },
    ];
  },
};
