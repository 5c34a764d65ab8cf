// Keys by which a text may tell of somebody, whoever it is: e-mail addresses, phone numbers and long ids, however they are written. For
// where a person is known by hashes of keys alone. Invariant: what a close look (sensitive-text.ts) would surely find by an address,
// a number or a long id offers its key here; a name is no key, so nobody is found by one.
import { writtenAddresses } from './address-in-text.ts';
import { encodedRuns } from './encoded-run.ts';
import { normalisePhone } from './normalise/phone.ts';
import { foldedOf, readingsOf } from './readable-text.ts';
import { emailKey, phoneKeys, refKey } from './subject.ts';

/** Without one of these there is no address, number or id in any dress. */
const MAY_TELL = /[@\d%&=\\]|[A-Za-z0-9+/_-]{12}|\b[aä]t\b/iu;
const ADDRESS = /[\p{L}\p{N}._+-]+@[\p{L}\p{N}.-]+/gu;
const GROUP = /\d+/gu;
const SPACING = /^[\s().\-/]{0,4}$/u;
const [LEAST_DIGITS, MOST_DIGITS] = [7, 17];
const ID = /[0-9a-f]{8}(?:-?[0-9a-f]{4}){3}-?[0-9a-f]{12}|[a-z0-9]{16,}/giu;
const GUID = /^([0-9a-f]{8})-?([0-9a-f]{4})-?([0-9a-f]{4})-?([0-9a-f]{4})-?([0-9a-f]{12})$/u;
const [SIDES, KINDS] = [['psa', 'crm'], ['contact', 'user']] as const;

/** Each once; many of them are nobody's. */
export function keysInText(text: string): readonly string[] {
  if (!MAY_TELL.test(text)) return [];
  const said = [text, ...encodedRuns(text).flatMap(({ says }) => says)];
  const keys = said.flatMap(readingsOf).flatMap((reading) => {
    const folded = foldedOf(reading).text;
    const emails = [...addressesIn(folded), ...(reading.text.normalize('NFKC').toLowerCase().match(ADDRESS) ?? [])];
    return [...emails.map(emailKey), ...phoneKeys({ phones: numbersIn(folded) }), ...idKeys(reading.text)];
  });
  return [...new Set(keys)];
}

/** Also without what a Finnish compound adds to the domain: `acme.fi-osoite`. */
function addressesIn(folded: string): readonly string[] {
  return writtenAddresses(folded).flatMap(({ from, at, to }) => {
    const [local, domain] = [folded.slice(from, at), folded.slice(at + 1, to)];
    const cuts = [...domain.matchAll(/-/gu)].map(({ index }) => index).filter((index) => index > domain.lastIndexOf('.'));
    return [domain.length, ...cuts].map((end) => `${local}@${domain.slice(0, end)}`);
  });
}

/** Every run of groups of digits that may be one number. */
function numbersIn(folded: string): readonly string[] {
  const groups = [...folded.matchAll(GROUP)].map(({ 0: digits, index }) => ({ digits, from: index, to: index + digits.length }));
  const numbers = groups.flatMap((_first, start) => {
    const found: string[] = [];
    let digits = '';
    for (let at = start; at < groups.length && digits.length < MOST_DIGITS; at += 1) {
      const group = groups[at] as (typeof groups)[number];
      if (at > start && !SPACING.test(folded.slice(groups[at - 1]?.to, group.from))) break;
      digits += group.digits;
      if (digits.length >= LEAST_DIGITS && digits.length <= MOST_DIGITS) found.push(...(digits.startsWith('0') ? [digits] : [`+${digits}`, digits]));
    }
    return found;
  });
  return [...new Set([...new Set(numbers)].map(normalisePhone))];
}

function idKeys(text: string): readonly string[] {
  const ids = (text.match(ID) ?? []).filter((id) => /[a-z]/iu.test(id)).flatMap((id) => {
    const guid = GUID.exec(id.toLowerCase())?.slice(1).join('-');
    return [id, id.toLowerCase(), ...(guid === undefined ? [] : [guid])];
  });
  return [...new Set(ids)].flatMap((id) => SIDES.flatMap((side) => KINDS.map((kind) => refKey({ side, kind, id }))));
}
