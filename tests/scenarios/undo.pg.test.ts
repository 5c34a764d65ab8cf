// A run that should not have been: taken back on both systems, except for what somebody has touched since.
import { describe, expect, it } from 'vitest';
import { undo } from '../../src/engine/undo.ts';
import type { Undone } from '../../src/engine/undo.ts';
import { agreed, company, customer, editCompany, editCustomer, idle, inHubspot, inSevera, LATER_MS, linkOf, QUIET, shown, story } from './act.ts';
import { settle } from './outcome.ts';
import type { Stage } from './stage.ts';

/** The id of a run a little later. */
async function run(stage: Stage): Promise<string> {
  stage.clock.advance(LATER_MS);
  return (await stage.cycle()).run.id;
}

function takeBack(stage: Stage, runId: string): Promise<Undone> {
  stage.clock.advance(LATER_MS);
  return undo(stage.engine, runId, { dryRun: false });
}

describe('a run that is undone', () => {
  it('leaves both systems as they were before it, and no later cycle does it again', async () => {
    const stage = await story();
    const { guid, id, linkId } = await agreed(stage, { notes: 'ennen', website: 'https://koivu.example' });
    editCompany(stage, id, { description: 'jälkeen', phone: '+358 40 123 4567' });
    const runId = await run(stage);
    expect(inSevera(stage, guid)['notes']).toBe('jälkeen');
    expect(await takeBack(stage, runId)).toMatchObject({ restored: { account: { psa: 1, crm: 0, local: 1 } }, left: [], failed: 0 });
    expect(inSevera(stage, guid)['notes']).toBe('ennen');
    expect(await shown(stage, linkId, 'notes')).toEqual({ psa: 'ennen', crm: 'jälkeen', local: 'ennen' });
    expect(await idle(stage, 3)).toEqual(QUIET);
    await stage.cycle({ sweep: true });
    expect(inSevera(stage, guid)['notes']).toBe('ennen');
    editCompany(stage, id, { description: 'uusi' });
    await settle(stage);
    expect(inSevera(stage, guid)['notes']).toBe('uusi');
  });

  it('leaves what people have touched since, also what they touch while it runs, and lists it', async () => {
    const stage = await story();
    const { guid, id, linkId } = await agreed(stage, { notes: 'ennen' });
    editCompany(stage, id, { description: 'jälkeen', website: 'https://uusi.example' });
    const runId = await run(stage);
    stage.clock.advance(LATER_MS);
    editCustomer(stage, guid, { notes: 'ihminen' });
    const undone = await takeBack(stage, runId);
    expect(undone.left).toEqual([{ entity: 'account', linkId, side: 'psa', fields: ['notes'], reason: 'touched' }]);
    expect([inSevera(stage, guid)['notes'], inSevera(stage, guid)['website'] ?? null]).toEqual(['ihminen', null]);
    await settle(stage);
    expect(inHubspot(stage, id)['description']).toBe('ihminen');
  });

  it('takes out of use what it had made, on both systems, and nothing makes it again', async () => {
    const stage = await story();
    await agreed(stage);
    const guid = customer(stage, { name: 'Vain Severassa Oy' });
    const id = company(stage, { name: 'Vain HubSpotissa Oy' });
    stage.clock.advance(LATER_MS);
    const { run: made } = await stage.cycle({ sweep: true });
    const [newCompany, newCustomer] = [(await linkOf(stage, 'psa', guid)).sides.crm?.id ?? '', (await linkOf(stage, 'crm', id)).sides.psa?.id ?? ''];
    expect(await takeBack(stage, made.id)).toMatchObject({ archived: { account: { psa: 1, crm: 1 } }, left: [] });
    expect(stage.hubspot.state.list('companies', { archived: true }).map((row) => row.id)).toEqual([newCompany]);
    expect(inSevera(stage, newCustomer)['isActive']).toBe(false);
    editCustomer(stage, guid, { notes: 'jatkuu' });
    editCompany(stage, id, { description: 'jatkuu' });
    await settle(stage, () => stage.cycle({ sweep: true }), 4);
    expect([stage.severa.state.list('customers').length, stage.hubspot.state.list('companies').length]).toEqual([3, 2]);
    expect(inSevera(stage, guid)['isActive']).toBe(true);
    expect(inHubspot(stage, id)['sauma_active'] ?? 'true').toBe('true');
    expect((await stage.store.inbox({ limit: 5 })).conflicts).toEqual([]);
  });

  it('that was the first backfill leaves each system with its own records only', async () => {
    const stage = await story({ accounts: 30, seed: 4 });
    const [customers, companies] = [stage.severa.state.list('customers').length, stage.hubspot.state.list('companies').length];
    const { run: backfill } = await stage.cycle();
    expect(stage.hubspot.state.list('companies').length).toBeGreaterThan(companies);
    const undone = await takeBack(stage, backfill.id);
    expect([undone.failed, undone.errors.size]).toEqual([0, 0]);
    expect(stage.hubspot.state.list('companies')).toHaveLength(companies);
    const made = stage.severa.state.list('customers').length - customers;
    expect(undone.archived['account']?.psa).toBe(made);
    await settle(stage, () => stage.cycle({ sweep: true }), 3);
    expect(stage.hubspot.state.list('companies')).toHaveLength(companies);
    expect(stage.severa.state.list('customers')).toHaveLength(customers + made);
  });
});
