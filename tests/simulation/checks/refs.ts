// References compared through links: what a side's own id stands for, and what a link is called on a side. Invariant: a link that
// was joined into another is that other one.
import { isSet, makeSet } from '../../../src/core/value.ts';
import type { FieldName, RemoteSide, Side, Value } from '../../../src/core/vocabulary.ts';
import type { LinkState, Store } from '../../../src/store/store.ts';
import { ENTITIES, targetOf, TYPES } from '../records/kinds.ts';
import type { Kind } from '../records/kinds.ts';
import type { World } from '../world.ts';

export interface Refs {
  /** Links that are not over, of every kind. */
  readonly links: Readonly<Record<Kind, readonly LinkState[]>>;
  /** With references as link ids; what nobody knows as `?side:id`. */
  toCommon(kind: Kind, side: Side, field: FieldName, value: Value): Value;
  /** The way back, without what the side has no live record of. */
  toSide(kind: Kind, side: RemoteSide, field: FieldName, value: Value): Value;
  /** True when a link has a live record on the side. */
  isOn(linkId: string, side: Side): boolean;
}

export async function refsOf(world: World, store: Store): Promise<Refs> {
  const links = Object.fromEntries(await Promise.all(ENTITIES.map(async (kind) => [kind, (await store.links({ entity: kind, limit: 1_000 })).filter((link) => link.stage !== 'ended')] as const))) as unknown as Refs['links'];
  const byRecord = new Map<string, LinkState>();
  const byId = new Map<string, LinkState>();
  const present = new Map<string, string>();
  for (const kind of ENTITIES) {
    for (const link of links[kind]) {
      byId.set(link.id, link);
      for (const state of Object.values(link.sides)) byRecord.set(`${state.side}:${kind}:${state.id}`, link);
      // A person's other records here share the one there, which belongs to the link that speaks for the person.
      for (const state of Object.values(link.sides)) if (state.gone === null) present.set(`${state.side} ${link.id}`, state.id);
    }
  }
  const speaker = (link: LinkState): LinkState => (link.partOf === null ? link : (byId.get(link.partOf) ?? link));
  const gone = new Map<string, string>();
  for (const kind of ENTITIES) {
    const ids = [...links.contact, ...links.salesCase].flatMap((link) => refIds(link, kind));
    for (const { id, linkId } of await store.linked(kind, ids.map((id) => ({ side: 'local', id })))) gone.set(id, linkId);
  }
  const linkOf = (target: Kind, side: Side, id: string): string => {
    if (side === 'local') {
      const link = byId.get(gone.get(id) ?? id);
      return link === undefined ? id : speaker(link).id;
    }
    const alive = side === 'crm' ? (world.crm.state.get(TYPES[target], id)?.id ?? id) : id;
    const link = byRecord.get(`${side}:${target}:${alive}`) ?? byRecord.get(`${side}:${target}:${id}`);
    return link === undefined ? `?${side}:${id}` : speaker(link).id;
  };
  return {
    links,
    toCommon: (kind, side, field, value) => mapped(kind, field, value, (target, id) => [linkOf(target, side, id)]),
    toSide: (kind, side, field, value) => mapped(kind, field, value, (_, linkId) => [present.get(`${side} ${linkId}`)].filter((id) => id !== undefined)),
    isOn: (linkId, side) => present.has(`${side} ${linkId}`),
  };
}

function refIds(link: LinkState, target: Kind): readonly string[] {
  const { local } = link.sides;
  if (local === undefined) return [];
  return Object.entries(local.fields).flatMap(([field, value]) => {
    if (targetOf(link.entity as Kind, field) !== target) return [];
    return typeof value === 'string' ? [value] : isSet(value) ? value.map(({ key }) => key) : [];
  });
}

function mapped(kind: Kind, field: FieldName, value: Value, map: (target: Kind, id: string) => readonly string[]): Value {
  const target = targetOf(kind, field);
  if (target === null || value === null) return value;
  if (typeof value === 'string') return map(target, value)[0] ?? null;
  return isSet(value) ? makeSet(value.flatMap(({ key }) => map(target, key).map((id) => ({ key: id })))) : value;
}
