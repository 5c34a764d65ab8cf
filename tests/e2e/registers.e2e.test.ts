// The registers in a browser, as sales and marketing use them: found, filtered, opened by an address, exported, in both languages.
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { seriousFindings } from './support/accessibility.ts';
import { OUTPUT } from './support/output.ts';
import { startProduct, type Product, type Role } from './support/product.ts';

interface Listed {
  readonly items: readonly { readonly id: string; readonly name: string; readonly account?: string | null; readonly accountName?: string | null; readonly emails?: readonly string[]; readonly optOuts?: readonly string[] }[];
  readonly total: number;
}

let product: Product;
beforeAll(async () => {
  product = await startProduct({ accounts: 40 });
  mkdirSync(join(OUTPUT, 'pictures'), { recursive: true });
});
afterAll(() => product.close());

const ask = async (page: Page, target: string): Promise<Listed> => (await (await page.request.get(`${product.url}/api/v1${target}`)).json()) as Listed;
/** Of a line of a file with semicolons. */
const cellsOf = (line: string): readonly string[] => [...`;${line}`.matchAll(/;(?:"((?:[^"]|"")*)"|([^;]*))/gu)].map(([, quoted, plain]) => quoted?.replaceAll('""', '"') ?? plain ?? '');
const rows = (page: Page): ReturnType<Page['locator']> => page.locator('tbody tr');

describe('the register of accounts', () => {
  it('is searched and narrowed, and the address opens the same list for somebody else', async () => {
    const { page, complaints, close } = await product.loginAs('sales', { path: '/accounts' });
    const all = await ask(page, '/accounts?limit=100');
    const wanted = all.items.at(-1)?.name ?? '';
    await page.getByRole('searchbox').fill(wanted.toUpperCase());
    await page.waitForURL(/[?&]q=/u);
    await page.getByRole('link', { name: wanted, exact: true }).first().waitFor();
    const { total } = await ask(page, `/accounts?q=${encodeURIComponent(wanted)}`);
    await page.getByText(`1–${total} of ${total}`).waitFor();
    expect(await rows(page).count()).toBe(total);
    expect(total).toBeLessThan(all.total);
    await page.getByRole('searchbox').fill('');
    await page.waitForURL((url) => !url.searchParams.has('q'));

    await page.getByText('Potential customers', { exact: true }).click();
    await page.waitForURL(/standing=potential/u);
    const potential = await ask(page, '/accounts?standing=potential');
    await page.getByText(`1–${potential.total} of ${potential.total}`).waitFor();
    expect(potential.total).toBeGreaterThan(0);
    expect(potential.total + (await ask(page, '/accounts?standing=customer')).total).toBe(all.total);

    const other = await product.loginAs('marketing', { path: new URL(page.url()).pathname + new URL(page.url()).search });
    await other.page.getByText(`1–${potential.total} of ${potential.total}`).waitFor();
    expect([...complaints, ...other.complaints]).toEqual([]);
    await other.close();
    await close();
  });

  it('turns its pages by the keyboard\'s way as well as by the mouse\'s, each account once', async () => {
    const { page, complaints, close } = await product.loginAs('sales', { path: '/accounts?limit=25' });
    const all = await ask(page, '/accounts?limit=100');
    await page.getByText(`1–25 of ${all.total}`).waitFor();
    await page.getByRole('button', { name: 'Next page' }).press('Enter');
    await page.getByText(`26–${Math.min(50, all.total)} of ${all.total}`).waitFor();
    expect(await rows(page).first().getByRole('link').first().innerText()).toBe(all.items[25]?.name);
    await page.goBack();
    await page.getByText(`1–25 of ${all.total}`).waitFor();
    expect(complaints).toEqual([]);
    await close();
  });

  it('leads to the account', async () => {
    const { page, complaints, close } = await product.loginAs('sales', { path: '/accounts' });
    const link = rows(page).first().getByRole('link').first();
    const name = await link.innerText();
    await link.click();
    await page.waitForURL(/\/accounts\/[^/?]+$/u);
    await page.getByRole('heading', { level: 1, name }).waitFor();
    expect(complaints).toEqual([]);
    await close();
  });
});

