// Home of the sandboxed HubSpot account: one request in, one answer and the due webhooks out. Invariant: time and chance
// come from outside, so the same requests at the same times give the same answers.
import type { Handled, SandboxModel, SandboxRequest, SandboxResponse } from '../contract.ts';
import { createFaultPlan, withFault } from '../faults.ts';
import type { FaultPlan, FaultRule } from '../faults.ts';
import { callerOf, checkScopes } from './access.ts';
import { newCall } from './call.ts';
import type { Call } from './call.ts';
import { takeDeliveries } from './deliveries.ts';
import { settingsOf } from './options.ts';
import type { HubspotOptions } from './options.ts';
import { bend } from './page-faults.ts';
import { newPortal } from './portal.ts';
import { newQuota } from './quota.ts';
import { matchRoute } from './routes.ts';
import type { Matched } from './routes.ts';
import { ALL_SCOPES } from './scopes.ts';
import { newState } from './state.ts';
import type { HubspotState } from './state.ts';
import { Refusal, refuse, respond } from './wire.ts';

export interface HubspotModel extends SandboxModel {
  readonly state: HubspotState;
  /** `POST /crm/objects/2026-09/{objectType}/batch/create companies` → calls served, 429s left out. */
  readonly calls: ReadonlyMap<string, number>;
  /** 429s given. */
  readonly refused: number;
  readonly faults: FaultPlan;
}

export function createHubspotModel(options: HubspotOptions): HubspotModel {
  const settings = settingsOf(options, ALL_SCOPES);
  const portal = newPortal(settings);
  const quota = newQuota(settings);
  const correlations = settings.random.fork('hubspot correlations');
  const faults = options.faults ?? createFaultPlan(settings.random.fork('hubspot faults'));
  const calls = new Map<string, number>();
  let refused = 0;

  const serve = (request: SandboxRequest, now: number): SandboxResponse => {
    if (request.path.length + request.query.length > settings.urlMax) throw refuse(414, null, 'URI Too Long');
    const matched = matchRoute(request.method, request.path);
    if (matched === null) throw refuse(404, null, `No route is defined for ${request.path}`);
    if (matched === 'method') throw refuse(405, null, `Method ${request.method} is not allowed for ${request.path}`);
    const { route } = matched;
    const open = route.scopes === null;
    const caller = open ? { scopes: new Set<string>(), oauth: true } : callerOf(portal, request, now);
    const headers = open ? {} : quota.take({ search: route.template.endsWith('/search'), oauth: caller.oauth, now });
    const source = { type: 'INTEGRATION', id: settings.appId, userId: null };
    const call = newCall({ portal, now, request, dated: matched.dated, parameters: matched.parameters, source, scopes: caller.scopes });
    count(calls, matched, call);
    const answered = attempt(() => {
      checkScopes(route, call);
      return route.handle(call);
    });
    return { ...answered, headers: { ...answered.headers, ...headers } };
  };

  /** Turns a refusal into its answer, with a correlation id. */
  const attempt = (work: () => SandboxResponse): SandboxResponse => {
    try {
      return work();
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      if (error.status === 429) refused += 1;
      const hex = (length: number): string => Array.from({ length }, () => correlations.int(0, 15).toString(16)).join('');
      const id = `${hex(8)}-${hex(4)}-4${hex(3)}-8${hex(3)}-${hex(12)}`;
      const isEnvelope = typeof error.body === 'object' && error.body !== null && !('error_description' in error.body);
      const extra = isEnvelope ? { correlationId: id, ...(error.status === 429 && !('groupName' in (error.body as object)) ? { requestId: id } : {}) } : {};
      const body = isEnvelope ? { ...(error.body as object), ...extra } : error.body;
      return respond(error.status, body, { 'x-hubspot-correlation-id': id, ...error.headers });
    }
  };

  const carryOut = (request: SandboxRequest, now: number, rule: FaultRule | null): Handled => {
    if (rule?.kind === 'expire-token') portal.tokens.access.clear();
    portal.switches.unchangedTimestamp = rule?.kind === 'unchanged-timestamp';
    const answered = attempt(() => serve(request, now));
    portal.switches.unchangedTimestamp = false;
    const response = rule === null ? answered : bend(rule.kind, request, answered);
    return { response, events: takeDeliveries(portal, now) };
  };

  return {
    state: newState(portal),
    calls,
    faults,
    get refused() {
      return refused;
    },
    handle: (request, now) => {
      const rule = faults.next(request);
      return withFault(rule, () => carryOut(request, now, rule), (status, retryAfter) => attempt(() => {
        throw vendorRefusal(status, retryAfter);
      }));
    },
  };
}

function count(calls: Map<string, number>, { route, parameters }: Matched, call: Call): void {
  const types = ['objectType', 'fromObjectType', 'toObjectType'].filter((name) => parameters[name] !== undefined).map((name) => call.type(name).name);
  const key = [route.method, route.template, ...types].join(' ');
  calls.set(key, (calls.get(key) ?? 0) + 1);
}

/** The vendor's own answer of an injected status. */
function vendorRefusal(status: number, retryAfterSeconds: number | null): Refusal {
  const headers: Record<string, string> = retryAfterSeconds === null ? {} : { 'retry-after': String(retryAfterSeconds) };
  if (status === 429) {
    const body = { status: 'error', message: 'You have reached your ten_secondly_rolling limit.', errorType: 'RATE_LIMIT', policyName: 'TEN_SECONDLY_ROLLING', groupName: 'publicapi:private-apps' };
    return new Refusal(429, body, headers);
  }
  if (status === 423) return new Refusal(423, { status: 'error', message: 'The record is locked by another request.', category: 'RESOURCE_LOCKED' }, headers);
  if (status === 477) return new Refusal(477, { status: 'error', message: 'The account is being moved to another data centre.', category: 'MIGRATION_IN_PROGRESS' }, { 'retry-after': '60', ...headers });
  if (status === 500 || status === 503) return new Refusal(status, { status: 'error', message: status === 500 ? 'internal error' : 'service unavailable' }, headers);
  // The rest comes from the proxy in front, as a page.
  return new Refusal(status, `<html><head><title>${status}</title></head><body>${status}</body></html>`, headers);
}
