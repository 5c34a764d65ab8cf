// Home of Severa behind the port: the parts put together. Nothing is asked of Severa before it is needed.
import { z } from 'zod';
import { AccessError } from '../../lib/errors.ts';
import type { CheckResult, Connector } from '../connector.ts';
import { createHttp } from '../http.ts';
import type { Http } from '../http.ts';
import type { ConnectorOptions } from '../options.ts';
import { createAccountAdapter } from './account.ts';
import { explain } from './errors.ts';
import { createLists } from './paging.ts';
import { createRegistries } from './registries.ts';
import type { RegistryName } from './registries.ts';
import { organizationRow } from './rows.ts';
import { createTokenSource } from './token.ts';
import type { SeveraCredentials } from './token.ts';

const registryNames: readonly RegistryName[] = ['owners', 'industries', 'segments', 'languages', 'currencies', 'countries', 'vatRates'];

/** Throws ConfigError when the base URL is no http(s) address. */
export function createSeveraConnector(options: ConnectorOptions<SeveraCredentials>): Connector {
  const { clock, log } = options;
  const tokens = createTokenSource({ credentials: options.credentials, scopes: options.scopes, clock, http: () => http });
  const http: Http = createHttp({
    ...options,
    system: 'severa',
    explain,
    authorize: async (fresh) => ({ authorization: (await tokens.grant(fresh)).header, client_id: options.credentials.clientId }),
  });
  const lists = createLists(http, clock, pageMaxOf(options.facts));
  const names: readonly RegistryName[] = options.customFields.length > 0 ? [...registryNames, 'customProperties'] : registryNames;
  const registries = createRegistries({ lists, cache: options.registryCache, clock, log, names });
  const context = { registry: (name: RegistryName) => registries.get(name), currency: options.currency };
  const account = createAccountAdapter({ http, lists, registries, context, clock }, options.customFields);

  return {
    system: 'severa',
    side: 'psa',
    entities: new Map([['account', account]]),
    check: async () => {
      const { scopes } = await tokens.grant(true);
      return { scopes, missing: missingScopes(options.scopes, scopes), ...(await organization(http)) };
    },
    probe: () => probe(http),
    prepare: () => Promise.resolve([]),
    registry: async (name) => {
      const known = names.find((candidate) => candidate === name);
      if (known === undefined) throw new RangeError(`Severa is not the home of the registry ${name}`);
      return await registries.list(known);
    },
    registries: names,
    calls: http.calls,
    throttled: http.throttled,
  };
}

const pageMaxFact = 'pageMax';
const overAsked = 1_000;

function pageMaxOf(facts: Readonly<Record<string, string>>): number | undefined {
  const pageMax = Number(facts[pageMaxFact]);
  return Number.isInteger(pageMax) && pageMax > 0 ? pageMax : undefined;
}

/** One page of customers, asked for too long: how many rows come while more remain is the server's limit. */
async function probe(http: Http): Promise<Record<string, string>> {
  const { data, headers } = await http.call({
    method: 'GET',
    route: 'GET /v1/customers',
    path: '/v1/customers',
    query: [['rowCount', overAsked]],
    bucket: 'severa',
    replay: 'safe',
    accept: [400],
    reply: z.array(z.unknown()),
  });
  if (data === null) return { [pageMaxFact]: '100' };
  return headers['nextpagetoken'] && data.length > 0 ? { [pageMaxFact]: String(data.length) } : {};
}

function missingScopes(wanted: Readonly<Record<string, readonly string[]>>, granted: readonly string[] | null): Record<string, readonly string[]> {
  if (granted === null) return {};
  const missing = Object.entries(wanted).map(([feature, scopes]) => [feature, scopes.filter((scope) => !granted.includes(scope))] as const);
  return Object.fromEntries(missing.filter(([, scopes]) => scopes.length > 0));
}

/** The organisation's details need a scope of their own, which no feature depends on. */
async function organization(http: Http): Promise<Pick<CheckResult, 'account' | 'facts'>> {
  try {
    const { data } = await http.call({
      method: 'GET',
      route: 'GET /v1/organizationdetails',
      path: '/v1/organizationdetails',
      bucket: 'severa',
      replay: 'safe',
      reply: organizationRow,
    });
    const facts = { organization: data.guid, currency: data.currency?.code, addons: data.activeAddons?.join(',') };
    return { account: data.name ?? null, facts: Object.fromEntries(Object.entries(facts).flatMap(([name, value]) => (value ? [[name, value]] : []))) };
  } catch (error) {
    if (error instanceof AccessError && error.code === 'scope-missing') return { account: null, facts: {} };
    throw error;
  }
}
