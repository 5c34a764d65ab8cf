// Systems that may only be read, and systems that are not there: nothing is ever written to the first, nobody misses the
// second, and everything else works as usual.
import { describe, expect, it } from 'vitest';
import type { RemoteSide } from '../../src/core/vocabulary.ts';
import type { EngineContext } from '../../src/engine/context.ts';
import { agreed, company, customer, editCompany, editCustomer, editLocal, idle, inHubspot, inSevera, LATER_MS, linkOf, links, QUIET, shown, story } from './act.ts';
import type { Stage } from './stage.ts';

function readOnly(...sides: readonly RemoteSide[]): (engine: EngineContext) => EngineContext {
  return (engine) => ({ ...engine, modes: { psa: sides.includes('psa') ? 'read-only' : 'read-write', crm: sides.includes('crm') ? 'read-only' : 'read-write' } });
}

/** Everything a system was ever asked that is no read, set-up included. */
function changesOf(stage: Stage, side: RemoteSide): readonly string[] {
  const calls = side === 'psa' ? stage.severa.calls : stage.hubspot.calls;
  return [...calls.keys()].filter((route) => !route.startsWith('GET ') && !route.includes('token') && !/\/(?:search|read)\b/u.test(route));
}

async function nextCycle(stage: Stage): Promise<void> {
  stage.clock.advance(LATER_MS);
  const { cycles } = await stage.cycle();
  expect(cycles.map(({ errors }) => [...errors.values()])).toEqual([[]]);
}

describe('a read-only Severa', () => {
  it('is never written to, while its edits go to HubSpot and both sides go to us', async () => {
    const stage = await story({ change: readOnly('psa') });
    const alone = company(stage, { name: 'Vain HubSpotissa Oy', domain: 'vainhubspotissa.example' });
    const { guid, id, linkId } = await agreed(stage, { notes: 'alku' });
    editCustomer(stage, guid, { notes: 'Severasta' });
    editCompany(stage, id, { website: 'https://koivu.example' });
    await nextCycle(stage);
    await editLocal(stage, linkId, { phone: '+358 40 123 4567' });
    await nextCycle(stage);
    expect(inHubspot(stage, id)).toMatchObject({ description: 'Severasta', phone: '+358 40 123 4567' });
    expect(await shown(stage, linkId, 'website')).toMatchObject({ psa: null, crm: 'https://koivu.example', local: 'https://koivu.example' });
    expect((await linkOf(stage, 'crm', alone)).sides.psa).toBeUndefined();
    expect(changesOf(stage, 'psa')).toEqual([]);
    expect(await idle(stage)).toEqual(QUIET);
  });

  it('loses no conflict: what both sides changed follows the rule without touching Severa', async () => {
    const stage = await story({ change: readOnly('psa') });
    const { guid, id, linkId } = await agreed(stage, { notes: 'alku' });
    editCustomer(stage, guid, { notes: 'Severasta' });
    editCompany(stage, id, { description: 'HubSpotista' });
    await nextCycle(stage);
    expect(inSevera(stage, guid)['notes']).toBe('Severasta');
    expect(await shown(stage, linkId, 'notes')).toMatchObject({ crm: 'HubSpotista', local: 'HubSpotista' });
    expect(changesOf(stage, 'psa')).toEqual([]);
    expect(await idle(stage)).toEqual(QUIET);
  });
});

describe('a read-only HubSpot', () => {
  it('gets no property, no company and no value, while its edits go to Severa and to us', async () => {
    const stage = await story({ change: readOnly('crm') });
    const alone = customer(stage, { name: 'Vain Severassa Oy', vatNumber: '2501114-4' });
    const { guid, id, linkId } = await agreed(stage);
    editCompany(stage, id, { description: 'HubSpotista' });
    editCustomer(stage, guid, { website: 'https://koivu.example' });
    await nextCycle(stage);
    expect(inSevera(stage, guid)).toMatchObject({ notes: 'HubSpotista' });
    expect(await shown(stage, linkId, 'website')).toMatchObject({ psa: 'https://koivu.example', crm: null, local: 'https://koivu.example' });
    expect((await linkOf(stage, 'psa', alone)).sides.crm).toBeUndefined();
    expect(changesOf(stage, 'crm')).toEqual([]);
    expect(await idle(stage)).toEqual(QUIET);
  });
});

