// Foreseen: records that a run would make, while it is only shown. What points to them can then be shown as well, though it
// could not be written before them. Invariant: no foreseen id ever reaches a system; nothing is written while one is about.
import type { EntityName, Fields, RemoteSide, Side } from '../core/vocabulary.ts';
import { idsIn } from './keys.ts';

const PREFIX = 'after:';

export interface Foreseen {
  note(entity: EntityName, side: RemoteSide, linkId: string): void;
  /** Stands for the id that the record will have; null when it is not going to be made. */
  idOf(entity: EntityName, side: Side, linkId: string): string | null;
  /** True when these fields point to such a record. */
  follows(fields: Fields): boolean;
}

const keyOf = (entity: EntityName, side: Side, linkId: string): string => [entity, side, linkId].join('\n');

export function makeForeseen(): Foreseen {
  const made = new Set<string>();
  return {
    note: (entity, side, linkId) => void made.add(keyOf(entity, side, linkId)),
    idOf: (entity, side, linkId) => (made.has(keyOf(entity, side, linkId)) ? `${PREFIX}${linkId}` : null),
    follows: (fields) => Object.values(fields).some((value) => idsIn(value).some((id) => id.startsWith(PREFIX))),
  };
}
