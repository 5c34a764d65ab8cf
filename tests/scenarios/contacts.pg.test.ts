// Contacts over both systems: a person made on one side stands on the other with company, addresses and numbers; what two
// people add at once is put together; and whoever cannot be told apart, or has no place, waits with the reason.
import { describe, expect, it } from 'vitest';
import { company, customer, idle, linkOf, links, QUIET, shown } from './act.ts';
import { addPoint, editHubspot, editSevera, firmWithAccount, hubspotContact, inHubspotOf, inSeveraOf, nextCycle, pointOf, pointsOf, severaContact, waiting } from './deeds.ts';
import type { Stage } from './stage.ts';

const contactUpdate = 'POST /crm/objects/2026-09/{objectType}/batch/update contacts';

/** A contact of Koivu Oy that both systems know; a customer, so that it may be made in Severa. */
async function known() {
  const { stage, guid: customerGuid, id: companyId } = await firmWithAccount();
  const contact = severaContact(stage, customerGuid, { firstName: 'Aino', lastName: 'Mäki', jobTitle: 'Talousjohtaja' }, { emails: ['aino@koivu.example'], mobiles: ['+358 40 123 4567'] });
  const id = hubspotContact(stage, { firstname: 'Aino', lastname: 'Mäki', email: 'Aino@koivu.example' }, companyId);
  await nextCycle(stage, { sweep: true });
  await idle(stage, 1);
  const link = await linkOf(stage, 'psa', contact, 'contact');
  expect(link.sides.crm?.id).toBe(id);
  return { stage, customerGuid, companyId, contact, id, linkId: link.id };
}

const companiesOf = (stage: Stage, id: string): readonly string[] => stage.hubspot.state.associated('contacts', id, 'companies').toSorted();

/** A second account in both systems. */
async function secondAccount(stage: Stage): Promise<{ readonly guid: string; readonly id: string }> {
  const guid = customer(stage, { name: 'Kuusi Oy', vatNumber: '2501113-6' });
  const id = company(stage, { name: 'Kuusi Oy', business_id: '2501113-6' });
  await nextCycle(stage, { sweep: true });
  return { guid, id };
}

describe('a new contact', () => {
  it('of Severa is made in HubSpot at its company, with its addresses and numbers, and nothing comes back', async () => {
    const { stage, guid, id: companyId } = await firmWithAccount();
    const contact = severaContact(stage, guid, { firstName: 'Aino', lastName: 'Mäki', jobTitle: 'Talousjohtaja' }, { emails: ['aino@koivu.example'], phones: ['+358 9 123 4567'], mobiles: ['+358 40 123 4567'] });
    await nextCycle(stage, { sweep: true });
    const id = (await linkOf(stage, 'psa', contact, 'contact')).sides.crm?.id ?? '';
    expect(inHubspotOf(stage, 'contacts', id)).toMatchObject({ firstname: 'Aino', lastname: 'Mäki', email: 'aino@koivu.example', jobtitle: 'Talousjohtaja', mobilephone: '+358401234567', phone: '+35891234567', associatedcompanyid: companyId });
    expect(companiesOf(stage, id)).toEqual([companyId]);
    expect(await idle(stage)).toEqual(QUIET);
    expect(pointsOf(stage, contact)).toEqual(['+358 40 123 4567', '+358 9 123 4567', 'aino@koivu.example']);
  });

  it('of HubSpot is made in Severa at its customer, each address and number as a row of its kind', async () => {
    const { stage, guid, id: companyId } = await firmWithAccount();
    const id = hubspotContact(stage, { firstname: 'Onni', lastname: 'Salo', email: 'onni@koivu.example', hs_additional_emails: 'onni.salo@koivu.example', phone: '09 765 4321', mobilephone: '040 765 4321', lifecyclestage: 'customer' }, companyId);
    await nextCycle(stage, { sweep: true });
    const contact = (await linkOf(stage, 'crm', id, 'contact')).sides.psa?.id ?? '';
    expect(inSeveraOf(stage, 'contactpersons', contact)).toMatchObject({ firstName: 'Onni', lastName: 'Salo', customer: { guid } });
    expect(pointsOf(stage, contact)).toEqual(['+358407654321', '+35897654321', 'onni.salo@koivu.example', 'onni@koivu.example']);
    expect(await idle(stage)).toEqual(QUIET);
    expect(inHubspotOf(stage, 'contacts', id)).toMatchObject({ phone: '09 765 4321', mobilephone: '040 765 4321' });
  });

  it('without a last name waits for one, and is made in Severa when it comes', async () => {
    const { stage, id: companyId } = await firmWithAccount();
    const id = hubspotContact(stage, { firstname: 'Onni', email: 'onni@koivu.example', lifecyclestage: 'customer' }, companyId);
    await nextCycle(stage, { sweep: true });
    expect(stage.severa.state.list('contactpersons')).toEqual([]);
    expect(await waiting(stage, 'contact')).toEqual(['psa lastName required-field-empty']);
    editHubspot(stage, 'contacts', id, { lastname: 'Salo' });
    await nextCycle(stage);
    expect(stage.severa.state.list('contactpersons')).toMatchObject([{ firstName: 'Onni', lastName: 'Salo' }]);
    expect(await waiting(stage, 'contact')).toEqual([]);
    expect(await idle(stage)).toEqual(QUIET);
  });

  it('without a company waits for one, and is made in Severa when it comes', async () => {
    const { stage, guid, id: companyId } = await firmWithAccount();
    const id = hubspotContact(stage, { firstname: 'Onni', lastname: 'Salo', lifecyclestage: 'customer' }, null);
    await nextCycle(stage, { sweep: true });
    expect(await waiting(stage, 'contact')).toEqual(['psa account required-field-empty']);
    stage.hubspot.state.associate('contacts', id, 'companies', companyId, { now: stage.clock.now(), primary: true });
    await nextCycle(stage);
    expect(stage.severa.state.list('contactpersons')).toMatchObject([{ lastName: 'Salo', customer: { guid } }]);
    expect(await idle(stage)).toEqual(QUIET);
  });
});

