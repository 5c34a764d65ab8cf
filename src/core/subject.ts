// Who an erasure or an access request is about, and the keys by which such a person is told again. Invariant: a key is made of
// what identifies one person alone: an id, an address, a name with a phone. A phone that colleagues share tells nobody apart, so by
// itself it speaks only of a record without a name.
import { normaliseEmail } from './normalise/email.ts';
import { normalisePersonName } from './normalise/person-name.ts';
import { normalisePhone } from './normalise/phone.ts';
import type { EntityName, RemoteSide } from './vocabulary.ts';

/** contact: somebody at a customer. user: one of the customer's own staff, as a user of the PSA or an owner in the CRM. */
export type PersonKind = 'contact' | 'user';

export interface PersonName {
  readonly first: string;
  readonly last: string;
}

export interface PersonRef {
  readonly side: RemoteSide;
  readonly kind: PersonKind;
  readonly id: string;
}

export interface RecordAddress {
  readonly side: RemoteSide;
  readonly entity: EntityName;
  readonly id: string;
}

export interface Subject {
  readonly names: readonly PersonName[];
  readonly emails: readonly string[];
  readonly phones: readonly string[];
  /** Also ids that were merged away. */
  readonly refs: readonly PersonRef[];
  /** Our links of the person. */
  readonly linkIds: readonly string[];
  /** Records of other kinds that the person is tied to: where free text about the person is looked for. */
  readonly around: readonly RecordAddress[];
}

export const NOBODY: Subject = { names: [], emails: [], phones: [], refs: [], linkIds: [], around: [] };

/** What a record shows of a person. */
export type Shown = Pick<Subject, 'names' | 'emails' | 'phones' | 'refs'>;

export const refKey = ({ side, kind, id }: PersonRef): string => `id:${side}:${kind}:${id}`;
export const emailKey = (email: string): string => `email:${normaliseEmail(email)}`;

/** The keys that must not come back once this person is forgotten, and that a record showing this person offers. Each once. */
export function personKeys({ names, emails, phones, refs }: Shown): readonly string[] {
  const called = names.flatMap(({ first, last }) => normalisePersonName(first, last) ?? []);
  const numbers = phones.map(normalisePhone).filter((phone) => phone.startsWith('+'));
  return [
    ...new Set([
      ...refs.map(refKey),
      ...emails.filter((email) => email.includes('@')).map(emailKey),
      ...called.flatMap((name) => numbers.map((phone) => `person:${name}|${phone}`)),
    ]),
  ];
}

/** Beside them, of a record without a name: its phones alone. Kept for a person too, for such a record to be told by. */
export function phoneKeys({ phones }: Pick<Shown, 'phones'>): readonly string[] {
  return [...new Set(phones.map(normalisePhone).filter((phone) => phone.startsWith('+')))].map((phone) => `phone:${phone}`);
}

/** By what somebody may be asked for whom nothing else is known of: a number or a name. No proof of anybody, and never kept. */
export function askingKeys({ names, phones }: Pick<Shown, 'names' | 'phones'>): readonly string[] {
  const called = names.flatMap(({ first, last }) => normalisePersonName(first, last) ?? []);
  return [...phoneKeys({ phones }).map((key) => `number:${key.slice('phone:'.length)}`), ...new Set(called.map((name) => `name:${name}`))];
}

/** What a record must be held against. */
export function offeredKeys(shown: Shown): readonly string[] {
  return shown.names.some(({ first, last }) => `${first}${last}`.trim() !== '') ? personKeys(shown) : [...personKeys(shown), ...phoneKeys(shown)];
}
