// Countries by their two-letter codes, in the language of the page.
import type { Language } from '../../i18n/text-key.ts';

const LETTERS = Array.from({ length: 26 }, (_, at) => String.fromCodePoint(65 + at));
const lists = new Map<Language, readonly { readonly value: string; readonly label: string }[]>();

export function countryName(code: string, language: Language): string | null {
  return new Intl.DisplayNames([language], { type: 'region', fallback: 'none' }).of(code) ?? null;
}

/** By name. */
export function countryChoices(language: Language): readonly { readonly value: string; readonly label: string }[] {
  const known = lists.get(language);
  if (known) return known;
  const names = new Intl.DisplayNames([language], { type: 'region', fallback: 'none' });
  const found = LETTERS.flatMap((first) => LETTERS.map((second) => first + second)).flatMap((value) => { const label = names.of(value); return label === undefined ? [] : [{ value, label }]; });
  const sorted = found.toSorted((a, b) => a.label.localeCompare(b.label, language));
  lists.set(language, sorted);
  return sorted;
}
