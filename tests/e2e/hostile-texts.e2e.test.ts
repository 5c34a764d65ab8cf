// What people type into the vendors' records is text wherever it is shown: hostile texts go into both vendors, are synced, and every page of
// every role is opened. Nothing is carried out, nothing is loaded from elsewhere, and no file calculates.
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import rolesFile from '../../config/roles.json' with { type: 'json' };
import { PAGES } from '../../src/web/page-list.ts';
import { may, type Rights } from '../../src/web/rights.ts';
import { HOSTILE } from './support/hostile-texts.ts';
import { eventually, startProduct, type Product, type Role, type Visitor } from './support/product.ts';

let product: Product;
beforeAll(async () => {
  product = await startProduct({ accounts: 30 });
  await poison();
}, 300_000);
afterAll(() => product.close());

type Row = Readonly<Record<string, unknown>>;
const COUNT = HOSTILE.length;
const text = (at: number, mark: string): string => HOSTILE[at % COUNT]?.(mark) ?? '';

/** Every text of the list stands in a name in both vendors; where a record is in both, some of them differ and are in conflict. */
async function poison(): Promise<void> {
  const lists = { customers: ['name', 'website', 'notes'], contactpersons: ['firstName', 'lastName', 'jobTitle'], projects: ['name', 'description'] } as const;
  for (const [list, fields] of Object.entries(lists)) {
    const rows = (await product.severa('GET', `/v1/${list}?rowCount=100`)) as Row[];
    for (const [at, row] of rows.slice(0, 2 * COUNT).entries()) {
      await product.severa('PATCH', `/v1/${list}/${String(row['guid'])}`, fields.map((field, part) => ({ op: 'replace', path: `/${field}`, value: text(at + part, `psa-${list}-${at}-${field}`) })));
    }
  }
  const objects = { companies: ['name', 'description', 'city'], contacts: ['firstname', 'lastname', 'jobtitle'], deals: ['dealname', 'description'] } as const;
  for (const [object, properties] of Object.entries(objects)) {
    const { results } = (await product.hubspot('GET', `/crm/objects/2026-09/${object}?limit=100`)) as { results: { id: string }[] };
    // Every other one: the rest is known to one system only, or in conflict with it.
    for (const [at, { id }] of results.entries()) {
      if (at % 2 === 0) await product.hubspot('PATCH', `/crm/objects/2026-09/${object}/${id}`, { properties: Object.fromEntries(properties.map((property, part) => [property, text(at / 2 + part, `crm-${object}-${at}-${property}`)])) });
    }
  }
}

/** Whatever is carried out, blocked or asked is written down on the page, and so survives nothing but is told by every page. */
async function watch({ page }: Visitor, dialogs: string[]): Promise<void> {
  page.on('dialog', (dialog) => { dialogs.push(dialog.message()); void dialog.dismiss(); });
  await page.addInitScript(() => {
    const seen: string[] = [];
    Object.assign(window, { attacks: seen, attack: (mark: string) => seen.push(`carried out: ${mark}`) });
    document.addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI }) => seen.push(`blocked: ${violatedDirective} ${blockedURI}`));
  });
}
const attacksOn = (page: Page): Promise<readonly string[]> =>
  page.evaluate(() => [
    ...(window as unknown as { attacks: string[] }).attacks,
    // What would be carried out or asked for with a press more; an address that a record names may stand in a link as it is.
    ...[...document.querySelectorAll('[href], [src], [srcdoc], [action], [formaction]')].flatMap((element) =>
      ['href', 'src', 'srcdoc', 'action', 'formaction'].map((name) => element.getAttribute(name) ?? '').filter((value) => /^\s*(?:javascript|vbscript|data:text)/iu.test(value) || (element.localName !== 'a' && value.includes('attack'))),
    ),
  ]);
