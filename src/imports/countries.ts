// Countries by what people call them in Finnish, Swedish and English. Invariant: a name stands for one ISO 3166 code, or for none.

const LANGUAGES = ['fi', 'sv', 'en'];
const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ'.split('');
/** Codes of what is no country. */
const NONE = new Set(['EU', 'EZ', 'QO', 'UN', 'XA', 'XB', 'ZZ']);
/** Beside the official ones. */
const ALSO: Readonly<Record<string, string>> = { usa: 'US', uk: 'GB', englanti: 'GB', england: 'GB', 'iso-britannia': 'GB', hollanti: 'NL', holland: 'NL', viro: 'EE', fin: 'FI', swe: 'SE', est: 'EE', nor: 'NO', dnk: 'DK', deu: 'DE' };

let byName: ReadonlyMap<string, string> | null = null;

/** Null: no country is called so. */
export function countryCode(name: string): string | null {
  byName ??= named();
  return byName.get(name.normalize('NFC').trim().toLowerCase()) ?? null;
}

function named(): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const language of LANGUAGES) {
    const names = new Intl.DisplayNames([language], { type: 'region', fallback: 'none' });
    for (const code of LETTERS.flatMap((first) => LETTERS.map((second) => first + second))) {
      const name = names.of(code)?.toLowerCase();
      // Withdrawn codes share the name of what came after them.
      if (name !== undefined && !NONE.has(code) && !found.has(name) && new Intl.Locale(`und-${code}`).region === code) found.set(name, code);
    }
  }
  for (const [name, code] of Object.entries(ALSO)) found.set(name, code);
  return found;
}
