// The billable flow of the whole seeded world, held against sums worked out from Severa's own rows by code that shares nothing with
// the product.
import { expect, it } from 'vitest';
import { toInstant } from '../../src/lib/clock.ts';
import { moneyCycle, moneyStage } from './money-stage.ts';
import { naiveMoney } from './naive-money.ts';

const NAIVE = { unapproved: 'unapproved', approved: 'approved', drafts: 'draft', waiting: 'invoiced', overdue: 'overdue', paid: 'paid', credited: 'credited' } as const;

const inMoney = (line: string): boolean => !line.endsWith(' 0.00');

it.each([{}, { creditNoteSign: 'positive' }, { currencyRoundingType: 'NearestInteger' }] as const)('of every account is what its work and invoices come to, to the cent (%o)', async (facts) => {
  const { stage, views } = await moneyStage({ accounts: 60, severa: { facts: { workHourApproval: 'RequiredForInvoicing', ...facts } } });
  await moneyCycle(stage, { sweep: true });
  const asOf = toInstant(stage.clock.now()).slice(0, 10);
  const { groups } = await views.groups({ asOf, withAmounts: true, by: 'account', filter: { states: Object.values(NAIVE) }, limit: 1000, offset: 0 });
  const seen = groups.flatMap(({ key, cells }) => cells.map(({ state, currency, amount }) => `${key} ${currency} ${state} ${amount}`));
  const expected = [...naiveMoney(stage.severa.state, asOf)].flatMap(([of, sums]) => Object.entries(NAIVE).map(([name, state]) => `${of} ${state} ${sums[name as keyof typeof NAIVE]}`));
  expect(seen.filter(inMoney).toSorted()).toEqual(expected.filter(inMoney).toSorted());
  expect(seen.filter(inMoney).length).toBeGreaterThan(50);
  expect((await views.drift({ today: asOf, figures: [] })).drift).toEqual([]);
});