const told = async ({ page }: Visitor, path: string): Promise<string> => (await page.request.get(`${product.url}/api/v1${path}`)).text();
const idsIn = async (visitor: Visitor, path: string): Promise<readonly string[]> => {
  const reply = await visitor.page.request.get(`${product.url}/api/v1${path}`);
  return reply.ok() ? ((await reply.json()) as { items: { id: string }[] }).items.map(({ id }) => id) : [];
};

describe('a hostile text', () => {
  it('would be noticed if it were carried out or blocked', async () => {
    const visitor = await product.loginAs('sales');
    await watch(visitor, []);
    await visitor.open('/');
    await visitor.page.evaluate(() => {
      document.body.insertAdjacentHTML('beforeend', `<img src=x onerror="attack('planted')"><a href="javascript:attack('planted')">x</a>`);
      (window as unknown as { attack: (mark: string) => void }).attack('planted');
    });
    await eventually(async () => ((await attacksOn(visitor.page)).length >= 3 ? true : null), 'what was planted');
    expect((await attacksOn(visitor.page)).map((attack) => attack.split(':')[0])).toEqual(expect.arrayContaining(['carried out', 'blocked']));
    await visitor.close();
  });

  it('comes from both vendors into what people see', async () => {
    const visitor = await product.loginAs('sales');
    for (const mark of ['psa-customers', 'crm-companies']) await eventually(async () => ((await told(visitor, '/accounts?limit=100')).includes(mark) ? true : null), mark, 480);
    for (const mark of ['psa-contactpersons', 'crm-contacts']) await eventually(async () => ((await told(visitor, '/contacts?limit=100')).includes(mark) ? true : null), mark, 480);
    for (const mark of ['psa-projects', 'crm-deals']) await eventually(async () => ((await told(visitor, '/sales-cases?limit=100')).includes(mark) ? true : null), mark, 480);
    await visitor.close();
  });

  it.each(Object.keys(rolesFile) as Role[])('is text and nothing else on every page of %s', async (role) => {
    const visitor = await product.loginAs(role, { width: role === 'sales' ? 390 : 1440, language: role === 'finance' ? 'fi' : 'en' });
    const dialogs: string[] = [];
    await watch(visitor, dialogs);
    const rights: Rights = rolesFile[role];
    const ids: Readonly<Record<string, readonly string[]>> = {
      '/accounts/:id': (await idsIn(visitor, '/accounts?limit=100')).slice(0, 6),
      '/contacts/:id': (await idsIn(visitor, '/contacts?limit=100')).slice(0, 6),
      '/sales-cases/:id': (await idsIn(visitor, '/sales-cases?limit=100')).slice(0, 6),
      '/runs/:id': (await idsIn(visitor, '/runs?limit=25')).slice(0, 3),
    };
    const shown: string[] = [];
    for (const { path, need } of PAGES) {
      if (!may(rights, need)) continue;
      for (const address of path.includes(':') ? (ids[path] ?? []).map((id) => path.replace(':id', encodeURIComponent(id))) : [path]) {
        await visitor.open(address);
        expect([role, address, await attacksOn(visitor.page), dialogs]).toEqual([role, address, [], []]);
        shown.push(await visitor.page.locator('body').innerText());
      }
    }
    expect(visitor.complaints.filter((complaint) => /Content Security Policy|elsewhere|attack/iu.test(complaint))).toEqual([]);
    // Otherwise nothing would have been tried.
    if (rights.reads.includes('accounts')) expect(shown.join('\n')).toContain("<script>attack('");
    await visitor.close();
  });

  it('calculates in no file: not in a column, and not behind a separator or a line of its own', async () => {
    const visitor = await product.loginAs('sales');
    for (const list of ['/accounts', '/contacts', '/sales-cases']) {
      const csv = await told(visitor, `${list}?format=csv&locale=fi`);
      expect(csv).toMatch(/attack/u);
      // As a spreadsheet reads it: cells behind a separator, the beginning of a line, or a quote that opens one of these.
      expect(csv.match(/(?:^|[;\t\r\n])"?[=+@-][^;\r\n]*attack/gu)).toBeNull();
    }
    await visitor.close();
  });
});
