// Home of the properties that the account really has: which field is kept where, and what may be written.
// Invariant: a field whose property does not exist is neither read nor written, so that reading works before any set-up.
import { z } from 'zod';
import type { FieldName } from '../../core/vocabulary.ts';
import type { RegistryItem } from '../connector.ts';
import type { Http } from '../http.ts';
import { cachedList } from './cached-list.ts';
import { KEY_PROPERTY, MERGED_IDS, PROPERTY_GROUP, UPDATED_BY } from './object-map.ts';
import type { CompositeField, MappedField, ObjectMap, ObjectType } from './object-map.ts';
import { BUCKET, routes } from './paths.ts';
import { propertiesSchema } from './wire.ts';
import type { WireProperty } from './wire.ts';

const factsSchema = z.object({
  type: z.string(),
  writable: z.boolean(),
  unique: z.boolean(),
  ours: z.boolean(),
  /** null: any value is accepted, or HubSpot does not list them. */
  options: z.array(z.object({ value: z.string(), label: z.string(), hidden: z.boolean() })).nullable(),
});
type PropertyFacts = z.infer<typeof factsSchema>;

export interface Binding {
  readonly mapped: MappedField;
  readonly property: string;
  readonly facts: PropertyFacts;
}

export interface Schema {
  readonly map: ObjectMap;
  readonly bindings: ReadonlyMap<FieldName, Binding>;
  readonly composites: ReadonlyMap<FieldName, CompositeField>;
  /** Object types whose associations have to be read: no property tells of them. */
  readonly targets: readonly ObjectType[];
  readonly properties: ReadonlyMap<string, PropertyFacts>;
  /** Names to ask for in every read. */
  readonly asked: readonly string[];
  /** True when creates can carry our key. */
  readonly keyed: boolean;
}

/** What a read of records asks for, and what it needs to know to understand their associations. */
export interface Asked extends Pick<Schema, 'targets' | 'asked'> {
  readonly map: Pick<ObjectMap, 'type' | 'links'>;
  readonly properties: ReadonlyMap<string, unknown>;
}

export interface SchemaSource {
  get(): Promise<Schema>;
  /** Not older than a minute; with `now` read again in any case. */
  renew(how?: 'now'): Promise<Schema>;
  /** Takes in properties that were just made or changed. */
  add(properties: readonly WireProperty[]): Promise<Schema>;
  /** The last one that was got; null before the first. */
  last(): Schema | null;
}

type Options = Omit<Parameters<typeof cachedList>[0], 'name' | 'read'> & {
  readonly http: Http;
  readonly map: ObjectMap;
  /** Told all properties of the type whenever they are read: one call serves everybody who needs them. */
  readonly seen?: (properties: readonly WireProperty[]) => Promise<void>;
};

export function createSchemaSource({ http, map, ...options }: Options): SchemaSource {
  const relevant = new Set([
    ...map.fields.flatMap((field) => field.candidates),
    ...map.composites.flatMap((composite) => composite.properties),
    ...map.links.flatMap((link) => link.mirror ?? []),
    KEY_PROPERTY,
    MERGED_IDS,
    UPDATED_BY,
  ]);
  const list = cachedList({ ...options, name: `properties-${map.type}`, read: () => readProperties(http, map.type, relevant, options.seen) });
  let last: { readonly items: readonly RegistryItem[]; readonly schema: Schema } | null = null;

  const take = async (items: readonly RegistryItem[]): Promise<Schema> => {
    if (last?.items === items) return last.schema;
    const properties = new Map(items.filter((item) => item.active).map((item) => [item.id, factsOf(item)] as const));
    const schema = bind(map, properties, await chosenBefore(options.cache, map.type));
    await remember(options.cache, schema, options.clock.now());
    last = { items, schema };
    return schema;
  };
  return {
    async get() {
      const items = await list.get();
      const listed = new Set(items.map((item) => item.id));
      // The copy was made for another set of own fields.
      return take([...relevant].every((name) => listed.has(name)) ? items : await list.renew('now'));
    },
    renew: async (how) => take(await list.renew(how)),
    async add(properties) {
      const added = new Map(properties.map((property) => [property.name, itemOf(property)]));
      const items = (await list.get()).map((item) => added.get(item.id) ?? item);
      await list.put(items);
      return take(items);
    },
    last: () => last?.schema ?? null,
  };
}

