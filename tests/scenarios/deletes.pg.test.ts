// Records that people delete, on each side and under each policy: nothing of ours brings one back, one failed look is no
// delete, and many at once make everything stop.
import { describe, expect, it } from 'vitest';
import type { DeletePolicy, EngineContext } from '../../src/engine/context.ts';
import type { Side } from '../../src/core/vocabulary.ts';
import { agreed, customer, company, editCompany, editCustomer, idle, inHubspot, inSevera, LATER_MS, linkOf, QUIET, shown, story, writesSince } from './act.ts';
import { cycleOf, settle, writesOf } from './outcome.ts';
import type { Stage } from './stage.ts';

const UPDATE = 'POST /crm/objects/2026-09/{objectType}/batch/update companies';

function withDeletes(deletes: Readonly<Partial<Record<Side, DeletePolicy>>>): (engine: EngineContext) => EngineContext {
  return (engine) => ({ ...engine, deletes: new Map([['account', deletes]]) });
}

async function pair(deletes: Readonly<Partial<Record<Side, DeletePolicy>>> = {}): Promise<{ stage: Stage; guid: string; id: string; linkId: string }> {
  const stage = await story({ change: withDeletes(deletes) });
  return { stage, ...(await agreed(stage)) };
}

const swept = (stage: Stage, rounds = 4): Promise<void> => settle(stage, () => stage.cycle({ sweep: true }), rounds);
const archivedIn = (stage: Stage): readonly string[] => stage.hubspot.state.list('companies', { archived: true }).map((row) => row.id);
const livingIn = (stage: Stage): readonly string[] => stage.hubspot.state.list('companies').map((row) => row.id);
const linesOf = async (stage: Stage): Promise<readonly string[]> => (await stage.store.journal({ limit: 100 })).map(({ action, side, reason }) => `${action} ${side} ${reason}`);

describe('a company deleted in HubSpot', () => {
  it('raises a question as the product ships: nothing is written until somebody answers, and no edit is lost', async () => {
    const { stage, guid, id, linkId } = await pair();
    stage.hubspot.state.archive('companies', id, stage.clock.now());
    editCustomer(stage, guid, { notes: 'myöhemmin' });
    const writes = writesSince(stage);
    await swept(stage);
    expect([writes(), livingIn(stage), archivedIn(stage)]).toEqual([{}, [], [id]]);
    const { conflicts, held } = await stage.store.inbox({ limit: 5 });
    expect(conflicts).toMatchObject([{ linkId, field: '(record)', values: { crm: 'gone', psa: 'present', local: 'present' } }]);
    expect(held).toContainEqual(expect.objectContaining({ side: 'crm', field: null, reason: 'gone-archived' }));
    await stage.store.answer({ kind: 'conflict', id: conflicts[0]?.id ?? '', side: 'psa', by: 'Milla' });
    await swept(stage, 2);
    expect(await shown(stage, linkId, 'notes')).toMatchObject({ psa: 'myöhemmin', local: 'myöhemmin' });
    expect(livingIn(stage)).toEqual([]);
  });

  it('makes its customer inactive under archive, once, and puts ours away', async () => {
    const { stage, guid, id, linkId } = await pair({ crm: 'archive' });
    stage.hubspot.state.archive('companies', id, stage.clock.now());
    await swept(stage);
    expect(inSevera(stage, guid)['isActive']).toBe(false);
    const [link] = await stage.store.links({ entity: 'account', ids: [linkId], limit: 1 });
    expect([link?.sides.psa?.gone, link?.sides.crm?.gone, link?.sides.local?.gone, link?.held]).toEqual(['retired', 'archived', 'archived', []]);
    expect((await linesOf(stage)).slice(0, 3).toSorted()).toEqual(['archive local policy', 'archive psa policy', 'gone crm archived']);
    expect(await idle(stage)).toEqual(QUIET);
  });

  it('is never made again under unlink: not by an edit, a sweep, a restart or a page that is read twice', async () => {
    const { stage, guid, id, linkId } = await pair({ crm: 'unlink' });
    stage.hubspot.state.archive('companies', id, stage.clock.now());
    await swept(stage);
    editCustomer(stage, guid, { notes: 'yksin' });
    const writes = writesSince(stage);
    await swept(stage);
    const anew = stage.restart({ change: withDeletes({ crm: 'ask' }) });
    editCustomer(anew, guid, { website: 'https://koivu.example' });
    const lease = await stage.store.takeLease('pull:psa:account', 60_000);
    await stage.store.savePage({ entity: 'account', side: 'psa', reason: 'sweep', mapVersion: '', records: [], tombstones: [], checkpoint: { feed: 'psa:account', value: null } }, lease!);
    await stage.store.releaseLease(lease!);
    await swept(anew);
    expect([writes(), livingIn(stage)]).toEqual([{}, []]);
    expect(await shown(stage, linkId, 'notes')).toMatchObject({ psa: 'yksin', local: 'yksin' });
    expect((await stage.store.inbox({ limit: 5 })).conflicts).toEqual([]);
  });

  it('goes on where it was when it is restored: what was edited meanwhile reaches it', async () => {
    const { stage, guid, id, linkId } = await pair();
    stage.hubspot.state.archive('companies', id, stage.clock.now());
    editCustomer(stage, guid, { notes: 'sillä välin' });
    await swept(stage);
    stage.hubspot.state.restore('companies', id, stage.clock.now());
    await swept(stage);
    expect(inHubspot(stage, id)['description']).toBe('sillä välin');
    expect((await stage.store.inbox({ limit: 5 })).conflicts).toEqual([]);
    expect((await linkOf(stage, 'crm', id)).id).toBe(linkId);
    expect(await idle(stage)).toEqual(QUIET);
  });
});

