// The values of a conflict as choices: sides that show the same value are one choice. Invariant: what was changed goes before what was not,
// and which side is chosen is never one that has nothing to say when another with the same value has.
import type * as z from 'zod';
import type { CONTRACTS } from '../../../api/contract.ts';

export type Conflict = z.infer<(typeof CONTRACTS)['conflicts']['answer']>['items'][number];
export type ConflictSide = Conflict['sides'][number];
export type Side = ConflictSide['side'];

export interface Choice {
  /** Whose value is taken by choosing it. */
  readonly side: Side;
  readonly sides: readonly ConflictSide[];
  readonly shown: ConflictSide['shown'];
  readonly changed: boolean;
  readonly suggested: boolean;
}

export function choicesOf({ sides, suggestion }: Pick<Conflict, 'sides' | 'suggestion'>): readonly Choice[] {
  const groups = [...Map.groupBy(sides, ({ shown }) => JSON.stringify(shown)).values()];
  const choices = groups.flatMap((group): readonly Choice[] => {
    const speaking = group.find(({ changed }) => changed) ?? group[0];
    if (speaking === undefined) return [];
    return [{ side: speaking.side, sides: group, shown: speaking.shown, changed: speaking.changed, suggested: group.some(({ side }) => side === suggestion) }];
  });
  return [...choices.filter(({ changed }) => changed), ...choices.filter(({ changed }) => !changed)];
}

/** What is chosen before anybody has chosen: what is suggested; of a record as a whole nothing. */
export function suggestedIn({ whole }: Pick<Conflict, 'whole'>, choices: readonly Choice[]): Side | null {
  return whole ? null : (choices.find(({ suggested }) => suggested)?.side ?? null);
}
