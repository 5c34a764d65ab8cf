// The lists that a person chooses from: whom a record may belong to, which stages there are. Invariant: what is offered is exactly
// what a field takes as its value.
import type { EntityName, FieldName } from '../core/vocabulary.ts';
import { SIDES } from '../core/vocabulary.ts';
import type { Store } from '../store/store.ts';

export interface Choice {
  /** As the field has it. */
  readonly key: string;
  readonly label: string;
  /** False: it is not to be chosen anew. */
  readonly active: boolean;
}

interface Item {
  readonly id: string;
  readonly label: string;
  readonly active: boolean;
  readonly email?: string;
  readonly code?: string;
}

/** Of these lists a field has not the id of an entry but what is the same in every system. */
const KEYS: Readonly<Record<string, (item: Item) => string | undefined>> = {
  owners: ({ email }) => email?.toLowerCase(),
  languages: ({ code }) => code?.toLowerCase(),
  currencies: ({ code }) => code?.toUpperCase(),
};

/** As the systems last told it, in their order, each key once; null: nobody has read it yet. */
export async function choicesOf(store: Pick<Store, 'fact'>, registry: string): Promise<readonly Choice[] | null> {
  const found = new Map<string, Choice>();
  let isKnown = false;
  for (const side of SIDES) {
    const known = (await store.fact(`registry:${side}:${registry}`)) as { readonly items?: readonly Item[] } | null;
    isKnown ||= known !== null;
    for (const item of known?.items ?? []) {
      const key = (KEYS[registry] ?? (({ id }: Item) => id))(item);
      if (key !== undefined && key !== '' && !found.has(key)) found.set(key, { key, label: item.label, active: item.active });
    }
  }
  return isKnown ? [...found.values()] : null;
}

/** Of each list that these fields choose from. */
export async function choicesFor(store: Pick<Store, 'fact'>, fields: Iterable<{ readonly name: FieldName; readonly registry: string | null; readonly target: EntityName | null }>): Promise<ReadonlyMap<string, readonly Choice[]>> {
  const registries = new Set([...fields].flatMap(({ registry }) => registry ?? []));
  const lists = new Map<string, readonly Choice[]>();
  for (const registry of registries) {
    const choices = await choicesOf(store, registry);
    if (choices !== null) lists.set(registry, choices);
  }
  return lists;
}
