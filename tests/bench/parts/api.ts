// The API and the app in front of it, in a workspace where a great deal waits: how long the lists that people work with take, on their first
// page and far behind it, and when the app is first painted. Asked over HTTP, as a program with a token asks.
import { randomUUID } from 'node:crypto';
import { newServiceToken } from '../../../src/api/access.ts';
import type { ApiServer } from '../../../src/api/server.ts';
import { serveWorkspace } from '../../../src/cli/web.ts';
import { toInstant } from '../../../src/lib/clock.ts';
import { newToken, tokenHash } from '../../../src/lib/crypto.ts';
import { createAccess } from '../../../src/store/postgres/access.ts';
import { createSessions } from '../../../src/store/postgres/sessions.ts';
import { launchBrowser } from '../../e2e/support/browser.ts';
import { installationRoot } from '../../support/installation.ts';
import { crowd } from '../crowded.ts';
import type { Part, Row } from '../part.ts';
import { openProduct } from '../product.ts';
import type { Product } from '../product.ts';
import type { Sizes } from '../sizes.ts';

const ROLES = ['admin', 'sales', 'finance'];
const LISTS = ['conflicts', 'accounts', 'contacts'] as const;
/** Times that each question is asked, besides the first time, when nothing is in memory yet. */
const ASKED = 20;
const LARGEST_PAGE = 500;
const HOUR_MS = 3_600_000;
/** In the browser: the elements may be there before the frame that shows them is painted. */
const FIRST_PAINT = `new Promise((resolve) => new PerformanceObserver((list) => {
  const [paint] = list.getEntriesByName('first-contentful-paint');
  if (paint !== undefined) resolve(paint.startTime);
}).observe({ type: 'paint', buffered: true }))`;

export const api: Part = {
  name: 'api',
  title: 'The API and the app',
  how: `Answers of the running server over HTTP, one after the other, each question ${ASKED} times: the middle one, and the one that 19 of 20 are faster than. A deep page lies behind nine tenths of its list and is held against the first page. The first contentful paint is that of a real browser that has nothing of the app yet and is signed in, on this machine.`,
  run: async (stages) => {
    const { crowd: many } = stages.sizes;
    const vendors = await stages.vendors({ accounts: 1, quota: false });
    const product = await openProduct({ dataDir: stages.dataDirectory(), variables: { ...vendors.variables, SAUMA_PORT: '0' }, pacing: 'off' }, (ms) => vendors.ask('shift', { ms }));
    try {
      stages.say(`${many.conflicts} open conflicts, ${many.accounts} accounts, ${many.contacts} contacts, ${many.hours} hours`);
      await crowd(product.open, many);
      const server = await serve(product);
      try {
        return [...(await asked(server.url, await tokenFor(product), many, (text) => stages.say(text))), await painted(product, server.url)];
      } finally {
        await server.close();
      }
    } finally {
      await product.close();
    }
  },
};

/** As `sauma web` serves it, but for how often it may be asked. */
function serve({ open, clock }: Product): Promise<ApiServer> {
  const { settings } = open.config;
  const server = { ...settings.server, callsPerMinute: { caller: 1_000_000, address: 1_000_000, signIn: 1_000_000, refused: 1_000_000 } };
  const silent = { write: () => true };
  const context = { stdout: silent, stderr: silent, env: {}, clock, newId: randomUUID, rootDir: installationRoot, stopSignal: () => new AbortController().signal, connect: () => new Map() };
  const queue = { send: () => Promise.resolve(true), work: () => Promise.resolve(), dead: () => Promise.resolve(0), stop: () => Promise.resolve() };
  return serveWorkspace({ ...open, config: { ...open.config, settings: { ...settings, server } } }, context, queue);
}

async function tokenFor({ open: { database, workspace }, clock }: Product): Promise<string> {
  const token = newServiceToken(workspace);
  const times = { createdAt: toInstant(clock.now()), expiresAt: toInstant(clock.now() + HOUR_MS) };
  await createAccess({ database, workspace }).addToken({ id: randomUUID(), name: 'bench', roles: ROLES, hash: tokenHash(token), createdBy: 'bench', ...times });
  return token;
}

