// Home of HubSpot as the CRM side: the parts put together. Invariant: all state that outlives a call is a cache of what
// HubSpot said, shared through the registry cache; a second process needs nothing from the first.
import { ACTIVITY_KINDS } from '../../entities/activity.ts';
import { AccessError } from '../../lib/errors.ts';
import type { CheckResult, Connector } from '../connector.ts';
import { createHttp } from '../http.ts';
import type { ConnectorOptions } from '../options.ts';
import { activityAdapter } from './activity-adapter.ts';
import { activityMap } from './activity-map.ts';
import { accountMap, DEFAULT_BUSINESS_ID_PROPERTIES } from './account-map.ts';
import type { ValueContext } from './codecs.ts';
import { hubspotConsent } from './consent.ts';
import { contactMap } from './contact-map.ts';
import { touchAdapter } from './mirrors/touches.ts';
import { objectAdapter } from './object-adapter.ts';
import { scopeOf } from './object-map.ts';
import type { ObjectMap } from './object-map.ts';
import type { ObjectContext } from './object-reads.ts';
import { createOwners } from './owners.ts';
import { BUCKET, routes } from './paths.ts';
import { createPipelines } from './pipelines.ts';
import { hubspotPrivacy, keepPersonal } from './privacy/privacy.ts';
import { keepTexts } from './privacy/text-properties.ts';
import { receiveEvents } from './receive.ts';
import { explain } from './refusals.ts';
import { salesCaseMap } from './sales-case-map.ts';
import { createSchemaSource } from './schema.ts';
import { setUp } from './set-up.ts';
import type { StagePair } from './stage-map.ts';
import { createAccess } from './tokens.ts';
import type { HubspotCredentials } from './tokens.ts';
import { accountDetailsSchema } from './wire.ts';
import type { WireProperty } from './wire.ts';

export interface HubspotOptions extends ConnectorOptions<HubspotCredentials> {
  /** How far behind the search index may be; default 60 000. */
  readonly searchLagMs?: number;
  /** Text properties of the account that may hold the business ID, the likeliest first. */
  readonly businessIdProperties?: readonly string[];
  /** Deal stages that mean another sales status than the likeliest. */
  readonly stageMap?: readonly StagePair[];
  /** Tasks, meetings and calls too; without it none of them is ever asked for. */
  readonly activities?: boolean;
  /** When somebody was in touch too: e-mails, meetings, calls and tasks; without it they are never asked for. */
  readonly touches?: boolean;
}

