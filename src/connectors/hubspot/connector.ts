// Home of HubSpot as the CRM side: the parts put together. Invariant: all state that outlives a call is a cache of what
// HubSpot said, shared through the registry cache; a second process needs nothing from the first.
import { AccessError } from '../../lib/errors.ts';
import type { CheckResult, Connector } from '../connector.ts';
import { createHttp } from '../http.ts';
import type { ConnectorOptions } from '../options.ts';
import { DEFAULT_BUSINESS_ID_PROPERTIES, mapAccount } from './account-map.ts';
import { accountAdapter } from './account.ts';
import type { ValueContext } from './codecs.ts';
import type { CompanyContext } from './company-reads.ts';
import { createOwners } from './owners.ts';
import { BUCKET, routes } from './paths.ts';
import { explain } from './refusals.ts';
import { createSchemaSource } from './schema.ts';
import { setUp } from './set-up.ts';
import { accountDetailsSchema } from './wire.ts';

export interface HubspotCredentials {
  /** A service key or the token of a static-auth app. */
  readonly token: string;
}

export interface HubspotOptions extends ConnectorOptions<HubspotCredentials> {
  /** How far behind the search index may be; default 60 000. */
  readonly searchLagMs?: number;
  /** Text properties of the account that may hold the business ID, the likeliest first. */
  readonly businessIdProperties?: readonly string[];
}

/** Throws ConfigError for a base URL that is no address. */
export function createHubspotConnector(options: HubspotOptions): Connector {
  const { clock, registryCache: cache } = options;
  const http = createHttp({
    system: 'hubspot',
    baseUrl: options.baseUrl,
    pacer: options.pacer,
    clock,
    random: options.random,
    log: options.log,
    // The token does not expire: a refusal of it stands, whether it is asked for afresh or not.
    authorize: () => Promise.resolve({ authorization: `Bearer ${options.credentials.token}` }),
    explain,
    ...(options.timeoutMs === undefined ? {} : { timeoutMs: options.timeoutMs }),
    ...(options.transport === undefined ? {} : { transport: options.transport }),
  });
  const fields = mapAccount(options.businessIdProperties ?? DEFAULT_BUSINESS_ID_PROPERTIES, options.customFields);
  const owners = createOwners({ http, cache, clock });
  const schemas = createSchemaSource({ http, cache, clock, fields });
  const values: ValueContext = {
    currency: options.facts['companyCurrency'] ?? options.currency,
    ownerIdOf: (email) => owners.idOf(email),
    ownerEmailOf: (id) => owners.emailOf(id),
  };
  const at: CompanyContext = { http, clock, owners, schemas, values };

  return {
    system: 'hubspot',
    side: 'crm',
    entities: new Map([['account', accountAdapter(at, fields, options.searchLagMs ?? 60_000)]]),
    check: () => check(),
    probe: () => probe(),
    prepare: (how) => setUp({ http, schemas, fields }, how),
    registry: async (name) => {
      if (name !== 'owners') throw new RangeError(`HubSpot is not the home of the registry ${name}`);
      return owners.items();
    },
    registries: ['owners'],
    calls: http.calls,
    throttled: http.throttled,
  };

  /** What the account may call comes with every answer that is not a search; tables of it differ. */
  async function probe(): Promise<Record<string, string>> {
    const { headers } = await http.call({ ...routes.owners, query: [['limit', 1]], bucket: BUCKET, replay: 'safe', reply: null });
    const [calls, windowMs] = [headers['x-hubspot-ratelimit-max'], headers['x-hubspot-ratelimit-interval-milliseconds']];
    return calls && windowMs ? { callsPerWindow: calls, windowMs } : {};
  }

  /** A static token does not tell its scopes: what it may not read is found by reading, through the caches. */
  async function check(): Promise<CheckResult> {
    const { data } = await http.call({ ...routes.accountDetails, bucket: BUCKET, replay: 'safe', reply: accountDetailsSchema });
    const refused = new Set<string>();
    if (!(await allowed(() => owners.items()))) refused.add('crm.objects.owners.read');
    if (!(await allowed(() => schemas.get()))) refused.add('crm.schemas.companies.read');
    const features = Object.entries(options.scopes).map(([feature, scopes]) => [feature, scopes.filter((scope) => refused.has(scope))] as const);
    // A refusal that no feature names is told under its own name.
    const named = new Set(features.flatMap(([, scopes]) => scopes));
    const missing = [...features, ...[...refused].filter((scope) => !named.has(scope)).map((scope) => [scope, [scope]] as const)];
    return {
      scopes: null,
      missing: Object.fromEntries(missing.filter(([, scopes]) => scopes.length > 0)),
      account: data.portalId,
      facts: {
        portalId: data.portalId,
        ...(data.companyCurrency ? { companyCurrency: data.companyCurrency } : {}),
        ...(data.timeZone ? { timeZone: data.timeZone } : {}),
      },
    };
  }
}

async function allowed(read: () => Promise<unknown>): Promise<boolean> {
  try {
    await read();
    return true;
  } catch (error) {
    if (error instanceof AccessError && error.code === 'scope-missing') return false;
    throw error;
  }
}
