// An edit on any side reaches the others in one cycle, with the calls it takes and no more, and is never heard again as an
// echo: the cycles after it write nothing.
import { describe, expect, it } from 'vitest';
import { addressInSevera, agreed, company, customer, editAddress, editCompany, editCustomer, editLocal, entry, idle, inHubspot, inSevera, LATER_MS, linkOf, QUIET, segmentsInSevera, shown, story, writesSince } from './act.ts';
import type { Stage } from './stage.ts';

const hubspotUpdate = 'POST /crm/objects/2026-09/{objectType}/batch/update companies';
const severaPatch = 'PATCH /v1/customers/{guid}';

/** One cycle, late enough to see everything, and the writes it made. */
async function nextCycle(stage: Stage): Promise<Readonly<Record<string, number>>> {
  const writes = writesSince(stage);
  stage.clock.advance(LATER_MS);
  const { cycles } = await stage.cycle();
  expect(cycles.map(({ errors }) => [...errors.values()])).toEqual([[]]);
  return writes();
}

it("carries a person's edit in Severa to HubSpot and to us with one call and no echo", async () => {
  const stage = await story();
  const { guid, id, linkId } = await agreed(stage);
  editCustomer(stage, guid, { name: 'Koivunen Oy', notes: 'Soita ennen käyntiä', numberOfEmployees: 12 });
  expect(await nextCycle(stage)).toEqual({ [hubspotUpdate]: 1 });
  expect(inHubspot(stage, id)).toMatchObject({ name: 'Koivunen Oy', description: 'Soita ennen käyntiä', numberofemployees: '12' });
  expect(await shown(stage, linkId, 'employees')).toEqual({ psa: 12, crm: 12, local: 12 });
  expect(await idle(stage, 3)).toEqual(QUIET);
});

it("carries a person's edit in HubSpot to Severa and to us with one call and no echo", async () => {
  const stage = await story();
  const { guid, id, linkId } = await agreed(stage);
  editCompany(stage, id, { name: 'Koivunen Oy', website: 'https://koivunen.example', numberofemployees: 40 });
  expect(await nextCycle(stage)).toEqual({ [severaPatch]: 1 });
  expect(inSevera(stage, guid)).toMatchObject({ name: 'Koivunen Oy', website: 'https://koivunen.example', numberOfEmployees: 40 });
  expect(await shown(stage, linkId, 'name')).toEqual({ psa: 'Koivunen Oy', crm: 'Koivunen Oy', local: 'Koivunen Oy' });
  expect(await idle(stage, 3)).toEqual(QUIET);
});

it('carries an edit in our own CRM to both systems with one call each and no echo', async () => {
  const stage = await story();
  const { guid, id, linkId } = await agreed(stage);
  await editLocal(stage, linkId, { name: 'Koivunen Oy', paymentTerm: 21 });
  expect(await nextCycle(stage)).toEqual({ [hubspotUpdate]: 1, [severaPatch]: 1 });
  expect(inSevera(stage, guid)).toMatchObject({ name: 'Koivunen Oy', paymentTerm: 21 });
  expect(inHubspot(stage, id)).toMatchObject({ name: 'Koivunen Oy', sauma_payment_term: '21' });
  expect(await idle(stage, 3)).toEqual(QUIET);
});

it('lets edits of different fields on all three sides pass each other in one cycle', async () => {
  const stage = await story();
  const { guid, id, linkId } = await agreed(stage);
  editCustomer(stage, guid, { notes: 'Severasta' });
  editCompany(stage, id, { numberofemployees: 7 });
  await editLocal(stage, linkId, { website: 'https://koivu.example' });
  expect(await nextCycle(stage)).toEqual({ [hubspotUpdate]: 1, [severaPatch]: 1 });
  expect(inSevera(stage, guid)).toMatchObject({ notes: 'Severasta', numberOfEmployees: 7, website: 'https://koivu.example' });
  expect(inHubspot(stage, id)).toMatchObject({ description: 'Severasta', numberofemployees: '7', website: 'https://koivu.example' });
  expect(await idle(stage, 3)).toEqual(QUIET);
});

