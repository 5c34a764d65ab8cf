// What a part of the benchmarks is: a question, and rows that answer it. Invariant: a row says what was measured and what it is
// to be held against, so that a figure means something on another machine too.
import type { Stages } from './stages.ts';

export interface Figure {
  readonly value: number;
  /** As it is read after a number: `calls`, `records/s`. */
  readonly unit: string;
}

export interface Row {
  readonly what: string;
  readonly measured: Figure;
  /** `what`: the other thing that was measured or worked out; null where there is nothing to compare with. */
  readonly against: (Figure & { readonly what: string }) | null;
}

export interface Part {
  /** For `--only`. */
  readonly name: string;
  readonly title: string;
  /** How it is measured, and what a good ratio is. */
  readonly how: string;
  run(stages: Stages): Promise<readonly Row[]>;
}

export function ratioOf({ measured, against }: Row): number | null {
  return against === null || against.value === 0 ? null : measured.value / against.value;
}

/** The middle one; of an even number the lower of the two. */
export function median(values: readonly number[]): number {
  const found = values.toSorted((a, b) => a - b)[Math.floor((values.length - 1) / 2)];
  if (found === undefined) throw new RangeError('a median of nothing');
  return found;
}