describe('the register of contacts', () => {
  it('gives marketing a file of those who may be written to, and no refused address among them', async () => {
    const { page, complaints, close } = await product.loginAs('marketing', { language: 'fi', path: '/contacts?mail=allowed' });
    const allowed = await ask(page, '/contacts?mail=allowed&limit=500');
    await page.getByRole('button', { name: 'Vie tiedostoon' }).click();
    const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: /CSV/u }).click()]);
    const lines = readFileSync(await download.path(), 'utf8').trimEnd().split('\r\n');
    const heads = cellsOf((lines[0] ?? '').replace('\ufeff', ''));
    expect(lines).toHaveLength(allowed.total + 1);
    const mailable = lines.slice(1).map((line) => cellsOf(line)[heads.indexOf('Saa lähettää osoitteeseen')] ?? '');
    expect(mailable.every((addresses) => addresses.includes('@'))).toBe(true);
    const refused = allowed.items.flatMap(({ optOuts = [] }) => optOuts);
    for (const address of refused) expect(mailable.join('\n')).not.toContain(address);
    expect(complaints).toEqual([]);
    await close();
  });

  it('finds the people of an account by the name of the account', async () => {
    const { page, complaints, close } = await product.loginAs('sales', { path: '/contacts' });
    const [one] = (await ask(page, '/contacts?limit=100')).items.filter(({ accountName }) => typeof accountName === 'string');
    await page.getByRole('searchbox').fill(one?.accountName ?? '');
    await page.waitForURL(/[?&]q=/u);
    await page.getByRole('link', { name: one?.name ?? '', exact: true }).first().waitFor();
    expect(complaints).toEqual([]);
    await close();
  });
});

describe('sales cases', () => {
  it('stand by stage above the list, and a stage narrows it', async () => {
    const { page, complaints, close } = await product.loginAs('sales', { path: '/sales-cases' });
    const stage = page.getByRole('list', { name: 'Sales cases by stage' }).getByRole('button').first();
    await stage.waitFor();
    await stage.click();
    await page.waitForURL(/stage=/u);
    const { total } = await ask(page, `/sales-cases?state=open&stage=${new URL(page.url()).searchParams.get('stage') ?? ''}`);
    await page.getByText(`1–${total} of ${total}`).waitFor();
    expect(await stage.getAttribute('aria-pressed')).toBe('true');
    await page.getByText('Board', { exact: true }).click();
    await page.getByRole('region', { name: 'Sales cases by stage' }).getByRole('link').first().waitFor();
    expect(complaints).toEqual([]);
    await close();
  });
});

describe('every register', () => {
  const PAGES: readonly (readonly [name: string, role: Role, path: string])[] = [['accounts', 'sales', '/accounts'], ['contacts', 'marketing', '/contacts'], ['touches', 'sales', '/touches'], ['sales-cases', 'management', '/sales-cases'], ['sales-board', 'sales', '/sales-cases?view=board']];

  it.each(PAGES.flatMap((page) => ([['fi', 'light', 1440], ['en', 'dark', 1440], ['fi', 'dark', 390], ['en', 'light', 390]] as const).map((sight) => [...page, ...sight] as const)))('has nothing in anybody\'s way: %s as %s, %s, %s, %s, %i', async (name, role, path, language, theme, width) => {
    const { page, complaints, close } = await product.loginAs(role, { language, theme, width, path });
    await page.locator('main').getByRole('link').first().waitFor();
    await page.waitForFunction(() => document.querySelector('.mantine-Skeleton-root') === null);
    await page.screenshot({ path: join(OUTPUT, 'pictures', `registers-${name}-${language}-${theme}-${width}.png`), fullPage: width > 390 });
    expect(await seriousFindings(page)).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)).toBeLessThanOrEqual(0);
    expect(complaints).toEqual([]);
    await close();
  });
});
