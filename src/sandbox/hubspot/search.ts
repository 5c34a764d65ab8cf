// Home of search: filters, sorting and paging over the index. Invariant: a search sees each record as it was indexed,
// which lags behind; archived records never appear; results carry neither associations nor history.
import type { SandboxResponse } from '../contract.ts';
import type { Call } from './call.ts';
import { linked } from './links.ts';
import { objectType } from './object-types.ts';
import type { ObjectType } from './object-types.ts';
import { tableOf } from './portal.ts';
import { envelope, propertyMap } from './present.ts';
import type { PropertyDefinition } from './property.ts';
import { liveProperty } from './property-registry.ts';
import { valueOf } from './record.ts';
import type { IndexVersion, StoredRecord } from './record.ts';
import { compileFilter } from './search-filters.ts';
import type { Filter } from './search-filters.ts';
import { instantOf } from './values.ts';
import { asList, asObject, asText, invalid, optionalText, respond, textOr } from './wire.ts';
import type { Json } from './wire.ts';

const MAX_RESULTS = 10_000;

interface Hit {
  readonly record: StoredRecord;
  readonly version: IndexVersion;
}

type Test = (hit: Hit) => boolean;

export function searchObjects(call: Call): SandboxResponse {
  const type = call.type();
  const body = call.body();
  if (call.request.body.length > 3_000) throw invalid('The request body must be at most 3000 characters.');
  const limit = whole(body['limit'], 'limit', 10);
  if (limit > 200) throw invalid(`The limit must be at most 200, but was ${limit}.`);
  const offset = whole(body['after'], 'after', 0);
  if (offset + limit > MAX_RESULTS) throw invalid(`Paging beyond ${MAX_RESULTS} results is not supported.`);
  const test = compile(call, type, body);
  const hits: Hit[] = [];
  for (const record of tableOf(call.portal, type).rows.values()) {
    if (record.archivedAt !== null) continue;
    const version = record.index.findLast((each) => each.visibleAt <= call.now);
    if (version !== undefined && test({ record, version })) hits.push({ record, version });
  }
  const sorted = sort(call, type, hits, body['sorts']);
  const page = sorted.slice(offset, offset + limit);
  const properties = asList(body['properties'] ?? [], 'properties').map((name) => asText(name, 'properties'));
  const results = page.map(({ record, version }) => ({
    id: record.id,
    properties: propertyMap(call, record, version, properties.length > 0 ? properties : type.defaults),
    ...envelope(call.portal, record, version.updatedAt),
  }));
  const next = offset + limit < sorted.length ? { paging: { next: { after: String(offset + limit) } } } : {};
  return respond(200, { total: sorted.length, results, ...next });
}

function whole(raw: unknown, name: string, fallback: number): number {
  if (raw === undefined || raw === null || raw === '') return fallback;
  const number = Number(raw);
  if (!Number.isInteger(number) || number < 0) throw invalid(`Invalid value for ${name}: ${textOr(raw, 'not a number')}`);
  return number;
}

function compile(call: Call, type: ObjectType, body: Json): Test {
  const groups = asList(body['filterGroups'] ?? [], 'filterGroups').map((raw) => asList(asObject(raw, 'a filter group')['filters'], 'filters').map(filterOf));
  const loose = asList(body['filters'] ?? [], 'filters').map(filterOf);
  if (loose.length > 0) groups.push(loose);
  if (groups.length > 5) throw invalid('The maximum number of filter groups is 5.');
  if (groups.some((group) => group.length > 6)) throw invalid('The maximum number of filters in a group is 6.');
  if (groups.flat().length > 18) throw invalid('The maximum number of filters is 18.');
  const compiled = groups.map((group) => group.map((filter) => compileOne(call, type, filter)));
  const query = optionalText(body['query'], 'query')?.trim().toLowerCase() ?? '';
  const words = query.split(/\s+/).filter((word) => word !== '');
  return (hit) => {
    if (words.length > 0) {
      const text = type.searchable.map((name) => valueOf(hit.record, hit.version, name) ?? '').join('\n').toLowerCase();
      if (!words.every((word) => text.includes(word))) return false;
    }
    return compiled.length === 0 || compiled.some((group) => group.every((test) => test(hit)));
  };
}

function filterOf(raw: unknown): Filter {
  const filter = asObject(raw, 'a filter');
  return {
    property: asText(filter['propertyName'], 'propertyName'),
    operator: asText(filter['operator'], 'operator'),
    value: optionalText(filter['value'], 'value'),
    highValue: optionalText(filter['highValue'], 'highValue'),
    values: filter['values'] === undefined ? null : asList(filter['values'], 'values').map((value) => asText(value, 'values')),
  };
}

function compileOne(call: Call, type: ObjectType, filter: Filter): Test {
  if (filter.property.startsWith('associations.')) {
    const to = objectType(filter.property.slice('associations.'.length));
    const wanted = filter.operator === 'IN' ? (filter.values ?? []) : filter.operator === 'EQ' ? [filter.value ?? ''] : null;
    if (wanted === null) throw invalid(`Operator ${filter.operator} is not supported for ${filter.property}`);
    return ({ record }) => wanted.some((id) => linked(call.portal.links, record, to).has(id));
  }
  // Contacts keep their last change under another name; this one silently finds nothing.
  if (type.name === 'contacts' && filter.property === 'hs_lastmodifieddate') return () => false;
  const definition = liveProperty(call.portal.properties, type, filter.property);
  if (definition === null) {
    throw invalid('There was a problem with the request.', { errors: [{ message: `Property ${filter.property} does not exist`, code: 'PROPERTY_DOESNT_EXIST', context: { propertyName: [filter.property] } }] });
  }
  const test = compileFilter(definition, filter, call.portal.settings.negationMatchesEmpty);
  // Every poll asks this of every record: the number it is kept as needs no way through text.
  const since = filter.property === type.modifiedProperty && filter.operator === 'GTE' ? instantOf(filter.value ?? '') : null;
  if (since !== null) return ({ version }) => version.updatedAt >= since;
  return ({ record, version }) => test(valueOf(record, version, filter.property));
}

function sort(call: Call, type: ObjectType, hits: Hit[], raw: unknown): readonly Hit[] {
  const sorts = asList(raw ?? [], 'sorts');
  if (sorts.length > 1) throw invalid('Only one sort is supported.');
  const first = sorts[0];
  if (first === undefined) return hits;
  const text = typeof first === 'string' ? first : asText(asObject(first, 'a sort')['propertyName'], 'propertyName');
  const property = text.replace(/^-/, '');
  const descending = typeof first === 'string' ? first.startsWith('-') : asObject(first, 'a sort')['direction'] === 'DESCENDING';
  const sign = descending ? -1 : 1;
  // Rows are kept in ascending id already.
  if (property === 'hs_object_id') return descending ? hits.toReversed() : hits;
  const definition = liveProperty(call.portal.properties, type, property);
  if (definition === null) throw invalid(`Property ${property} does not exist`);
  const keyed = hits.map((hit) => ({ hit, key: sortKey(definition, valueOf(hit.record, hit.version, property)) }));
  keyed.sort((a, b) => {
    if (a.key === null || b.key === null) return a.key === b.key ? 0 : a.key === null ? 1 : -1;
    return a.key < b.key ? -sign : a.key > b.key ? sign : 0;
  });
  return keyed.map(({ hit }) => hit);
}

function sortKey(definition: PropertyDefinition, value: string | null): string | number | null {
  if (value === null || value === '') return null;
  if (definition.type === 'number') return Number(value);
  if (definition.type === 'datetime') return instantOf(value);
  return value.toLowerCase();
}
