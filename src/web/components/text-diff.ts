// Where two texts differ, word by word. Invariant: the pieces of each side, put together, are that side's text again.

export interface Piece {
  readonly text: string;
  readonly same: boolean;
}

export interface TextDiff {
  readonly left: readonly Piece[];
  readonly right: readonly Piece[];
}

/** Longer texts are compared as a whole: the table below grows with the product of both lengths. */
const MOST_WORDS = 400;

export function diffTexts(left: string, right: string): TextDiff {
  const [a, b] = [wordsOf(left), wordsOf(right)];
  if (a.length > MOST_WORDS || b.length > MOST_WORDS) return { left: whole(left, left === right), right: whole(right, left === right) };
  const common = commonLengths(a, b);
  const sides = { left: [] as Piece[], right: [] as Piece[] };
  let [i, j] = [0, 0];
  while (i < a.length || j < b.length) {
    if (i < a.length && j < b.length && a[i] === b[j]) {
      add(sides.left, a[i++] ?? '', true);
      add(sides.right, b[j++] ?? '', true);
    } else if (j >= b.length || (i < a.length && (common[i + 1]?.[j] ?? 0) >= (common[i]?.[j + 1] ?? 0))) add(sides.left, a[i++] ?? '', false);
    else add(sides.right, b[j++] ?? '', false);
  }
  return sides;
}

/** Words, and the blanks and marks between them. */
function wordsOf(text: string): readonly string[] {
  return text.match(/[\p{L}\p{N}]+|[^\p{L}\p{N}]/gu) ?? [];
}

function commonLengths(a: readonly string[], b: readonly string[]): readonly (readonly number[])[] {
  const table = Array.from({ length: a.length + 1 }, () => Array.from({ length: b.length + 1 }, () => 0));
  for (let i = a.length - 1; i >= 0; i--) {
    const [row = [], below = []] = [table[i], table[i + 1]];
    for (let j = b.length - 1; j >= 0; j--) row[j] = a[i] === b[j] ? (below[j + 1] ?? 0) + 1 : Math.max(below[j] ?? 0, row[j + 1] ?? 0);
  }
  return table;
}

function add(pieces: Piece[], text: string, same: boolean): void {
  const last = pieces.at(-1);
  if (last?.same === same) pieces[pieces.length - 1] = { text: last.text + text, same };
  else pieces.push({ text, same });
}

function whole(text: string, same: boolean): readonly Piece[] {
  return text === '' ? [] : [{ text, same }];
}
