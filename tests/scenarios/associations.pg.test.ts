// Who belongs to whom: the company and the people of a deal, and references where only one system is connected. Severa knows
// one company and one person of a project, HubSpot any number; neither takes from the other what it has no place for.
import { describe, expect, it } from 'vitest';
import { company, customer, idle, linkOf, QUIET } from './act.ts';
import { deal, editSevera, firm, firmWithAccount, hubspotContact, inSeveraOf, nextCycle, project, severaContact, status, waiting } from './deeds.ts';
import type { Stage } from './stage.ts';

const inProject = (stage: Stage, guid: string): Readonly<Record<string, unknown>> => inSeveraOf(stage, 'projects', guid);

describe('the company of a deal', () => {
  it('is the primary one when there are two', async () => {
    const { stage, guid: customerGuid, id: companyId } = await firmWithAccount();
    const other = company(stage, { name: 'Kuusi Oy', business_id: '2501113-6' });
    const id = deal(stage, { dealname: 'Uusi sivusto' }, companyId, { others: [other] });
    await nextCycle(stage, { sweep: true });
    const guid = (await linkOf(stage, 'crm', id, 'salesCase')).sides.psa?.id ?? '';
    expect(inProject(stage, guid)).toMatchObject({ customer: { guid: customerGuid } });
    expect(await idle(stage)).toEqual(QUIET);
    expect(stage.hubspot.state.associated('deals', id, 'companies').toSorted()).toEqual([companyId, other].toSorted());
  });

  it('that is missing keeps the deal out of Severa, and the inbox says so, until it has one', async () => {
    const { stage, guid: customerGuid, id: companyId } = await firmWithAccount();
    const id = deal(stage, { dealname: 'Uusi sivusto' }, null);
    await nextCycle(stage, { sweep: true });
    expect(stage.severa.state.list('projects')).toEqual([]);
    expect((await stage.store.inbox({ entity: 'salesCase', limit: 10 })).held).toMatchObject([{ side: 'psa', field: 'account', reason: 'required-field-empty' }]);
    stage.hubspot.state.associate('deals', id, 'companies', companyId, { now: stage.clock.now(), primary: true });
    await nextCycle(stage);
    expect(stage.severa.state.list('projects')).toMatchObject([{ customer: { guid: customerGuid } }]);
    expect(await waiting(stage, 'salesCase')).toEqual([]);
  });

  it('that is swapped in HubSpot moves the project, although nothing but the association changed', async () => {
    const { stage, id: companyId } = await firmWithAccount();
    const id = deal(stage, { dealname: 'Uusi sivusto', amount: '900' }, companyId);
    await nextCycle(stage, { sweep: true });
    const guid = (await linkOf(stage, 'crm', id, 'salesCase')).sides.psa?.id ?? '';
    const other = company(stage, { name: 'Kuusi Oy', business_id: '2501113-6' });
    const otherGuid = customer(stage, { name: 'Kuusi Oy', vatNumber: '2501113-6' });
    await nextCycle(stage, { sweep: true });
    stage.hubspot.state.associate('deals', id, 'companies', other, { now: stage.clock.now(), primary: true });
    expect(await nextCycle(stage)).toEqual({ 'PATCH /v1/projects/{guid}': 1 });
    expect(inProject(stage, guid)).toMatchObject({ customer: { guid: otherGuid } });
    expect(await idle(stage)).toEqual(QUIET);
  });
});

it.each([
  ['names the company of a deal in a property', { associationTouchesModified: false }],
  ['names it in the association alone', { associationTouchesModified: false, dealsNameTheirCompany: false }],
])('what HubSpot associates without dating it is found by the sweep, once, where HubSpot %s', async (_, hubspot) => {
  const { stage, id: companyId } = await firmWithAccount({ hubspot });
  const other = company(stage, { name: 'Kuusi Oy', business_id: '2501113-6' });
  const otherGuid = customer(stage, { name: 'Kuusi Oy', vatNumber: '2501113-6' });
  const person = hubspotContact(stage, { firstname: 'Aino', lastname: 'Mäki', email: 'aino@koivu.example', lifecyclestage: 'customer' }, companyId);
  const id = deal(stage, { dealname: 'Uusi sivusto', amount: '900' }, companyId);
  await nextCycle(stage, { sweep: true });
  await idle(stage, 2);
  const guid = (await linkOf(stage, 'crm', id, 'salesCase')).sides.psa?.id ?? '';
  const contact = (await linkOf(stage, 'crm', person, 'contact')).sides.psa?.id ?? '';
  stage.clock.advance(600_000);
  stage.hubspot.state.associate('contacts', person, 'companies', other, { now: stage.clock.now(), primary: true });
  stage.hubspot.state.associate('deals', id, 'companies', other, { now: stage.clock.now(), primary: true });
  stage.hubspot.state.associate('deals', id, 'contacts', person, { now: stage.clock.now() });
  await nextCycle(stage, { sweep: true });
  expect(inProject(stage, guid)).toMatchObject({ customer: { guid: otherGuid }, customerContact: { guid: contact } });
  expect(inSeveraOf(stage, 'contactpersons', contact)).toMatchObject({ customer: { guid: otherGuid } });
  expect(await nextCycle(stage, { sweep: true })).toEqual({});
  expect(await idle(stage)).toEqual(QUIET);
});

