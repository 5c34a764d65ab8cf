// A mark of a text, to tell the same text by without keeping what it says. Invariant: nothing of the text can be read from it.
import { createHash } from 'node:crypto';

export function textMark(text: string): string {
  return `#${createHash('sha256').update(text, 'utf8').digest('base64url')}`;
}

/** @param kept the text, or its mark; undefined: there was none */
export function isAsFound(kept: string | undefined, text: string): boolean {
  return kept === text || kept === textMark(text);
}
