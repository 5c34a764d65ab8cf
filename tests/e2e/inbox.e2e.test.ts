// The inboxes in the product itself, as sales uses them: a conflict decided by keys arrives at the vendor, whoever comes second is told who
// was first, many are decided at once, a match is accepted, and held writes say what to do.
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
interface Pair {
  readonly customer: Customer;
  readonly company: Company;
}
interface Waiting {
  readonly id: string;
  readonly record: { readonly id: string };
}
const COMPANIES = '/crm/objects/2026-09/companies';
const pictures = join(OUTPUT, 'pictures');

let product: Product;
/** Accounts that both systems know and call the same, each to be renamed once. */
let pairs: Pair[];
beforeAll(async () => {
  mkdirSync(pictures, { recursive: true });
  product = await startProduct({ accounts: 40 });
  const { page, close } = await product.loginAs('sales');
  pairs = await linkedPairs(page);
  await close();
});
afterAll(() => product.close());

async function linkedPairs(page: Page): Promise<Pair[]> {
  const customers = (await product.severa('GET', '/v1/customers?rowCount=100')) as readonly Customer[];
  const { results } = (await product.hubspot('GET', `${COMPANIES}?limit=100&properties=name`)) as { results: readonly Company[] };
  const { items } = await get<{ items: readonly { readonly id: string }[] }>(page, '/accounts?limit=100');
  const found: Pair[] = [];
  for (const { id } of items) {
    const { sides } = await get<{ sides: readonly { readonly side: string; readonly id: string | null }[] }>(page, `/accounts/${id}/record`);
    const customer = customers.find(({ guid }) => sides.some((one) => one.side === 'psa' && one.id === guid));
    const company = results.find((one) => sides.some(({ side, id: ref }) => side === 'crm' && ref === one.id));
    if (customer && company && customer.name === company.properties.name) found.push({ customer, company });
  }
  return found;
}

const nameInHubspot = async ({ company }: Pair): Promise<string> => ((await product.hubspot('GET', `${COMPANIES}/${company.id}?properties=name`)) as Company).properties.name;
const nameInSevera = async ({ customer }: Pair): Promise<string> => ((await product.severa('GET', `/v1/customers/${customer.guid}`)) as Customer).name;
/** Waits until what is shown there is this. */
const becomes = (look: () => Promise<string>, name: string): Promise<true> => eventually(async () => ((await look()) === name ? true : null), name);
/** One that no test has renamed yet. */
function next(): Pair {
  const pair = pairs.shift();
  if (!pair) throw new Error('the vendors have too few customers in common');
  return pair;
}

async function get<Answer>({ request }: Page, path: string): Promise<Answer> {
  const answer = await request.get(`${product.url}/api/v1${path}`);
  expect([path, answer.status()]).toEqual([path, 200]);
  return (await answer.json()) as Answer;
}

/** Two people call the same account differently; answers their conflicts once they are there, in the order of the pairs. */
async function disagree(page: Page, of: readonly Pair[]): Promise<readonly Waiting[]> {
  for (const { customer, company } of of) {
    await product.severa('PATCH', `/v1/customers/${customer.guid}`, [{ op: 'replace', path: '/name', value: `${customer.name} Konserni` }]);
    await product.hubspot('PATCH', `${COMPANIES}/${company.id}`, { properties: { name: `${customer.name} Group` } });
  }
  return eventually(async () => {
    const { items } = await get<{ items: readonly (Waiting & { readonly sides: readonly { readonly shown: { readonly text?: string } }[] })[] }>(page, '/conflicts?field=name&limit=100');
    const found = of.flatMap(({ customer }) => items.filter(({ sides }) => sides.some(({ shown }) => shown.text === `${customer.name} Konserni`)));
    return found.length === of.length ? found : null;
  }, 'the conflicts');
}

async function look(page: Page, name: string): Promise<void> {
  expect([name, await seriousFindings(page)]).toEqual([name, []]);
  expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0);
  await page.screenshot({ path: join(pictures, `inbox-${name}.png`) });
}

