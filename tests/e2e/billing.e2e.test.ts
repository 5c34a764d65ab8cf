// The billing pages in a browser, as finance uses them, with Severa's sandbox on the other side: an hour from its approval to its invoice,
// remarks, exports, and what those without the right to amounts are told.
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { seriousFindings } from './support/accessibility.ts';
import { OUTPUT } from './support/output.ts';
import { eventually, startProduct, type Product } from './support/product.ts';

interface Hour {
  readonly guid: string;
  readonly isBillable: boolean;
  readonly isApproved: boolean;
  readonly billableStatus: string;
  readonly invoice: object | null;
  readonly project: { readonly guid: string };
  readonly customer: { readonly guid: string } | null;
}

let product: Product;
let hour: Hour;
beforeAll(async () => {
  product = await startProduct({ accounts: 20 });
  hour = await waitingHour();
  mkdirSync(join(OUTPUT, 'pictures'), { recursive: true });
});
afterAll(() => product.close());

/** An hour that waits for its approval, on a customer's project. */
async function waitingHour(): Promise<Hour> {
  const hours = (await product.severa('GET', '/v1/workhours?rowCount=1000')) as readonly Hour[];
  const projects = (await product.severa('GET', '/v1/projects?rowCount=1000')) as readonly { readonly guid: string; readonly isInternal: boolean }[];
  const customers = new Set(projects.flatMap(({ guid, isInternal }) => (isInternal ? [] : [guid])));
  const found = hours.find(({ isBillable, isApproved, billableStatus, invoice, project }) => isBillable && !isApproved && invoice === null && billableStatus === 'Billable' && customers.has(project.guid));
  if (!found) throw new Error('the sandbox has no hour that waits for its approval');
  return found;
}

/** How many rows of the hour's project stand in a state. */
async function rowsIn(page: Page, state: string): Promise<number> {
  await page.goto(`${product.url}/billing/lines?state=${state}&project=${hour.project.guid}`);
  await page.getByRole('region', { name: 'Billable work' }).or(page.getByText('Nothing matches these filters')).first().waitFor();
  const { total } = (await (await page.request.get(`${product.url}/api/v1/billing/lines?limit=1&state=${state}&project=${hour.project.guid}`)).json()) as { total: number };
  return total;
}

describe('an hour', () => {
  it('is seen on its way from approved to invoiced', async () => {
    const { page, complaints, close } = await product.loginAs('finance');
    const [unapproved, approved] = [await rowsIn(page, 'unapproved'), await rowsIn(page, 'approved')];
    expect(unapproved).toBeGreaterThan(0);

    await product.severa('PATCH', `/v1/workhours/${hour.guid}`, [{ op: 'replace', path: '/isApproved', value: true }]);
    await eventually(async () => ((await rowsIn(page, 'approved')) === approved + 1 ? true : null), 'the hour among the approved');
    expect(await rowsIn(page, 'unapproved')).toBe(unapproved - 1);
    await page.goto(`${product.url}/billing`);
    await page.getByRole('list', { name: 'Billable work by state' }).getByRole('link', { name: 'Unbilled, approved' }).waitFor();
    // What moved is told beside it.
    await page.getByRole('table', { name: 'In all' }).getByRole('row', { name: /Hours.*Not approved.*Approved/u }).waitFor();

    const statuses = (await product.severa('GET', '/v1/invoicestatuses?rowCount=100')) as readonly { readonly guid: string; readonly name: string; readonly isSent?: boolean; readonly isPaid?: boolean; readonly hasInvoiceNumber?: boolean }[];
    const sent = statuses.find(({ isPaid, hasInvoiceNumber, isSent }) => isPaid !== true && (isSent === true || hasInvoiceNumber === true));
    const [invoice] = (await product.severa('POST', '/v1/invoices', { projects: [{ guid: hour.project.guid }], invoiceStatusGuid: sent?.guid })) as readonly { readonly guid: string; readonly number: string | number }[];
    await eventually(async () => ((await rowsIn(page, 'approved')) < approved + 1 ? true : null), 'the hour gone from the approved');
    await rowsIn(page, 'invoiced');
    await page.getByText(String(invoice?.number)).first().waitFor();
    await page.goto(`${product.url}/billing`);
    await page.getByRole('table', { name: 'In all' }).getByRole('row', { name: /Invoice.*New.*Invoiced/u }).waitFor();
    expect(complaints).toEqual([]);
    await close();
  });
});

