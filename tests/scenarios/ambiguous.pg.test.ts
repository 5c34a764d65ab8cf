// Writes whose outcome nobody knows: no fault of the wire makes a second record, and none is forgotten.
import { describe, expect, it } from 'vitest';
import type { EngineContext } from '../../src/engine/context.ts';
import type { FaultRule } from '../../src/sandbox/faults.ts';
import { companiesNamed, customersNamed, linksOf, ofCustomers, openStory, putCompany, putCustomer, settle } from './outcome.ts';
import type { Stage } from './stage.ts';

const CREATE_CUSTOMER = { method: 'POST', path: /\/v1\/customers$/ };
const CREATE_COMPANIES = { method: 'POST', path: /companies\/batch\/create$/ };

const carriedOut = ['timeout-after-commit', 'reset-after-commit', 'half-body', 'malformed', 'bad-gateway-after-commit'] as const;
const notCarriedOut = ['timeout-before', 'status-502'] as const;

/** Real milliseconds: a request without an answer is given up soon. */
const timeoutMs = 250;

/** One try a cycle: the look comes with the next one, after its pull. */
const oneTurn = (engine: EngineContext): EngineContext => ({ ...engine, limits: { ...engine.limits, turns: 1 } });

async function expectOneOfEach(stage: Stage, name: string): Promise<void> {
  expect({ customers: customersNamed(stage, name), companies: companiesNamed(stage, name) }).toEqual({ customers: 1, companies: 1 });
  const links = (await linksOf(stage)).filter((link) => Object.values(link.sides).some((side) => side.fields['name'] === name));
  expect(links.map((link) => [link.stage, Object.keys(link.sides).toSorted(), link.intents])).toEqual([['active', ['crm', 'local', 'psa'], []]]);
}

/** Made again only once somebody has read, after the try, what has come since: hence the moments between the cycles. */
const moments = [
  ['in the same cycle', { timeoutMs }, 1_000],
  ['when readings have seen it', { timeoutMs, change: oneTurn }, 10 * 60_000],
] as const;

describe.each(moments)('a create of which no answer came, looked up %s', (_when, options, later) => {

  it.each([...carriedOut, ...notCarriedOut])('is one customer in Severa after %s', async (kind) => {
    const stage = await openStory(options);
    putCompany(stage, { name: 'Koivu Oy', business_id: '2165432-9', domain: 'koivu.example', phone: '+358 40 1234567' });
    stage.severa.faults.add({ kind, ...CREATE_CUSTOMER, times: 1 });
    await stage.cycle();
    stage.clock.advance(later);
    await stage.cycle();
    await expectOneOfEach(stage, 'Koivu Oy');
    await settle(stage);
    await expectOneOfEach(stage, 'Koivu Oy');
    expect(stage.severa.state.list('addresses').map((row) => row['phone'])).toEqual(['+358 40 1234567']);
  });

  it.each([...carriedOut, ...notCarriedOut])('is one company in HubSpot after %s', async (kind) => {
    const stage = await openStory(options);
    putCustomer(stage, { name: 'Haapa Oy', vatNumber: '2165432-9', email: 'toimisto@haapa.example' });
    stage.hubspot.faults.add({ kind, ...CREATE_COMPANIES, times: 1 });
    await stage.cycle();
    stage.clock.advance(later);
    await stage.cycle();
    await expectOneOfEach(stage, 'Haapa Oy');
    await settle(stage);
    await expectOneOfEach(stage, 'Haapa Oy');
  });
});

