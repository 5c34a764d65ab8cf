// Home of the properties we make in the account: a group, a property for each field without one of HubSpot's, our unique
// key, and the options of choices. Invariants: doing it twice makes nothing; nothing of the customer's is changed, and of
// ours only options are added, never taken away.
import { ConfigError, RejectedError } from '../../lib/errors.ts';
import type { RegistryItem } from '../connector.ts';
import type { Http } from '../http.ts';
import { codecs } from './codecs.ts';
import { KEY_PROPERTY, PROPERTY_GROUP, singular } from './object-map.ts';
import type { MappedField, ObjectType } from './object-map.ts';
import { BUCKET, PAGE, routes } from './paths.ts';
import { explainRow } from './refusals.ts';
import type { Schema, SchemaSource } from './schema.ts';
import { propertyBatchSchema, propertySchema } from './wire.ts';

type Choices = Readonly<Record<string, readonly RegistryItem[]>>;
interface Option {
  readonly value: string;
  readonly label: string;
  readonly hidden: boolean;
}
interface NewProperty {
  readonly name: string;
  readonly label: string;
  readonly type: string;
  readonly fieldType: string;
  readonly options?: readonly Option[];
  readonly [more: string]: unknown;
}
interface Work {
  readonly create: readonly NewProperty[];
  readonly extend: readonly { readonly name: string; readonly options: readonly Option[]; readonly added: number }[];
}

/**
 * What was made, or with dryRun what would be, one line each. Throws AccessError without the scope to make properties,
 * RejectedError when HubSpot has no room for them and ConfigError for an own field whose name HubSpot does not allow.
 */
export async function setUp(
  at: { readonly http: Http; readonly schemas: SchemaSource },
  { dryRun, choices }: { readonly dryRun: boolean; readonly choices: Choices },
): Promise<readonly string[]> {
  if (isNothing(workFor(await at.schemas.get(), choices))) return [];
  const schema = await at.schemas.renew();
  const work = workFor(schema, choices);
  const { type } = schema.map;
  const unfit = work.create.find((property) => !/^[a-z][a-z0-9_]*$/.test(property.name));
  if (unfit) throw new ConfigError('invalid-property', 'customFields', `customFields: HubSpot allows no property named ${unfit.name}; use lower-case letters, digits and _`);
  const group = work.create.length > 0 && ![...schema.properties.values()].some((property) => property.ours);
  if (!dryRun) {
    if (group) await makeGroup(at.http, type);
    for (let start = 0; start < work.create.length; start += PAGE) await makeProperties(at, type, work.create.slice(start, start + PAGE));
    for (const { name, options } of work.extend) await replaceOptions(at, type, name, options);
  }
  return [
    ...(group ? [`property group ${PROPERTY_GROUP}`] : []),
    ...work.create.map((property) => `${singular[type]} property ${property.name}`),
    ...work.extend.map(({ name, added }) => `${added} options of ${singular[type]} property ${name}`),
  ];
}

function isNothing(work: Work): boolean {
  return work.create.length === 0 && work.extend.length === 0;
}

function workFor(schema: Schema, choices: Choices): Work {
  const create: NewProperty[] = [];
  const extend: { name: string; options: readonly Option[]; added: number }[] = [];
  for (const mapped of schema.map.fields) {
    const options = mapped.registry === null ? null : optionsOf(choices[mapped.registry] ?? []);
    const binding = schema.bindings.get(mapped.field);
    if (!binding) {
      // A choice without options cannot be made: its field waits until the registry is known.
      if (mapped.make && options?.length !== 0) create.push(definitionOf(mapped, options));
      continue;
    }
    const { facts, property } = binding;
    if (options === null || facts.options === null || !facts.ours) continue;
    const known = new Set(facts.options.map((option) => option.value));
    const added = options.filter((option) => !known.has(option.value));
    if (added.length > 0) extend.push({ name: property, options: distinct([...facts.options, ...added]), added: added.length });
  }
  if (schema.map.foundBy === null && !schema.properties.has(KEY_PROPERTY)) create.push(keyDefinition(schema.map.type));
  return { create, extend };
}

