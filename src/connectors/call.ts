// Home of one call to a vendor as data: what is sent, what is expected back, and what may be done when no answer comes.
// Invariant: a route is a template without ids, so that it may be counted, logged and shown.
import type { z } from 'zod';

export interface HttpCall<T> {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE';
  /** Template for the call log, e.g. `GET /v1/customers/{guid}`. */
  readonly route: string;
  /** Appended to the base URL; ids in it are encoded by the caller. */
  readonly path: string;
  readonly query?: readonly (readonly [name: string, value: string | number | boolean])[];
  readonly json?: unknown;
  readonly form?: Readonly<Record<string, string>>;
  readonly bucket: string;
  /**
   * safe: changes nothing there (reads, searches, tokens). repeat: a write that is the same when done twice (updates by
   * id). look-first: a create; sent again only when it certainly was not carried out, else `outcomeUnknown`.
   */
  readonly replay: 'safe' | 'repeat' | 'look-first';
  /** Statuses from 400 up that are an answer: `data` is then null. */
  readonly accept?: readonly number[];
  /** null: the body is not looked at and `data` is null. */
  readonly reply: z.ZodType<T> | null;
  /** From then on (ms) it is not sent any more: what it was decided on may be in other hands. */
  readonly until?: number;
  /** A request for credentials: sent without authorisation, and any refusal means that the credentials are wrong. */
  readonly forToken?: true;
}

export interface HttpReply<T> {
  readonly status: number;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly data: T;
}
