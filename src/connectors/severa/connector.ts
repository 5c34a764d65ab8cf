// Home of Severa behind the port: the parts put together. Nothing is asked of Severa before it is needed.
import type { EntityName } from '../../core/vocabulary.ts';
import { AccessError } from '../../lib/errors.ts';
import type { CheckResult, Connector } from '../connector.ts';
import { createHttp } from '../http.ts';
import type { Http } from '../http.ts';
import type { ConnectorOptions, CustomFieldMap } from '../options.ts';
import { accountRegistries, createAccountAdapter } from './account.ts';
import { activityRegistries, createActivityAdapter } from './activity.ts';
import type { ActivityTypePair } from './activity-kind.ts';
import { contactRegistries, createContactAdapter } from './contact.ts';
import { propertiesOf } from './custom.ts';
import { explain } from './errors.ts';
import { createMirrors } from './mirrors/mirrors.ts';
import { readMoneySettings } from './mirrors/money.ts';
import { probeInvoicingMoves } from './mirrors/probe.ts';
import { createLists } from './paging.ts';
import { createPrivacy } from './privacy/privacy.ts';
import { pageMaxFact, probePageMax, probeStatusMoves, statusMovesFact } from './probe.ts';
import { createRegistries } from './registries.ts';
import type { RegistryName } from './registries.ts';
import { organizationRow } from './rows.ts';
import { createSalesCaseAdapter, salesCaseRegistries } from './sales-case.ts';
import { createTokenSource } from './token.ts';
import type { SeveraCredentials } from './token.ts';

export interface SeveraOptions extends ConnectorOptions<SeveraCredentials> {
  /** Activity types that mean another kind than their category suggests. Absent: activities are not read at all. */
  readonly activityTypes?: readonly ActivityTypePair[];
  /** True: billable work and invoices are read too. */
  readonly money?: boolean;
}

/** Throws ConfigError when the base URL is no http(s) address. */
export function createSeveraConnector(options: SeveraOptions): Connector {
  const { clock, log } = options;
  const withMoney = options.money === true;
  const tokens = createTokenSource({ credentials: options.credentials, scopes: options.scopes, clock, http: () => http });
  const http: Http = createHttp({
    ...options,
    system: 'severa',
    explain,
    authorize: async (fresh) => ({ authorization: (await tokens.grant(fresh)).header, client_id: options.credentials.clientId }),
  });
  const lists = createLists(http, clock, pageMaxOf(options.facts));
  const registries = createRegistries({ lists, cache: options.registryCache, clock, log });
  const context = { registry: (name: RegistryName) => registries.get(name), currency: options.currency };
  const sources = { http, lists, registries, context, clock };
  const customOf = (entity: EntityName): CustomFieldMap[] => options.customFields.filter((map) => map.entity === entity);
  const [ofAccounts, ofSalesCases] = [customOf('account'), customOf('salesCase')];
  const entities = [
    createAccountAdapter(sources, ofAccounts),
    createContactAdapter(sources),
    createSalesCaseAdapter(sources, ofSalesCases, options.facts[statusMovesFact] === 'yes', withMoney),
    ...(options.activityTypes === undefined ? [] : [createActivityAdapter(sources, options.activityTypes)]),
  ];
  const properties = [...(ofAccounts.length > 0 ? [propertiesOf.customers] : []), ...(ofSalesCases.length > 0 ? [propertiesOf.projects] : [])];
  const ofActivities = options.activityTypes === undefined ? [] : activityRegistries;
  const names: readonly RegistryName[] = [...new Set([...accountRegistries, ...contactRegistries, ...salesCaseRegistries, ...ofActivities, ...properties])];

  return {
    system: 'severa',
    side: 'psa',
    entities: new Map(entities.map((adapter) => [adapter.entity, adapter])),
    check: async () => {
      const { scopes } = await tokens.grant(true);
      return { scopes, missing: missingScopes(options.scopes, scopes), ...(await organization(http)) };
    },
    probe: async () => ({
      ...(await probePageMax(http)),
      ...(await probeStatusMoves(lists, registries, clock)),
      ...(withMoney ? await probeInvoicingMoves(lists, clock) : {}),
    }),
    // Every choice of ours is known by its own id: other systems map theirs to it.
    meet: () => Promise.resolve(),
    prepare: () => Promise.resolve([]),
    registry: async (name) => {
      const known = names.find((candidate) => candidate === name);
      if (known === undefined) throw new RangeError(`Severa is not the home of the registry ${name}`);
      return await registries.list(known);
    },
    mirrors: withMoney ? createMirrors(sources) : new Map(),
    ...(withMoney
      ? {
          money: async () => {
            // Kept beside the settings: what an accepted proposal is called. It needs an add-on.
            await registries.ready(['proposalStatuses']);
            return await readMoneySettings({ http, lists, clock, cache: options.registryCache, currency: options.currency });
          },
        }
      : {}),
    registries: names,
    privacy: createPrivacy({ http, lists }, async () => (await tokens.grant(false)).scopes),
    calls: http.calls,
    throttled: http.throttled,
  };
}

function pageMaxOf(facts: Readonly<Record<string, string>>): number | undefined {
  const pageMax = Number(facts[pageMaxFact]);
  return Number.isInteger(pageMax) && pageMax > 0 ? pageMax : undefined;
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
