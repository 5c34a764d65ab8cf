// What the parts of values are called by people: of a reference the name of the record it points to, of a choice its label in the
// list it comes from. Invariant: what nobody knows a name for is called as it stands.
import { isSet } from '../core/value.ts';
import { SIDES } from '../core/vocabulary.ts';
import type { EntityName, FieldName, Fields, Side } from '../core/vocabulary.ts';
import type { Store } from '../store/store.ts';
import type { EngineContext } from './context.ts';
import { linksOf, nameOf } from './record-names.ts';

/** Fields as they are to be shown. Without a side their references are ids of links, as in a conflict. */
export interface Shown {
  readonly entity: EntityName;
  readonly side: Side | null;
  readonly fields: Fields;
}

/** Where names are looked up. */
export interface Lists extends Pick<EngineContext, 'entities'> {
  readonly store: Pick<Store, 'links' | 'linked' | 'fact'>;
}

/** @param id a text value of the field, or the key of an element */
export type CallId = (entity: EntityName, side: Side | null, field: FieldName, id: string) => string;

/** @returns what any id in these is called */
export async function namesIn(context: Lists, shown: readonly Shown[]): Promise<CallId> {
  const records = await recordNames(context, shown);
  const labels = await choiceLabels(context, shown);
  return (entity, side, field, id) => {
    const { target, registry } = context.entities.get(entity)?.fields.get(field) ?? { target: null, registry: null };
    return (target === null ? labels.get(nameKey(registry ?? '', id)) : records.get(nameKey(target, side ?? 'link', id))) ?? id;
  };
}

const nameKey = (...parts: readonly string[]): string => parts.join(' ');

interface Pointer {
  readonly target: EntityName;
  readonly side: Side | null;
  readonly id: string;
}

async function recordNames(context: Lists, shown: readonly Shown[]): Promise<ReadonlyMap<string, string>> {
  const { store } = context;
  const names = new Map<string, string>();
  for (const [target, pointers] of Map.groupBy(pointersIn(context.entities, shown), (pointer) => pointer.target)) {
    const refs = pointers.flatMap(({ side, id }) => (side === null ? [] : [{ side, id }]));
    const hits = refs.length === 0 ? [] : await store.linked(target, refs);
    const direct = pointers.flatMap(({ side, id }) => (side === null ? [id] : []));
    const links = await linksOf(store, [...direct, ...hits.map(({ linkId }) => linkId)].map((linkId) => ({ entity: target, linkId })));
    for (const id of direct) names.set(nameKey(target, 'link', id), nameOf(links, id));
    for (const { side, id, linkId } of hits) names.set(nameKey(target, side, id), nameOf(links, linkId));
  }
  return names;
}

function pointersIn(entities: EngineContext['entities'], shown: readonly Shown[]): readonly Pointer[] {
  return shown.flatMap(({ entity, side, fields }) =>
    Object.entries(fields).flatMap(([field, value]): readonly Pointer[] => {
      const target = entities.get(entity)?.fields.get(field)?.target ?? null;
      if (target === null) return [];
      const ids = typeof value === 'string' ? [value] : isSet(value) ? value.map(({ key }) => key) : [];
      return ids.map((id) => ({ target, side, id }));
    }),
  );
}

interface Item {
  readonly id: string;
  readonly label: string;
  readonly email?: string;
}

/** From the lists as they were last read; a list that nobody has read yet names nothing. Owners are told by their e-mail, too. */
async function choiceLabels({ store, entities }: Lists, shown: readonly Shown[]): Promise<ReadonlyMap<string, string>> {
  const registries = new Set(shown.flatMap(({ entity, fields }) => Object.keys(fields).flatMap((field) => entities.get(entity)?.fields.get(field)?.registry ?? [])));
  const labels = new Map<string, string>();
  for (const registry of registries) {
    for (const side of SIDES) {
      const known = (await store.fact(`registry:${side}:${registry}`)) as { readonly items?: readonly Item[] } | null;
      for (const { id, label, email } of known?.items ?? []) for (const key of email === undefined ? [id] : [id, email]) labels.set(nameKey(registry, key), label);
    }
  }
  return labels;
}
