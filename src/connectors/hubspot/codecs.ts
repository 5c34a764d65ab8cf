// Home of the values: a canonical value as the text HubSpot keeps, and back. Invariant: decoding what was encoded gives
// what a later read shows; text that cannot be understood is not decoded at all, so that nothing is concluded from it.
import { Big } from 'big.js';
import { hostOf } from '../../core/normalise/url.ts';
import type { FieldKind } from '../../core/rule.ts';
import { isMoney, isSet, makeSet } from '../../core/value.ts';
import type { Value } from '../../core/vocabulary.ts';
import { toInstant } from '../../lib/clock.ts';
import { countryCode, countryName } from './countries.ts';
import { dayIn, noonIn } from './days.ts';
import type { StageMap } from './stage-map.ts';

/** Text to send, or the reason why HubSpot cannot hold the value. */
export type Encoded = { readonly text: string } | { readonly cannot: string };

export interface ValueContext {
  /** ISO 4217 code of the account's money properties. */
  readonly currency: string;
  /** Id of an active owner with this e-mail; null without counterpart. */
  readonly ownerIdOf: (email: string) => string | null;
  /** E-mail in lower case; null for an id that nobody knows; undefined when owners may not be read at all. */
  readonly ownerEmailOf: (id: string) => string | null | undefined;
  /** IANA name of the account's time zone. */
  readonly timeZone: string;
  /** null while nobody has read the account's pipelines, or nobody may. */
  readonly stages: () => StageMap | null;
}

export interface Codec {
  /** The kind of property that is made for it. */
  readonly type: string;
  readonly fieldType: string;
  encode(value: NonNullable<Value>, context: ValueContext): Encoded;
  /** `text` is trimmed and not empty. undefined: not understood. */
  decode(text: string, context: ValueContext): Value | undefined;
}

const longestText = 65_536;
const wrongKind: Encoded = { cannot: 'wrong-kind' };

const plainText: Codec = {
  type: 'string',
  fieldType: 'text',
  encode: (value) => {
    if (typeof value !== 'string') return wrongKind;
    return value.trim().length > longestText ? { cannot: 'too-long' } : { text: value.trim() };
  },
  decode: (text) => text,
};

const number: Codec = {
  type: 'number',
  fieldType: 'number',
  encode: (value) => (typeof value === 'number' && Number.isFinite(value) ? { text: new Big(value).toFixed() } : wrongKind),
  decode: (text) => (Number.isFinite(Number(text)) ? Number(text) : undefined),
};

const bool: Codec = {
  type: 'bool',
  fieldType: 'booleancheckbox',
  encode: (value) => (typeof value === 'boolean' ? { text: String(value) } : wrongKind),
  decode: (text) => ({ true: true, false: false })[text.toLowerCase()],
};

const date: Codec = {
  type: 'date',
  fieldType: 'date',
  encode: (value) => (typeof value === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(value) ? { text: value } : wrongKind),
  decode: (text) => {
    if (/^\d{4}-\d{2}-\d{2}(T|$)/.test(text)) return text.slice(0, 10);
    const ms = /^-?\d+$/.test(text) ? Number(text) : Number.NaN;
    return Math.abs(ms) <= 8.64e15 ? new Date(ms).toISOString().slice(0, 10) : undefined;
  },
};

/**
 * A day in a property that keeps an instant. Written as noon in the account's time zone, so that people there and everywhere
 * near see the same day. Read as the day in that zone; midnight UTC is how a plain date of another app looks, and means that date.
 */
const day: Codec = {
  type: 'datetime',
  fieldType: 'date',
  encode: (value, { timeZone }) => (typeof value === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(value) ? { text: noonIn(timeZone, value) } : wrongKind),
  decode: (text, { timeZone }) => {
    const ms = /^-?\d+$/.test(text) ? Number(text) : Date.parse(text);
    return Math.abs(ms) <= 8.64e15 ? dayIn(timeZone, ms) : undefined;
  },
};

const instant: Codec = {
  type: 'datetime',
  fieldType: 'date',
  encode: (value) => (typeof value === 'string' && !Number.isNaN(Date.parse(value)) ? { text: toInstant(Date.parse(value)) } : wrongKind),
  decode: instantOf,
};

/** ISO 8601, or ms; undefined: not understood. */
export function instantOf(text: string): string | undefined {
  const ms = /^-?\d+$/.test(text) ? Number(text) : Date.parse(text);
  return Math.abs(ms) <= 8.64e15 ? toInstant(ms) : undefined;
}

/** A share from 0 to 1 as per cent. */
const percent: Codec = {
  ...number,
  encode: (value) => (typeof value === 'number' && Number.isFinite(value) ? { text: new Big(value).div(100).toFixed() } : wrongKind),
  decode: (text) => (Number.isFinite(Number(text)) ? new Big(text).times(100).toNumber() : undefined),
};

const money: Codec = {
  type: 'number',
  fieldType: 'number',
  encode: (value, { currency }) => {
    if (!isMoney(value)) return wrongKind;
    return value.currency === currency ? { text: new Big(value.amount).toFixed() } : { cannot: 'other-currency' };
  },
  decode: (text, { currency }) => {
    try {
      return { amount: new Big(text).toFixed(), currency };
    } catch {
      return undefined;
    }
  },
};

const choice: Codec = { ...plainText, type: 'enumeration', fieldType: 'select' };

const set: Codec = {
  type: 'enumeration',
  fieldType: 'checkbox',
  encode: (value) => {
    if (!isSet(value)) return wrongKind;
    const keys = makeSet(value).map((element) => element.key);
    return keys.some((key) => key.includes(';') || key === '') ? { cannot: 'unmapped-choice' } : { text: keys.join(';') };
  },
  decode: (text) => makeSet(text.split(';').map((key) => key.trim()).filter((key) => key !== '').map((key) => ({ key }))),
};

const owner: Codec = {
  type: 'enumeration',
  fieldType: 'select',
  encode: (value, { ownerIdOf }) => {
    if (typeof value !== 'string') return wrongKind;
    const id = ownerIdOf(value.trim().toLowerCase());
    return id === null ? { cannot: 'owner-without-counterpart' } : { text: id };
  },
  decode: (text, { ownerEmailOf }) => {
    const email = ownerEmailOf(text);
    return email === undefined ? undefined : (email ?? `#${text}`);
  },
};

const country: Codec = {
  ...plainText,
  encode: (value) => (typeof value === 'string' ? { text: countryName(countryCode(value)) } : wrongKind),
  decode: countryCode,
};

/** HubSpot keeps the bare host of a domain; sending that makes the answer equal to what was sent. */
const domain: Codec = { ...plainText, encode: (value, context) => plainText.encode(typeof value === 'string' ? (hostOf(value) ?? value) : value, context) };

export const codecs = {
  text: plainText,
  longText: { ...plainText, fieldType: 'textarea' } satisfies Codec,
  number,
  bool,
  money,
  choice,
  set,
  owner,
  country,
  domain,
  date,
  day,
  instant,
  percent,
};

/** The codec of a workspace's own field. */
export const codecOfKind: Readonly<Record<FieldKind, Codec>> = { text: plainText, number, date, instant, bool, money, choice, set, ref: owner };
