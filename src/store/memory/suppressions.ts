// Who must stay forgotten, in memory. Invariant: what is kept is hashes; a key is told only to whoever comes with it.
import type { ErasureRequest } from '../erasures.ts';
import type { Sighting, Suppression } from '../forgetting.ts';
import type { Kept, Noted } from '../ledger/suppression.ts';
import { isNews, type SuppressionKeys } from '../ledger/suppression-keys.ts';
import { order } from './queries.ts';

export interface Suppressions {
  kept(keys: readonly string[]): Kept;
  add(suppressions: readonly Omit<Suppression, 'workspace'>[]): number;
  lift(requestId: string): number;
  list(): readonly Suppression[];
  note(noted: readonly Noted[], at: string): void;
  sightings(): readonly Sighting[];
  dropSightings(requestId: string): void;
  isEmpty(): boolean;
}

export function makeSuppressions(keys: SuppressionKeys, stateOf: (requestId: string) => ErasureRequest['state'] | null): Suppressions {
  const rows = new Map<string, Suppression>();
  const seen = new Map<string, Sighting>();
  const among = (hashes: readonly string[]): readonly Suppression[] => [...rows.values()].filter((row) => hashes.includes(row.hash));
  return {
    isEmpty: () => rows.size === 0,
    kept: (wanted) => {
      if (rows.size === 0) return new Map();
      const found = wanted.flatMap((key) => {
        const keepers = among(keys.versions(key)).map(({ requestId }) => ({ requestId, isNews: isNews(stateOf(requestId)) }));
        return keepers.length === 0 ? [] : [[key, keepers] as const];
      });
      return new Map(found);
    },
    add: (given) => {
      const before = rows.size;
      for (const { requestId, hash, at } of given) {
        const row = { workspace: keys.workspace, requestId, hash: keys.deepened(hash), at };
        if (!rows.has(`${row.hash} ${requestId}`)) rows.set(`${row.hash} ${requestId}`, row);
      }
      return rows.size - before;
    },
    lift: (requestId) => {
      const gone = [...rows].filter(([, row]) => row.requestId === requestId);
      for (const [place] of gone) rows.delete(place);
      for (const [place, sighting] of seen) if (sighting.requestId === requestId) seen.delete(place);
      return gone.length;
    },
    list: () => [...rows.values()].toSorted((a, b) => order(a.hash, b.hash) || order(a.requestId, b.requestId)),
    note: (noted, at) => {
      for (const { requestId, side, entity, refId } of noted) {
        const place = [requestId, side, entity, refId ?? ''].join('\n');
        if (!seen.has(place)) seen.set(place, { requestId, side, entity, refId: refId === null ? null : keys.sealed(requestId, refId), at });
      }
    },
    sightings: () => [...seen.values()],
    dropSightings: (requestId) => {
      for (const [place, sighting] of seen) if (sighting.requestId === requestId) seen.delete(place);
    },
  };
}
