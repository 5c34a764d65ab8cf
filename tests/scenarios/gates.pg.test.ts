// Gates: a company or a person of HubSpot comes to Severa when there is business with them, and not before; what was there
// already is kept the same. A gate keeps a record from being made and is no matter for a person's inbox.
import { describe, expect, it } from 'vitest';
import type { Gate } from '../../src/core/gate.ts';
import { company, customer, idle, linkOf, QUIET } from './act.ts';
import { deal, editHubspot, firm, hubspotContact, inHubspotOf, inSeveraOf, nextCycle, project, severaContact, status, waiting } from './deeds.ts';

describe('a prospect of HubSpot', () => {
  it('stays out of Severa, company and people, until its first deal; then all of it comes in one cycle', async () => {
    const stage = await firm();
    const companyId = company(stage, { name: 'Koivu Oy', business_id: '2501118-7' });
    hubspotContact(stage, { firstname: 'Aino', lastname: 'Mäki', email: 'aino@koivu.example' }, companyId);
    expect(await nextCycle(stage)).toEqual({});
    expect([await waiting(stage, 'account'), await waiting(stage, 'contact')]).toMatchObject([['psa * gate'], expect.arrayContaining(['psa * gate'])]);
    expect((await stage.store.counts('account')).held).toBe(0);
    expect(await idle(stage)).toEqual(QUIET);
    deal(stage, { dealname: 'Uusi sivusto' }, companyId);
    await nextCycle(stage, { sweep: true });
    const [made] = stage.severa.state.list('customers').filter((row) => row['name'] === 'Koivu Oy');
    expect(stage.severa.state.list('contactpersons')).toMatchObject([{ lastName: 'Mäki', customer: { guid: made?.guid } }]);
    expect(stage.severa.state.list('projects')).toMatchObject([{ name: 'Uusi sivusto', customer: { guid: made?.guid } }]);
    expect([await waiting(stage, 'account'), await waiting(stage, 'contact'), await waiting(stage, 'salesCase')]).toEqual([[], [], []]);
    expect(await idle(stage, 3)).toEqual(QUIET);
  });

  it('comes when its lifecycle stage reaches opportunity', async () => {
    const stage = await firm();
    const companyId = company(stage, { name: 'Koivu Oy', business_id: '2501118-7', lifecyclestage: 'lead' });
    await nextCycle(stage);
    expect(stage.severa.state.list('customers')).toEqual([]);
    editHubspot(stage, 'companies', companyId, { lifecyclestage: 'marketingqualifiedlead' });
    await nextCycle(stage);
    expect(stage.severa.state.list('customers')).toEqual([]);
    editHubspot(stage, 'companies', companyId, { lifecyclestage: 'opportunity' });
    await nextCycle(stage);
    expect(stage.severa.state.list('customers')).toMatchObject([{ name: 'Koivu Oy' }]);
    expect(await idle(stage)).toEqual(QUIET);
    expect(inHubspotOf(stage, 'companies', companyId)['lifecyclestage']).toBe('opportunity');
  });

  it('that has become a customer brings the person who is one, and not the others', async () => {
    const stage = await firm();
    const companyId = company(stage, { name: 'Koivu Oy', business_id: '2501118-7', lifecyclestage: 'customer' });
    const [aino, onni] = [hubspotContact(stage, { firstname: 'Aino', lastname: 'Mäki', lifecyclestage: 'customer' }, companyId), hubspotContact(stage, { firstname: 'Onni', lastname: 'Salo', lifecyclestage: 'lead' }, companyId)];
    await nextCycle(stage);
    expect(stage.severa.state.list('contactpersons').map((row) => row['lastName'])).toEqual(['Mäki']);
    expect((await linkOf(stage, 'crm', aino, 'contact')).held).toEqual([]);
    expect((await linkOf(stage, 'crm', onni, 'contact')).held).toMatchObject([{ side: 'psa', reason: 'gate' }]);
    expect(await idle(stage)).toEqual(QUIET);
  });

  it('whose counterpart Severa has already is linked and kept the same, gate or no gate', async () => {
    const stage = await firm();
    const guid = customer(stage, { name: 'Koivu Oy', vatNumber: '2501118-7' });
    const id = company(stage, { name: 'Koivu Oy', business_id: '2501118-7', lifecyclestage: 'lead' });
    await nextCycle(stage);
    editHubspot(stage, 'companies', id, { phone: '+358 9 765 4321', name: 'Koivunen Oy' });
    await nextCycle(stage);
    expect(inSeveraOf(stage, 'customers', guid)).toMatchObject({ name: 'Koivunen Oy' });
    expect(await waiting(stage, 'account')).toEqual([]);
    expect(await idle(stage)).toEqual(QUIET);
  });
});

it('everything of Severa goes to HubSpot: its gate is the other way only', async () => {
  const stage = await firm();
  const guid = customer(stage, { name: 'Koivu Oy', vatNumber: '2501118-7' });
  severaContact(stage, guid, { firstName: 'Aino', lastName: 'Mäki' });
  await nextCycle(stage);
  expect([stage.hubspot.state.list('companies').length, stage.hubspot.state.list('contacts').length]).toEqual([1, 1]);
  expect(await idle(stage)).toEqual(QUIET);
});

it('a case that comes into scope makes its deal, and one that leaves it keeps the deal it has', async () => {
  const stage = await firm();
  const guid = customer(stage, { name: 'Koivu Oy', vatNumber: '2501118-7' });
  const lost = project(stage, guid, { name: 'Uusi sivusto', ...status(stage, 'Hävitty') });
  await nextCycle(stage);
  expect(stage.hubspot.state.list('deals')).toEqual([]);
  stage.severa.state.edit('projects', lost, { '/salesStatus': status(stage, 'Tarjous').salesStatus }, stage.clock.now());
  await nextCycle(stage);
  expect(stage.hubspot.state.list('deals')).toMatchObject([{ properties: { dealstage: 'qualifiedtobuy' } }]);
  stage.severa.state.edit('projects', lost, { '/salesStatus': status(stage, 'Hävitty').salesStatus }, stage.clock.now());
  await nextCycle(stage);
  expect(stage.hubspot.state.list('deals')).toMatchObject([{ properties: { dealstage: 'closedlost' } }]);
  await idle(stage, 1);
  expect(await idle(stage)).toEqual(QUIET);
});

it('a gate that an installation opens lets what waited pass with the next look at it', async () => {
  const stage = await firm();
  const companyId = company(stage, { name: 'Koivu Oy', business_id: '2501118-7' });
  await nextCycle(stage);
  expect(stage.severa.state.list('customers')).toEqual([]);
  const open: Gate = { anyOf: [], unless: [] };
  const opened = stage.restart({ gates: new Map([['account', { psa: open }]]) });
  editHubspot(stage, 'companies', companyId, { city: 'Helsinki' });
  await nextCycle(opened);
  expect(stage.severa.state.list('customers')).toMatchObject([{ name: 'Koivu Oy' }]);
});
