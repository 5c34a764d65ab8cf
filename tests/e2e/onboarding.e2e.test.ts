// The first steps of an admin with a new installation, in a real browser: two sandboxes, `sauma start`, the one-time link, and then
// connect, decide, preview, go. Nothing is written at a vendor before the last step.
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Browser, Locator } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { launchBrowser } from './support/browser.ts';

const root = join(import.meta.dirname, '../..');
const directory = mkdtempSync(join(tmpdir(), 'sauma-onboarding-'));
const children: ChildProcess[] = [];
let browser: Browser;
let invitation = '';
let hubspot: { readonly url: string; readonly token: string };

beforeAll(async () => {
  const severa = await sandbox<{ readonly url: string; readonly clientId: string; readonly clientSecret: string }>('severa');
  hubspot = await sandbox('hubspot');
  const start = run(['start'], {
    SEVERA_BASE_URL: severa.url, SEVERA_CLIENT_ID: severa.clientId, SEVERA_CLIENT_SECRET: severa.clientSecret,
    HUBSPOT_BASE_URL: hubspot.url, HUBSPOT_TOKEN: hubspot.token, SAUMA_DATA_DIR: directory, SAUMA_PORT: '0',
  });
  invitation = await lineOf(start.stderr, /http\S+\/login\/invited\S+/u);
  browser = await launchBrowser();
});

afterAll(async () => {
  await browser.close();
  for (const child of children.toReversed()) {
    child.kill('SIGTERM');
    if (child.exitCode === null) await once(child, 'close');
  }
  rmSync(directory, { recursive: true, force: true });
});

function run(words: readonly string[], variables: Readonly<Record<string, string>> = {}): ChildProcess {
  const child = spawn(process.execPath, [join(root, 'src/main.ts'), ...words], { cwd: root, env: { PATH: process.env['PATH'], HOME: process.env['HOME'], ...variables }, stdio: ['ignore', 'pipe', 'pipe'] });
  children.push(child);
  return child;
}

async function sandbox<Told>(vendor: 'severa' | 'hubspot'): Promise<Told> {
  return JSON.parse(await lineOf(run(['sandbox', vendor, '--accounts', '10', '--port', '0']).stdout, /^\{.*\}$/u)) as Told;
}

function lineOf(stream: NodeJS.ReadableStream | null, pattern: RegExp): Promise<string> {
  return new Promise((resolve, reject) => {
    const lines = createInterface(stream as NodeJS.ReadableStream);
    lines.on('line', (line) => {
      const found = pattern.exec(line)?.[0];
      if (found !== undefined) resolve(found);
    });
    lines.once('close', () => reject(new Error(`it ended without ${pattern.source}`)));
  });
}

/** By the list: the search index is behind. */
async function companies(): Promise<number> {
  const answer = await fetch(`${hubspot.url}/crm/objects/2026-09/companies?limit=100`, { headers: { authorization: `Bearer ${hubspot.token}` } });
  return ((await answer.json()) as { readonly results: readonly unknown[] }).results.length;
}

it('leads from two systems to the first sync in four steps, and writes nothing before the last', async () => {
  const page = await browser.newPage({ locale: 'en-GB', viewport: { width: 1440, height: 900 } });
  const before = await companies();
  await page.goto(invitation);
  const url = new URL(invitation).origin;
  await page.getByRole('button').first().waitFor();
  await page.goto(`${url}/welcome`);
  const step = (name: string): Locator => page.getByRole('region', { name });
  const [connect, decide, preview, go] = [step('1. Connect'), step('2. Decide'), step('3. Preview'), step('4. Go')];
  await connect.getByText('Now', { exact: true }).waitFor();
  for (const at of [0, 1]) {
    await connect.getByRole('button', { name: 'Test' }).nth(at).click();
    await connect.getByText('Works', { exact: true }).nth(at).waitFor();
  }
  await decide.getByRole('button', { name: 'This is right' }).click();
  await preview.getByRole('button', { name: 'Make a preview' }).click();
  await preview.getByRole('link', { name: 'Look at every difference' }).waitFor({ timeout: 60_000 });
  await preview.getByText('Done', { exact: true }).first().waitFor({ timeout: 30_000 });
  expect(await companies()).toBe(before);
  await page.reload();
  await go.getByRole('button', { name: 'Start the first sync' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Start' }).click();
  await go.getByText('The first sync is done.', { exact: false }).waitFor({ timeout: 90_000 });
  expect(await companies()).toBeGreaterThan(before);
  await page.close();
});
