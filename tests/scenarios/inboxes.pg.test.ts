// What cannot be written waits with its reason, for its record only; it goes by itself as soon as the reason is gone, and
// its row in the inbox goes with it.
import { expect, it } from 'vitest';
import { agreed, company, customer, editCompany, editCustomer, editLocal, idle, inHubspot, inSevera, LATER_MS, QUIET, story, writesSince } from './act.ts';
import type { Stage } from './stage.ts';

const REGISTRY_MS = 65 * 60_000;

async function heldOf(stage: Stage) {
  return (await stage.store.inbox({ limit: 100 })).held.map(({ side, field, reason, linkId }) => ({ side, field, reason, linkId }));
}

async function nextCycle(stage: Stage, afterMs = LATER_MS): Promise<Readonly<Record<string, number>>> {
  const writes = writesSince(stage);
  stage.clock.advance(afterMs);
  await stage.cycle();
  return writes();
}

function newUser(stage: Stage, firstName: string, email: string): string {
  return stage.severa.state.put('users', { firstName, lastName: 'Oja', email, isActive: true, code: firstName.slice(0, 2), userType: 'FullUser' }, stage.clock.now()).guid;
}

it('an owner without a counterpart in Severa is held with the reason, and flows by itself when that person appears', async () => {
  const stage = await story();
  const { guid, id, linkId } = await agreed(stage);
  const owner = stage.hubspot.state.putOwner({ email: 'onni.oja@firma.example', firstName: 'Onni', lastName: 'Oja' });
  stage.clock.advance(REGISTRY_MS);
  editCompany(stage, id, { hubspot_owner_id: owner, description: 'Uusi vastuuhenkilö' });
  await nextCycle(stage);
  expect(await heldOf(stage)).toEqual([{ side: 'psa', field: 'owner', reason: 'owner-without-counterpart', linkId }]);
  expect(inSevera(stage, guid)).toMatchObject({ notes: 'Uusi vastuuhenkilö' });
  expect(inSevera(stage, guid)['owner'] ?? null).toBeNull();
  expect(await idle(stage)).toEqual(QUIET);

  const user = newUser(stage, 'Onni', 'onni.oja@firma.example');
  expect(await nextCycle(stage, REGISTRY_MS)).toEqual({ 'PATCH /v1/customers/{guid}': 1 });
  expect(inSevera(stage, guid)).toMatchObject({ owner: { guid: user } });
  expect(await heldOf(stage)).toEqual([]);
  expect(await idle(stage)).toEqual(QUIET);
});

it('an owner without a counterpart in HubSpot is held there, and flows by itself when that person appears', async () => {
  const stage = await story();
  const { guid, id, linkId } = await agreed(stage);
  editCustomer(stage, guid, { owner: { guid: newUser(stage, 'Onni', 'onni.oja@firma.example') } });
  await nextCycle(stage);
  expect(await heldOf(stage)).toEqual([{ side: 'crm', field: 'owner', reason: 'owner-without-counterpart', linkId }]);
  const owner = stage.hubspot.state.putOwner({ email: 'onni.oja@firma.example', firstName: 'Onni', lastName: 'Oja' });
  await nextCycle(stage, REGISTRY_MS);
  expect(inHubspot(stage, id)['hubspot_owner_id']).toBe(owner);
  expect(await heldOf(stage)).toEqual([]);
  expect(await idle(stage)).toEqual(QUIET);
});

it('a held owner that is taken back in the meantime is simply over', async () => {
  const stage = await story();
  const { guid, id } = await agreed(stage);
  editCustomer(stage, guid, { owner: { guid: newUser(stage, 'Onni', 'onni.oja@firma.example') } });
  await nextCycle(stage);
  editCustomer(stage, guid, { owner: null });
  await nextCycle(stage);
  expect(await heldOf(stage)).toEqual([]);
  expect(inHubspot(stage, id)['hubspot_owner_id'] ?? '').toBe('');
  expect(await idle(stage)).toEqual(QUIET);
});

