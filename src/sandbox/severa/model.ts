// The Severa sandbox: one organisation behind its REST API v1, faithful to the published contract and to what is known of its
// behaviour. Everything that happens to a request happens here in order: route, quota, fault, token, scope, add-on, handler.
import type { Handled, SandboxModel, SandboxRequest, SandboxResponse } from '../contract.ts';
import { createFaultPlan, withFault, type FaultPlan, type FaultRule, type ModelFault } from '../faults.ts';
import { createAccess } from './access.ts';
import { Database } from './database.ts';
import { defaultFacts, type SeveraOptions } from './options.ts';
import { readQuery } from './query.ts';
import { createQuota } from './quota.ts';
import { errorResponse, Missing, Refusal } from './refusal.ts';
import { foundOrganisation } from './registries.ts';
import { createRouter, empty, type Matched } from './route.ts';
import { accessRoutes, type AccessRoute } from './routes-access.ts';
import { billingRoutes } from './routes-billing.ts';
import { crmRoutes } from './routes-crm.ts';
import { projectRoutes } from './routes-projects.ts';
import { registryRoutes } from './routes-registry.ts';
import { createState, type SeveraState } from './state.ts';

export interface SeveraModel extends SandboxModel {
  readonly state: SeveraState;
  /** `GET /v1/customers`: method and route template → calls that were served, whatever the answer but 429. */
  readonly calls: ReadonlyMap<string, number>;
  /** 429s given. */
  readonly refused: number;
  readonly faults: FaultPlan;
}

const callsPerSecond = 10;

export function createSeveraModel(options: SeveraOptions): SeveraModel {
  const facts = { ...defaultFacts, ...options.facts };
  const database = new Database(facts, options.random);
  foundOrganisation(database);
  const access = createAccess(options, facts);
  const faults = createFaultPlan(options.random.fork('faults'), options.faults);
  const quota = createQuota(callsPerSecond, 1000);
  const routes = createRouter([...crmRoutes, ...projectRoutes, ...billingRoutes, ...registryRoutes]);
  const openRoutes = accessRoutes(access);
  const calls = new Map<string, number>();
  let refused = 0;

  const tooMany = (retryAfterSeconds: number | null): SandboxResponse => {
    refused += 1;
    const headers = { 'content-type': 'text/plain; charset=utf-8', ...(retryAfterSeconds === null ? {} : { 'retry-after': String(retryAfterSeconds) }) };
    return { status: 429, headers, body: 'API calls quota exceeded! maximum admitted 10 per 1s.' };
  };

  const served = (key: string): void => void calls.set(key, (calls.get(key) ?? 0) + 1);

  const carryOut = (request: SandboxRequest, matched: Matched | AccessRoute, now: number, fault: ModelFault | null): SandboxResponse => {
    if (fault === 'expire-token') access.expireAll();
    database.frozen = fault === 'unchanged-timestamp';
    try {
      if ('answer' in matched) return matched.answer(request, now);
      const { route, parameters } = matched;
      access.check(request.headers, route.scopes, now);
      if (route.addon !== null && !facts[route.addon]) throw new Refusal(403, 'AddonMissing', [{ message: 'The organisation does not have the add-on this needs.' }]);
      const query = readQuery(request.query, facts);
      return route.handle({ database, query, body: readJson(request.body), parameters, now, template: route.template, pageMax: options.pageMax ?? 100, fault });
    } catch (error) {
      if (error instanceof Missing) return empty(404);
      if (error instanceof Refusal) return errorResponse(error);
      throw error;
    } finally {
      database.frozen = false;
    }
  };

  const handle = (request: SandboxRequest, now: number): Handled => {
    const path = routePath(request.path);
    const open = openRoutes.find((candidate) => candidate.method === request.method && candidate.template === path);
    const matched = open ?? routes(request.method, path);
    if (options.quota && !path.startsWith('/heartbeat/') && !quota.admit(now)) return { response: tooMany(facts.retryAfterSeconds), events: [] };
    if (!matched) return { response: empty(404), events: [] };
    const rule = faults.next(request);
    const template = 'answer' in matched ? matched.template : matched.route.template;
    if (rule?.kind !== 'status-429') served(`${request.method} ${template}`);
    return withFault(
      rule,
      () => ({ response: carryOut(request, matched, now, modelFault(rule)), events: [] }),
      (status, retryAfter) => (status === 429 ? tooMany(retryAfter) : failure(status, retryAfter)),
    );
  };

  return {
    handle,
    state: createState(database),
    calls,
    get refused() {
      return refused;
    },
    faults,
  };
}

/** /rest-api/v1.0/customers, /rest-api/v1/customers/ and /v1/customers are one route. */
function routePath(path: string): string {
  const plain = path.replace(/^\/rest-api(?=\/)/, '').replace(/^\/v1\.0(?=\/)/, '/v1');
  return plain.length > 1 ? plain.replace(/\/$/, '') : plain;
}

function readJson(body: string): unknown {
  if (body === '') return undefined;
  try {
    return JSON.parse(body);
  } catch {
    throw new Refusal(400, 'InvalidRequest', [{ message: 'The request body is not valid JSON.' }]);
  }
}

function modelFault(rule: FaultRule | null): ModelFault | null {
  return rule === null ? null : (rule.kind as ModelFault);
}

/** What stands before the API answers for it when it is down: not its own envelope, except for a 500. */
function failure(status: number, retryAfterSeconds: number | null): SandboxResponse {
  if (status === 500) return errorResponse(new Refusal(500, 'InternalSystemError', [{ message: 'An unexpected error occurred.' }]));
  if (status === 401) return errorResponse(new Refusal(401, 'AuthenticationRequired', [{ message: 'The access token is not valid.' }]));
  const headers = { 'content-type': 'text/html', ...(retryAfterSeconds === null ? {} : { 'retry-after': String(retryAfterSeconds) }) };
  return { status, headers, body: `<html><body><h1>${status}</h1></body></html>` };
}
