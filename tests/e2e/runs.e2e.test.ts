// Runs and schedules in a browser, as an admin uses them, with both vendors on the other side: a schedule changed, a run started, watched
// to its end and taken back, and a dry run that writes nothing.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { seriousFindings } from './support/accessibility.ts';
import { OUTPUT } from './support/output.ts';
import { eventually, startProduct, type Product } from './support/product.ts';

interface Customer {
  readonly guid: string;
  readonly name: string;
}
interface Company {
  readonly id: string;
  readonly properties: { readonly name: string };
}
const COMPANIES = '/crm/objects/2026-09/companies';

let product: Product;
/** Customers of Severa that HubSpot calls the same. */
let pairs: readonly { readonly customer: Customer; readonly company: Company }[];
beforeAll(async () => {
  product = await startProduct({ accounts: 20 });
  const customers = (await product.severa('GET', '/v1/customers?rowCount=100')) as readonly Customer[];
  const { results } = (await product.hubspot('GET', `${COMPANIES}?limit=100&properties=name`)) as { results: readonly Company[] };
  const once = (name: string): boolean => customers.filter((one) => one.name === name).length === 1 && results.filter((one) => one.properties.name === name).length === 1;
  pairs = customers.flatMap((customer) => results.flatMap((company) => (customer.name === company.properties.name && once(customer.name) ? [{ customer, company }] : [])));
  mkdirSync(join(OUTPUT, 'pictures'), { recursive: true });
});
afterAll(() => product.close());

const nameInHubspot = async ({ id }: Company): Promise<string> => ((await product.hubspot('GET', `${COMPANIES}/${id}?properties=name`)) as Company).properties.name;
const rename = (customer: Customer, name: string): Promise<unknown> => product.severa('PATCH', `/v1/customers/${customer.guid}`, [{ op: 'replace', path: '/name', value: name }]);
const pairAt = (at: number) => {
  const pair = pairs[at];
  if (!pair) throw new Error('the vendors have too few customers in common');
  return pair;
};

