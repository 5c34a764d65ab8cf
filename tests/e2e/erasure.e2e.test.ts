// Forgetting somebody, as the privacy officer does it: the request is received, the identity confirmed, an unsure hit decided, the erasure
// approved; then the person is gone from both vendors, the receipt is taken along, and colleagues in the same note are as they were.
import { mkdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { seriousFindings } from './support/accessibility.ts';
import { OUTPUT } from './support/output.ts';
import { eventually, startProduct, type Product } from './support/product.ts';

let product: Product;
beforeAll(async () => {
  mkdirSync(join(OUTPUT, 'pictures'), { recursive: true });
  product = await startProduct({ accounts: 20 });
});
afterAll(() => product.close());

interface Person {
  readonly first: string;
  readonly last: string;
  readonly email: string;
  /** In HubSpot. */
  readonly id: string;
  readonly company: string;
  /** In Severa; null: is not there. */
  readonly psa: string | null;
}

interface Found {
  readonly results: readonly { readonly id: string; readonly properties: Readonly<Record<string, string | null>> }[];
}
const hubspotContacts = async (email: string): Promise<Found['results']> => ((await product.hubspot('POST', '/crm/objects/2026-09/contacts/search', { filterGroups: [{ filters: [{ propertyName: 'email', operator: 'EQ', value: email }] }], properties: ['email'], limit: 5 })) as Found).results;
const noteText = async (id: string): Promise<string> => ((await product.hubspot('GET', `/crm/objects/2026-09/notes/${id}?properties=hs_note_body`)) as { properties: { hs_note_body: string } }).properties.hs_note_body;

/** Two of them, who are in both systems. */
async function people(): Promise<readonly Person[]> {
  const { results } = (await product.hubspot('GET', '/crm/objects/2026-09/contacts?limit=100&properties=email,firstname,lastname,associatedcompanyid')) as Found;
  const persons = (await product.severa('GET', '/v1/contactpersons?rowCount=1000')) as readonly { readonly guid: string; readonly emailAddress?: string | null; readonly communicationMethods?: readonly unknown[] }[];
  const texts = persons.map((row) => [row.guid, JSON.stringify(row).toLowerCase()] as const);
  return results.flatMap(({ id, properties: { email, firstname, lastname, associatedcompanyid } }) => {
    if (!email || !firstname || !lastname || !associatedcompanyid) return [];
    const psa = texts.find(([, text]) => text.includes(`"${firstname.toLowerCase()}"`) && text.includes(`"${lastname.toLowerCase()}"`))?.[0] ?? null;
    return psa === null ? [] : [{ id, email, first: firstname, last: lastname, company: associatedcompanyid, psa }];
  });
}

async function quiet(page: Page, complaints: readonly string[], where: string): Promise<void> {
  expect({ where, findings: await seriousFindings(page), wide: await page.evaluate(() => document.documentElement.scrollWidth > innerWidth), complaints }).toEqual({ where, findings: [], wide: false, complaints: [] });
}

describe('forgetting somebody', () => {
  it('goes from the request to the receipt, and nothing of the person is left in either system', async () => {
    const [one, other] = await people();
    if (!one || !other) throw new Error('the demo has nobody in both systems');
    const text = `Soitettu ${one.first} ${one.last} (${one.email}) ja ${other.first} ${other.last} (${other.email}). ${one.first} palaa asiaan.`;
    const { id: note } = (await product.hubspot('POST', '/crm/objects/2026-09/notes', { properties: { hs_note_body: text, hs_timestamp: '2026-11-01T10:00:00Z' }, associations: [{ to: { id: one.company }, types: [{ associationCategory: 'HUBSPOT_DEFINED', associationTypeId: 190 }] }] })) as { id: string };

    const { page, complaints, open, close } = await product.loginAs('privacyOfficer', { path: '/privacy/requests' });
    await page.getByRole('link', { name: 'New request' }).first().click();
    await page.getByRole('button', { name: 'Receive the request' }).click();
    await page.getByText('Give at least one').waitFor();
    await page.getByLabel('E-mail address').fill(one.email);
    await page.getByRole('button', { name: 'Receive the request' }).click();
    await page.getByRole('heading', { name: 'Next: Confirm identity' }).waitFor();
    expect(await page.getByText('Review', { exact: true }).count()).toBe(1);
    await page.getByLabel('The person was called back at the number on file').check();
    await page.getByRole('button', { name: 'Identity is confirmed' }).click();

    await page.getByRole('heading', { name: 'Review', exact: true }).waitFor();
    await page.getByRole('heading', { name: 'Next: Decide unsure hits' }).waitFor();
    expect(await page.getByRole('button', { name: 'Approve and erase' }).count()).toBe(0);
    const unsure = page.getByRole('radiogroup', { name: /Decision on: Note/u });
    await unsure.getByLabel('Take out').check();
    await quiet(page, complaints, 'review');
    await page.getByRole('button', { name: 'Save the decisions' }).click();
    await page.getByRole('button', { name: 'Approve and erase' }).click();
    const dialog = page.getByRole('dialog', { name: 'Erase this person?' });
    expect(await dialog.getByRole('button', { name: 'Approve and erase' }).isDisabled()).toBe(true);
    await dialog.getByRole('textbox').fill('erase');
    await dialog.getByRole('button', { name: 'Approve and erase' }).click();
    await page.getByRole('heading', { name: 'Next: Checks after the erasure' }).waitFor({ timeout: 60_000 });
    const marks = page.getByLabel('Accepted, done and verified');
    expect(await marks.getByText('Not yet').count()).toBe(1);

    expect(await hubspotContacts(one.email)).toEqual([]);
    expect(await hubspotContacts(other.email)).toHaveLength(1);
    const left = await noteText(note);
    for (const gone of [one.email, `${one.first} ${one.last}`]) expect(left).not.toContain(gone);
    expect(left).toContain(`${other.first} ${other.last} (${other.email})`);
    const persons = JSON.stringify(await product.severa('GET', '/v1/contactpersons?rowCount=1000'));
    expect(persons).not.toContain(one.email);

    const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: 'JSON with the signature' }).click()]);
    const receipt = await readFile(await download.path(), 'utf8');
    expect(JSON.parse(receipt)).toMatchObject({ signature: expect.any(String) as string, publicKey: expect.any(String) as string });
    expect(receipt.toLowerCase()).not.toContain(one.last.toLowerCase());
    const [pdf] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: 'PDF in Finnish' }).click()]);
    expect((await readFile(await pdf.path())).subarray(0, 5).toString('latin1')).toBe('%PDF-');
    await quiet(page, complaints, 'done');

    await open('/');
    await page.getByRole('heading', { name: 'Erasure requests' }).waitFor();
    await open('/privacy/requests?over=no');
    await page.getByText('Checks after the erasure').waitFor();
    await quiet(page, complaints, 'list');
    await close();
    await eventually(async () => ((await hubspotContacts(one.email)).length === 0 ? true : null), 'the person stays away');
  });
});

