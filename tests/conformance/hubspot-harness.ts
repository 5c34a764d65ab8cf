// HubSpot for the conformance suite: its sandbox over HTTP with quotas off, everything of ours set up, and two owners.
// Every exchange is held against the published contract when there is one to hold it against, until a fault is switched on.
import { createHubspotConnector } from '../../src/connectors/hubspot/connector.ts';
import type { CustomFieldMap } from '../../src/connectors/options.ts';
import { unpaced } from '../../src/connectors/pacer.ts';
import type { Fields } from '../../src/core/vocabulary.ts';
import { createLog } from '../../src/lib/log.ts';
import { seededRandom } from '../../src/lib/random.ts';
import type { SandboxModel } from '../../src/sandbox/contract.ts';
import { createFaultPlan } from '../../src/sandbox/faults.ts';
import type { FaultPlan } from '../../src/sandbox/faults.ts';
import { serveSandbox } from '../../src/sandbox/http.ts';
import { createHubspotModel } from '../../src/sandbox/hubspot/model.ts';
import type { HubspotState } from '../../src/sandbox/hubspot/state.ts';
import { openapiChecker, openapiDocument } from '../support/openapi.ts';
import { memoryRegistryCache, steppedClock } from './harness.ts';
import type { Harness, Running, StartOptions } from './harness.ts';

const token = 'pat-eu1-conformance-0123456789';
const startMs = Date.UTC(2026, 10, 2, 8, 0, 0);
const propertyNames: Readonly<Record<string, string>> = { name: 'name', phone: 'phone', employees: 'numberofemployees' };
const choices = {
  industries: [{ id: 'industry-1', label: 'Rakentaminen', active: true }, { id: 'industry-2', label: 'Kauppa', active: true }],
  segments: [{ id: 'segment-1', label: 'Julkinen', active: true }, { id: 'segment-2', label: 'Yksityinen', active: true }],
  vatRates: [{ id: 'vat-1', label: '25,5 %', active: true }],
  channels: [{ id: 'channel-1', label: 'Messut', active: true }],
  contactRoles: [{ id: 'role-1', label: 'Päättäjä', active: true }],
  leadSources: [{ id: 'source-1', label: 'Suosittelu', active: true }],
  salesStatuses: [
    { id: 'status-early', label: 'Tapaaminen', active: true, code: 'open:20' },
    { id: 'status-late', label: 'Tarjous', active: true, code: 'open:60' },
    { id: 'status-won', label: 'Voitettu', active: true, code: 'won:100' },
    { id: 'status-lost', label: 'Hävitty', active: true, code: 'lost:0' },
  ],
};

const states = new WeakMap<Running['connector'], HubspotState>();

/** The data behind a running sandbox. */
export function hubspotState({ connector }: Running): HubspotState {
  const state = states.get(connector);
  if (!state) throw new Error('not a HubSpot sandbox');
  return state;
}

function customField(key: string, kind: CustomFieldMap['field']['kind'], registry: string | null = null): CustomFieldMap {
  const label = { fi: key, en: key };
  return { entity: 'account', name: `own_${key}`, field: { name: `custom.${key}`, kind, category: 'none', compare: 'exact', registry, target: null, label } };
}
const customFields = [customField('grade', 'text'), customField('since', 'date'), customField('score', 'number'), customField('vip', 'bool'), customField('channel', 'choice', 'channels')];

const sample: Fields = {
  name: 'Koivula & Pojat Oy',
  businessId: '1572860-0',
  number: 1042,
  active: false,
  website: 'https://www.koivula.example/fi',
  domain: 'koivula.example',
  email: 'toimisto@koivula.example',
  phone: '+358 40 555 0101',
  street: 'Ääripolku 3 B 12',
  postalCode: '00100',
  city: 'Jyväskylä',
  country: 'SE',
  owner: 'aino.maki@seller.example',
  industry: 'industry-2',
  segments: [{ key: 'segment-1' }, { key: 'segment-2' }],
  employees: 120,
  annualRevenue: { amount: '1234567.89', currency: 'EUR' },
  notes: 'Sopimus uusitaan keväällä.\nSoita ensin.',
  language: 'sv',
  currency: 'SEK',
  vat: 'vat-1',
  paymentTerm: 21,
  overdueInterest: 8.5,
  eInvoiceAddress: '003715728600',
  eInvoiceOperator: 'BAWCFI22',
  unitNumber: '003715728600',
  registrationNumber: '123.456',
  invoiceTemplate: 'Peruspohja',
  priceList: 'Hinnasto 2026',
  'custom.grade': 'A',
  'custom.since': '2019-02-28',
  'custom.score': 0.5,
  'custom.vip': true,
  'custom.channel': 'channel-1',
};