it.each(['reset-after-commit', 'timeout-after-commit', 'bad-gateway-after-commit'] as const)('a contact whose making in Severa broke off after its first call (%s) loses nothing: the rest is sent when it is found', async (kind) => {
  const { stage, id: companyId } = await firmWithAccount({ timeoutMs: 150 });
  const id = hubspotContact(stage, { firstname: 'Onni', lastname: 'Salo', email: 'onni@koivu.example', mobilephone: '+358 40 765 4321', lifecyclestage: 'customer' }, companyId);
  stage.severa.faults.add({ kind, method: 'POST', path: /\/v1\/contactpersons$/, times: 1 });
  await nextCycle(stage, { sweep: true });
  await idle(stage, 2);
  const [made, ...more] = stage.severa.state.list('contactpersons');
  expect(more).toEqual([]);
  expect(pointsOf(stage, made?.guid ?? '')).toEqual(['+358407654321', 'onni@koivu.example']);
  expect(inHubspotOf(stage, 'contacts', id)).toMatchObject({ email: 'onni@koivu.example', mobilephone: '+358 40 765 4321' });
  expect(await idle(stage)).toEqual(QUIET);
});

describe('a contact that changes account', () => {
  it('in Severa moves in HubSpot, where the former company stays as another one', async () => {
    const { stage, companyId, contact, id } = await known();
    const other = await secondAccount(stage);
    editSevera(stage, 'contactpersons', contact, { customer: { guid: other.guid } });
    await nextCycle(stage);
    expect(inHubspotOf(stage, 'contacts', id)['associatedcompanyid']).toBe(other.id);
    expect(companiesOf(stage, id)).toEqual([companyId, other.id].toSorted());
    expect(await idle(stage, 3)).toEqual(QUIET);
    expect(inSeveraOf(stage, 'contactpersons', contact)).toMatchObject({ customer: { guid: other.guid } });
  });

  it('in HubSpot moves in Severa, although nothing but the association changed', async () => {
    const { stage, contact, id } = await known();
    const other = await secondAccount(stage);
    stage.hubspot.state.associate('contacts', id, 'companies', other.id, { now: stage.clock.now(), primary: true });
    expect(await nextCycle(stage)).toEqual({ 'PATCH /v1/contactpersons/{guid}': 1 });
    expect(inSeveraOf(stage, 'contactpersons', contact)).toMatchObject({ customer: { guid: other.guid } });
    expect(await idle(stage, 3)).toEqual(QUIET);
    expect(inHubspotOf(stage, 'contacts', id)['associatedcompanyid']).toBe(other.id);
  });
});

