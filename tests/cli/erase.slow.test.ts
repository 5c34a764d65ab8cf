// Forgetting somebody, and telling somebody what is known of them, by the commands that scripts rely on.
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { json, sauma, workshop, type Ended, type Variables } from './processes.ts';
import { startVendors, type Vendors } from './vendors.ts';

const shop = workshop();
let vendors: Vendors;
let variables: Variables;
let people: readonly string[];
const run = (...argv: readonly string[]): Promise<Ended> => sauma(argv, variables);

async function contacts(): Promise<readonly string[]> {
  const reply = await fetch(`${variables['HUBSPOT_BASE_URL']}/crm/objects/2026-09/contacts?limit=100&properties=email`, { headers: { authorization: `Bearer ${variables['HUBSPOT_TOKEN']}` } });
  const { results } = (await reply.json()) as { results: { properties: { email: string | null } }[] };
  return results.flatMap(({ properties: { email } }) => (email === null || email.startsWith('info@') ? [] : [email]));
}

const inHubSpot = (path: string, body: unknown): Promise<Response> =>
  fetch(`${variables['HUBSPOT_BASE_URL']}/crm/objects/2026-09/contacts${path}`, { method: 'POST', headers: { authorization: `Bearer ${variables['HUBSPOT_TOKEN']}`, 'content-type': 'application/json' }, body: JSON.stringify(body) });

async function searched(properties: Readonly<Record<string, string>>): Promise<{ readonly total: number; readonly results: readonly { readonly properties: Readonly<Record<string, string>> }[] }> {
  const filters = Object.entries(properties).map(([propertyName, value]) => ({ propertyName, operator: 'EQ', value }));
  return (await (await inHubSpot('/search', { filterGroups: [{ filters }], properties: ['firstname', 'lastname'], limit: 5 })).json()) as Awaited<ReturnType<typeof searched>>;
}

beforeAll(async () => {
  vendors = await startVendors(12);
  shop.later(() => vendors.close());
  variables = { ...vendors.variables, SAUMA_DATA_DIR: shop.directory() };
  await run('sync', '--once', '--yes');
  people = await contacts();
});
afterAll(() => shop.close());

describe('sauma erase', () => {
  it('without --yes shows what would be done, does none of it, and says that a person is needed', async () => {
    const email = people[0] as string;
    const told = await run('erase', '--email', email, '--json');
    expect(told.code).toBe(3);
    expect(json(told)).toMatchObject({ id: null, state: 'preview', accepted: null, done: null, verified: null, missing: [], people: 0 });
    expect((json(told)['plan'] as unknown[]).length).toBeGreaterThan(1);
    expect(json(await run('erase', 'list', '--json'))).toEqual({ requests: [] });
    expect(await contacts()).toContain(email);
  });

  it('with --yes forgets the person, tells accepted, done and verified apart, and told again is the same request', async () => {
    const email = people[0] as string;
    const ended = await run('erase', '--email', email.toUpperCase(), '--yes', '--unsure', 'leave', '--json');
    expect(ended.code).toBe(0);
    const told = json(ended);
    expect(told).toMatchObject({ state: 'verifying', accepted: expect.any(String), done: expect.any(String), verified: null, next: 'checks', waitsFor: 'time' });
    expect(await contacts()).not.toContain(email);
    expect(`${ended.out}${ended.err}`.toLowerCase()).not.toContain(email.toLowerCase());
    expect(json(await run('erase', '--email', email, '--yes', '--json'))['id']).toBe(told['id']);
    const status = await run('erase', 'status', String(told['id']).slice(0, 8));
    expect(status.code).toBe(0);
    expect(status.out).toMatch(/accepted {2}\d[^]*done {6}\d[^]*verified {2}not yet[^]*check {5}now: .* nothing found/u);
    expect((await run('erase', 'list')).out.split('\n').filter(Boolean)).toHaveLength(1);
  });

  it('is in the audit, as it would be from the web app: each deed, and not the look that did nothing', async () => {
    // The first sync; received twice, the person made sure of, approved; here and there something unsure decided.
    expect((await run('doctor', '--audit')).out).toMatch(/audit: [56] lines, whole and in order/u);
    await run('schedules', 'pause', 'cycle');
    await run('schedules', 'resume', 'cycle');
    expect((await run('doctor', '--audit')).out).toMatch(/audit: [78] lines, whole and in order/u);
  });

  it('saves the receipt as JSON and as a page, and says whether one is genuine', async () => {
    const folder = shop.directory();
    const { requests } = json(await run('erase', 'list', '--json')) as { requests: { id: string }[] };
    const id = requests[0]?.id as string;
    const [file, page] = [join(folder, 'receipt.json'), join(folder, 'receipt.pdf')];
    for (const out of [file, page]) expect((await run('erase', 'receipt', id, '--out', out)).code).toBe(0);
    expect(readFileSync(page).subarray(0, 5).toString()).toBe('%PDF-');
    expect(json(await run('erase', 'verify', file, '--json'))).toMatchObject({ genuine: true, ours: true, request: id });
    const elsewhere = { SAUMA_DATA_DIR: shop.directory() };
    expect(json(await sauma(['erase', 'verify', file, '--json'], elsewhere))).toMatchObject({ genuine: true, ours: false });
    expect(readdirSync(elsewhere.SAUMA_DATA_DIR)).toEqual([]);
    writeFileSync(file, readFileSync(file, 'utf8').replace('erased', 'denied'));
    expect((await run('erase', 'verify', file)).code).toBe(1);
    expect((await run('erase', 'verify', page)).code).toBe(2);
  });

  it('answers an address that nobody is known by like any other, and one that is none with how to write it', async () => {
    const ended = await run('erase', '--email', 'nobody.at.all@nowhere.example', '--yes', '--json');
    expect([ended.code, json(ended)['state'], json(ended)['next']]).toEqual([0, 'verifying', 'checks']);
    expect((await run('erase', '--email', 'nonsense', '--yes')).code).toBe(2);
    const half = await run('erase', '--name', 'Aaltonen');
    expect([half.code, half.out]).toEqual([2, '']);
    expect(half.err).toMatch(/half a name.*Give the whole name/su);
    expect((await run('erase', '--name', 'Nobody Atall')).out).toMatch(/^Nothing was found, and a name alone keeps nobody from being stored/u);
    expect((await run('erase')).code).toBe(2);
    expect((await run('erase', 'status', 'ffffffff')).code).toBe(2);
  });
});

