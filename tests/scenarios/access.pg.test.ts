// A system that refuses us or is away: the other direction goes on, nothing is lost, the message says what to do, and the
// first cycle after it catches up.
import { describe, expect, it } from 'vitest';
import type { RemoteSide } from '../../src/core/vocabulary.ts';
import { AccessError } from '../../src/lib/errors.ts';
import { cycleOf, linksOf, ofCompanies, ofCustomers, openStory, pictureOf, putCompany, putCustomer, reopen, settle } from './outcome.ts';
import type { Parts, Stage } from './stage.ts';

type Cycled = Awaited<ReturnType<typeof cycleOf>>;
const errorOf = (result: Cycled, side: RemoteSide): Error | undefined => result.cycles[0]?.errors.get(side);

async function pairAtRest(options: Parameters<typeof openStory>[0] = {}): Promise<{ stage: Stage; customer: string; company: string }> {
  const stage = await openStory(options);
  const customer = putCustomer(stage, { name: 'Lehto Oy', vatNumber: '2165432-9', notes: 'alku' });
  const company = putCompany(stage, { name: 'Lehto Oy', business_id: '2165432-9', description: 'alku' });
  await stage.cycle();
  await settle(stage);
  return { stage, customer, company };
}

describe('a refusal', () => {
  const refusals: readonly (readonly [string, RemoteSide, Parts, RegExp])[] = [
    ['wrong Severa credentials', 'psa', { severaSecret: 'wrong' }, /Severa refused the credentials.*give valid ones/],
    ['a wrong HubSpot token', 'crm', { hubspotToken: 'pat-eu1-wrong' }, /HubSpot refused the credentials.*give valid ones/],
    ['a Severa address where nobody listens', 'psa', { severaUrl: 'http://127.0.0.1:9/rest-api' }, /Cannot reach 127\.0\.0\.1:9.*check SEVERA_BASE_URL/],
    ['a HubSpot address where nobody listens', 'crm', { hubspotUrl: 'http://127.0.0.1:9' }, /Cannot reach 127\.0\.0\.1:9.*check HUBSPOT_BASE_URL/],
  ];

  it.each(refusals)('%s fail one side with what to do, and the next cycle catches up', async (_title, side, parts, message) => {
    const { stage, customer, company } = await pairAtRest();
    stage.severa.state.edit('customers', customer, { '/numberOfEmployees': 9 }, stage.clock.now());
    stage.hubspot.state.edit('companies', company, { description: 'uusi' }, { now: stage.clock.now(), userId: 7 });
    stage.clock.advance(6 * 60_000);
    const failed = await cycleOf(reopen(stage, parts));
    expect(failed.run.state).toBe('failed');
    expect(errorOf(failed, side)?.message).toMatch(message);
    expect(errorOf(failed, side)?.message).not.toContain('wrong');
    expect([...(failed.cycles[0]?.errors.keys() ?? [])]).toEqual([side]);
    await settle(stage);
    expect(stage.severa.state.get('customers', customer)).toMatchObject({ notes: 'uusi', numberOfEmployees: 9 });
    expect(stage.hubspot.state.get('companies', company)?.properties).toMatchObject({ description: 'uusi', numberofemployees: '9' });
  });

  it('of a missing Severa scope names the call and asks for scopes; what may be read still reaches HubSpot', async () => {
    const stage = await openStory({ severa: { grantedScopes: ['customers:read', 'settings:read', 'users:read'] } });
    putCustomer(stage, { name: 'Haapa Oy', vatNumber: '1572860-0' });
    putCompany(stage, { name: 'Koivu Oy', business_id: '2165432-9' });
    const result = await stage.cycle();
    const error = errorOf(result, 'psa');
    expect(error).toBeInstanceOf(AccessError);
    expect(error?.message).toMatch(/Severa does not allow the credential to call POST \/v1\/customers.*scope/);
    expect(ofCompanies(stage, 'name')).toEqual(['Haapa Oy', 'Koivu Oy']);
    expect(stage.severa.state.list('customers')).toHaveLength(1);
  });

  it('of a missing HubSpot scope names it; what may be read still reaches Severa', async () => {
    const scopes = ['crm.objects.companies.read', 'crm.schemas.companies.read', 'crm.schemas.companies.write', 'crm.objects.owners.read'];
    const stage = await openStory({ hubspot: { scopes } });
    putCustomer(stage, { name: 'Haapa Oy', vatNumber: '1572860-0' });
    putCompany(stage, { name: 'Koivu Oy', business_id: '2165432-9' });
    const result = await stage.cycle();
    expect(errorOf(result, 'crm')?.message).toMatch(/HubSpot does not allow.*grant crm\.objects\.companies\.write/);
    expect(ofCustomers(stage, 'name')).toEqual(['Haapa Oy', 'Koivu Oy']);
    expect(stage.hubspot.state.list('companies')).toHaveLength(1);
  });
});

describe('a token that stops working in the middle of a backfill', () => {
  it('is asked for afresh, and the backfill ends as any other', async () => {
    const expected = await openStory({ accounts: 12, severa: { pageMax: 3 } });
    await expected.cycle();
    await settle(expected);
    const stage = await openStory({ accounts: 12, severa: { pageMax: 3 } });
    stage.severa.faults.add({ kind: 'expire-token', method: 'GET', path: /\/v1\/customers$/, every: 2, times: 2 });
    stage.severa.faults.add({ kind: 'expire-token', method: 'POST', path: /\/v1\/customers$/, every: 2, times: 2 });
    const result = await stage.cycle();
    expect([...(result.cycles[0]?.errors ?? [])]).toEqual([]);
    await settle(stage);
    expect(await pictureOf(stage)).toEqual(await pictureOf(expected));
  });
});

describe('a system that is away', () => {
  it('in the first backfill makes nobody believe that it is empty', async () => {
    const stage = await openStory({ accounts: 8 });
    const before = stage.severa.state.list('customers').length;
    stage.hubspot.faults.add({ kind: 'status-503', path: /\/crm\/objects/ });
    const result = await stage.cycle();
    expect(errorOf(result, 'crm')?.message).toMatch(/HubSpot failed to answer/);
    expect(stage.severa.state.list('customers')).toHaveLength(before);
    expect((await linksOf(stage)).every((link) => link.stage === 'new')).toBe(true);
    stage.hubspot.faults.clear();
    const undisturbed = await openStory({ accounts: 8 });
    for (const one of [stage, undisturbed]) {
      await one.cycle();
      await settle(one);
    }
    expect(await pictureOf(stage)).toEqual(await pictureOf(undisturbed));
  });

  it('while it is written loses no write: they wait with their reason and go out when it is back', async () => {
    const { stage, customer, company } = await pairAtRest();
    stage.hubspot.state.edit('companies', company, { description: 'uusi' }, { now: stage.clock.now(), userId: 7 });
    stage.severa.faults.add({ kind: 'status-503', method: 'PATCH' });
    stage.clock.advance(6 * 60_000);
    await stage.cycle();
    expect(stage.severa.state.get('customers', customer)?.['notes']).toBe('alku');
    expect((await stage.store.inbox({ limit: 5 })).held).toEqual([expect.objectContaining({ side: 'psa', field: 'notes' })]);
    stage.severa.faults.clear();
    await settle(stage);
    expect(stage.severa.state.get('customers', customer)?.['notes']).toBe('uusi');
    expect((await stage.store.inbox({ limit: 5 })).held).toEqual([]);
  });
});
