// Random stories told to the store under test and to the memory store: whatever the engine does, in whatever order, both
// must tell the same afterwards, call by call.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { WHOLE_RECORD } from '../../../src/core/plan.ts';
import type { Fields, Handles, Reason, Side, WaitsFor } from '../../../src/core/vocabulary.ts';
import { toInstant } from '../../../src/lib/clock.ts';
import { createMemory } from '../../../src/store/memory/store.ts';
import type { Lease, LinkRecord, LinkState, SideRecord, Store, TakenLink } from '../../../src/store/store.ts';
import { agreed, at, counter, created, outcome, save, snapshot, testClock, tombstone, type Bench, type OpenBench } from './bench.ts';

/** What a teller remembers between steps: the leases it was given. */
interface Teller {
  readonly bench: Bench;
  readonly store: Store;
  readonly hands: TakenLink[];
}

/** One call; its answer is compared. */
type Step = (teller: Teller) => Promise<unknown>;

const side = fc.constantFrom<Side>('psa', 'crm');
const record = fc.constantFrom('r1', 'r2', 'r3', 'r4');
const minutes = fc.integer({ min: 0, max: 6 });
const reason = fc.constantFrom<Reason>('person', 'webhook', 'poll', 'sweep', 'backfill');
const text = fc.constantFrom('a', 'b', 'ä', '', null);
const index = fc.integer({ min: 0, max: 5 });
const fields: fc.Arbitrary<Fields> = fc.record(
  {
    name: text,
    city: text,
    annualRevenue: fc.constantFrom({ amount: '10', currency: 'EUR' }, { amount: '10.00', currency: 'EUR' }, null),
    segments: fc.subarray([{ key: 's1', label: 'x' }, { key: 's2', label: 'y' }]),
  },
  { requiredKeys: [] },
);
const keys = fc.subarray(['name:a', 'name:b', 'businessId:1', 'ref.account:crm:r1']);
const handles = fc.constantFrom<Handles>({}, { address: 'a1' }, { 'segment:s1': 'x1' }, { 'segment:s2': 'x2', address: 'a2' });

const seen = fc.record({ id: record, fields, handles, asOf: minutes.map(at), modifiedAt: fc.constantFrom(null, at(1)), formerIds: fc.subarray(['r1', 'r2'], { maxLength: 1 }), keys });
const grave = fc.tuple(record, fc.constantFrom('deleted' as const, 'missing' as const, 'merged' as const), minutes).map(([id, how, when]) => tombstone(id, how, when));

const saving: fc.Arbitrary<Step> = fc
  .record({ side, reason, mapVersion: fc.constantFrom('map-1', 'map-2'), seen: fc.array(seen, { maxLength: 4 }), graves: fc.array(grave, { maxLength: 2 }) })
  .map(({ seen, graves, ...page }) => ({ store }) =>
    save(store, { ...page, records: seen.map(({ id, fields, ...more }) => snapshot(id, fields, more)).map((one, place) => ({ ...one, keys: seen[place]?.keys ?? [] })), tombstones: graves }));

const deciding: fc.Arbitrary<Step> = fc
  .array(fc.tuple(fc.constantFrom('join', 'propose', 'alone', 'part', 'hold'), index, index), { minLength: 1, maxLength: 4 })
  .map((choices) => async ({ store }) => {
    const all = await store.links({ entity: 'account', limit: 100 });
    const links = all.filter((link) => link.stage !== 'ended');
    const idAt = (place: number): string => links[place % Math.max(links.length, 1)]?.id ?? 'nobody';
    return store.decideMatches('account', choices.map(([kind, a, b]) => {
      if (kind === 'join') return { kind, into: idAt(a), from: idAt(b), by: 'name' };
      if (kind === 'hold') return { kind, linkId: idAt(a), reason: 'shared-email' };
      // Whoever it is a part of may be over by now.
      if (kind === 'part') return { kind, linkId: idAt(a), of: all[b % Math.max(all.length, 1)]?.id ?? 'nobody' };
      return kind === 'propose' ? { kind, links: [idAt(a), idAt(b)], by: 'name', reason: 'several' } : { kind: 'alone', linkId: idAt(a) };
    }));
  });

const taking: fc.Arbitrary<Step> = fc.integer({ min: 1, max: 3 }).map((limit) => async ({ store, hands }) => {
  const taken = await store.take({ entity: 'account', limit, ttlMs: 90_000 });
  hands.push(...taken);
  return taken.map(({ link, reason }) => [link, reason]);
});

const announcing: fc.Arbitrary<Step> = fc.tuple(index, side, fc.constantFrom('create' as const, 'update' as const)).map(([place, side, kind]) => async ({ store, hands }) => {
  const one = hands[place % Math.max(hands.length, 1)];
  return one && store.announce([{ lease: one.lease, linkId: one.link.id, side, kind, at: at(0), sent: {} }], 90_000);
});

