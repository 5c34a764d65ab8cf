// Two workers on one database, and people who edit between a worker's look and its write: nothing is written twice and no
// edit is lost without its rule or a person knowing.
import { describe, expect, it } from 'vitest';
import type { Connector, EntityAdapter } from '../../src/connectors/connector.ts';
import type { RemoteSide } from '../../src/core/vocabulary.ts';
import type { EngineContext } from '../../src/engine/context.ts';
import type { Store } from '../../src/store/store.ts';
import { cycleOf, linksOf, openStory, pictureOf, putCompany, putCustomer, reopen, settle, writesOf } from './outcome.ts';
import type { Stage } from './stage.ts';

const CREATE_CUSTOMER = 'POST /v1/customers';
const CREATE_COMPANIES = 'POST /crm/objects/2026-09/{objectType}/batch/create companies';

/** The store with one function wrapped. */
function wrapped<Name extends keyof Store>(store: Store, name: Name, wrap: (inner: Store[Name]) => Store[Name]): Store {
  return { ...store, [name]: wrap(store[name]) };
}

/** The engine with something done just before an adapter's function is called for the first time. */
function before(engine: EngineContext, side: RemoteSide, name: 'guard' | 'write', hook: () => unknown): EngineContext {
  let done = false;
  const wrap = (adapter: EntityAdapter): EntityAdapter =>
    new Proxy(adapter, {
      get: (target, key: keyof EntityAdapter) => {
        if (key !== name) return target[key];
        return async (...given: readonly never[]): Promise<unknown> => {
          if (!done) {
            done = true;
            await hook();
          }
          return await (target[key] as (...given: readonly never[]) => Promise<unknown>)(...given);
        };
      },
    });
  const connectors = [...engine.connectors].map(([of, connector]): [RemoteSide, Connector] => [
    of,
    of === side ? { ...connector, calls: connector.calls, entities: new Map([...connector.entities].map(([entity, adapter]) => [entity, wrap(adapter)])) } : connector,
  ]);
  return { ...engine, connectors: new Map(connectors) };
}

const fewAtATime = (engine: EngineContext): EngineContext => ({ ...engine, limits: { ...engine.limits, takeLinks: 7 } });

/** One account in both systems, at rest. */
async function linkedPair(): Promise<{ stage: Stage; customer: string; company: string }> {
  const stage = await openStory();
  const customer = putCustomer(stage, { name: 'Lehto Oy', vatNumber: '2165432-9', notes: 'alku', numberOfEmployees: 5 });
  const company = putCompany(stage, { name: 'Lehto Oy', business_id: '2165432-9', description: 'alku', numberofemployees: '5' });
  await stage.cycle();
  await settle(stage);
  return { stage, customer, company };
}

