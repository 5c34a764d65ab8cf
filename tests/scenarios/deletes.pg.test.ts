// Records that people delete: nothing of ours brings one back or writes over its grave, and one failed look is no delete.
import { describe, expect, it } from 'vitest';
import { cycleOf, linksOf, openStory, putCompany, putCustomer, settle, writesOf } from './outcome.ts';
import type { Stage } from './stage.ts';

async function pairAtRest(): Promise<{ stage: Stage; customer: string; company: string }> {
  const stage = await openStory();
  const customer = putCustomer(stage, { name: 'Lehto Oy', vatNumber: '2165432-9', notes: 'alku' });
  const company = putCompany(stage, { name: 'Lehto Oy', business_id: '2165432-9', description: 'alku' });
  await stage.cycle();
  await settle(stage);
  return { stage, customer, company };
}

describe('a record that was deleted', () => {
  it('in HubSpot is not made again when its customer is edited; the link waits and says why', async () => {
    const { stage, customer, company } = await pairAtRest();
    stage.hubspot.state.archive('companies', company, stage.clock.now());
    stage.severa.state.edit('customers', customer, { '/notes': 'myöhemmin' }, stage.clock.now());
    await settle(stage, () => stage.cycle({ sweep: true }), 4);
    expect(stage.hubspot.state.list('companies')).toEqual([]);
    expect(stage.hubspot.state.list('companies', { archived: true }).map((row) => row.properties['description'])).toEqual(['alku']);
    expect((await stage.store.inbox({ limit: 5 })).held).toContainEqual(expect.objectContaining({ side: 'crm', field: null, reason: 'gone-deleted' }));
  });

  it('in Severa is not made again when its company is edited; the link waits and says why', async () => {
    const { stage, customer, company } = await pairAtRest();
    stage.severa.state.remove('customers', customer, stage.clock.now());
    stage.hubspot.state.edit('companies', company, { description: 'myöhemmin' }, { now: stage.clock.now(), userId: 7 });
    await settle(stage, () => stage.cycle({ sweep: true }), 4);
    expect(stage.severa.state.list('customers')).toEqual([]);
    expect(stage.hubspot.state.get('companies', company)?.properties['description']).toBe('myöhemmin');
    expect(writesOf(stage)['POST /v1/customers'] ?? 0).toBe(0);
    expect((await stage.store.inbox({ limit: 5 })).held).toContainEqual(expect.objectContaining({ side: 'psa', field: null, reason: 'gone-deleted' }));
  });

  it('is known as deleted from there on: its link is held and cycles write nothing', async () => {
    const { stage, company } = await pairAtRest();
    const [link] = await linksOf(stage);
    const at = new Date(stage.clock.now()).toISOString();
    const lease = await stage.store.takeLease('pull:crm:account', 60_000);
    const tombstone = { id: company, how: 'deleted', into: null, asOf: at } as const;
    await stage.store.savePage({ entity: 'account', side: 'crm', reason: 'webhook', mapVersion: '', records: [], tombstones: [tombstone], checkpoint: null }, lease!);
    await stage.store.releaseLease(lease!);
    const before = writesOf(stage);
    await settle(stage);
    expect(writesOf(stage)).toEqual(before);
    expect((await stage.store.inbox({ limit: 5 })).held).toEqual([expect.objectContaining({ linkId: link?.id, side: 'crm', reason: 'gone-deleted' })]);
  });

  it('is not believed deleted after one 404', async () => {
    const { stage, customer, company } = await pairAtRest();
    stage.severa.state.edit('customers', customer, { '/notes': 'uusi' }, stage.clock.now());
    stage.clock.advance(6 * 60_000);
    stage.hubspot.faults.add({ kind: 'status-404', path: /\/companies\/(batch\/read|\d+)$/, times: 2 });
    await cycleOf(stage.engine);
    expect((await linksOf(stage))[0]?.sides.crm?.gone).toBeNull();
    await settle(stage);
    expect(stage.hubspot.state.get('companies', company)?.properties['description']).toBe('uusi');
  });
});
