// Every page of the product over synced data, for a role that may open it: it complains about nothing, axe-core finds nothing serious,
// it is no wider than the screen, and a picture of it is left for a person to look at.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Page as BrowserPage } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import roles from '../../config/roles.json' with { type: 'json' };
import { PAGES } from '../../src/web/page-list.ts';
import { may } from '../../src/web/rights.ts';
import { seriousFindings } from './support/accessibility.ts';
import { OUTPUT } from './support/output.ts';
import { startProduct, type Product, type Role } from './support/product.ts';

const pictures = join(OUTPUT, 'pages');
const ALL = (['en', 'fi'] as const).flatMap((language) => (['light', 'dark'] as const).flatMap((theme) => ([1440, 390] as const).map((width) => ({ language, theme, width }))));
/** Each of the two languages, themes and widths once; of the pages each look has every second one. */
const SOME = ALL.filter(({ language, theme, width }) => (language === 'en') === (theme === 'light') && (language === 'en') === (width === 1440));
const isShort = process.env['SAUMA_LOOKS'] === 'some';
const LOOKS = isShort ? SOME : ALL;

/** Where the id of a page comes from. */
const LISTS: Readonly<Record<string, string>> = { '/accounts/:id': '/accounts', '/contacts/:id': '/contacts', '/sales-cases/:id': '/sales-cases', '/runs/:id': '/runs', '/privacy/requests/:id': '/erasures', '/privacy/persons/:id': '/privacy/persons' };

let product: Product;
beforeAll(async () => {
  mkdirSync(pictures, { recursive: true });
  product = await startProduct({ accounts: 30 });
  // Nobody has asked to be forgotten in the demo.
  const { page, close } = await product.loginAs('privacyOfficer');
  const { csrfToken } = (await (await page.request.get(`${product.url}/api/v1/session`)).json()) as { csrfToken: string };
  await page.request.post(`${product.url}/api/v1/erasures`, { headers: { 'x-csrf-token': csrfToken, 'content-type': 'application/json' }, data: { email: 'paula.poistuja@esimerkki.example' } });
  await close();
});
afterAll(() => product.close());

const byRole = Map.groupBy(PAGES, ({ need }) => (Object.keys(roles) as Role[]).find((role) => may(roles[role], need)));

async function addressOf(path: string, { request }: BrowserPage): Promise<string> {
  const list = LISTS[path];
  if (list === undefined) return path;
  const answer = (await (await request.get(`${product.url}/api/v1${list}?limit=1`)).json()) as { readonly items: readonly { readonly id: string }[] };
  const [first] = answer.items;
  if (!first) throw new Error(`${list} is empty`);
  return path.replace(':id', first.id);
}

it('can each be opened by somebody', () => {
  expect(byRole.get(undefined)).toBeUndefined();
});

describe.each(LOOKS)('in $language, $theme, $width pixels wide', ({ language, theme, width }) => {
  it('every page is quiet, readable for everybody and no wider than the screen', async () => {
    const found: Record<string, readonly string[]> = {};
    for (const [role, pages] of byRole) {
      const { page, complaints, open, close } = await product.loginAs(role as Role, { language, theme, width });
      for (const { path } of pages.filter((page) => !isShort || PAGES.indexOf(page) % 2 === LOOKS.findIndex((look) => look.language === language))) {
        complaints.length = 0;
        await open(await addressOf(path, page));
        await page.locator('h1').first().waitFor();
        await page.locator('main [aria-busy="true"]').first().waitFor({ state: 'detached' });
        const findings = await seriousFindings(page);
        const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
        const name = path === '/' ? 'start' : path.slice(1).replaceAll(/[/:]+/gu, '-');
        await page.screenshot({ path: join(pictures, `${name}-${language}-${theme}-${width}.png`), fullPage: true });
        const all = [...complaints, ...findings, ...(overflow > 0 ? [`${overflow} pixels too wide`] : [])];
        if (all.length > 0) found[path] = all;
      }
      await close();
    }
    expect(found).toEqual({});
  });
});

describe('the first page', () => {
  it.each([['admin', ['Sync', 'Waiting for somebody']], ['finance', ['Billable work']], ['marketing', ['Funnel', 'Register']], ['management', ['Billable work', 'Sales', 'Funnel']], ['privacyOfficer', ['Erasure requests', 'Done lately']], ['sales', ['Waiting for somebody', 'Sales']]] as const)('tells %s what is theirs', async (role, headings) => {
    const { page, complaints, close } = await product.loginAs(role);
    for (const name of headings) await page.getByRole('heading', { level: 2, name }).waitFor();
    expect(complaints).toEqual([]);
    await close();
  });
});
