// The five minutes of a new user with both systems, one command after the other, each a process of its own.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { reportSchema, type Report } from '../../src/cli/report.ts';
import { json, sauma, workshop, type Ended } from './processes.ts';
import { startVendors, type Vendors } from './vendors.ts';

interface Inbox {
  readonly matches: readonly { readonly id: string; readonly links: readonly { readonly sides: Readonly<Record<string, { readonly id: string }>> }[] }[];
}

const shop = workshop();
let vendors: Vendors;
let run: (...argv: readonly string[]) => Promise<Ended>;

beforeAll(async () => {
  vendors = await startVendors(60);
  shop.later(() => vendors.close());
  const variables = { ...vendors.variables, SAUMA_DATA_DIR: shop.directory() };
  run = (...argv) => sauma(argv, variables);
});
afterAll(() => shop.close());

async function both(): Promise<unknown> {
  return [await vendors.customers(), await vendors.companies()];
}

async function inbox(): Promise<Inbox> {
  return json(await run('matches', '--json')) as unknown as Inbox;
}

/** What the two vendors show for one record, in one spelling. */
function folded(text: string | null | undefined): string {
  return (text ?? '').toLowerCase().replace(/\s+/g, ' ').trim();
}

describe('the first sync', () => {
  it('finds everything in order before it', async () => {
    const checked = await run('doctor', '--json');
    expect(checked).toMatchObject({ code: 0, err: '' });
    const { findings } = json(checked) as { findings: { what: string; state: string }[] };
    expect(findings.map(({ what, state }) => `${what} ${state}`)).toEqual(['configuration ok', 'database ok', 'clock ok', 'disk ok', 'Severa ok', 'HubSpot ok']);
  });

  it('without --yes writes nothing, says what it would do, and ends with 3', async () => {
    const before = await both();
    const preview = await run('sync', '--once');
    expect(preview).toMatchObject({ code: 3 });
    expect(preview.out).toMatch(/would create: Severa \d+, HubSpot \d+, Sauma \d+/);
    expect(preview.out).toContain('Nothing has been written yet. Look at the figures; "npx sauma sync --once --yes" writes them.');
    expect(await both()).toEqual(before);
  });

  it('as a dry run names every field that would change, as text and as one object', async () => {
    const before = await both();
    const text = await run('sync', '--dry-run');
    expect(text.out).toMatch(/Differences:\n {2}\S.*: (create|update) in (Severa|HubSpot|Sauma)\n {4}\w+: .* → /);
    const { differences, differencesLeftOff, ...report } = json(await run('sync', '--dry-run', '--json')) as unknown as Report;
    expect(reportSchema.parse(report)).toEqual(report);
    const writes = Object.values(report.entities).flatMap(({ created, updated }) => [created, updated].flatMap((counts) => Object.values(counts))).reduce((sum, count) => sum + count, 0);
    expect((differences ?? []).length + (differencesLeftOff ?? 0)).toBe(writes);
    expect(await both()).toEqual(before);
  });

  it('with --yes leaves every account equal on both sides, or listed as waiting', async () => {
    const done = await run('sync', '--once', '--yes', '--json');
    expect(done.code).toBe(3);
    const report = reportSchema.parse(json(done));
    expect(report.entities['account']).toMatchObject({ failed: 0 });
    expect(report.entities['account']?.created.psa).toBeGreaterThan(0);
    expect(report.entities['account']?.created.crm).toBeGreaterThan(0);

    const { matches } = await inbox();
    const waiting = new Set(matches.flatMap(({ links }) => links.flatMap(({ sides }) => Object.values(sides).map(({ id }) => id))));
    const [customers, companies] = [await vendors.customers(), await vendors.companies()];
    const byNumber = new Map(companies.map((company) => [Number(company.properties['sauma_number'] ?? Number.NaN), company]));
    const linked = customers.flatMap((customer) => {
      const company = byNumber.get(customer.number);
      return company ? [{ customer, company }] : [];
    });
    const alone = [...customers.map(({ guid }) => guid), ...companies.map(({ id }) => id)].filter(
      (id) => !waiting.has(id) && !linked.some(({ customer, company }) => id === customer.guid || id === company.id),
    );
    expect(alone).toEqual([]);
    expect(linked.length).toBeGreaterThan(40);
    for (const { customer, company } of linked) {
      const { properties } = company;
      expect({ name: folded(properties['name']), email: folded(properties['sauma_email']), employees: properties['numberofemployees'] ?? null }).toEqual({
        name: folded(customer.name),
        email: folded(customer.email),
        employees: customer.numberOfEmployees === null ? null : String(customer.numberOfEmployees),
      });
    }
  });

  it('is followed by cycles that find nothing to do', async () => {
    const settled = await run('sync', '--once', '--sweep');
    expect(settled.out).toContain('created: Severa 0, HubSpot 0, Sauma 0');
    expect(settled.out).toContain('updated: Severa 0, HubSpot 0, Sauma 0');
    const report = reportSchema.parse(json(await run('sync', '--once', '--json')));
    expect(report.idle.writes).toBe(0);
    const searches = Object.entries(report.calls.hubspot).filter(([route]) => /\/(?:companies|contacts|deals)\/search$/u.test(route));
    expect(searches.map(([, count]) => count)).toEqual([1, 1, 1]);
  });

  it('can be looked at afterwards', async () => {
    const { runs } = json(await run('runs', '--json')) as { runs: { id: string; kind: string; state: string }[] };
    expect(runs.map(({ kind, state }) => `${kind} ${state}`)).toEqual(['cycle done', 'sweep done', 'backfill done', 'dry-run done', 'dry-run done', 'backfill halted']);
    const backfill = await run('runs', 'show', runs[2]?.id as string);
    expect(backfill.out).toMatch(/\d+ accounts in HubSpot: created\n/);
    expect(backfill.out).toContain('Held now, until somebody puts it right');
    expect(backfill.out).toContain('nobody there has the e-mail address of the owner');
    const preview = await run('runs', 'list');
    expect(preview.out).toMatch(/backfill halted {2}account: \d+ read, would create \d+ and update \d+/);
  });
});

