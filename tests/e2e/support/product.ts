// The product as the demo runs it, for tests that drive it in a browser: its own process, data directory and ports, both vendors and the
// identity provider beside it. One per test file, so that no file sees what another one has edited.
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout } from 'node:timers/promises';
import pg from 'pg';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { launchBrowser } from './browser.ts';

const root = join(import.meta.dirname, '../../..');

export type Role = 'admin' | 'sales' | 'finance' | 'marketing' | 'management' | 'privacyOfficer';

export interface Sight {
  readonly language?: 'fi' | 'en';
  readonly theme?: 'light' | 'dark';
  readonly width?: number;
  /** Where to begin; the start page unless given. */
  readonly path?: string;
}

export interface Visitor {
  readonly page: Page;
  /** Console errors and warnings, uncaught errors, violations of the content security policy, requests to other hosts. */
  readonly complaints: string[];
  /** Goes to a path of the app. */
  readonly open: (path: string) => Promise<void>;
  readonly close: () => Promise<void>;
}

export interface Product {
  /** Of the web app, without a trailing slash. */
  readonly url: string;
  readonly identityUrl: string;
  readonly browser: Browser;
  /** A browser of its own in which this role is signed in. */
  readonly loginAs: (role: Role, sight?: Sight) => Promise<Visitor>;
  /** A browser of its own in which nobody is signed in. */
  readonly visit: (sight?: Sight) => Promise<Visitor>;
  /** One call of a vendor's own API: `/v1/customers`, `/crm/objects/2026-09/companies`. A list as body is a JSON patch. Null: an answer without a body. */
  readonly severa: (method: string, path: string, body?: unknown) => Promise<unknown>;
  readonly hubspot: (method: string, path: string, body?: unknown) => Promise<unknown>;
  /** One statement as the owner of the database: for what only weeks would bring. */
  readonly statement: (text: string, values?: readonly unknown[]) => Promise<void>;
  readonly close: () => Promise<void>;
}

interface Announced {
  readonly url: string;
  readonly identity: { readonly url: string };
  readonly severa: { readonly url: string; readonly clientId: string; readonly clientSecret: string };
  readonly hubspot: { readonly url: string; readonly token: string };
}

export async function startProduct({ accounts = 40, variables = {} }: { readonly accounts?: number; readonly variables?: Readonly<Record<string, string>> } = {}): Promise<Product> {
  const directory = mkdtempSync(join(tmpdir(), 'sauma-e2e-'));
  const env = { PATH: process.env['PATH'], HOME: process.env['HOME'], ...variables, SAUMA_DATA_DIR: directory, SAUMA_PORT: '0' };
  const child = spawn(process.execPath, [join(root, 'src/main.ts'), 'demo', '--json', '--accounts', String(accounts)], { cwd: root, env, stdio: ['ignore', 'pipe', 'pipe'] });
  const announced = await firstLine(child);
  const browser = await launchBrowser();
  const { url, identity, severa, hubspot } = announced;
  let severaToken: string | null = null;
  return {
    url,
    identityUrl: identity.url,
    browser,
    visit: (sight = {}) => visitor(browser, url, sight),
    loginAs: (role, sight = {}) => visitor(browser, url, sight, (context) => signIn(context, url, role)),
    severa: async (method, path, body) => {
      severaToken ??= await severaTokenOf(severa);
      return call(`${severa.url}${path}`, method, { authorization: `Bearer ${severaToken}`, client_id: severa.clientId }, body);
    },
    statement: (text, values = []) => runStatement(join(directory, 'run'), text, values),
    hubspot: (method, path, body) => call(`${hubspot.url}${path}`, method, { authorization: `Bearer ${hubspot.token}` }, body),
    close: async () => {
      await browser.close();
      child.kill('SIGTERM');
      if (child.exitCode === null) await once(child, 'close');
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

/** What `look` answers once it answers something; looks again while it answers null. */
export async function eventually<Found>(look: () => Promise<Found | null>, what: string, tries = 120): Promise<Found> {
  for (let left = tries; left > 0; left -= 1) {
    const found = await look();
    if (found !== null) return found;
    await setTimeout(250);
  }
  throw new Error(`it did not come: ${what}`);
}

async function firstLine(child: ChildProcess): Promise<Announced> {
  let said = '';
  child.stderr?.on('data', (chunk: Buffer) => (said += chunk.toString()));
  return new Promise((resolve, reject) => {
    createInterface(child.stdout as NodeJS.ReadableStream).once('line', (line) => resolve(JSON.parse(line) as Announced));
    child.once('close', () => reject(new Error(`the demo ended: ${said}`)));
  });
}

async function visitor(browser: Browser, url: string, { language = 'en', theme = 'light', width = 1440, path = '/' }: Sight, before?: (context: BrowserContext) => Promise<void>): Promise<Visitor> {
  const context = await browser.newContext({ viewport: { width, height: 900 }, colorScheme: theme, locale: language === 'fi' ? 'fi-FI' : 'en-GB', timezoneId: 'Europe/Helsinki', reducedMotion: 'reduce', acceptDownloads: true });
  await before?.(context);
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('console', (message) => { if (['error', 'warning'].includes(message.type())) complaints.push(`${message.type()}: ${message.text()}`); });
  page.on('pageerror', (error) => complaints.push(`uncaught: ${error.message}`));
  page.on('request', (request) => { if (!request.url().startsWith(`${url}/`) && !/^(?:data|blob):/u.test(request.url())) complaints.push(`elsewhere: ${request.url()}`); });
  const open = async (to: string): Promise<void> => {
    await page.goto(`${url}${to}`);
    await page.waitForLoadState('networkidle');
  };
  if (before) await open(path);
  return { page, complaints, open, close: () => context.close() };
}

/** By the real login, without a page: the context keeps the cookies. */
async function signIn({ request }: BrowserContext, url: string, role: Role): Promise<void> {
  const asked = await request.get(`${url}/api/v1/login?returnTo=/`);
  const way = new RegExp(`href="([^"]+/as/${role})"`, 'u').exec(await asked.text())?.[1];
  if (way === undefined) throw new Error(`the login page knows no ${role}`);
  const back = await request.get(new URL(way, asked.url()).href, { headers: { accept: 'text/html' } });
  if (!back.ok() || !back.url().startsWith(url)) throw new Error(`the sign-in of ${role} ended at ${back.url()}`);
}

async function runStatement(host: string, text: string, values: readonly unknown[]): Promise<void> {
  const client = new pg.Client({ host, port: 5432, user: 'sauma_owner', database: 'postgres' });
  await client.connect();
  try {
    await client.query(`select set_config('sauma.workspace', 'main', false)`);
    const { rowCount } = await client.query(text, [...values]);
    if (rowCount === 0) throw new Error(`nothing was changed by: ${text}`);
  } finally {
    await client.end();
  }
}

async function severaTokenOf({ url, clientId, clientSecret }: Announced['severa']): Promise<string> {
  const answer = (await call(`${url}/v1/token`, 'POST', {}, { client_id: clientId, client_secret: clientSecret })) as { access_token: string };
  return answer.access_token;
}

async function call(address: string, method: string, headers: Readonly<Record<string, string>>, body?: unknown): Promise<unknown> {
  const answer = await fetch(address, { method, headers: { ...headers, ...(body === undefined ? {} : { 'content-type': Array.isArray(body) ? 'application/json-patch+json' : 'application/json' }) }, ...(body === undefined ? {} : { body: JSON.stringify(body) }) });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${method} ${address}: ${answer.status} ${text}`);
  return text === '' ? null : JSON.parse(text);
}