async function readProperties(http: Http, type: ObjectType, relevant: ReadonlySet<string>, seen?: Options['seen']): Promise<RegistryItem[]> {
  const { data } = await http.call({ ...routes.properties(type), bucket: BUCKET, replay: 'safe', reply: propertiesSchema });
  await seen?.(data.results);
  const found = new Map(data.results.filter((property) => !property.archived && relevant.has(property.name)).map((property) => [property.name, property]));
  // An absent property is kept too, as inactive: knowing that it is absent saves looking again.
  return [...relevant].map((name) => {
    const property = found.get(name);
    return property ? itemOf(property) : { id: name, label: name, active: false };
  });
}

function itemOf(property: WireProperty): RegistryItem {
  const lists = property.type === 'enumeration' && !property.externalOptions && property.referencedObjectType === null;
  const facts: PropertyFacts = {
    type: property.type,
    writable: !property.calculated && property.modificationMetadata?.readOnlyValue !== true,
    unique: property.hasUniqueValue !== false,
    ours: property.groupName === PROPERTY_GROUP,
    options: lists ? property.options.map(({ value, label, hidden }) => ({ value, label, hidden })) : null,
  };
  return { id: property.name, label: property.name, active: true, code: JSON.stringify(facts) };
}

function factsOf(item: RegistryItem): PropertyFacts {
  return factsSchema.parse(JSON.parse(item.code ?? ''));
}

function bind(map: ObjectMap, properties: ReadonlyMap<string, PropertyFacts>, chosen: ReadonlyMap<FieldName, string>): Schema {
  const bindings = new Map<FieldName, Binding>();
  for (const mapped of map.fields) {
    const fits = (name: string): boolean => {
      const facts = properties.get(name);
      return facts !== undefined && (mapped.candidates.length === 1 || (facts.type === mapped.codec.type && facts.writable));
    };
    const before = chosen.get(mapped.field);
    const property = before !== undefined && fits(before) ? before : mapped.candidates.find(fits);
    const facts = property === undefined ? undefined : properties.get(property);
    if (property !== undefined && facts) bindings.set(mapped.field, { mapped, property, facts });
  }
  const composites = map.composites.filter(({ properties: [first = ''] }) => properties.has(first));
  const more = [...composites.flatMap((composite) => composite.properties), ...map.links.flatMap((link) => link.mirror ?? []), KEY_PROPERTY, MERGED_IDS, UPDATED_BY];
  const asked = [...[...bindings.values()].map((binding) => binding.property), ...more.filter((name) => properties.has(name))];
  const untold = map.links.filter((link) => link.take !== 'primary' || link.mirror === null || !properties.has(link.mirror));
  return {
    map,
    bindings,
    composites: new Map(composites.map((composite) => [composite.field, composite])),
    targets: [...new Set(untold.map((link) => link.to))],
    properties,
    asked: [...new Set(asked)],
    keyed: properties.get(KEY_PROPERTY)?.unique === true,
  };
}

/** True where a value of the field gets to HubSpot at all. */
export function isWritable(schema: Schema, field: FieldName): boolean {
  const composite = schema.composites.get(field);
  if (composite) return composite.written === 'otherwise' || (composite.written === 'by-property' && schema.properties.get(composite.properties[0] ?? '')?.writable === true);
  const binding = schema.bindings.get(field);
  if (binding) return binding.facts.writable && !binding.mapped.readOnly;
  return schema.map.links.some((link) => link.field === field);
}

/** Field names for property names; a property without a field keeps its name. */
export function fieldsOf(schema: Schema, properties: readonly string[]): readonly FieldName[] {
  return properties.map((name) => {
    const [field] = [...schema.bindings].find(([, binding]) => binding.property === name) ?? [...schema.composites].find(([, composite]) => composite.properties.includes(name)) ?? [name];
    return field;
  });
}

/**
 * A property once adopted stays adopted: were a likelier name made later, its empty values would look as if somebody had
 * cleared the field on every record.
 */
async function chosenBefore(cache: Options['cache'], type: ObjectType): Promise<ReadonlyMap<FieldName, string>> {
  const saved = await cache.load(`adopted-properties-${type}`);
  return new Map((saved?.items ?? []).map((item) => [item.id, item.label]));
}

async function remember(cache: Options['cache'], schema: Schema, now: number): Promise<void> {
  const { fields, type } = schema.map;
  const before = await chosenBefore(cache, type);
  const items = fields
    .filter((mapped) => mapped.candidates.length > 1 && schema.bindings.has(mapped.field))
    .map((mapped) => ({ id: mapped.field, label: schema.bindings.get(mapped.field)?.property ?? '', active: true }));
  if (items.some((item) => before.get(item.id) !== item.label)) await cache.save(`adopted-properties-${type}`, items, now);
}
