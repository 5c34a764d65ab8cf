// Hints in memory. Invariant: one row per record and kind, which only the look that saw its last arrival takes away.
import type { PersonRef } from '../../core/subject.ts';
import type { EntityName, Hint, RemoteSide } from '../../core/vocabulary.ts';
import { entities } from '../../entities/index.ts';
import { keysOfHints } from '../ledger/suppression.ts';
import type { WaitingHint } from '../store.ts';

interface HintRow extends WaitingHint {
  readonly receivedAt: number;
}

interface Hints {
  save(side: RemoteSide, hints: readonly Hint[], mark: number, now: number): void;
  list(query: { entity: EntityName; side: RemoteSide; limit: number }): readonly WaitingHint[];
  drop(hints: readonly WaitingHint[]): void;
  expire(before: number): void;
  /** The oldest first. */
  erased(limit: number): readonly WaitingHint[];
  /** Those about these persons, whatever they say. */
  forget(refs: readonly PersonRef[]): void;
  /** Of those whom they are about. */
  keys(): readonly string[];
  count(): number;
}

export function makeHints(): Hints {
  const rows = new Map<string, HintRow>();
  const oldest = (wanted: (row: HintRow) => boolean, limit: number): readonly WaitingHint[] =>
    [...rows.values()]
      .filter(wanted)
      .toSorted((a, b) => a.receivedAt - b.receivedAt || compare(a.id, b.id) || compare(a.kind, b.kind))
      .slice(0, limit)
      .map(({ entity, id, kind, side, mark }) => ({ entity, id, kind, side, mark }));
  return {
    save: (side, hints, mark, now) => {
      for (const { entity, id, kind } of hints) {
        const key = keyOf({ entity, id, kind }, side);
        rows.set(key, { entity, id, kind, side, mark, receivedAt: rows.get(key)?.receivedAt ?? now });
      }
    },
    list: ({ entity, side, limit }) => oldest((row) => row.entity === entity && row.side === side && row.kind !== 'erased', limit),
    erased: (limit) => oldest(({ kind }) => kind === 'erased', limit),
    forget: (refs) => {
      for (const [key, row] of rows) if (refs.some(({ side, kind, id }) => kind === personKindOf(row.entity) && side === row.side && id === row.id)) rows.delete(key);
    },
    keys: () => [...rows.values()].flatMap((row) => keysOfHints(row.side, [row])),
    count: () => rows.size,
    drop: (hints) => {
      for (const hint of hints) if (rows.get(keyOf(hint, hint.side))?.mark === hint.mark) rows.delete(keyOf(hint, hint.side));
    },
    expire: (before) => {
      for (const [key, { kind, receivedAt }] of rows) if (kind !== 'erased' && receivedAt < before) rows.delete(key);
    },
  };
}

const keyOf = ({ entity, id, kind }: Hint, side: RemoteSide): string => JSON.stringify([side, entity, id, kind]);

const personKindOf = (entity: EntityName): PersonRef['kind'] | null => entities.get(entity)?.person?.kind ?? null;

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
