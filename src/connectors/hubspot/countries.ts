// Home of country names. HubSpot keeps a country as the text somebody typed; we keep ISO 3166-1 alpha-2.
// Invariant: a name we do not know stays the text it is, so that nothing is lost by not recognising it.
/** English first: it is what we write. */
const languages = ['en', 'fi', 'sv', 'et', 'de', 'nb', 'da'];
/** Names people type that are not the display names of Intl. */
const alsoCalled: Readonly<Record<string, string>> = {
  usa: 'US',
  'united states of america': 'US',
  uk: 'GB',
  england: 'GB',
  'great britain': 'GB',
  holland: 'NL',
  'czech republic': 'CZ',
  'the netherlands': 'NL',
};

const codes = new Map<string, string>();
const names = new Map<string, string>();

for (const language of languages) {
  const display = new Intl.DisplayNames([language], { type: 'region', fallback: 'none' });
  for (const code of allPairs()) {
    const name = display.of(code);
    if (name === undefined || name === code) continue;
    if (!codes.has(fold(name))) codes.set(fold(name), code);
    if (language === 'en') names.set(code, name);
  }
}
for (const [name, code] of Object.entries(alsoCalled)) codes.set(name, code);

/** The code of a code or of a name in one of the languages; the trimmed text when it is none. */
export function countryCode(text: string): string {
  const trimmed = text.trim();
  const upper = trimmed.toUpperCase();
  return names.has(upper) ? upper : (codes.get(fold(trimmed)) ?? trimmed);
}

/** What is written for a person to read: the English name; text that is no code stays as it is. */
export function countryName(code: string): string {
  return names.get(code) ?? code;
}

function fold(name: string): string {
  return name.normalize('NFC').toLowerCase().replace(/\s+/gu, ' ').trim();
}

/** Regions of Intl that are countries: no groups, no pseudo regions, no former codes such as DD (which canonicalises to DE). */
function allPairs(): string[] {
  const letters = 'A B C D E F G H I J K L M N O P Q R S T U V W X Y Z'.split(' ');
  const notCountries = new Set(['AC', 'CP', 'CQ', 'DG', 'EA', 'EU', 'EZ', 'IC', 'QO', 'TA', 'UN', 'XA', 'XB', 'ZZ']);
  const pairs = letters.flatMap((first) => letters.map((second) => first + second));
  return pairs.filter((pair) => !notCountries.has(pair) && isCanonical(pair));
}

function isCanonical(pair: string): boolean {
  return Intl.getCanonicalLocales(`und-${pair}`)[0] === `und-${pair}`;
}