describe('a customer deleted in Severa', () => {
  it('is missed by no list, so that two looks by id, a minute apart, find it; then somebody is asked', async () => {
    const { stage, guid, id } = await pair();
    stage.severa.state.remove('customers', guid, stage.clock.now());
    editCompany(stage, id, { description: 'myöhemmin' });
    await stage.cycle({ sweep: true });
    expect((await linkOf(stage, 'crm', id)).sides.psa?.gone).toBeNull();
    await swept(stage);
    expect((await linkOf(stage, 'crm', id)).sides.psa?.gone).toBe('deleted');
    expect((await stage.store.inbox({ limit: 5 })).conflicts).toMatchObject([{ values: { psa: 'gone', crm: 'present', local: 'present' } }]);
    expect(writesOf(stage)['POST /v1/customers'] ?? 0).toBe(0);
    expect(inHubspot(stage, id)['description']).toBe('myöhemmin');
  });

  it('archives its company under archive, which HubSpot then lists, and which is nobody\'s deletion', async () => {
    const { stage, guid, id, linkId } = await pair({ psa: 'archive', crm: 'archive' });
    stage.severa.state.remove('customers', guid, stage.clock.now());
    await swept(stage);
    expect([livingIn(stage), archivedIn(stage)]).toEqual([[], [id]]);
    const [link] = await stage.store.links({ entity: 'account', ids: [linkId], limit: 1 });
    expect([link?.sides.psa?.gone, link?.sides.local?.gone, link?.held]).toEqual(['deleted', 'archived', []]);
    expect((await linesOf(stage)).filter((line) => /gone|archive/.test(line))).toHaveLength(3);
  });

  it('is never made again under unlink, and the company goes on', async () => {
    const { stage, guid, id, linkId } = await pair({ psa: 'unlink' });
    stage.severa.state.remove('customers', guid, stage.clock.now());
    await swept(stage);
    editCompany(stage, id, { description: 'yksin' });
    await swept(stage);
    expect(await shown(stage, linkId, 'notes')).toMatchObject({ crm: 'yksin', local: 'yksin' });
    expect([stage.severa.state.list('customers').length, writesOf(stage)['POST /v1/customers'] ?? 0]).toEqual([0, 0]);
  });

  it('and made anew by hand under the same business ID takes its place again', async () => {
    const { stage, guid, id, linkId } = await pair({ psa: 'unlink' });
    stage.severa.state.remove('customers', guid, stage.clock.now());
    await swept(stage);
    const anew = customer(stage, { name: 'Koivu Oy', vatNumber: '2501118-7' });
    await swept(stage);
    expect((await linkOf(stage, 'psa', anew)).id).toBe(linkId);
    editCompany(stage, id, { description: 'taas yhdessä' });
    await settle(stage);
    expect(inSevera(stage, anew)['notes']).toBe('taas yhdessä');
  });

  it('waits for its right where HubSpot is only read', async () => {
    const { stage, guid, id } = await pair();
    const readOnly = stage.restart({ change: (engine) => withDeletes({ psa: 'archive' })({ ...engine, modes: { psa: 'read-write', crm: 'read-only' } }) });
    stage.severa.state.remove('customers', guid, stage.clock.now());
    await swept(readOnly);
    expect(livingIn(stage)).toEqual([id]);
    expect((await stage.store.inbox({ limit: 5 })).held).toContainEqual(expect.objectContaining({ side: 'crm', reason: 'connection-read-only' }));
    await swept(stage.restart({ change: withDeletes({ psa: 'archive' }) }), 2);
    expect(archivedIn(stage)).toEqual([id]);
  });
});

