// E-mail addresses, phone numbers and ids of one person in a folded text. Invariant: an address is told by the whole of it: a longer
// address, a longer number or a longer id that only contains it is somebody or something else.
import { parsePhoneNumberFromString } from 'libphonenumber-js/min';
import { normaliseEmail } from './normalise/email.ts';
import { foldLetters } from './normalise/fold.ts';
import { normalisePhone } from './normalise/phone.ts';
import type { Subject } from './subject.ts';
import type { Hit } from './text-hit.ts';

export interface Addresses {
  readonly emails: ReadonlySet<string>;
  readonly domains: readonly string[];
  /** Digits only; `whole`: as the number is dialled or written, not a beginning left out. */
  readonly numbers: readonly { readonly digits: string; readonly whole: boolean }[];
  /** Written with hyphens or without. */
  readonly tellingIds: readonly RegExp[];
  readonly shortIds: ReadonlySet<string>;
}

/** An id of letters and digits this long is nobody else's; a shorter one is a number like others. */
const TELLING_ID = 16;
const LEAST_DIGITS = 7;
const LOCAL = /[a-z0-9._+-]/u;
const DOMAIN = /[\p{L}0-9.-]/u;
const SPACING = /^[\s().\-/]{0,4}$/u;
/** A day or a time of day before a number is no part of it. */
const DAY_OR_TIME = /(?:^|\D)(?:\d{1,2}\.\d{1,2}\.(?:\d{4}|\d{2})?|\d{4}-\d{2}-\d{2}|\d{1,2}[.:]\d{2}) $/u;
const ID_NEARBY = /(?:contact|kontakt|yhteyshenkil|henkil|person|hubspot|record|vid|asiakas|owner|user|0-1|\bid)[^\n]{0,24}$/u;

export function addressesOf({ emails, phones, refs }: Pick<Subject, 'emails' | 'phones' | 'refs'>): Addresses {
  const normal = [...new Set(emails.filter((email) => email.includes('@')).flatMap(spellings))];
  const ids = [...new Set(refs.map(({ id }) => id.toLowerCase().replace(/[^a-z0-9]/gu, '')))].filter((id) => id !== '');
  return {
    emails: new Set(normal),
    domains: [...new Set(normal.flatMap((email) => [domainOf(email), ...(domainOf(email) === 'gmail.com' ? ['googlemail.com'] : [])]))],
    numbers: phones.flatMap(numbersOf),
    tellingIds: ids.filter(isTelling).map((id) => new RegExp(`(?<![a-z0-9])${Array.from(id).join('-?')}(?![a-z0-9])`, 'gu')),
    shortIds: new Set(ids.filter((id) => !isTelling(id))),
  };
}

export function addressHits(text: string, { emails, domains, numbers, tellingIds, shortIds }: Addresses): Hit[] {
  return [...(emails.size > 0 ? emailHits(text, emails, domains) : []), ...phoneHits(text, numbers), ...idHits(text, tellingIds, shortIds)];
}

/** Everything that looks like an e-mail address, whoever's it is: `text.slice(from, at)`, an `@`, and the domain up to `to`. */
export function writtenAddresses(text: string): readonly { readonly from: number; readonly at: number; readonly to: number }[] {
  const found: { from: number; at: number; to: number }[] = [];
  for (let at = text.indexOf('@'); at >= 0; at = text.indexOf('@', at + 1)) {
    let from = at;
    while (from > 0 && at - from < 128 && LOCAL.test(text[from - 1] as string)) from -= 1;
    while (from < at && /[._+-]/u.test(text[from] as string)) from += 1;
    let to = at + 1;
    while (to < text.length && to - at < 256 && DOMAIN.test(text[to] as string)) to += 1;
    while (to > at + 1 && /[.-]/u.test(text[to - 1] as string)) to -= 1;
    if (from < at && to > at + 1) found.push({ from, at, to });
  }
  return found;
}

function emailHits(text: string, emails: ReadonlySet<string>, domains: readonly string[]): Hit[] {
  const hits: Hit[] = [];
  for (const { from, at, to: end } of writtenAddresses(text)) {
    const [local, written] = [text.slice(from, at), text.slice(at + 1, end)];
    for (const domain of domains.filter((one) => written.startsWith(one))) {
      if (!emails.has(normaliseEmail(`${local}@${domain}`))) continue;
      const rest = written.slice(domain.length);
      if (/^[\p{L}0-9]/u.test(rest)) continue;
      // A sentence that ends, or a Finnish compound (`acme.fi-osoite`); but `acme.fi.example` may be another domain.
      hits.push({ from, to: at + 1 + domain.length, sure: /^[.-]*$/u.test(rest) || /^-[^.]+$/u.test(rest), by: 'email' });
    }
  }
  return hits;
}