describe('every kind of value', () => {
  it('a clear is a value: it empties the field on the other sides', async () => {
    const stage = await story();
    const { guid, id, linkId } = await agreed(stage, { notes: 'Vanha huomio', email: 'info@koivu.example', numberOfEmployees: 4 });
    editCustomer(stage, guid, { notes: null });
    editCompany(stage, id, { sauma_email: '', numberofemployees: null });
    await nextCycle(stage);
    expect(await shown(stage, linkId, 'notes')).toEqual({ psa: null, crm: null, local: null });
    expect(await shown(stage, linkId, 'email')).toEqual({ psa: null, crm: null, local: null });
    expect(await shown(stage, linkId, 'employees')).toEqual({ psa: null, crm: null, local: null });
    expect(inSevera(stage, guid)).toMatchObject({ notes: null, email: null, numberOfEmployees: null });
    expect(await idle(stage)).toEqual(QUIET);
  });

  it('money, numbers, flags and choices keep their kind on the way', async () => {
    const stage = await story();
    const { guid, id, linkId } = await agreed(stage);
    const industry = entry(stage, 'industries', 'name', stage.severa.state.list('industries')[0]?.['name']);
    editCustomer(stage, guid, { annualRevenue: 1_250_000, overdueInterest: 11.5, isActive: false, industry: { guid: industry } });
    await nextCycle(stage);
    expect(inHubspot(stage, id)).toMatchObject({ annualrevenue: '1250000', sauma_overdue_interest: '11.5', sauma_active: 'false', sauma_industry: industry });
    expect(await shown(stage, linkId, 'annualRevenue')).toMatchObject({ local: { amount: '1250000', currency: 'EUR' } });
    editCompany(stage, id, { annualrevenue: 900_000, sauma_overdue_interest: 8, sauma_active: 'true', sauma_industry: '' });
    await nextCycle(stage);
    expect(inSevera(stage, guid)).toMatchObject({ annualRevenue: 900_000, overdueInterest: 8, isActive: true, industry: null });
    expect(await idle(stage)).toEqual(QUIET);
  });

  it('an owner goes by e-mail, whoever has what id where', async () => {
    const stage = await story();
    const user = stage.severa.state.put('users', { firstName: 'Venla', lastName: 'Virta', email: 'Venla.Virta@firma.example', isActive: true, code: 'VV', userType: 'FullUser' }, stage.clock.now());
    const other = stage.severa.state.put('users', { firstName: 'Onni', lastName: 'Oja', email: 'onni.oja@firma.example', isActive: true, code: 'OO', userType: 'FullUser' }, stage.clock.now());
    const owner = stage.hubspot.state.putOwner({ email: 'venla.virta@firma.example', firstName: 'Venla', lastName: 'Virta' });
    const second = stage.hubspot.state.putOwner({ email: 'onni.oja@firma.example', firstName: 'Onni', lastName: 'Oja' });
    const { guid, id } = await agreed(stage, { owner: { guid: user.guid } });
    expect(inHubspot(stage, id)).toMatchObject({ hubspot_owner_id: owner });
    editCompany(stage, id, { hubspot_owner_id: second });
    expect(await nextCycle(stage)).toEqual({ [severaPatch]: 1 });
    expect(inSevera(stage, guid)).toMatchObject({ owner: { guid: other.guid } });
    expect(await idle(stage)).toEqual(QUIET);
  });

  it('segments added on both sides at once are merged, and one that is removed on a side is removed on the others', async () => {
    const stage = await story();
    const { guid, id, linkId } = await agreed(stage);
    const [first, second] = stage.severa.state.list('marketsegments').map((row) => row.guid) as [string, string];
    stage.severa.state.put('customermarketsegments', { customer: { guid }, marketSegment: { guid: first } }, stage.clock.now());
    editCompany(stage, id, { sauma_segments: second });
    stage.clock.advance(LATER_MS);
    await stage.cycle({ sweep: true });
    const both = [first, second].toSorted();
    expect(segmentsInSevera(stage, guid)).toEqual(both);
    expect(inHubspot(stage, id)['sauma_segments']?.split(';').toSorted()).toEqual(both);
    expect(await idle(stage)).toEqual(QUIET);
    editCompany(stage, id, { sauma_segments: second });
    await nextCycle(stage);
    expect(segmentsInSevera(stage, guid)).toEqual([second]);
    expect(await shown(stage, linkId, 'segments')).toMatchObject({ local: [{ key: second }] });
    expect(await idle(stage)).toEqual(QUIET);
  });
});

