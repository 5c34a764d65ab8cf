// The errors of the whole product, named by what to do next. Messages never hold personal data, secrets or payloads:
// they go to logs and screens. `code` is stable and safe to branch on; `cause` keeps the original for a debugger.
import type { Objection } from './objection.ts';

export interface ErrorDetail {
  readonly cause?: unknown;
  /** HTTP status, when one made this error. */
  readonly status?: number;
}

abstract class SaumaError extends Error {
  readonly code: string;
  readonly status: number | null;
  constructor(code: string, message: string, detail: ErrorDetail = {}) {
    super(message, detail.cause === undefined ? undefined : { cause: detail.cause });
    this.name = new.target.name;
    this.code = code;
    this.status = detail.status ?? null;
  }
}

/** Back off and try again; after `afterMs` when the other side said when. */
export class RetryableError extends SaumaError {
  readonly afterMs: number | null;
  /** True when the request may have been carried out although no answer came: look before sending it again. */
  readonly outcomeUnknown: boolean;
  constructor(code: string, message: string, detail: ErrorDetail & { afterMs?: number; outcomeUnknown?: boolean } = {}) {
    super(code, message, detail);
    this.afterMs = detail.afterMs ?? null;
    this.outcomeUnknown = detail.outcomeUnknown ?? false;
  }
}

/** The other system refuses this data: to the inbox, no retry. */
export class RejectedError extends SaumaError {
  /** Canonical or vendor field names the refusal is about; never values. */
  readonly fields: readonly string[];
  constructor(code: string, message: string, detail: ErrorDetail & { fields?: readonly string[] } = {}) {
    super(code, message, detail);
    this.fields = detail.fields ?? [];
  }
}

/** Credentials or scope: pause the connection and tell the admin. */
export class AccessError extends SaumaError {}

/** What we acted on has moved: read again and plan again, at most three times. */
export class StaleError extends SaumaError {}

/** Refuse to start; the message names the exact key, the reason and the fix. */
export class ConfigError extends SaumaError {
  readonly key: string;
  /** What is wrong with a value, for pages; null: it is no value that is wrong. */
  readonly objection: Objection | null;
  constructor(code: string, key: string, message: string, detail: ErrorDetail & { objection?: Objection } = {}) {
    super(code, message, detail);
    this.key = key;
    this.objection = detail.objection ?? null;
  }
}

/** The command line was used wrongly: exit code 2. */
export class UsageError extends SaumaError {}

export function isExpected(error: unknown): error is SaumaError {
  return error instanceof SaumaError;
}
