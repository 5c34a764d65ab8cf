// The audit after a day at the command line: who did what, in the workspace that it was done to; and nothing of what was only looked at.
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { emptyDatabase, statement, urlOf } from '../support/database.ts';
import { json, sauma, workshop, type Ended, type Variables } from './processes.ts';
import { startVendors, type Vendors } from './vendors.ts';

const shop = workshop();
let vendors: Vendors;
let variables: Variables;
let address: Awaited<ReturnType<typeof emptyDatabase>>;
let saved: string;
const run = (...argv: readonly string[]): Promise<Ended> => sauma(argv, variables);
const exits = async (...lines: readonly (readonly string[])[]): Promise<void> => {
  for (const line of lines) {
    const { code, err } = await run(...line);
    expect([line.join(' '), code, code === 0 || code === 3 ? '' : err]).toEqual([line.join(' '), expect.toBeOneOf([0, 3]), '']);
  }
};
let seen = 0;
/** The lines since the last look. */
async function noted(): Promise<readonly (readonly [string, string, object])[]> {
  const lines = await statement(address, 'select workspace, action, target, actor, status from audit_line order by id');
  const news = lines.slice(seen);
  seen = lines.length;
  for (const { actor } of news) expect(actor).toBe(userInfo().username);
  return news.map(({ workspace, action, target, status }) => [String(workspace), `${String(action)}${status === 200 ? '' : ` ${String(status)}`}`, target as object] as const);
}

beforeAll(async () => {
  vendors = await startVendors(3);
  shop.later(() => vendors.close());
  address = await emptyDatabase();
  saved = join(shop.directory(), 'saved.sauma');
  variables = { ...vendors.variables, DATABASE_URL: urlOf(address), SAUMA_DATA_DIR: shop.directory() };
});
afterAll(() => shop.close());

it('has who started a sync, also one that only shows what it would do', async () => {
  await exits(['sync', '--once', '--yes'], ['sync', '--once', '--dry-run', '--entity', 'account']);
  expect(await noted()).toEqual([['main', 'startRun', { entities: expect.stringContaining('account'), dryRun: 'false' }], ['main', 'startRun', { entities: 'account', dryRun: 'true' }]]);
});

it('has a probe, a comparison of sums, and an install page, and no look at what is there', async () => {
  await exits(['doctor'], ['runs', 'show', 'latest'], ['doctor', '--probe'], ['reconcile-money']);
  const { HUBSPOT_TOKEN: _token, ...others } = variables;
  expect((await sauma(['connect', 'hubspot'], { ...others, HUBSPOT_CLIENT_ID: 'app', HUBSPOT_CLIENT_SECRET: 'secret', SAUMA_PUBLIC_URL: 'https://sauma.firm.example' })).code).toBe(0);
  expect(await noted()).toEqual([['main', 'probeConnection', { system: 'severa' }], ['main', 'probeConnection', { system: 'hubspot' }], ['main', 'heal', { customers: 'all' }], ['main', 'installConnection', { system: 'hubspot' }]]);
});

it('has what is done to the whole installation in every workspace, and a new workspace in its own', async () => {
  await exits(['workspace', 'add', 'north'], ['workspace', 'add', 'north'], ['backup', saved], ['keys', 'rotate'], ['keys', 'reseal']);
  const [made, ...rest] = await noted();
  expect(made).toEqual(['north', 'addWorkspace', {}]);
  expect(rest.map(([workspace, action]) => `${workspace} ${action}`)).toEqual(['main backUp', 'north backUp', 'main rotateKeys', 'north rotateKeys', 'main resealKeys', 'north resealKeys']);
  expect(rest.map(([, , target]) => Object.keys(target).toSorted().join())).toEqual(['at,key', 'at,key', 'key', 'key', 'key', 'key']);
});

it('has a restore after it, in the chain of the backup, which stays whole', async () => {
  await exits(['restore', saved, '--check']);
  expect(await noted()).toEqual([]);
  const before = await statement(address, 'select count(*)::int as count from audit_line');
  await exits(['restore', saved, '--force']);
  // The lines of the backup itself and of the keys came after what it holds.
  seen = Number(before[0]?.['count']) - 6;
  expect(await noted()).toEqual([['main', 'restoreBackup', { at: expect.stringContaining('T') }], ['north', 'restoreBackup', { at: expect.stringContaining('T') }]]);
  for (const workspace of ['main', 'north']) expect(json(await run('doctor', '--audit', '--workspace', workspace, '--json'))).toMatchObject({ findings: expect.arrayContaining([expect.objectContaining({ what: 'audit', state: 'ok' })]) });
});

it('has what ended with an error half way as failed, and nothing of what was refused', async () => {
  const broken = { ...variables, SEVERA_BASE_URL: 'http://127.0.0.1:1/rest-api' };
  expect((await sauma(['reconcile-money'], broken)).code).toBe(1);
  expect((await run('runs', 'undo', '00000000')).code).toBe(2);
  expect(await noted()).toEqual([['main', 'heal 500', { customers: 'all' }]]);
});