describe('two workers', () => {
  it('make each record once when both work through one backfill', async () => {
    const alone = await openStory({ accounts: 60 });
    await alone.cycle();
    await settle(alone);
    const stage = await openStory({ accounts: 60 });
    const [one, other] = [fewAtATime(reopen(stage)), fewAtATime(reopen(stage))];
    for (let round = 0; round < 3; round++) {
      await Promise.all([cycleOf(one), cycleOf(other)]);
      stage.clock.advance(6 * 60_000);
    }
    await settle(stage);
    expect(await pictureOf(stage)).toEqual(await pictureOf(alone));
    expect(writesOf(stage)[CREATE_CUSTOMER]).toBe(writesOf(alone)[CREATE_CUSTOMER]);
  });

  it('carry every edit made meanwhile to the other side', async () => {
    const stage = await openStory({ accounts: 30 });
    await stage.cycle();
    await settle(stage);
    const pairs = (await linksOf(stage)).filter((link) => link.sides.psa && link.sides.crm);
    expect(pairs.length).toBeGreaterThan(10);
    for (const [index, link] of pairs.entries()) {
      if (index % 2 === 0) stage.severa.state.edit('customers', link.sides.psa?.id as string, { '/notes': `psa ${index}` }, stage.clock.now());
      else stage.hubspot.state.edit('companies', link.sides.crm?.id as string, { description: `crm ${index}` }, { now: stage.clock.now(), userId: 7 });
    }
    const [one, other] = [reopen(stage), reopen(stage)];
    const before = writesOf(stage);
    for (let round = 0; round < 3; round++) {
      stage.clock.advance(6 * 60_000);
      await Promise.all([cycleOf(one), cycleOf(other)]);
    }
    for (const [index, link] of pairs.entries()) {
      const text = index % 2 === 0 ? `psa ${index}` : `crm ${index}`;
      expect([stage.severa.state.get('customers', link.sides.psa?.id as string)?.['notes'], stage.hubspot.state.get('companies', link.sides.crm?.id as string)?.properties['description']]).toEqual([text, text]);
    }
    const patches = (writesOf(stage)['PATCH /v1/customers/{guid}'] ?? 0) - (before['PATCH /v1/customers/{guid}'] ?? 0);
    expect(patches).toBe(Math.floor(pairs.length / 2));
  });

  const moments = [
    ['before it announces', (announce: Store['announce'], pause: () => Promise<void>): Store['announce'] => async (...given) => {
      await pause();
      await announce(...given);
    }],
    ['after it has announced', (announce: Store['announce'], pause: () => Promise<void>): Store['announce'] => async (...given) => {
      await announce(...given);
      await pause();
    }],
  ] as const;

  it.each(moments)('write nothing twice when one sleeps past its lease %s', async (_when, around) => {
    const stage = await openStory();
    putCompany(stage, { name: 'Kaarna Oy', business_id: '2165432-9' });
    putCustomer(stage, { name: 'Oksa Oy', vatNumber: '1572860-0' });
    let asleep = false;
    const pause = async (): Promise<void> => {
      if (asleep) return;
      asleep = true;
      stage.clock.advance(stage.engine.limits.leaseMs + 1_000);
      await stage.cycle();
    };
    await cycleOf(reopen(stage, { store: wrapped(stage.store, 'announce', (announce) => around(announce, pause)) }));
    await settle(stage);
    expect(asleep).toBe(true);
    expect(writesOf(stage)).toMatchObject({ [CREATE_CUSTOMER]: 1, [CREATE_COMPANIES]: 1 });
    expect(stage.severa.state.list('customers')).toHaveLength(2);
    expect(stage.hubspot.state.list('companies')).toHaveLength(2);
  });

  it('keep what the quicker one has recorded when the other wakes after its write', async () => {
    const stage = await openStory();
    const company = putCompany(stage, { name: 'Kaarna Oy', business_id: '2165432-9', description: 'ensin' });
    const sleeper = wrapped(stage.store, 'record', (record) => async (records) => {
      stage.clock.advance(stage.engine.limits.leaseMs + 1_000);
      await stage.cycle();
      stage.hubspot.state.edit('companies', company, { description: 'sitten' }, { now: stage.clock.now(), userId: 7 });
      await settle(stage);
      return await record(records);
    });
    await cycleOf(reopen(stage, { store: sleeper }));
    await settle(stage);
    expect(stage.severa.state.list('customers').map((row) => [row['name'], row['notes']])).toEqual([['Kaarna Oy', 'sitten']]);
    expect((await linksOf(stage)).map((link) => [Object.keys(link.sides).length, link.intents])).toEqual([[3, []]]);
  });
});

