// A planted bug: how it changes what a worker works with, and the world in which it does harm.
// Invariant: production code knows nothing of it.
import type { Fault, PlanOptions } from './plan.ts';
import type { Sabotage } from './worker.ts';

export interface Mutant {
  readonly name: string;
  readonly sabotage: Sabotage;
  /** Faults without which the bug does no harm. */
  readonly always?: readonly Fault[];
  /** The way the product is set up in which the bug does harm. */
  readonly given?: PlanOptions['given'];
}
