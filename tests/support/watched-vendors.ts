// Both vendors on sockets, and a database, for processes of the program that are killed in the middle of their work: the vendors
// see every request, so they say when.
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { expect, onTestFinished } from 'vitest';
import { systemClock } from '../../src/lib/clock.ts';
import type { SandboxModel } from '../../src/sandbox/contract.ts';
import { serveSandbox } from '../../src/sandbox/http.ts';
import { createSandbox } from '../../src/sandbox/seed/start.ts';
import { createPostgresStore } from '../../src/store/postgres/store.ts';
import type { Tables } from '../../src/store/postgres/tables.ts';
import { addressOf, freshDatabase, urlOf } from './database.ts';
import { KEYS } from './keys.ts';

export const SEED = 4;
const WORLD = { seed: SEED, accounts: 40, quota: false, now: systemClock.now(), delivery: false };

/** Ends with the test. */
export async function watchedVendors() {
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
  return {
    severa: severa.model,
    hubspot: hubspot.model,
    address,
    store: createPostgresStore({ ...KEYS, database, workspace: 'main', clock: systemClock, newId: () => 'unused' }),
    /** What a process needs to find them. */
    variables: {
      DATABASE_URL: urlOf(address),
      SEVERA_BASE_URL: `${servers[0]?.url}/rest-api`,
      SEVERA_CLIENT_ID: severa.credentials.clientId,
      SEVERA_CLIENT_SECRET: severa.credentials.clientSecret,
      HUBSPOT_BASE_URL: servers[1]?.url as string,
      HUBSPOT_TOKEN: hubspot.credentials.token,
    },
    /** Kills the process once this many more writes have been carried out, before it hears of the last. */
    killAfter: async (child: ChildProcess, count: number): Promise<void> => {
      const last = writes + count;
      onWrite = (now) => now === last && child.kill('SIGKILL');
      await once(child, 'close');
      onWrite = null;
      expect(child.signalCode).toBe('SIGKILL');
    },
  };
}