describe('a person who edits between our look and our write', () => {
  it('loses in Severa to the rule only, which is written down', async () => {
    const { stage, customer, company } = await linkedPair();
    stage.hubspot.state.edit('companies', company, { description: 'myynnin sana' }, { now: stage.clock.now(), userId: 7 });
    stage.clock.advance(6 * 60_000);
    const engine = before(stage.engine, 'psa', 'guard', () => stage.severa.state.edit('customers', customer, { '/notes': 'projektin sana' }, stage.clock.now()));
    const { run } = await cycleOf(engine);
    await settle(stage);
    expect(stage.severa.state.get('customers', customer)?.['notes']).toBe('myynnin sana');
    const journal = await stage.store.journal({ runId: run.id, limit: 50 });
    expect(journal).toContainEqual(expect.objectContaining({ side: 'psa', action: 'overwrite', fields: ['notes'], reason: 'order' }));
  });

  it('is asked when the rule is to ask, and no value is gone', async () => {
    const { stage, customer, company } = await linkedPair();
    stage.hubspot.state.edit('companies', company, { name: 'Lehto Group Oy' }, { now: stage.clock.now(), userId: 7 });
    stage.clock.advance(6 * 60_000);
    await cycleOf(before(stage.engine, 'psa', 'guard', () => stage.severa.state.edit('customers', customer, { '/name': 'Lehto Yhtiöt Oy' }, stage.clock.now())));
    await settle(stage);
    expect(stage.severa.state.get('customers', customer)?.['name']).toBe('Lehto Yhtiöt Oy');
    expect(stage.hubspot.state.get('companies', company)?.properties['name']).toBe('Lehto Group Oy');
    const { conflicts } = await stage.store.inbox({ limit: 5 });
    expect(conflicts.map(({ field, values }) => [field, values.psa, values.crm])).toEqual([['name', 'Lehto Yhtiöt Oy', 'Lehto Group Oy']]);
  });

  it('keeps an edit of another field, and so does the other side', async () => {
    const { stage, customer, company } = await linkedPair();
    stage.hubspot.state.edit('companies', company, { description: 'myynnin sana' }, { now: stage.clock.now(), userId: 7 });
    stage.clock.advance(6 * 60_000);
    await cycleOf(before(stage.engine, 'psa', 'guard', () => stage.severa.state.edit('customers', customer, { '/numberOfEmployees': 6 }, stage.clock.now())));
    await settle(stage);
    expect(stage.severa.state.get('customers', customer)).toMatchObject({ notes: 'myynnin sana', numberOfEmployees: 6 });
    expect(stage.hubspot.state.get('companies', company)?.properties).toMatchObject({ description: 'myynnin sana', numberofemployees: '6' });
  });

  it('of an address, whose edits its customer does not show, loses to the rule only, which is written down', async () => {
    const { stage, customer, company } = await linkedPair();
    const { guid } = stage.severa.state.put('addresses', { customer: { guid: customer }, phone: '040 1', isVisitAddress: true }, stage.clock.now());
    stage.clock.advance(6 * 60_000);
    await settle(stage);
    stage.hubspot.state.edit('companies', company, { phone: '+358 40 2' }, { now: stage.clock.now(), userId: 7 });
    stage.clock.advance(6 * 60_000);
    const { run } = await cycleOf(before(stage.engine, 'psa', 'write', () => stage.severa.state.edit('addresses', guid, { '/phone': '040 3' }, stage.clock.now())));
    await settle(stage);
    const entry = expect.objectContaining({ side: 'psa', action: 'overwrite', fields: ['phone'], reason: 'order' });
    expect(await stage.store.journal({ runId: run.id, limit: 50 })).toContainEqual(entry);
    expect(stage.severa.state.get('addresses', guid)?.['phone']).toBe('+358 40 2');
    expect(stage.hubspot.state.get('companies', company)?.properties['phone']).toBe('+358 40 2');
  });

  it('is seen in HubSpot although its search index does not show the edit yet', async () => {
    const { stage, customer, company } = await linkedPair();
    stage.clock.advance(6 * 60_000);
    stage.severa.state.edit('customers', customer, { '/name': 'Lehto Yhtiöt Oy', '/numberOfEmployees': 6 }, stage.clock.now());
    stage.hubspot.state.edit('companies', company, { name: 'Lehto Group Oy' }, { now: stage.clock.now(), userId: 7 });
    stage.clock.advance(1_000);
    await stage.cycle();
    expect(stage.hubspot.state.get('companies', company)?.properties['name']).toBe('Lehto Group Oy');
    await settle(stage);
    expect(stage.severa.state.get('customers', customer)?.['name']).toBe('Lehto Yhtiöt Oy');
    expect(stage.hubspot.state.get('companies', company)?.properties).toMatchObject({ name: 'Lehto Group Oy', numberofemployees: '6' });
    expect((await stage.store.inbox({ limit: 5 })).conflicts.map(({ field }) => field)).toEqual(['name']);
  });
});
