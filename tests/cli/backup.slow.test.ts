// A backup, what happens after it, and the way back: nobody who was forgotten since comes back with it; keys are rotated meanwhile.
import { appendFileSync, copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readBackupFile } from '../../src/cli/backup-file.ts';
import { keyRingOf } from '../../src/cli/secret-key.ts';
import { json, sauma, start, workshop, type Ended, type Variables } from './processes.ts';
import { startVendors, type Vendors } from './vendors.ts';

const shop = workshop();
let vendors: Vendors;
let variables: Variables;
let home: string;
let saved: string;
/** Made after the erasure. */
let later: string;
let email: string;
const run = (...argv: readonly string[]): Promise<Ended> => sauma(argv, variables);
const done = async (...argv: readonly string[]): Promise<Record<string, unknown>> => {
  const ended = await run(...argv, '--json');
  expect([argv[0], ended.code, ended.err.replaceAll(/^.*\d\d:\d\d.*$/gmu, '').slice(0, 500)]).toEqual([argv[0], 0, expect.anything()]);
  return json(ended);
};

/** All that a backup holds, as text. */
async function textOf(file: string): Promise<string> {
  const { frames } = await readBackupFile(file, keyRingOf({ dataDir: home, secretKey: null }));
  let text = '';
  for await (const frame of frames) if (frame.kind === 'rows') text += frame.bytes.toString('utf8');
  return text;
}

async function contactsAtHubspot(): Promise<readonly { readonly email: string | null }[]> {
  const reply = await fetch(`${variables['HUBSPOT_BASE_URL']}/crm/objects/2026-09/contacts?limit=100&properties=email`, { headers: { authorization: `Bearer ${variables['HUBSPOT_TOKEN']}` } });
  return ((await reply.json()) as { results: { properties: { email: string | null } }[] }).results.map(({ properties }) => properties);
}

/** Another machine: what is kept apart from the backup has been put there, and nothing else. */
function moveHouse(...kept: readonly string[]): void {
  const next = shop.directory();
  for (const name of kept) copyFileSync(join(home, name), join(next, name));
  home = next;
  variables = { ...variables, SAUMA_DATA_DIR: home };
}

beforeAll(async () => {
  vendors = await startVendors(15);
  shop.later(() => vendors.close());
  home = shop.directory();
  saved = join(shop.directory(), 'before.sauma');
  variables = { ...vendors.variables, SAUMA_DATA_DIR: home };
  await run('sync', '--once', '--yes');
  await done('backup', saved);
  email = (await contactsAtHubspot()).find((each) => each.email !== null && !each.email.startsWith('info@'))?.email as string;
});
afterAll(() => shop.close());

describe('a person who was forgotten after the backup', () => {
  it('is in the backup, and gone from everywhere once forgotten', async () => {
    expect(await textOf(saved)).toContain(email);
    const ended = await run('erase', '--email', email, '--yes', '--unsure', 'leave', '--json');
    expect([0, 3]).toContain(ended.code);
    later = join(shop.directory(), 'later.sauma');
    await done('backup', later);
    expect(await textOf(later)).not.toContain(email);
    expect((await contactsAtHubspot()).map((each) => each.email)).not.toContain(email);
  });

  it('is forgotten again while the backup is put back, and is not written to either system afterwards', async () => {
    moveHouse('secret.key', 'suppressions.jsonl');
    const restored = (await done('restore', saved)) as { workspaces: { forgottenAgain: number }[] };
    expect(restored.workspaces).toMatchObject([{ workspace: 'main', forgottenAgain: expect.any(Number) }]);
    expect(restored.workspaces[0]?.forgottenAgain).toBeGreaterThan(0);
    await run('sync', '--once', '--sweep', '--yes');
    const now = join(shop.directory(), 'now.sauma');
    await done('backup', now);
    expect(await textOf(now)).not.toContain(email);
    expect((await contactsAtHubspot()).map((each) => each.email)).not.toContain(email);
  });

  it('stays forgotten over a rotation of keys, also when the old backup is put back after it', async () => {
    const before = readFileSync(join(home, 'suppressions.jsonl'), 'utf8');
    expect(await done('keys', 'rotate')).toMatchObject({ keys: 2, left: 0 });
    expect(readFileSync(join(home, 'suppressions.jsonl'), 'utf8')).not.toBe(before);
    expect(await done('keys')).toMatchObject({ left: 0 });
    expect((await run('restore', saved)).err).toContain('holds data already');
    const restored = (await done('restore', saved, '--force')) as { workspaces: { forgottenAgain: number }[] };
    expect(restored.workspaces[0]?.forgottenAgain).toBeGreaterThan(0);
    expect(await done('keys', 'reseal')).toMatchObject({ left: 0 });
    expect(await done('doctor', '--audit')).toMatchObject({ findings: expect.arrayContaining([expect.objectContaining({ what: 'audit', state: 'ok' })]) });
  });
});

describe('what stands in the way', () => {
  it('of every command: a suppression ledger that is damaged', async () => {
    const path = join(home, 'suppressions.jsonl');
    const whole = readFileSync(path, 'utf8');
    appendFileSync(path, 'mistake\n');
    const lines = whole.split('\n').length;
    expect(await run('sync', '--once')).toMatchObject({ code: 1, err: expect.stringContaining(`is damaged in line ${lines}`) });
    writeFileSync(path, whole);
    expect((await run('runs')).code).toBe(0);
  });

  it('of a restore: the key is not there, the file is not there or damaged, or it is in use', async () => {
    const elsewhere = { ...variables, SAUMA_DATA_DIR: shop.directory() };
    expect(await sauma(['restore', saved], elsewhere)).toMatchObject({ code: 1, err: expect.stringContaining('Put the one there that the installation had') });
    expect(await run('restore', join(home, 'nothing'))).toMatchObject({ code: 2, err: expect.stringContaining('is not there') });
    expect(await run('backup', saved)).toMatchObject({ code: 2, err: expect.stringContaining('is there already') });
    expect(await run('restore', saved, '--check')).toMatchObject({ code: 0, out: expect.stringContaining('The backup is whole') });
    const broken = join(shop.directory(), 'broken.sauma');
    const bytes = readFileSync(saved);
    bytes.writeUInt8(bytes.readUInt8(bytes.length - 40) ^ 1, bytes.length - 40);
    writeFileSync(broken, bytes);
    expect(await run('restore', broken, '--check')).toMatchObject({ code: 1, err: expect.stringContaining('damaged') });
    const service = start(['web', '--json'], variables);
    await service.firstJson();
    expect(await run('restore', saved, '--force')).toMatchObject({ code: 1, err: expect.stringContaining('End all of them first') });
    service.process.kill('SIGTERM');
    await service.ended;
  });

  it('of nobody coming back: a suppression ledger that is not there, or older than the backup, is told', async () => {
    const elsewhere = { ...variables, SAUMA_DATA_DIR: shop.directory() };
    copyFileSync(join(home, 'secret.key'), join(elsewhere.SAUMA_DATA_DIR, 'secret.key'));
    expect(await sauma(['restore', saved], elsewhere)).toMatchObject({ code: 0, out: expect.stringContaining('There was nobody in the suppression ledger') });
    writeFileSync(join(elsewhere.SAUMA_DATA_DIR, 'suppressions.jsonl'), readFileSync(join(home, 'suppressions.jsonl'), 'utf8').split('\n').slice(0, 1).join('\n') + '\n');
    expect(await sauma(['restore', later, '--force', '--json'], elsewhere)).toMatchObject({ code: 3, out: expect.stringContaining('"ledger":"older"') });
  });
});
