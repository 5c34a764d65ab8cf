// What a batch of links needs to know of the records around them: which links their references point to, what those are
// called on each side, who points to them, and which of their records belong to the same person. Loaded once per batch, so
// that planning stays pure. Within a plan a reference is the link's id, the same on every side.
import { askedBy } from '../core/gate.ts';
import type { Lack } from '../core/plan.ts';
import { pointerKey } from '../core/pointer-key.ts';
import { isSet, makeSet } from '../core/value.ts';
import { SIDES } from '../core/vocabulary.ts';
import type { EntityName, FieldName, Fields, SetElement, Side, Value } from '../core/vocabulary.ts';
import type { LinkState, SideState } from '../store/store.ts';
import type { EngineContext } from './context.ts';
import type { Foreseen } from './foreseen.ts';
import { idsIn, refFields } from './keys.ts';
import type { RefField } from './keys.ts';
import { restrictedAmong } from './restricted.ts';
import { firstFigures } from './roll-ups.ts';

export interface Surroundings {
  /** A side's fields with references as link ids; one that nobody knows becomes `?side:id`. */
  toCommon(side: Side, fields: Fields): Fields;
  /** The way back: what has no record on the side is left out, and `lacks` says what it waits for. */
  toSide(side: Side, fields: Fields): { readonly fields: Fields; readonly lacks: Readonly<Record<FieldName, Lack>> };
  /** What an element of a field that holds references, noted down earlier, is called now. */
  nowCalled(field: FieldName, key: string): string;
  /** Entities with a record that points to this link, or to the account it belongs to. */
  referredBy(linkId: string): ReadonlySet<EntityName>;
  /** The keys such records would carry: what a link without any waits for. */
  pointers(linkId: string): readonly string[];
  /** Records of the same person that no counterpart of their own belongs to. */
  parts(linkId: string): readonly LinkState[];
  /** Figures of a link without a record of ours, which gets them when it is made. */
  figures(linkId: string): Fields;
  /** Nothing of it may be written to another system. */
  restricted(linkId: string): boolean;
}

/** @param foreseen records that are not made yet and count as made */
export async function surroundingsOf(context: EngineContext, entity: EntityName, links: readonly LinkState[], foreseen: Foreseen | null = null): Promise<Surroundings> {
  const fields = refFields(context, entity).filter((field) => context.entities.has(field.target));
  const parts = await partsOf(context, entity, links);
  const tables = await linkTables(context, fields, [...links, ...[...parts.values()].flat()], foreseen);
  const pointers = pointersOf(context, entity, links, fields, tables);
  const referrers = await referrersOf(context, entity, pointers);
  const nobody: ReadonlySet<EntityName> = new Set();
  const figures = await firstFigures(context, entity, links);
  const restricted = await restrictedAmong(context, entity, links.map(({ id }) => id));
  return {
    toCommon: (side, values) => withRefs(fields, values, (field, value) => mapValue(value, (id) => tables.linkOf(field.target, side, id) ?? `?${side}:${id}`)),
    toSide: (side, values) => toSide(fields, tables, side, values),
    nowCalled: (field, key) => {
      const target = fields.find(({ name }) => name === field)?.target;
      const unknown = UNKNOWN.exec(key);
      if (target === undefined) return key;
      return (unknown ? tables.linkOf(target, unknown[1] as Side, unknown[2] as string) : tables.linkOf(target, 'local', key)) ?? key;
    },
    referredBy: (linkId) => referrers.get(linkId) ?? nobody,
    pointers: (linkId) => pointers.get(linkId) ?? [],
    parts: (linkId) => parts.get(linkId) ?? [],
    figures: (linkId) => figures.get(linkId) ?? {},
    restricted: (linkId) => restricted.has(linkId),
  };
}

/** How a record is called that nobody has seen yet. */
const UNKNOWN = /^\?(psa|crm|local):(.*)$/su;

interface Tables {
  linkOf(target: EntityName, side: Side, id: string): string | null;
  idOf(target: EntityName, side: Side, linkId: string): string | null;
}

const part = (...parts: readonly string[]): string => parts.join('\n');

async function linkTables(context: EngineContext, fields: readonly RefField[], links: readonly LinkState[], foreseen: Foreseen | null): Promise<Tables> {
  const linkIds = new Map<string, string>();
  const ids = new Map<string, string>();
  for (const [target, named] of Map.groupBy(fields, (field) => field.target)) {
    const refs = new Map<string, { readonly side: Side; readonly id: string }>();
    const note = (side: Side, value: Value | undefined): void => {
      for (const id of idsIn(value)) if (!id.startsWith('?')) refs.set(part(side, id), { side, id });
    };
    const noteOwed = (keys: readonly string[]): void => {
      for (const key of keys) {
        const [, side = 'local', id = key] = UNKNOWN.exec(key) ?? [];
        refs.set(part(side, id), { side: side as Side, id });
      }
    };
    for (const link of links) {
      for (const { name } of named) {
        for (const state of Object.values(link.sides)) for (const values of [state.fields, state.base]) note(state.side, values[name]);
        for (const resolution of link.resolutions) if (resolution.field === name) note('local', resolution.value);
        for (const held of link.held) if (held.field === name) noteOwed(held.elements ?? []);
      }
    }
    if (refs.size === 0) continue;
    for (const one of await context.store.linked(target, [...refs.values()])) {
      linkIds.set(part(target, one.side, one.id), one.linkId);
      for (const side of SIDES) if (one.ids[side] !== undefined) ids.set(part(target, side, one.linkId), one.ids[side]);
    }
  }
  return {
    linkOf: (target, side, id) => linkIds.get(part(target, side, id)) ?? null,
    idOf: (target, side, linkId) => (side === 'local' ? linkId : (ids.get(part(target, side, linkId)) ?? foreseen?.idOf(target, side, linkId) ?? null)),
  };
}

