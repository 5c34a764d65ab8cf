// Why a row is not imported, in codes for programs and words for people. Invariant: a refusal never tells a value; of somebody who must stay
// forgotten, or of whom nothing may be processed, not even the cells are repeated.
import type { EntityName } from '../core/vocabulary.ts';
import type { Fault } from './reading.ts';
import type { TableRow } from './table.ts';

export interface Refusal {
  readonly row: TableRow;
  /** Null: several, or it was not told. */
  readonly entity: EntityName | null;
  readonly faults: readonly Fault[];
  /** False: nothing of the row but its number is to be repeated. */
  readonly repeats: boolean;
}

const WORDS = {
  'may-be-another': 'something much like it is here already, and nothing proves that it is the same. Give the business ID or an e-mail address, or say "--alike same" or "--alike create"',
  several: 'several records here fit it. Join them first, or give what tells them apart: the business ID, an e-mail address',
  'not-kept': 'it is known from another system and Sauma has no record of its own of it yet. Sync first',
  'not-allowed-here': 'this cannot be saved as it is: data of the person whom it would show may not be processed. Ask the privacy officer',
  'changed-meanwhile': 'somebody changed it at the same moment. Import the row again',
} as const;

export type RefusalCode = keyof typeof WORDS;

export function refusalOf(code: RefusalCode): Fault {
  return { column: null, code, message: WORDS[code] };
}

/** All that is wrong with a row, in one line. */
export function whyText({ faults }: Pick<Refusal, 'faults'>): string {
  return faults.map(({ column, message }) => (column === null ? message : `${column}: ${message}`)).join('; ');
}
