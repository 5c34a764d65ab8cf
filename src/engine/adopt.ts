// Adopt: a create whose outcome nobody knows is looked up before it is tried again. What is found becomes the link's record
// as if the answer had come; what is not found was never made.
import type { EntityName, RemoteSide } from '../core/vocabulary.ts';
import { SIDES } from '../core/vocabulary.ts';
import type { TakenLink } from '../store/store.ts';
import { adapterOf } from './context.ts';
import type { EngineContext } from './context.ts';
import { savePage } from './pull.ts';

/** The links that changed by it: they are free again and come back with the found record. */
export async function adoptUnknownCreates(context: EngineContext, entity: EntityName, taken: readonly TakenLink[]): Promise<ReadonlySet<string>> {
  const adopted = new Set<string>();
  for (const side of SIDES) {
    if (side === 'local') continue;
    const open = taken.filter(({ link }) => !(side in link.sides) && link.intents.some((intent) => intent.side === side && intent.kind === 'create'));
    if (open.length > 0) for (const id of await adoptOn(context, entity, side, open)) adopted.add(id);
  }
  return adopted;
}

async function adoptOn(context: EngineContext, entity: EntityName, side: RemoteSide, open: readonly TakenLink[]): Promise<readonly string[]> {
  const adapter = adapterOf(context, side, entity);
  if (!adapter) return [];
  const since = open.flatMap(({ link }) => link.intents.filter((intent) => intent.side === side).map((intent) => intent.at)).toSorted()[0] as string;
  const creates = open.map(({ link }) => ({ kind: 'create' as const, key: link.id, fields: link.sides.local?.fields ?? Object.values(link.sides)[0]?.fields ?? {} }));
  const found = await adapter.find(creates, since);
  const adopted: string[] = [];
  const used = new Set<string>();
  for (const one of open) {
    const candidates = (found.get(one.link.id) ?? []).filter((snapshot) => !used.has(snapshot.id));
    for (const snapshot of candidates) {
      await savePage(context, entity, side, 'poll', { snapshots: [snapshot], tombstones: [] }, null, one.lease);
      if (await context.store.adopt(entity, side, snapshot.id, one.lease, one.link.id)) {
        used.add(snapshot.id);
        adopted.push(one.link.id);
        break;
      }
    }
  }
  for (const one of open) if (adopted.includes(one.link.id)) await context.store.releaseLease(one.lease);
  return adopted;
}
