// Equality and order of canonical values. Two values are equal when a person would call them the same value; key order,
// element order and trailing zeros of money never make a difference.
import { Big } from 'big.js';
import { createHash } from 'node:crypto';
import type { Fields, Money, SetElement, Value } from './vocabulary.ts';

export function isMoney(value: Value | undefined): value is Money {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function isSet(value: Value | undefined): value is readonly SetElement[] {
  return Array.isArray(value);
}

/** Empty means nothing to lose: null, '' or a set without elements. `false` and 0 are values. */
export function isEmpty(value: Value): boolean {
  return value === null || value === '' || (isSet(value) && value.length === 0);
}

/** A text form that is the same exactly for equal values. */
export function canonical(value: Value): string {
  if (isEmpty(value)) return 'null';
  if (isMoney(value)) return `${amountText(value.amount)} ${value.currency}`;
  if (isSet(value)) {
    const elements = value.map((element) => JSON.stringify(Object.entries(element).toSorted(([a], [b]) => (a < b ? -1 : 1))));
    return JSON.stringify(elements.toSorted());
  }
  return JSON.stringify(value);
}

/** What is no amount is compared as it stands: a malformed value must not stop the rest of a record. */
function amountText(amount: string): string {
  return /^[+-]?\d+(\.\d+)?$/u.test(amount) ? new Big(amount.replace('+', '')).toFixed() : JSON.stringify(amount);
}

export function same(a: Value, b: Value): boolean {
  return a === b || canonical(a) === canonical(b);
}

/** SHA-256 over all fields in name order; equal for equal records. */
export function fieldsHash(fields: Fields): string {
  const hash = createHash('sha256');
  for (const name of Object.keys(fields).toSorted()) hash.update(`${name}=${canonical(fields[name] ?? null)}\n`);
  return hash.digest('base64url');
}

/** Elements in key order, the last of equal keys kept. */
export function makeSet(elements: Iterable<SetElement>): readonly SetElement[] {
  const byKey = new Map<string, SetElement>();
  for (const element of elements) byKey.set(element.key, element);
  return [...byKey.values()].toSorted((a, b) => (a.key < b.key ? -1 : 1));
}
