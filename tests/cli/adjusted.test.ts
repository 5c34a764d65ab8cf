// What changed settings come to when a process starts, and while it runs.
import { expect, it } from 'vitest';
import { adjustedBy, setupOf } from '../../src/cli/adjusted.ts';
import { loadConfig } from '../../src/config.ts';
import { createLog } from '../../src/lib/log.ts';
import { installationRoot } from '../support/installation.ts';

const env = { SEVERA_CLIENT_ID: 'client', SEVERA_CLIENT_SECRET: 'secret', HUBSPOT_TOKEN: 'token' };
const installed = loadConfig({ env, rootDir: installationRoot });

function open(changes: Readonly<Record<string, unknown>>) {
  const logged: string[] = [];
  const log = createLog({ level: 'debug', destination: { write: (entry: string) => void logged.push(entry) } });
  const given = new Map(Object.entries(changes));
  const setup = setupOf(installed, given, { env, rootDir: installationRoot, log });
  const adjusted = adjustedBy(setup, given, log);
  return { setup, logged, now: (then: Readonly<Record<string, unknown>>) => adjusted(new Map(Object.entries(then))) };
}

it('leaves out a change that does not fit any more, says so, and keeps the others', () => {
  const { setup, logged } = open({ 'guard.updates.share': 9, 'features.touches': false });
  expect(setup.started.settings.guard.updates.share).toBe(installed.settings.guard.updates.share);
  expect(setup.started.settings.features.touches).toBe(false);
  expect(logged.join('')).toContain('guard.updates.share');
});

it('takes what people change meanwhile, and what they take back', () => {
  const { now } = open({});
  expect(now({ 'guard.updates.share': 0.5 }).limits.guard.updates.share).toBe(0.5);
  expect(now({ 'guard.updates.share': null }).limits.guard.updates.share).toBe(installed.settings.guard.updates.share);
});

it('closes a connection for writing at once, and opens one only at the next start', () => {
  expect(open({}).now({ 'connections.hubspot.mode': 'read-only' }).modes).toEqual({ psa: 'read-write', crm: 'read-only' });
  const closed = open({ 'connections.hubspot.mode': 'read-only' });
  expect(closed.now({}).modes).toEqual({ psa: 'read-write', crm: 'read-only' });
  expect(open({}).now({}).modes).toEqual({ psa: 'read-write', crm: 'read-write' });
});
