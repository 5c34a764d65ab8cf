// How a field behaves: its kind, how two spellings are compared, and the rule of who wins. Data only; reconcile.ts reads it.
import type { FieldName, Side } from './vocabulary.ts';

/** date: a plain date, `YYYY-MM-DD`. instant: a point in time, ISO 8601 in UTC. */
export const FIELD_KINDS = ['text', 'number', 'date', 'instant', 'bool', 'choice', 'money', 'ref', 'set'] as const;
export type FieldKind = (typeof FIELD_KINDS)[number];

/** How two spellings of one value are told to be the same (normalise/). `exact`: only equal values are. */
export type Comparison = 'exact' | 'text' | 'businessId' | 'url' | 'phone' | 'email' | 'country';

/** `psa>crm`: a change on psa may go to crm. */
export type Pair = `${Side}>${Side}`;

export interface Rule {
  /** Ways a change may take. A side without a way out is overwritten, never in conflict. */
  readonly flow: readonly Pair[];
  /** A list of sides: the first changed one in it wins. `ask` waits for a person. */
  readonly onConflict: readonly Side[] | 'ask' | 'newest' | 'fill-blank' | 'restrictive';
  /** The same for the first meeting, when there is no base. */
  readonly onFirst: readonly Side[] | 'ask';
}

export interface FieldRule {
  readonly name: FieldName;
  readonly kind: FieldKind;
  readonly compare: Comparison;
  readonly rule: Rule;
}
