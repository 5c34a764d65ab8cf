// What is asked in an address and what is sent in a body, held to their contract. Invariant: a name that the contract does not know, a name that stands twice
// and a value that does not fit are all told at once, by name, and nothing is answered then.
import { z } from 'zod';
import { objection, objectionTo } from '../lib/objection.ts';
import type { Objection } from '../lib/objection.ts';
import { closest } from '../lib/suggest.ts';

export interface QueryError extends Objection {
  /** Of a question its name, of a body the path with dots. */
  readonly field: string;
}

export type Question<Query extends z.ZodObject> = { readonly query: z.output<Query>; readonly errors: null } | { readonly query: null; readonly errors: readonly QueryError[] };

export function questionOf<Query extends z.ZodObject>(schema: Query, given: URLSearchParams): Question<Query> {
  const names = [...new Set(given.keys())];
  const lists = new Set(Object.entries(schema.shape).flatMap(([name, part]) => (isList(part) ? [name] : [])));
  const repeated = names.filter((name) => !lists.has(name) && given.getAll(name).length > 1).map((name) => ({ field: name, ...objection('twice') }));
  const raw = Object.fromEntries(names.map((name) => [name, lists.has(name) ? given.getAll(name) : given.get(name)]));
  const read = schema.safeParse(raw, { reportInput: true });
  if (read.success && repeated.length === 0) return { query: read.data, errors: null };
  const wrong = read.success ? [] : read.error.issues.flatMap((issue) => errorsOf({ ...issue, path: issue.path.slice(0, 1) }, Object.keys(schema.shape)));
  return { query: null, errors: [...repeated, ...wrong] };
}

export type Given<Body extends z.ZodType> = { readonly body: z.output<Body>; readonly errors: null } | { readonly body: null; readonly errors: readonly QueryError[] };

/** A body as it came, held to its contract. @throws SyntaxError when it is no JSON */
export function bodyOf<Body extends z.ZodType>(schema: Body, given: Buffer): Given<Body> {
  const read = schema.safeParse(JSON.parse(given.toString('utf8')), { reportInput: true });
  if (read.success) return { body: read.data, errors: null };
  const known = schema instanceof z.ZodObject ? Object.keys(schema.shape) : [];
  return { body: null, errors: read.error.issues.flatMap((issue) => errorsOf(issue, known)) };
}

function errorsOf(issue: z.core.$ZodIssue, known: readonly string[]): readonly QueryError[] {
  if (issue.code !== 'unrecognized_keys') return [{ field: issue.path.join('.'), ...objectionTo(issue) }];
  return issue.keys.map((name) => {
    const likely = closest(name, known);
    return { field: [...issue.path, name].join('.'), ...(likely === null ? objection('name-unknown', { known: known.join(', ') || 'none' }) : objection('name-like', { like: likely })) };
  });
}

function isList(part: unknown): boolean {
  return part instanceof z.ZodOptional || part instanceof z.ZodDefault ? isList(part.unwrap()) : part instanceof z.ZodArray;
}
