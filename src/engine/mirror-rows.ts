// Rows of a mirror as one look shows them, saved outside their feed. Invariant: a row that a look by id does not find is only
// missed; the second look, a minute later, forgets it.
import type { MirrorAdapter } from '../connectors/connector.ts';
import type { MirrorName, MirrorRow } from '../entities/mirrors/mirror.ts';
import { toInstant } from '../lib/clock.ts';
import type { MirroredCount } from '../store/mirrors.ts';
import type { Lease } from '../store/store.ts';
import { isStopping } from './context.ts';
import type { EngineContext, Mirroring } from './context.ts';

/** From the first look that missed a row to the one that may say it is gone. */
const SECOND_LOOK_MS = 60_000;
const BATCH = 50;

export function mirrorAdapters(context: EngineContext): ReadonlyMap<MirrorName, MirrorAdapter> {
  return new Map([...context.connectors.values()].flatMap(({ mirrors }) => [...mirrors]));
}

export async function saveRows({ store }: Mirroring, mirror: MirrorName, rows: readonly MirrorRow[], lease: Lease): Promise<MirroredCount> {
  if (rows.length === 0) return { read: 0, changed: [] };
  return await store.saveMirror({ mirror, rows, gone: [], checkpoint: null, isFirst: false }, lease);
}

export interface RowsLooked {
  /** Ids that are gone for good. */
  readonly forgotten: readonly string[];
  /** False when the process had to end before all of them were looked at. */
  readonly whole: boolean;
}

/** Looks at rows by id. */
export async function lookAtRows(context: EngineContext, mirroring: Mirroring, adapter: MirrorAdapter, ids: readonly string[], lease: Lease): Promise<RowsLooked> {
  const forgotten: string[] = [];
  for (let start = 0; start < ids.length; start += BATCH) {
    if (isStopping(context)) return { forgotten, whole: false };
    await context.store.renewLease(lease, context.limits.leaseMs);
    const asked = ids.slice(start, start + BATCH);
    const askedAt = context.clock.now();
    const answers = await adapter.read(asked);
    await saveRows(mirroring, adapter.mirror, [...answers.values()].filter((row) => row !== null), lease);
    const absent = asked.filter((id) => answers.get(id) === null);
    if (absent.length > 0) forgotten.push(...(await mirroring.store.missed(adapter.mirror, absent, dueAt(askedAt))));
  }
  return { forgotten, whole: true };
}

/** The rows that name the parent now; those that did, and are not listed, by id. */
export async function readBelow(context: EngineContext, mirroring: Mirroring, adapter: MirrorAdapter, column: string, parent: string, lease: Lease): Promise<void> {
  if (isStopping(context)) return;
  await context.store.renewLease(lease, context.limits.leaseMs);
  const before = await mirroring.store.naming(adapter.mirror, column, [parent]);
  const shown = new Set<string>();
  if (adapter.parents.includes(column)) {
    for await (const rows of adapter.of(column, parent)) {
      for (const { id } of rows) shown.add(id);
      await saveRows(mirroring, adapter.mirror, rows, lease);
    }
  }
  await lookAtRows(context, mirroring, adapter, before.filter((id) => !shown.has(id)), lease);
}

/** Rows missed at this instant or earlier are due for their second look. */
export function dueAt(now: number): string {
  return toInstant(now - SECOND_LOOK_MS);
}