describe('how a contact is reached', () => {
  it('two people who each add a number at the same time both get theirs everywhere', async () => {
    const { stage, contact, id, linkId } = await known();
    addPoint(stage, contact, 'Phone', '+358 9 111 2222');
    editHubspot(stage, 'contacts', id, { mobilephone: '+358 40 123 4567', phone: '+358 9 333 4444' });
    await nextCycle(stage);
    expect(await shown(stage, linkId, 'phones', 'contact')).toMatchObject({ psa: [{ key: '+358401234567' }, { key: '+35891112222' }, { key: '+35893334444' }], local: [{ key: '+358401234567' }, { key: '+35891112222' }, { key: '+35893334444' }] });
    expect(pointsOf(stage, contact)).toEqual(['+358 40 123 4567', '+358 9 111 2222', '+35893334444', 'aino@koivu.example']);
    expect(await idle(stage, 3)).toEqual(QUIET);
    expect(inHubspotOf(stage, 'contacts', id)).toMatchObject({ mobilephone: '+358 40 123 4567', phone: '+358 9 333 4444' });
  });

  it('an address that is removed in Severa goes from HubSpot too, and the next one takes its place', async () => {
    const { stage, contact, id } = await known();
    addPoint(stage, contact, 'EmailAddress', 'aino.maki@koivu.example');
    await nextCycle(stage);
    expect(inHubspotOf(stage, 'contacts', id)['email']).toBe('aino@koivu.example');
    stage.severa.state.remove('contactcommunications', pointOf(stage, contact, 'aino@koivu.example'), stage.clock.now());
    await nextCycle(stage, { sweep: true });
    expect(inHubspotOf(stage, 'contacts', id)['email']).toBe('aino.maki@koivu.example');
    expect(await idle(stage, 3)).toEqual(QUIET);
    expect(pointsOf(stage, contact)).toEqual(['+358 40 123 4567', 'aino.maki@koivu.example']);
  });

  it('an address that is changed in HubSpot is changed in Severa', async () => {
    const { stage, contact, id } = await known();
    editHubspot(stage, 'contacts', id, { email: 'aino.maki@koivu.example' });
    await nextCycle(stage);
    expect(pointsOf(stage, contact).filter((point) => point.includes('@'))).toEqual(['aino.maki@koivu.example']);
    expect(await idle(stage, 3)).toEqual(QUIET);
  });

  it('a number that is written in another spelling is no change', async () => {
    const { stage, contact, id } = await known();
    editHubspot(stage, 'contacts', id, { mobilephone: '040 1234567' });
    expect(await nextCycle(stage)).toEqual({});
    expect(pointsOf(stage, contact)).toEqual(['+358 40 123 4567', 'aino@koivu.example']);
    expect(await idle(stage)).toEqual(QUIET);
  });

  it('a row that is added without touching the contact is found by the poll, and its removal by the sweep', async () => {
    const { stage, contact, id } = await known();
    const row = addPoint(stage, contact, 'Phone', '+358 9 111 2222');
    expect(await nextCycle(stage)).toEqual({ [contactUpdate]: 1 });
    expect(inHubspotOf(stage, 'contacts', id)['phone']).toBe('+35891112222');
    stage.severa.state.remove('contactcommunications', row, stage.clock.now());
    expect(await nextCycle(stage)).toEqual({});
    expect(await nextCycle(stage, { sweep: true })).toEqual({ [contactUpdate]: 1 });
    expect(inHubspotOf(stage, 'contacts', id)['phone'] ?? '').toBe('');
    expect(await idle(stage)).toEqual(QUIET);
  });
});

it('several addresses of one person all stay where they have a place: HubSpot keeps one of them as its own', async () => {
  const { stage, guid } = await firmWithAccount();
  const addresses = ['aino@koivu.example', 'aino@kotona.example', 'maki@koivu.example'];
  const contact = severaContact(stage, guid, { firstName: 'Aino', lastName: 'Mäki' }, { emails: addresses });
  await nextCycle(stage, { sweep: true });
  const { id: linkId, sides } = await linkOf(stage, 'psa', contact, 'contact');
  const id = sides.crm?.id ?? '';
  expect(addresses).toContain(inHubspotOf(stage, 'contacts', id)['email']);
  expect(await shown(stage, linkId, 'emails', 'contact')).toMatchObject({ psa: addresses.map((key) => ({ key })), local: addresses.map((key) => ({ key })) });
  expect(await idle(stage, 3)).toEqual(QUIET);
  editHubspot(stage, 'contacts', id, { jobtitle: 'Toimitusjohtaja' });
  await nextCycle(stage);
  expect(pointsOf(stage, contact)).toEqual(addresses);
  expect(await idle(stage, 2)).toEqual(QUIET);
});

