// How often the server is asked, by whom and from where. Invariants: whoever asks too often is told when to come back, before anything is
// looked up for them; pages and their files, health and what a vendor sends are never refused for being many,
// for vendors share their addresses.
import type { Request, RequestHandler, Response } from 'express';
import { ipKeyGenerator, rateLimit } from 'express-rate-limit';
import { tokenHash } from '../lib/crypto.ts';
import { problem } from './problem.ts';
import type { ApiContext } from './route.ts';

const MINUTE_MS = 60_000;
const SIGN_INS = /^\/(api\/v1\/login|oauth)(\/|$)/u;
const CALLS = /^\/(api|oauth|metrics)(\/|$)/u;
const SESSION = /(?:^|;\s*)(?:__Host-)?sauma_session=(?<secret>[^;]+)/u;

/** In the order they are asked in. Numbers are those of config/default.json, counted by this process. */
export function rateLimits({ server: { callsPerMinute } }: Pick<ApiContext, 'server'>): readonly RequestHandler[] {
  const usual = { windowMs: MINUTE_MS, legacyHeaders: false, standardHeaders: 'draft-7', handler: refuse } as const;
  return [
    // Guesses: counted only when they turn out to be wrong, and against nobody else who comes from the same address.
    rateLimit({ ...usual, limit: callsPerMinute.refused, keyGenerator: callerOf, skip: ({ path }) => !CALLS.test(path), skipSuccessfulRequests: true, requestWasSuccessful: (_request, { statusCode }) => statusCode !== 401 }),
    rateLimit({ ...usual, limit: callsPerMinute.signIn, keyGenerator: addressOf, skip: ({ path }) => !SIGN_INS.test(path) }),
    rateLimit({ ...usual, limit: callsPerMinute.address, keyGenerator: addressOf, skip: ({ path }) => !CALLS.test(path) }),
    rateLimit({ ...usual, limit: callsPerMinute.caller, keyGenerator: callerOf, skip: ({ path }) => !CALLS.test(path) }),
  ];
}

/** Of an address of the sixth version the network: one machine has many. */
function addressOf({ ip }: Request): string {
  return ipKeyGenerator(ip ?? '');
}

/** Not looked up: somebody who makes new credentials up each time is held by the limit of the address. */
function callerOf(request: Request): string {
  const credentials = request.headers.authorization ?? SESSION.exec(request.headers.cookie ?? '')?.groups?.['secret'];
  return credentials === undefined ? addressOf(request) : tokenHash(credentials);
}

function refuse(_request: Request, response: Response): void {
  const { status, headers, body } = problem(429, 'too-many-calls', 'Too many calls within a minute. Go on after as many seconds as "retry-after" says.', String(response.locals['requestId']));
  response.status(status).set(headers).end(body);
}
