// What a person does with the app, done in a real browser: signing in, going about by keyboard, lists, forms, work that goes on,
// and what happens when the line or the session is gone.
import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { join, resolve } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { seriousFindings } from './support/accessibility.ts';
import { launchBrowser, visit, type Visit, type VisitOptions } from './support/browser.ts';
import { buildWeb } from './support/build-stories.ts';
import { serveStories, type StoryServer } from './support/story-server.ts';

const output = resolve(import.meta.dirname, '../../dist/e2e');
let server: StoryServer;
let browser: Browser;
let opened: Visit[] = [];

beforeAll(async () => {
  server = await serveStories(await buildWeb('stories', join(output, 'app')));
  browser = await launchBrowser();
});
afterAll(async () => {
  await browser.close();
  await server.close();
});

async function open(path: string, options: Partial<VisitOptions> = {}): Promise<Visit> {
  const visited = await visit(browser, { address: server.address, cookies: { role: 'sales management' }, ...options });
  opened.push(visited);
  await visited.page.goto(server.address + path);
  return visited;
}

/** Runs the body, and expects that nothing complained meanwhile. */
function quietly(body: () => Promise<void>): () => Promise<void> {
  return async () => {
    opened = [];
    await body();
    expect(opened.flatMap(({ complaints }) => complaints)).toEqual([]);
    for (const { close } of opened) await close();
  };
}

const rows = (page: Page) => page.locator('tbody tr');

describe('the first load', () => {
  it('takes at most 250 kB of script, compressed', async () => {
    const folder = await buildWeb('product', join(output, 'product'));
    type Manifest = Record<string, { file: string; isEntry?: boolean; imports?: string[]; dynamicImports?: string[] }>;
    const manifest = JSON.parse(readFileSync(join(folder, '.vite/manifest.json'), 'utf8')) as Manifest;
    const entry = Object.keys(manifest).find((key) => manifest[key]?.isEntry) ?? '';
    // What the entry needs at once, the start page and one language.
    const needed = new Set<string>();
    const add = (key: string): void => {
      if (needed.has(key) || !manifest[key]) return;
      needed.add(key);
      manifest[key].imports?.forEach(add);
    };
    [entry, 'pages/home.tsx', 'i18n/fi.ts'].forEach(add);
    expect(needed).toContain('pages/home.tsx');
    const kilobytes = [...needed].map((key) => gzipSync(readFileSync(join(folder, manifest[key]?.file ?? ''))).length / 1000);
    expect(kilobytes.reduce((sum, each) => sum + each, 0)).toBeLessThanOrEqual(250);
  });

  it('sends whoever is not signed in to the login page, and says where to come back to', async () => {
    const { page } = await open('/invoices?state=overdue', { cookies: { out: 'yes' } });
    await page.waitForURL('**/api/v1/login?returnTo=%2Finvoices%3Fstate%3Doverdue');
    expect(await page.textContent('h1')).toBe('The login page of the server');
  });

  it('would be seen to break the content security policy', async () => {
    const { page, complaints, close } = await open('/');
    await page.locator('h1').waitFor();
    await page.evaluate(() => { const script = document.createElement('script'); script.textContent = 'globalThis.ran = true'; document.body.append(script); });
    await expect.poll(() => complaints.join()).toContain('Content Security Policy');
    await close();
  });
});

