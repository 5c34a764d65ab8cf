// A question as it came in an address, held to its contract. Invariant: a name that the contract does not know, a name that stands twice
// and a value that does not fit are all told at once, by name, and nothing is answered then.
import { z } from 'zod';
import { closest } from '../lib/suggest.ts';

export interface QueryError {
  readonly name: string;
  readonly message: string;
}

export type Question<Query extends z.ZodObject> = { readonly query: z.output<Query>; readonly errors: null } | { readonly query: null; readonly errors: readonly QueryError[] };

export function questionOf<Query extends z.ZodObject>(schema: Query, given: URLSearchParams): Question<Query> {
  const names = [...new Set(given.keys())];
  const lists = new Set(Object.entries(schema.shape).flatMap(([name, part]) => (isList(part) ? [name] : [])));
  const repeated = names.filter((name) => !lists.has(name) && given.getAll(name).length > 1).map((name) => ({ name, message: 'stands more than once' }));
  const raw = Object.fromEntries(names.map((name) => [name, lists.has(name) ? given.getAll(name) : given.get(name)]));
  const read = schema.safeParse(raw);
  if (read.success && repeated.length === 0) return { query: read.data, errors: null };
  const wrong = read.success ? [] : read.error.issues.flatMap((issue) => errorsOf(issue, Object.keys(schema.shape)));
  return { query: null, errors: [...repeated, ...wrong] };
}

function errorsOf(issue: z.core.$ZodIssue, known: readonly string[]): readonly QueryError[] {
  if (issue.code !== 'unrecognized_keys') return [{ name: String(issue.path[0] ?? ''), message: issue.message }];
  return issue.keys.map((name) => {
    const likely = closest(name, known);
    return { name, message: likely === null ? `is not known here; known: ${known.join(', ') || 'none'}` : `is not known here; did you mean "${likely}"?` };
  });
}

function isList(part: unknown): boolean {
  return part instanceof z.ZodOptional || part instanceof z.ZodDefault ? isList(part.unwrap()) : part instanceof z.ZodArray;
}
