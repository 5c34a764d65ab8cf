// Faults a test switches on while a sandbox runs: the same rules for every vendor. A rule decides when it fires; this file
// carries out what happens on the wire, and leaves to the model what only the vendor can do to its data (see `ModelFault`).
import type { Random } from '../lib/random.ts';
import type { Handled, SandboxRequest } from './contract.ts';

/** Carried out here, around the model. */
type WireFault =
  /** Answers this status without carrying the request out, e.g. status-500, status-503, status-429. */
  | `status-${number}`
  /** Carries the request out and answers text that is not JSON. */
  | 'malformed'
  /** No answer ever comes; the request was not carried out. */
  | 'timeout-before'
  /** No answer ever comes although the request was carried out. */
  | 'timeout-after-commit'
  | 'reset-before'
  | 'reset-after-commit'
  /** Carries the request out, and a proxy answers 502 in its stead. */
  | 'bad-gateway-after-commit'
  /** Answers rightly, `delayMs` late. */
  | 'slow'
  /** Carries the request out and breaks off in the middle of the answer. */
  | 'half-body'
  /** A proxy sends the request twice; the second answer comes back. */
  | 'twice';

/** Carried out by the model, which reads `kind` of the rule it is handed. */
export type ModelFault =
  /** Fewer rows than asked for although there are more. */
  | 'short-page'
  | 'empty-page-with-token'
  /** The token of the next page leads to the same page again. */
  | 'repeat-token'
  /** Rows are answered without their time of change. */
  | 'null-timestamp'
  /** A write does not move the time of change. */
  | 'unchanged-timestamp'
  /** All access tokens given so far stop working. */
  | 'expire-token';

export interface FaultRule {
  readonly kind: WireFault | ModelFault;
  readonly method?: string;
  /** A text is a prefix of the path below the vendor's base, with or without that base. */
  readonly path?: RegExp | string;
  /** Fires at each n-th request the rule fits; 1 when left out. */
  readonly every?: number;
  /** Fires at most this often. */
  readonly times?: number;
  /** Chance in [0, 1] each time it would fire; drawn from the seeded random. */
  readonly probability?: number;
  /** Seconds, for status-429 and status-503. */
  readonly retryAfter?: number;
  /** For `slow`; 5,000 when left out. */
  readonly delayMs?: number;
}

export interface FaultPlan {
  add(rule: FaultRule): void;
  clear(): void;
  /** The first rule that fires for this request; counts it. */
  next(request: SandboxRequest): FaultRule | null;
}

export function createFaultPlan(random: Random, rules: readonly FaultRule[] = []): FaultPlan {
  interface Armed {
    readonly rule: FaultRule;
    seen: number;
    fired: number;
  }
  let armed: Armed[] = [];
  const add = (rule: FaultRule): void => void armed.push({ rule, seen: 0, fired: 0 });
  for (const rule of rules) add(rule);
  return {
    add,
    clear: () => {
      armed = [];
    },
    next: (request) => {
      for (const entry of armed) {
        const { rule } = entry;
        if (!fits(rule, request) || entry.fired >= (rule.times ?? Infinity)) continue;
        entry.seen += 1;
        if (entry.seen % (rule.every ?? 1) !== 0) continue;
        if (rule.probability !== undefined && !random.chance(rule.probability)) continue;
        entry.fired += 1;
        return rule;
      }
      return null;
    },
  };
}

/** Handles a request under a rule that fired (null: none). `refusal` gives the vendor's own answer of a status. */
export function withFault(
  rule: FaultRule | null,
  carryOut: () => Handled,
  refusal: (status: number, retryAfterSeconds: number | null) => Handled['response'],
): Handled {
  if (rule?.kind.startsWith('status-')) return { response: refusal(Number(rule.kind.slice(7)), rule.retryAfter ?? null), events: [] };
  switch (rule?.kind) {
    case 'timeout-before':
      return cut('timeout', null);
    case 'reset-before':
      return cut('reset', null);
    case 'timeout-after-commit':
      return cut('timeout', carryOut());
    case 'reset-after-commit':
      return cut('reset', carryOut());
    case 'half-body':
      return cut('half-body', carryOut());
    case 'bad-gateway-after-commit':
      return { response: refusal(502, null), events: carryOut().events };
    case 'slow': {
      const handled = carryOut();
      return { ...handled, response: { ...handled.response, delayMs: rule.delayMs ?? 5_000 } };
    }
    case 'malformed': {
      const handled = carryOut();
      const headers = { ...handled.response.headers, 'content-type': 'application/json; charset=utf-8' };
      return { response: { status: handled.response.status, headers, body: '{"results": [{"id"' }, events: handled.events };
    }
    case 'twice': {
      const first = carryOut();
      const second = carryOut();
      return { response: second.response, events: [...first.events, ...second.events] };
    }
    default:
      return carryOut();
  }
}

function cut(how: 'reset' | 'timeout' | 'half-body', handled: Handled | null): Handled {
  const { status = 0, headers = {}, body = null } = handled?.response ?? {};
  return { response: { status, headers, body, cut: how }, events: handled?.events ?? [] };
}

function fits(rule: FaultRule, request: SandboxRequest): boolean {
  if (rule.method !== undefined && rule.method.toUpperCase() !== request.method) return false;
  if (rule.path === undefined) return true;
  if (rule.path instanceof RegExp) return new RegExp(rule.path.source, rule.path.flags.replace(/[gy]/g, '')).test(request.path);
  return request.path.startsWith(rule.path) || request.path.replace(/^\/rest-api/, '').startsWith(rule.path);
}
