// Taking back and deciding for always, one command after the other, each a process of its own.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { json, sauma, workshop, type Ended } from './processes.ts';
import { startVendors, type Vendors } from './vendors.ts';

const shop = workshop();
let vendors: Vendors;
let run: (...argv: readonly string[]) => Promise<Ended>;

beforeAll(async () => {
  vendors = await startVendors(20);
  shop.later(() => vendors.close());
  const variables = { ...vendors.variables, SAUMA_DATA_DIR: shop.directory() };
  run = (...argv) => sauma(argv, variables);
  await run('sync', '--once', '--yes');
  await run('sync', '--once', '--sweep');
});
afterAll(() => shop.close());

async function linkedPair(): Promise<{ guid: string; id: string }> {
  const [customers, companies] = [await vendors.customers(), await vendors.companies()];
  const company = companies.find(({ properties }) => properties['sauma_number']);
  const customer = customers.find(({ number }) => String(number) === company?.properties['sauma_number']);
  if (!company || !customer) throw new Error('nothing is linked');
  return { guid: customer.guid, id: company.id };
}

const employeesOf = async (guid: string): Promise<number | null | undefined> => (await vendors.customers()).find((one) => one.guid === guid)?.numberOfEmployees;

describe('a run', () => {
  it('is undone after a look at what that means', async () => {
    const { guid, id } = await linkedPair();
    const before = await employeesOf(guid);
    await vendors.editCompany(id, { numberofemployees: '4321' });
    await run('sync', '--once', '--sweep');
    expect(await employeesOf(guid)).toBe(4321);
    const { run: last, counts } = json(await run('runs', 'show', 'latest', '--json')) as { run: { id: string }; counts: unknown[] };
    expect(counts).toContainEqual({ entity: 'account', side: 'psa', action: 'update', outcome: 'done', records: 1 });
    // The beginning of an id will do, unless several begin so.
    expect((await run('runs', 'show', last.id.slice(0, 13), '--json')).out).toContain(last.id);
    const preview = await run('runs', 'undo', last.id, '--dry-run');
    expect(preview).toMatchObject({ code: 0, out: expect.stringContaining('Severa 1, HubSpot 0, Sauma 1 would be written back') });
    expect(await employeesOf(guid)).toBe(4321);
    const undone = await run('runs', 'undo', last.id);
    expect(undone).toMatchObject({ code: 0, out: expect.stringMatching(/Severa 1, HubSpot 0, Sauma 1 written back[^]*This was run \S+\./) });
    expect(await employeesOf(guid)).toBe(before);
    await run('sync', '--once', '--sweep');
    expect(await employeesOf(guid)).toBe(before);
    expect((await run('runs')).out).toMatch(/undo +done +account: 0 created, 2 updated/);
  });

  it('that is not known is refused with the way to those that are', async () => {
    expect(await run('runs', 'undo', 'nobody')).toMatchObject({ code: 2, err: expect.stringContaining('there is no run "nobody". "npx sauma runs" lists them.') });
  });
});

describe('a conflict', () => {
  it('decided for always changes the rule, which is listed and taken back', async () => {
    const { guid, id } = await linkedPair();
    await vendors.editCustomer(guid, { name: 'Aurinkoranta Oy' });
    await vendors.editCompany(id, { name: 'Kuutamoranta Oy' });
    await run('sync', '--once', '--sweep');
    const conflict = /conflicts resolve (\S+) --side/.exec((await run('conflicts')).out)?.[1] as string;
    expect(await run('conflicts', 'resolve', conflict, '--side', 'crm', '--always')).toMatchObject({ code: 0, out: expect.stringContaining('Decided. The next sync writes the value of HubSpot. The rule of the field says so from now on') });
    expect((await run('rules')).out).toMatch(/^account name, change 1: when several sides changed, HubSpot, then Severa, then Sauma; at the first meeting, Severa/);
    expect((await run('rules', 'undo', 'account', 'name')).out).toBe('account name: as config/policy.json says. It counts from the next sync on.\n');
    expect((await run('rules', 'undo', 'account', 'city')).code).toBe(2);
  });

  it('is answered alone or with all of its field, never both', async () => {
    expect(await run('conflicts', 'resolve', '--side', 'crm')).toMatchObject({ code: 2, err: expect.stringContaining('--all --field') });
    expect(await run('conflicts', 'resolve', '--all', '--field', 'city', '--side', 'crm')).toMatchObject({ code: 0, out: 'No conflict about city waits in which HubSpot has a say.\n' });
  });
});