describe('the people of a deal', () => {
  it('go both ways: Severa holds one, HubSpot all of them, and neither takes any from the other', async () => {
    const { stage, guid: customerGuid, id: companyId } = await firmWithAccount();
    const [aino, onni] = [hubspotContact(stage, { firstname: 'Aino', lastname: 'Mäki', email: 'aino@koivu.example' }, companyId), hubspotContact(stage, { firstname: 'Onni', lastname: 'Salo', email: 'onni@koivu.example' }, companyId)];
    const id = deal(stage, { dealname: 'Uusi sivusto' }, companyId, { contacts: [aino, onni] });
    await nextCycle(stage, { sweep: true });
    const guid = (await linkOf(stage, 'crm', id, 'salesCase')).sides.psa?.id ?? '';
    const people = await Promise.all([aino, onni].map(async (one) => (await linkOf(stage, 'crm', one, 'contact')).sides.psa?.id ?? ''));
    expect(people).toContain((inProject(stage, guid)['customerContact'] as { guid: string }).guid);
    expect(await idle(stage)).toEqual(QUIET);
    expect(stage.hubspot.state.associated('deals', id, 'contacts').toSorted()).toEqual([aino, onni].toSorted());
    const third = severaContact(stage, customerGuid, { firstName: 'Veikko', lastName: 'Niemi' });
    editSevera(stage, 'projects', guid, { customerContact: { guid: third } });
    await nextCycle(stage, { sweep: true });
    const there = (await linkOf(stage, 'psa', third, 'contact')).sides.crm?.id ?? '';
    expect(stage.hubspot.state.associated('deals', id, 'contacts')).toContain(there);
    expect(await idle(stage, 3)).toEqual(QUIET);
    expect(inProject(stage, guid)).toMatchObject({ customerContact: { guid: third } });
  });

  it('come with a project that Severa makes', async () => {
    const { stage, guid: customerGuid } = await firmWithAccount();
    const person = severaContact(stage, customerGuid, { firstName: 'Aino', lastName: 'Mäki' }, { emails: ['aino@koivu.example'] });
    const guid = project(stage, customerGuid, { name: 'Uusi sivusto', customerContact: { guid: person }, ...status(stage, 'Tarjous') });
    await nextCycle(stage, { sweep: true });
    const id = (await linkOf(stage, 'psa', guid, 'salesCase')).sides.crm?.id ?? '';
    expect(stage.hubspot.state.associated('deals', id, 'contacts')).toEqual([(await linkOf(stage, 'psa', person, 'contact')).sides.crm?.id]);
    expect(await idle(stage)).toEqual(QUIET);
  });

  it('are replaced in Severa by another of the deal when the one it holds leaves HubSpot', async () => {
    const { stage, id: companyId } = await firmWithAccount();
    const [aino, onni] = [hubspotContact(stage, { firstname: 'Aino', lastname: 'Mäki' }, companyId), hubspotContact(stage, { firstname: 'Onni', lastname: 'Salo' }, companyId)];
    const id = deal(stage, { dealname: 'Uusi sivusto' }, companyId, { contacts: [aino, onni] });
    await nextCycle(stage, { sweep: true });
    await idle(stage, 1);
    const guid = (await linkOf(stage, 'crm', id, 'salesCase')).sides.psa?.id ?? '';
    const people = new Map(await Promise.all([aino, onni].map(async (one) => [one, (await linkOf(stage, 'crm', one, 'contact')).sides.psa?.id ?? ''] as const)));
    const held = [aino, onni].find((one) => people.get(one) === (inProject(stage, guid)['customerContact'] as { guid: string }).guid) ?? '';
    stage.hubspot.state.dissociate('deals', id, 'contacts', held, { now: stage.clock.now() });
    await nextCycle(stage);
    expect(inProject(stage, guid)).toMatchObject({ customerContact: { guid: people.get(held === aino ? onni : aino) } });
    expect(await idle(stage, 2)).toEqual(QUIET);
    expect(stage.hubspot.state.associated('deals', id, 'contacts')).toEqual([held === aino ? onni : aino]);
  });
});

describe('one connection alone', () => {
  it('to Severa makes Sauma the CRM: accounts, people and open cases are ours, and nothing is written', async () => {
    const stage = await firm({ systems: ['psa'] });
    const customerGuid = customer(stage, { name: 'Koivu Oy', vatNumber: '2501118-7' });
    const person = severaContact(stage, customerGuid, { firstName: 'Aino', lastName: 'Mäki' }, { emails: ['aino@koivu.example'] });
    const guid = project(stage, customerGuid, { name: 'Uusi sivusto', customerContact: { guid: person }, ...status(stage, 'Tarjous') });
    expect(await nextCycle(stage)).toEqual({});
    const { fields } = (await linkOf(stage, 'psa', guid, 'salesCase')).sides.local ?? {};
    expect(fields).toMatchObject({ name: 'Uusi sivusto', account: (await linkOf(stage, 'psa', customerGuid)).id, contacts: [{ key: (await linkOf(stage, 'psa', person, 'contact')).id }] });
    expect(await idle(stage)).toEqual(QUIET);
  });

  it('to HubSpot keeps its records ours, and nothing waits for Severa', async () => {
    const stage = await firm({ systems: ['crm'] });
    const companyId = company(stage, { name: 'Koivu Oy', business_id: '2501118-7' });
    const person = hubspotContact(stage, { firstname: 'Aino', lastname: 'Mäki', email: 'aino@koivu.example' }, companyId);
    const id = deal(stage, { dealname: 'Uusi sivusto', amount: '900' }, companyId, { contacts: [person] });
    await nextCycle(stage);
    const { fields } = (await linkOf(stage, 'crm', id, 'salesCase')).sides.local ?? {};
    expect(fields).toMatchObject({ name: 'Uusi sivusto', value: { amount: '900', currency: 'EUR' }, contacts: [{ key: (await linkOf(stage, 'crm', person, 'contact')).id }] });
    expect(await Promise.all((['account', 'contact', 'salesCase'] as const).map((entity) => waiting(stage, entity)))).toEqual([[], [], []]);
    expect(await idle(stage)).toEqual(QUIET);
  });
});
