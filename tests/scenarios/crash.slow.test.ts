// `sauma sync` as a process that is killed in the middle of its backfill, again and again: the last one ends where an
// undisturbed one would have ended. The vendors see every request, so they say when to kill.
import { join } from 'node:path';
import { onTestFinished, expect, it } from 'vitest';
import { systemClock } from '../../src/lib/clock.ts';
import { seededRandom } from '../../src/lib/random.ts';
import type { SandboxModel } from '../../src/sandbox/contract.ts';
import { serveSandbox } from '../../src/sandbox/http.ts';
import { createSandbox } from '../../src/sandbox/seed/start.ts';
import { createPostgresStore } from '../../src/store/postgres/store.ts';
import type { Tables } from '../../src/store/postgres/tables.ts';
import { startChild } from '../support/child.ts';
import type { Child } from '../support/child.ts';
import { addressOf, freshDatabase, statement, urlOf } from '../support/database.ts';
import { installationRoot } from '../support/installation.ts';
import { pictureOf, writesOf } from './outcome.ts';

const WORLD = { seed: 4, accounts: 40, quota: false, now: systemClock.now(), delivery: false };

async function openWorld() {
  const database = await freshDatabase<Tables>();
  const severa = createSandbox('severa', WORLD);
  const hubspot = createSandbox('hubspot', WORLD);
  let writes = 0;
  let onWrite: ((count: number) => void) | null = null;
  const watched = (model: SandboxModel): SandboxModel => ({
    handle: (request, now) => {
      const handled = model.handle(request, now);
      if (request.method !== 'GET' && !/token|search|read$|propert/.test(request.path)) onWrite?.(++writes);
      return handled;
    },
  });
  const servers = await Promise.all([severa.model, hubspot.model].map((model) => serveSandbox(watched(model), { port: 0, clock: systemClock })));
  onTestFinished(async () => void (await Promise.all(servers.map((server) => server.close()))));
  const address = addressOf(database);
  const env = {
    DATABASE_URL: urlOf(address),
    SEVERA_BASE_URL: `${servers[0]?.url}/rest-api`,
    SEVERA_CLIENT_ID: severa.credentials.clientId,
    SEVERA_CLIENT_SECRET: severa.credentials.clientSecret,
    HUBSPOT_BASE_URL: servers[1]?.url,
    HUBSPOT_TOKEN: hubspot.credentials.token,
  };
  const sync = (): Child => startChild(join(installationRoot, 'src/main.ts'), ['sync', '--once', '--yes', '--json'], ['env', ...Object.entries(env).map(([name, value]) => `${name}=${value}`)]);
  return {
    severa: severa.model,
    hubspot: hubspot.model,
    store: createPostgresStore({ database, workspace: 'main', clock: systemClock, newId: () => 'unused' }),
    sync,
    /** Runs until this many more writes have been carried out, and kills it before it hears of the last. */
    killAfter: async (count: number): Promise<void> => {
      const child = sync();
      const last = writes + count;
      onWrite = (now) => now === last && child.process.kill('SIGKILL');
      await new Promise((resolve) => child.process.once('close', resolve));
      onWrite = null;
      expect(child.process.signalCode).toBe('SIGKILL');
    },
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
  const random = seededRandom(WORLD.seed);
  for (let kill = 0; kill < 4; kill++) {
    await world.killAfter(1 + random.int(0, 3));
    await world.leasesOver();
  }
  await finish(world.sync());
  expect(await pictureOf(world)).toEqual(await pictureOf(undisturbed));
  expect(writesOf(world)['POST /v1/customers']).toBe(writesOf(undisturbed)['POST /v1/customers']);
});
