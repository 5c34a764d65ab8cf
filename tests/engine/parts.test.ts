// One person with a record per account: the main record speaks for them, the others are parts of it.
import { expect, it } from 'vitest';
import { openNet } from './net.ts';
import type { Net } from './net.ts';

const AINO = { name: 'Aino Mäki', firstName: 'Aino', lastName: 'Mäki', emails: [{ key: 'aino@example.com' }] };

async function twoAccounts(): Promise<{ readonly net: Net; readonly main: string; readonly part: string; readonly there: string }> {
  const net = openNet();
  const kuura = net.psa.account.add({ name: 'Kuura Oy', businessId: '1234567-1' });
  const halla = net.psa.account.add({ name: 'Halla Oy', businessId: '0737546-2' });
  const main = net.psa.contact.add({ ...AINO, account: kuura });
  const part = net.psa.contact.add({ ...AINO, account: halla });
  await net.cycle();
  await net.cycle();
  return { net, main, part, there: net.crm.contact.ids[0] ?? '' };
}

it('a part that has become somebody else is a person of its own', async () => {
  const { net, part, there } = await twoAccounts();
  net.psa.contact.edit(part, { name: 'Onni Salo', firstName: 'Onni', lastName: 'Salo', emails: [{ key: 'onni@example.com' }] });
  for (let turn = 0; turn < 3; turn++) await net.cycle();
  expect(net.crm.contact.ids).toHaveLength(2);
  expect(net.crm.contact.shown(net.crm.contact.ids[1] ?? '')).toMatchObject({ name: 'Onni Salo', account: (net.crm.account.ids[1]) });
  expect(net.crm.contact.shown(there)).toMatchObject({ name: 'Aino Mäki', otherAccounts: [] });
});

it('the main record that has become somebody else leaves its parts to themselves', async () => {
  const { net, main, part } = await twoAccounts();
  net.psa.contact.edit(main, { name: 'Onni Salo', firstName: 'Onni', lastName: 'Salo', emails: [{ key: 'onni@example.com' }] });
  for (let turn = 0; turn < 3; turn++) await net.cycle();
  expect((await net.link('contact', part)).partOf).toBe(null);
  expect(net.crm.contact.ids).toHaveLength(2);
});

it('a part that gets another number or spelling stays one', async () => {
  const { net, part } = await twoAccounts();
  net.psa.contact.edit(part, { firstName: 'AINO', emails: [{ key: 'aino@example.com' }, { key: 'aino@halla.example' }] });
  for (let turn = 0; turn < 3; turn++) await net.cycle();
  expect((await net.link('contact', part)).partOf).not.toBe(null);
  expect(net.crm.contact.ids).toHaveLength(1);
});

it('a part that is deleted takes its account away from the person', async () => {
  const { net, part, there } = await twoAccounts();
  net.psa.contact.remove(part, 'deleted');
  for (let turn = 0; turn < 3; turn++) await net.cycle();
  expect(net.crm.contact.shown(there)?.['otherAccounts']).toEqual([]);
});
