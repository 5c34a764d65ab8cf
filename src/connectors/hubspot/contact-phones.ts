// Home of a contact's two phone properties. Invariants: a number that is wanted stays where it is, in the spelling somebody
// gave it; a mobile number goes to the mobile property first, any other to the other one; what has no place is left out.
import { isSet, makeSet } from '../../core/value.ts';
import type { SetElement, Value } from '../../core/vocabulary.ts';
import { isMobileNumber, phoneKey, readablePhone } from '../contact-points.ts';
import type { CompositeField } from './object-map.ts';

const LANDLINE = 'phone';
const MOBILE = 'mobilephone';

export const contactPhones: CompositeField = {
  field: 'phones',
  properties: [LANDLINE, MOBILE],
  written: 'by-property',
  decode: (texts) => setOf([texts(LANDLINE), texts(MOBILE)]),
  encode: (value, { held, seen }) => {
    if (value !== null && !isSet(value)) return { cannot: 'wrong-kind' };
    const known = held(LANDLINE) !== null || held(MOBILE) !== null;
    const before = known ? { [LANDLINE]: held(LANDLINE) ?? '', [MOBILE]: held(MOBILE) ?? '' } : place(keysOf(seen['phones'] ?? null), empty);
    const after = place(keysOf(value), before);
    return { texts: Object.fromEntries([LANDLINE, MOBILE].flatMap((name) => (after[name] === before[name] ? [] : [[name, after[name] ?? '']]))) };
  },
  represent: (value, { seen }) => {
    const after = place(keysOf(value), place(keysOf(seen['phones'] ?? null), empty));
    return { shown: setOf(Object.values(after)) };
  },
};

type Places = Readonly<Record<string, string>>;

const empty: Places = { [LANDLINE]: '', [MOBILE]: '' };

function place(wanted: readonly string[], before: Places): Places {
  const after: Record<string, string> = {};
  const placed = new Set<string>();
  for (const name of [MOBILE, LANDLINE]) {
    const key = phoneKey(before[name]);
    const stays = key !== null && wanted.includes(key) && !placed.has(key);
    after[name] = stays ? (before[name] ?? '') : '';
    if (stays) placed.add(key);
  }
  const rest = wanted.filter((key) => !placed.has(key));
  for (const key of [...rest.filter(isMobileNumber), ...rest.filter((one) => !isMobileNumber(one))]) {
    // A second mobile number is better in the other property than nowhere; a landline in the mobile one would be wrong.
    const free = (isMobileNumber(key) ? [MOBILE, LANDLINE] : [LANDLINE]).find((name) => after[name] === '');
    if (free !== undefined) after[free] = readablePhone(key);
  }
  return after;
}

function setOf(texts: readonly string[]): readonly SetElement[] {
  return makeSet(texts.flatMap((text) => phoneKey(text) ?? []).map((key) => ({ key })));
}

function keysOf(value: Value): readonly string[] {
  return isSet(value) ? makeSet(value).map(({ key }) => key) : [];
}