function phoneHits(text: string, numbers: Addresses['numbers']): Hit[] {
  if (numbers.length === 0) return [];
  const places = [...text.matchAll(/\d/gu)].map(({ index }) => index);
  const digits = places.map((place) => text[place]).join('');
  return numbers.flatMap((number) => {
    const hits: Hit[] = [];
    for (let found = digits.indexOf(number.digits); found >= 0; found = digits.indexOf(number.digits, found + 1)) {
      const [first, last] = [found, found + number.digits.length - 1];
      const whole = places.slice(first, last).every((place, index) => SPACING.test(text.slice(place + 1, places[first + index + 1])));
      const [from, to] = [places[first] as number, (places[last] as number) + 1];
      const before = text.slice(first === 0 ? Math.max(0, from - 40) : (places[first - 1] as number) + 1, from);
      const after = text.slice(to, last + 1 === places.length ? to + 40 : places[last + 1]);
      if (!whole || (first > 0 && before === '') || (last + 1 < places.length && after === '')) continue;
      const longer = (first > 0 && /^[ \-./]$/u.test(before) && !DAY_OR_TIME.test(text.slice(Math.max(0, from - 14), from))) || (last + 1 < places.length && /^[ \-./]$/u.test(after));
      const glued = /[\p{L}#]$/u.test(before) && !/(?:^|\P{L})(?:p|t|tel|puh|gsm|mob|matkap|fax|phone|mobile|puhelin|tfn)$/u.test(before);
      hits.push({ ...withSigns(text, from, to), sure: number.whole && !longer && !glued && !/^\p{L}/u.test(after), by: 'phone' });
    }
    return hits;
  });
}

/** A plus and brackets belong to the number. */
function withSigns(text: string, from: number, to: number): { from: number; to: number } {
  const plus = /\+ ?$/u.exec(text.slice(Math.max(0, from - 2), from))?.[0].length ?? 0;
  const open = text[from - plus - 1] === '(' && text.slice(from, to).split(')').length > text.slice(from, to).split('(').length ? 1 : 0;
  return { from: from - plus - open, to };
}

/** Every way in which it is dialled from here and from abroad, and without its beginning. */
function numbersOf(phone: string): Addresses['numbers'] {
  const normal = normalisePhone(phone).replace(/;ext=.*$/u, '');
  const parsed = normal.startsWith('+') ? parsePhoneNumberFromString(normal) : undefined;
  if (!parsed) return /^\d+$/u.test(normal) && normal.length >= LEAST_DIGITS ? [{ digits: normal, whole: true }] : [];
  const [code, national]: [string, string] = [parsed.countryCallingCode, parsed.nationalNumber];
  const local = parsed.formatNational().replace(/\D/gu, '');
  const sure = national.length >= LEAST_DIGITS;
  const whole = [`00${code}${national}`, `00${code}${local}`, `${code}${national}`, `${code}${local}`, local].map((digits) => ({ digits, whole: sure }));
  return [...new Map([...(sure ? [{ digits: national, whole: false }] : []), ...whole].map((one) => [one.digits, one])).values()];
}

function idHits(text: string, telling: readonly RegExp[], short: ReadonlySet<string>): Hit[] {
  const sure = telling.flatMap((pattern) => [...text.matchAll(pattern)].map((match): Hit => ({ from: match.index, to: match.index + match[0].length, sure: true, by: 'id' })));
  if (short.size === 0) return sure;
  const near = [...text.matchAll(/[a-z0-9]+/gu)].filter((match) => short.has(match[0]) && ID_NEARBY.test(text.slice(Math.max(0, match.index - 40), match.index)));
  return [...sure, ...near.map((match): Hit => ({ from: match.index, to: match.index + match[0].length, sure: false, by: 'id' }))];
}

function isTelling(id: string): boolean {
  return id.length >= TELLING_ID && /[a-z]/u.test(id);
}

/** Folded; a domain with letters of its own is also written in ASCII. */
function spellings(email: string): readonly string[] {
  const normal = normaliseEmail(email);
  const written = domainOf(email.normalize('NFKC').toLowerCase()).replace(/[^\p{L}\p{M}0-9.-]/gu, '');
  return [domainOf(normal), foldLetters(written)].map((domain) => normaliseEmail(`${foldLetters(normal.slice(0, normal.lastIndexOf('@')))}@${domain}`));
}

function domainOf(email: string): string {
  return email.slice(email.lastIndexOf('@') + 1);
}
