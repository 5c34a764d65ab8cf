// The vendors' limits on calls: we stay below them, and when somebody else has used them up we wait and lose nothing.
import { describe, expect, it } from 'vitest';
import { storePacer } from '../../src/engine/pacer.ts';
import { createPostgresStore } from '../../src/store/postgres/store.ts';
import type { Tables } from '../../src/store/postgres/tables.ts';
import { freshDatabase } from '../support/database.ts';
import { cycleOf, openStory, pictureOf, reopen, settle, writesOf } from './outcome.ts';
import { virtualClock } from './stage.ts';
import { KEYS } from '../support/keys.ts';

const QUOTAS = { severa: { calls: 10, windowMs: 1_000 }, hubspot: { calls: 100, windowMs: 10_000 }, 'hubspot-search': { calls: 5, windowMs: 1_000 } };

describe('the quota', () => {
  it('is never exceeded by us', async () => {
    const stage = await openStory({ accounts: 10, quota: true });
    const engine = reopen(stage, { pacer: storePacer(stage.store, stage.clock, QUOTAS) });
    for (let round = 0; round < 2; round++) await cycleOf(engine);
    expect({ severa: stage.severa.refused, hubspot: stage.hubspot.refused }).toEqual({ severa: 0, hubspot: 0 });
    expect(writesOf(stage)['POST /v1/customers']).toBeGreaterThan(0);
  });

  it.each([
    ['with a time to wait', { retryAfter: 3 }],
    ['without a time to wait', {}],
  ])('that somebody else used up is waited for %s, and everything arrives once', async (_title, given) => {
    const expected = await openStory({ accounts: 10 });
    await expected.cycle();
    await settle(expected);
    const stage = await openStory({ accounts: 10 });
    for (const { faults } of [stage.severa, stage.hubspot]) faults.add({ kind: 'status-429', every: 4, times: 8, ...given });
    const startedAt = stage.clock.now();
    const { cycles } = await stage.cycle();
    expect([...(cycles[0]?.errors ?? [])]).toEqual([]);
    expect(stage.severa.refused).toBeGreaterThan(2);
    expect(stage.clock.now() - startedAt).toBeGreaterThanOrEqual(1_000 * ('retryAfter' in given ? given.retryAfter : 1));
    await settle(stage);
    expect(await pictureOf(stage)).toEqual(await pictureOf(expected));
    expect(writesOf(stage)['POST /v1/customers']).toBe(writesOf(expected)['POST /v1/customers']);
  });

  it('is one budget for all processes: no second sees more calls than allowed', async () => {
    const database = await freshDatabase<Tables>();
    const clock = virtualClock();
    const store = createPostgresStore({ ...KEYS, database, workspace: 'main', clock, newId: () => 'unused' });
    const pacers = [storePacer(store, clock, QUOTAS), storePacer(store, clock, QUOTAS)];
    const sent: number[] = [];
    for (let call = 0; call < 60; call++) {
      await pacers[call % 7 === 0 ? 1 : 0]?.take('severa');
      sent.push(clock.now());
    }
    const busiest = Math.max(...sent.map((from) => sent.filter((at) => at >= from && at < from + 1_000).length));
    expect(busiest).toBeLessThanOrEqual(10);
    expect((sent.at(-1) ?? 0) - (sent[0] ?? 0)).toBeLessThan(6_500);
  });
});
