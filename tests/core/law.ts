// A law: a property with a title, checked with as many cases as one likes.
import fc from 'fast-check';

export interface Law {
  readonly title: string;
  /** Null when it holds in every case, else the smallest counterexample and what went wrong with it. */
  readonly check: (cases: number, seed?: number) => string | null;
}

export function law<T extends [unknown, ...unknown[]]>(title: string, property: fc.IProperty<T>): Law {
  return {
    title,
    check: (cases, seed) => {
      const { failed, counterexample, errorInstance, numRuns, seed: used } = fc.check(property, seed === undefined ? { numRuns: cases } : { numRuns: cases, seed });
      const reason = errorInstance instanceof Error ? errorInstance.message : String(errorInstance);
      return failed ? `case ${numRuns} of seed ${used}: ${fc.stringify(counterexample)}\n${reason}` : null;
    },
  };
}