describe('the frame', () => {
  it('lets the keyboard skip the navigation', quietly(async () => {
    const { page } = await open('/');
    await page.locator('h1').waitFor();
    await page.keyboard.press('Tab');
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('Skip to content');
    await page.keyboard.press('Enter');
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('main');
  }));

  it('offers only what the rights reach, and says so on a page that they do not', quietly(async () => {
    const { page } = await open('/', { cookies: { role: 'finance' } });
    await page.locator('nav a').first().waitFor();
    expect(await page.locator('nav a').allTextContents()).toEqual(['Start', 'Accounts', 'Invoices', 'Reports', 'Runs']);
    await page.goto(`${server.address}/conflicts`);
    await page.getByRole('heading', { name: 'This page is not for your role' }).waitFor();
  }));

  it('keeps the language and the colours that were chosen', quietly(async () => {
    const { page } = await open('/');
    await page.getByRole('button', { name: 'Menu of Aino Korpela' }).click();
    await page.getByText('Suomi', { exact: true }).click();
    await page.getByText('Tumma', { exact: true }).click();
    await page.reload();
    await page.getByRole('heading', { name: 'Hei, Aino Korpela' }).waitFor();
    expect(await page.evaluate(() => [document.documentElement.lang, document.documentElement.dataset['mantineColorScheme'], document.title])).toEqual(['fi', 'dark', 'Hei, Aino Korpela · Sauma']);
  }));

  it('moves focus to the new page after a click in the navigation', quietly(async () => {
    const { page } = await open('/');
    await page.getByRole('link', { name: 'Reports' }).first().click();
    await page.getByRole('heading', { name: 'Reports' }).waitFor();
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('main');
    await page.getByRole('heading', { name: 'Billing forecast' }).waitFor();
  }));

  it.each(['light', 'dark'] as const)('is readable for everybody with its panels open, %s', async (theme) => {
    const { page, complaints, close } = await open('/invoices?state=paid', { theme });
    const findings: Record<string, readonly string[]> = {};
    for (const panel of ['1 filter on', 'Columns', 'Export', 'Menu of Aino Korpela']) {
      await page.getByRole('button', { name: panel }).click();
      await page.getByRole('dialog').waitFor();
      findings[panel] = await seriousFindings(page);
      await page.screenshot({ path: join(output, `panel-${panel.replaceAll(' ', '-')}-${theme}.png`) });
      await page.keyboard.press('Escape');
      await page.getByRole('dialog').waitFor({ state: 'detached' });
    }
    await page.locator('tbody input').first().check();
    await page.getByRole('button', { name: 'Send a reminder' }).click();
    await page.getByRole('dialog').waitFor();
    findings['question'] = await seriousFindings(page);
    await page.screenshot({ path: join(output, `panel-question-${theme}.png`) });
    await close();
    expect(Object.values(findings).flat()).toEqual([]);
    expect(complaints).toEqual([]);
  });

  it('opens its navigation on a narrow screen', quietly(async () => {
    const { page } = await open('/', { width: 390 });
    await page.getByRole('button', { name: 'Open the navigation' }).click();
    await page.getByRole('navigation', { name: 'Main navigation' }).getByRole('link', { name: 'Accounts' }).click();
    await page.getByRole('heading', { name: 'Accounts' }).waitFor();
    await page.getByRole('button', { name: 'Open the navigation' }).waitFor();
  }));

  it('says when the connection is gone', quietly(async () => {
    const { page } = await open('/');
    await page.locator('h1').waitFor();
    await page.context().setOffline(true);
    await page.getByText('No connection.').waitFor();
    await page.context().setOffline(false);
    await page.getByText('No connection.').waitFor({ state: 'detached' });
  }));

  it('keeps the page when the session is over, and offers to sign in', async () => {
    const { page, close } = await open('/invoices');
    await rows(page).first().waitFor();
    await page.context().addCookies([{ name: 'out', value: 'yes', url: server.address }]);
    await page.getByRole('searchbox').fill('Kuutamo');
    await page.getByRole('dialog', { name: 'Your session is over' }).waitFor();
    expect(await page.getByRole('link', { name: 'Sign in here' }).getAttribute('href')).toBe('/api/v1/login?returnTo=%2Finvoices%3Fq%3DKuutamo');
    await close();
  });
});

