// People who do not exist, with names of the kinds that are hard to find in texts: Finnish ones that change in every case, Swedish and
// English ones, with diacritics, hyphens and apostrophes. The same seed gives the same people; no two share a last name or an address.
import { seededRandom } from '../../src/lib/random.ts';

export interface InventedPerson {
  readonly first: string;
  readonly last: string;
  readonly email: string;
  /** E.164. */
  readonly phone: string;
  readonly psaId: string;
  readonly crmId: string;
}

const FIRST: Readonly<Record<string, readonly string[]>> = {
  fi: ['Aino', 'Väinö', 'Päivi', 'Jyrki', 'Heikki', 'Sirkka-Liisa', 'Antti', 'Tuula', 'Juha-Pekka', 'Äijö', 'Kerttu', 'Onni', 'Saara', 'Ilkka', 'Elli', 'Markus', 'Hannes', 'Yrjö'],
  sv: ['Björn', 'Åsa', 'Göran', 'Märta', 'Ann-Sofie', 'Håkan', 'Ingrid', 'Östen', 'Sixten', 'Linnéa'],
  en: ['Siobhan', 'Zoë', 'Graham', 'Mary-Jane', 'Beatrix', 'Noël', 'Rupert', 'Chloë', 'Alastair', 'Winifred'],
};
const LAST_START: Readonly<Record<string, readonly string[]>> = {
  fi: ['Koivu', 'Haukka', 'Kallio', 'Syväri', 'Hämä', 'Korpi', 'Lehto', 'Kärki', 'Myllä', 'Nieme', 'Peura', 'Rauta', 'Salo', 'Tervas', 'Uusi', 'Vähä', 'Yli', 'Äyrä', 'Öljy', 'Honka'],
  sv: ['Björk', 'Söder', 'Åker', 'Öst', 'Fjäll', 'Hög', 'Ström', 'Väster', 'Lind', 'Ek'],
  en: ['Black', 'O\'Mar', 'Thorn', 'Ashen', 'Whit', 'Fair', 'McKel', 'Hawk', 'Stan', 'Pem'],
};
const LAST_END: Readonly<Record<string, readonly string[]>> = {
  fi: ['niemi', 'lahti', 'mäki', 'ranta', 'koski', 'pelto', 'järvi', 'la', 'kangas', 'nen', 'kukka', 'rinne', 'vuori', 'suo', 'lampi', 'harju', 'joki', 'lä'],
  sv: ['lund', 'ström', 'gård', 'kvist', 'berg', 'qvarn', 'sjö', 'löf'],
  en: ['wood', 'field', 'worth', 'bridge', 'combe', 'ley', 'stead', 'ridge'],
};

/** As many as are asked for: when the names are used up, two of them are put together. */
export function inventedPeople(seed: number, count: number): readonly InventedPerson[] {
  const random = seededRandom(seed);
  const plain = Object.keys(FIRST).flatMap((language) => (LAST_START[language] ?? []).flatMap((start) => (LAST_END[language] ?? []).map((end) => ({ language, last: `${start}${end}` }))));
  const shuffled = random.shuffle(plain);
  return Array.from({ length: count }, (_, index) => {
    const { language, last: once } = shuffled[index % shuffled.length] as (typeof plain)[number];
    const round = Math.floor(index / shuffled.length);
    const last = round === 0 ? once : `${once}-${(shuffled[(index * 7 + round) % shuffled.length] as (typeof plain)[number]).last}`;
    const first = random.pick(FIRST[language] ?? []);
    const number = String(4_000_000 + seed * 10_007 + index).padStart(7, '0').slice(-7);
    const phone = { fi: `+35840${number}`, sv: `+4670${number}`, en: `+44770090${number.slice(-4)}` }[language] ?? '';
    const hex = Array.from({ length: 24 }, () => random.int(0, 15).toString(16)).join('');
    return {
      first,
      last,
      email: `${ascii(first)}.${ascii(last)}@${ascii(once)}-${index}.example`,
      phone,
      psaId: `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${String(index).padStart(4, '0')}${hex.slice(20)}ab01`,
      crmId: String(70_000_000_000 + seed * 1_000_003 + index),
    };
  });
}

export function ascii(text: string): string {
  return text.normalize('NFKD').replace(/[^\p{L}\p{N}-]/gu, '').replace(/\p{M}/gu, '').toLowerCase();
}