describe('a conflict', () => {
  it('is decided by keys, and the value arrives at the vendor', async () => {
    const { page, complaints, open, close } = await product.loginAs('sales');
    const pair = next();
    const [conflict] = await disagree(page, [pair]);
    await open(`/conflicts?open=${conflict?.id ?? ''}`);
    const severa = page.getByRole('radio', { name: /Severa/u });
    await severa.waitFor();
    await look(page, 'conflict-en-light-1440');
    await page.keyboard.press('?');
    await page.getByRole('dialog', { name: 'Keys' }).waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('dialog', { name: 'Keys' }).waitFor({ state: 'detached' });
    await page.keyboard.press('1');
    expect(await severa.getAttribute('aria-checked')).toBe('true');
    // What was ticked with the mouse has the focus now, and takes no key away.
    const always = page.getByRole('checkbox', { name: /Always decide so/u });
    await always.check();
    await always.uncheck();
    await page.keyboard.press('Enter');
    await page.getByText('the value of Severa it is').waitFor();
    await becomes(() => nameInHubspot(pair), `${pair.customer.name} Konserni`);
    expect(await nameInSevera(pair)).toBe(`${pair.customer.name} Konserni`);
    expect(complaints).toEqual([]);
    await close();
  });

  it('that somebody else has decided meanwhile says who was first, and nothing is sent again', async () => {
    const [first, second] = [await product.loginAs('sales'), await product.loginAs('sales', { language: 'fi', theme: 'dark', width: 390 })];
    const pair = next();
    const [conflict] = await disagree(first.page, [pair]);
    for (const { open } of [first, second]) await open(`/conflicts?open=${conflict?.id ?? ''}`);
    await second.page.getByRole('radio', { name: /Severa/u }).waitFor();
    await look(second.page, 'conflict-fi-dark-390');
    await first.page.getByRole('radio', { name: /HubSpot/u }).click();
    await first.page.getByRole('button', { name: /Take the value of HubSpot/u }).click();
    await first.page.getByText('the value of HubSpot it is').waitFor();
    await second.page.getByRole('radio', { name: /Severa/u }).click();
    await second.page.getByRole('button', { name: /Ota arvo järjestelmästä Severa/u }).click();
    await second.page.getByText(/ratkaisi tämän.*Voimaan jäi HubSpot/u).waitFor();
    await becomes(() => nameInSevera(pair), `${pair.customer.name} Group`);
    // The browser itself notes every answer that is a refusal.
    expect([...first.complaints, ...second.complaints.filter((one) => !one.includes('409'))]).toEqual([]);
    await first.close();
    await second.close();
  });

  it('is looked at by an admin, who is told that others decide', async () => {
    const { page, complaints, close } = await product.loginAs('admin', { path: '/conflicts' });
    const { total } = await get<{ total: number }>(page, '/conflicts?limit=1');
    if (total === 0) await page.getByText('No conflicts').waitFor();
    else await page.getByText('People in sales decide them').waitFor();
    expect(await page.getByRole('radio').count()).toBe(0);
    expect(complaints).toEqual([]);
    await close();
  });
});

describe('many conflicts', () => {
  it('are decided at once after a question that says how many, and all arrive', async () => {
    const { page, complaints, open, close } = await product.loginAs('sales');
    const of = [next(), next(), next()];
    const conflicts = await disagree(page, of);
    await open('/conflicts?entity=account&field=name');
    const { total } = await get<{ total: number }>(page, '/conflicts?entity=account&field=name&limit=1');
    expect(total).toBeGreaterThanOrEqual(conflicts.length);
    for (const { customer } of of) await page.getByRole('checkbox', { name: customer.name }).first().check();
    await page.getByRole('button', { name: 'Decide selected' }).click();
    await page.getByRole('radiogroup', { name: 'Whose values are right?' }).getByText('HubSpot').click();
    await look(page, 'bulk-en-light-1440');
    await page.getByRole('button', { name: 'Decide 3 conflicts' }).click();
    await page.getByRole('dialog', { name: 'Decide for HubSpot?' }).getByRole('button', { name: 'Decide 3 conflicts' }).click();
    await page.getByText('3 conflicts are decided for HubSpot').waitFor();
    for (const pair of of) await becomes(() => nameInSevera(pair), `${pair.customer.name} Group`);
    expect(complaints).toEqual([]);
    await close();
  });
});

describe('a match', () => {
  it('is accepted by a key: the two are one, and the next one opens', async () => {
    const { page, complaints, open, close } = await product.loginAs('sales', { theme: 'dark' });
    const { items } = await get<{ items: readonly { readonly id: string; readonly entity: string; readonly links: readonly { readonly records: readonly { readonly side: string }[] }[] }[] }>(page, '/matches?limit=100');
    const match = items.find(({ entity, links }) => entity === 'contact' && links.every(({ records }) => records.length === 1) && new Set(links.flatMap(({ records }) => records.map(({ side }) => side))).size === 2);
    expect(match).toBeDefined();
    await open(`/matches?open=${match?.id ?? ''}`);
    await page.getByRole('button', { name: 'The same: join them' }).waitFor();
    await look(page, 'match-en-dark-1440');
    await page.keyboard.press('a');
    await page.getByText('are joined').waitFor();
    await page.waitForURL((url) => !url.search.includes(match?.id ?? '-'));
    const decided = await get<{ state: string; links: readonly { readonly records: readonly { readonly side: string }[] }[] }>(page, `/matches/${match?.id ?? ''}`);
    expect(decided.state).toBe('accepted');
    expect(decided.links.some(({ records }) => records.length === 2)).toBe(true);
    expect(complaints).toEqual([]);
    await close();
  });

  it('is readable on a phone', async () => {
    const { page, complaints, open, close } = await product.loginAs('sales', { language: 'fi', width: 390 });
    const { items } = await get<{ items: readonly { readonly id: string }[] }>(page, '/matches?limit=1');
    await open(`/matches?open=${items[0]?.id ?? ''}`);
    await page.getByRole('button', { name: 'Eri: pidä erillään' }).waitFor();
    await look(page, 'match-fi-light-390');
    await page.getByRole('button', { name: 'Takaisin luetteloon' }).click();
    await page.getByRole('list', { name: 'Mahdolliset vastineet' }).waitFor();
    expect(complaints).toEqual([]);
    await close();
  });
});

describe('held writes', () => {
  it('say why they wait and what to do, are shown by reason, and are tried again', async () => {
    const { page, complaints, close } = await product.loginAs('admin', { language: 'fi', theme: 'dark', path: '/held' });
    const people = page.getByRole('region', { name: 'Vaatii toimia' });
    await people.getByRole('button', { name: 'Näytä nämä' }).first().click();
    await page.waitForURL(/kind=/u);
    await look(page, 'held-fi-dark-1440');
    await people.getByRole('button', { name: 'Yritä uudelleen' }).first().click();
    await page.getByText(/katsotaan uudelleen/u).first().waitFor();
    expect(complaints).toEqual([]);
    await close();
  });
});
