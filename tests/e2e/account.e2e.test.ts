// One account and its people in the product itself: a number edited in the browser arrives at both vendors, an edit of what somebody has
// changed meanwhile loses nothing of what was typed, the timeline is read page by page, and each role sees what is for it.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Page } from 'playwright-core';
import { seriousFindings } from './support/accessibility.ts';
import { OUTPUT } from './support/output.ts';
import { eventually, startProduct, type Product, type Visitor } from './support/product.ts';

interface Person {
  readonly id: string;
  readonly phones: readonly string[];
  readonly emails: readonly { readonly address: string }[];
}
interface Shown {
  readonly version: string;
  readonly sides: readonly { readonly side: string; readonly id: string | null; readonly state: string }[];
  readonly fields: readonly { readonly name: string; readonly now: unknown; readonly places: readonly { readonly state: string }[] }[];
}

let product: Product;
let sales: Visitor;
/** An account with a sales case and a person whom both systems know. */
let account = '';
let person: Person = { id: '', phones: [], emails: [] };
let deal = '';

beforeAll(async () => {
  product = await startProduct({ accounts: 30 });
  sales = await product.loginAs('sales');
  const found = await eventually(lookForPerson, 'a person whom both systems know');
  ({ account, person, deal } = found);
});
afterAll(() => product.close());

async function get<Answer>(path: string): Promise<Answer> {
  const answer = await sales.page.request.get(`${product.url}/api/v1${path}`);
  expect([path, answer.status()]).toEqual([path, 200]);
  return (await answer.json()) as Answer;
}

async function lookForPerson(): Promise<{ account: string; person: Person; deal: string } | null> {
  const { items } = await get<{ items: { id: string }[] }>('/accounts?limit=100');
  for (const { id } of items) {
    const cases = await get<{ items: { id: string }[] }>(`/accounts/${id}/sales-cases`);
    const [firstCase] = cases.items;
    if (firstCase === undefined) continue;
    const people = await get<{ items: Person[] }>(`/accounts/${id}/contacts`);
    for (const one of people.items.filter(({ phones, emails }) => phones.length === 1 && emails.length === 1)) {
      const { sides } = await get<Shown>(`/contacts/${one.id}`);
      if (sides.length === 2 && sides.every(({ state }) => state === 'there')) return { account: id, person: one, deal: firstCase.id };
    }
  }
  return null;
}

const idOn = async (side: string): Promise<string> => (await get<Shown>(`/contacts/${person.id}`)).sides.find((one) => one.side === side)?.id ?? '';
const fieldOf = async (name: string): Promise<Shown['fields'][number] | undefined> => (await get<Shown>(`/contacts/${person.id}`)).fields.find((field) => field.name === name);
const numbersInSevera = async (): Promise<readonly string[]> => {
  const rows = (await product.severa('GET', `/v1/contacts/${await idOn('psa')}/contactcommunications`)) as { value: string }[];
  return rows.map(({ value }) => value);
};
const numbersInHubspot = async (): Promise<readonly string[]> => {
  const { properties } = (await product.hubspot('GET', `/crm/objects/2026-09/contacts/${await idOn('crm')}?properties=phone,mobilephone`)) as { properties: Record<string, string | null> };
  return [properties['phone'], properties['mobilephone']].flatMap((value) => value ?? []);
};
const edits = (page: Page, name: string): Promise<void> => page.getByRole('button', { name: `Edit ${name}`, exact: true }).click();

/** The browser itself says of an edit that came second, or of a person who is there already, that it was refused. */
const unforeseen = (complaints: readonly string[]): readonly string[] => complaints.filter((one) => !/status of (?:409|412)/u.test(one));