describe('the billing table', () => {
  it('keeps its filters in the address, also from sums to rows', async () => {
    const { page, complaints, open, close } = await product.loginAs('finance', { path: '/billing/lines?by=account&state=unapproved' });
    const link = page.getByRole('region', { name: 'By account' }).getByRole('link').first();
    const name = await link.innerText();
    await link.click();
    await page.waitForURL(/\/billing\/lines\?.*account=/u);
    expect(page.url()).toContain('state=unapproved');
    await page.getByText(`Account: ${name}`).waitFor();
    await open(new URL(page.url()).pathname + new URL(page.url()).search);
    await page.getByText(`Account: ${name}`).waitFor();
    expect(complaints).toEqual([]);
    await close();
  });

  it('is downloaded as it is filtered', async () => {
    const { page, close } = await product.loginAs('finance', { path: '/billing/lines?state=unapproved' });
    await page.getByRole('button', { name: 'Export' }).click();
    const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: 'Download as CSV' }).click()]);
    expect(download.suggestedFilename()).toMatch(/^billing-\d{4}-\d{2}-\d{2}\.csv$/u);
    const [heading, ...rows] = readFileSync(await download.path(), 'utf8').trimEnd().split('\r\n');
    expect(heading).toContain('Account,Paid by,Project');
    expect(rows.length).toBeGreaterThan(0);
    for (const row of rows) expect(row).toContain('unapproved');
    await close();
  });

  it('takes remarks of finance, which management reads', async () => {
    const words = '<b>Invoice</b> by the 15th';
    const finance = await product.loginAs('finance', { path: '/billing/lines?state=unapproved' });
    await finance.page.getByRole('row').nth(1).getByRole('cell').nth(3).click();
    const panel = finance.page.getByRole('dialog');
    await panel.getByRole('textbox', { name: 'New remark' }).first().fill(words);
    await panel.getByRole('button', { name: 'Add the remark' }).first().click();
    await panel.getByText(words).waitFor();
    await finance.page.keyboard.press('Escape');
    await finance.page.getByText('1 remark').first().waitFor();
    expect(finance.complaints).toEqual([]);
    await finance.close();

    const management = await product.loginAs('management', { path: '/billing/lines?state=unapproved' });
    await management.page.getByRole('row').nth(1).getByRole('cell').nth(3).click();
    await management.page.getByRole('dialog').getByText(words).waitFor();
    expect(await management.page.getByRole('textbox', { name: 'New remark' }).count()).toBe(0);
    await management.close();
  });
});

describe('those without the right', () => {
  it('are told no amount and no flow', async () => {
    const { page, close } = await product.loginAs('sales', { path: '/billing' });
    await page.getByRole('heading', { name: 'This page is not for your role' }).waitFor();
    const refused = await page.request.get(`${product.url}/api/v1/billing/board`);
    expect([refused.status(), (await refused.json()) as unknown]).toMatchObject([403, { code: 'right-missing', right: 'billableFlow' }]);
    await close();
  });
});

const PAGES = ['/billing', '/billing/lines', '/billing/lines?by=project', '/billing/changes?since=2020-01-01', '/billing/forecast', '/billing/missing', '/billing/missing?list=wonWithoutWork', '/billing/drift'];

describe('each billing page', () => {
  it.each([{ language: 'fi', theme: 'light', width: 1440 }, { language: 'en', theme: 'dark', width: 390 }] as const)('is quiet, accessible and fits the screen: $language, $theme, $width', async (sight) => {
    const { page, complaints, open, close } = await product.loginAs('finance', sight);
    for (const path of PAGES) {
      await open(path);
      await page.getByRole('heading', { level: 1 }).waitFor();
      expect([path, await seriousFindings(page)]).toEqual([path, []]);
      expect([path, await page.evaluate(() => document.documentElement.scrollWidth > innerWidth)]).toEqual([path, false]);
      await page.screenshot({ path: join(OUTPUT, 'pictures', `${path.slice(1).replaceAll(/\W+/gu, '-')}-${sight.language}-${sight.theme}-${sight.width}.png`), fullPage: true });
    }
    expect(complaints).toEqual([]);
    await close();
  });
});
