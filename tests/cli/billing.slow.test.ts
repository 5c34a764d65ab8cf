// What finance and sales type, one process after the other, over two sandboxes that were read once; and what a program reads of the
// same over the API.
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import readExcelFile from 'read-excel-file/node';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { json, sauma, start, workshop } from './processes.ts';
import type { Ended, Variables } from './processes.ts';
import { startVendors } from './vendors.ts';

const shop = workshop();
let variables: Variables;
let directory: string;
const run = (...argv: readonly string[]): Promise<Ended> => sauma(argv, variables);

interface Cell {
  readonly state: string;
  readonly currency: string;
  readonly amount: string;
}

beforeAll(async () => {
  const vendors = await startVendors(20);
  shop.later(() => vendors.close());
  directory = shop.directory();
  variables = { ...vendors.variables, SAUMA_DATA_DIR: directory };
  const { code } = await run('sync', '--once', '--yes');
  expect([0, 3]).toContain(code);
});
afterAll(() => shop.close());

const cents = (amount: unknown): number => Math.round(Number(amount) * 100);
/** State and currency → cents. */
function sums(cells: Iterable<readonly [string, unknown]>): Readonly<Record<string, number>> {
  const found: Record<string, number> = {};
  for (const [key, amount] of cells) found[key] = (found[key] ?? 0) + cents(amount);
  return found;
}
const board = async (...more: readonly string[]): Promise<readonly Cell[]> => json(await run('billing', '--json', ...more))['cells'] as readonly Cell[];