describe('a contact', () => {
  it('is given another number in two clicks, which arrives at both systems', async () => {
    const { page, open, complaints } = sales;
    await open(`/contacts/${person.id}`);
    await edits(page, person.phones[0] ?? '');
    await page.getByRole('textbox', { name: 'Phone number' }).fill('040 765 4321');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('Saved. It goes to the other systems now.').waitFor();
    await eventually(async () => ((await numbersInSevera()).includes('+358407654321') ? true : null), 'the number in Severa');
    await eventually(async () => ((await numbersInHubspot()).includes('+358407654321') ? true : null), 'the number in HubSpot');
    await eventually(async () => ((await fieldOf('phones'))?.places.every(({ state }) => state === 'there') ? true : null), 'the end of the way');
    // The page sees by itself that it has arrived.
    await page.getByText('On its way to').first().waitFor({ state: 'hidden' });
    expect(unforeseen(complaints)).toEqual([]);
    expect(await seriousFindings(page)).toEqual([]);
  });

  it('that somebody else has edited meanwhile keeps what was typed, and says what has changed', async () => {
    const { page, open } = sales;
    await open(`/contacts/${person.id}`);
    await edits(page, '+358407654321');
    await page.getByRole('textbox', { name: 'Phone number' }).fill('+358 50 111 2222');
    const other = await product.loginAs('sales', { path: `/contacts/${person.id}` });
    await other.page.getByRole('button', { name: 'Edit', exact: true }).click();
    await other.page.getByRole('textbox', { name: 'Job title' }).fill('Head of seams');
    await other.page.getByRole('button', { name: 'Save' }).click();
    await other.page.getByText('Head of seams').first().waitFor();
    await other.close();
    await page.getByRole('button', { name: 'Save' }).click();
    const told = page.getByRole('alert').filter({ hasText: 'Somebody was there first' });
    await told.waitFor();
    expect(await told.innerText()).toContain('Head of seams');
    expect(await page.getByRole('textbox', { name: 'Phone number' }).inputValue()).toBe('+358 50 111 2222');
    expect((await fieldOf('phones'))?.now).toEqual([{ key: '+358407654321' }]);
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('Saved. It goes to the other systems now.').waitFor();
    expect([(await fieldOf('phones'))?.now, (await fieldOf('jobTitle'))?.now]).toEqual([[{ key: '+358501112222' }], 'Head of seams']);
  });

  it('is shut to mail with one click, and opened again with a source and a day', async () => {
    const { page, open } = sales;
    const address = person.emails[0]?.address ?? '';
    await open(`/contacts/${person.id}`);
    await page.getByRole('switch', { name: `${address} may be written to` }).click({ force: true });
    await page.getByText('Must not be written to').first().waitFor();
    await eventually(async () => {
      const rows = (await product.severa('GET', `/v1/contacts/${await idOn('psa')}/contactcommunications`)) as { value: string; isForbiddenToUse: boolean }[];
      return rows.find(({ value }) => value.toLowerCase() === address)?.isForbiddenToUse === true ? true : null;
    }, 'the mark in Severa');
    await page.getByRole('switch', { name: `${address} may be written to` }).click({ force: true });
    const asked = page.getByRole('dialog');
    await asked.getByRole('button', { name: 'Allow e-mail' }).click();
    await asked.getByText('This is needed').first().waitFor();
    await asked.getByRole('textbox', { name: /Where it is known from/u }).fill('Call with the person');
    await asked.getByRole('textbox', { name: /Since/u }).fill('20/11/2026');
    // The calendar closes when one goes on.
    await asked.getByRole('textbox', { name: /Since/u }).press('Tab');
    await asked.getByRole('button', { name: 'Allow e-mail' }).click();
    await asked.waitFor({ state: 'hidden' });
    await page.getByText(/Call with the person, 20\/11\/2026/u).waitFor();
  });
});