function withRefs(fields: readonly RefField[], values: Fields, map: (field: RefField, value: Value) => Value): Fields {
  const mapped = fields.filter(({ name }) => name in values).map((field) => [field.name, map(field, values[field.name] ?? null)] as const);
  return mapped.length === 0 ? values : { ...values, ...Object.fromEntries(mapped) };
}

function mapValue(value: Value, map: (id: string) => string): Value {
  if (typeof value === 'string' && value !== '') return map(value);
  return isSet(value) ? makeSet(value.map((element): SetElement => ({ ...element, key: map(element.key) }))) : value;
}

function toSide(fields: readonly RefField[], tables: Tables, side: Side, values: Fields): ReturnType<Surroundings['toSide']> {
  const out: Record<FieldName, Value> = { ...values };
  const lacks: Record<FieldName, Lack> = {};
  for (const { name, target } of fields) {
    const value = values[name];
    if (value === undefined) continue;
    const missing: string[] = [];
    const find = (id: string): string | null => {
      const own = `?${side}:`;
      const found = id.startsWith(own) ? id.slice(own.length) : id.startsWith('?') ? null : tables.idOf(target, side, id);
      if (found === null) missing.push(id);
      return found;
    };
    if (isSet(value)) out[name] = makeSet(value.flatMap((element): SetElement[] => withKey(element, find(element.key))));
    else if (typeof value === 'string' && value !== '') {
      const id = find(value);
      if (id === null) delete out[name];
      else out[name] = id;
    }
    if (missing[0] !== undefined) lacks[name] = { ...lackOf(target, missing[0]), ...(isSet(value) ? { elements: missing } : {}) };
  }
  return { fields: out, lacks };
}

function withKey(element: SetElement, key: string | null): SetElement[] {
  return key === null ? [] : [{ ...element, key }];
}

function lackOf(target: EntityName, id: string): Lack {
  const unknown = UNKNOWN.exec(id);
  const reason = `unlinked-${target}`;
  if (unknown) return { reason, waitsFor: { kind: 'record', entity: target, side: unknown[1] as Side, id: unknown[2] as string } };
  return { reason, waitsFor: { kind: 'link', linkId: id } };
}

async function partsOf(context: EngineContext, entity: EntityName, links: readonly LinkState[]): Promise<ReadonlyMap<string, readonly LinkState[]>> {
  // Only where several records of one system may be one thing: then some field holds what the others say.
  if (!context.entities.get(entity)?.fields.has('otherAccounts') || links.length === 0) return new Map();
  const parts = await context.store.parts(entity, links.map(({ id }) => id));
  return Map.groupBy(parts, (one) => one.partOf ?? '');
}

/** Of links that a gate asks about. */
function pointersOf(context: EngineContext, entity: EntityName, links: readonly LinkState[], fields: readonly RefField[], tables: Tables): ReadonlyMap<string, readonly string[]> {
  const gates = context.gates.get(entity) ?? {};
  const asking = links.filter((link) => SIDES.some((side) => !(side in link.sides) && askedBy(gates[side]).length > 0));
  return new Map(asking.map((link) => [link.id, [...new Set(Object.values(link.sides).flatMap((state) => (state.gone === null ? [pointerKey(entity, state.side, state.id), ...above(state, fields, tables)] : [])))]]));
}

/** A deal speaks of its company, and so lets the company's people pass; on any side where that company has a record. */
function above(state: SideState, fields: readonly RefField[], tables: Tables): readonly string[] {
  return fields.flatMap(({ name, kind, target }) => {
    if (kind !== 'ref') return [];
    return idsIn(state.fields[name]).flatMap((id) => {
      const linkId = tables.linkOf(target, state.side, id);
      const known = SIDES.flatMap((side) => {
        const there = linkId === null ? null : tables.idOf(target, side, linkId);
        return there === null ? [] : [pointerKey(target, side, there)];
      });
      return [pointerKey(target, state.side, id), ...known];
    });
  });
}

async function referrersOf(context: EngineContext, entity: EntityName, pointers: ReadonlyMap<string, readonly string[]>): Promise<ReadonlyMap<string, ReadonlySet<EntityName>>> {
  const gates = context.gates.get(entity) ?? {};
  const referrers = new Map<string, Set<EntityName>>();
  const wanted = [...new Set([...pointers.values()].flat())];
  if (wanted.length === 0) return referrers;
  for (const other of new Set(SIDES.flatMap((side) => askedBy(gates[side])))) {
    if (!context.entities.has(other)) continue;
    const hits = new Set((await context.store.byKeys(other, wanted)).map((hit) => hit.key));
    for (const [linkId, keys] of pointers) if (keys.some((key) => hits.has(key))) referrers.set(linkId, new Set([...(referrers.get(linkId) ?? []), other]));
  }
  return referrers;
}