interface Page {
  readonly next?: string | null;
}

async function asked(url: string, token: string, many: Sizes['crowd'], say: (text: string) => void): Promise<readonly Row[]> {
  const ask = async (question: string): Promise<Page> => {
    const reply = await fetch(`${url}/api/v1${question}`, { headers: { authorization: `Bearer ${token}` } });
    if (!reply.ok) throw new Error(`${question} was answered with ${reply.status}: ${await reply.text()}`);
    return (await reply.json()) as Page;
  };
  const times = async (question: string): Promise<Times> => {
    const all: number[] = [];
    for (let turn = 0; turn <= ASKED; turn += 1) {
      const startedAt = performance.now();
      await ask(question);
      if (turn > 0) all.push(performance.now() - startedAt);
    }
    const sorted = all.toSorted((a, b) => a - b);
    return { middle: sorted[Math.floor(ASKED / 2)] ?? 0, slow: sorted[Math.ceil(ASKED * 0.95) - 1] ?? 0 };
  };
  const rows: Row[] = [];
  for (const list of LISTS) {
    say(`pages of ${list}`);
    const behind = Math.floor((many[list] * 0.9) / LARGEST_PAGE) * LARGEST_PAGE;
    const [first, deep] = [await times(`/${list}?limit=50`), await times(`/${list}?limit=50&cursor=${await cursorBehind(ask, list, behind)}`)];
    const total = many[list].toLocaleString('en');
    rows.push(...alone(`the first 50 of ${total} ${list}`, first), ...against(`50 ${list} behind ${behind.toLocaleString('en')} others`, deep, first));
  }
  rows.push(...alone('accounts by the beginnings of two words of their names', await times('/accounts?limit=50&q=raken%20lah')));
  rows.push(...alone(`the billing board over ${many.hours.toLocaleString('en')} hours`, await times('/billing/board')));
  return rows;
}

/** Walks there page by page, as a cursor can be had in no other way. */
async function cursorBehind(ask: (question: string) => Promise<Page>, list: string, count: number): Promise<string> {
  let cursor = '';
  for (let seen = 0; seen < count; seen += LARGEST_PAGE) {
    const { next } = await ask(`/${list}?limit=${LARGEST_PAGE}${cursor === '' ? '' : `&cursor=${cursor}`}`);
    if (typeof next !== 'string') throw new Error(`${list} end behind ${seen}`);
    cursor = encodeURIComponent(next);
  }
  return cursor;
}

interface Times {
  readonly middle: number;
  readonly slow: number;
}

function alone(what: string, { middle, slow }: Times): readonly Row[] {
  return [{ what, measured: ms(middle), against: null }, { what: `the same, 19 of 20 are faster`, measured: ms(slow), against: null }];
}

function against(what: string, { middle, slow }: Times, first: Times): readonly Row[] {
  return [{ what, measured: ms(middle), against: { ...ms(first.middle), what: 'the first page' } }, { what: `the same, 19 of 20 are faster`, measured: ms(slow), against: { ...ms(first.slow), what: 'the first page' } }];
}

function ms(value: number): Row['measured'] {
  return { value, unit: 'ms' };
}

async function painted({ open: { database, workspace }, clock }: Product, url: string): Promise<Row> {
  const secret = newToken();
  const at = toInstant(clock.now());
  const person = { issuer: 'bench', subject: 'bench', name: 'Bench', email: null, language: null };
  await createSessions({ database, workspace }).begin({ id: randomUUID(), personId: randomUUID(), hash: tokenHash(secret), person, claims: [], granted: ROLES, startedAt: at, at, asFirst: false });
  const browser = await launchBrowser();
  try {
    const context = await browser.newContext();
    await context.addCookies([{ name: 'sauma_session', value: `${workspace}.${secret}`, url }]);
    const page = await context.newPage();
    await page.goto(url);
    await page.getByRole('navigation').first().waitFor();
    return { what: 'first contentful paint of the app', measured: ms(await page.evaluate<number>(FIRST_PAINT)), against: null };
  } finally {
    await browser.close();
  }
}