/** Throws ConfigError for a base URL that is no address. */
export function createHubspotConnector(options: HubspotOptions): Connector {
  const { clock, registryCache: cache } = options;
  const access = createAccess({ credentials: options.credentials, clock, http: () => http });
  const http = createHttp({
    system: 'hubspot',
    baseUrl: options.baseUrl,
    pacer: options.pacer,
    clock,
    random: options.random,
    log: options.log,
    authorize: (fresh) => access.authorize(fresh),
    explain,
    ...(options.timeoutMs === undefined ? {} : { timeoutMs: options.timeoutMs }),
    ...(options.transport === undefined ? {} : { transport: options.transport }),
  });
  const { customFields } = options;
  const owners = createOwners({ http, cache, clock });
  const pipelines = createPipelines({ http, cache, clock, pairs: options.stageMap ?? [] });
  const values: ValueContext = {
    currency: options.facts['companyCurrency'] ?? options.currency,
    ownerIdOf: (email) => owners.idOf(email),
    ownerEmailOf: (id) => owners.emailOf(id),
    timeZone: options.facts['timeZone'] ?? 'UTC',
    stages: () => pipelines.map(),
  };
  const maps = [accountMap(options.businessIdProperties ?? DEFAULT_BUSINESS_ID_PROPERTIES, customFields), contactMap(customFields), salesCaseMap(customFields)];
  const keepers: ReadonlyMap<ObjectMap['type'], (all: readonly WireProperty[]) => Promise<void>> = new Map([
    ['contacts', (all) => keepPersonal({ cache, clock }, all)],
    ...(['companies', 'deals'] as const).map((type) => [type, (all: readonly WireProperty[]) => keepTexts({ cache, clock }, type, all)] as const),
  ]);
  const keeperOf = ({ type }: ObjectMap): Pick<Parameters<typeof createSchemaSource>[0], 'seen'> => {
    const seen = keepers.get(type);
    return seen === undefined ? {} : { seen };
  };
  const contextOf = (map: ObjectMap): ObjectContext => ({ map, http, clock, owners, schemas: createSchemaSource({ http, cache, clock, map, ...keeperOf(map) }), values, pipelines });
  const objects = maps.map(contextOf);
  const activities = new Map((options.activities === true ? ACTIVITY_KINDS : []).map((kind) => [kind as string, contextOf(activityMap(kind))]));
  const lagMs = options.searchLagMs ?? 60_000;
  const adapters = [...objects.map((at) => objectAdapter(at, lagMs)), ...(activities.size > 0 ? [activityAdapter(activities, lagMs)] : [])];

  const consent = hubspotConsent({ ...options, access });

  return {
    system: 'hubspot',
    side: 'crm',
    stages: () => pipelines.stages(),
    ...(consent ? { consent } : {}),
    receive: (events) => receiveEvents(events, options.facts['portalId'] ?? null),
    entities: new Map(adapters.map((adapter) => [adapter.entity, adapter])),
    check: () => check(),
    probe: () => probe(),
    meet: (choices) => pipelines.meet(choices['salesStatuses'] ?? null),
    prepare: (how) => prepare(how),
    registry: async (name) => {
      if (name !== 'owners') throw new RangeError(`HubSpot is not the home of the registry ${name}`);
      return owners.items();
    },
    mirrors: new Map(options.touches === true ? [['touches', touchAdapter({ http, clock }, lagMs)]] : []),
    registries: ['owners'],
    calls: http.calls,
    throttled: http.throttled,
    privacy: hubspotPrivacy({ http, owners, cache, clock, customFields, scopes: () => granted() }),
  };

  /** Scopes that came with the access; null where HubSpot names none. */
  function granted(): readonly string[] | null {
    const scopes = access.scopes();
    return scopes === null || scopes.length === 0 ? null : scopes;
  }

  /** One type that may not be set up does not stop the others; its refusal is told at the end. */
  async function prepare(how: Parameters<Connector['prepare']>[0]): Promise<readonly string[]> {
    const made = new Set<string>();
    const refusals: unknown[] = [];
    for (const { schemas } of objects) {
      try {
        for (const line of await setUp({ http, schemas }, how)) made.add(line);
      } catch (error) {
        if (!(error instanceof AccessError) || error.code !== 'scope-missing') throw error;
        refusals.push(error);
      }
    }
    if (refusals.length > 0) throw refusals[0];
    return [...made];
  }

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
    for (const { map, schemas } of [...objects, ...activities.values()]) {
      if (!(await allowed(() => schemas.get()))) refused.add(`crm.schemas.${scopeOf(map.type)}.read`);
      // Associations need this right of both ends, and nothing more.
      const look = { ...routes.list(map.type), query: [['limit', 1], ['properties', 'hs_object_id']] as const, bucket: BUCKET, replay: 'safe', reply: null } as const;
      if (!(await allowed(() => http.call(look)))) refused.add(`crm.objects.${scopeOf(map.type)}.read`);
    }
    await pipelines.know([]);
    if (pipelines.map() === null) refused.add('crm.objects.deals.read');
    // What no read tells: the right to write, and to see what e-mails say.
    const given = granted();
    if (given !== null) for (const scope of Object.values(options.scopes).flat()) if (!READABLE.test(scope) && !isGiven(given, scope)) refused.add(scope);
    const features = Object.entries(options.scopes).map(([feature, scopes]) => [feature, scopes.filter((scope) => refused.has(scope))] as const);
    // A refusal that no feature names is told under its own name.
    const named = new Set(features.flatMap(([, scopes]) => scopes));
    const missing = [...features, ...[...refused].filter((scope) => !named.has(scope)).map((scope) => [scope, [scope]] as const)];
    return {
      scopes: access.scopes(),
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

/** Found out by reading. */
const READABLE = /^crm\.(?:objects|schemas)\..+\.read$/;

/** `….read_write` is both. */
function isGiven(scopes: readonly string[], wanted: string): boolean {
  return scopes.includes(wanted) || scopes.includes(wanted.replace(/\.(?:read|write)$/, '.read_write'));
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
