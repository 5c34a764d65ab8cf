// Home of row → snapshot. Invariant: a field stands in a snapshot only when this read showed it. A customer row alone says
// nothing about phone, segments and custom values, and about the address only what it carries inline.
import { makeSet } from '../../core/value.ts';
import type { FieldName, Fields, Handles, Snapshot, Value } from '../../core/vocabulary.ts';
import { toInstant } from '../../lib/clock.ts';
import { addressFields, customerFields } from './account-map.ts';
import type { FieldMap } from './account-map.ts';
import { instantOf } from './checkpoint.ts';
import type { Context } from './codecs.ts';
import { shownText } from './codecs.ts';
import { countryOf } from './country.ts';
import type { AddressRow, CustomerRow } from './rows.ts';

export interface Part {
  readonly fields: Fields;
  readonly handles: Handles;
}

export type KnownCustomer = CustomerRow & { readonly guid: string };

/** Internal customers are the organisation itself and its companies: not accounts. */
export function isAccount(row: CustomerRow): row is KnownCustomer {
  return Boolean(row.guid) && row.isInternal !== true;
}

/** `parts` are what else was read of the record; they win over what the row carries inline. */
export function snapshotOf(row: KnownCustomer, asOfMs: number, context: Context, parts: readonly Part[] = []): Snapshot {
  const inline = inlineAddress(row, context);
  return {
    id: row.guid,
    fields: Object.assign({}, read(customerFields, row, context), inline.fields, ...parts.map((part) => part.fields)) as Fields,
    handles: Object.assign({}, inline.handles, ...parts.map((part) => part.handles)) as Handles,
    asOf: toInstant(asOfMs),
    ...lastChange(row),
    formerIds: [],
  };
}

/** The main address as its own row shows it; null: the customer has no address. */
export function addressPart(row: AddressRow | null, context: Context): Part {
  if (row === null) return { fields: Object.fromEntries(Object.keys(addressFields).map((name) => [name, null])), handles: {} };
  return { fields: read(addressFields, row, context), handles: row.guid ? { address: row.guid } : {} };
}

/** `links`: market segment guid → link guid. */
export function segmentPart(links: ReadonlyMap<string, string>): Part {
  return {
    fields: { segments: makeSet([...links.keys()].map((key) => ({ key }))) },
    handles: Object.fromEntries([...links].map(([segment, link]) => [`segment:${segment}`, link])),
  };
}

/**
 * The headquarters, else the oldest address. undefined: the headquarters is not among `rows`, so they do not tell;
 * null: there is no address.
 */
export function mainAddress(row: CustomerRow, rows: readonly AddressRow[]): AddressRow | null | undefined {
  const headquarters = row.headquarterAddress?.guid;
  if (headquarters) return rows.find((address) => address.guid === headquarters);
  return oldest(rows);
}

export function oldest(rows: readonly AddressRow[]): AddressRow | null {
  return rows.reduce<AddressRow | null>((first, address) => (first === null || age(address) < age(first) ? address : first), null);
}

/** Sorts by time of creation; equally old ones stay in one order. */
function age(address: AddressRow): string {
  return `${instantOf(address.createdDateTime) ?? '9999'} ${address.guid}`;
}

function inlineAddress(row: CustomerRow, context: Context): Part {
  const shown = row.headquarterAddress;
  if (!shown?.guid) return { fields: {}, handles: {} };
  return {
    fields: {
      street: shownText(shown.addressline),
      postalCode: shownText(shown.postalCode),
      city: shownText(shown.city),
      country: countryOf(context.registry('countries'), null, [shown.country]),
    },
    handles: { address: shown.guid },
  };
}

function read<Row>(map: Readonly<Record<FieldName, FieldMap<Row>>>, row: Row, context: Context): Record<FieldName, Value> {
  const fields: Record<FieldName, Value> = {};
  for (const [name, field] of Object.entries(map)) {
    const value = field.read(row, context);
    if (value !== undefined) fields[name] = value;
  }
  return fields;
}

/** A new row has no time of change yet: then its creation is the change. */
function lastChange(row: CustomerRow): Pick<Snapshot, 'modifiedAt' | 'modifiedBy'> {
  const created = instantOf(row.createdDateTime);
  const updated = instantOf(row.lastUpdatedDateTime);
  const isUpdated = updated !== null && (created === null || updated >= created);
  const by = (isUpdated ? row.lastUpdatedBy : null) ?? row.createdBy;
  const name = shownText(by?.name) ?? shownText([by?.firstName, by?.lastName].filter(Boolean).join(' '));
  return { modifiedAt: isUpdated ? updated : created, modifiedBy: name };
}