const whole = fc.constantFrom(['gone', 'present'], ['present', 'gone']).map(([psa = '', crm = '']) => ({
  field: WHOLE_RECORD, base: {}, values: { psa, crm }, authors: {}, suggestion: null,
}));
const waitsFor: fc.Arbitrary<WaitsFor | undefined> = fc.oneof(
  fc.constant(undefined),
  index.map((place) => ({ kind: 'link', linkId: `id-000${place}` }) as const),
  fc.tuple(side, record).map(([side, id]) => ({ kind: 'record', entity: 'account', side, id }) as const),
  keys.map((keys) => ({ kind: 'key', entity: 'account', keys }) as const),
);
const holding = fc.array(
  fc.record({ side, field: fc.constantFrom(null, 'city'), reason: fc.constantFrom('no-name', 'gate', 'unlinked-account'), waitsFor }).map(({ waitsFor, ...held }) => ({ ...held, ...(waitsFor && { waitsFor }) })),
  { maxLength: 3 },
);
const image = fc.record({ runId: fc.constantFrom('run-1', 'run-2'), side, refId: fc.option(record), kind: fc.constantFrom('create' as const, 'update' as const, 'archive' as const), sealed: fc.constantFrom('x', 'y') });

const conflict = fc.record({ field: fc.constantFrom('name', 'city'), psa: text, crm: text }).map(({ field, psa, crm }) => ({
  field, base: { psa: 'x' }, values: { psa, crm }, authors: { psa: { by: 'Aino', at: null } }, suggestion: 'crm' as const,
}));

const recording: fc.Arbitrary<Step> = fc
  .record({ place: index, settled: fc.boolean(), fields, minute: minutes, create: fc.option(fc.tuple(side, record)), local: fc.boolean(), conflicts: fc.uniqueArray(fc.oneof(conflict, whole), { maxLength: 2, selector: (one) => one.field }), held: holding, gone: fc.option(side), verdict: fc.option(fc.constantFrom('unlink' as const, 'archive' as const)), images: fc.array(image, { maxLength: 2 }), unknown: fc.subarray<Side>(['psa', 'crm']), carryOut: fc.boolean(), keep: fc.boolean() })
  .map((choice) => async ({ store, hands }) => {
    const place = choice.place % Math.max(hands.length, 1);
    const one = hands[place];
    if (!one) return null;
    // Sometimes the lease is used once more, as by a worker that does not know it has recorded.
    if (!choice.keep) hands.splice(place, 1);
    return store.record([outcome(one, outcomeOf(one.link, choice))]);
  });

function outcomeOf(link: LinkState, choice: {
  readonly settled: boolean; readonly fields: Fields; readonly minute: number; readonly create: readonly [Side, string] | null; readonly local: boolean;
  readonly conflicts: LinkRecord['conflicts']; readonly held: LinkRecord['held']; readonly gone: Side | null; readonly verdict: SideRecord['verdict'] | null;
  readonly images: NonNullable<LinkRecord['images']>; readonly unknown: readonly Side[]; readonly carryOut: boolean;
}): Partial<LinkRecord> {
  const known = Object.values(link.sides).map(({ side, fields, asOf }): SideRecord => {
    const change = side === 'psa' ? { fields: { ...fields, ...choice.fields }, base: choice.fields, asOf: at(choice.minute) } : { asOf };
    return agreed(link, side, { ...change, keys: ['name:a'], ...(choice.verdict && { verdict: choice.verdict }) });
  });
  const local = choice.local && !link.sides.local ? [created('local', link.id, choice.fields)] : [];
  const made = choice.create && !link.sides[choice.create[0]] ? [created(choice.create[0], choice.create[1], choice.fields, choice.minute)] : [];
  const { settled, conflicts, unknown, held, images } = choice;
  const gone = choice.gone ? [{ side: choice.gone, how: 'archived' } as const] : [];
  const carriedOut = choice.carryOut ? link.resolutions.map(({ conflictId }) => conflictId) : [];
  return { settled, conflicts, unknown, held, gone, images, carriedOut, sides: [...known, ...local, ...made] };
}

const answering: fc.Arbitrary<Step> = fc.tuple(fc.boolean(), fc.boolean(), index, side).map(([match, accept, place, side]) => async ({ store }) => {
  const { matches, conflicts } = await store.inbox({ limit: 100 });
  if (match) return matches[0] && store.answer({ kind: 'match', id: (matches[place % matches.length] ?? matches[0]).id, accept, by: 'Aino' });
  return conflicts[0] && store.answer({ kind: 'conflict', id: (conflicts[place % conflicts.length] ?? conflicts[0]).id, side, by: 'Aino' });
});

