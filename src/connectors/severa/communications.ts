// Home of how a contact is reached in Severa: rows of their own, of a type each. Addresses and numbers become sets by key;
// rows of other types (fax, messengers) are left alone. Two rows with one address are one element, forbidden when either is.
import { isSet, makeSet } from '../../core/value.ts';
import type { FieldName, Value } from '../../core/vocabulary.ts';
import { emailKey, isMobileNumber, phoneKey } from '../contact-points.ts';
import type { Held, Hold } from './codecs.ts';
import type { Lookup } from './registries.ts';
import type { CommunicationRow } from './rows.ts';
import { lastChange } from './snapshot.ts';
import type { Part } from './snapshot.ts';

export type PointKind = 'email' | 'phone';

/** One row as it counts for us. */
export interface Point {
  readonly guid: string;
  readonly kind: PointKind;
  readonly key: string;
  readonly isForbidden: boolean;
}

export const pointFields: Readonly<Record<FieldName, PointKind>> = { emails: 'email', phones: 'phone', optOuts: 'email' };

const kinds: Readonly<Record<string, PointKind>> = { EmailAddress: 'email', Phone: 'phone', MobilePhone: 'phone' };
const keyOf: Readonly<Record<PointKind, (text: string | null | undefined) => string | null>> = { email: emailKey, phone: phoneKey };

export function pointsOf(rows: readonly CommunicationRow[]): readonly Point[] {
  return rows.flatMap(({ guid, value, isForbiddenToUse, communicationType }) => {
    const kind = kinds[communicationType?.type ?? ''];
    const key = kind && keyOf[kind](value);
    return guid && kind && key ? [{ guid, kind, key, isForbidden: isForbiddenToUse === true }] : [];
  });
}

/** What all rows of a contact say together. */
export function pointsPart(points: readonly Point[]): Part {
  const keys = (fits: (point: Point) => boolean): Value => makeSet(points.filter(fits).map(({ key }) => ({ key })));
  return {
    fields: {
      emails: keys(({ kind }) => kind === 'email'),
      phones: keys(({ kind }) => kind === 'phone'),
      optOuts: keys(({ kind, isForbidden }) => kind === 'email' && isForbidden),
    },
    // The contact's own list is read before any of its rows is changed: nothing has to be remembered of them.
    handles: {},
  };
}

export function communicationsPart(rows: readonly CommunicationRow[]): Part {
  const newest = rows.map(lastChange).toSorted((a, b) => ((a.modifiedAt ?? '') < (b.modifiedAt ?? '') ? 1 : -1))[0];
  return { ...pointsPart(pointsOf(rows)), ...(newest ? { changed: newest } : {}) };
}

/** A set of addresses or numbers as it would be shown: by key, without attributes. */
export function holdPoints(kind: PointKind): Hold {
  return (value): Held => {
    if (value === null) return { value: [], sent: null };
    if (!isSet(value)) return { cannot: 'wrong-kind' };
    return { value: makeSet(value.flatMap((element) => { const key = keyOf[kind](element.key); return key ? [{ key }] : []; })), sent: null };
  };
}

/** Guid of the type for a new row; null when Severa has none in use. A number goes to the type of its own kind if there is one. */
export function typeFor(kind: PointKind, key: string, types: Lookup | null): string | null {
  const wished = kind === 'email' ? ['EmailAddress'] : isMobileNumber(key) ? ['MobilePhone', 'Phone'] : ['Phone', 'MobilePhone'];
  const found = wished.map((type) => types?.byCode.get(type.toLowerCase())).find((type) => type?.active);
  return found?.id ?? null;
}
