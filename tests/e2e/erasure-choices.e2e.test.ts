// What a privacy officer decides that no machine may: which of several people is meant, and what becomes of somebody who is shown again long
// after they were forgotten. A month passes by a word to the database; everything else is done as people do it.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { seriousFindings } from './support/accessibility.ts';
import { OUTPUT } from './support/output.ts';
import { eventually, startProduct, type Product, type Visitor } from './support/product.ts';

const LOOKS = [['en', 'light', 1440], ['fi', 'dark', 1440], ['fi', 'light', 390], ['en', 'dark', 390]] as const;
const CONTACTS = '/crm/objects/2026-09/contacts';

let product: Product;
let companies: readonly string[];
beforeAll(async () => {
  mkdirSync(join(OUTPUT, 'pictures'), { recursive: true });
  product = await startProduct({ accounts: 12 });
  const { results } = (await product.hubspot('GET', '/crm/objects/2026-09/companies?limit=5')) as { results: readonly { id: string }[] };
  companies = results.map(({ id }) => id);
});
afterAll(() => product.close());

const idIn = (page: Page): string => page.url().split('/').at(-1) ?? '';

async function add(first: string, last: string, more: Readonly<Record<string, string>>, company = 0): Promise<string> {
  const associations = [{ to: { id: companies[company] }, types: [{ associationCategory: 'HUBSPOT_DEFINED', associationTypeId: 1 }] }];
  return ((await product.hubspot('POST', CONTACTS, { properties: { firstname: first, lastname: last, ...more }, associations })) as { id: string }).id;
}

/** Our ids of those of this last name. */
async function known({ page }: Visitor, last: string): Promise<readonly string[]> {
  const { items } = (await (await page.request.get(`${product.url}/api/v1/privacy/persons?q=${last}`)).json()) as { items: readonly { id: string }[] };
  return items.map(({ id }) => id);
}

const foundBy = async (email: string): Promise<number> => ((await product.hubspot('POST', `${CONTACTS}/search`, { filterGroups: [{ filters: [{ propertyName: 'email', operator: 'EQ', value: email }] }], limit: 5 })) as { results: readonly unknown[] }).results.length;
const named = async (id: string): Promise<string | null> => {
  const answer = (await product.hubspot('POST', `${CONTACTS}/batch/read`, { inputs: [{ id }], properties: ['lastname'] })) as { results: readonly { properties: { lastname: string | null } }[] };
  return answer.results[0]?.properties.lastname ?? null;
};

async function confirmed(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Receive the request' }).click();
  await page.getByLabel('The person was called back at the number on file').check();
  await page.getByRole('button', { name: 'Identity is confirmed' }).click();
}

async function erased(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Approve and erase' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('textbox').fill('erase');
  await dialog.getByRole('button', { name: 'Approve and erase' }).click();
  await page.getByRole('heading', { name: 'Next: Checks after the erasure' }).waitFor({ timeout: 60_000 });
}

async function look(name: string, path: string): Promise<void> {
  for (const [language, theme, width] of LOOKS) {
    const { page, complaints, open, close } = await product.loginAs('privacyOfficer', { language, theme, width, path });
    await page.getByRole('heading', { level: 2 }).first().waitFor();
    await page.screenshot({ path: join(OUTPUT, 'pictures', `product-erasure-${name}-${language}-${theme}-${width}.png`), fullPage: true });
    expect({ name, findings: await seriousFindings(page), wide: await page.evaluate(() => document.documentElement.scrollWidth > innerWidth), complaints }).toEqual({ name, findings: [], wide: false, complaints: [] });
    await open('/privacy/requests');
    await close();
  }
}

/** Everything was looked for again and nothing was found: the request is over since today. */
async function aMonthLater(id: string): Promise<void> {
  const at = JSON.stringify(new Date().toISOString());
  const checks = ['now', 'hour', 'day', 'month'].map((check) => `{"check": "${check}", "at": ${at}, "found": 0}`).join(',');
  await product.statement(`update erasure_request set state = 'completed', next_at = null, version = version + 1, over_at = now(), course = course || $2::jsonb where id = $1`, [id, `{"completedAt": ${at}, "checks": [${checks}]}`]);
}

