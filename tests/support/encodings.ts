// The ways in which something that tells a person may be written in a database, a log, a page or a file. Shares nothing with the search
// of the product, so that neither can hide what the other overlooks. Every one of them must be found and taken out.
import { ascii } from './invented-people.ts';
import type { InventedPerson } from './invented-people.ts';

export interface Encoding {
  readonly name: string;
  readonly of: 'email' | 'phone' | 'name' | 'id';
  /** anywhere: also as the whole value of a field. note: only inside a text. */
  readonly where: 'anywhere' | 'note';
  /** A machine may take it out by itself; else only by a person's word. */
  readonly sure: boolean;
  /** As it is written. Also what to look for afterwards: no part of it is left when the person is. */
  readonly encode: (person: InventedPerson) => string;
}

const bytes = (text: string): string[] => [...Buffer.from(text, 'utf8')].map((byte) => byte.toString(16).padStart(2, '0'));
const utf16 = (text: string): Buffer => Buffer.from(text, 'utf16le');
const units = (text: string): string[] => Array.from({ length: text.length }, (_, index) => text.charCodeAt(index).toString(16).padStart(4, '0'));
const points = (text: string): string[] => Array.from(text).map((sign) => String(sign.codePointAt(0)));
const quotedPrintable = (text: string): string => Array.from(text).map((sign) => (/[\w.-]/u.test(sign) ? sign : bytes(sign).map((byte) => `=${byte.toUpperCase()}`).join(''))).join('');
const full = ({ first, last }: InventedPerson): string => `${first} ${last}`;
const local = ({ email }: InventedPerson): string => email.split('@')[0] as string;
const domain = ({ email }: InventedPerson): string => email.split('@')[1] as string;
/** Country code and the rest, by the three countries there are. */
const parts = ({ phone }: InventedPerson): readonly [string, string] => {
  const code = ['358', '46', '44'].find((one) => phone.startsWith(`+${one}`)) ?? '';
  return [code, phone.slice(code.length + 1)];
};
const grouped = (number: string, by: string): string => `${number.slice(0, 2)}${by}${number.slice(2, 5)}${by}${number.slice(5)}`;

const sure = (of: Encoding['of'], name: string, encode: Encoding['encode'], where: Encoding['where'] = 'anywhere'): Encoding => ({ name, of, where, sure: true, encode });
const unsure = (of: Encoding['of'], name: string, encode: Encoding['encode']): Encoding => ({ name, of, where: 'note', sure: false, encode });