describe('records that look alike', () => {
  const patterns: readonly (readonly [string, FaultRule])[] = [
    ['all creates were carried out', { kind: 'timeout-after-commit', ...CREATE_CUSTOMER, times: 4 }],
    ['one create was carried out', { kind: 'timeout-after-commit', ...CREATE_CUSTOMER, times: 1 }],
    ['no create was carried out', { kind: 'timeout-before', ...CREATE_CUSTOMER, times: 4 }],
  ];

  it.each(patterns)('companies of one name become as many customers and keep their own values when %s', async (_title, rule) => {
    const stage = await openStory({ timeoutMs, change: oneTurn });
    const towns = ['turku', 'oulu', 'pori', 'vaasa'].map((town, index) => ({ name: 'Niemi Oy', website: `https://niemi-${town}.example`, phone: `+358 40 ${index}111111` }));
    for (const town of towns) putCompany(stage, town);
    stage.severa.faults.add(rule);
    await stage.cycle();
    await settle(stage);
    const websites = towns.map((town) => town.website).toSorted();
    expect(ofCustomers(stage, 'website')).toEqual(websites);
    const companies = stage.hubspot.state.list('companies').map(({ properties: { name, website, phone } }) => ({ name, website, phone }));
    expect(companies).toEqual(towns);
    const joined = (await linksOf(stage)).map((link) => [link.sides.psa?.fields['website'], link.sides.crm?.fields['website']]);
    for (const [psa, crm] of joined) expect(psa).toBe(crm);
  });

  it('a customer that a person made under the same name meanwhile is not taken for ours', async () => {
    const stage = await openStory({ timeoutMs, change: oneTurn });
    putCompany(stage, { name: 'Salmi Oy', website: 'https://salmi-vaasa.example' });
    stage.severa.faults.add({ kind: 'timeout-before', ...CREATE_CUSTOMER, times: 1 });
    await stage.cycle();
    stage.severa.state.put('customers', { name: 'Salmi Oy', website: 'https://salmi-pori.example', email: 'myynti@salmi-pori.example' }, stage.clock.now());
    await settle(stage);
    expect(stage.hubspot.state.list('companies').find((row) => row.properties['website'] === 'https://salmi-vaasa.example')).toBeDefined();
    const strangers = (await linksOf(stage)).filter((link) => link.sides.psa?.fields['email'] === 'myynti@salmi-pori.example');
    expect(strangers.map((link) => link.sides.crm?.fields['website'] ?? null)).not.toContain('https://salmi-vaasa.example');
  });
});

describe('a proxy that carries a create out twice', () => {
  it('leaves one company in HubSpot, because the second has a key that is taken', async () => {
    const stage = await openStory();
    putCustomer(stage, { name: 'Haapa Oy', vatNumber: '2165432-9' });
    stage.hubspot.faults.add({ kind: 'twice', ...CREATE_COMPANIES, times: 1 });
    await stage.cycle();
    await settle(stage);
    await expectOneOfEach(stage, 'Haapa Oy');
  });

  it('leaves a second customer in Severa that a person is asked about and that goes nowhere else', async () => {
    const stage = await openStory();
    putCompany(stage, { name: 'Koivu Oy', business_id: '2165432-9' });
    stage.severa.faults.add({ kind: 'twice', ...CREATE_CUSTOMER, times: 1 });
    await stage.cycle();
    await settle(stage);
    expect({ customers: customersNamed(stage, 'Koivu Oy'), companies: companiesNamed(stage, 'Koivu Oy') }).toEqual({ customers: 2, companies: 1 });
    const { matches } = await stage.store.inbox({ limit: 10 });
    expect(matches).toHaveLength(1);
  });
});

describe('a batch of creates in HubSpot', () => {
  it('stores the good rows and says which one is refused', async () => {
    const stage = await openStory();
    for (const name of ['Aalto Oy', 'Halla Oy', 'Usva Oy']) putCustomer(stage, { name, email: `info@${name.slice(0, 5).trim().toLowerCase()}.example` });
    putCustomer(stage, { name: 'Myrsky Oy', numberOfEmployees: 12, notes: 'x'.repeat(70_000) });
    await stage.cycle();
    await settle(stage);
    for (const name of ['Aalto Oy', 'Halla Oy', 'Usva Oy']) await expectOneOfEach(stage, name);
    expect(companiesNamed(stage, 'Myrsky Oy')).toBeLessThan(2);
    const { held } = await stage.store.inbox({ limit: 10 });
    expect(held.map((item) => item.side)).toEqual(['crm']);
  });

  it('is made whole, each company once, when only half of the answer arrives', async () => {
    const stage = await openStory({ accounts: 12 });
    stage.hubspot.faults.add({ kind: 'half-body', ...CREATE_COMPANIES, times: 1 });
    await stage.cycle();
    await settle(stage);
    const keys = stage.hubspot.state.list('companies').flatMap((row) => row.properties['sauma_key'] ?? []);
    expect(new Set(keys).size).toBe(keys.length);
    const links = (await linksOf(stage)).filter((link) => link.stage === 'active');
    expect(links.filter((link) => !link.sides.crm || !link.sides.psa).map((link) => link.held)).toEqual([]);
    expect(links.flatMap((link) => link.intents)).toEqual([]);
  });
});