const adopting: fc.Arbitrary<Step> = fc.tuple(index, side, record).map(([place, side, id]) => async ({ store, hands }) => {
  const one = hands[place % Math.max(hands.length, 1)];
  return one && store.adopt('account', side, id, one.lease, one.link.id, {});
});

const marking: fc.Arbitrary<Step> = reason.map((reason) => ({ store }) => store.markDirty('account', 'all', reason));

const working: fc.Arbitrary<Step> = fc.tuple(index, fields, reason).map(([place, fields, reason]) => ({ store }) => store.saveLocal('account', [{ linkId: `id-000${place}`, fields }], reason));

const waking: fc.Arbitrary<Step> = fc.constant(({ store }) => store.wakeWaiting('account'));

const forgetting: fc.Arbitrary<Step> = fc.integer({ min: 0, max: 120 }).map((seconds) => async ({ store, bench }) => {
  const before = toInstant(bench.clock.now() - seconds * 1000);
  return [await store.purge({ conflicts: before, proposals: before, runs: before, journal: before }), await store.dropImages(before)];
});

const leasing: fc.Arbitrary<Step> = fc.constantFrom('f1', 'f2').map((key) => async ({ store }) => {
  const lease: Lease | null = await store.takeLease(key, 60_000);
  return lease === null;
});

const waiting: fc.Arbitrary<Step> = fc.integer({ min: 1, max: 80 }).map((seconds) => async ({ bench }) => {
  await Promise.resolve();
  bench.clock.advance(seconds * 1000);
});

const stories = fc.array(
  fc.oneof(
    { weight: 5, arbitrary: saving }, { weight: 3, arbitrary: deciding }, { weight: 3, arbitrary: taking }, { weight: 3, arbitrary: recording },
    { weight: 1, arbitrary: announcing }, { weight: 2, arbitrary: answering }, { weight: 1, arbitrary: adopting }, { weight: 1, arbitrary: marking },
    { weight: 1, arbitrary: waking }, { weight: 2, arbitrary: working }, { weight: 1, arbitrary: forgetting }, { weight: 1, arbitrary: leasing }, { weight: 1, arbitrary: waiting },
  ),
  { minLength: 5, maxLength: 30 },
);

export function describeSameAs(name: string, open: OpenBench): void {
  test(`the store in ${name} tells of any story what memory tells`, async () => {
    await fc.assert(
      fc.asyncProperty(stories, async (story) => {
        const clock = testClock();
        const memory = createMemory({ clock, newId: counter() });
        const tellers = [await open(), { clock, workspace: (name) => memory.workspace(name) } satisfies Bench].map(
          (bench): Teller => ({ bench, store: bench.workspace('main'), hands: [] }),
        ) as [Teller, Teller];
        for (const step of story) {
          const [told, expected] = [await tell(step, tellers[0]), await tell(step, tellers[1])];
          expect(told).toEqual(expected);
        }
        expect(await everything(tellers[0])).toEqual(await everything(tellers[1]));
      }),
      { numRuns: 100, endOnFailure: true },
    );
  });
}

async function tell(step: Step, teller: Teller): Promise<unknown> {
  try {
    return (await step(teller)) ?? null;
  } catch (error) {
    return { thrown: (error as { code?: string }).code ?? String(error) };
  }
}

/** All that can be seen of a store; what is left to take comes last, in order, and is then taken. */
async function everything({ store, bench }: Teller): Promise<unknown> {
  const now = bench.clock.now();
  const links = await store.links({ entity: 'account', limit: 1000 });
  const remote = ['r1', 'r2', 'r3', 'r4'].flatMap((id) => [{ side: 'psa', id }, { side: 'crm', id }] as const);
  const images = (await Promise.all(['run-1', 'run-2'].map((runId) => store.images({ runId, limit: 1000 })))).flat();
  return {
    links,
    parts: await store.parts('account', links.map(({ id }) => id)),
    linked: await store.linked('account', [...remote, ...links.map(({ id }) => ({ side: 'local', id }) as const)]),
    unseen: await Promise.all([-60, -1, 1].map((seconds) => store.unseen({ entity: 'account', side: 'psa', before: toInstant(now + seconds * 1000), limit: 1000 }))),
    suspects: await store.suspects({ entity: 'account', side: 'crm', before: at(9), limit: 1000 }),
    images: images.map(({ id: _place, ...image }) => image),
    dirty: (await store.links({ entity: 'account', dirty: true, limit: 1000 })).map(({ id }) => id),
    keys: await store.byKeys('account', ['name:a', 'name:b', 'businessId:1', 'ref.account:crm:r1']),
    inbox: await store.inbox({ limit: 1000 }),
    counts: await store.counts('account'),
    woken: await store.wakeWaiting('account'),
    journal: await store.journal({ limit: 1000 }),
    left: (await store.take({ entity: 'account', limit: 1000, ttlMs: 1000 })).map(({ link, reason }) => [link.id, reason]),
  };
}
