// Deep fields (one call per record) of linked records: read on a slow rota, never in a poll. The position in the rota is a
// checkpoint, so a stopped pass goes on where it was.
import type { EntityName, RemoteSide } from '../core/vocabulary.ts';
import { adapterOf, feedOf, isStopping } from './context.ts';
import type { EngineContext } from './context.ts';
import { savePage } from './pull.ts';

const BATCH = 200;

/** One full turn of the rota; answers how many records were read. */
export async function readDeep(context: EngineContext, entity: EntityName, side: RemoteSide): Promise<number> {
  const adapter = adapterOf(context, side, entity);
  if (!adapter || !Object.values(adapter.fields).some((field) => field.deep)) return 0;
  const feed = `${feedOf(side, entity)}:deep`;
  const lease = await context.store.takeLease(`pull:${feed}`, context.limits.leaseMs);
  if (!lease) return 0;
  let read = 0;
  try {
    let after = (await context.store.checkpoint(feed)) ?? '';
    while (!isStopping(context)) {
      const links = await context.store.links({ entity, stage: 'active', after, limit: BATCH });
      if (links.length === 0) {
        await savePage(context, entity, side, 'sweep', { snapshots: [], tombstones: [] }, { feed, value: null }, lease);
        break;
      }
      after = links.at(-1)?.id ?? after;
      const records = links.flatMap((link) => {
        const state = link.sides[side];
        return state && state.gone === null ? [{ id: state.id, handles: state.handles }] : [];
      });
      for await (const snapshots of adapter.deep(records)) {
        await context.store.renewLease(lease, context.limits.leaseMs);
        await savePage(context, entity, side, 'sweep', { snapshots, tombstones: [] }, null, lease);
        read += snapshots.length;
        if (isStopping(context)) return read;
      }
      await savePage(context, entity, side, 'sweep', { snapshots: [], tombstones: [] }, { feed, value: after }, lease);
      context.progress(`read ${side} ${entity} details`, read, null);
    }
  } finally {
    await context.store.releaseLease(lease);
  }
  return read;
}