describe('several people with the number that was told', () => {
  it('are shown by name and company, and nothing of those who are not meant is touched', async () => {
    const phone = '+358 45 700 8090';
    const mine = await add('Tuulikki', 'Saarnisto', { email: 'tuulikki.saarnisto@esimerkkiyhtio.fi', phone });
    const theirs = await add('Väinö', 'Kesäläinen', { email: 'vaino.kesalainen@esimerkkiyhtio.fi', phone }, 1);
    const officer = await product.loginAs('privacyOfficer', { path: '/privacy/persons' });
    const { page, complaints, open } = officer;
    await eventually(async () => ((await known(officer, 'Saarnisto')).length > 0 && (await known(officer, 'Kesäläinen')).length > 0 ? true : null), 'both are known');

    await open('/privacy/requests/new');
    await page.getByLabel('Phone number').fill('045 7008090');
    await confirmed(page);
    await page.getByRole('heading', { name: 'Next: Say who is meant' }).waitFor();
    expect(await page.getByRole('button', { name: 'Approve and erase' }).count()).toBe(0);
    const choice = page.getByRole('group', { name: 'Who is meant?' });
    expect(await choice.getByRole('checkbox').count()).toBe(2);
    await look('candidates', `/privacy/requests/${idIn(page)}`);

    await choice.getByLabel('Tuulikki Saarnisto').check();
    await page.getByRole('button', { name: 'This person is meant' }).click();
    await page.getByRole('heading', { name: 'Review', exact: true }).waitFor();
    await page.getByText('+358457008090').first().waitFor();
    await erased(page);
    expect(await named(theirs)).toBe('Kesäläinen');
    expect([null, '']).toContain(await named(mine));
    expect(complaints).toEqual([]);
    await officer.close();
  });

  it('are told apart by a name alone as well', async () => {
    const one = await add('Orvokki', 'Niittymaa', { email: 'orvokki.niittymaa@ensimmainen.fi' });
    const other = await add('Orvokki', 'Niittymaa', { email: 'o.niittymaa@toinen.fi' }, 1);
    const officer = await product.loginAs('privacyOfficer', { path: '/privacy/persons' });
    const { page, open } = officer;
    await eventually(async () => ((await known(officer, 'Niittymaa')).length > 1 ? true : null), 'both are known');
    await open('/privacy/requests/new');
    const name = page.getByLabel('First and last name', { exact: true });
    await name.fill('Niittymaa');
    await page.getByRole('button', { name: 'Receive the request' }).click();
    await page.getByText('nobody is found by half a name').waitFor();
    await name.fill('Orvokki Niittymaa');
    await confirmed(page);
    await page.getByRole('heading', { name: 'Next: Say who is meant' }).waitFor();
    expect(await page.getByRole('checkbox', { name: /Orvokki Niittymaa/u }).count()).toBe(2);
    await look('name', `/privacy/requests/${idIn(page)}`);
    await page.locator('.mantine-Checkbox-root', { hasText: 'o.niittymaa@toinen.fi' }).getByRole('checkbox').check();
    await page.getByRole('button', { name: 'This person is meant' }).click();
    await page.getByRole('heading', { name: 'Review', exact: true }).waitFor();
    for (const leave of await page.getByLabel('Leave as it is').all()) await leave.check();
    const save = page.getByRole('button', { name: 'Save the decisions' });
    if ((await save.count()) > 0) await save.click();
    await erased(page);
    expect([await named(one), (await named(other)) ?? '']).toEqual(['Niittymaa', '']);
    await officer.close();
  });
});

describe('somebody who is shown again after all was over', () => {
  it('is erased again, or let back, by the word of the officer', async () => {
    const email = 'saima.koivuranta@esimerkkiyhtio.fi';
    await add('Saima', 'Koivuranta', { email });
    const officer = await product.loginAs('privacyOfficer', { path: '/privacy/persons' });
    const { page, complaints, open } = officer;
    await eventually(async () => ((await known(officer, 'Koivuranta')).length > 0 ? true : null), 'the person is known');
    await open('/privacy/requests/new');
    await page.getByLabel('E-mail address').fill(email);
    await confirmed(page);
    await erased(page);
    const id = idIn(page);
    await aMonthLater(id);
    await open(`/privacy/requests/${id}`);
    await page.getByRole('heading', { name: 'Next: Nothing' }).waitFor();

    await page.getByRole('button', { name: 'More' }).click();
    await page.getByRole('menuitem', { name: 'Let the person come back' }).waitFor();
    await page.keyboard.press('Escape');

    await add('Saima', 'Koivuranta', { email });
    await page.getByRole('heading', { name: 'Next: Decide: data has come back' }).waitFor({ timeout: 120_000 });
    await look('reappeared', `/privacy/requests/${id}`);
    expect(await known(officer, 'Koivuranta')).toEqual([]);
    await page.getByRole('button', { name: 'Erase again' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Erase again' }).click();
    await page.getByRole('heading', { name: 'Next: Checks after the erasure' }).waitFor({ timeout: 60_000 });
    expect(await eventually(async () => ((await foundBy(email)) === 0 ? 0 : null), 'the person is gone again')).toBe(0);

    await aMonthLater(id);
    await add('Saima', 'Koivuranta', { email });
    await open(`/privacy/requests/${id}`);
    await page.getByRole('heading', { name: 'Next: Decide: data has come back' }).waitFor({ timeout: 120_000 });
    await page.getByRole('button', { name: 'Let the person come back' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Let the person come back' }).click();
    await page.getByRole('heading', { name: 'Next: Nothing' }).waitFor();
    await page.getByText('Let back', { exact: true }).waitFor();
    expect(await page.getByRole('button', { name: 'More' }).count()).toBe(0);
    await eventually(async () => ((await known(officer, 'Koivuranta')).length > 0 ? true : null), 'the person is known again');
    await look('lifted', `/privacy/requests/${id}`);
    expect(complaints).toEqual([]);
    await officer.close();
  });
});
