// Subjects put together: what two looks know of one person, each thing once, and what one of our links shows of one. Pure.
import { normaliseEmail } from '../core/normalise/email.ts';
import { normalisePersonName } from '../core/normalise/person-name.ts';
import { normalisePhone } from '../core/normalise/phone.ts';
import { NOBODY, refKey } from '../core/subject.ts';
import type { PersonName, PersonRef, Subject } from '../core/subject.ts';
import { isSet } from '../core/value.ts';
import type { Fields } from '../core/vocabulary.ts';
import type { LinkState } from '../store/store.ts';

export function nameKey({ first, last }: PersonName): string {
  return normalisePersonName(first, last) ?? '';
}

/** Each once; of two spellings the first. */
export function together(...subjects: readonly Partial<Subject>[]): Subject {
  const all = <Key extends keyof Subject>(key: Key): Subject[Key][number][] => subjects.flatMap((subject) => [...(subject[key] ?? [])]) as Subject[Key][number][];
  return {
    names: once(all('names').filter(({ first, last }) => `${first}${last}`.trim() !== ''), (name) => `${name.first} ${name.last}`.trim().toLowerCase()),
    emails: once(all('emails').filter((email) => email.includes('@')), (email) => email.trim().toLowerCase()),
    phones: once(all('phones').filter((phone) => /\d/u.test(phone)), (phone) => phone.trim()),
    refs: once(all('refs'), refKey),
    linkIds: once(all('linkIds'), (id) => id),
    around: once(all('around'), ({ side, entity, id }) => `${side}:${entity}:${id}`),
  };
}

/** What the link of a contact shows on all of its sides. */
export function shownByLink({ id, sides }: LinkState): Subject {
  const shown = Object.values(sides).map(({ side, id: refId, fields }): Partial<Subject> => ({
    names: [{ first: textOf(fields, 'firstName'), last: textOf(fields, 'lastName') }],
    emails: keysOf(fields, 'emails'),
    phones: keysOf(fields, 'phones'),
    refs: side === 'local' ? [] : [{ side, kind: 'contact', id: refId } satisfies PersonRef],
  }));
  return together({ ...NOBODY, linkIds: [id] }, ...shown);
}

export function without(subject: Subject, emails: readonly string[], phones: readonly string[]): Subject {
  const [mails, numbers] = [new Set(emails.map(normaliseEmail)), new Set(phones.map(normalisePhone))];
  return {
    ...subject,
    emails: subject.emails.filter((email) => !mails.has(normaliseEmail(email))),
    phones: subject.phones.filter((phone) => !numbers.has(normalisePhone(phone))),
  };
}

const has = (mine: readonly string[], theirs: readonly string[]): boolean => theirs.every((one) => mine.includes(one));

/** True when `known` has all by which a system finds a person that `asked` has. */
export function knowsAllOf(known: Subject, asked: Subject): boolean {
  return (
    has(known.refs.map(refKey), asked.refs.map(refKey)) &&
    has(known.emails.map(normaliseEmail), asked.emails.map(normaliseEmail)) &&
    has(known.phones.map(normalisePhone), asked.phones.map(normalisePhone)) &&
    has(known.names.map(nameKey), asked.names.map(nameKey).filter((name) => name !== ''))
  );
}

/** Nothing by which anybody could be looked for. */
export function isEmptySubject({ names, emails, phones, refs }: Subject): boolean {
  return [names, emails, phones, refs].every((list) => list.length === 0);
}

function once<Item>(items: readonly Item[], key: (item: Item) => string): Item[] {
  const seen = new Set<string>();
  return items.filter((item) => {
    const its = key(item);
    return seen.has(its) ? false : Boolean(seen.add(its));
  });
}

function textOf(fields: Fields, field: string): string {
  const value = fields[field];
  return typeof value === 'string' ? value.trim() : '';
}

function keysOf(fields: Fields, field: string): readonly string[] {
  const value = fields[field] ?? null;
  return isSet(value) ? value.map(({ key }) => key) : [];
}
