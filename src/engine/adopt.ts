// Adopt: a create whose outcome nobody knows is looked up before it is tried again. What is found becomes the link's record
// as if the answer had come; what is not found was never made. A record of the same name that says other things is not ours.
import { comparable } from '../core/normalise/comparable.ts';
import type { EntityAdapter } from '../connectors/connector.ts';
import type { EntityName, Fields, RemoteSide, Snapshot } from '../core/vocabulary.ts';
import { SIDES } from '../core/vocabulary.ts';
import { isExpected, RejectedError, StaleError } from '../lib/errors.ts';
import type { LinkState, TakenLink } from '../store/store.ts';
import { adapterOf, entityOf } from './context.ts';
import type { EngineContext } from './context.ts';
import { basesOfCreate } from './own-writes.ts';
import { savePage } from './pull.ts';
import type { Surroundings } from './surroundings.ts';

export interface Look {
  /** Links that changed by it: they are free again and come back with the found record. */
  readonly adopted: ReadonlySet<string>;
  /** By link: sides where the look failed, so that nothing may be made there now. */
  readonly unlooked: ReadonlyMap<string, ReadonlySet<RemoteSide>>;
  readonly errors: ReadonlyMap<RemoteSide, Error>;
}

export async function lookForCreates(context: EngineContext, entity: EntityName, taken: readonly TakenLink[], around: Surroundings): Promise<Look> {
  const look: Findings = { adopted: new Set(), unlooked: new Map(), errors: new Map() };
  for (const side of SIDES) {
    if (side === 'local') continue;
    const open = taken.filter(({ link }) => !(side in link.sides) && link.intents.some((intent) => intent.side === side && intent.kind === 'create'));
    if (open.length > 0) await lookOn(context, entity, side, open, look, around);
  }
  return look;
}

interface Findings extends Look {
  readonly adopted: Set<string>;
  readonly unlooked: Map<string, Set<RemoteSide>>;
  readonly errors: Map<RemoteSide, Error>;
}

async function lookOn(context: EngineContext, entity: EntityName, side: RemoteSide, open: readonly TakenLink[], look: Findings, around: Surroundings): Promise<void> {
  const adapter = adapterOf(context, side, entity);
  const giveUp = (): void => open.forEach(({ link }) => void look.unlooked.set(link.id, new Set([...(look.unlooked.get(link.id) ?? []), side])));
  if (!adapter) return giveUp();
  const since = open.flatMap(({ link }) => link.intents.filter((intent) => intent.side === side).map((intent) => intent.at)).toSorted()[0] as string;
  const creates = open.map(({ link }) => ({ kind: 'create' as const, key: link.id, fields: wantedOn(side, link, around) }));
  let found: ReadonlyMap<string, readonly Snapshot[]>;
  try {
    found = await adapter.find(creates, since);
  } catch (error) {
    if (!isExpected(error)) throw error;
    // One value that the system will not search for must not keep the others waiting.
    if (error instanceof RejectedError && open.length > 1) {
      for (const one of open) await lookOn(context, entity, side, [one], look, around);
      return;
    }
    look.errors.set(side, error);
    return giveUp();
  }
  const used = new Set<string>();
  for (const one of open) {
    const likeness = (fields: Fields): number => (adapter.can.keyedCreate ? 0 : likenessOf(context, entity, shownOn(adapter, side, one.link, around), fields));
    const candidates = (found.get(one.link.id) ?? [])
      .filter((snapshot) => !used.has(snapshot.id) && likeness(snapshot.fields) >= 0)
      .toSorted((a, b) => likeness(b.fields) - likeness(a.fields));
    const id = await takeFirst(context, entity, side, one, candidates, around);
    if (id === null) continue;
    used.add(id);
    look.adopted.add(one.link.id);
  }
  await context.store.releaseLease(...open.flatMap(({ link, lease }) => (look.adopted.has(link.id) ? [lease] : [])));
}

/** The id of the first of these records that the link could have. A lost lease takes none: whoever has it looks too. */
async function takeFirst(context: EngineContext, entity: EntityName, side: RemoteSide, { link, lease }: TakenLink, candidates: readonly Snapshot[], around: Surroundings): Promise<string | null> {
  const bases = basesOfCreate(context, link, side, around);
  try {
    for (const snapshot of candidates) {
      await savePage(context, entity, side, 'poll', { snapshots: [snapshot], tombstones: [] }, null, lease);
      if (await context.store.adopt(entity, side, snapshot.id, lease, link.id, bases)) return snapshot.id;
    }
  } catch (error) {
    if (!(error instanceof StaleError)) throw error;
  }
  return null;
}

/**
 * What a link's new record was to hold, in the words of the side it was made on: what was sent, whatever people have made of
 * its source since.
 */
function wantedOn(side: RemoteSide, link: LinkState, around: Surroundings): Fields {
  const sent = link.intents.find((intent) => intent.side === side && intent.kind === 'create')?.sent;
  if (sent !== undefined && Object.keys(sent).length > 0) return sent;
  const source = link.sides.local ?? Object.values(link.sides)[0];
  return source === undefined ? {} : around.toSide(side, around.toCommon(source.side, source.fields)).fields;
}

/** What the side would show of it: a value that it rounds is no difference. */
export function shownOn(adapter: Pick<EntityAdapter, 'represent'>, side: RemoteSide, link: LinkState, around: Surroundings): Fields {
  return adapter.represent(wantedOn(side, link, around)).fields;
}

/** Fields both fill and agree on, less those they differ in; the name that led to the record does not count. */
export function likenessOf(context: EngineContext, entity: EntityName, wanted: Fields, shown: Fields): number {
  let likeness = 0;
  for (const field of entityOf(context, entity).fields.values()) {
    const [a, b] = [wanted[field.name] ?? null, shown[field.name] ?? null];
    if (field.name === 'name' || a === null || b === null) continue;
    likeness += comparable(field.compare, a) === comparable(field.compare, b) ? 1 : -1;
  }
  return likeness;
}