/** Nothing comes by itself any more, so that a run that is asked for is the one that finds the news. */
async function pauseAll(page: Page): Promise<void> {
  await page.goto(`${product.url}/schedules`);
  await page.getByRole('button', { name: 'Pause all' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Pause all' }).click();
  await page.getByText('Everything is paused').first().waitFor();
  // What was under way before is over.
  await eventually(async () => {
    const { items } = (await (await page.request.get(`${product.url}/api/v1/runs?quiet=with&limit=10`)).json()) as { items: readonly { state: string }[] };
    return items.every(({ state }) => state !== 'running' && state !== 'waiting') || null;
  }, 'an end of what was under way');
}

/** Watches the run of the page to its end. */
async function watched(page: Page, kind: RegExp): Promise<string> {
  await page.waitForURL(/\/runs\/[0-9a-f-]{36}$/u);
  await page.getByRole('heading', { level: 1, name: kind }).waitFor();
  const [id = ''] = page.url().split('/').slice(-1);
  await page.getByRole('heading', { name: 'Record by record' }).or(page.getByRole('heading', { name: 'What it would write' })).waitFor();
  return id;
}

describe('a schedule', () => {
  it('says what an expression means while it is typed, and comes at the new times', async () => {
    const { page, complaints, close } = await product.loginAs('admin', { path: '/schedules' });
    await page.getByRole('button', { name: 'Change: Compare everything' }).click();
    const form = page.getByRole('dialog');
    await form.getByLabel('When (cron)').fill('61 * * * *');
    await form.getByText('The minutes do not fit: 0 to 59.').waitFor();
    await form.getByLabel('When (cron)').fill('*/20 * * * *');
    await form.getByText('It means: every 20 minutes').waitFor();
    expect(await form.getByRole('listitem').count()).toBe(5);
    expect(await seriousFindings(page)).toEqual([]);
    await form.getByRole('button', { name: 'Save' }).click();
    const card = page.getByRole('region', { name: 'Compare everything' });
    await card.getByText('every 20 minutes').waitFor();
    await card.getByText(/Changed by/u).waitFor();
    await card.getByRole('button', { name: 'Pause: Compare everything' }).click();
    await card.getByText('It does not run until it is resumed.').waitFor();
    await card.getByRole('button', { name: 'Resume: Compare everything' }).click();
    await card.getByRole('button', { name: 'Pause: Compare everything' }).waitFor();
    expect(complaints).toEqual([]);
    await close();
  });
});

describe('a run', () => {
  it('is started, watched to its end and taken back, and the vendor has its value again', async () => {
    const { customer, company } = pairAt(0);
    const { page, complaints, close } = await product.loginAs('admin');
    await pauseAll(page);
    await rename(customer, `${customer.name} Uusi`);
    await page.getByRole('button', { name: 'Run now: Sync what changed' }).click();
    const id = await watched(page, /^Sync/u);
    expect(await nameInHubspot(company)).toBe(`${customer.name} Uusi`);
    await page.getByRole('region', { name: 'Record by record' }).getByRole('row', { name: new RegExp(`${customer.name} Uusi.*Updated.*HubSpot`, 'u') }).first().waitFor();

    await page.getByRole('button', { name: 'Undo this run' }).click();
    const form = page.getByRole('dialog');
    await form.getByText(/Written back: accounts \(.*HubSpot 1/u).waitFor();
    expect(await seriousFindings(page)).toEqual([]);
    await form.getByRole('button', { name: 'Undo it' }).click();
    await watched(page, /^Undo/u);
    expect(await nameInHubspot(company)).toBe(customer.name);
    await page.getByRole('link', { name: /the run of/u }).click();
    await page.waitForURL(`${product.url}/runs/${id}`);
    await page.getByText('Undone by').waitFor();
    expect(complaints).toEqual([]);
    await close();
  });

  it('that is dry shows what it would write, field by field, and writes nothing', async () => {
    const { customer, company } = pairAt(1);
    const { page, complaints, close } = await product.loginAs('admin');
    await pauseAllOnce(page);
    await rename(customer, `${customer.name} Kuiva`);
    await page.goto(`${product.url}/runs`);
    await page.getByRole('button', { name: 'Run now' }).first().click();
    await page.getByRole('menuitem', { name: /Dry run/u }).click();
    await watched(page, /^Dry run/u);
    const row = page.getByRole('row', { name: new RegExp(`${customer.name}.*Update in HubSpot`, 'u') }).first();
    await row.getByText(`${customer.name} Kuiva`).waitFor();
    expect(await nameInHubspot(company)).toBe(customer.name);
    const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: 'Export' }).click().then(() => page.getByRole('link', { name: 'Download as CSV' }).click())]);
    expect(download.suggestedFilename()).toMatch(/^dry-run-.*\.csv$/u);
    expect(complaints).toEqual([]);
    await close();
  });
});

async function pauseAllOnce(page: Page): Promise<void> {
  await page.goto(`${product.url}/schedules`);
  await page.getByRole('heading', { name: 'Schedules' }).waitFor();
  if ((await page.getByText('Everything is paused').count()) === 0) await pauseAll(page);
}

describe('the pages about runs', () => {
  it('read well in both languages and themes, wide and narrow', async () => {
    for (const [language, theme] of [['fi', 'light'], ['en', 'dark']] as const) {
      for (const width of [390, 1440]) {
        const { page, complaints, open, close } = await product.loginAs('admin', { language, theme, width });
        const { items } = (await (await page.request.get(`${product.url}/api/v1/runs?state=done`)).json()) as { items: readonly { id: string; kind: string }[] };
        const [dry, wrote] = [items.find(({ kind }) => kind === 'dry-run'), items.find(({ kind }) => kind === 'backfill')];
        for (const [name, path] of [['runs', '/runs'], ['run', `/runs/${wrote?.id ?? ''}`], ['dry-run', `/runs/${dry?.id ?? ''}`], ['schedules', '/schedules']] as const) {
          await open(path);
          await page.getByRole('heading', { level: 1 }).waitFor();
          expect([name, language, theme, width, await seriousFindings(page)]).toEqual([name, language, theme, width, []]);
          expect(await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)).toBe(0);
          await page.screenshot({ path: join(OUTPUT, 'pictures', `${name}.${language}.${theme}.${width}.png`), fullPage: true });
        }
        expect(complaints).toEqual([]);
        await close();
      }
    }
  });
});
