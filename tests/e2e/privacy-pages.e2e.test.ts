// The rights of a contact in a browser: sales records on what ground somebody is kept and the privacy officer sees who has looked, restricts
// and lifts; retention rules propose and wait for a decision; the record of processing is read and kept.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { seriousFindings } from './support/accessibility.ts';
import { OUTPUT } from './support/output.ts';
import { startProduct, type Product } from './support/product.ts';

interface Listed {
  readonly items: readonly { readonly id: string; readonly name: string | null; readonly legalBasis: readonly string[] }[];
}

let product: Product;
let contact: { readonly id: string; readonly name: string };

beforeAll(async () => {
  product = await startProduct({ accounts: 12 });
  mkdirSync(join(OUTPUT, 'pictures'), { recursive: true });
  const { page, close } = await product.loginAs('sales');
  const { items } = (await (await page.request.get(`${product.url}/api/v1/contacts?legalBasis=no&limit=100`)).json()) as Listed;
  // Letters that a search by the beginnings of words takes as they are.
  const found = items.find(({ name }) => /^[A-Za-zäöå]+ [A-Za-zäöå]+$/u.test(name ?? ''));
  contact = { id: found?.id ?? '', name: found?.name ?? '' };
  await close();
});
afterAll(() => product.close());

const section = (page: Page, name: string): ReturnType<Page['getByRole']> => page.getByRole('region', { name });

