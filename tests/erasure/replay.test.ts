// The suppression ledger and a database that may be older or newer than it.
import { beforeEach, describe, expect, it } from 'vitest';
import { replayLedger } from '../../src/erasure/replay.ts';
import type { ErasureState } from '../../src/core/erasure-state.ts';
import { createKeyedHash } from '../../src/lib/keyed-hash.ts';
import { createLog } from '../../src/lib/log.ts';
import type { ErasureRequest } from '../../src/store/erasures.ts';
import { placeOfSuppression, type Suppression } from '../../src/store/forgetting.ts';

const NOBODY = { cleaned: 0, unknown: 0 };
let ring = [Buffer.alloc(32, 1)];
const hashes = createKeyedHash(() => ring);
const log = createLog({ level: 'silent' });
const of = (key: string, workspace = 'main'): Suppression => ({ workspace, requestId: 'r1', hash: hashes.hash(key, workspace), at: '2026-03-01T08:00:00.000Z' });

let file: Suppression[];
let table: Suppression[];
let facts: Map<string, unknown>;
let states: Map<string, ErasureState>;
let forgotten: number;
let fails: 'replay' | 'forget' | null;
beforeEach(() => {
  ring = [Buffer.alloc(32, 1)];
  [file, table, facts, states, forgotten, fails] = [[], [], new Map(), new Map(), 0, null];
});

const replay = (workspace = 'main'): ReturnType<typeof replayLedger> =>
  replayLedger({
    workspace,
    hashes,
    log,
    ledgerFile: { all: () => Promise.resolve(file), add: (given) => Promise.resolve(void file.push(...given)), rewrite: (change) => Promise.resolve(void (file = [...change(file)])) },
    store: {
      request: (id) => Promise.resolve(states.has(id) ? ({ id, state: states.get(id) } as ErasureRequest) : null),
      fact: (name) => Promise.resolve(facts.get(name) ?? null),
      saveFact: (name, value) => Promise.resolve(void facts.set(name, value)),
      suppressions: ({ after, limit }) => Promise.resolve(table.toSorted((a, b) => (placeOfSuppression(a) < placeOfSuppression(b) ? -1 : 1)).filter((each) => after === undefined || placeOfSuppression(each) > after).slice(0, limit)),
      replay: (given) => {
        if (fails === 'replay') return Promise.reject(new Error('gone'));
        table.push(...given);
        return Promise.resolve(given.length);
      },
      forgetSuppressed: () => {
        if (fails === 'forget') return Promise.reject(new Error('gone'));
        forgotten += 1;
        return Promise.resolve({ links: 2, others: 3 });
      },
    },
  });

describe('the ledger and the database', () => {
  it('that know the same cost one look, and nobody is looked for', async () => {
    file = [of('a'), of('b')];
    table = [of('b'), of('a')];
    expect(await replay()).toEqual({ taken: 0, given: 0, forgotten: 0, ...NOBODY });
    expect(forgotten).toBe(0);
  });

  it('give each other what the other lacks, and who is new to the database is forgotten there', async () => {
    file = [of('a'), of('x', 'north')];
    table = [of('b')];
    expect(await replay()).toEqual({ taken: 1, given: 1, forgotten: 2, cleaned: 3, unknown: 1 });
    expect(table.map(({ hash }) => hash).toSorted()).toEqual([of('a').hash, of('b').hash].toSorted());
    expect(file).toHaveLength(3);
    expect(await replay()).toEqual({ taken: 0, given: 0, forgotten: 0, ...NOBODY });
  });

  it('are made good by the next start when one ends in between', async () => {
    file = [of('a')];
    fails = 'replay';
    await expect(replay()).rejects.toThrow('gone');
    fails = 'forget';
    await expect(replay()).rejects.toThrow('gone');
    expect([table.length, forgotten]).toEqual([1, 0]);
    fails = null;
    expect(await replay()).toEqual({ taken: 0, given: 0, forgotten: 2, cleaned: 3, unknown: 0 });
    expect(await replay()).toEqual({ taken: 0, given: 0, forgotten: 0, ...NOBODY });
  });

  it('know each other over a rotation that has reached one of them alone', async () => {
    file = [of('a')];
    table = [of('a'), of('b')];
    ring = [...ring, Buffer.alloc(32, 2)];
    table = table.map((each) => ({ ...each, hash: hashes.deepened(each.hash) }));
    expect(await replay()).toMatchObject({ taken: 0, given: 1 });
    ring = ring.slice(0, 1);
    await expect(replay()).rejects.toThrow(expect.objectContaining({ code: 'secret-key-other' }));
  });

  it.each(['refused', 'cancelled'] as const)('forget nobody whose request was %s after its line was written and before it was armed', async (state) => {
    states.set('r1', state);
    file = [of('a'), { ...of('b'), requestId: 'r2' }];
    expect(await replay()).toMatchObject({ taken: 1 });
    expect([table.map(({ requestId }) => requestId), file.map(({ requestId }) => requestId)]).toEqual([['r2'], ['r2']]);
  });

  it.each(['review', 'approved', 'completed'] as const)('forget whoever has a line, when an older database knows of a request that is %s', async (state) => {
    states.set('r1', state);
    file = [of('a')];
    expect(await replay()).toMatchObject({ taken: 1, forgotten: 2, unknown: 0 });
  });

  it('may be longer than a page', async () => {
    table = Array.from({ length: 2_500 }, (_, index) => of(`${index}`));
    expect(await replay()).toEqual({ taken: 0, given: 2_500, forgotten: 0, ...NOBODY });
  });
});
