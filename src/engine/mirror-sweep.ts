// What a whole read of a mirror did not show is looked at by id, a limited number in each cycle. Invariant: not being shown is no
// delete; two looks by id that find nothing, a minute apart, are.
import type { MirrorAdapter } from '../connectors/connector.ts';
import type { RemoteSide } from '../core/vocabulary.ts';
import type { MirrorName } from '../entities/mirrors/mirror.ts';
import { feedOf } from './context.ts';
import type { EngineContext, Mirroring } from './context.ts';
import { noteInvoices } from './mirror-invoices.ts';
import { dueAt, lookAtRows } from './mirror-rows.ts';
import type { RowsLooked } from './mirror-rows.ts';
import type { Lease } from '../store/store.ts';

/** How far the looks after a whole read have come; ids are in order. */
interface Position {
  readonly before: string;
  readonly after: string;
}

/** A whole read came to its end: what it has not shown since it began is looked for, in this cycle and the next ones. */
export async function sweptToItsEnd(context: EngineContext, side: RemoteSide, mirror: MirrorName, beganAt: string): Promise<void> {
  await context.store.saveFact(factOf(side, mirror), { before: beganAt, after: '' } satisfies Position);
}

/** @param limit rows that may be looked at for the first time @returns how many looks it took, and the rows that are gone for good */
export async function lookForUnshown(context: EngineContext, mirroring: Mirroring, adapter: MirrorAdapter, side: RemoteSide, limit: number): Promise<{ readonly looks: number; readonly gone: number }> {
  const { mirror } = adapter;
  const suspects = await mirroring.store.suspected({ mirror, before: dueAt(context.clock.now()), limit: context.limits.absentLooks });
  const position = (await context.store.fact(factOf(side, mirror))) as Position | null;
  if (suspects.length === 0 && (position === null || limit <= 0)) return { looks: 0, gone: 0 };
  // Whoever reads the feed notes invoices too, so only one of them may at a time.
  const lease = await context.store.takeLease(`pull:${feedOf(side, mirror)}`, context.limits.leaseMs);
  if (!lease) return { looks: 0, gone: 0 };
  try {
    const again = await look(context, mirroring, adapter, side, suspects, lease);
    if (position === null || limit <= 0 || !again.whole) return { looks: suspects.length, gone: again.forgotten.length };
    const unshown = await mirroring.store.unshown({ mirror, ...position, limit });
    const looked = await look(context, mirroring, adapter, side, unshown, lease);
    const last = unshown.at(-1);
    // Where the process had to end before the last of them, the next one looks at them all.
    if (looked.whole) await context.store.saveFact(factOf(side, mirror), unshown.length < limit || last === undefined ? null : { ...position, after: last });
    return { looks: suspects.length + unshown.length, gone: again.forgotten.length + looked.forgotten.length };
  } finally {
    await context.store.releaseLease(lease);
  }
}

/** What was on an invoice that is gone may be billed again, and only a look at it says so. */
async function look(context: EngineContext, mirroring: Mirroring, adapter: MirrorAdapter, side: RemoteSide, ids: readonly string[], lease: Lease): Promise<RowsLooked> {
  const noted = adapter.mirror === 'invoices' && ids.length > 0 ? await noteInvoices(context, side, { changed: [], gone: ids }) : null;
  const looked = await lookAtRows(context, mirroring, adapter, ids, lease);
  await noted?.settle([], looked.forgotten);
  return looked;
}

function factOf(side: RemoteSide, mirror: MirrorName): string {
  return `absent:${feedOf(side, mirror)}`;
}
