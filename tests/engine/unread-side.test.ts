// What may be concluded while a side cannot be read: what it was given meanwhile may be the counterpart already.
import { expect, it } from 'vitest';
import { RetryableError } from '../../src/lib/errors.ts';
import { openNet } from './net.ts';
import type { ScriptedSide } from './scripted-side.ts';

const KUURA = { name: 'Kuura Oy', businessId: '1234567-1' };
const AINO = { name: 'Aino Mäki', firstName: 'Aino', lastName: 'Mäki', emails: [{ key: 'aino@example.com' }] };

function cutOff({ script }: ScriptedSide): () => void {
  script.before = (what) => {
    if (what === 'changes' || what === 'all') throw new RetryableError('unreachable', 'away');
  };
  return () => void (script.before = () => undefined);
}

it('makes no record on a side that could not be read, and finds the one that somebody made there meanwhile', async () => {
  const net = openNet();
  const company = net.psa.account.add(KUURA);
  await net.cycle();
  const mine = net.psa.contact.add({ ...AINO, account: company });
  const theirs = net.crm.contact.add({ ...AINO, account: net.crm.account.ids[0] ?? '' });
  const reachable = cutOff(net.crm.contact);
  await net.cycle();
  expect(net.crm.contact.ids).toEqual([theirs]);
  reachable();
  await net.cycle();
  expect((await net.link('contact', mine)).sides.crm?.id).toBe(theirs);
  expect(net.crm.contact.ids).toEqual([theirs]);
});

it('decides nothing about a person while the accounts of a side could not be read: the account may tell who it is', async () => {
  const net = openNet();
  net.psa.account.add({ name: 'Halla Oy', businessId: '0737546-2' });
  await net.cycle();
  const reachable = cutOff(net.psa.account);
  const company = net.psa.account.add(KUURA);
  const crmCompany = net.crm.account.add(KUURA);
  const { emails: _, ...nameless } = AINO;
  const mine = net.psa.contact.add({ ...nameless, account: company });
  const theirs = net.crm.contact.add({ ...nameless, account: crmCompany });
  await net.cycle();
  expect([net.psa.contact.ids, net.crm.contact.ids]).toEqual([[mine], [theirs]]);
  reachable();
  await net.cycle();
  await net.cycle();
  const asked = (await net.store.inbox({ entity: 'contact', limit: 10 })).matches;
  expect(asked.map(({ by }) => by)).toEqual(['fullName']);
  expect([net.psa.contact.ids, net.crm.contact.ids]).toEqual([[mine], [theirs]]);
});

it('goes on with edits of linked records while new ones wait', async () => {
  const net = openNet();
  const company = net.psa.account.add(KUURA);
  await net.cycle();
  const reachable = cutOff(net.crm.account);
  net.psa.account.edit(company, { phone: '040 123' });
  await net.cycle();
  reachable();
  expect(net.crm.account.shown(net.crm.account.ids[0] ?? '')).toMatchObject({ phone: '040 123' });
});
