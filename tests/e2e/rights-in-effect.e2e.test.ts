// What the rights of a person do beyond their own page: a restriction keeps an edit from the other system until it is lifted, nobody is made
// in Severa without a legal basis once that is required, and what is wrong with a value is told in the language of whoever typed it.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { OUTPUT } from './support/output.ts';
import { eventually, startProduct, type Product, type Visitor } from './support/product.ts';

const CONTACTS = '/crm/objects/2026-09/contacts';

let product: Product;
let company: string;
beforeAll(async () => {
  mkdirSync(join(OUTPUT, 'pictures'), { recursive: true });
  product = await startProduct({ accounts: 12 });
  // One that Severa has: a person there may be made in Severa, too.
  const { results } = (await product.hubspot('GET', '/crm/objects/2026-09/deals?limit=20&associations=companies')) as { results: readonly { associations?: { companies?: { results: readonly { id: string }[] } } }[] };
  company = results.flatMap(({ associations }) => associations?.companies?.results ?? [])[0]?.id ?? '';
});
afterAll(() => product.close());

async function add(first: string, last: string, email: string): Promise<string> {
  const associations = [{ to: { id: company }, types: [{ associationCategory: 'HUBSPOT_DEFINED', associationTypeId: 1 }] }];
  return ((await product.hubspot('POST', CONTACTS, { properties: { firstname: first, lastname: last, email }, associations })) as { id: string }).id;
}

/** What Severa says of those of this name. */
async function inSevera(last: string): Promise<readonly { readonly jobTitle?: string | null }[]> {
  const all = (await product.severa('GET', '/v1/contactpersons?rowCount=1000')) as readonly { readonly lastName?: string | null; readonly jobTitle?: string | null }[];
  return all.filter(({ lastName }) => lastName === last);
}

async function known({ page }: Visitor, last: string): Promise<string | null> {
  const { items } = (await (await page.request.get(`${product.url}/api/v1/privacy/persons?q=${last}`)).json()) as { items: readonly { id: string }[] };
  return items[0]?.id ?? null;
}

it('keeps an edit in HubSpot from Severa while processing is restricted, and carries it once that is lifted', async () => {
  const id = await add('Kaisla', 'Vuorenmaa', 'kaisla.vuorenmaa@esimerkkiyhtio.fi');
  const officer = await product.loginAs('privacyOfficer', { path: '/privacy/persons' });
  const { page, complaints, open } = officer;
  const link = await eventually(() => known(officer, 'Vuorenmaa'), 'the person is known');
  await eventually(async () => ((await inSevera('Vuorenmaa')).length > 0 ? true : null), 'the person is in Severa');
  await open(`/privacy/persons/${link}`);
  const part = page.getByRole('region', { name: 'Restriction of processing' });
  const said = async (button: string, reason: string): Promise<void> => {
    await part.getByRole('button', { name: button }).click();
    await page.getByRole('dialog').getByRole('textbox', { name: 'Reason' }).fill(reason);
    await page.getByRole('dialog').getByRole('button', { name: button }).click();
  };
  await said('Restrict processing', 'The person disputes the title.');
  await part.getByText(/Reason: The person disputes/u).waitFor();
  await product.hubspot('PATCH', `${CONTACTS}/${id}`, { properties: { jobtitle: 'Vesitornin vartija' } });
  // It has been read once it waits, with its reason.
  const sales = await product.loginAs('sales', { path: '/inbox/held' });
  const held = async (): Promise<string> => await (await sales.page.request.get(`${product.url}/api/v1/held?record=${link}`)).text();
  await eventually(async () => ((await held()).includes('restricted') ? true : null), 'the write is held');
  expect((await inSevera('Vuorenmaa')).map(({ jobTitle }) => jobTitle)).not.toContain('Vesitornin vartija');
  await sales.close();
  await said('Lift the restriction', 'The title was right.');
  await part.getByText('Processing is not restricted.').waitFor();
  await eventually(async () => ((await inSevera('Vuorenmaa')).some(({ jobTitle }) => jobTitle === 'Vesitornin vartija') ? true : null), 'the edit arrives');
  expect(complaints).toEqual([]);
  await officer.close();
});

it('makes nobody in Severa without a legal basis once an admin requires one, and makes them when sales record it', async () => {
  const admin = await product.loginAs('admin', { path: '/settings' });
  const { csrfToken } = (await (await admin.page.request.get(`${product.url}/api/v1/session`)).json()) as { csrfToken: string };
  const saved = await admin.page.request.put(`${product.url}/api/v1/settings`, { headers: { 'x-csrf-token': csrfToken, 'content-type': 'application/json', origin: product.url }, data: { changes: [{ path: 'privacy.legalBasis.required', value: true, version: 0 }] } });
  expect([saved.status(), await saved.text().then((text) => text.slice(0, 200))]).toEqual([200, expect.any(String)]);
  await admin.close();
  await add('Untamo', 'Kallioniemi', 'untamo.kallioniemi@esimerkkiyhtio.fi');
  const officer = await product.loginAs('privacyOfficer', { path: '/privacy/persons' });
  const link = await eventually(() => known(officer, 'Kallioniemi'), 'the person is known');
  await officer.close();
  const { page, complaints, close } = await product.loginAs('sales', { path: `/contacts/${link}` });
  await eventually(async () => ((await (await page.request.get(`${product.url}/api/v1/held?record=${link}`)).text()).includes('legal-basis') ? true : null), 'the write is held for want of a basis');
  expect(await inSevera('Kallioniemi')).toEqual([]);
  await page.reload();
  await page.waitForLoadState('networkidle');
  await page.screenshot({ path: join(OUTPUT, 'pictures', 'product-basis-missing-en-light-1440.png'), fullPage: true });
  const card = page.getByRole('region', { name: 'Legal basis' });
  await card.getByRole('button', { name: 'Record a legal basis' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('combobox', { name: 'Legal basis' }).click();
  await page.getByRole('option', { name: 'Performance of a contract' }).click();
  await dialog.getByRole('textbox', { name: 'Source' }).fill('Framework contract 12');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await eventually(async () => ((await inSevera('Kallioniemi')).length > 0 ? true : null), 'the person is made in Severa');
  expect(complaints).toEqual([]);
  await close();
});

it('tells what is wrong with a value in Finnish to whoever reads Finnish', async () => {
  const { page, open, close } = await product.loginAs('sales', { language: 'fi', path: '/accounts' });
  const { items } = (await (await page.request.get(`${product.url}/api/v1/accounts?limit=1`)).json()) as { items: readonly { id: string }[] };
  await open(`/accounts/${items[0]?.id ?? ''}`);
  await page.getByRole('button', { name: 'Muokkaa' }).first().click();
  const drawer = page.getByRole('dialog');
  await drawer.getByRole('textbox', { name: 'Y-tunnus' }).fill('123');
  await drawer.getByRole('button', { name: 'Tallenna' }).click();
  await drawer.getByText('Tämä ei ole Y-tunnus. Kirjoita se muodossa 1234567-1', { exact: false }).waitFor();
  await page.screenshot({ path: join(OUTPUT, 'pictures', 'product-field-error-fi-light-1440.png') });
  expect(await drawer.innerText()).not.toContain('is no business ID');
  await close();
});
