// What a HubSpot contact shows of a person, and whether it is the one who is sought. Invariant: only an id, an address or a name with
// a phone makes it sure; an id or address that goes by another name now, or a name alone, is a person's to judge, and a phone that
// somebody else answers says nothing.
import { foldLetters, wordsOf } from '../../../core/normalise/fold.ts';
import { emailKey, personKeys, phoneKeys, refKey } from '../../../core/subject.ts';
import type { PersonName, PersonRef, Shown, Subject } from '../../../core/subject.ts';
import { isMobileNumber } from '../../contact-points.ts';
import { MERGED_IDS } from '../object-map.ts';
import type { WireRecord } from '../wire.ts';

/** Every property that tells who a contact is. */
export const IDENTITY = ['firstname', 'lastname', 'email', 'hs_additional_emails', 'work_email', 'phone', 'mobilephone', 'associatedcompanyid', MERGED_IDS] as const;

export interface Person {
  readonly record: WireRecord;
  readonly shown: Shown;
  readonly sure: boolean;
}

export function shownBy({ id, properties }: Pick<WireRecord, 'id' | 'properties'>): Shown {
  const text = (name: string): string => properties[name]?.trim() ?? '';
  const [first, last] = [text('firstname'), text('lastname')];
  const emails = [text('email'), ...text('hs_additional_emails').split(';'), text('work_email')].map((email) => email.trim().toLowerCase());
  const ids = [id, ...text(MERGED_IDS).split(';').map((one) => one.trim())];
  return {
    names: first === '' && last === '' ? [] : [{ first, last }],
    emails: [...new Set(emails)].filter((email) => email.includes('@')),
    phones: [text('phone'), text('mobilephone')].filter((phone) => phone !== ''),
    refs: [...new Set(ids)].filter((one) => one !== '').map((one): PersonRef => ({ side: 'crm', kind: 'contact', id: one })),
  };
}

/** @param near true: it belongs to a company that the subject belongs to */
export function personOf(record: WireRecord, subject: Subject, near: boolean): Person | null {
  const shown = shownBy(record);
  const sure = likeness(shown, subject, near);
  return sure === null ? null : { record, shown, sure };
}

/** null: somebody else. */
function likeness(shown: Shown, subject: Subject, near: boolean): boolean | null {
  const refs = new Set(subject.refs.map(refKey));
  const isNamed = shown.names.length > 0;
  const emails = new Set(subject.emails.map(emailKey));
  const known = shown.refs.some((ref) => refs.has(refKey(ref)));
  const reached = shown.emails.some((email) => emails.has(emailKey(email)));
  // A record may have been given to a successor, an address to a colleague.
  if (known || reached) return (known && reached) || !isNamed || subject.names.length === 0 || shareWord(shown.names, subject.names);
  const named = shown.names.some((one) => subject.names.some((other) => nameKey(one) === nameKey(other)));
  const phones = new Set(phoneKeys(subject));
  const phoned = phoneKeys(shown).some((key) => phones.has(key));
  if (named && phoned) return true;
  // Nobody's name: the phone is all there is, unless an address says that it is somebody else's.
  if (!isNamed && phoned) return shown.emails.length === 0 && subject.phones.length > 0;
  const isBare = shown.emails.length === 0 && shown.phones.length === 0;
  return named && (near || isBare) ? false : null;
}

/** Both names in any order; '' for none. */
function nameKey({ first, last }: PersonName): string {
  return words({ first, last }).toSorted().join(' ');
}

function words({ first, last }: PersonName): readonly string[] {
  return wordsOf(foldLetters(`${first} ${last}`).replaceAll(/[.'’]/gu, ''));
}

function shareWord(one: readonly PersonName[], other: readonly PersonName[]): boolean {
  const known = new Set(other.flatMap(words).filter((word) => word.length > 1));
  return one.flatMap(words).some((word) => known.has(word));
}

/** Everything of both, each once. */
export function widened(subject: Subject, shown: Shown): Subject {
  const names = [...subject.names, ...shown.names.filter((name) => !subject.names.some((other) => other.first === name.first && other.last === name.last))];
  const refs = [...subject.refs, ...shown.refs.filter((ref) => !subject.refs.some((other) => refKey(other) === refKey(ref)))];
  return { ...subject, names, refs, emails: [...new Set([...subject.emails, ...shown.emails])], phones: [...new Set([...subject.phones, ...shown.phones])] };
}

/** What a search could be asked for; the same when there is nothing new to look for. */
export function searchKey(subject: Subject): string {
  return [...personKeys({ ...subject, refs: [] }), ...phoneKeys(subject), ...subject.names.map(nameKey)].toSorted().join('\n');
}

/** Addresses and numbers of the subject that others have too. @param phones of companies: a mobile number is one person's all the same */
export function sharedWith(subject: Subject, beside: readonly Shown[], phones: readonly string[]): Pick<Subject, 'emails' | 'phones'> {
  const addresses = new Set(beside.flatMap(({ emails }) => emails.map(emailKey)));
  const numbers = new Set([...beside.flatMap(phoneKeys), ...phoneKeys({ phones }).filter((key) => !isMobileNumber(key.replace('phone:', '')))]);
  return {
    emails: subject.emails.filter((email) => addresses.has(emailKey(email))),
    phones: subject.phones.filter((phone) => phoneKeys({ phones: [phone] }).some((key) => numbers.has(key))),
  };
}

/** What is of several people tells nobody apart, unless it is what was asked for. */
export function without(subject: Subject, shared: Pick<Subject, 'emails' | 'phones'>, asked: Subject): Subject {
  const kept = (what: 'emails' | 'phones'): readonly string[] => subject[what].filter((one) => asked[what].includes(one) || !shared[what].includes(one));
  return { ...subject, emails: kept('emails'), phones: kept('phones') };
}

/** Another name and another address: the record was given to a successor. */
export function isSomebodyElse(before: Readonly<Record<string, string>>, now: WireRecord['properties']): boolean {
  const same = (name: string): boolean => (before[name] ?? '').toLowerCase() === (now[name] ?? '').toLowerCase();
  const had = (name: string): boolean => (before[name] ?? '') !== '';
  const names = ['firstname', 'lastname'];
  return (had('email') || names.some(had)) && !(had('email') && same('email')) && !names.some((name) => had(name) && same(name));
}
