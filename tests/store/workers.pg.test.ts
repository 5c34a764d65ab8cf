// Several processes on one database at the same time: none waits for ever, none fails, and together they leave what one
// would have left.
import { expect, test } from 'vitest';
import type { Lease, Store } from '../../src/store/store.ts';
import { createPostgresStore } from '../../src/store/postgres/store.ts';
import type { Tables } from '../../src/store/postgres/tables.ts';
import { freshDatabase } from '../support/database.ts';
import { agreed, allLinks, at, counter, created, MINUTE, outcome, page, snapshot, testClock } from './contract/bench.ts';
import { KEYS } from '../support/keys.ts';

const RECORDS = 60;

interface Crm {
  /** What the CRM has; it shows there before it is recorded here. */
  readonly made: Set<string>;
  /** Workers that go on only after the next pull. */
  readonly waiting: (() => void)[];
  working: number;
}

/** Sends the CRM a copy of what the PSA has. Every second batch is recorded only after a pull has seen it. */
async function work(store: Store, crm: Crm): Promise<void> {
  for (let batch = 0; ; batch++) {
    const taken = await store.take({ entity: 'account', limit: 7, ttlMs: MINUTE });
    if (taken.length === 0) break;
    const creates = taken.filter(({ link }) => link.sides.psa && !link.sides.crm);
    await store.announce(creates.map(({ lease, link }) => ({ lease, linkId: link.id, side: 'crm', kind: 'create', at: at(0), sent: {} })), MINUTE);
    for (const { link } of creates) crm.made.add(`crm-${link.sides.psa?.id}`);
    if (batch % 2 === 0) await new Promise<void>((resolve) => void crm.waiting.push(resolve));
    const records = taken.map((one) => {
      const sides = Object.values(one.link.sides).map(({ side }) => agreed(one.link, side));
      const id = `crm-${one.link.sides.psa?.id}`;
      return outcome(one, { sides: creates.includes(one) ? [...sides, created('crm', id, { name: id })] : sides });
    });
    expect(await store.record(records)).toEqual([]);
  }
  crm.working--;
}

/** Reads all of the CRM again and again, and takes what it does not know for new. */
async function pull(store: Store, feed: string, crm: Crm): Promise<void> {
  const lease = (await store.takeLease(feed, MINUTE)) as Lease;
  while (crm.working > 0) {
    const waiting = crm.waiting.splice(0);
    await store.savePage(page({ side: 'crm', records: [...crm.made].map((id) => snapshot(id, { name: id })) }), lease);
    waiting.forEach((resolve) => resolve());
  }
}

test('workers that create while pulls already see what they made leave one link for each record', async () => {
  const database = await freshDatabase<Tables>();
  const [clock, newId] = [testClock(), counter()];
  const stores = Array.from({ length: 5 }, () => createPostgresStore({ ...KEYS, database, workspace: 'main', clock, newId }));
  const [first] = stores as [Store];
  const lease = (await first.takeLease('psa', MINUTE)) as Lease;
  await first.savePage(page({ records: Array.from({ length: RECORDS }, (_, number) => snapshot(`c${number}`, { name: `crm-c${number}` })) }), lease);
  await first.decideMatches('account', (await allLinks(first)).map(({ id }) => ({ kind: 'alone', linkId: id })));
  const crm: Crm = { made: new Set(), waiting: [], working: 3 };
  await Promise.all([...stores.slice(0, 3).map((store) => work(store, crm)), ...stores.slice(3).map((store, number) => pull(store, `crm-${number}`, crm))]);

  const all = await allLinks(first);
  expect(all.filter(({ stage }) => stage === 'ended').length).toBeGreaterThan(0);
  const links = all.filter(({ stage }) => stage !== 'ended');
  expect(links).toHaveLength(RECORDS);
  for (const { sides, matchedBy, intents } of links) {
    expect(sides.crm?.id).toBe(`crm-${sides.psa?.id}`);
    expect([matchedBy, intents]).toEqual(['created', []]);
  }
  expect(await first.links({ entity: 'account', dirty: true, limit: 10 })).toEqual([]);
  expect(await first.counts('account')).toMatchObject({ linked: RECORDS });
});

test('a page that is being committed keeps its lease until it is', async () => {
  const database = await freshDatabase<Tables>();
  const [clock, newId] = [testClock(), counter()];
  const [one, two] = [1, 2].map(() => createPostgresStore({ ...KEYS, database, workspace: 'main', clock, newId })) as [Store, Store];
  const lease = (await one.takeLease('psa', MINUTE)) as Lease;
  clock.advance(MINUTE);
  const records = Array.from({ length: 500 }, (_, number) => snapshot(`c${number}`, { name: 'x' }));
  const [saved, taken] = await Promise.allSettled([one.savePage(page({ records, checkpoint: { feed: 'psa', value: 'old' } }), lease), two.takeLease('psa', MINUTE)]);
  expect(taken.status === 'fulfilled' && taken.value !== null).toBe(true);
  // Whoever came first: the page is there with its checkpoint, or neither is.
  const whole = [records.length, 'old'];
  expect([(await allLinks(two)).length, await two.checkpoint('psa')]).toEqual(saved.status === 'fulfilled' ? whole : [0, null]);
  await expect(one.savePage(page({ records, checkpoint: { feed: 'psa', value: 'older' } }), lease)).rejects.toMatchObject({ code: 'lease-lost' });
});
