// Comparing the sums from the terminal, each command a process of its own.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { json, sauma, workshop, type Ended } from './processes.ts';
import { startVendors, type Vendors } from './vendors.ts';

const shop = workshop();
let vendors: Vendors;
let run: (...argv: readonly string[]) => Promise<Ended>;

beforeAll(async () => {
  vendors = await startVendors(10);
  shop.later(() => vendors.close());
  const variables = { ...vendors.variables, SAUMA_DATA_DIR: shop.directory() };
  run = (...argv) => sauma(argv, variables);
  await run('sync', '--once', '--yes');
});
afterAll(() => shop.close());

describe('reconcile-money', () => {
  it('says how many accounts agree', async () => {
    expect(await run('reconcile-money')).toMatchObject({ code: 0, out: expect.stringMatching(/^\d+ accounts compared; all sums agree\.\n$/) });
  });

  it('lists what differed, puts it right, and finds nothing the next time', async () => {
    const [customers, companies] = [await vendors.customers(), await vendors.companies()];
    const company = companies.find(({ properties }) => customers.some(({ number }) => String(number) === properties['sauma_number']));
    await vendors.editCompany(company?.id ?? '', { sauma_open_projects: '77' });
    const found = await run('reconcile-money', '--account', company?.id ?? '', '--json');
    expect([found.code, json(found)]).toMatchObject([3, { drift: [{ what: 'crm', about: 'openProjects', found: '77', healed: true }] }]);
    expect((await run('reconcile-money', '--account', company?.id ?? '')).code).toBe(0);
  });

  it('refuses an account that is not known', async () => {
    expect(await run('reconcile-money', '--account', 'nobody')).toMatchObject({ code: 2, err: expect.stringContaining('there is no account "nobody"') });
  });

  it('is shown in the report of a sync', async () => {
    expect(json(await run('sync', '--once', '--json'))).toMatchObject({ money: { accounts: expect.any(Number), drift: [] }, entities: { workHours: { updated: { psa: 0, crm: 0 } } } });
  });
});
