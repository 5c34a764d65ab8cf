// A text as it would be read once its escapes are taken off (HTML, URL, quoted-printable, JSON), letters folded, and for every letter
// where in the text it came from. Invariant: whatever is found in a reading can be pointed at in the text as it is stored.
import { foldLetters } from './normalise/fold.ts';

/** `text[i]` stands for the source from `from[i]` up to `to[i]`. */
export interface Reading {
  readonly text: string;
  readonly from: readonly number[];
  readonly to: readonly number[];
}

/** Folded letters; `capital[i]`: it was a capital one. White space is one of ` ` and `\n`; what has no width is gone. */
export interface Folded extends Reading {
  readonly capital: readonly boolean[];
}

/** What is written for something else, and what it stands for; null: for itself. */
interface Escape {
  readonly pattern: RegExp;
  readonly read: (found: string, ...groups: (string | undefined)[]) => string | null;
}

/** Escapes that are taken off one after the other. */
type Step = readonly Escape[];

const NAMED: Readonly<Record<string, string>> = {
  commat: '@', amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: ' ', ensp: ' ', emsp: ' ', thinsp: ' ', period: '.', comma: ',', lowbar: '_', plus: '+',
  hyphen: '-', dash: '-', ndash: '-', mdash: '-', shy: '', zwnj: '', zwj: '', lpar: '(', rpar: ')', colon: ':', sol: '/', equals: '=', newline: '\n', tab: ' ', rsquo: "'",
  aelig: 'æ', szlig: 'ß', eth: 'ð', thorn: 'þ', oslash: 'ø',
};
const MARKS: Readonly<Record<string, string>> = { uml: '\u0308', ring: '\u030a', acute: '\u0301', grave: '\u0300', circ: '\u0302', tilde: '\u0303', cedil: '\u0327', caron: '\u030c' };
/** Marks of HTML, and only such: `<aino@acme.fi>` is none. */
export const TAG = /<(?:\/?(?:a|abbr|article|b|big|blockquote|body|br|center|code|dd|div|dl|dt|em|font|footer|h[1-6]|head|header|hr|html|i|img|li|link|mark|meta|o:p|ol|p|pre|s|section|small|span|strike|strong|style|sub|sup|table|tbody|td|tfoot|th|thead|title|tr|tt|u|ul|wbr)(?=[\s/>])|!--)[^<>]{0,2000}>/giu;
const INLINE = /^<\/?(?:a|abbr|b|big|em|font|i|mark|s|small|span|strong|sub|sup|u|wbr)\b/iu;

