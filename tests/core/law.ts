// A law: a property with a title, checked with as many cases as one likes.
import fc from 'fast-check';

export interface Law {
  readonly title: string;
  /** Throws with the smallest counterexample. */
  check(cases: number, seed?: number): void;
}

export function law<T extends [unknown, ...unknown[]]>(title: string, property: fc.IProperty<T>): Law {
  return { title, check: (cases, seed) => fc.assert(property, seed === undefined ? { numRuns: cases } : { numRuns: cases, seed }) };
}
