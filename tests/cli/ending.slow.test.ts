// A worker that is asked to end while a vendor keeps it waiting: it ends in time all the same, and its job waits for another.
import { createServer } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { expect, it, onTestFinished } from 'vitest';
import { systemClock } from '../../src/lib/clock.ts';
import { serveSandbox } from '../../src/sandbox/http.ts';
import { createSandbox } from '../../src/sandbox/seed/start.ts';
import type { Tables } from '../../src/store/postgres/tables.ts';
import { addressOf, freshDatabase, statement, urlOf } from '../support/database.ts';
import { sauma, start } from './processes.ts';

/** The vendor would be waited for much longer, and again. */
const LONGEST_MS = 60_000;

it('ends although a system does not answer, and leaves its job to another worker', async () => {
  const database = await freshDatabase<Tables>();
  const severa = createSandbox('severa', { seed: 4, accounts: 5, quota: false, now: systemClock.now(), delivery: false });
  const server = await serveSandbox(severa.model, { port: 0, clock: systemClock });
  const asked = Promise.withResolvers<void>();
  const silent = createServer(() => asked.resolve()).listen(0, '127.0.0.1');
  await once(silent, 'listening');
  onTestFinished(async () => {
    silent.closeAllConnections();
    silent.close();
    await server.close();
  });
  const variables = {
    DATABASE_URL: urlOf(addressOf(database)),
    SEVERA_BASE_URL: `${server.url}/rest-api`,
    SEVERA_CLIENT_ID: severa.credentials.clientId,
    SEVERA_CLIENT_SECRET: severa.credentials.clientSecret,
    HUBSPOT_BASE_URL: `http://127.0.0.1:${(silent.address() as AddressInfo).port}`,
    HUBSPOT_TOKEN: 'pat-eu1-silent',
  };
  await sauma(['migrate'], variables);
  await sauma(['schedules', 'run', 'cycle'], variables);
  const worker = start(['worker'], variables);
  onTestFinished(() => void worker.process.kill('SIGKILL'));
  await asked.promise;
  worker.process.kill('SIGTERM');
  expect((await worker.ended).code).toBe(0);
  const [job] = await statement(addressOf(database), "select state::text from pgboss.job where name = 'look.main' order by created_on desc");
  expect(job?.['state']).toBeOneOf(['retry', 'created', 'failed']);
}, LONGEST_MS);