describe('who is whom among contacts', () => {
  it('is told by name and number within one account when there is no address', async () => {
    const { stage, guid, id: companyId } = await firmWithAccount();
    const contact = severaContact(stage, guid, { firstName: 'Aino', lastName: 'Mäki' }, { mobiles: ['040 123 4567'] });
    const id = hubspotContact(stage, { firstname: 'AINO', lastname: 'Mäki', mobilephone: '+358401234567' }, companyId);
    await nextCycle(stage, { sweep: true });
    expect(await linkOf(stage, 'psa', contact, 'contact')).toMatchObject({ matchedBy: 'person', sides: { crm: { id } } });
    expect(await idle(stage)).toEqual(QUIET);
  });

  it('is asked from a person when only the name is the same, and accepted they are one', async () => {
    const { stage, guid, id: companyId } = await firmWithAccount();
    const contact = severaContact(stage, guid, { firstName: 'Aino', lastName: 'Mäki', jobTitle: 'Talousjohtaja' });
    const id = hubspotContact(stage, { firstname: 'Aino', lastname: 'Mäki', email: 'aino@koivu.example' }, companyId);
    expect(await nextCycle(stage, { sweep: true })).toEqual({});
    const { matches } = await stage.store.inbox({ entity: 'contact', limit: 10 });
    expect(matches).toMatchObject([{ by: 'fullName', reason: 'only-fullName' }]);
    await stage.store.answer({ kind: 'match', id: matches[0]?.id ?? '', accept: true, by: 'Milla' });
    await nextCycle(stage);
    expect((await linkOf(stage, 'psa', contact, 'contact')).sides.crm?.id).toBe(id);
    expect(inHubspotOf(stage, 'contacts', id)['jobtitle']).toBe('Talousjohtaja');
    expect(pointsOf(stage, contact)).toEqual(['aino@koivu.example']);
    expect(await idle(stage)).toEqual(QUIET);
  });

  it('is two people where the name is the same and the account is not', async () => {
    const { stage, guid } = await firmWithAccount();
    const other = await secondAccount(stage);
    severaContact(stage, guid, { firstName: 'Aino', lastName: 'Mäki' });
    hubspotContact(stage, { firstname: 'Aino', lastname: 'Mäki' }, other.id);
    await nextCycle(stage, { sweep: true });
    expect(stage.hubspot.state.list('contacts')).toHaveLength(2);
    expect((await stage.store.inbox({ entity: 'contact', limit: 10 })).matches).toEqual([]);
    expect(await idle(stage)).toEqual(QUIET);
  });
});

describe('one address on several contacts of Severa', () => {
  it('with one name is one person, who has the other customer among the other companies', async () => {
    const { stage, guid, id: companyId } = await firmWithAccount();
    const other = await secondAccount(stage);
    for (const account of [guid, other.guid]) severaContact(stage, account, { firstName: 'Aino', lastName: 'Mäki' }, { emails: ['aino@konserni.example'] });
    await nextCycle(stage, { sweep: true });
    await nextCycle(stage);
    const [contact, ...more] = stage.hubspot.state.list('contacts');
    expect(more).toEqual([]);
    expect(companiesOf(stage, contact?.id ?? '')).toEqual([companyId, other.id].toSorted());
    expect(stage.severa.state.list('contactpersons')).toHaveLength(2);
    expect(await idle(stage, 3)).toEqual(QUIET);
  });

  it('with different names is nobody in particular: both wait, and the inbox says why', async () => {
    const { stage, guid } = await firmWithAccount();
    severaContact(stage, guid, { firstName: 'Aino', lastName: 'Mäki' }, { emails: ['toimisto@koivu.example'] });
    severaContact(stage, guid, { firstName: 'Onni', lastName: 'Salo' }, { emails: ['toimisto@koivu.example'] });
    expect(await nextCycle(stage, { sweep: true })).toEqual({});
    expect(stage.hubspot.state.list('contacts')).toEqual([]);
    expect((await stage.store.inbox({ entity: 'contact', limit: 10 })).held.map(({ reason }) => reason)).toEqual(['shared-email', 'shared-email']);
    expect(await idle(stage)).toEqual(QUIET);
  });
});

it('two contacts merged in HubSpot keep the link of the one that stands', async () => {
  const { stage, companyId, contact, id } = await known();
  const twin = hubspotContact(stage, { firstname: 'Aino', lastname: 'Mäki', email: 'maki@koivu.example', lifecyclestage: 'customer' }, companyId);
  const survivor = stage.hubspot.state.merge('contacts', id, twin, stage.clock.now());
  await nextCycle(stage, { sweep: true });
  await idle(stage, 2);
  const link = await linkOf(stage, 'psa', contact, 'contact');
  expect(link.sides.crm?.id).toBe(survivor);
  expect((await links(stage, 'contact')).filter((one) => one.sides.crm?.gone === null)).toHaveLength(1);
  editHubspot(stage, 'contacts', survivor, { jobtitle: 'Toimitusjohtaja' });
  await nextCycle(stage);
  expect(inSeveraOf(stage, 'contactpersons', contact)).toMatchObject({ jobTitle: 'Toimitusjohtaja' });
  expect(pointsOf(stage, contact)).toContain('maki@koivu.example');
  expect(await idle(stage, 3)).toEqual(QUIET);
});