describe('a list', () => {
  it('turns its pages by cursor, both ways, and its address opens the same page', quietly(async () => {
    const { page } = await open('/invoices?limit=100');
    await page.getByText('1–100 of 100,000').waitFor();
    await page.getByRole('button', { name: 'Next page' }).click();
    await page.getByText('101–200 of 100,000').waitFor();
    await expect.poll(() => rows(page).first().locator('td').nth(1).textContent()).toBe('309900');
    expect(new URL(page.url()).searchParams.get('cursor')).toBe('100');
    await page.getByRole('button', { name: 'Next page' }).click();
    await page.getByText('201–300 of 100,000').waitFor();
    await page.getByRole('button', { name: 'Previous page' }).click();
    await page.getByText('101–200 of 100,000').waitFor();
    await page.goBack();
    await page.getByText('201–300 of 100,000').waitFor();
    const { page: other } = await open(page.url().slice(server.address.length));
    await other.getByText('201–300 of 100,000').waitFor();
    expect(await rows(other).count()).toBe(100);
    await other.getByRole('button', { name: 'Previous page' }).click();
    await other.getByText('1–100 of 100,000').waitFor();
  }));

  it('is sorted by its heads, with the keyboard too', quietly(async () => {
    const { page } = await open('/invoices');
    const head = page.getByRole('columnheader', { name: 'Amount' }).getByRole('button');
    await head.click();
    await page.waitForURL('**/invoices?sort=amount');
    await page.getByRole('button', { name: 'Amount Ascending' }).press('Enter');
    await page.waitForURL('**/invoices?sort=-amount');
    await page.getByRole('button', { name: 'Amount Descending' }).click();
    await page.waitForURL('**/invoices');
  }));

  it('is narrowed by filters that show as pills and stay in the address', quietly(async () => {
    const { page } = await open('/invoices?cursor=100&page=3');
    await page.getByRole('button', { name: 'Filters' }).click();
    await page.getByRole('combobox', { name: 'State' }).press('ArrowDown');
    await page.getByRole('option', { name: 'Overdue' }).click();
    await page.waitForURL('**/invoices?state=overdue');
    await page.getByRole('button', { name: 'Remove the filter State: Overdue' }).click({ force: true });
    await page.waitForURL('**/invoices');
    await page.getByRole('searchbox').fill('nobody has this name');
    await page.getByText('Nothing matches these filters').waitFor();
  }));

  it('is gone through with j, k, x and Enter', quietly(async () => {
    const { page } = await open('/invoices');
    await rows(page).first().waitFor();
    for (const key of ['j', 'j', 'x', 'j', 'x', 'k']) await page.keyboard.press(key);
    await page.getByText('2 rows selected').waitFor();
    expect(await rows(page).nth(1).locator('input').isChecked()).toBe(true);
    await page.keyboard.press('Enter');
    await page.waitForURL('**/accounts/1');
  }));

  it('does with all matching rows what was asked, once it was confirmed', quietly(async () => {
    const { page } = await open('/invoices?state=overdue');
    await rows(page).first().waitFor();
    await page.getByLabel('Select all rows of this page').check();
    await page.getByText('50 rows selected').waitFor();
    await page.getByRole('button', { name: /Select all 24,9\d\d that match/u }).click();
    await page.getByRole('button', { name: 'Send a reminder' }).click();
    await page.getByRole('dialog', { name: 'Send reminders?' }).getByRole('button', { name: 'Send a reminder' }).click();
    await page.getByText('The reminders are sent').waitFor();
    await page.getByRole('button', { name: 'Clear the selection' }).waitFor({ state: 'detached' });
  }));

  it('is exported with its filters', quietly(async () => {
    const { page } = await open('/invoices?state=draft&sort=-amount');
    await page.getByRole('button', { name: 'Export' }).click();
    const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: 'Download as CSV' }).click()]);
    expect(new URL(download.url()).search).toBe('?state=draft&sort=-amount&format=csv');
    expect(readFileSync(await download.path(), 'utf8').split('\r\n')).toHaveLength(7);
  }));

  it('remembers which columns are hidden', quietly(async () => {
    const { page } = await open('/invoices');
    await page.getByRole('button', { name: 'Columns' }).click();
    await page.getByRole('checkbox', { name: 'Owner' }).check();
    await page.getByRole('checkbox', { name: 'Project' }).uncheck();
    await page.reload();
    await page.getByRole('columnheader', { name: 'Owner' }).waitFor();
    expect(await page.getByRole('columnheader', { name: 'Project' }).count()).toBe(0);
  }));
});

describe('a form', () => {
  it('puts the objections of the server beside their fields, and saves once they are met', async () => {
    const { page, close } = await open('/contact');
    await page.getByLabel('Phone').fill('123');
    await page.getByLabel('Hourly price').fill('12x');
    await page.getByText('Write a number, for example 1,234.5').waitFor();
    await page.getByLabel('Hourly price').fill('1,234.5');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('2 fields need your attention').waitFor();
    await page.getByText('The owner has left the company').waitFor();
    expect(await page.getByLabel('Phone').getAttribute('aria-invalid')).toBe('true');
    expect(await page.evaluate(() => document.activeElement?.getAttribute('type'))).toBe('email');
    await page.getByLabel('Phone').fill('+358 40 555 0199');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('Saved').waitFor();
    await close();
  });
});

describe('work that goes on', () => {
  it('is followed through a broken line to its end', async () => {
    const before = server.api.calls.length;
    const { page, close } = await open('/runs');
    await page.getByText('2,743 of 2,743').first().waitFor();
    await page.getByText('Done', { exact: true }).waitFor();
    await page.getByText('HubSpot refused the token: install the app again').waitFor();
    expect(server.api.calls.slice(before).filter((call) => call.includes('/runs/line/'))).toHaveLength(2);
    await close();
  });
});

describe('figures', () => {
  it('stand behind their chart as a table, to the cent', quietly(async () => {
    const { page } = await open('/reports');
    await page.getByRole('button', { name: 'Show as table' }).first().click();
    await page.getByRole('cell', { name: '€9,900.10' }).waitFor();
  }));
});
