// Home of customer row → snapshot. A customer row alone says nothing about phone, segments and custom values, and about the
// address only what it carries inline.
import { makeSet } from '../../core/value.ts';
import type { Snapshot } from '../../core/vocabulary.ts';
import { addressFields, customerFields } from './account-map.ts';
import { instantOf } from './checkpoint.ts';
import type { Context } from './codecs.ts';
import { shownText } from './codecs.ts';
import { countryOf } from './country.ts';
import { readFields } from './field-map.ts';
import type { AddressRow, CustomerRow, SegmentLinkRow } from './rows.ts';
import { lastChange, snapshotOf } from './snapshot.ts';
import type { Part } from './snapshot.ts';

export type KnownCustomer = CustomerRow & { readonly guid: string };

/** Internal customers are the organisation itself and its companies: not accounts. */
export function isAccount(row: CustomerRow): row is KnownCustomer {
  return Boolean(row.guid) && row.isInternal !== true;
}

/** What the row shows by itself: its own fields and what it carries inline of its headquarters. */
export function customerPart(row: KnownCustomer, context: Context): Part {
  const inline = inlineAddress(row, context);
  return { fields: { ...readFields(customerFields, row, context), ...inline.fields }, handles: inline.handles, changed: lastChange(row) };
}

/** `parts` are what else was read of the record; they win over what the row carries inline. */
export function accountSnapshot(row: KnownCustomer, asOfMs: number, context: Context, parts: readonly Part[] = []): Snapshot {
  return snapshotOf(row.guid, asOfMs, [customerPart(row, context), ...parts]);
}

/** The main address as its own row shows it; null: the customer has no address. */
export function addressPart(row: AddressRow | null, context: Context): Part {
  if (row === null) return { fields: Object.fromEntries(Object.keys(addressFields).map((name) => [name, null])), handles: {} };
  return { fields: readFields(addressFields, row, context), handles: row.guid ? { address: row.guid } : {} };
}

/** Market segment guid → link guid. */
export function segmentsOf(rows: readonly SegmentLinkRow[]): ReadonlyMap<string, string> {
  return new Map(rows.flatMap((row) => (row.guid && row.marketSegment?.guid ? [[row.marketSegment.guid, row.guid] as const] : [])));
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
