// A file into the product and on into both systems, and back: each command a process of its own.
import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { json, sauma, workshop, type Ended } from './processes.ts';
import { startVendors, type Vendors } from './vendors.ts';

const shop = workshop();
let vendors: Vendors;
let directory: string;
let run: (...argv: readonly string[]) => Promise<Ended>;

beforeAll(async () => {
  vendors = await startVendors(5);
  shop.later(() => vendors.close());
  directory = shop.directory();
  const variables = { ...vendors.variables, SAUMA_DATA_DIR: shop.directory() };
  run = (...argv) => sauma(argv, variables);
  await run('sync', '--once', '--yes');
});
afterAll(() => shop.close());

function file(name: string, text: string): string {
  const path = join(directory, name);
  writeFileSync(path, text);
  return path;
}

const named = async (name: string): Promise<readonly [crm: string | undefined, psa: boolean | undefined]> => [
  (await vendors.companies()).find(({ properties }) => properties['name'] === name)?.id,
  (await vendors.customers()).find((one) => one.name === name)?.isActive,
];

describe('an import', () => {
  it('is shown first, then made, carried on by the next sync to the systems it names, and taken back in all of them', async () => {
    const path = file('asiakkaat.csv', 'Yritys;Y-tunnus;Etunimi;Sukunimi;Sähköposti\nHallavaara Oy;0201256-6;Ilmi;Rautaniemi;ilmi@hallavaara.example\nHallavaara Oy;;Otso;Kuusilampi;otso@hallavaara.example\nVirhe Oy;123;;;\n');
    const shown = await run('import', path, '--targets', 'sauma,crm,psa');
    expect(shown).toMatchObject({ code: 3, out: expect.stringContaining('Nothing was written. Add --yes to import.') });
    expect(shown.out).toMatch(/accounts: 1 new, 0 completed, 0 unchanged, 1 more row about the same\ncontacts: 2 new/);
    const done = await run('import', path, '--targets', 'sauma,crm,psa', '--yes', '--json');
    const told = json(done) as { run: string };
    expect(done.code).toBe(3);
    expect(told).toMatchObject({ rows: 3, counts: { account: { created: 1, repeated: 1 }, contact: { created: 2 } }, refused: { rows: 1, byReason: { 'no-business-id': 1 }, first: [{ row: 4, faults: [{ column: 'Y-tunnus' }] }] } });
    expect(readFileSync(`${path}.refused.csv`, 'utf8')).toContain('Virhe Oy;123');
    expect(statSync(`${path}.refused.csv`).mode & 0o777).toBe(0o600);
    await run('sync', '--once');
    const [crm, psa] = await named('Hallavaara Oy');
    expect([typeof crm, psa]).toEqual(['string', true]);
    expect(await run('import', '--undo', told.run)).toMatchObject({ code: 0, out: expect.stringContaining('contact: Severa 0, HubSpot 0, Sauma 0 written back; Severa 2, HubSpot 2, Sauma 2 taken out of use') });
    expect(await named('Hallavaara Oy')).toEqual([undefined, false]);
  });
});
