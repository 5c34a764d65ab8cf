// References between records: each side speaks of others in its own ids, and means the same.
import { expect, it } from 'vitest';
import { openNet } from './net.ts';

const KUURA = { name: 'Kuura Oy', businessId: '1234567-1' };
const HALLA = { name: 'Halla Oy', businessId: '0737546-2' };

it('makes a contact at the counterpart of its account, in the other system’s own ids', async () => {
  const net = openNet();
  const psaAccount = net.psa.account.add(KUURA);
  const crmAccount = net.crm.account.add(KUURA);
  const person = net.psa.contact.add({ name: 'Aino Mäki', account: psaAccount });
  await net.cycle();
  const made = net.crm.contact.ids[0] ?? '';
  expect(net.crm.contact.shown(made)).toMatchObject({ name: 'Aino Mäki', account: crmAccount });
  const { sides } = await net.link('contact', person);
  expect(sides.local?.fields['account']).toBe((await net.link('account', psaAccount)).id);
});

it('makes account, contact and sales case in one cycle, each pointing to the one made before it', async () => {
  const net = openNet();
  const company = net.psa.account.add(KUURA);
  const person = net.psa.contact.add({ name: 'Aino Mäki', account: company });
  net.psa.salesCase.add({ name: 'Uusi sivusto', account: company, contacts: [{ key: person }] });
  await net.cycle();
  const deal = net.crm.salesCase.shown(net.crm.salesCase.ids[0] ?? '');
  expect(deal).toMatchObject({ account: net.crm.account.ids[0], contacts: [{ key: net.crm.contact.ids[0] }] });
  const again = await net.cycle();
  expect(again.cycles.flatMap(({ applied }) => [applied?.updated.psa, applied?.updated.crm, applied?.created.crm])).toEqual(Array.from({ length: 9 }, () => 0));
});

it('moves a contact to another account in both systems', async () => {
  const net = openNet();
  const [kuura, halla] = [net.psa.account.add(KUURA), net.psa.account.add(HALLA)];
  const person = net.psa.contact.add({ name: 'Aino Mäki', account: kuura });
  await net.cycle();
  const there = net.crm.contact.ids[0] ?? '';
  const crmHalla = (await net.link('account', halla)).sides.crm?.id;
  net.psa.contact.edit(person, { account: halla });
  await net.cycle();
  expect(net.crm.contact.shown(there)).toMatchObject({ account: crmHalla });
  net.crm.contact.edit(there, { account: (await net.link('account', kuura)).sides.crm?.id ?? '' });
  await net.cycle();
  expect(net.psa.contact.shown(person)).toMatchObject({ account: kuura });
});

it('holds what points to an account without a counterpart, and carries it out once there is one', async () => {
  const net = openNet();
  net.psa.account.script.fate = () => 'rejected';
  const company = net.crm.account.add(KUURA);
  const person = net.crm.contact.add({ name: 'Aino Mäki', account: company });
  await net.cycle();
  expect((await net.link('contact', person)).held).toMatchObject([{ side: 'psa', field: 'account', reason: 'unlinked-account' }]);
  expect(net.psa.contact.ids).toEqual([]);
  net.psa.account.script.fate = () => 'stored';
  net.crm.account.edit(company, { phone: '040' });
  await net.cycle();
  expect(net.psa.contact.shown(net.psa.contact.ids[0] ?? '')).toMatchObject({ name: 'Aino Mäki', account: net.psa.account.ids[0] });
  expect((await net.link('contact', person)).held).toEqual([]);
});

it('holds what points to a record that nobody has seen, until it is seen', async () => {
  const net = openNet();
  const person = net.crm.contact.add({ name: 'Aino Mäki', account: 'crm-7' });
  await net.cycle();
  expect((await net.link('contact', person)).held).toMatchObject([{ side: 'local', reason: 'unlinked-account' }, { side: 'psa', reason: 'unlinked-account' }]);
  for (let number = 1; number <= 7; number++) net.crm.account.add({ name: `Yritys ${number} Oy`, businessId: null });
  await net.cycle();
  expect(net.psa.contact.ids).toHaveLength(1);
});