const json: Step = [{
  pattern: /\\{1,4}(?:u\{([0-9a-f]{1,6})\}|u([0-9a-f]{4})|x([0-9a-f]{2})|([nrtbf"'/]))/giu,
  read: (_, long, unit, byte, letter) => {
    if (letter !== undefined) return /["'/]/u.test(letter) ? letter : letter === 'n' ? '\n' : ' ';
    return pointOf(Number.parseInt(long ?? unit ?? byte ?? '', 16));
  },
}];
const html: Step = [{
  pattern: /&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|([a-z]{2,8}));?/giu,
  read: (_, decimal, hex, name) => {
    if (name === undefined) return pointOf(decimal === undefined ? Number.parseInt(hex ?? '', 16) : Number(decimal));
    return NAMED[name.toLowerCase()] ?? (name.slice(1).toLowerCase() in MARKS ? `${name[0]}${MARKS[name.slice(1).toLowerCase()]}`.normalize('NFC') : null);
  },
}];
const url: Step = [{ pattern: octets('%'), read: (found) => bytesOf(found, '%') }];
const quoted: Step = [{ pattern: /[=]\r?\n/gu, read: () => '' }, { pattern: octets('='), read: (found) => bytesOf(found, '=') }];
const tags: Step = [{ pattern: TAG, read: (found) => (INLINE.test(found) ? '' : ' ') }];
/** `aino (at) acme (piste) fi`, `aino @ acme.fi`. */
const spelled: Step = [
  { pattern: / {0,2}[[({<] ?(?:at|ät|@|ät-merkki|snabel-a) ?[\])}>] {0,2}| {1,2}(?:at|ät) {1,2}| {0,2}@ {0,2}/giu, read: () => '@' },
  { pattern: / {0,2}[[({<] ?(?:dot|piste|punkt|\.) ?[\])}>] {0,2}/giu, read: () => '.' },
];
const EACH = [json, html, url, quoted, tags, spelled];
const CHAINS: readonly (readonly Step[])[] = [[html, tags], [html, tags, spelled], [json, html, tags], [...EACH, ...EACH]];

/** Every way to read a text that differs from the others; the text as it stands is the first. */
export function readingsOf(text: string): readonly Reading[] {
  const units = Array.from({ length: text.length }, (_, index) => index);
  return waysOf<Reading>({ text, from: units, to: units.map((index) => index + 1) }, replaced, (reading) => reading.text);
}

/** What all readings of a text say, folded, without where it came from: the same letters as theirs, and much sooner there. */
export function foldedTextsOf(text: string): readonly string[] {
  const said = waysOf<string>(text, (now, { pattern, read }) => now.replace(pattern, (found: string, ...rest: unknown[]) => read(found, ...(rest as (string | undefined)[])) ?? found), (now) => now);
  return [...new Set(said.map((one) => one.replace(/[^\na-z0-9 .,:;@-]/gu, (sign) => plainSign(sign))))];
}

function waysOf<Way>(plain: Way, taken: (way: Way, escape: Escape) => Way, textOf: (way: Way) => string): readonly Way[] {
  const read = (way: Way, step: Step): Way => step.reduce(taken, way);
  const once = EACH.map((step) => read(plain, step));
  // What no step changes by itself, no chain of them does.
  if (once.every((way) => textOf(way) === textOf(plain))) return [plain];
  const seen = new Set<string>();
  return [plain, ...once, ...CHAINS.map((chain) => chain.reduce(read, plain))].filter((way) => seen.size < seen.add(textOf(way)).size);
}

export function foldedOf({ text, from, to }: Reading): Folded {
  const folded: string[] = [];
  const [starts, ends, capital]: [number[], number[], boolean[]] = [[], [], []];
  for (let index = 0; index < text.length; ) {
    const sign = String.fromCodePoint(text.codePointAt(index) as number);
    const letters = plainSign(sign);
    const upper = letters !== '' && letters !== sign && sign !== sign.toLowerCase();
    // A mark belongs to the letter before it.
    if (letters === '' && ends.length > 0 && /\p{M}/u.test(sign)) ends[ends.length - 1] = to[index + sign.length - 1] as number;
    for (const letter of letters) {
      folded.push(letter);
      starts.push(from[index] as number);
      ends.push(to[index + sign.length - 1] as number);
      capital.push(upper);
    }
    index += sign.length;
  }
  return { text: folded.join(''), from: starts, to: ends, capital };
}

const known = new Map<string, string>();

/** One letter of the source, folded; a letter may become two, or none. Kept, because few are used often. */
function plainSign(sign: string): string {
  if (/[\na-z0-9 .,:;@-]/u.test(sign)) return sign;
  let letters = known.get(sign);
  if (letters === undefined) {
    letters = /[\u2028\u2029\u0085\v\f]/u.test(sign) ? '\n' : /\s/u.test(sign) ? ' ' : /\p{Cf}|\0/u.test(sign) ? '' : foldLetters(sign).replace(/[\p{Pd}\u2212]/gu, '-').replace(/[\u2018\u2019\u02bc\u00b4`]/gu, "'");
    if (known.size < 5000) known.set(sign, letters);
  }
  return letters;
}

function replaced(reading: Reading, { pattern, read }: Escape): Reading {
  const [parts, from, to]: [string[], number[], number[]] = [[], [], []];
  let done = 0;
  const keep = (end: number): void => {
    parts.push(reading.text.slice(done, end));
    for (let index = done; index < end; index += 1) {
      from.push(reading.from[index] as number);
      to.push(reading.to[index] as number);
    }
  };
  for (const match of reading.text.matchAll(pattern)) {
    const instead = read(match[0], ...match.slice(1));
    if (instead === null) continue;
    const end = match.index + match[0].length;
    keep(match.index);
    parts.push(instead);
    for (let index = 0; index < instead.length; index += 1) {
      from.push(reading.from[match.index] as number);
      to.push(reading.to[end - 1] as number);
    }
    done = end;
  }
  if (done === 0) return reading;
  keep(reading.text.length);
  return { text: parts.join(''), from, to };
}

/** One letter in UTF-8, byte by byte; else one byte. */
function octets(sign: '%' | '='): RegExp {
  const next = `${sign}[89ab][0-9a-f]`;
  return new RegExp(`${sign}[cd][0-9a-f]${next}|${sign}e[0-9a-f](?:${next}){2}|${sign}f[0-7](?:${next}){3}|${sign}[0-9a-f]{2}`, 'giu');
}

function bytesOf(found: string, sign: string): string {
  const bytes = found.split(sign).slice(1).map((byte) => Number.parseInt(byte, 16));
  return bytes.length === 1 ? String.fromCharCode(...bytes) : new TextDecoder().decode(Uint8Array.from(bytes));
}

function pointOf(code: number): string {
  return code <= 0x10ffff ? String.fromCodePoint(code) : '';
}