describe('sauma billing', () => {
  it('shows the flow by state and currency, with the day and how fresh it is', async () => {
    const { code, out } = await run('billing');
    expect(code).toBe(0);
    expect(out).toMatch(/^Billable work, as of \d{4}-\d\d-\d\d\n\nState +Currency +Count +Hours +Amount +In EUR +Oldest\n/);
    expect(out).toMatch(/\napproved, unbilled +EUR +\d+/);
    expect(out).toMatch(/\nFresh as of \d{4}-\d\d-\d\d \d\d:\d\d:\d\d \(/);
  });

  it('comes to the cent to what its groups, its CSV and its workbook come to', async () => {
    const cells = await board();
    const expected = sums(cells.map(({ state, currency, amount }) => [`${state} ${currency}`, amount]));
    expect(Object.keys(expected).length).toBeGreaterThan(6);
    const { groups } = json(await run('billing', '--by', 'account', '--limit', '1000', '--json')) as { groups: { cells: Cell[] }[] };
    expect(sums(groups.flatMap((group) => group.cells.map(({ state, currency, amount }) => [`${state} ${currency}`, amount] as const)))).toEqual(expected);

    const csv = (await run('billing', '--export', '-', '--locale', 'en')).out.replace('\ufeff', '').trimEnd().split('\r\n').map(fields);
    const at = (name: string): number => (csv[0] ?? []).indexOf(name);
    expect(sums(csv.slice(1).map((line) => [`${line[at('State')]} ${line[at('Currency')]}`, line[at('Amount')]]))).toEqual(expected);

    const file = join(directory, 'billing.xlsx');
    const { lines } = json(await run('billing', '--export', file, '--locale', 'en', '--json'));
    expect(lines).toBe(csv.length - 1);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    const [sheet] = (await readExcelFile(readFileSync(file))) as unknown as [{ data: readonly (readonly unknown[])[] }];
    expect(sums(sheet.data.slice(1).map((line) => [`${String(line[at('State')])} ${String(line[at('Currency')])}`, line[at('Amount')]]))).toEqual(expected);
  });

  it('keeps a file that is there unless it is told not to, and leaves nothing where it cannot write', async () => {
    const file = join(directory, 'kept.csv');
    writeFileSync(file, 'mine');
    expect(await run('billing', '--export', file)).toMatchObject({ code: 2, err: expect.stringContaining('is there already') });
    expect(readFileSync(file, 'utf8')).toBe('mine');
    expect((await run('billing', '--export', file, '--force', '--state', 'overdue')).code).toBe(0);
    expect(readFileSync(file, 'utf8')).toMatch(/^\ufeffAsiakas;/);
    expect((await run('billing', '--export', join(directory, 'nowhere', 'x.csv'))).code).toBe(2);
    expect(existsSync(join(directory, 'nowhere'))).toBe(false);
    expect(await run('billing', '--export', 'x.pdf')).toMatchObject({ code: 2, err: expect.stringContaining('.csv or .xlsx') });
    expect((await run('billing', '--export', '-', '--json')).code).toBe(2);
  });

  it('is about one account by its name, the beginning of it, or its business ID, and guesses at none', async () => {
    const { accounts } = json(await run('reports', 'profitable', '--json')) as { accounts: { account: string; name: string }[] };
    const [first] = accounts as [{ account: string; name: string }];
    const { header } = json(await run('history', '--account', first.account, '--json')) as { header: { businessId: string | null } };
    const words = [first.name.toUpperCase(), first.account, ...(header.businessId === null ? [] : [header.businessId])];
    const answers = await Promise.all(words.map(async (word) => json(await run('billing', '--account', word, '--json'))));
    for (const answer of answers) expect(answer).toMatchObject({ account: first.account, drift: [] });
    expect(await run('billing', '--account', `${first.name.slice(0, 5)}x${first.name.slice(5)}`)).toMatchObject({ code: 2, err: expect.stringContaining(`Did you mean "${first.name}"?`) });
    expect(await run('billing', '--account', 'a'.repeat(60))).toMatchObject({ code: 2, err: expect.stringContaining('Give its name') });
  });

  it('goes back to a day, and refuses what is none', async () => {
    // What has no day is always there to be billed; nothing was on an invoice.
    expect(new Set((await board('--as-of', '2020-01-01')).map(({ state }) => state))).toEqual(new Set(['approved']));
    expect((await run('billing', '--as-of', '2026-02-30')).code).toBe(2);
    expect((await run('billing', 'changes', '--since', 'yesterday')).code).toBe(2);
    expect(json(await run('billing', 'changes', '--since', '2020-01-01', '--json'))).toMatchObject({ since: '2020-01-01', sums: expect.any(Array), moves: expect.any(Array) });
    expect(json(await run('billing', 'missing', '--json'))).toMatchObject({ unplanned: { items: expect.any(Array) }, wonWithoutWork: {}, workWithoutDeal: {} });
    expect((await run('billing', 'forecast', '--months', '3')).out).toMatch(/^To be billed, from \d{4}-\d\d on\n/);
  });
});

describe('sauma history and sauma reports', () => {
  it('tell an account’s totals, what happened, and what was agreed, done and invoiced', async () => {
    const { accounts } = json(await run('reports', 'profitable', '--json')) as { accounts: { account: string; name: string; netInvoiced: string; margin: string; cost: string }[] };
    for (const { netInvoiced, margin, cost } of accounts) expect(cents(margin)).toBe(cents(netInvoiced) - cents(cost));
    const { out } = await run('history', '--account', accounts[0]?.account ?? '');
    expect(out.startsWith(`${accounts[0]?.name}\n`)).toBe(true);
    expect(out).toMatch(/\nInvoiced, net +Invoices/);
    expect(out).toMatch(/\nWhen +What +Number/);
    expect(out).toMatch(/\n +Currency +Agreed +Done +Open +On drafts +Invoiced/);
    expect((await run('history')).code).toBe(2);
  });

  it('print every report as a table and as one object', async () => {
    for (const report of ['profitable', 'dormant', 'pipeline', 'forecast', 'funnel']) expect(await run('reports', report)).toMatchObject({ code: 0, out: expect.stringContaining('Fresh as of') });
    for (const report of ['profitable', 'pipeline', 'funnel']) expect(await run('reports', report, '--from', report === 'pipeline' ? '2026-12' : '2026-12-01', '--to', report === 'pipeline' ? '2026-01' : '2026-01-01')).toMatchObject({ code: 2, err: expect.stringContaining('before it begins') });
    for (const report of ['dormant', 'pipeline']) expect(json(await run('reports', report, '--json'))).toMatchObject({ asOf: expect.any(String), freshness: expect.any(Object) });
  });
});

describe('the API', () => {
  it('answers a token with what the command says, until the token is revoked', async () => {
    const refused = await run('tokens', 'add', 'robot', '--role', 'treasurer');
    expect(refused).toMatchObject({ code: 2, err: expect.stringContaining('Known: admin, sales, finance') });
    const token = (await run('tokens', 'add', 'robot', '--role', 'finance', '--days', '2')).out.trim();
    expect(token).toMatch(/^sauma_main_[\w-]{43}$/);
    expect(await run('tokens', 'add', 'robot', '--role', 'sales')).toMatchObject({ code: 2, err: expect.stringContaining('already') });
    const web = start(['web', '--json'], variables);
    shop.later(() => web.process.kill());
    const { url } = (await web.firstJson()) as { url: string };
    const get = (path: string): Promise<Response> => fetch(`${url}/api/v1${path}`, { headers: { authorization: `Bearer ${token}` } });
    const reply = (await (await get('/billing/board')).json()) as { cells: Cell[] };
    expect(reply.cells).toEqual(await board());
    const csv = await get('/billing/lines?format=csv&locale=en');
    expect(csv.headers.get('content-disposition')).toMatch(/^attachment; filename="billing-.*\.csv"$/);
    expect(await csv.text()).toBe((await run('billing', '--export', '-', '--locale', 'en')).out.replace('\ufeff', ''));
    expect((await (await get('/openapi.json')).json()) as object).toMatchObject({ openapi: '3.1.0' });
    expect(await run('tokens')).toMatchObject({ code: 0, out: expect.stringMatching(/^robot: finance; works until .*; last used /) });
    expect((await run('tokens', 'revoke', 'robot')).code).toBe(0);
    expect((await get('/billing/board')).status).toBe(401);
    expect((await run('tokens', 'revoke', 'robot')).code).toBe(2);
    web.process.kill('SIGTERM');
    const { code, err } = await web.ended;
    expect(code).toBe(0);
    expect(err).not.toContain(token);
  });
});

/** One line of CSV with commas. */
function fields(line: string): readonly string[] {
  return [...`,${line}`.matchAll(/,(?:"((?:[^"]|"")*)"|([^,]*))/gu)].map(([, quoted, plain]) => quoted?.replaceAll('""', '"') ?? plain ?? '');
}
