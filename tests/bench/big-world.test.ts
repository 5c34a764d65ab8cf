// The big world in small: as many rows as asked for, the same companies, people and cases on both sides, and money that adds up.
import { describe, expect, it } from 'vitest';
import { seededRandom } from '../../src/lib/random.ts';
import { createHubspotModel } from '../../src/sandbox/hubspot/model.ts';
import { createSeveraModel } from '../../src/sandbox/severa/model.ts';
import { guidIn, textIn } from '../../src/sandbox/severa/row.ts';
import { naiveMoney } from '../scenarios/naive-money.ts';
import { fillHubspot, fillSevera } from './big-world.ts';

const now = Date.UTC(2026, 10, 22, 5);
const sizes = { companies: 7, contacts: 20, deals: 9, hours: 200, invoices: 40, ofOne: 12 };
const severa = createSeveraModel({ clientId: 'big', clientSecret: 'world', quota: false, random: seededRandom(1) }).state;
const hubspot = createHubspotModel({ token: 't', appId: '1', portalId: '2', clientId: 'c', clientSecret: 's', random: seededRandom(1), quota: false, companyCurrency: 'EUR', additionalCurrencies: [] }).state;
fillSevera(severa, sizes, now);
fillHubspot(hubspot, sizes, now);

function texts(values: readonly unknown[]): string[] {
  return values.map(String).toSorted((a, b) => (a < b ? -1 : 1));
}

describe('the big world', () => {
  it('has as many rows as asked for', () => {
    const count = (list: string): number => severa.list(list).length;
    expect([count('customers'), count('contactpersons'), count('projects'), count('workhours'), count('invoices')]).toEqual([7, 20, 9, 200, 40]);
    expect(['companies', 'contacts', 'deals'].map((type) => hubspot.list(type).length)).toEqual([7, 20, 9]);
    const first = severa.list('customers')[0]?.guid;
    expect(severa.list('invoices').filter((invoice) => guidIn(invoice, 'customer') === first).length).toBeGreaterThan(12);
  });

  it('shows the same companies, people and cases in both systems', () => {
    const shown = (type: string, property: string): string[] => texts(hubspot.list(type).map((record) => record.properties[property]));
    expect(shown('companies', 'business_id')).toEqual(texts(severa.list('customers').map((row) => row['vatNumber'])));
    expect(new Set(shown('companies', 'business_id')).size).toBe(sizes.companies);
    expect(shown('contacts', 'email')).toEqual(texts(severa.list('contactcommunications').map((row) => row['value'])));
    expect(shown('deals', 'project_number')).toEqual(texts(severa.list('projects').map((row) => row['number'])));
  });

  it('has invoices that are the sum of their rows, and rows that are the sum of their hours', () => {
    const money = [...naiveMoney(severa, '2026-11-22').values()];
    expect(money.length).toBe(sizes.companies);
    for (const own of money) expect(own.rows).toBe(own.invoiced);
    const hours = Map.groupBy(severa.list('workhours'), (hour) => textIn(hour, 'invoiceRowGuid'));
    const rows = severa.list('invoicerows').filter((row) => row['rowType'] === 'Hours' && row['quantity'] !== 0);
    expect(rows.length).toBeGreaterThan(20);
    for (const row of rows) expect((hours.get(row.guid) ?? []).reduce((sum, hour) => sum + Number(hour['invoiceQuantity']), 0)).toBe(row['quantity']);
  });
});
