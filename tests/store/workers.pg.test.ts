// Several processes on one database at the same time: none waits for ever, none fails, and together they leave what one
// would have left.
import { expect, test } from 'vitest';
import type { Lease, Store } from '../../src/store/store.ts';
import { createPostgresStore } from '../../src/store/postgres/store.ts';
import type { Tables } from '../../src/store/postgres/tables.ts';
import { freshDatabase } from '../support/database.ts';
import { agreed, allLinks, at, counter, created, MINUTE, outcome, page, snapshot, testClock } from './contract/bench.ts';

const RECORDS = 60;

/** Sends the CRM a copy of what the PSA has; the pull below may see it before the record. */
async function work(store: Store, made: Set<string>): Promise<void> {
  for (;;) {
    const taken = await store.take({ entity: 'account', limit: 7, ttlMs: MINUTE });
    if (taken.length === 0) return;
    const creates = taken.filter(({ link }) => link.sides.psa && !link.sides.crm);
    await store.announce(creates.map(({ lease, link }) => ({ lease, linkId: link.id, side: 'crm', kind: 'create', at: at(0) })));
    for (const { link } of creates) made.add(`crm-${link.sides.psa?.id}`);
    const records = taken.map((one) => {
      const sides = Object.values(one.link.sides).map(({ side }) => agreed(one.link, side));
      const id = `crm-${one.link.sides.psa?.id}`;
      return outcome(one, { sides: creates.includes(one) ? [...sides, created('crm', id, { name: id })] : sides });
    });
    expect(await store.record(records.filter(({ sides }) => sides.length > 0))).toEqual([]);
  }
}

/** Reads the CRM again and again and takes what it finds for new. */
async function pull(store: Store, made: ReadonlySet<string>, rounds: number, seen: number[]): Promise<void> {
  for (let round = 0; round < rounds; round++) {
    const lease = (await store.takeLease(`feed-${round}-${seen.length}`, MINUTE)) as Lease | null;
    if (!lease) continue;
    const records = [...made].map((id) => snapshot(id, { name: id }));
    const count = await store.savePage(page({ side: 'crm', records }), lease);
    seen.push(count.created);
    await store.releaseLease(lease);
  }
}

test('workers that create while pulls already see what they made leave one link for each record', async () => {
  const database = await freshDatabase<Tables>();
  const [clock, newId] = [testClock(), counter()];
  const stores = Array.from({ length: 5 }, () => createPostgresStore({ database, workspace: 'main', clock, newId }));
  const [first] = stores as [Store];
  const lease = (await first.takeLease('psa', MINUTE)) as Lease;
  await first.savePage(page({ records: Array.from({ length: RECORDS }, (_, number) => snapshot(`c${number}`, { name: `crm-c${number}` })) }), lease);
  await first.decideMatches('account', (await allLinks(first)).map(({ id }) => ({ kind: 'alone', linkId: id })));
  const made = new Set<string>();
  const seen: number[] = [];
  await Promise.all([...stores.slice(0, 3).map((store) => work(store, made)), ...stores.slice(3).map((store) => pull(store, made, 25, seen))]);
  await work(first, made);

  const links = (await allLinks(first)).filter(({ stage }) => stage !== 'ended');
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
  const [one, two] = [1, 2].map(() => createPostgresStore({ database, workspace: 'main', clock, newId })) as [Store, Store];
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