describe("a customer's address in Severa, which has a feed of its own", () => {
  it('is read when only the address changed, and its phone comes along', async () => {
    const stage = await story();
    const { guid, id } = await agreed(stage);
    editAddress(stage, guid, { addressline: 'Mäntytie 7', city: 'Turku', phone: '+358 2 765 4321' });
    expect(await nextCycle(stage)).toEqual({ [hubspotUpdate]: 1 });
    expect(inHubspot(stage, id)).toMatchObject({ address: 'Mäntytie 7', city: 'Turku', phone: '+358 2 765 4321' });
    expect(await idle(stage, 3)).toEqual(QUIET);
  });

  it('is changed in place by an edit in HubSpot', async () => {
    const stage = await story();
    const { guid, id } = await agreed(stage);
    editCompany(stage, id, { address: 'Mäntytie 7', phone: '+358 2 765 4321' });
    expect(await nextCycle(stage)).toEqual({ 'PATCH /v1/addresses/{guid}': 1 });
    expect(addressInSevera(stage, guid)).toMatchObject({ addressline: 'Mäntytie 7', city: 'Helsinki', phone: '+358 2 765 4321' });
    expect(await idle(stage, 3)).toEqual(QUIET);
  });

  it('is made when the customer has none', async () => {
    const stage = await story();
    const guid = customer(stage, { name: 'Kuusi Oy', vatNumber: '2501113-6' });
    const id = company(stage, { name: 'Kuusi Oy', business_id: '2501113-6' });
    await stage.cycle();
    await idle(stage, 1);
    editCompany(stage, id, { address: 'Kuusitie 3', city: 'Oulu' });
    expect(await nextCycle(stage)).toEqual({ 'POST /v1/customers/{customerGuid}/addresses': 1 });
    expect(addressInSevera(stage, guid)).toMatchObject({ addressline: 'Kuusitie 3', city: 'Oulu' });
    expect(await idle(stage, 3)).toEqual(QUIET);
  });
});

it('makes each record of one system once in the other, and writes nothing more', async () => {
  const stage = await story();
  const guid = customer(stage, { name: 'Vain Severassa Oy', vatNumber: '2501114-4', notes: 'Vanha asiakas' }, { addressline: 'Rantatie 1', city: 'Vaasa' });
  const id = company(stage, { name: 'Vain HubSpotissa Oy', domain: 'vainhubspotissa.example', phone: '+358 9 111 2222' });
  await stage.cycle();
  expect(await idle(stage, 3)).toEqual(QUIET);
  expect(stage.severa.state.list('customers').map((row) => String(row['name'])).toSorted()).toEqual(['Vain HubSpotissa Oy', 'Vain Severassa Oy']);
  expect(stage.hubspot.state.list('companies').map((row) => String(row.properties['name'])).toSorted()).toEqual(['Vain HubSpotissa Oy', 'Vain Severassa Oy']);
  const made = await linkOf(stage, 'psa', guid);
  expect(inHubspot(stage, made.sides.crm?.id ?? '')).toMatchObject({ name: 'Vain Severassa Oy', address: 'Rantatie 1', city: 'Vaasa', description: 'Vanha asiakas' });
  const other = await linkOf(stage, 'crm', id);
  expect(addressInSevera(stage, other.sides.psa?.id ?? '')).toMatchObject({ phone: '+358 9 111 2222' });
});

it('an edit follows the record through several rounds, from side to side', async () => {
  const stage = await story();
  const { guid, id, linkId } = await agreed(stage);
  editCustomer(stage, guid, { notes: 'yksi' });
  await nextCycle(stage);
  editCompany(stage, id, { description: 'kaksi' });
  await nextCycle(stage);
  await editLocal(stage, linkId, { notes: 'kolme' });
  await nextCycle(stage);
  editCustomer(stage, guid, { notes: 'yksi' });
  await nextCycle(stage);
  expect(await shown(stage, linkId, 'notes')).toEqual({ psa: 'yksi', crm: 'yksi', local: 'yksi' });
  expect(inHubspot(stage, id)['description']).toBe('yksi');
  expect(await idle(stage, 3)).toEqual(QUIET);
});
