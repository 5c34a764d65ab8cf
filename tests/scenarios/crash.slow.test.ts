// `sauma sync` as a process that is killed in the middle of its backfill, again and again: the last one ends where an
// undisturbed one would have ended. The vendors see every request, so they say when to kill.
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { seededRandom } from '../../src/lib/random.ts';
import { startChild } from '../support/child.ts';
import type { Child } from '../support/child.ts';
import { statement } from '../support/database.ts';
import { installationRoot } from '../support/installation.ts';
import { SEED, watchedVendors } from '../support/watched-vendors.ts';
import { pictureOf, writesOf } from './outcome.ts';

async function openWorld() {
  const vendors = await watchedVendors();
  const { address, variables } = vendors;
  const sync = (): Child => startChild(join(installationRoot, 'src/main.ts'), ['sync', '--once', '--yes', '--json'], ['env', ...Object.entries(variables).map(([name, value]) => `${name}=${value}`)]);
  return {
    ...vendors,
    sync,
    /** The time of every lease has passed. */
    leasesOver: () => statement(address, "update lease set expires_at = now() - interval '1 second'"),
  };
}

async function finish(child: Child): Promise<void> {
  const code = await new Promise((resolve) => child.process.once('close', resolve));
  expect(code, child.errors()).toBeOneOf([0, 3]);
}

it('a backfill that is killed again and again makes everything once and ends like an undisturbed one', async () => {
  const undisturbed = await openWorld();
  await finish(undisturbed.sync());
  const world = await openWorld();
  const random = seededRandom(SEED);
  for (let kill = 0; kill < 4; kill++) {
    await world.killAfter(world.sync().process, 1 + random.int(0, 3));
    await world.leasesOver();
  }
  await finish(world.sync());
  expect(await pictureOf(world)).toEqual(await pictureOf(undisturbed));
  expect(writesOf(world)['POST /v1/customers']).toBe(writesOf(undisturbed)['POST /v1/customers']);
});