it('writes the contacts of a deal that have a counterpart, and the others when they get one', async () => {
  const net = openNet();
  const company = net.psa.account.add(KUURA);
  net.crm.contact.script.fate = (write) => (write.kind === 'create' && write.fields['name'] === 'Onni Salo' ? 'rejected' : 'stored');
  const [aino, onni] = ['Aino Mäki', 'Onni Salo'].map((name) => net.psa.contact.add({ name, account: company }));
  net.psa.salesCase.add({ name: 'Uusi sivusto', account: company, contacts: [{ key: aino as string }, { key: onni as string }] });
  await net.cycle();
  const deal = net.crm.salesCase.ids[0] ?? '';
  expect(net.crm.salesCase.shown(deal)?.['contacts']).toEqual([{ key: net.crm.contact.ids[0] }]);
  net.crm.contact.script.fate = () => 'stored';
  net.psa.contact.edit(onni as string, { emails: [{ key: 'onni@example.com' }] });
  await net.cycle();
  expect(net.crm.salesCase.shown(deal)?.['contacts']).toHaveLength(2);
});

it('keeps an account out of the PSA until a deal speaks of it, and then makes it with its people', async () => {
  const gate = { anyOf: [{ referredBy: 'salesCase' }], unless: [] };
  const net = openNet({ account: { psa: gate }, contact: { psa: gate } });
  const company = net.crm.account.add(KUURA);
  const person = net.crm.contact.add({ name: 'Aino Mäki', account: company });
  await net.cycle();
  expect((await net.link('account', company)).held).toMatchObject([{ side: 'psa', field: null, reason: 'gate' }]);
  expect([...net.psa.account.ids, ...net.psa.contact.ids]).toEqual([]);
  net.crm.salesCase.add({ name: 'Uusi sivusto', account: company });
  await net.cycle();
  expect(net.psa.account.ids).toHaveLength(1);
  expect(net.psa.contact.shown(net.psa.contact.ids[0] ?? '')).toMatchObject({ account: net.psa.account.ids[0] });
  expect((await net.link('contact', person)).held).toEqual([]);
});

it('makes no deal of a case that is out of scope, and says so without asking anybody', async () => {
  const net = openNet({ salesCase: { crm: { anyOf: [{ field: 'state', in: ['open'] }], unless: [] } } });
  const company = net.psa.account.add(KUURA);
  const lost = net.psa.salesCase.add({ name: 'Vanha hanke', account: company, state: 'lost' });
  const { cycles } = await net.cycle();
  expect(net.crm.salesCase.ids).toEqual([]);
  expect((await net.link('salesCase', lost)).held).toMatchObject([{ side: 'crm', reason: 'out-of-scope' }]);
  expect(cycles.map(({ open }) => open.held)).toEqual([0, 0, 0]);
  net.psa.salesCase.edit(lost, { state: 'open' });
  await net.cycle();
  expect(net.crm.salesCase.ids).toHaveLength(1);
});

it('takes one person at two customers as one, with the second customer among the other accounts', async () => {
  const net = openNet();
  const [kuura, halla] = [net.psa.account.add(KUURA), net.psa.account.add(HALLA)];
  const person = { name: 'Aino Mäki', firstName: 'Aino', lastName: 'Mäki', emails: [{ key: 'aino@example.com' }] };
  net.psa.contact.add({ ...person, account: kuura });
  net.psa.contact.add({ ...person, account: halla });
  await net.cycle();
  await net.cycle();
  expect(net.crm.contact.ids).toHaveLength(1);
  const shown = net.crm.contact.shown(net.crm.contact.ids[0] ?? '');
  const [crmKuura, crmHalla] = [(await net.link('account', kuura)).sides.crm?.id, (await net.link('account', halla)).sides.crm?.id];
  expect(shown).toMatchObject({ account: crmKuura, otherAccounts: [{ key: crmHalla }] });
});