describe('a look that fails', () => {
  it('once is no delete', async () => {
    const { stage, guid, id } = await pair();
    editCustomer(stage, guid, { notes: 'uusi' });
    stage.clock.advance(6 * 60_000);
    stage.hubspot.faults.add({ kind: 'status-404', path: /\/companies\/(batch\/read|\d+)$/, times: 2 });
    await cycleOf(stage.engine);
    expect((await linkOf(stage, 'crm', id)).sides.crm?.gone).toBeNull();
    await settle(stage);
    expect(inHubspot(stage, id)['description']).toBe('uusi');
  });

  it('of a system that is away says nothing, however often', async () => {
    const { stage, guid, id } = await pair({ psa: 'archive' });
    stage.severa.state.remove('customers', guid, stage.clock.now());
    stage.severa.faults.add({ kind: 'status-500', path: /\/customers\/[0-9a-f-]+$/, times: 1_000 });
    await swept(stage, 3);
    expect((await linkOf(stage, 'crm', id)).sides.psa?.gone).toBeNull();
    expect(livingIn(stage)).toEqual([id]);
  });
});

async function many(change: (engine: EngineContext) => EngineContext): Promise<{ stage: Stage; pairs: readonly { guid: string; id: string }[] }> {
  const stage = await story({ change });
  const pairs = Array.from({ length: 120 }, (_, index) => {
    const guid = customer(stage, { name: `Yritys ${index} Oy`, website: `https://yritys${index}.example` });
    return { guid, id: company(stage, { name: `Yritys ${index} Oy`, domain: `yritys${index}.example` }) };
  });
  await stage.cycle();
  await idle(stage, 1);
  return { stage, pairs };
}

describe('one account in twenty deleted', () => {
  it.each(['archive', 'unlink', 'ask'] as const)('halts everything and says why, under %s, until somebody approves', async (policy) => {
    const { stage, pairs } = await many(withDeletes({ crm: policy }));
    for (const { id } of pairs.slice(0, 6)) stage.hubspot.state.archive('companies', id, stage.clock.now());
    editCustomer(stage, pairs[50]!.guid, { notes: 'odottaa' });
    const before = writesOf(stage);
    stage.clock.advance(LATER_MS);
    await stage.cycle({ approved: false, sweep: true });
    stage.clock.advance(LATER_MS);
    const { run, cycles } = await stage.cycle({ approved: false });
    expect(run.state).toBe('halted');
    expect(cycles[0]?.waiting?.verdicts).toContainEqual({ side: 'crm', change: 'gone', planned: 6, done: 0, limit: 5, isApproved: false });
    expect(writesOf(stage)).toEqual(before);
    expect((await stage.store.inbox({ limit: 50 })).conflicts).toEqual([]);
    await stage.cycle({ approved: true });
    expect(inHubspot(stage, pairs[50]!.id)['description']).toBe('odottaa');
    expect(stage.severa.state.list('customers').filter((row) => row['isActive'] === false)).toHaveLength(policy === 'archive' ? 6 : 0);
    expect((await stage.store.inbox({ limit: 50 })).conflicts).toHaveLength(policy === 'ask' ? 6 : 0);
    stage.clock.advance(LATER_MS);
    expect((await stage.cycle({ approved: false })).run.state).toBe('done');
  });

  it('one by one within a day halts as well', async () => {
    const { stage, pairs } = await many(withDeletes({ crm: 'unlink' }));
    for (const { id } of pairs.slice(0, 5)) stage.hubspot.state.archive('companies', id, stage.clock.now());
    stage.clock.advance(LATER_MS);
    expect((await stage.cycle({ approved: false, sweep: true })).run.state).toBe('done');
    stage.hubspot.state.archive('companies', pairs[5]!.id, stage.clock.now());
    stage.clock.advance(LATER_MS);
    expect((await stage.cycle({ approved: false, sweep: true })).run.state).toBe('halted');
  });
});

it('an update that waits goes on beside a deletion that is asked about', async () => {
  const { stage, id } = await pair();
  const [other, otherId] = [customer(stage, { name: 'Mänty Oy', vatNumber: '2165432-9' }), company(stage, { name: 'Mänty Oy', business_id: '2165432-9' })];
  await settle(stage);
  stage.hubspot.state.archive('companies', id, stage.clock.now());
  editCustomer(stage, other, { notes: 'jatkuu' });
  const writes = writesSince(stage);
  await swept(stage);
  expect(writes()).toEqual({ [UPDATE]: 1 });
  expect(inHubspot(stage, otherId)['description']).toBe('jatkuu');
});
