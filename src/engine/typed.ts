// What a person typed, as the value that a field has. Invariant: one thing typed in several ways becomes one value, and what is no
// value of the field is refused with what to do, never bent into one.
import { normaliseBusinessId } from '../core/normalise/business-id.ts';
import { normalisePhone } from '../core/normalise/phone.ts';
import { normaliseText } from '../core/normalise/text.ts';
import { isMoney, isSet, makeSet } from '../core/value.ts';
import type { SetElement, Value } from '../core/vocabulary.ts';
import type { FieldDefinition } from '../entities/entity.ts';
import { objection } from '../lib/objection.ts';
import type { Objection, ObjectionCode, ObjectionParams } from '../lib/objection.ts';
import type { Choice } from './choices.ts';

/** Of a set the elements to add and to take away; of money a decimal and its currency; null clears. */
export type Typed =
  | string | number | boolean | null
  | { readonly amount: string; readonly currency: string }
  | { readonly add?: readonly string[] | undefined; readonly remove?: readonly string[] | undefined };

export type Read = { readonly value: Value } | { readonly wrong: Objection };

export interface Reading {
  readonly field: FieldDefinition;
  /** What the record has now. */
  readonly present: Value;
  /** What may be chosen; null: that list has not been read yet, or the field has none. */
  readonly choices: readonly Choice[] | null;
}

const LONGEST = 2000;
const LONGEST_ELEMENT = 200;
const ADDRESS = /^[^\s@<>(),;:"]+@[^\s@<>(),;:"]+\.[^\s@<>(),;:".]{2,}$/u;
const wrong = (code: ObjectionCode, params: ObjectionParams = {}): Read => ({ wrong: objection(code, params) });

export function readTyped(typed: Typed, reading: Reading): Read {
  const { kind } = reading.field;
  if (kind === 'set') return readSet(typed, reading);
  if (typed === null || (typeof typed === 'string' && typed.trim() === '')) return { value: null };
  switch (kind) {
    case 'bool':
      return typeof typed === 'boolean' ? { value: typed } : wrong('no-flag');
    case 'number':
      return typeof typed === 'number' && Number.isFinite(typed) ? { value: typed } : wrong('no-number');
    case 'money':
      return readMoney(typed);
    case 'date':
      return typeof typed === 'string' && isDay(typed) ? { value: typed } : wrong('no-day');
    case 'instant':
      return typeof typed === 'string' && !Number.isNaN(Date.parse(typed)) ? { value: new Date(Date.parse(typed)).toISOString() } : wrong('no-instant');
    case 'text':
    case 'choice':
    case 'ref':
      return typeof typed === 'string' ? readOne(typed, reading) : wrong('no-text');
    default:
      return kind satisfies never;
  }
}

function readMoney(typed: Typed): Read {
  const value = typed as Value;
  if (!isMoney(value) || typeof value.amount !== 'string' || typeof value.currency !== 'string') return wrong('amount-currency');
  if (!/^-?\d{1,15}(\.\d{1,2})?$/u.test(value.amount)) return wrong('no-amount');
  return /^[A-Z]{3}$/u.test(value.currency) ? { value: { amount: value.amount, currency: value.currency } } : wrong('no-currency');
}

function isDay(text: string): boolean {
  return /^\d{4}-\d{2}-\d{2}$/u.test(text) && !Number.isNaN(Date.parse(`${text}T00:00:00Z`)) && new Date(Date.parse(`${text}T00:00:00Z`)).toISOString().startsWith(text);
}

function readOne(typed: string, reading: Reading): Read {
  const { field, present } = reading;
  // The kept one may be of a list that has lost it since.
  if (typed === present) return { value: typed };
  if (field.target !== null) return { value: typed };
  if (field.registry !== null) return chosen(typed, reading);
  if (typed.length > LONGEST) return wrong('too-long', { most: LONGEST });
  const text = field.category === 'free-text' ? typed.normalize('NFC').trim() : normaliseText(typed);
  switch (field.compare) {
    case 'businessId': {
      const id = normaliseBusinessId(text);
      return id === null ? wrong('no-business-id') : { value: id };
    }
    case 'email':
      return ADDRESS.test(text) ? { value: text } : wrong('email-unfit');
    case 'phone':
      return readPhone(text);
    case 'country':
      return /^[A-Za-z]{2}$/u.test(text) ? { value: text.toUpperCase() } : wrong('no-country');
    case 'url':
      return /^[^\s]+\.[^\s]+$/u.test(text) ? { value: text } : wrong('no-web-address');
    default:
      return { value: text };
  }
}

function chosen(typed: string, { field, choices }: Reading): Read {
  if (choices === null) return wrong('list-unread');
  const found = choices.find(({ key, active }) => active && (key === typed || (field.compare === 'email' && key === typed.trim().toLowerCase())));
  return found === undefined ? wrong('no-choice') : { value: found.key };
}

function readPhone(text: string): Read {
  const number = normalisePhone(text);
  return number.startsWith('+') ? { value: number } : wrong('phone-unfit');
}

function readSet(typed: Typed, reading: Reading): Read {
  if (typeof typed !== 'object' || typed === null || 'amount' in typed) return wrong('no-elements');
  const present = isSet(reading.present) ? reading.present : [];
  const { add = [], remove = [] } = typed;
  const added: SetElement[] = [];
  for (const one of add) {
    const read = readElement(one, reading, present);
    if ('wrong' in read) return read;
    if (typeof read.value === 'string' && !present.some(({ key }) => key === read.value)) added.push({ key: read.value });
  }
  return { value: makeSet([...present.filter(({ key }) => !remove.includes(key) || added.some((one) => one.key === key)), ...added]) };
}

function readElement(one: string, reading: Reading, present: readonly SetElement[]): Read {
  const { field } = reading;
  if (present.some(({ key }) => key === one) || field.target !== null) return { value: one };
  if (field.registry !== null) return chosen(one, reading);
  const text = normaliseText(one);
  if (text === '') return wrong('element-empty');
  if (field.name === 'phones') return readPhone(text);
  if (field.name === 'emails' || field.marks === 'emails') return ADDRESS.test(text.toLowerCase()) ? { value: text.toLowerCase() } : wrong('email-unfit');
  return text.length <= LONGEST_ELEMENT ? { value: text } : wrong('element-too-long', { most: LONGEST_ELEMENT });
}
