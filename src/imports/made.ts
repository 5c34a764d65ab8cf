// The records that rows of this file are about so far, found again by their keys. Invariant: what a row has added counts for the rows after
// it, whether it has been written (then the store knows it too) or only would be.
import { MOST_OF_ONE_DOMAIN } from '../core/match-doubt.ts';
import type { Fields } from '../core/vocabulary.ts';
import type { Candidate, Identity } from './identity.ts';

export interface MadeByFile {
  /** Of these, those that a row of this file made. */
  isMade(linkId: string): boolean;
  /** A row was about it before. */
  isTold(linkId: string): boolean;
  with(key: string): readonly Candidate[];
  /** What it is told by, where that has not been written; null: the store knows. */
  shown(linkId: string): Fields | null;
  add(linkId: string, told: Identity & { readonly shown: Fields }, isNew: boolean): void;
  /** It was not written after all. */
  drop(linkId: string): void;
  /** Everything has been written: from now on the store tells of it. */
  written(): void;
}

type Row = Identity & { readonly shown: Fields };

/** Of a dry run over a large file there is one for every record: rows are kept as text, and a key that one record has as that record's id. */
export function createMade(): MadeByFile {
  const made = new Set<string>();
  const told = new Set<string>();
  const rows = new Map<string, string>();
  const byKey = new Map<string, string | Set<string>>();
  const rowOf = (linkId: string): Row | null => {
    const text = rows.get(linkId);
    return text === undefined ? null : (JSON.parse(text) as Row);
  };
  const linksWith = (key: string): readonly string[] => {
    const found = byKey.get(key) ?? [];
    return typeof found === 'string' ? [found] : [...found];
  };
  return {
    isMade: (linkId) => made.has(linkId),
    isTold: (linkId) => told.has(linkId),
    with: (key) => linksWith(key).flatMap((linkId) => {
      const row = rowOf(linkId);
      return row?.keys.includes(key) === true ? [{ linkId, keys: row.keys, scopes: row.scopes, isOfThisFile: true }] : [];
    }),
    shown: (linkId) => rowOf(linkId)?.shown ?? null,
    add: (linkId, row, isNew) => {
      if (isNew) made.add(linkId);
      told.add(linkId);
      rows.set(linkId, JSON.stringify(row));
      for (const key of row.keys) {
        const known = byKey.get(key);
        if (known === undefined) byKey.set(key, linkId);
        else if (typeof known === 'string') byKey.set(key, new Set([known, linkId]));
        // One more than tells anybody apart is enough to know that it does not.
        else if (!key.startsWith('domain:') || known.size <= MOST_OF_ONE_DOMAIN) known.add(linkId);
      }
    },
    drop: (linkId) => {
      rows.delete(linkId);
      made.delete(linkId);
      told.delete(linkId);
    },
    written: () => {
      rows.clear();
      byKey.clear();
    },
  };
}
