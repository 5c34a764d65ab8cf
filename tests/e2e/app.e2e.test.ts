// What a person does with the app, done in a real browser: signing in, going about by keyboard, forms, work that goes on, and what
// happens when the line or the session is gone.
import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { seriousFindings } from './support/accessibility.ts';
import { buildWeb } from './support/build-stories.ts';
import { OUTPUT } from './support/output.ts';
import { storySuite } from './support/story-suite.ts';

const { server, open, quietly } = storySuite();

describe('the first load', () => {
  it('takes at most 250 kB of script, compressed', async () => {
    const folder = await buildWeb('product', join(OUTPUT, 'product'));
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
    expect(await page.locator('nav a').allTextContents()).toEqual(['Start', 'Accounts', 'Invoices', 'Funnel', 'Runs']);
    await page.goto(`${server().address}/conflicts`);
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
    await page.getByRole('link', { name: 'Funnel' }).first().click();
    await page.getByRole('heading', { name: 'Funnel' }).waitFor();
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
      await page.screenshot({ path: join(OUTPUT, `panel-${panel.replaceAll(' ', '-')}-${theme}.png`) });
      await page.keyboard.press('Escape');
      await page.getByRole('dialog').waitFor({ state: 'detached' });
    }
    await page.locator('tbody input').first().check();
    await page.getByRole('button', { name: 'Send a reminder' }).click();
    await page.getByRole('dialog').waitFor();
    findings['question'] = await seriousFindings(page);
    await page.screenshot({ path: join(OUTPUT, `panel-question-${theme}.png`) });
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

  it('enters another workspace from the header', quietly(async () => {
    const { page } = await open('/invoices', { width: 390, cookies: { role: 'sales', workspaces: 'two' } });
    await page.getByRole('combobox', { name: 'Workspace' }).selectOption('Pohjantähti Konsultointi Oy');
    await page.waitForURL(`${server().address}/`);
    expect(server().api.calls).toContain('POST /session/workspace');
  }));

  it('signs out to where the server says', quietly(async () => {
    const { page } = await open('/');
    await page.getByRole('button', { name: 'Menu of Aino Korpela' }).click();
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.waitForURL('**/api/v1/login');
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
    await page.locator('tbody tr').first().waitFor();
    await page.context().addCookies([{ name: 'out', value: 'yes', url: server().address }]);
    await page.getByRole('searchbox').fill('Kuutamo');
    await page.getByRole('dialog', { name: 'Your session is over' }).waitFor();
    expect(await page.getByRole('link', { name: 'Sign in here' }).getAttribute('href')).toBe('/api/v1/login?returnTo=%2Finvoices%3Fq%3DKuutamo');
    await close();
  });
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
    const before = server().api.calls.length;
    const { page, close } = await open('/runs');
    await page.getByText('2,743 of 2,743').first().waitFor();
    await page.getByText('Done', { exact: true }).waitFor();
    await page.getByText('HubSpot refused the token: install the app again').waitFor();
    expect(server().api.calls.slice(before)).toContainEqual(expect.stringMatching(/\/runs\/line\/events from [1-9]/u));
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