it('a value that Severa refuses is held for that record only, and a corrected one flows and frees it', async () => {
  const stage = await story();
  const { guid, id, linkId } = await agreed(stage);
  const other = customer(stage, { name: 'Mänty Oy', vatNumber: '2501113-6' });
  const otherId = company(stage, { name: 'Mänty Oy', business_id: '2501113-6' });
  stage.clock.advance(LATER_MS);
  await stage.cycle({ sweep: true });
  const [gone, kept] = stage.severa.state.list('industries').map((row) => row.guid) as [string, string];
  stage.severa.state.remove('industries', gone, stage.clock.now());
  editCompany(stage, id, { sauma_industry: gone });
  editCompany(stage, otherId, { sauma_industry: kept, description: 'menee perille' });
  await nextCycle(stage);
  expect(await heldOf(stage)).toMatchObject([{ side: 'psa', field: 'industry', linkId }]);
  expect((await heldOf(stage))[0]?.reason).toMatch(/^rejected:/);
  expect(inSevera(stage, other)).toMatchObject({ industry: { guid: kept }, notes: 'menee perille' });
  expect(await idle(stage, 3)).toEqual(QUIET);

  editCompany(stage, id, { sauma_industry: kept });
  await nextCycle(stage);
  expect(inSevera(stage, guid)).toMatchObject({ industry: { guid: kept } });
  expect(await heldOf(stage)).toEqual([]);
  expect(await idle(stage)).toEqual(QUIET);
});

it('a refused value takes no other edit of its record with it for good: the next edit carries everything that is owed', async () => {
  const stage = await story();
  const { guid, id } = await agreed(stage);
  const [gone, kept] = stage.severa.state.list('industries').map((row) => row.guid) as [string, string];
  stage.severa.state.remove('industries', gone, stage.clock.now());
  editCompany(stage, id, { sauma_industry: gone, description: 'samassa kirjoituksessa' });
  await nextCycle(stage);
  expect((await heldOf(stage)).map(({ field }) => String(field)).toSorted()).toEqual(['industry', 'notes']);
  editCompany(stage, id, { sauma_industry: kept });
  await nextCycle(stage);
  expect(inSevera(stage, guid)).toMatchObject({ industry: { guid: kept }, notes: 'samassa kirjoituksessa' });
  expect(await heldOf(stage)).toEqual([]);
  expect(await idle(stage)).toEqual(QUIET);
});

it('a company without a name is held: Severa cannot hold it, and it is made when it gets one', async () => {
  const stage = await story();
  const id = company(stage, { domain: 'nimeton.example' });
  await stage.cycle();
  expect(stage.severa.state.list('customers')).toEqual([]);
  expect(await heldOf(stage)).toMatchObject([{ side: 'psa', field: 'name', reason: 'required-field-empty' }]);
  expect(await idle(stage)).toEqual(QUIET);
  editCompany(stage, id, { name: 'Nimetty Oy' });
  expect(await nextCycle(stage)).toMatchObject({ 'POST /v1/customers': 1 });
  expect(stage.severa.state.list('customers')).toMatchObject([{ name: 'Nimetty Oy' }]);
  expect(await heldOf(stage)).toEqual([]);
  expect(await idle(stage)).toEqual(QUIET);
});

it('revenue in another currency than the organisation keeps is held and not converted', async () => {
  const stage = await story();
  const { guid, id, linkId } = await agreed(stage);
  await editLocal(stage, linkId, { annualRevenue: { amount: '1000', currency: 'SEK' } });
  await nextCycle(stage);
  expect((await heldOf(stage)).toSorted((a, b) => (a.side < b.side ? -1 : 1))).toEqual([
    { side: 'crm', field: 'annualRevenue', reason: 'other-currency', linkId },
    { side: 'psa', field: 'annualRevenue', reason: 'other-currency', linkId },
  ]);
  expect([inSevera(stage, guid)['annualRevenue'] ?? null, inHubspot(stage, id)['annualrevenue'] ?? null]).toEqual([null, null]);
});
