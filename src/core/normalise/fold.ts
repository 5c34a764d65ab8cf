// Folding for matching only: case, diacritics and ligatures are noise when two people spell one name. Never a value to store.

export function foldLetters(value: string): string {
  return value.normalize('NFKD').toLowerCase().replace(/\p{M}/gu, '').replace(/ø/gu, 'o').replace(/æ/gu, 'ae').replace(/ß/gu, 'ss');
}

/** Runs of letters and digits; everything else parts them. */
export function wordsOf(folded: string): string[] {
  return folded.split(/[^\p{L}\p{N}]+/u).filter((word) => word !== '');
}
