// A person and the people beside, planted in one system, as the suite over forgetting needs them: what must be found, what may change,
// and every row there is. Everybody is invented.
import type { Subject } from '../../src/core/subject.ts';
import { NOBODY } from '../../src/core/subject.ts';
import type { FaultRule } from '../../src/sandbox/faults.ts';
import type { Harness, Running } from './harness.ts';

export const email = 'sanelma.tuomikoski@honkapuu.example';
export const phone = '+358 40 555 0171';
export const spoken = 'Sanelma Tuomikoski';
/** Of the whole office, the person's too. */
export const switchboard = '+358 9 555 0100';

export const SANELMA: Subject = { ...NOBODY, names: [{ first: 'Sanelma', last: 'Tuomikoski' }], emails: [email], phones: [phone] };

export interface Planted {
  readonly subject: Subject;
  /** Ids of sure traces that must be among those found. */
  readonly found: readonly string[];
  /** The one of the person. */
  readonly person: string;
  /** One whose text stays without the person, and a way to change that text. */
  readonly text: { readonly id: string; readonly change: (text: string) => void };
  /** Rows beside the traces that may change: those that count the person, or show the name in an answer. */
  readonly around: readonly string[];
  /** Rows that speak of others alone, though by the same name or number. */
  readonly beside: readonly string[];
  /** Every row there is, as text, by `<kind>:<id>`. */
  rows(): ReadonlyMap<string, string>;
  /** A write of treatment. */
  readonly write: Pick<FaultRule, 'method' | 'path'>;
}

export interface Office {
  readonly harness: Harness;
  /** From the first look to the check, at most. */
  readonly calls: number;
  readonly plant: (running: Running) => Planted;
}
