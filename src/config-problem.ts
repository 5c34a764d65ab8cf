// A wrong configuration file told to a person: which file, which key, what is wrong with it and what to write instead.
import { z } from 'zod';
import { ConfigError } from './lib/errors.ts';
import { objectionTo } from './lib/objection.ts';
import type { Objection } from './lib/objection.ts';
import { closest } from './lib/suggest.ts';

type Issue = z.core.$ZodIssue;

/**
 * The value in the schema's shape.
 * @throws ConfigError about its first mistake, with a count of the others
 */
export function checkShape<Schema extends z.ZodType>(file: string, schema: Schema, value: unknown): z.output<Schema> {
  const result = schema.safeParse(value, { reportInput: true });
  if (result.success) return result.data;
  const [first, ...others] = result.error.issues;
  const { key, reason } = describe(first as Issue, schema);
  throw wrongKey(file, key, `${reason}${more(others.length)}`, objectionTo(first as Issue));
}

export function wrongKey(file: string, key: string, reason: string, objection?: Objection): ConfigError {
  return new ConfigError('configuration-invalid', key, `${file}: ${key} ${reason}`, objection === undefined ? {} : { objection });
}

/** A name that is not known where it stands: suggests the closest known one, or lists a few. */
export function unknownName(word: string, what: string, known: readonly string[]): string {
  return `is not ${what}. ${suggestion(word, known)}`;
}

function more(others: number): string {
  if (others === 0) return '';
  return ` (and ${others} more ${others === 1 ? 'mistake' : 'mistakes'} in this file)`;
}

function suggestion(word: string, known: readonly string[]): string {
  const near = closest(word, known);
  if (near !== null) return `Did you mean "${near}"?`;
  if (known.length === 0) return 'Remove it.';
  return `Remove it, or use one of: ${known.join(', ')}.`;
}

function describe(issue: Issue, schema: z.ZodType): { readonly key: string; readonly reason: string } {
  const path = issue.path.map(String);
  if (issue.code === 'unrecognized_keys') {
    const word = issue.keys[0] ?? '';
    return { key: joinPath([...path, word]), reason: unknownName(word, 'a known key', knownKeys(schema, path)) };
  }
  return { key: joinPath(path), reason: reasonOf(issue) };
}

function reasonOf(issue: Issue): string {
  if (issue.code === 'invalid_type' && issue.input === undefined) return 'is missing. Add it.';
  if (issue.code === 'invalid_type') return `must be ${article(issue.expected)}, not ${shown(issue.input)}.`;
  if (issue.code === 'invalid_value') {
    const allowed = issue.values.map(String);
    if (issue.input === undefined) return `is missing. Add it: ${allowed.join(', ')}.`;
    const near = typeof issue.input === 'string' ? closest(issue.input, allowed) : null;
    return `must be one of ${allowed.join(', ')}, not ${shown(issue.input)}.${near === null ? '' : ` Did you mean "${near}"?`}`;
  }
  if (issue.code === 'too_small') return `must be at least ${issue.minimum}${sizeUnit(issue.origin)}, not ${shown(issue.input)}.`;
  if (issue.code === 'too_big') return `must be at most ${issue.maximum}${sizeUnit(issue.origin)}, not ${shown(issue.input)}.`;
  if (issue.code === 'invalid_format') return `has a form that is not understood: ${shown(issue.input)} does not fit ${issue.pattern ?? issue.format}.`;
  if (issue.code === 'invalid_union') return reasonOfUnion(issue);
  if (issue.code === 'invalid_key') return 'is not a possible name: use letters, beginning with a small one.';
  return `${issue.message}.`;
}

/** The form that fits best speaks: one whose mistake lies inside the value; when none fits at all, every form is named. */
function reasonOfUnion(issue: Extract<Issue, { code: 'invalid_union' }>): string {
  if (issue.input === undefined) return 'is missing. Add it.';
  const nested = issue.errors.find((issues) => issues.some((inner) => inner.path.length > 0 || inner.code === 'custom' || inner.code === 'too_small'));
  const inner = nested?.[0];
  if (inner) return `is wrong${inner.path.length > 0 ? ` at ${inner.path.map(String).join('.')}` : ''}: ${reasonOf(inner)}`;
  const forms = issue.errors.flatMap((issues) => issues.map((each) => (each.code === 'invalid_value' ? each.values.join(', ') : 'expected' in each ? article(each.expected) : each.message)));
  return `must be ${forms.join(' or ')}, not ${shown(issue.input)}.`;
}

function sizeUnit(origin: string): string {
  if (origin === 'array' || origin === 'set') return ' long';
  return origin === 'string' ? ' characters long' : '';
}

function article(type: string): string {
  if (type === 'array') return 'a list [...]';
  if (type === 'object' || type === 'record') return 'an object {...}';
  return type === 'int' ? 'a whole number' : type === 'boolean' ? 'true or false' : type === 'string' ? 'a text' : `a ${type}`;
}

function shown(value: unknown): string {
  const text = JSON.stringify(value) ?? 'nothing';
  return text.length > 60 ? `${text.slice(0, 57)}...` : text;
}

function joinPath(path: readonly string[]): string {
  return path.length === 0 ? 'the file' : path.join('.');
}

interface Shape {
  readonly properties?: Readonly<Record<string, Shape>>;
  readonly additionalProperties?: Shape | boolean;
  readonly items?: Shape;
}

function knownKeys(schema: z.ZodType, path: readonly string[]): readonly string[] {
  let shape = z.toJSONSchema(schema) as Shape | undefined;
  for (const step of path) {
    const rest = typeof shape?.additionalProperties === 'object' ? shape.additionalProperties : undefined;
    shape = shape?.properties?.[step] ?? shape?.items ?? rest;
  }
  return Object.keys(shape?.properties ?? {});
}
