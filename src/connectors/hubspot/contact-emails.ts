// Home of a contact's e-mail addresses: the main one, which may be written, and those that merges and people have added,
// which may not. Invariants: the main address stays while it is wanted; an address that must not be used is never made the
// main one while there is another; an opt-out is never taken back by us; what is no address is never sent, since HubSpot would
// refuse the whole person for it.
import { isSet, makeSet } from '../../core/value.ts';
import type { Fields, Value } from '../../core/vocabulary.ts';
import type { CompositeField, Placed, Texts, Writing } from './object-map.ts';

const MAIN = 'email';
const MORE = 'hs_additional_emails';
const OPT_OUT = 'hs_email_optout';
const ADDRESS = /^[^\s@<>(),;:"]+@[^\s@<>(),;:"]+\.[^\s@<>(),;:".]{2,}$/u;

export const contactEmails: CompositeField = {
  field: 'emails',
  properties: [MAIN, MORE],
  written: 'by-property',
  decode: (texts) => makeSet(heldBy(texts).map((key) => ({ key }))),
  encode: (value, at): Placed => {
    if (value !== null && !isSet(value)) return { cannot: 'wrong-kind' };
    const wanted = keysOf(value);
    const seen = keysIn(at.seen, 'emails');
    const main = at.held(MAIN)?.toLowerCase() ?? (seen.length === 1 ? (seen[0] ?? '') : '');
    const next = mainAmong(wanted, main, at);
    const stays = seen.filter((key) => key !== main && !wanted.includes(key));
    // Nobody but people can take the others away.
    const texts: Readonly<Record<string, string>> = next === main ? {} : { [MAIN]: next };
    return { texts, ...(stays.length > 0 ? { short: 'one-address-only' } : {}) };
  },
  represent: (value, at) => ({ shown: setOf(shownOf(value, at)) }),
};

/** Which of several present ones is the main one is not known here: a guess, which the write puts right. */
function shownOf(value: Value, at: Writing): readonly string[] {
  const wanted = keysOf(value);
  const seen = keysIn(at.seen, 'emails');
  if (seen.length > 0 && seen.every((key) => wanted.includes(key))) return seen;
  const kept = seen.length > 1 ? seen.filter((key) => wanted.includes(key)) : [];
  const main = mainAmong(wanted, '', at);
  return kept.length > 0 || main === '' ? kept : [main];
}

export const contactOptOuts: CompositeField = {
  field: 'optOuts',
  properties: [OPT_OUT, MAIN],
  written: 'otherwise',
  decode: (texts) => (texts(OPT_OUT) === 'true' && texts(MAIN) !== '' ? setOf([texts(MAIN).toLowerCase()]) : []),
  encode: (value, at) => {
    const wanted = keysOf(value);
    const isLoosened = keysIn(at.seen, 'optOuts').some((key) => !wanted.includes(key));
    return { texts: {}, ...(isLoosened ? { short: 'opt-in-by-people' } : {}) };
  },
  // HubSpot shows the opt-out of the main address only.
  represent: (value, at) => {
    const wanted = keysOf(value);
    const seen = keysIn(at.seen, 'optOuts');
    if (seen.some((key) => !wanted.includes(key)) && wanted.every((key) => seen.includes(key))) return { cannot: 'opt-in-by-people' };
    const asked = at.fields['emails'];
    const emails = asked === undefined ? keysIn(at.seen, 'emails') : shownOf(asked, at);
    return { shown: setOf([...seen, ...wanted.filter((key) => emails.includes(key))]) };
  },
};

/** Addresses that have to be opted out now. */
export function newOptOuts(fields: Fields, seen: Fields): readonly string[] {
  const before = keysIn(seen, 'optOuts');
  return keysIn(fields, 'optOuts').filter((key) => !before.includes(key) && ADDRESS.test(key));
}

function mainAmong(wanted: readonly string[], present: string, { fields, seen }: Pick<Writing, 'fields' | 'seen'>): string {
  if (present !== '' && wanted.includes(present)) return present;
  const shunned = keysIn('optOuts' in fields ? fields : seen, 'optOuts');
  const usable = wanted.filter((key) => ADDRESS.test(key));
  return usable.find((key) => !shunned.includes(key)) ?? usable[0] ?? '';
}

function heldBy(texts: Texts): readonly string[] {
  return [texts(MAIN), ...texts(MORE).split(';')].map((text) => text.trim().toLowerCase()).filter((text) => text !== '');
}

function keysIn(fields: Fields, field: string): readonly string[] {
  return keysOf(fields[field] ?? null);
}

function keysOf(value: Value): readonly string[] {
  return isSet(value) ? makeSet(value).map(({ key }) => key) : [];
}

function setOf(keys: readonly string[]): Value {
  return makeSet(keys.map((key) => ({ key })));
}
