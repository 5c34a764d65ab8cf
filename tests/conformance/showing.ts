// Short ways, for both suites, to ask what pages show and what became of a write. Nothing here names a system or an entity.
import type { Create, Outcome, Page } from '../../src/connectors/connector.ts';
import { canonical } from '../../src/core/value.ts';
import type { Fields, Snapshot } from '../../src/core/vocabulary.ts';
import type { Running } from './harness.ts';

export const idsOf = (pages: readonly Page[]): string[] => pages.flatMap((page) => page.snapshots.map((snapshot) => snapshot.id)).toSorted();
export const lastCheckpoint = (pages: readonly Page[]): string => pages.at(-1)?.checkpoint ?? '';
export const comparable = (fields: Fields): Record<string, string> => Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, canonical(value)]));
export const create = (key: string, fields: Fields): Create => ({ kind: 'create', key, fields });
export const totalCalls = ({ connector }: Running): number => [...connector.calls.values()].reduce((sum, count) => sum + count, 0);

export function doneSnapshot(outcome: Outcome | undefined): Snapshot {
  if (outcome?.kind !== 'done') throw new Error(`expected done, got ${outcome?.kind}${outcome && 'error' in outcome ? `: ${outcome.error.message}` : ''}`);
  return outcome.snapshot;
}