it('matches two cases of one name only within the same account', async () => {
  const net = openNet();
  const [kuura, halla] = [net.psa.account.add(KUURA), net.psa.account.add(HALLA)];
  const [crmHalla, crmKuura] = [net.crm.account.add(HALLA), net.crm.account.add(KUURA)];
  const mine = net.psa.salesCase.add({ name: 'Uusi sivusto', account: kuura });
  net.psa.salesCase.add({ name: 'Uusi sivusto', account: halla });
  net.crm.salesCase.add({ name: 'Uusi sivusto', account: crmHalla });
  const theirs = net.crm.salesCase.add({ name: 'Uusi sivusto', account: crmKuura });
  await net.cycle();
  expect((await net.link('salesCase', mine)).sides.crm?.id).toBe(theirs);
  expect(net.crm.salesCase.ids).toHaveLength(2);
});

it('leaves a deal its contacts while another one waits for its counterpart, on a side that has room for one', async () => {
  const net = openNet();
  const company = net.psa.account.add(KUURA);
  const crmCompany = net.crm.account.add(KUURA);
  net.crm.contact.script.fate = (write) => (write.kind === 'create' && write.fields['name'] === 'Onni Salo' ? 'rejected' : 'stored');
  const onni = net.psa.contact.add({ name: 'Onni Salo', account: company });
  const aino = net.crm.contact.add({ name: 'Aino Mäki', account: crmCompany });
  net.psa.salesCase.script.represents = (fields) => ('contacts' in fields ? { ...fields, contacts: [{ key: onni }] } : fields);
  net.psa.salesCase.add({ name: 'Uusi sivusto', account: company, contacts: [{ key: onni }] });
  const deal = net.crm.salesCase.add({ name: 'Uusi sivusto', account: crmCompany, contacts: [{ key: aino }] });
  for (let turn = 0; turn < 3; turn++) await net.cycle({ sweep: true });
  expect(net.crm.salesCase.shown(deal)?.['contacts']).toEqual([{ key: aino }]);
  net.crm.contact.script.fate = () => 'stored';
  net.psa.contact.edit(onni, { emails: [{ key: 'onni@example.com' }] });
  for (let turn = 0; turn < 2; turn++) await net.cycle();
  expect(net.crm.salesCase.shown(deal)?.['contacts']).toHaveLength(2);
  expect((await net.link('salesCase', deal)).held).toEqual([]);
});

it('asks about an account first, and looks for its people within it once that is answered', async () => {
  const net = openNet();
  const company = net.psa.account.add({ name: 'Kuura Oy' });
  const crmCompany = net.crm.account.add({ name: 'Kuura Oyj' });
  const mine = net.psa.salesCase.add({ name: 'Uusi sivusto', account: company });
  const theirs = net.crm.salesCase.add({ name: 'Uusi sivusto', account: crmCompany });
  await net.cycle();
  const [question] = (await net.store.inbox({ entity: 'account', limit: 10 })).matches;
  expect((await net.link('salesCase', mine)).held).toMatchObject([{ side: 'crm', reason: 'unlinked-account' }]);
  await net.store.answer({ kind: 'match', id: question?.id ?? '', accept: true, by: 'Aino Mäki' });
  await net.cycle();
  expect((await net.link('salesCase', mine)).sides.crm?.id).toBe(theirs);
  expect([net.psa.salesCase.ids, net.crm.salesCase.ids]).toEqual([[mine], [theirs]]);
});

it('lets go of a record that waits for an account that is asked about, once the record itself is gone', async () => {
  const net = openNet();
  net.psa.account.add({ name: 'Kuura Oy' });
  const company = net.crm.account.add({ name: 'Kuura Oy' });
  const person = net.crm.contact.add({ name: 'Aino Mäki', account: company });
  await net.cycle();
  expect((await net.link('contact', person)).stage).toBe('new');
  net.crm.contact.remove(person, 'deleted');
  for (let turn = 0; turn < 2; turn++) await net.cycle();
  expect((await net.link('contact', person)).stage).toBe('active');
  expect((await net.store.inbox({ limit: 10 })).held.filter(({ reason }) => reason === 'unlinked-account')).toEqual([]);
});
