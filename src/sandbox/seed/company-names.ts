// The names of invented companies: a stem, a trade, a city once the pairs run out, and a legal form.
// Invariant: one to one from the index to the name, also when case, accents and legal form are taken away, so that two
// accounts share a name only where the world means them to.

import { countries } from './places.ts';
import type { Country } from './places.ts';

interface Trade {
  readonly word: string;
  readonly industryKey: string;
}

const finnishStems = [
  'Koskela', 'Mäkinen', 'Järvinen', 'Hämäläinen', 'Pohjola', 'Kallio', 'Saarinen', 'Lähde', 'Tuuli', 'Aalto', 'Korpi',
  'Karhu', 'Hirvi', 'Lumi', 'Revontuli', 'Kaarna', 'Honka', 'Petäjä', 'Kataja', 'Vaahtera', 'Pihlaja', 'Haapa', 'Salmi',
  'Niemi', 'Lahti', 'Ranta', 'Selkä', 'Vuori', 'Harju', 'Kangas', 'Suvanto', 'Puro', 'Virta', 'Myrsky', 'Kaiku', 'Sointu',
  'Valo', 'Kajo', 'Säde', 'Tähti', 'Kuura', 'Halla', 'Routa', 'Sampo', 'Väinö', 'Ilmari', 'Tapio', 'Ahti', 'Louhi', 'Otso',
  'Kotka', 'Joutsen', 'Kurki', 'Haukka', 'Pöllö', 'Tiira', 'Hauki', 'Lohi', 'Siika', 'Taimen', 'Rauta', 'Hopea', 'Kupari',
  'Teräs', 'Graniitti', 'Kvartsi', 'Savi', 'Hiekka', 'Turve', 'Juuri', 'Verso', 'Itu', 'Satakunta', 'Häme', 'Savo', 'Karjala',
  'Lappi', 'Kainuu', 'Uusimaa', 'Varsinais', 'Etelä', 'Länsi', 'Itä', 'Keski', 'Meri', 'Saaristo', 'Tunturi', 'Erämaa',
  'Vesi', 'Lehto', 'Nurmi', 'Niitty', 'Kesä', 'Syys', 'Talvi', 'Kevät', 'Öljymäki', 'Hyöky',
];
const finnishTrades: readonly Trade[] = [
  { word: 'Rakennus', industryKey: 'construction' }, { word: 'Talotekniikka', industryKey: 'construction' },
  { word: 'Infra', industryKey: 'engineering' }, { word: 'Suunnittelu', industryKey: 'engineering' },
  { word: 'Konepaja', industryKey: 'machinery' }, { word: 'Metalli', industryKey: 'machinery' },
  { word: 'Automaatio', industryKey: 'machinery' }, { word: 'Ohjelmistot', industryKey: 'software' },
  { word: 'Data', industryKey: 'software' }, { word: 'Pilvipalvelut', industryKey: 'software' },
  { word: 'Digi', industryKey: 'it-services' }, { word: 'Tietoturva', industryKey: 'it-services' },
  { word: 'Mainos', industryKey: 'marketing' }, { word: 'Viestintä', industryKey: 'marketing' },
  { word: 'Tilipalvelu', industryKey: 'accounting' }, { word: 'Taloushallinto', industryKey: 'accounting' },
  { word: 'Lakitoimisto', industryKey: 'law' }, { word: 'Konsultit', industryKey: 'consulting' },
  { word: 'Valmennus', industryKey: 'consulting' }, { word: 'Logistiikka', industryKey: 'logistics' },
  { word: 'Kuljetus', industryKey: 'logistics' }, { word: 'Elintarvike', industryKey: 'food' },
  { word: 'Leipomo', industryKey: 'food' }, { word: 'Energia', industryKey: 'energy' },
  { word: 'Lämpö', industryKey: 'energy' }, { word: 'Terveys', industryKey: 'health' },
  { word: 'Hoiva', industryKey: 'health' }, { word: 'Kiinteistöt', industryKey: 'property' },
  { word: 'Isännöinti', industryKey: 'property' }, { word: 'Kauppa', industryKey: 'retail' },
  { word: 'Tukku', industryKey: 'retail' }, { word: 'Matkat', industryKey: 'tourism' },
  { word: 'Metsä', industryKey: 'forestry' }, { word: 'Puu', industryKey: 'forestry' },
  { word: 'Koulutus', industryKey: 'education' }, { word: 'Muotoilu', industryKey: 'design' },
];