describe('sauma export-subject', () => {
  it('writes what both systems and we know into two files that only their owner may read, and prints none of it', async () => {
    const email = people[1] as string;
    const folder = join(shop.directory(), 'for-them');
    const ended = await run('export-subject', '--email', email, '--out', folder, '--json');
    expect(ended.code).toBe(0);
    expect(ended.out).not.toContain(email);
    const { files, missing } = json(ended) as { files: string[]; missing: string[] };
    expect(missing).toEqual([]);
    expect(files.map((file) => statSync(file).mode & 0o777)).toEqual([0o600, 0o600]);
    const told = JSON.parse(readFileSync(files[0] as string, 'utf8')) as { person: { emails: string[] }; systems: { system: string; things: unknown[] }[] };
    expect(told.person.emails.map((one) => one.toLowerCase())).toContain(email.toLowerCase());
    expect(told.systems.map(({ system }) => system)).toEqual(['sauma', 'severa', 'hubspot']);
    expect(told.systems.find(({ system }) => system === 'sauma')?.things.length).toBeGreaterThan(0);
    const page = readFileSync(files[1] as string, 'utf8');
    expect(page).toContain('<html lang="fi">');
    expect(page).not.toMatch(/<script|https?:\/\//u);
  });

  it('answers an address that nobody is known by with files that say so, and ends like any other answer', async () => {
    const ended = await run('export-subject', '--email', 'nobody.at.all@nowhere.example', '--out', join(shop.directory(), 'nobody'));
    expect([ended.code, (await run('erase', '--email', 'nobody.at.all@nowhere.example', '--yes', '--json')).code]).toEqual([0, 0]);
    expect(ended.out).toMatch(/^Nothing was found\. The files say so/u);
    for (const command of ['erase', 'export-subject']) expect((await run(command, '--contact', 'nobody', ...(command === 'erase' ? [] : ['--out', shop.directory()]))).code).toBe(2);
  });

  it('says that a person is needed where no machine can be sure', async () => {
    const email = people[2] as string;
    const { firstname = '', lastname = '' } = (await searched({ email })).results[0]?.properties ?? {};
    expect((await inHubSpot('', { properties: { firstname, lastname } })).status).toBe(201);
    // A search sees a new record only after a while.
    await expect.poll(async () => (await searched({ firstname, lastname })).total, { timeout: 60_000 }).toBe(2);
    const ended = await run('export-subject', '--email', email, '--out', join(shop.directory(), 'unsure'), '--json');
    expect([ended.code, json(ended)['unsure']]).toEqual([3, 1]);
  });

  it('tells nothing of somebody who was forgotten', async () => {
    const ended = await run('export-subject', '--email', people[0] as string, '--out', join(shop.directory(), 'gone'), '--json');
    expect([ended.code, json(ended)['found']]).toEqual([0, 0]);
  });
});
