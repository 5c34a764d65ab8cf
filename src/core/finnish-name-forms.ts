// A name as it stands in a Finnish sentence: Virtanen, Virtasen, Virtaselle. Works on folded letters, where vowel harmony is gone.
// Invariant: rather a form too many than one too few, because a form only asks a person to look.

const ENDINGS_WEAK = ['n', 't', 'ssa', 'sta', 'lle', 'lta', 'lla', 'ksi', 'tta', 'mme', 'nsa', 'ni', 'si'];
const ENDINGS_STRONG = ['a', 'ta', 'tta', 'na', 'nsa', 'ni', 'si', 'aan', 'seen'];
const ENDINGS_PLURAL = ['en', 'in', 'den', 'tten', 'lla', 'lle', 'lta', 'ssa', 'sta', 'ksi', 'na', 'a', 'ta', 'hin'];
const CLITICS = ['', 'kin', 'kaan', 'ko', 'han', 'pa'];
const VOWEL = /[aeiouy]$/u;

/** Strong → weak, in the last syllable. */
const GRADATION: readonly (readonly [RegExp, string])[] = [
  [/kk(?=[aeiouy]$)/u, 'k'], [/pp(?=[aeiouy]$)/u, 'p'], [/tt(?=[aeiouy]$)/u, 't'], [/nk(?=[aeiouy]$)/u, 'ng'], [/nt(?=[aeiouy]$)/u, 'nn'],
  [/lt(?=[aeiouy]$)/u, 'll'], [/rt(?=[aeiouy]$)/u, 'rr'], [/mp(?=[aeiouy]$)/u, 'mm'], [/(?<=[aeiouylrh])k(?=[aeiouy]$)/u, ''], [/(?<=[uy])k(?=[uy]$)/u, 'v'],
  [/(?<=[lrh])k(?=[ei]$)/u, 'j'], [/(?<=[aeiouylr])p(?=[aeiouy]$)/u, 'v'], [/(?<=[aeiouyh])t(?=[aeiouy]$)/u, 'd'],
];
const REVERSED: readonly (readonly [RegExp, string])[] = [
  [/(?<![k])k(?=[aeiouy]{1,2}$)/u, 'kk'], [/(?<![p])p(?=[aeiouy]{1,2}$)/u, 'pp'], [/(?<![t])t(?=[aeiouy]{1,2}$)/u, 'tt'], [/ng(?=[aeiouy]{1,2}$)/u, 'nk'],
  [/nn(?=[aeiouy]{1,2}$)/u, 'nt'], [/ll(?=[aeiouy]{1,2}$)/u, 'lt'], [/rr(?=[aeiouy]{1,2}$)/u, 'rt'], [/mm(?=[aeiouy]{1,2}$)/u, 'mp'], [/v(?=[aeiouy]{1,2}$)/u, 'p'], [/d(?=[aeiouy]{1,2}$)/u, 't'],
];

/** All forms but the name itself. @param name one word, folded */
export function finnishForms(name: string): ReadonlySet<string> {
  const forms = new Set<string>();
  for (const stem of stemsOf(name)) {
    const weak = weakOf(stem);
    for (const one of [stem, ...weak]) for (const ending of ENDINGS_WEAK) forms.add(`${one}${ending}`);
    // Into: the last vowel twice, with an h between where the stem is short.
    for (const ending of [...ENDINGS_STRONG, `${stem.at(-1)}n`, `h${stem.at(-1)}n`, 'in']) forms.add(`${stem}${ending}`);
    for (const one of [stem, ...weak]) for (const plural of pluralsOf(one)) for (const ending of ENDINGS_PLURAL) forms.add(`${plural}${ending}`);
  }
  if (name.endsWith('nen')) forms.add(`${name.slice(0, -3)}sta`);
  if (name.endsWith('si')) forms.add(`${name.slice(0, -2)}tta`);
  // Genitives of the neighbours' languages.
  for (const genitive of ['s', 'es']) forms.add(`${name}${genitive}`);
  const all = new Set([...forms, name].flatMap((form) => CLITICS.map((clitic) => `${form}${clitic}`)));
  all.delete(name);
  return all;
}

/** What endings are put after, in the strong grade. */
function stemsOf(name: string): readonly string[] {
  const body = name.slice(0, -1);
  if (name.endsWith('nen')) return [`${name.slice(0, -3)}se`];
  // Also names that were given their Finnish form by an i: Johan, Johanin.
  if (!VOWEL.test(name)) return [`${name}i`, `${name}e`, ...consonantStems(name)];
  // Mäki, Mäen; Antti, Antin; Susi, Suden. Aarre, Aarteen.
  if (name.endsWith('i')) return [name, `${body}e`, ...(name.endsWith('si') ? [`${name.slice(0, -2)}te`] : [])];
  if (name.endsWith('e')) return [name, ...strongOf(`${name}e`)];
  return [name];
}

function consonantStems(name: string): readonly string[] {
  const body = name.slice(0, -1);
  if (name.endsWith('s')) return [`${body}kse`, `${body}de`, `${body}te`, ...(/[ai]s$/u.test(name) ? strongOf(`${body}${body.at(-1)}`) : [])];
  return name.endsWith('n') ? [`${body}me`] : [];
}

function weakOf(stem: string): readonly string[] {
  return GRADATION.flatMap(([strong, weak]) => (strong.test(stem) ? [stem.replace(strong, weak)] : []));
}

function strongOf(stem: string): readonly string[] {
  return [stem, ...REVERSED.flatMap(([weak, strong]) => (weak.test(stem) ? [stem.replace(weak, strong)] : []))];
}

/** Virtasi-, Mäki-, Korpeloi-, Ahoi-. */
function pluralsOf(stem: string): readonly string[] {
  const body = stem.slice(0, -1);
  return /[ei]$/u.test(stem) ? [`${body}i`, `${body}ei`] : [`${stem}i`, `${body}i`, `${body}oi`];
}