it('has sales record a legal basis with its source and day, and take it back', async () => {
  const { page, complaints, close } = await product.loginAs('sales', { path: `/contacts/${contact.id}` });
  const card = section(page, 'Legal basis');
  await card.getByText('No legal basis is recorded.').waitFor();
  await card.getByRole('button', { name: 'Record a legal basis' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await dialog.getByText('2 fields', { exact: false }).first().waitFor();
  await dialog.getByRole('combobox', { name: 'Legal basis' }).click();
  await page.getByRole('option', { name: 'Performance of a contract' }).click();
  await dialog.getByRole('textbox', { name: 'Source' }).fill('Framework contract 12');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await card.getByText(/Source: Framework contract 12/u).waitFor();
  await card.getByRole('button', { name: 'Performance of a contract holds no longer' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Holds no longer' }).click();
  await card.getByText('No legal basis is recorded.').waitFor();
  expect(complaints).toEqual([]);
  await close();
});

it('lets the officer find the person, see who has looked, restrict and lift, each with its reason; meanwhile nobody edits', async () => {
  const { page, complaints, close } = await product.loginAs('privacyOfficer', { path: '/privacy/persons' });
  await page.getByRole('searchbox').fill(contact.name);
  // Somebody else may have the same name.
  await page.locator(`main a[href="/privacy/persons/${contact.id}"]`).click();
  await section(page, 'Who has seen this person').getByRole('row', { name: /sales.*Opened the contact/iu }).waitFor();
  const part = section(page, 'Restriction of processing');
  await part.getByRole('button', { name: 'Restrict processing' }).click();
  await page.getByRole('dialog').getByRole('textbox', { name: 'Reason' }).fill('The person disputes the phone number.');
  await page.getByRole('dialog').getByRole('button', { name: 'Restrict processing' }).click();
  await part.getByText(/Reason: The person disputes the phone number/u).waitFor();

  const sales = await product.loginAs('sales', { path: `/contacts/${contact.id}` });
  await sales.page.getByText('Processing of this person’s data is restricted').waitFor();
  expect(await sales.page.locator('main').innerText()).not.toContain('disputes');
  const refused = await sales.page.request.get(`${product.url}/api/v1/session`).then(async (session) => {
    const { csrfToken } = (await session.json()) as { csrfToken: string };
    return await sales.page.request.patch(`${product.url}/api/v1/contacts/${contact.id}`, { headers: { 'x-csrf-token': csrfToken, 'content-type': 'application/json', origin: product.url }, data: { version: '*', fields: { jobTitle: 'Chief' } } });
  });
  expect([refused.status(), ((await refused.json()) as { code: string }).code]).toEqual([409, 'restricted']);
  await sales.close();

  await part.getByRole('button', { name: 'Lift the restriction' }).click();
  await page.getByRole('dialog').getByRole('textbox', { name: 'Reason' }).fill('The number was put right.');
  await page.getByRole('dialog').getByRole('button', { name: 'Lift the restriction' }).click();
  await part.getByText('Processing is not restricted.').waitFor();
  await part.getByText('Earlier restrictions').click();
  await part.getByText(/The number was put right/u).waitFor();

  const notes = section(page, 'Rectifications');
  await notes.getByRole('button', { name: 'Note a rectification' }).click();
  await page.getByRole('dialog').getByRole('textbox', { name: 'What was asked for' }).fill('The phone number is wrong.');
  await page.getByRole('dialog').getByRole('textbox', { name: 'What was done' }).fill('Corrected in Severa.');
  await page.getByRole('dialog').getByRole('button', { name: 'Save' }).click();
  await notes.getByText('Corrected in Severa.').waitFor();
  expect(complaints).toEqual([]);
  await close();
});

it('opens the person who was chosen while the search was still on its way, however long the page takes', async () => {
  const { page, complaints, close } = await product.loginAs('privacyOfficer', { path: '/privacy/persons' });
  const link = page.locator(`main a[href="/privacy/persons/${contact.id}"]`);
  await page.getByRole('searchbox').fill(contact.name);
  await link.waitFor();
  await page.route(/\/assets\/person-[^/]+\.js$/u, async (route) => {
    await page.waitForTimeout(1_000);
    await route.continue();
  });
  await page.getByRole('searchbox').fill(contact.name.slice(0, -1));
  await link.click();
  await section(page, 'Who has seen this person').waitFor();
  expect(new URL(page.url()).pathname).toBe(`/privacy/persons/${contact.id}`);
  expect(complaints).toEqual([]);
  await close();
});

it('shows whom a retention rule fits before it is saved, proposes them, and makes requests of those approved', async () => {
  const { page, complaints, close } = await product.loginAs('privacyOfficer', { path: '/privacy/retention' });
  await page.getByRole('button', { name: 'Add a rule' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('textbox', { name: 'Name of the rule' }).fill('Quiet for long');
  await dialog.getByRole('textbox', { name: 'Nothing known for, months' }).fill('1');
  await dialog.getByRole('checkbox', { name: 'Also contacts of accounts that have bought something' }).check();
  await dialog.getByText(/Fits [1-9]\d* contacts? now/u).waitFor();
  await page.screenshot({ path: join(OUTPUT, 'pictures', 'privacy-retention-rule.png') });
  await dialog.getByRole('button', { name: 'Save' }).click();
  await section(page, 'Rules').getByText('Nothing known for 1 month').waitFor();
  await page.getByRole('button', { name: 'Go through the rules now' }).click();
  await page.getByText(/newly proposed/u).first().waitFor();
  const proposals = section(page, 'Proposals');
  await proposals.getByRole('checkbox').nth(1).check();
  await proposals.getByRole('button', { name: 'Make 1 erasure request' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Make 1 erasure request' }).click();
  await page.getByText('1 erasure request was made').waitFor();
  await page.goto(`${product.url}/privacy/retention?state=approved`);
  await proposals.getByRole('link', { name: 'Open the request' }).click();
  await page.waitForURL(/\/privacy\/requests\/[\w-]+$/u);
  expect(complaints).toEqual([]);
  await close();
});

it('tells the record of processing of the live declarations, and gives it as a page of its own', async () => {
  const { page, complaints, close } = await product.loginAs('privacyOfficer', { path: '/privacy/processing' });
  const people = page.getByRole('article').filter({ has: page.getByRole('heading', { name: 'Contact', exact: true }) });
  await people.getByText(/First name, Last name/u).waitFor();
  await people.getByText(/Severa \(read and written\), HubSpot \(read and written\), Sauma/u).waitFor();
  const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: 'Save as a page' }).click()]);
  expect(download.suggestedFilename()).toBe('record-of-processing.html');
  expect(complaints).toEqual([]);
  await close();
});

it.each(['fi', 'en'] as const)('is accessible and fits every screen: %s', async (language) => {
  for (const theme of ['light', 'dark'] as const) {
    for (const width of [390, 1440]) {
      const officer = await product.loginAs('privacyOfficer', { language, theme, width });
      const pages = [['persons', '/privacy/persons'], ['person', `/privacy/persons/${contact.id}`], ['retention', '/privacy/retention'], ['processing', '/privacy/processing']] as const;
      for (const [name, path] of pages) {
        await officer.open(path);
        await officer.page.getByRole('heading', { level: 1 }).waitFor();
        await officer.page.waitForLoadState('networkidle');
        await officer.page.screenshot({ path: join(OUTPUT, 'pictures', `privacy-${name}-${language}-${theme}-${width}.png`), fullPage: true });
        expect([name, await seriousFindings(officer.page)]).toEqual([name, []]);
        expect([name, await officer.page.evaluate(() => document.documentElement.scrollWidth)]).toEqual([name, width]);
      }
      expect(officer.complaints).toEqual([]);
      await officer.close();
      const sales = await product.loginAs('sales', { language, theme, width, path: `/contacts/${contact.id}` });
      await sales.page.waitForLoadState('networkidle');
      await sales.page.screenshot({ path: join(OUTPUT, 'pictures', `privacy-contact-${language}-${theme}-${width}.png`), fullPage: true });
      expect(sales.complaints).toEqual([]);
      await sales.close();
    }
  }
});