function properties(fields: Fields): Record<string, string | number | null> {
  const named = Object.entries(fields).map(([field, value]) => [propertyNames[field] ?? field, typeof value === 'number' ? value : typeof value === 'string' ? value : null]);
  return Object.fromEntries(named) as Record<string, string | number | null>;
}

async function start(options: StartOptions = {}): Promise<Running> {
  const clock = steppedClock(startMs);
  const random = seededRandom(7);
  const plan = createFaultPlan(random.fork('faults'));
  let undisturbed = true;
  const faults: FaultPlan = {
    ...plan,
    add: (rule) => {
      undisturbed = false;
      plan.add(rule);
    },
  };
  const clientSecret = 'conformance-secret';
  const model = createHubspotModel({ token, appId: '1', portalId: '4242424', clientId: 'c', clientSecret, random, quota: false, searchLagMs: 5_000, faults });
  const violations: string[] = [];
  const document = openapiDocument('hubspot');
  const checker = document === null ? null : openapiChecker(document);
  const judged: SandboxModel = {
    handle: (request, now) => {
      const handled = model.handle(request, now);
      try {
        if (undisturbed) checker?.check(request, handled.response);
      } catch (error) {
        violations.push(String(error));
      }
      return handled;
    },
  };
  const server = await serveSandbox(judged, { port: 0, clock });
  for (const [email, firstName, lastName] of [['Aino.Maki@seller.example', 'Aino', 'Mäki'], ['eero.niemi@seller.example', 'Eero', 'Niemi']] as const) {
    model.state.putOwner({ email, firstName, lastName });
  }
  const connector = createHubspotConnector({
    baseUrl: server.url,
    credentials: { token: options.credentials === 'wrong' ? 'pat-eu1-somebody-else' : token },
    scopes: { accounts: ['crm.objects.companies.read'] },
    pacer: unpaced,
    clock,
    random: random.fork('connector'),
    log: createLog({ level: 'silent' }),
    currency: 'EUR',
    customFields,
    registryCache: memoryRegistryCache(),
    facts: { timeZone: 'Europe/Helsinki' },
    activities: true,
    touches: true,
    timeoutMs: 2_000,
  });
  states.set(connector, model.state);
  if (options.credentials !== 'wrong') await connector.meet(choices);
  if (options.unprepared !== true && options.credentials !== 'wrong') await connector.prepare({ dryRun: false, choices });

  return {
    connector,
    clock,
    faults,
    targets: {
      create: { method: 'POST', path: /companies\/batch\/create$/ },
      update: { method: 'POST', path: /companies\/batch\/update$/ },
      list: { method: 'GET', path: /\/crm\/objects\/[^/]+\/companies$/ },
    },
    edit: (id, fields) => Promise.resolve(model.state.edit('companies', id, properties(fields), { now: clock.now(), userId: 70 })),
    create: (fields) => Promise.resolve(model.state.put('companies', properties(fields), { createdAt: clock.now() })),
    remove: (id) => Promise.resolve(model.state.archive('companies', id, clock.now())),
    catchUp: () => Promise.resolve(clock.advance(120_000)),
    expireToken: () => undefined,
    stop: async () => {
      await server.close();
      if (violations.length > 0) throw new Error(violations.join('\n'));
    },
  };
}

export const hubspotHarness: Harness = {
  name: 'HubSpot',
  idleCalls: 1,
  renewsTokens: false,
  sample: () => Promise.resolve(sample),
  secrets: [token, 'pat-eu1-somebody-else', 'toimisto@koivula.example'],
  start,
};
