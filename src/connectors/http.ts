// Home of calls to a vendor: pacing, authorisation, retries, and the only place where a status becomes an error.
// Invariants: nothing leaves the configured host; no error or log line holds a secret, a query or a body; a request that
// may have been carried out is never sent twice unless its caller said that twice is the same as once.
import pRetry from 'p-retry';
import type { Clock } from '../lib/clock.ts';
import { ConfigError, RejectedError } from '../lib/errors.ts';
import type { Log } from '../lib/log.ts';
import type { Random } from '../lib/random.ts';
import type { HttpCall, HttpReply } from './call.ts';
import type { Pacer } from './pacer.ts';
import { AttemptFailure, failureOfStatus, failureOfTransport, late, malformed } from './refusal.ts';
import type { Explain } from './refusal.ts';
import { waitBeforeRetry } from './retry.ts';
import { createTransport, TransportFailure } from './transport.ts';
import type { Transport, TransportReply } from './transport.ts';

export interface HttpOptions {
  readonly system: string;
  readonly baseUrl: string;
  readonly pacer: Pacer;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  /** Headers that prove who we are; `fresh` after the other side refused the last ones. Not asked for token calls. */
  readonly authorize: (fresh: boolean) => Promise<Readonly<Record<string, string>>>;
  readonly explain: Explain;
  /** Default 60 000. */
  readonly timeoutMs?: number;
  readonly transport?: Transport;
}

export interface Http {
  /** Throws RetryableError, RejectedError and AccessError. */
  call<T>(call: HttpCall<T> & { readonly accept: readonly number[] }): Promise<HttpReply<T | null>>;
  call<T>(call: HttpCall<T>): Promise<HttpReply<T>>;
  /** Requests sent: route → count. */
  readonly calls: ReadonlyMap<string, number>;
  /** Answers "too many requests" so far. */
  readonly throttled: () => number;
}

const maxRetries = 5;

/** Throws ConfigError when the base URL is no http(s) address. */
export function createHttp(options: HttpOptions): Http {
  const base = baseOf(options.system, options.baseUrl);
  const transport = options.transport ?? createTransport();
  const calls = new Map<string, number>();
  const { clock, log, pacer, system } = options;
  let generation = 0;
  let throttled = 0;
  let renewed: Promise<Readonly<Record<string, string>>> | null = null;

  const send = async (call: HttpCall<unknown>, url: string, authorization: Readonly<Record<string, string>>): Promise<TransportReply> => {
    await pacer.take(call.bucket);
    if (call.until !== undefined && clock.now() >= call.until) throw late(system, call);
    calls.set(call.route, (calls.get(call.route) ?? 0) + 1);
    const startedAt = clock.now();
    const { body, type } = bodyOf(call);
    const headers = { accept: 'application/json', ...(type ? { 'content-type': type } : {}), ...authorization };
    try {
      const reply = await transport({ method: call.method, url, headers, body, timeoutMs: options.timeoutMs ?? 60_000 });
      if (reply.status === 429) throttled += 1;
      log.debug({ system, route: call.route, status: reply.status, ms: clock.now() - startedAt }, 'called');
      return reply;
    } catch (error) {
      if (!(error instanceof TransportFailure)) throw error;
      log.debug({ system, route: call.route, failure: error.code, ms: clock.now() - startedAt }, 'call failed');
      throw failureOfTransport(system, base.host, call, error);
    }
  };

  /** One renewal however many calls were refused with the same credentials. */
  const renew = (refused: number): Promise<Readonly<Record<string, string>>> => {
    if (refused === generation || renewed === null) {
      generation++;
      renewed = options.authorize(true);
    }
    return renewed;
  };

  const attempt = async <T>(call: HttpCall<T>, url: string): Promise<HttpReply<T | null>> => {
    const seen = generation;
    let reply = await send(call, url, call.forToken ? {} : await options.authorize(false));
    if (reply.status === 401 && !call.forToken) reply = await send(call, url, await renew(seen));
    const { status, headers } = reply;
    if (status >= 400 && call.accept?.includes(status)) return { status, headers, data: null };
    if (status < 200 || status >= 300) throw failureOfStatus(system, call, reply, options.explain, clock.now());
    if (call.reply === null) return { status, headers, data: null };
    const parsed = call.reply.safeParse(jsonOf(system, call, reply.body));
    if (!parsed.success) throw malformed(system, call, `at ${parsed.error.issues[0]?.path.join('.') || 'the top'}`);
    return { status, headers, data: parsed.data };
  };

  const call = async <T>(request: HttpCall<T>): Promise<HttpReply<T | null>> => {
    const url = urlOf(system, base, request);
    const startedAt = clock.now();
    try {
      return await pRetry(() => attempt(request, url), {
        retries: maxRetries,
        minTimeout: 0,
        shouldRetry: ({ error, attemptNumber }) => waitBeforeRetry({ error, attemptNumber, startedAt, call: request, ...options }),
      });
    } catch (error) {
      throw error instanceof AttemptFailure ? error.outcome : error;
    }
  };
  return { call: call as Http['call'], calls, throttled: () => throttled };
}

/** The same calls, none of which is sent from `until` (ms) on. */
export function boundHttp(http: Http, until: number): Http {
  const call = <T>(request: HttpCall<T>): Promise<HttpReply<T>> => http.call({ ...request, until });
  return { ...http, call: call as Http['call'] };
}

function baseOf(system: string, text: string): URL {
  const key = `${system.toUpperCase()}_BASE_URL`;
  if (!URL.canParse(text)) throw new ConfigError('invalid-url', key, `${key} is not an address; give one such as https://host/path`);
  const url = new URL(text);
  if (url.protocol !== 'https:' && url.protocol !== 'http:') throw new ConfigError('invalid-url', key, `${key} must start with https:// or http://`);
  if (url.username || url.password || url.search || url.hash) throw new ConfigError('invalid-url', key, `${key} may hold only a host and a path`);
  return url;
}

function urlOf(system: string, base: URL, call: HttpCall<unknown>): string {
  const query = (call.query ?? []).map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`).join('&');
  const path = `${base.pathname.replace(/\/$/, '')}${call.path}`;
  const url = new URL(`${base.origin}${path}${query ? `?${query}` : ''}`);
  // An id such as `..` would climb to another route.
  if (url.origin !== base.origin || url.pathname !== path) throw new RejectedError('invalid-id', `An id does not fit into ${system} ${call.route}`);
  return url.href;
}

function bodyOf(call: HttpCall<unknown>): { readonly body: string | null; readonly type: string | null } {
  if (call.form) return { body: new URLSearchParams(call.form).toString(), type: 'application/x-www-form-urlencoded' };
  if (call.json !== undefined) return { body: JSON.stringify(call.json), type: 'application/json' };
  return { body: null, type: null };
}

function jsonOf(system: string, call: HttpCall<unknown>, body: string): unknown {
  try {
    return JSON.parse(body) as unknown;
  } catch {
    throw malformed(system, call, 'is not JSON');
  }
}