export const ENCODINGS: readonly Encoding[] = [
  sure('email', 'as it is', ({ email }) => email),
  sure('email', 'capital letters', ({ email }) => email.toUpperCase()),
  sure('email', 'with a tag', (person) => `${local(person)}+uutiset2026@${domain(person)}`),
  sure('email', 'full width (NFKC)', ({ email }) => Array.from(email).map((sign) => String.fromCodePoint((sign.codePointAt(0) as number) + 0xfee0)).join('')),
  sure('email', 'in angle brackets', (person) => `${full(person)} <${person.email}>`, 'note'),
  sure('email', 'mailto', ({ email }) => `<a href="mailto:${email}?subject=Hei">kirjoita</a>`, 'note'),
  sure('email', 'URL-encoded', ({ email }) => encodeURIComponent(email)),
  sure('email', 'URL-encoded to the last letter', ({ email }) => bytes(email).map((byte) => `%${byte}`).join('')),
  sure('email', 'URL-encoded twice', ({ email }) => encodeURIComponent(encodeURIComponent(email))),
  sure('email', 'HTML, by number', ({ email }) => email.replace('@', '&#64;').replaceAll('.', '&#46;')),
  sure('email', 'HTML, by hexadecimal number of every letter', ({ email }) => points(email).map((point) => `&#x${Number(point).toString(16)};`).join('')),
  sure('email', 'HTML, by name', ({ email }) => email.replace('@', '&commat;').replaceAll('.', '&period;')),
  sure('email', 'JSON', ({ email }) => units(email).map((unit) => `\\u${unit}`).join('')),
  sure('email', 'quoted-printable', ({ email }) => quotedPrintable(email)),
  sure('email', 'base64', ({ email }) => Buffer.from(email).toString('base64')),
  sure('email', 'base64 for URLs, within a text', (person) => Buffer.from(`to=${person.email}&x=1`).toString('base64url'), 'note'),
  sure('email', 'hexadecimal', ({ email }) => bytes(email).join('')),
  sure('email', 'hexadecimal, apart', ({ email }) => bytes(email).join(' '), 'note'),
  sure('email', 'UTF-16 in base64', ({ email }) => utf16(email).toString('base64')),
  sure('email', 'UTF-16 in hexadecimal', ({ email }) => utf16(email).toString('hex')),
  sure('email', 'spelled out', (person) => `${local(person)} (at) ${domain(person)}`, 'note'),
  sure('email', 'with signs of no width', ({ email }) => email.replace('@', '\u200b@\u200b').replace('.', '.\u00ad')),
  sure('phone', 'E.164', ({ phone }) => phone),
  sure('phone', 'dialled from abroad', (person) => `00${parts(person).join('')}`),
  sure('phone', 'local', (person) => `0${parts(person)[1]}`),
  sure('phone', 'local with spaces', (person) => `0${grouped(parts(person)[1], ' ')}`),
  sure('phone', 'local with hyphens', (person) => `0${grouped(parts(person)[1], '-')}`),
  sure('phone', 'with a zero in brackets', (person) => `+${parts(person)[0]} (0)${grouped(parts(person)[1], ' ')}`),
  sure('phone', 'with dots', (person) => `+${parts(person)[0]}.${grouped(parts(person)[1], '.')}`),
  sure('phone', 'with no-break spaces', (person) => `+${parts(person)[0]}\u00a0${grouped(parts(person)[1], '\u00a0')}`),
  sure('phone', 'as a link', (person) => `tel:+${parts(person)[0]}-${grouped(parts(person)[1], '-')}`),
  sure('name', 'as it is', full),
  sure('name', 'capital letters', (person) => full(person).toUpperCase()),
  sure('name', 'small letters', (person) => full(person).toLowerCase()),
  sure('name', 'last name first', ({ first, last }) => `${last}, ${first}`),
  sure('name', 'LAST first', ({ first, last }) => `${last.toUpperCase()} ${first}`),
  sure('name', 'decomposed (NFD)', (person) => full(person).normalize('NFD')),
  sure('name', 'without diacritics', ({ first, last }) => [first, last].map((name) => name.normalize('NFD').replace(/\p{M}/gu, '')).join(' ')),
  sure('name', 'over two lines', ({ first, last }) => `${first}\n${last}`, 'note'),
  sure('name', 'with a no-break space', ({ first, last }) => `${first}\u00a0${last}`),
  sure('name', 'in a file name', ({ first, last }) => `${ascii(first)}_${ascii(last)}_2026.pdf`),
  sure('name', 'URL-encoded', (person) => encodeURIComponent(full(person))),
  sure('name', 'HTML, by number', ({ first, last }) => `${points(first).map((point) => `&#${point};`).join('')}&nbsp;${last}`),
  sure('name', 'between marks of HTML', ({ first, last }) => `<td>${first}</td><td>${last}</td>`, 'note'),
  sure('name', 'JSON', (person) => units(full(person)).map((unit) => `\\u${unit}`).join('')),
  sure('name', 'base64', (person) => Buffer.from(`Soitti ${full(person)} tänään`).toString('base64'), 'note'),
  sure('id', 'of the PSA', ({ psaId }) => psaId),
  sure('id', 'of the PSA in capital letters and braces', ({ psaId }) => `{${psaId.toUpperCase()}}`),
  sure('id', 'of the PSA without hyphens', ({ psaId }) => psaId.replaceAll('-', '')),
  unsure('id', 'of the CRM beside its word', ({ crmId }) => `contact ${crmId}`),
  unsure('name', 'in the Swedish genitive', ({ first, last }) => `${first} ${last}s`),
  unsure('name', 'an initial', ({ first, last }) => `${first[0]}. ${last}`),
];
