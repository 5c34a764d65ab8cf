// What waits at a gate is looked at again when something may have opened it, and not before.
import { expect, it } from 'vitest';
import { openNet } from './net.ts';

const KUURA = { name: 'Kuura Oy', businessId: '1234567-1' };

it('a record that is excluded although something points to it waits for an edit of its own, not for every cycle', async () => {
  const net = openNet({ account: { psa: { anyOf: [{ referredBy: 'salesCase' }], unless: [{ field: 'phone', in: ['0'] }] } } });
  const company = net.crm.account.add({ ...KUURA, phone: '0' });
  net.crm.salesCase.add({ name: 'Uusi sivusto', account: company });
  for (let turn = 0; turn < 2; turn++) await net.cycle();
  expect((await net.link('account', company)).held).toMatchObject([{ side: 'psa', field: null, reason: 'out-of-scope' }]);
  expect(await net.store.wakeWaiting('account')).toBe(0);
  net.crm.account.edit(company, { phone: '040' });
  await net.cycle();
  expect(net.psa.account.ids).toHaveLength(1);
});

it('a record that any of several kinds may open waits for each of them', async () => {
  const net = openNet({ account: { psa: { anyOf: [{ referredBy: 'salesCase' }, { referredBy: 'contact' }], unless: [] } } });
  const company = net.crm.account.add(KUURA);
  await net.cycle();
  expect(net.psa.account.ids).toEqual([]);
  net.crm.contact.add({ name: 'Aino Mäki', account: company });
  await net.cycle();
  expect(net.psa.account.ids).toHaveLength(1);
});
