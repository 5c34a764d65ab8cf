// The few schemas that the first load needs, without the weight of a library: the session, the choices kept in the browser. The
// answers of pages are checked by the schemas of api/contract.ts, which come with the page.
import type { Schema } from './api.ts';

type Checked<S> = S extends Schema<infer T> ? T : never;

export const text: Schema<string> = { parse: (value) => (typeof value === 'string' ? value : refuse('text')) };
export const flag: Schema<boolean> = { parse: (value) => (typeof value === 'boolean' ? value : refuse('true or false')) };

export const wholeNumber: Schema<number> = { parse: (value) => (Number.isSafeInteger(value) ? (value as number) : refuse('a whole number')) };

export function oneOf<const T extends string>(...values: readonly T[]): Schema<T> {
  return { parse: (value) => values.find((each) => each === value) ?? refuse(values.join(', ')) };
}

export function orNull<T>(schema: Schema<T>): Schema<T | null> {
  return { parse: (value) => (value === null ? null : schema.parse(value)) };
}

export function listOf<T>(schema: Schema<T>): Schema<readonly T[]> {
  return { parse: (value) => (Array.isArray(value) ? value.map((each) => schema.parse(each)) : refuse('a list')) };
}

export function shape<S extends Readonly<Record<string, Schema<unknown>>>>(schemas: S): Schema<{ readonly [K in keyof S]: Checked<S[K]> }> {
  return {
    parse: (value) => {
      if (typeof value !== 'object' || value === null) return refuse('an object');
      const given = value as Readonly<Record<string, unknown>>;
      return Object.fromEntries(Object.entries(schemas).map(([key, schema]) => [key, schema.parse(given[key])])) as { [K in keyof S]: Checked<S[K]> };
    },
  };
}

function refuse(wanted: string): never {
  throw new TypeError(`the value should be ${wanted}`);
}