function definitionOf({ candidates, codec, label }: MappedField, options: readonly Option[] | null): NewProperty {
  const { type, fieldType } = codec;
  const base = { name: candidates.at(-1) ?? '', label, type, fieldType, description: 'Kept by Sauma', formField: false };
  if (codec === codecs.bool) return { ...base, options: numbered([{ value: 'true', label: 'Yes', hidden: false }, { value: 'false', label: 'No', hidden: false }]) };
  if (codec === codecs.owner) return { ...base, referencedObjectType: 'OWNER', externalOptions: true };
  return options === null ? base : { ...base, options: numbered(options) };
}

function keyDefinition(type: ObjectType): NewProperty {
  return {
    name: KEY_PROPERTY,
    label: 'Sauma key',
    type: 'string',
    fieldType: 'text',
    description: `Set by Sauma when it makes a ${singular[type]}; do not change`,
    formField: false,
    hasUniqueValue: true,
  };
}

function optionsOf(items: readonly RegistryItem[]): readonly Option[] {
  return distinct(items.map((item) => ({ value: item.id, label: item.label.trim() || item.id, hidden: !item.active })));
}

/** HubSpot wants labels that differ; an id tells equal ones apart. */
function distinct(options: readonly Option[]): readonly Option[] {
  const seen = new Set<string>();
  return options.map((option) => {
    const label = seen.has(option.label.toLowerCase()) ? `${option.label} (${option.value})` : option.label;
    seen.add(label.toLowerCase());
    return { ...option, label };
  });
}

function numbered(options: readonly Option[]): readonly (Option & { readonly displayOrder: number })[] {
  return options.map((option, displayOrder) => ({ ...option, displayOrder }));
}

async function makeGroup(http: Http, type: ObjectType): Promise<void> {
  const json = { name: PROPERTY_GROUP, label: 'Sauma' };
  // 409: the group is there, only without a property so far.
  await http.call({ ...routes.propertyGroups(type), json, bucket: BUCKET, replay: 'repeat', accept: [409], reply: null });
}

async function makeProperties(at: { readonly http: Http; readonly schemas: SchemaSource }, type: ObjectType, properties: readonly NewProperty[]): Promise<void> {
  const inputs = properties.map((property) => ({ groupName: PROPERTY_GROUP, ...property }));
  const { data } = await at.http.call({
    ...routes.createProperties(type),
    json: { inputs },
    bucket: BUCKET,
    replay: 'repeat',
    accept: [409],
    reply: propertyBatchSchema,
  });
  await at.schemas.add(data?.results ?? []);
  if (data !== null && data.errors.length === 0) return;
  // Somebody else may have made them meanwhile: what counts is whether they are there now.
  const schema = await at.schemas.renew('now');
  const missing = properties.filter((property) => !schema.properties.has(property.name)).map((property) => property.name);
  if (missing.length === 0) return;
  const codes = [...new Set((data?.errors ?? []).map((error) => explainRow(error).code))].filter((code) => code !== null);
  const why = codes.length > 0 ? ` (${codes.join(', ')})` : '';
  throw new RejectedError('set-up-refused', `HubSpot did not make the ${singular[type]} properties ${missing.join(', ')}${why}; make room for them or ask an admin of the account`, { fields: missing });
}

async function replaceOptions(at: { readonly http: Http; readonly schemas: SchemaSource }, type: ObjectType, name: string, options: readonly Option[]): Promise<void> {
  const route = routes.changeProperty(type, name);
  const { data } = await at.http.call({ ...route, json: { options: numbered(options) }, bucket: BUCKET, replay: 'repeat', reply: propertySchema });
  await at.schemas.add([data]);
}