describe('what waits for a person', () => {
  it('is a conflict when both sides changed a name, until somebody decides', async () => {
    const [customers, companies] = [await vendors.customers(), await vendors.companies()];
    const company = companies.find(({ properties }) => properties['sauma_number']);
    const customer = customers.find(({ number }) => String(number) === company?.properties['sauma_number']);
    if (!company || !customer) throw new Error('nothing is linked');
    await vendors.editCustomer(customer.guid, { name: 'Aurinkoranta Oy', numberOfEmployees: 77 });
    await vendors.editCompany(company.id, { name: 'Kuutamoranta Oy' });
    const found = await run('sync', '--once', '--sweep');
    expect(found).toMatchObject({ code: 3 });
    expect(found.out).toContain('1 conflict waits for a decision: npx sauma conflicts');

    const listed = await run('conflicts');
    expect(listed.code).toBe(3);
    expect(listed.out).toMatch(/Severa {3}Aurinkoranta Oy {3}was /);
    expect(listed.out).toMatch(/HubSpot {2}Kuutamoranta Oy {3}was /);
    const id = /conflicts resolve (\S+) --side/.exec(listed.out)?.[1] as string;
    const after = (await vendors.companies()).find((one) => one.id === company.id);
    expect(after?.properties).toMatchObject({ name: 'Kuutamoranta Oy', numberofemployees: '77' });

    expect(await run('conflicts', 'resolve', id, '--side', 'crm')).toEqual({ code: 0, out: 'Decided. The next sync writes the value of HubSpot.\n', err: '' });
    await run('sync', '--once');
    expect((await vendors.customers()).find(({ guid }) => guid === customer.guid)?.name).toBe('Kuutamoranta Oy');
    expect(await run('conflicts')).toEqual({ code: 0, out: 'No conflicts wait for a decision.\n', err: '' });
    expect(await run('conflicts', 'resolve', id, '--side', 'psa')).toMatchObject({ code: 2, err: expect.stringContaining('is not waiting any more') });
  });

  it('is a possible match, which is joined or kept apart', async () => {
    const { matches } = await inbox();
    const [one, other] = matches;
    if (!one || !other) throw new Error('two matches are needed');
    expect(json(await run('matches', 'reject', one.id, '--json'))).toEqual({ answered: one.id });
    expect(await run('matches', 'accept', other.id)).toMatchObject({ code: 0, out: 'Linked. The next sync brings them together field by field.\n' });
    await run('sync', '--once');
    const rest = await inbox();
    const open = rest.matches.map(({ id }) => id);
    expect(open).not.toContain(one.id);
    expect(open).not.toContain(other.id);
    const [psa, crm] = ['psa', 'crm'].map((side) => other.links.find(({ sides }) => side in sides)?.sides[side]?.id);
    const customer = (await vendors.customers()).find(({ guid }) => guid === psa);
    const company = (await vendors.companies()).find(({ id }) => id === crm);
    expect(company?.properties['sauma_number']).toBe(String(customer?.number));
    expect(await run('matches', 'accept', other.id, '--json')).toMatchObject({ code: 2, out: expect.stringContaining('"code":"not-open"') });
  });
});

describe('a workspace', () => {
  it('is made, listed and used, and knows nothing of the others', async () => {
    expect(await run('workspace', 'add', 'toinen')).toEqual({ code: 0, out: 'Made workspace "toinen".\n', err: '' });
    expect(json(await run('workspace', '--json'))).toEqual({ workspaces: ['main', 'toinen'] });
    expect(json(await run('runs', 'list', '--workspace', 'toinen', '--json'))).toEqual({ runs: [] });
    // The option counts wherever it stands.
    expect(json(await run('runs', '--workspace', 'toinen', '--json', 'list'))).toEqual({ runs: [] });
    expect(await run('sync', '--once', '--workspace', 'toinen')).toMatchObject({ code: 3, out: expect.stringContaining('Nothing has been written yet.') });
  });

  it('that does not exist is refused with the known ones', async () => {
    expect(await run('runs', '--workspace', 'kolmas')).toMatchObject({ code: 2, err: expect.stringContaining('there is no workspace "kolmas". Known: main, toinen. "npx sauma workspace add kolmas" makes it.') });
  });
});
