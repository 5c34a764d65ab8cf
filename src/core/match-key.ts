// Match keys: what a record offers to be recognised by. A key is `kind:value` in normal form, the same whichever system the
// record came from; what identifies nobody (half a name, a free-mail domain, a value of nothing) yields no key.
import { createHash } from 'node:crypto';
import { normaliseBusinessId } from './normalise/business-id.ts';
import { normaliseCompanyName } from './normalise/name.ts';
import { normalisePersonName } from './normalise/person-name.ts';
import { normalisePhone } from './normalise/phone.ts';
import { normaliseText } from './normalise/text.ts';
import { normaliseTitle } from './normalise/title.ts';
import { hostOf } from './normalise/url.ts';
import { canonical, isMoney, isSet } from './value.ts';
import type { FieldName, Fields, RemoteSide, Value } from './vocabulary.ts';

/**
 * businessId, domain, name, number, title: of the first of the fields that yields one. email: every address of a set.
 * person: both names with each phone of a set. fullName: both names. deal: title and value. event: kind, title and minute.
 */
export type MatchKind = 'businessId' | 'domain' | 'name' | 'email' | 'person' | 'fullName' | 'number' | 'deal' | 'title' | 'event';

export interface MatchRule {
  readonly kind: MatchKind;
  readonly fields: readonly FieldName[];
  /** A ref: the key counts only between records that point to the same target through it. */
  readonly within?: FieldName;
  /** A side that keeps one record of a person per account: there, records of one name that share a key are one person. */
  readonly partsOn?: RemoteSide;
  /** A certain key joins by itself; others only propose. */
  readonly certain: boolean;
}

/** The store indexes keys; nothing a person types by hand is longer. */
const LONGEST = 200;

/** Keys of one record in rule order, each once. @param freeMail domains that many organisations share */
export function keysOf(rules: readonly MatchRule[], fields: Fields, freeMail: ReadonlySet<string>): readonly string[] {
  return [...new Set(rules.flatMap((rule) => valuesOf(rule, fields, freeMail).map((value) => `${rule.kind}:${shortened(value)}`)))];
}

function valuesOf(rule: MatchRule, fields: Fields, freeMail: ReadonlySet<string>): readonly string[] {
  const [first, second, third] = rule.fields.map((field) => fields[field] ?? null);
  switch (rule.kind) {
    case 'businessId':
      return firstOf(rule, fields, normaliseBusinessId);
    case 'domain':
      return firstOf(rule, fields, (value) => ownHost(value, freeMail));
    case 'name':
      return firstOf(rule, fields, normaliseCompanyName);
    case 'number':
      return firstOf(rule, fields, normaliseText);
    case 'title':
      return firstOf(rule, fields, normaliseTitle);
    case 'email':
      return rule.fields.flatMap((field) => textsOf(fields[field] ?? null)).map((value) => normaliseText(value).toLowerCase()).filter((value) => value.includes('@'));
    case 'person': {
      const phones = textsOf(third ?? null).map(normalisePhone).filter((phone) => phone.startsWith('+'));
      return fullName(first, second).flatMap((name) => phones.map((phone) => `${name}|${phone}`));
    }
    case 'fullName':
      return fullName(first, second);
    case 'deal':
      return titleAndValue(first, second);
    case 'event':
      return titleAndMinute(first, second, third);
    default:
      return rule.kind satisfies never;
  }
}

function firstOf(rule: MatchRule, fields: Fields, normalise: (value: string) => string | null): readonly string[] {
  for (const field of rule.fields) {
    const value = fields[field];
    const text = rule.kind === 'number' && typeof value === 'number' ? String(value) : value;
    const key = typeof text === 'string' ? normalise(text) : null;
    if (key) return [key];
  }
  return [];
}

function ownHost(value: string, freeMail: ReadonlySet<string>): string | null {
  const host = hostOf(value);
  return host === null || freeMail.has(host) ? null : host;
}

function fullName(first: Value | undefined, last: Value | undefined): readonly string[] {
  const name = typeof first === 'string' && typeof last === 'string' ? normalisePersonName(first, last) : null;
  return name === null ? [] : [name];
}

/** Nothing is worth zero: a sales case without a known value is told by its title alone. */
function titleAndValue(title: Value | undefined, value: Value | undefined): readonly string[] {
  const name = typeof title === 'string' ? normaliseTitle(title) : '';
  if (name === '' || !isMoney(value)) return [];
  const worth = canonical(value);
  return /^[+-]?0 /u.test(worth) || worth.startsWith('"') ? [] : [`${name}|${worth}`];
}

/** A system may keep no seconds. */
function titleAndMinute(kind: Value | undefined, title: Value | undefined, instant: Value | undefined): readonly string[] {
  const name = typeof title === 'string' ? normaliseTitle(title) : '';
  return name === '' || typeof kind !== 'string' || typeof instant !== 'string' ? [] : [`${kind}|${name}|${instant.slice(0, 16)}`];
}

function textsOf(value: Value): readonly string[] {
  return isSet(value) ? value.map(({ key }) => key) : typeof value === 'string' ? [value] : [];
}

function shortened(value: string): string {
  return value.length <= LONGEST ? value : createHash('sha256').update(value).digest('base64url');
}