describe('a connection that may be written at last', () => {
  it('gets what it was owed meanwhile, keeps what only it has, and creates what was missing', async () => {
    const stage = await story({ change: readOnly('crm') });
    const alone = customer(stage, { name: 'Vain Severassa Oy', vatNumber: '2501114-4' });
    const { guid, id, linkId } = await agreed(stage, { numberOfEmployees: 3 });
    editCustomer(stage, guid, { website: 'https://koivu.example' });
    editCompany(stage, id, { description: 'HubSpotista' });
    await nextCycle(stage);
    expect((await stage.store.counts('account')).held).toBe(0);
    const opened = stage.restart({ change: (engine) => engine });
    await nextCycle(opened);
    expect(inHubspot(opened, id)).toMatchObject({ website: 'https://koivu.example', numberofemployees: '3', description: 'HubSpotista' });
    expect(await shown(opened, linkId, 'notes')).toMatchObject({ psa: 'HubSpotista', crm: 'HubSpotista', local: 'HubSpotista' });
    expect((await linkOf(opened, 'psa', alone)).sides.crm).toBeDefined();
    expect(await idle(opened)).toEqual(QUIET);
  });
});

it('two read-only systems still fill our own records, and are told apart and joined as ever', async () => {
  const stage = await story({ accounts: 12, seed: 3, change: readOnly('psa', 'crm') });
  await nextCycle(stage);
  expect([changesOf(stage, 'psa'), changesOf(stage, 'crm')]).toEqual([[], []]);
  const active = (await links(stage)).filter((link) => link.stage === 'active');
  expect(active.length).toBeGreaterThan(5);
  expect(active.every((link) => link.sides.local?.fields['name'] !== null)).toBe(true);
  expect(active.some((link) => link.sides.psa && link.sides.crm)).toBe(true);
  expect(await idle(stage)).toEqual(QUIET);
});

describe('one system only', () => {
  it('Severa without HubSpot: our own records are filled and kept, edits go both ways, nothing is missed', async () => {
    const stage = await story({ systems: ['psa'] });
    const guid = customer(stage, { name: 'Koivu Oy', vatNumber: '2501118-7', notes: 'alku' }, { city: 'Helsinki', phone: '+358 9 123 4567' });
    await nextCycle(stage);
    const link = await linkOf(stage, 'psa', guid);
    expect(link.sides.local?.fields).toMatchObject({ name: 'Koivu Oy', city: 'Helsinki', phone: '+358 9 123 4567', notes: 'alku' });
    editCustomer(stage, guid, { notes: 'Severasta' });
    await nextCycle(stage);
    await editLocal(stage, link.id, { website: 'https://koivu.example' });
    await nextCycle(stage);
    expect(inSevera(stage, guid)).toMatchObject({ notes: 'Severasta', website: 'https://koivu.example' });
    expect(await shown(stage, link.id, 'notes')).toEqual({ psa: 'Severasta', local: 'Severasta' });
    expect(await stage.store.inbox({ limit: 10 })).toEqual({ conflicts: [], matches: [], held: [] });
    expect([...stage.hubspot.calls.keys()]).toEqual([]);
    expect(await idle(stage)).toEqual(QUIET);
  });

  it('HubSpot without Severa: the same the other way round', async () => {
    const stage = await story({ systems: ['crm'] });
    const id = company(stage, { name: 'Koivu Oy', domain: 'koivu.example', description: 'alku' });
    await nextCycle(stage);
    const link = await linkOf(stage, 'crm', id);
    expect(link.sides.local?.fields).toMatchObject({ name: 'Koivu Oy', domain: 'koivu.example', notes: 'alku' });
    editCompany(stage, id, { description: 'HubSpotista' });
    await nextCycle(stage);
    await editLocal(stage, link.id, { city: 'Turku' });
    await nextCycle(stage);
    expect(inHubspot(stage, id)).toMatchObject({ description: 'HubSpotista', city: 'Turku' });
    expect(await shown(stage, link.id, 'notes')).toEqual({ crm: 'HubSpotista', local: 'HubSpotista' });
    expect(await stage.store.inbox({ limit: 10 })).toEqual({ conflicts: [], matches: [], held: [] });
    expect([...stage.severa.calls.keys()]).toEqual([]);
    expect(await idle(stage)).toEqual(QUIET);
  });

  it('two customers of one name in one system are two accounts of ours', async () => {
    const stage = await story({ systems: ['psa'] });
    customer(stage, { name: 'Koivu Oy' });
    customer(stage, { name: 'Koivu Oy' });
    await nextCycle(stage);
    expect((await links(stage)).map((link) => [link.stage, link.sides.local?.fields['name']])).toEqual([['active', 'Koivu Oy'], ['active', 'Koivu Oy']]);
  });
});
