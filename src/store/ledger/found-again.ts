// Records that show somebody who must stay forgotten, as the subject that they are to be forgotten by: made from what the records
// themselves show, since of the person nothing but hashes is kept.
import { normalisePhone } from '../../core/normalise/phone.ts';
import { askingKeys, emailKey, offeredKeys, personKeys, phoneKeys, type Shown, type Subject } from '../../core/subject.ts';
import { shownBy } from '../../core/person-shown.ts';
import { entities } from '../../entities/index.ts';
import type { SideRow } from './rows.ts';

/** @param rows of links of persons; of others nothing is taken */
export function subjectOfRows(rows: readonly SideRow[]): Subject {
  const shown = rows.flatMap(({ entity, side, id, fields }) => {
    const person = entities.get(entity)?.person ?? null;
    return person === null ? [] : [shownBy(person, side, [id], fields)];
  });
  return {
    names: distinct(shown.flatMap(({ names }) => names)),
    emails: distinct(shown.flatMap(({ emails }) => emails)),
    phones: distinct(shown.flatMap(({ phones }) => phones)),
    refs: distinct(shown.flatMap(({ refs }) => refs)),
    linkIds: distinct(rows.map(({ linkId }) => linkId)),
    around: [],
  };
}

/** All that may tell the person: to be held against the suppressions, and against what others show. */
export const tellingOf = (subject: Subject): readonly string[] => [...personKeys(subject), ...phoneKeys(subject)];

/**
 * Without the addresses and numbers that are of others too, unless they are kept away with the person.
 * @param kept those of the subject's keys that are suppressed
 */
export function ownOf(subject: Subject, kept: { has(key: string): boolean }, others: Pick<Shown, 'emails' | 'phones'>): Subject {
  return {
    ...subject,
    emails: subject.emails.filter((email) => kept.has(emailKey(email)) || !others.emails.includes(email)),
    phones: subject.phones.filter((phone) => phoneKeys({ phones: [phone] }).some((key) => kept.has(key)) || !others.phones.includes(phone)),
  };
}

/**
 * With those whom keys alone tell of.
 * @param others who else shows these: of a number that nothing but a key tells, it may be theirs by now
 */
export function withTold(subject: Subject, told: Subject, others: Pick<Shown, 'phones'>): Subject {
  return {
    ...subject,
    emails: distinct([...subject.emails, ...told.emails]),
    phones: distinct([...subject.phones, ...told.phones.filter((phone) => !others.phones.includes(phone))]),
    refs: distinct([...subject.refs, ...told.refs]),
  };
}

export function offeredByRow({ entity, side, id, fields }: Pick<SideRow, 'entity' | 'side' | 'id' | 'fields'>): readonly string[] {
  const person = entities.get(entity)?.person ?? null;
  return person === null ? [] : offeredKeys(shownBy(person, side, [id], fields));
}

/** By which a row is found when somebody asks for a person: also a number alone, or a name. */
export function foundByRow({ entity, side, id, fields }: Pick<SideRow, 'entity' | 'side' | 'id' | 'fields'>): readonly string[] {
  const person = entities.get(entity)?.person ?? null;
  if (person === null) return [];
  const shown = shownBy(person, side, [id], fields);
  return [...offeredKeys(shown), ...askingKeys(shown)];
}

/** Those of these that the rows show too, as they were given. */
export function sharedWith(rows: readonly SideRow[], { emails, phones }: Pick<Shown, 'emails' | 'phones'>): Pick<Shown, 'emails' | 'phones'> {
  const shown = subjectOfRows(rows.filter(({ gone }) => gone === null));
  const [known, numbers] = [new Set(shown.emails.map(emailKey)), new Set(shown.phones.map(normalisePhone))];
  return { emails: emails.filter((email) => known.has(emailKey(email))), phones: phones.filter((phone) => numbers.has(normalisePhone(phone))) };
}

function distinct<T>(values: readonly T[]): readonly T[] {
  return [...new Map(values.map((value) => [JSON.stringify(value), value])).values()];
}
