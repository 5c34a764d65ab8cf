// Runs of base64 and of hexadecimal digits in a text, and what they say. Invariant: a run is read from every place where it may begin,
// because what stands before it may be written in the same letters.

export interface Run {
  readonly from: number;
  readonly to: number;
  /** What it may say: one text for each place where it may begin and each way in which bytes may be letters. */
  readonly says: readonly string[];
}

const BASE64 = /[A-Za-z0-9+/_-]{12,}(?:\r?\n[A-Za-z0-9+/_-]{4,})*={0,2}/gu;
/** Ordinary words. Of bytes that are written in letters some are capital, or digits. */
const WORDS = /^[A-Z]?[a-z]*(?:[/_-][A-Z]?[a-z]*)*$/u;
const HEX = /(?:(?:\\x|0x)?[0-9a-fA-F]{2}[ :]?){6,}/gu;

export function encodedRuns(text: string): readonly Run[] {
  const base64 = [...text.matchAll(BASE64)].filter(([found]) => found.length > 60 || !WORDS.test(found)).map(({ 0: found, index }): Run => {
    const lines = found.includes('\n') ? [found, ...found.split(/\r?\n/u)] : [found];
    return { from: index, to: index + found.length, says: lines.flatMap((line) => [0, 1, 2, 3].flatMap((offset) => lettersOf(bytesOfBase64(line.replace(/[\r\n=]/gu, '').slice(offset))))) };
  });
  const hex = [...text.matchAll(HEX)].map(({ 0: found, index }): Run => {
    const run = found.trimEnd();
    const digits = run.replace(/\\x|0x|[ :]/gu, '');
    return { from: index, to: index + run.length, says: [0, 1].flatMap((offset) => lettersOf(bytesOfHex(digits.slice(offset)))) };
  });
  return [...base64, ...hex].filter(({ says }) => says.length > 0);
}

function bytesOfBase64(run: string): Uint8Array {
  const whole = run.length % 4 === 1 ? run.slice(0, -1) : run;
  return Uint8Array.from(atob(whole.replaceAll('-', '+').replaceAll('_', '/')), (letter) => letter.charCodeAt(0));
}

function bytesOfHex(digits: string): Uint8Array {
  return Uint8Array.from({ length: Math.floor(digits.length / 2) }, (_, index) => Number.parseInt(digits.slice(index * 2, index * 2 + 2), 16));
}

/** Nothing when it is no text at all: pictures, keys, ordinary words. */
function lettersOf(bytes: Uint8Array): readonly string[] {
  let [zeros, plain, signs] = [0, 0, 0];
  for (const byte of bytes) {
    if (byte === 0) zeros += 1;
    else if (byte >= 32 && byte < 127) plain += 1;
    else if (byte < 32 && ![9, 10, 13].includes(byte)) signs += 1;
  }
  if (bytes.length < 6) return [];
  if (zeros * 3 > bytes.length) return [0, 1].flatMap((start) => (['utf-16le', 'utf-16be'] as const).map((encoding) => new TextDecoder(encoding).decode(bytes.subarray(start))));
  const isMostlyPlain = plain * 4 >= bytes.length * 3;
  // Nearly every run that is none, read from a wrong place too, ends here.
  if (zeros + signs > 0 && !isMostlyPlain) return [];
  const text = utf8(bytes);
  if (text !== null && zeros + signs === 0) return [text];
  return isMostlyPlain ? [text ?? new TextDecoder('windows-1252').decode(bytes)] : [];
}

function utf8(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    // Cut in the middle of a letter, or another alphabet: read byte by byte instead.
    return null;
  }
}
