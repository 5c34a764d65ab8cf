// The Severa side of the conformance suite: its sandbox over HTTP with a few registries, and a person who works in it.
// Invariant: guids of the registries are looked up through the connector, as a user of it would.
import { createSeveraConnector } from '../../src/connectors/severa/connector.ts';
import { unpaced } from '../../src/connectors/pacer.ts';
import type { Fields } from '../../src/core/vocabulary.ts';
import { seededRandom } from '../../src/lib/random.ts';
import { serveSandbox } from '../../src/sandbox/http.ts';
import { createSeveraModel } from '../../src/sandbox/severa/model.ts';
import type { SeveraState } from '../../src/sandbox/severa/state.ts';
import { memoryRegistryCache, steppedClock } from './harness.ts';
import type { Harness, Running, StartOptions } from './harness.ts';

const clientId = 'severa-client';
const clientSecret = 'canary-severa-secret';
const startMs = Date.parse('2026-03-02T08:00:00Z');
const silent = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };

const states = new WeakMap<Running['connector'], SeveraState>();

/** The data behind a running sandbox. */
export function severaState({ connector }: Running): SeveraState {
  const state = states.get(connector);
  if (!state) throw new Error('not a Severa sandbox');
  return state;
}

export const severaHarness: Harness = {
  name: 'severa',
  idleCalls: 2,
  renewsTokens: true,
  secrets: [clientSecret, 'koivu.conformance@example.com'],
  sample,
  start,
};

async function start(options: StartOptions = {}): Promise<Running> {
  const clock = steppedClock(startMs);
  const random = seededRandom(11);
  const model = createSeveraModel({ clientId, clientSecret: options.credentials === 'wrong' ? 'another' : clientSecret, quota: false, random });
  const server = await serveSandbox(model, { port: 0, clock });
  const { state } = model;
  const earlier = startMs - 86_400_000;
  state.put('users', { firstName: 'Aino', lastName: 'Virta', email: 'aino.virta@luotsi.example' }, earlier);
  state.put('industries', { name: 'Ohjelmistot' }, earlier);
  for (const name of ['Julkinen sektori', 'Kunnat']) state.put('marketsegments', { name }, earlier);

  const connector = createSeveraConnector({
    baseUrl: `${server.url}/rest-api`,
    credentials: { clientId, clientSecret },
    scopes: {
      accounts: ['customers:read', 'customers:write', 'customers:delete', 'settings:read', 'users:read'],
      salesCases: ['projects:read', 'projects:write'],
      activities: ['activities:read', 'activities:write'],
      money: ['invoices:read', 'hours:read', 'fees:read', 'travels:read', 'organization:read'],
      'privacy.write': ['activities:delete', 'projects:delete', 'fees:write', 'travels:write', 'hours:write', 'invoices:write'],
      privacy: ['activities:delete', 'projects:delete', 'hours:write', 'invoices:write'],
    },
    activityTypes: [],
    money: true,
    pacer: unpaced,
    clock,
    random: random.fork('connector'),
    log: silent,
    currency: 'EUR',
    customFields: [],
    registryCache: memoryRegistryCache(),
    facts: {},
    timeoutMs: 1_000,
  });
  states.set(connector, state);
  return {
    connector,
    clock,
    faults: model.faults,
    targets: {
      create: { method: 'POST', path: '/v1/customers' },
      update: { method: 'PATCH', path: '/v1/customers/' },
      list: { method: 'GET', path: '/v1/customers' },
    },
    edit: (id, fields) => Promise.resolve(edit(state, id, fields, clock.now())),
    create: (fields) => {
      const id = state.put('customers', customerRow(fields), clock.now()).guid;
      edit(state, id, { phone: fields['phone'] ?? null }, clock.now());
      return Promise.resolve(id);
    },
    remove: (id) => {
      for (const row of addressesOf(state, id)) state.remove('addresses', row, clock.now());
      state.remove('customers', id, clock.now());
      return Promise.resolve();
    },
    catchUp: () => Promise.resolve(clock.advance(1_000)),
    expireToken: () => model.faults.add({ kind: 'expire-token', times: 1 }),
    stop: () => server.close(),
  };
}

async function sample({ connector }: Running): Promise<Fields> {
  const idOf = async (registry: string): Promise<string> => (await connector.registry(registry))[0]?.id ?? '';
  const segments = (await connector.registry('segments')).map(({ id }) => id).toSorted();
  return {
    name: 'Koivu & Pojat Oy',
    businessId: 'FI12345671',
    number: 4711,
    active: true,
    website: 'https://www.koivu.example',
    email: 'koivu.conformance@example.com',
    phone: '+358 40 1234567',
    street: 'Rantatie 1 B 2',
    postalCode: '90100',
    city: 'Oulu',
    country: 'FI',
    owner: 'aino.virta@luotsi.example',
    industry: await idOf('industries'),
    segments: segments.map((key) => ({ key })),
    employees: 12,
    annualRevenue: { amount: '1500000', currency: 'EUR' },
    notes: 'Ensimmäinen rivi\nToinen rivi',
    language: 'sv',
    currency: 'SEK',
    vat: await idOf('vatRates'),
    paymentTerm: 14,
    overdueInterest: 8.5,
    eInvoiceAddress: '003712345671',
    eInvoiceOperator: 'BASWARE',
    unitNumber: '003712345671',
    registrationNumber: '1234567',
  };
}

function customerRow(fields: Fields): Record<string, unknown> {
  const names: Readonly<Record<string, string>> = { name: 'name', employees: 'numberOfEmployees' };
  return Object.fromEntries(Object.entries(names).flatMap(([name, property]) => (name in fields ? [[property, fields[name]]] : [])));
}

function edit(state: SeveraState, id: string, fields: Fields, now: number): void {
  const changes = Object.entries(customerRow(fields)).map(([property, value]) => [`/${property}`, value] as const);
  if (changes.length > 0) state.edit('customers', id, Object.fromEntries(changes), now);
  if (!('phone' in fields)) return;
  const [address] = addressesOf(state, id);
  if (address) state.edit('addresses', address, { '/phone': fields['phone'] }, now);
  else if (fields['phone'] !== null) state.put('addresses', { customer: { guid: id }, phone: fields['phone'] }, now);
}

function addressesOf(state: SeveraState, id: string): string[] {
  return state.list('addresses').flatMap((row) => ((row['customer'] as { guid?: string } | null)?.guid === id ? [row.guid] : []));
}