const foreign = {
  SE: {
    stems: ['Lindqvist', 'Öberg', 'Sjöström', 'Bergman', 'Åkesson', 'Norrland', 'Björk', 'Ekström', 'Hällgren', 'Wallin'],
    trades: [
      { word: 'Bygg', industryKey: 'construction' }, { word: 'Teknik', industryKey: 'engineering' },
      { word: 'Mekaniska', industryKey: 'machinery' }, { word: 'Systems', industryKey: 'software' },
      { word: 'Reklambyrå', industryKey: 'marketing' }, { word: 'Frakt', industryKey: 'logistics' },
      { word: 'Skog', industryKey: 'forestry' },
    ],
    forms: ['AB'],
  },
  EE: {
    stems: ['Tamm', 'Saar', 'Mägi', 'Põhja', 'Kask', 'Rebane', 'Ilves', 'Kuusk', 'Vaher', 'Sõber'],
    trades: [
      { word: 'Ehitus', industryKey: 'construction' }, { word: 'Tarkvara', industryKey: 'software' },
      { word: 'Puit', industryKey: 'forestry' }, { word: 'Transport', industryKey: 'logistics' },
      { word: 'Metall', industryKey: 'machinery' },
    ],
    forms: ['OÜ', 'AS'],
  },
  DE: {
    stems: ['Müller', 'Schäfer', 'Köhler', 'Nordlicht', 'Hansen', 'Weiß', 'Brandt', 'Jäger', 'Krüger', 'Petersen'],
    trades: [
      { word: 'Maschinenbau', industryKey: 'machinery' }, { word: 'Software', industryKey: 'software' },
      { word: 'Logistik', industryKey: 'logistics' }, { word: 'Energietechnik', industryKey: 'energy' },
      { word: 'Beratung', industryKey: 'consulting' },
    ],
    forms: ['GmbH'],
  },
} as const;

export interface CompanyName {
  /** Without the legal form. */
  readonly core: string;
  /** Where it stands: `Oy` after the name, except for the few old houses that write it first. */
  readonly full: string;
  readonly legalForm: string;
  readonly industryKey: string;
}

/** `draw` in [0, 1) chooses among the legal forms. */
export function companyName(country: Country, index: number, offset: number, draw: number): CompanyName {
  const words = country.code === 'FI' ? { stems: finnishStems, trades: finnishTrades } : foreign[country.code];
  const pairs = words.stems.length * words.trades.length;
  const spot = (index * 1_009 + offset) % pairs;
  const round = Math.floor(index / pairs);
  const stem = words.stems[spot % words.stems.length] ?? '';
  const trade = words.trades[Math.floor(spot / words.stems.length)] as Trade;
  const core = `${stem} ${trade.word}${placeOf(country, round)}`;
  if (country.code !== 'FI') {
    const forms = foreign[country.code].forms;
    const legalForm = forms[Math.floor(draw * forms.length)] ?? forms[0];
    return { core, full: `${core} ${legalForm}`, legalForm, industryKey: trade.industryKey };
  }
  const legalForm = draw < 0.86 ? 'Oy' : draw < 0.92 ? 'Oy Ab' : draw < 0.96 ? 'Oyj' : draw < 0.98 ? 'Ky' : 'Oy';
  return { core, full: draw < 0.98 ? `${core} ${legalForm}` : `${legalForm} ${core}`, legalForm, industryKey: trade.industryKey };
}

/** The town, and a running number once the towns are used up too. */
function placeOf(country: Country, round: number): string {
  if (round === 0) return '';
  const towns = [...new Set(countries[country.code].cities.map((city) => city.name))];
  const lap = Math.floor((round - 1) / towns.length);
  return ` ${towns[(round - 1) % towns.length]}${lap === 0 ? '' : ` ${lap + 1}`}`;
}

/** Lower-case ASCII letters and digits only, for web addresses: `Mäkinen Öljy` → `makinenoljy`. */
export function slugOf(text: string): string {
  return text.toLowerCase().replaceAll('ß', 'ss').normalize('NFD').replaceAll(/[^a-z0-9]/g, '');
}
