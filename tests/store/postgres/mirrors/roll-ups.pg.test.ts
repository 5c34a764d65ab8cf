// The figures of touched customers, as the engine gets them: those of the views, for this workspace's settings.
import { expect, test } from 'vitest';
import { activeLink, created, outcome, takeOne } from '../../contract/bench.ts';
import { openMirrors } from './bench.ts';
import { hour, project } from './rows.ts';

test('figures come by link, in the organisation\'s currency and by its way of approving', async () => {
  const { store, mirrors, save } = await openMirrors();
  const link = await activeLink(store, 'c1', { name: 'Kuura Oy' });
  await store.record([outcome(await takeOne(store), { sides: [created('local', link.id, { name: 'Kuura Oy' })] })]);
  await save('projects', [project('p1', 'c1')]);
  await save('workHours', [hour('h1', { approved: false }), hour('h2', { approved: true })]);
  const figures = async (): Promise<readonly unknown[]> => {
    const found = await mirrors.rollUps('account', ['c1', 'nobody'], '2026-03-02');
    return found.map(({ linkId, fields }) => [linkId, fields['unbilledApproved'], fields['unbilledUnapproved']]);
  };
  expect(await figures()).toEqual([[link.id, { amount: '300.00', currency: 'EUR' }, null]]);
  await store.saveFact('money:psa', { currency: 'SEK', approval: 'required', rounding: 'cents', rates: { EUR: '11' } });
  expect(await figures()).toEqual([[link.id, { amount: '1650.00', currency: 'SEK' }, { amount: '1650.00', currency: 'SEK' }]]);
  expect(await mirrors.rollUps('account', [], '2026-03-02')).toEqual([]);
});