describe('an account', () => {
  it('tells what happened page by page, and some kinds of it by its address', async () => {
    const { page, open, complaints } = sales;
    await open(`/accounts/${account}`);
    const events = page.getByRole('region', { name: 'Timeline' }).locator('ol > li');
    await events.first().waitFor();
    const first = await events.count();
    const all = await get<{ items: unknown[] }>(`/accounts/${account}/timeline?limit=500`);
    if (all.items.length > first) {
      await page.getByRole('button', { name: 'Show earlier' }).click();
      await eventually(async () => ((await events.count()) > first ? true : null), 'earlier events');
    }
    await page.getByRole('group', { name: 'Show only' }).getByText('Sales case', { exact: true }).click();
    await page.waitForURL(/kind=deal/u);
    const deals = await get<{ items: unknown[] }>(`/accounts/${account}/timeline?limit=500&kind=deal`);
    await eventually(async () => ((await events.count()) === Math.min(deals.items.length, 25) ? true : null), 'only sales cases');
    expect(unforeseen(complaints)).toEqual([]);
    expect(await seriousFindings(page)).toEqual([]);
  });

  it('takes a new person, once', async () => {
    const { page, open } = sales;
    await open(`/accounts/${account}`);
    for (const known of [false, true]) {
      await page.getByRole('button', { name: 'Add a contact' }).click();
      const asked = page.getByRole('dialog');
      await asked.getByRole('textbox', { name: 'First name' }).fill('Uuno');
      await asked.getByRole('textbox', { name: 'Last name' }).fill('Uusi');
      await asked.getByRole('textbox', { name: 'E-mail address' }).fill('uuno.uusi@uusi.example');
      await asked.getByRole('button', { name: 'Add a contact' }).click();
      if (known) await asked.getByRole('link', { name: 'Open that contact' }).waitFor();
      else await asked.waitFor({ state: 'hidden' });
    }
    await eventually(async () => {
      const found = (await product.hubspot('POST', '/crm/objects/2026-09/contacts/search', { filterGroups: [{ filters: [{ propertyName: 'email', operator: 'EQ', value: 'uuno.uusi@uusi.example' }] }], limit: 10 })) as { results: unknown[] };
      return found.results.length === 1 ? true : null;
    }, 'the person in HubSpot');
  });

  it('shows marketing no sums and no history, and management no way to edit', async () => {
    const marketing = await product.loginAs('marketing', { path: `/accounts/${account}`, language: 'fi' });
    await marketing.page.getByRole('heading', { name: 'Yhteyshenkilöt' }).waitFor();
    expect(await marketing.page.getByRole('heading', { name: 'Aikajana' }).count()).toBe(0);
    expect(await marketing.page.getByRole('main').innerText()).not.toContain('€');
    expect(marketing.complaints).toEqual([]);
    await marketing.close();
    const management = await product.loginAs('management', { path: `/accounts/${account}` });
    await management.page.getByRole('heading', { name: 'Timeline' }).waitFor();
    expect(await management.page.getByRole('button', { name: 'Edit' }).count()).toBe(0);
    expect(management.complaints).toEqual([]);
    await management.close();
  });
});

describe('a sales case', () => {
  it('is edited in the browser, value and all, and shows what became of it', async () => {
    const { page, open, complaints } = sales;
    await open(`/sales-cases/${deal}`);
    await page.getByRole('heading', { name: 'Agreed → done → invoiced' }).waitFor();
    await page.getByRole('button', { name: 'Edit', exact: true }).click();
    await page.getByRole('textbox', { name: 'Probability, %' }).fill('35');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByRole('dialog').waitFor({ state: 'hidden' });
    await page.getByText('35%').first().waitFor();
    expect(unforeseen(complaints)).toEqual([]);
    expect(await seriousFindings(page)).toEqual([]);
  });

  it('shows finance what was agreed, done and invoiced, without the right to the record', async () => {
    const finance = await product.loginAs('finance', { path: `/sales-cases/${deal}` });
    await finance.page.getByRole('heading', { name: 'Agreed → done → invoiced' }).waitFor();
    expect(finance.complaints).toEqual([]);
    await finance.close();
  });
});

describe('each page of a record', () => {
  const sights = (['fi', 'en'] as const).flatMap((language) => (['light', 'dark'] as const).flatMap((theme) => [390, 1440].map((width) => ({ language, theme, width }))));

  it.each(sights)('reads well in $language, $theme, $width pixels wide', async (sight) => {
    mkdirSync(join(OUTPUT, 'pictures'), { recursive: true });
    const { page, open, complaints, close } = await product.loginAs('sales', sight);
    for (const [name, path] of [['account', `/accounts/${account}`], ['contact', `/contacts/${person.id}`], ['sales-case', `/sales-cases/${deal}`]] as const) {
      await open(path);
      expect([name, await page.evaluate(() => document.documentElement.scrollWidth)]).toEqual([name, sight.width]);
      expect([name, await seriousFindings(page)]).toEqual([name, []]);
      await page.screenshot({ path: join(OUTPUT, 'pictures', `${name}.${sight.language}.${sight.theme}.${sight.width}.png`), fullPage: true });
    }
    await page.getByRole('button', { name: sight.language === 'fi' ? 'Muokkaa' : 'Edit', exact: true }).click();
    await page.getByRole('dialog').waitFor();
    expect(await seriousFindings(page)).toEqual([]);
    await page.screenshot({ path: join(OUTPUT, 'pictures', `sales-case-edit.${sight.language}.${sight.theme}.${sight.width}.png`) });
    expect(complaints).toEqual([]);
    await close();
  });
});
