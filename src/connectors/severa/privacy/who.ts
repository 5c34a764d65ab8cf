// Home of telling who among Severa's contact persons is one subject. Invariants: an address or number that others share tells nobody
// apart; a namesake is shown and never taken for the subject.
import { normalisePersonName } from '../../../core/normalise/person-name.ts';
import { normalisePhone } from '../../../core/normalise/phone.ts';
import { emailKey } from '../../../core/subject.ts';
import type { RecordAddress, Subject } from '../../../core/subject.ts';
import { isEmptied } from './emptied.ts';
import type { PersonRow } from './rows.ts';

export interface Persons {
  readonly sure: readonly PersonRow[];
  /** Namesakes, and people who share an address with the subject. */
  readonly unsure: readonly PersonRow[];
  /** Widened by what the sure ones show. */
  readonly subject: Subject;
  /** The same for telling the person in a text: without what bystanders are reached by too. */
  readonly own: Subject;
  readonly customers: readonly string[];
}

export function contactIds(subject: Subject): readonly string[] {
  return subject.refs.filter(({ side, kind }) => side === 'psa' && kind === 'contact').map(({ id }) => id);
}

/** Who of the rows is the subject; whoever is found to be makes others found. */
export function judged(asked: Subject, rows: readonly PersonRow[]): Persons {
  const live = rows.filter((row) => !isEmptied(row));
  let subject = asked;
  let sure: readonly PersonRow[] = [];
  for (;;) {
    const now = live.filter((row) => isSubject(row, subject, live));
    if (now.length === sure.length) break;
    sure = now;
    subject = sure.reduce(widened, asked);
  }
  const others = live.filter((row) => !sure.includes(row));
  const told = new Set(sure.flatMap(pointsOf));
  const unsure = others.filter((row) => contactIds(subject).includes(row.guid ?? '') || sameName(row, subject) || pointsOf(row).some((key) => !told.has(key) && key.startsWith('email:') && subject.emails.some((email) => emailKey(email) === key)));
  const shared = new Set(others.flatMap(pointsOf));
  const [emails, phones] = [subject.emails.filter((email) => !shared.has(emailKey(email))), subject.phones.filter((phone) => !shared.has(phoneKeyOf(phone)))];
  const customers = [...new Set([...asked.around.filter(isCustomer).map(({ id }) => id), ...sure.flatMap((row) => row.customer?.guid ?? [])])];
  return {
    sure,
    unsure,
    // What somebody else is reached by too is no sign of this person, unless it was named as one.
    subject: { ...subject, emails: [...new Set([...asked.emails, ...emails])], phones: [...new Set([...asked.phones, ...phones])], around: withCustomers(subject, customers) },
    own: { ...subject, emails, phones },
    customers,
  };
}

function isSubject(row: PersonRow, subject: Subject, all: readonly PersonRow[]): boolean {
  // A card may have been given to a successor.
  if (contactIds(subject).includes(row.guid ?? '')) return !isSomebodyElse(row, subject);
  const isNamed = sameName(row, subject);
  const keys = pointsOf(row);
  const points = [...subject.emails.map(emailKey), ...subject.phones.map(phoneKeyOf)];
  const has = keys.some((key) => points.includes(key));
  if (isNamed || !hasName(row)) return has;
  if (subject.names.length > 0 || !has) return false;
  // Only an address is known: it tells who is meant when it is of one person.
  return all.every((other) => !pointsOf(other).some((key) => points.includes(key)) || nameOf(other) === nameOf(row));
}

/** Another name, and no address or number of the person's: the card is a successor's now. */
export function isSomebodyElse(row: PersonRow, known: Pick<Subject, 'names' | 'emails' | 'phones'>): boolean {
  if (known.names.length === 0 || !hasName(row) || isEmptied(row) || sameName(row, known)) return false;
  const points = new Set([...known.emails.map(emailKey), ...known.phones.map(phoneKeyOf)]);
  return !pointsOf(row).some((key) => points.has(key));
}

function widened(subject: Subject, row: PersonRow): Subject {
  const id = row.guid ?? '';
  return {
    ...subject,
    names: joined(subject.names, hasName(row) ? [{ first: row.firstName ?? '', last: row.lastName ?? '' }] : [], ({ first, last }) => `${first}|${last}`),
    emails: joined(subject.emails, row.emails ?? [], emailKey),
    phones: joined(subject.phones, row.phoneNumbers ?? [], phoneKeyOf),
    refs: joined(subject.refs, [{ side: 'psa', kind: 'contact', id }], ({ side, kind, id: ref }) => `${side}:${kind}:${ref}`),
  };
}

/** Of those with one key the last. */
function joined<Item>(known: readonly Item[], more: readonly Item[], key: (item: Item) => string): readonly Item[] {
  return [...new Map([...known, ...more].map((item) => [key(item), item])).values()];
}

function withCustomers(subject: Subject, customers: readonly string[]): Subject['around'] {
  const known = new Set(subject.around.filter(isCustomer).map(({ id }) => id));
  return [...subject.around, ...customers.filter((id) => !known.has(id)).map((id) => ({ side: 'psa', entity: 'account', id }) as const)];
}

export const isCustomer = ({ side, entity }: RecordAddress): boolean => side === 'psa' && entity === 'account';
const phoneKeyOf = (phone: string): string => `phone:${normalisePhone(phone)}`;
const pointsOf = (row: PersonRow): string[] => [...(row.emails ?? []).map(emailKey), ...(row.phoneNumbers ?? []).map(phoneKeyOf)];
const nameOf = (row: PersonRow): string | null => normalisePersonName(row.firstName ?? '', row.lastName ?? '');
const hasName = (row: PersonRow): boolean => `${row.firstName ?? ''}${row.lastName ?? ''}`.trim() !== '';

function sameName(row: PersonRow, { names }: Pick<Subject, 'names'>): boolean {
  const name = nameOf(row);
  return name !== null && names.some(({ first, last }) => normalisePersonName(first, last) === name);
}
