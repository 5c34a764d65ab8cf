// Home of a workspace's own fields in Severa: custom values of a customer. They travel as text whatever their type, move no
// time of change, and are listed only per customer: hence read by `deep`, a page of customers at a time.
import { isMoney } from '../../core/value.ts';
import type { Fields, Handles, Snapshot, Value } from '../../core/vocabulary.ts';
import type { FieldDefinition } from '../../entities/entity.ts';
import { toInstant } from '../../lib/clock.ts';
import { RejectedError } from '../../lib/errors.ts';
import type { CustomFieldMap } from '../options.ts';
import { mapParallel } from '../parallel.ts';
import type { AccountSources } from './account-read.ts';
import type { Context, Hold } from './codecs.ts';
import { shownText } from './codecs.ts';
import { below } from './routes.ts';
import type { CustomValueRow } from './rows.ts';

export interface CustomField {
  readonly property: string;
  readonly map: CustomFieldMap;
}

const customersPerPage = 50;
const parallelReads = 4;

/** Declared fields whose property exists, found by guid or by name. */
export function knownCustomFields(maps: readonly CustomFieldMap[], context: Context): readonly CustomField[] {
  const properties = context.registry('customProperties');
  return maps.flatMap((map) => {
    const property = properties?.byId.get(map.name) ?? properties?.byName.get(map.name.trim().toLowerCase());
    return property ? [{ property: property.id, map }] : [];
  });
}

/** `custom:<key>` → guid of the value's row. */
export function customHandle(map: CustomFieldMap): string {
  return map.field.name.replace(/^custom\./, 'custom:');
}

export async function* readCustomValues(
  sources: AccountSources,
  maps: readonly CustomFieldMap[],
  records: readonly { readonly id: string }[],
): AsyncGenerator<readonly Snapshot[]> {
  if (maps.length === 0) return;
  await sources.registries.ready();
  const fields = knownCustomFields(maps, sources.context);
  if (fields.length === 0) return;
  for (let at = 0; at < records.length; at += customersPerPage) {
    const snapshots = await mapParallel(records.slice(at, at + customersPerPage), parallelReads, async ({ id }): Promise<Snapshot[]> => {
      const asOf = toInstant(sources.clock.now());
      try {
        const rows = await sources.lists.short(below.customValues(id));
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

export function customPart(rows: readonly CustomValueRow[], known: readonly CustomField[], context: Context): { readonly fields: Fields; readonly handles: Handles } {
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
