// What went wrong with a call, as the page needs it. Invariant: every error of the API client is an ApiError with a `kind` that
// says what a person can do; the server's own words are kept beside it, and nothing else of the answer.

export type ProblemKind =
  | 'offline' // no answer came
  | 'signed-out'
  | 'not-allowed'
  | 'not-found'
  | 'changed' // somebody was there first: look again
  | 'forgotten' // of somebody who was forgotten nothing may be saved
  | 'withheld' // it may not be saved, and why is not for everybody
  | 'invalid' // the input, field by field
  | 'too-many'
  | 'not-now'
  | 'broken';

export interface FieldProblem {
  /** Path in the body that was sent, with dots: `address.city`. */
  readonly field: string;
  /** By which the page words it; null: the message is said as it is. */
  readonly code: string | null;
  readonly params: Readonly<Record<string, string | number>>;
  readonly message: string;
}

export interface Problem {
  readonly kind: ProblemKind;
  /** HTTP status; 0 when no answer came. */
  readonly status: number;
  /** Stable, from the server; safe to branch on. */
  readonly code: string;
  readonly detail: string | null;
  readonly requestId: string | null;
  readonly fields: readonly FieldProblem[];
  readonly afterSeconds: number | null;
  /** Id of what was there first, where the server names it. */
  readonly about?: string;
}

export class ApiError extends Error {
  readonly problem: Problem;
  constructor(problem: Problem, cause?: unknown) {
    super(`${problem.status} ${problem.code}`, cause === undefined ? undefined : { cause });
    this.name = 'ApiError';
    this.problem = problem;
  }
}

const KINDS: Readonly<Record<number, ProblemKind>> = {
  400: 'invalid', 401: 'signed-out', 403: 'not-allowed', 404: 'not-found', 409: 'changed', 410: 'not-found', 412: 'changed', 413: 'invalid',
  415: 'broken', 422: 'invalid', 429: 'too-many', 502: 'not-now', 503: 'not-now', 504: 'not-now',
};

/** Where the status alone would say the wrong thing. */
const KINDS_OF_CODES: Readonly<Record<string, ProblemKind>> = { forgotten: 'forgotten', 'not-allowed-here': 'withheld' };

/** @param body the answer as parsed JSON, or null when it was none */
export function problemFrom(status: number, body: unknown, headers: Headers): Problem {
  const told = isObject(body) ? body : {};
  const retryAfter = Number(headers.get('retry-after') ?? Number.NaN);
  return {
    kind: KINDS_OF_CODES[textOf(told['code']) ?? ''] ?? KINDS[status] ?? 'broken',
    status,
    code: textOf(told['code']) ?? `http-${status}`,
    detail: textOf(told['detail']),
    requestId: textOf(told['requestId']) ?? headers.get('x-request-id'),
    fields: fieldsOf(told['errors']),
    afterSeconds: Number.isFinite(retryAfter) ? retryAfter : null,
    ...(textOf(told['id']) !== null && { about: textOf(told['id']) ?? '' }),
  };
}

/** Whatever was thrown, as a problem: what is no ApiError is a fault of the page itself. */
export function problemOf(error: unknown): Problem {
  if (error instanceof ApiError) return error.problem;
  return { kind: 'broken', status: 0, code: 'page-failed', detail: null, requestId: null, fields: [], afterSeconds: null };
}

function fieldsOf(errors: unknown): readonly FieldProblem[] {
  if (!Array.isArray(errors)) return [];
  return errors.flatMap((each: unknown) => {
    if (!isObject(each)) return [];
    const [field, message] = [textOf(each['field']), textOf(each['message'])];
    return field === null || message === null ? [] : [{ field, code: textOf(each['code']), params: isObject(each['params']) ? (each['params'] as FieldProblem['params']) : {}, message }];
  });
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function textOf(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}
