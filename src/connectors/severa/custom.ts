// Home of a workspace's own fields in Severa: custom values of a customer or a project. They travel as text whatever their
// type, move no time of change, and are listed only per record: hence read by `deep`, a page of records at a time.
import { isMoney } from '../../core/value.ts';
import type { Fields, Handles, Snapshot, Value } from '../../core/vocabulary.ts';
import type { FieldDefinition } from '../../entities/entity.ts';
import { toInstant } from '../../lib/clock.ts';
import { RejectedError } from '../../lib/errors.ts';
import type { FieldCapability } from '../connector.ts';
import type { CustomFieldMap } from '../options.ts';
import { mapParallel } from '../parallel.ts';
import type { Context, Hold } from './codecs.ts';
import { shownText } from './codecs.ts';
import { make } from './make.ts';
import type { RegistryName } from './registries.ts';
import { below, routes } from './routes.ts';
import type { ValueOwner } from './routes.ts';
import type { CustomValueRow } from './rows.ts';
import type { Sources } from './sources.ts';
import type { Target, Written } from './write.ts';

export interface CustomField {
  readonly property: string;
  readonly map: CustomFieldMap;
}

/** The value as it is sent and as it will be shown. */
export interface CustomValue {
  readonly field: CustomField;
  readonly sent: unknown;
  readonly value: Value;
}

/** Where the properties of a kind of record are listed. */
export const propertiesOf: Readonly<Record<ValueOwner, RegistryName>> = { customers: 'customProperties', projects: 'projectProperties' };

const recordsPerPage = 50;
const parallelReads = 4;

export function customCapabilities(maps: readonly CustomFieldMap[]): Record<string, FieldCapability> {
  return Object.fromEntries(maps.map((map) => [map.field.name, { write: true, deep: true }]));
}

/** Declared fields whose property exists, found by guid or by name. */
export function knownCustomFields(owner: ValueOwner, maps: readonly CustomFieldMap[], context: Context): readonly CustomField[] {
  const properties = context.registry(propertiesOf[owner]);
  return maps.flatMap((map) => {
    const property = properties?.byId.get(map.name) ?? properties?.byName.get(map.name.trim().toLowerCase());
    return property ? [{ property: property.id, map }] : [];
  });
}

/** `custom:<key>` → guid of the value's row. */
function customHandle(map: CustomFieldMap): string {
  return map.field.name.replace(/^custom\./, 'custom:');
}

export async function* readCustomValues(
  sources: Sources,
  owner: ValueOwner,
  maps: readonly CustomFieldMap[],
  records: readonly { readonly id: string }[],
): AsyncGenerator<readonly Snapshot[]> {
  if (maps.length === 0) return;
  await sources.registries.ready(sources.needs);
  const fields = knownCustomFields(owner, maps, sources.context);
  if (fields.length === 0) return;
  for (let at = 0; at < records.length; at += recordsPerPage) {
    const snapshots = await mapParallel(records.slice(at, at + recordsPerPage), parallelReads, async ({ id }): Promise<Snapshot[]> => {
      const asOf = toInstant(sources.clock.now());
      try {
        const rows = await sources.lists.short(below.customValues(owner, id));
        return [{ id, ...customPart(rows, fields, sources.context), asOf, modifiedAt: null, modifiedBy: null, formerIds: [] }];
      } catch (error) {
        // Gone since: whoever reads the record itself finds out.
        if (error instanceof RejectedError && error.status === 404) return [];
        throw error;
      }
    });
    yield snapshots.flat();
  }
}

function customPart(rows: readonly CustomValueRow[], known: readonly CustomField[], context: Context): { readonly fields: Fields; readonly handles: Handles } {
  const fields: Record<string, Value> = {};
  const handles: Record<string, string> = {};
  for (const { property, map } of known) {
    const row = rows.find((candidate) => candidate.customProperty?.guid === property);
    fields[map.field.name] = shownCustom(map.field.kind, row?.value ?? null, context);
    if (row?.guid) handles[customHandle(map)] = row.guid;
  }
  return { fields, handles };
}

/** Text that does not fit the declared kind stays text: better shown than lost. */
function shownCustom(kind: FieldDefinition['kind'], raw: string | null, { currency }: Context): Value {
  const text = shownText(raw);
  if (text === null) return null;
  const amount = /^-?\d+(?:[.,]\d+)?$/.test(text) ? text.replace(',', '.') : null;
  if (kind === 'number' && amount !== null) return Number(amount);
  if (kind === 'money' && amount !== null) return { amount, currency };
  if (kind === 'date') return /^\d{4}-\d\d-\d\d/.exec(text)?.[0] ?? text;
  if (kind === 'bool' && /^(?:true|false|1|0)$/i.test(text)) return /^(?:true|1)$/i.test(text);
  return text;
}

/** The one text form that is sent for a value of a kind. */
export function holdCustom(kind: FieldDefinition['kind']): Hold {
  return (value, { currency }) => {
    if (value === null || value === '') return { value: null, sent: null };
    if (isMoney(value)) {
      if (kind !== 'money') return { cannot: 'wrong-kind' };
      return value.currency === currency ? { value, sent: value.amount } : { cannot: 'other-currency' };
    }
    if (typeof value === 'object') return { cannot: 'wrong-kind' };
    const text = shownText(String(value));
    return { value: typeof value === 'string' ? text : value, sent: text };
  };
}

export async function writeCustom(sources: Sources, owner: ValueOwner, target: Target, { field, sent, value }: CustomValue): Promise<Written> {
  const { context, http, lists } = sources;
  const list = () => lists.short(below.customValues(owner, target.id));
  const handle = customHandle(field.map);
  const own = async (): Promise<string | undefined> => customPart(await list(), [field], context).handles[handle];
  const stored = (guid: string | undefined): Written => ({ part: { fields: { [field.map.field.name]: value }, handles: guid ? { [handle]: guid } : {} }, error: null });

  const known = target.handles[handle] ?? (target.isNew ? undefined : await own());
  if (known) {
    const { data } = await http.call({ ...routes.patchCustomValue(owner, known, { value: sent }), accept: [404] });
    if (data !== null) return stored(data.guid);
  }
  if (sent === null) return stored(undefined);
  const json = { customProperty: { guid: field.property }, [`${owner.slice(0, -1)}Guid`]: target.id, value: sent };
  const row = await make(http, routes.createCustomValue(owner, json), async () => {
    const guid = await own();
    return guid ? { guid } : null;
  });
  return stored(row.guid);
}
