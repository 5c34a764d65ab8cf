// The same people make the same edits over a good and over a bad network: the world ends the same.
import { describe, expect, it } from 'vitest';
import type { FaultRule } from '../../src/sandbox/faults.ts';
import { linksOf, openStory, pictureOf, settle } from './outcome.ts';
import type { Stage } from './stage.ts';

const FAULTS: readonly FaultRule[] = (['timeout-after-commit', 'reset-after-commit', 'half-body', 'malformed', 'bad-gateway-after-commit', 'reset-before', 'status-503', 'status-429'] as const).map((kind) => ({ kind, probability: 0.06 }));

/** Everybody in turn, in one system or the other, each account at most once a round. */
async function work(stage: Stage, rounds: number): Promise<void> {
  for (let round = 0; round < rounds; round++) {
    stage.clock.advance(6 * 60_000);
    const names = stage.severa.state.list('customers').map((row) => String(row['name'])).toSorted();
    for (const [index, name] of names.entries()) {
      if ((index + round) % 3 === 0) continue;
      const now = stage.clock.now();
      const customer = stage.severa.state.list('customers').find((row) => row['name'] === name);
      const link = (await linksOf(stage)).find((one) => one.sides.psa?.id === customer?.guid);
      const company = link?.sides.crm?.id;
      if (!customer || !company) continue;
      if (index % 2 === 0) stage.severa.state.edit('customers', customer.guid, { '/numberOfEmployees': 10 * round + index, '/notes': `${name} ${round}` }, now);
      else stage.hubspot.state.edit('companies', company, { description: `${name} ${round}`, city: `Kunta ${round}` }, { now, userId: 7 });
    }
    await stage.cycle();
    await stage.cycle();
  }
}

describe('a bad network', () => {
  it.each([11, 12, 13])('changes nothing in the end (seed %i)', async (seed) => {
    const ends = [];
    for (const bad of [false, true]) {
      const stage = await openStory({ accounts: 10, seed, timeoutMs: 150 });
      await stage.cycle();
      await settle(stage);
      if (bad) for (const { faults } of [stage.severa, stage.hubspot]) for (const rule of FAULTS) faults.add(rule);
      await work(stage, 3);
      stage.severa.faults.clear();
      stage.hubspot.faults.clear();
      await settle(stage);
      ends.push(await pictureOf(stage));
    }
    expect(ends[1]).toEqual(ends[0]);
  });

  it('in the first backfill changes nothing in the end either', async () => {
    const ends = [];
    for (const bad of [false, true]) {
      const stage = await openStory({ accounts: 14, seed: 21, timeoutMs: 150 });
      if (bad) for (const { faults } of [stage.severa, stage.hubspot]) for (const rule of FAULTS) faults.add(rule);
      await stage.cycle();
      await settle(stage);
      stage.severa.faults.clear();
      stage.hubspot.faults.clear();
      await settle(stage);
      // What was read before its property was made is read again by the sweep.
      await settle(stage, () => stage.cycle({ sweep: true }), 2);
      ends.push(await pictureOf(stage));
    }
    expect(ends[1]).toEqual(ends[0]);
  });
});
