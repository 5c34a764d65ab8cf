// Home of countries as Severa shows them: an address names one by reference, a customer's inline address by its name in the
// organisation's language. Canonical is the two-letter code, or the text as it is when nobody knows it.
import type { RegistryItem } from '../connector.ts';
import type { Lookup } from './registries.ts';

const languages = ['en', 'fi', 'sv'];
let named: ReadonlyMap<string, string> | null = null;

/** `guid` and `names` of one country as Severa shows it → canonical value. */
export function countryOf(countries: Lookup | null, guid: string | null | undefined, names: readonly (string | null | undefined)[]): string | null {
  const known = guid ? countries?.byId.get(guid) : undefined;
  if (known?.code) return known.code;
  const texts = names.flatMap((name) => name?.trim() || []);
  for (const text of texts) {
    const code = countries?.byName.get(text.toLowerCase())?.code ?? codeOf(text);
    if (code) return code;
  }
  return texts[0] ?? known?.label ?? null;
}

/** Severa's country for a canonical value; null when it has none. */
export function countryItem(countries: Lookup, value: string): RegistryItem | null {
  const text = value.trim().toLowerCase();
  return countries.byCode.get(text) ?? countries.byName.get(text) ?? countries.byCode.get(codeOf(value)?.toLowerCase() ?? '') ?? null;
}

function codeOf(text: string): string | null {
  named ??= displayNames();
  return named.get(text.trim().toLowerCase()) ?? null;
}

function displayNames(): ReadonlyMap<string, string> {
  const letters = Array.from({ length: 26 }, (_, index) => String.fromCharCode(65 + index));
  const codes = letters.flatMap((first) => letters.map((second) => first + second));
  const names = new Map<string, string>();
  for (const language of languages) {
    const display = new Intl.DisplayNames([language], { type: 'region', fallback: 'none' });
    for (const code of codes) {
      const name = display.of(code)?.toLowerCase();
      // Withdrawn codes (DD, SU ...) come with names of their own, but some share a living one's: the first stays.
      if (name && !names.has(name)) names.set(name, code);
    }
  }
  return names;
}
