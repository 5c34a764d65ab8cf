// What is answered when something is wrong: problem details (RFC 9457). Invariant: a caller learns what to do, and never a
// value, a stack or what else there is.
import { isExpected, RetryableError } from '../lib/errors.ts';
import type { TextReply } from './route.ts';

const TITLES: Readonly<Record<number, string>> = {
  400: 'The request is not understood',
  401: 'The caller is not known',
  403: 'The caller may not do this',
  404: 'There is nothing here',
  409: 'Somebody was there first',
  412: 'It has changed meanwhile',
  405: 'This method is not allowed here',
  413: 'The body is too large',
  422: 'What was sent cannot be taken',
  415: 'This kind of body is not taken here',
  429: 'Too many requests',
  500: 'Something went wrong that should not have',
  503: 'Not now',
};

/**
 * @param code stable and safe to branch on
 * @param more what a program may want to know besides
 */
export function problem(status: number, code: string, detail: string, requestId: string, more: Readonly<Record<string, unknown>> = {}): TextReply {
  const body = { type: 'about:blank', title: TITLES[status] ?? 'Refused', status, code, detail, requestId, ...more };
  return { status, headers: { 'content-type': 'application/problem+json; charset=utf-8' }, body: JSON.stringify(body) };
}

/** For whatever was thrown on the way to an answer. */
export function problemOf(error: unknown, requestId: string): TextReply {
  if (error instanceof RetryableError) return problem(503, error.code, 'The server cannot do this now; try again in a while.', requestId);
  const told = isExpected(error) ? null : (error as { status?: unknown } | null)?.status;
  // What the framework refuses by itself: a body over the limit, an encoding, an address that does not decode.
  if (told === 413) return problem(413, 'body-too-large', 'Send less at a time.', requestId);
  if (told === 415) return problem(415, 'body-encoding', 'Send the body as it is, without compression.', requestId);
  if (typeof told === 'number' && told >= 400 && told < 500) return problem(400, 'malformed', 'The request cannot be read.', requestId);
  return problem(500, 'unexpected', 'The server failed; its log tells more under this request id.', requestId);
}
