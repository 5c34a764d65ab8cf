// The names of one person in a folded text. Invariants: only the whole name, as somebody would write it, with nothing beside it that
// makes it another's name, is sure; half a name, a name in a case, a longer name and a company called after somebody are not.
import { writtenAddresses } from './address-in-text.ts';
import type { Names, Part } from './name-words.ts';
import { wordsOf } from './normalise/fold.ts';
import type { Folded } from './readable-text.ts';
import type { Hit } from './text-hit.ts';

interface Word {
  readonly text: string;
  readonly from: number;
  readonly to: number;
  readonly capital: boolean;
}

const COMPANY = /^ {1,3}(?:& {1,3}(?:co|kumpp|pojat|sons)|oy|oyj|ab|ky|tmi|ay|ry|osk|ltd|inc|llc|gmbh|avoin yhtio)(?![a-z0-9])/u;
/** Where nothing tells a company's name from other words. */
const COMPANY_IN_SMALL = /^(?: {1,3}[a-z0-9&.-]+){1,3} {1,3}(?:oy|oyj|ab|ky|ltd|inc|llc|gmbh)(?![a-z0-9])/u;
const SPACE = /^(?: {1,12}| {0,6}\n {0,6}|[._+/'|;-]| \| |", ?"|\. )$/u;
/** The last name first; over a line's end these are two people more often than one. */
const TURNED = /^ {0,3}[,;] {0,6}$/u;
/** Words that stand before a name with a capital letter and are no part of it. Any other one may be another first name. */
const INTRODUCING = new Set((
  'hei moi terve tervehdys hyva arvoisa rouva herra neiti tri dr prof ms mr mrs miss dear hi hello hej basta kara fru asiakas yhteyshenkilo yhteyshenkilona soita soitettu soitin soitti sovittu '
  + 'tapasin tavattu tapaaminen palaveri puhelu kokous vastaanottaja lahettaja laheta lahetetty yhteys kontakti nimi puhuttu tilaaja tilannut kysy terveisin t ystavallisesti allekirjoittanut '
  + 'contact called call met meeting spoke with from to by for regards name attn att customer customers client person ringde ring mote kontaktperson kund namn traffade fran till med talade '
  + 'ja och and re vs fw fwd cc bcc the cv vain kun kuten myos mutta etta the our their vd ceo cfo cto toimitusjohtaja talousjohtaja ostaja paallikko johtaja '
  + 'puh puhelin p gsm tel tfn phone mobile mob fax email mail e sahkoposti epost osoite'
).split(' '));
/** To, from and at somebody: no verb and few nouns end so; and few words of other meaning are as long as long names. */
const NEVER_A_WORD = /l(?:le|ta|la)$|^.{8,}$/u;

export function nameHits(folded: Folded, names: Names): Hit[] {
  const words = [...folded.text.matchAll(/[\p{L}\p{N}]+/gu)].map(({ 0: text, index }): Word => ({ text, from: index, to: index + text.length, capital: folded.capital[index] === true || /^\p{Lo}/u.test(text) }));
  const small = sentencesInSmall(folded);
  const addresses = writtenAddresses(folded.text);
  const hits: Hit[] = addresses.filter((address) => isPerhapsTheirs(folded.text.slice(address.from, address.at), names)).map(({ from, to }) => ({ from, to, sure: false, by: 'email' }));
  let next = 0;
  for (let index = 0; index < words.length; index += 1) {
    const word = words[index] as Word;
    // A name in an address is a part of the address, and of somebody who is called so too.
    while ((addresses[next]?.to ?? Infinity) <= word.from) next += 1;
    if ((addresses[next]?.from ?? Infinity) <= word.from) continue;
    for (const { words: wanted, seam, turned } of names.sequences.get(word.text) ?? []) {
      const last = words[index + wanted.length - 1];
      if (last === undefined || !wanted.every((one, at) => one === words[index + at]?.text)) continue;
      const gaps = wanted.slice(1).map((_, at) => folded.text.slice((words[index + at] as Word).to, (words[index + at + 1] as Word).from));
      if (!gaps.every((gap, at) => (turned && at === seam - 1 ? TURNED.test(gap) || (SPACE.test(gap) && !gap.includes('\n')) : SPACE.test(gap)))) continue;
      const comma = turned && TURNED.test(gaps[seam - 1] as string);
      hits.push({ from: word.from, to: last.to, sure: isAlone(folded.text, word, last, words[index - 1], words[index + wanted.length], comma), by: 'name' });
    }
    const part = partOf(word, names);
    const isName = word.capital || part === 'joined' || NEVER_A_WORD.test(word.text) || small(word.from) || isBesideOther(folded.text, words, index, names);
    if (part !== null && isName) hits.push({ ...withInitial(folded.text, words, index, part, names), sure: false, by: 'name' });
  }
  return hits;
}

/** Nothing beside the name makes it another's. @param comma the last name stood first, with a comma after it */
function isAlone(text: string, first: Word, last: Word, before: Word | undefined, after: Word | undefined, comma: boolean): boolean {
  const rest = text.slice(last.to, last.to + 80);
  const written = first.capital || last.capital;
  if (COMPANY.test(rest) || (!written && COMPANY_IN_SMALL.test(rest))) return false;
  const gapBefore = before === undefined ? '\n' : text.slice(before.to, first.from);
  const gapAfter = after === undefined ? '\n' : text.slice(last.to, after.from);
  const beside = (word: Word | undefined, gap: string): boolean => {
    if (word === undefined || !/^\p{L}+$/u.test(word.text)) return false;
    if (/^[-_.+@]$/u.test(gap)) return !(gap === '.' && /^(?:pdf|docx?|xlsx?|pptx?|txt|csv|eml|msg|jpe?g|png|zip|html?|rtf|odt|vcf)$/u.test(word.text)) && !INTRODUCING.has(word.text);
    return /^ {1,12}$/u.test(gap) && (word.capital || (comma && !written)) && !INTRODUCING.has(word.text);
  };
  return !beside(before, gapBefore) && !beside(after, gapAfter);
}

/** An address that we do not know, made of nothing but the names: `a.virtanen`, `avirtanen`, or with the full name in it. */
function isPerhapsTheirs(local: string, { parts, initials, sequences }: Names): boolean {
  const words = wordsOf(local.replace(/\+.*$/u, '')).filter((word) => !/^\d+$/u.test(word));
  if (words.some((word) => parts.has(word)) && words.every((word) => parts.has(word) || initials.first.has(word) || initials.last.has(word))) return true;
  return words.some((word, index) => (sequences.get(word) ?? []).some((sequence) => sequence.words.every((one, at) => one === words[index + at])));
}

/** Pia, pian; Arvo, arvoa: in a sentence with capital letters a word in small ones is a word. */
function sentencesInSmall({ text, capital }: Folded): (at: number) => boolean {
  const ends = [...text.matchAll(/[.!?] |\n/gu)].map(({ index }) => index);
  const withCapitals = new Set<number>();
  let sentence = 0;
  const sentences = Array.from(capital, (isCapital, at) => {
    if (at > (ends[sentence] ?? Infinity)) sentence += 1;
    if (isCapital) withCapitals.add(sentence);
    return sentence;
  });
  return (at) => !withCapitals.has(sentences[at] ?? 0);
}

function isBesideOther(text: string, words: readonly Word[], index: number, { parts }: Names): boolean {
  return [index - 1, index].some((at) => {
    const [one, two] = [words[at], words[at + 1]];
    return one !== undefined && two !== undefined && parts.has(one.text) && parts.has(two.text) && /^,? $/u.test(text.slice(one.to, two.from));
  });
}

function partOf({ text, capital }: Word, { parts, beginnings }: Names): Part | null {
  return parts.get(text) ?? (capital ? (beginnings.find(({ start, longest }) => text.length <= longest && text.startsWith(start))?.part ?? null) : null);
}

/** `A. Virtanen`, `Virtanen A.`, `Aino V.`, and the O of `O'Brien`: the letter goes with the name. */
function withInitial(text: string, words: readonly Word[], index: number, part: Part, { initials }: Names): { from: number; to: number } {
  const { to } = words[index] as Word;
  const isBefore = (at: number, known: ReadonlySet<string>, gap: RegExp): boolean => at >= 0 && known.has((words[at] as Word).text) && gap.test(text.slice((words[at] as Word).to, (words[at + 1] as Word).from));
  const start = isBefore(index - 1, part === 'first' ? initials.first : initials.last, /^'$/u) ? index - 1 : index;
  const { from } = words[start] as Word;
  if (part === 'last' && isBefore(start - 1, initials.first, /^(?:\. ?| )$/u)) return { from: (words[start - 1] as Word).from, to };
  const after = words[index + 1];
  if (after !== undefined && (part === 'first' ? initials.last : initials.first).has(after.text) && /^,? $/u.test(text.slice(to, after.from))) return { from, to: after.to };
  return { from, to };
}