describe('subject access', () => {
  it('makes what is known of somebody into a file, for somebody whose identity was confirmed', async () => {
    const [, , third] = await people();
    if (!third) throw new Error('the demo has too few people');
    const { page, complaints, close } = await product.loginAs('privacyOfficer', { path: '/privacy/subject-access' });
    await page.getByLabel('Name or e-mail of the contact').fill(third.last);
    await page.getByRole('button', { name: 'Find' }).click();
    await page.getByRole('button', { name: `Pick ${third.first} ${third.last}` }).first().click();
    await page.getByRole('button', { name: 'Make the export' }).click();
    await page.getByText('needs').or(page.getByText('Fill in')).or(page.getByRole('alert')).first().waitFor();
    await page.getByLabel('Strong electronic identification').check();
    await page.getByRole('button', { name: 'Make the export' }).click();
    await page.getByText('The export is ready').waitFor({ timeout: 60_000 });
    const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: 'Download as JSON' }).click()]);
    const told = await readFile(await download.path(), 'utf8');
    expect(told).toContain(third.email);
    expect(download.suggestedFilename()).not.toContain(third.last);
    expect(page.url()).toBe(`${product.url}/privacy/subject-access`);
    await quiet(page, complaints, 'subject access');
    await close();
  });
});

describe('somebody without the right', () => {
  it('finds no way to the pages and gets the same refusal whoever is asked about', async () => {
    const { page, open, close } = await product.loginAs('sales', { path: '/' });
    expect(await page.getByRole('link', { name: 'Erasure requests' }).count()).toBe(0);
    await open('/privacy/requests');
    await page.getByRole('heading', { level: 1 }).waitFor();
    expect(await page.getByRole('link', { name: 'New request' }).count()).toBe(0);
    await close();
  });
});

describe('the pages', () => {
  it('can be read in both languages and themes, wide and narrow', async () => {
    const [, , , fourth] = await people();
    for (const [language, theme, width] of [['en', 'light', 1440], ['fi', 'dark', 1440], ['fi', 'light', 390], ['en', 'dark', 390]] as const) {
      const { page, complaints, open, close } = await product.loginAs('privacyOfficer', { language, theme, width, path: '/privacy/requests' });
      const { csrfToken } = (await (await page.request.get(`${product.url}/api/v1/session`)).json()) as { csrfToken: string };
      const send = async (path: string, data: object): Promise<{ id: string }> => (await (await page.request.post(`${product.url}/api/v1${path}`, { headers: { 'x-csrf-token': csrfToken, 'content-type': 'application/json' }, data })).json()) as { id: string };
      const { id } = await send('/erasures', { email: fourth?.email ?? '' });
      await send(`/erasures/${id}/identity`, { how: 'calledBack' });
      const { items } = (await (await page.request.get(`${product.url}/api/v1/erasures?state=verifying`)).json()) as { items: readonly { id: string }[] };
      const look = (name: string): Promise<unknown> => page.screenshot({ path: join(OUTPUT, 'pictures', `product-erasure-${name}-${language}-${theme}-${width}.png`), fullPage: true });
      for (const [name, path] of [['list', '/privacy/requests'], ['new', '/privacy/requests/new'], ['review', `/privacy/requests/${id}`], ['done', `/privacy/requests/${items[0]?.id ?? ''}`], ['access', '/privacy/subject-access'], ['start', '/']] as const) {
        await open(path);
        if (name === 'review') await page.locator('#review').waitFor();
        await look(name);
        await quiet(page, complaints, `${name} ${language} ${theme} ${width}`);
      }
      await close();
    }
  });
});
