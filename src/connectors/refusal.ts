// Home of status → error: what a refused or failed exchange means for whoever asked. Messages name the system, the route
// and what to do; never a value, a query or a body.
import { AccessError, RejectedError, RetryableError } from '../lib/errors.ts';
import type { HttpCall } from './call.ts';
import type { TransportFailure, TransportReply } from './transport.ts';

/** What a vendor's error body says, without its messages: these may quote values. */
export interface Explanation {
  readonly code: string | null;
  /** Names of the fields the refusal is about. */
  readonly fields: readonly string[];
  /** Scopes that are missing. */
  readonly scopes: readonly string[];
  /** What it says about the access itself, where the vendor tells more than that it is refused. */
  readonly access?: { readonly code: string; readonly message: string } | null;
}

/** `body` is parsed JSON, or the text when it is none. */
export type Explain = (status: number, body: unknown) => Explanation;

/** How an attempt ended: the error for the caller if it was the last one, and how often another attempt is worth it. */
export class AttemptFailure extends Error {
  readonly outcome: RetryableError | RejectedError | AccessError;
  readonly retries: number;
  readonly waitMs: number | null;
  readonly quota: boolean;
  constructor(outcome: AttemptFailure['outcome'], again: { readonly retries: number; readonly waitMs?: number | null; readonly quota?: boolean }) {
    super(outcome.code);
    this.name = 'AttemptFailure';
    this.outcome = outcome;
    this.retries = again.retries;
    this.waitMs = again.waitMs ?? null;
    this.quota = again.quota ?? false;
  }
}

type Call = Pick<HttpCall<unknown>, 'route' | 'replay' | 'forToken'>;

const unavailable = new Set([408, 502, 503, 504, 521, 522, 523, 524]);
const refusals: Readonly<Record<number, string>> = { 404: 'not-found', 409: 'conflict', 413: 'too-large', 414: 'too-large' };

export function failureOfStatus(system: string, call: Call, reply: TransportReply, explain: Explain, now: number): AttemptFailure {
  const { status } = reply;
  const name = titleOf(system);
  const retry = (code: string, message: string, again: ConstructorParameters<typeof AttemptFailure>[1], unknown: boolean): AttemptFailure => {
    const wait = again.waitMs ?? null;
    const detail = { status, outcomeUnknown: unknown, ...(wait === null ? {} : { afterMs: wait }) };
    return new AttemptFailure(new RetryableError(code, message, detail), again);
  };
  const waitMs = retryAfterMs(reply.headers['retry-after'], now);
  if (status === 429) return retry('quota', `${name} says too many calls (429 on ${call.route}); it will be tried again later`, { retries: 5, waitMs, quota: true }, false);
  if (status === 423) return retry('locked', `${name} has locked the record (423 on ${call.route}); it will be tried again later`, { retries: 5, waitMs: Math.max(waitMs ?? 0, 2_000) }, false);
  if (status === 477) return retry('migrating', `${name} is moving the account (477 on ${call.route}); it will be tried again later`, { retries: 5, waitMs }, false);
  if (status >= 500 || status === 408) {
    const retries = repeatable(call) ? (unavailable.has(status) ? 5 : 2) : 0;
    return retry('unavailable', `${name} failed to answer ${call.route} (${status}); it will be tried again later`, { retries, waitMs }, mayHaveChanged(call));
  }
  if (status >= 300 && status < 400) {
    return retry('redirected', `${name} answered ${call.route} with a redirect (${status}); check ${system.toUpperCase()}_BASE_URL`, { retries: 0 }, false);
  }
  return new AttemptFailure(refusal(system, call, status, explain(status, bodyOf(reply.body))), { retries: 0 });
}

function refusal(system: string, call: Call, status: number, told: Explanation): RejectedError | AccessError {
  if (told.access) return new AccessError(told.access.code, told.access.message, { status });
  const name = titleOf(system);
  const isScope = told.scopes.length > 0 || /scope/i.test(told.code ?? '');
  if (status === 401 || (call.forToken && !isScope && (status === 400 || status === 403))) {
    const why = told.code ? `, ${told.code}` : '';
    return new AccessError('credentials-refused', `${name} refused the credentials (${status}${why}); give valid ones and check that they are not revoked`, { status });
  }
  if (status === 403 || (call.forToken && isScope)) {
    const scopes = told.scopes.length > 0 ? `: grant ${told.scopes.join(', ')}` : told.code ? ` (${told.code}): check its scopes, permissions and add-ons` : ': check its scopes';
    return new AccessError('scope-missing', `${name} does not allow the credential to call ${call.route}${scopes}`, { status });
  }
  const about = told.fields.length > 0 ? ` about ${told.fields.join(', ')}` : '';
  const code = refusals[status] ?? 'refused';
  return new RejectedError(code, `${name} refused ${call.route} (${status}${told.code ? ` ${told.code}` : ''})${about}`, { status, fields: told.fields });
}

export function failureOfTransport(system: string, host: string, call: Call, failure: TransportFailure): AttemptFailure {
  const name = titleOf(system);
  if (!failure.mayHaveArrived) {
    const message = `Cannot reach ${host}: ${failure.code}; check ${system.toUpperCase()}_BASE_URL and the network`;
    return new AttemptFailure(new RetryableError('unreachable', message), { retries: 3 });
  }
  const message = `${name} did not finish answering ${call.route} (${failure.code}); check the network`;
  return new AttemptFailure(new RetryableError('no-answer', message, { outcomeUnknown: mayHaveChanged(call) }), { retries: repeatable(call) ? 3 : 0 });
}

/** The call came too late to be sent: whoever decided on it decides again. */
export function late(system: string, call: Pick<HttpCall<unknown>, 'route'>): AttemptFailure {
  return new AttemptFailure(new RetryableError('late', `${titleOf(system)} was kept waiting too long to send ${call.route}; it will be decided on again`), { retries: 0 });
}

/** A reply that does not fit what the vendor documents; `what` is a key path, never a value. */
export function malformed(system: string, call: Call, what: string): AttemptFailure {
  const message = `The reply of ${titleOf(system)} to ${call.route} does not fit its description: ${what}`;
  return new AttemptFailure(new RetryableError('malformed-reply', message, { outcomeUnknown: mayHaveChanged(call) }), { retries: repeatable(call) ? 2 : 0 });
}

/** Retry-After as seconds or as an HTTP date → ms from `now`; null when absent or not understood. */
function retryAfterMs(header: string | undefined, now: number): number | null {
  if (header === undefined || header.trim() === '') return null;
  const seconds = Number(header);
  if (Number.isFinite(seconds)) return Math.max(0, Math.ceil(seconds * 1_000));
  const date = Date.parse(header);
  return Number.isNaN(date) ? null : Math.max(0, date - now);
}

function repeatable(call: Call): boolean {
  return call.replay !== 'look-first';
}

function mayHaveChanged(call: Call): boolean {
  return call.replay !== 'safe';
}

function bodyOf(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}

function titleOf(system: string): string {
  return { severa: 'Severa', hubspot: 'HubSpot' }[system] ?? system;
}
