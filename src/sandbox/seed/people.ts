// Invented people: given and family names as common in Finland, Finland's Swedish speakers and its neighbours, titles and
// telephone numbers as people write them. Every combination is chance; none is meant to be somebody.

import type { Random } from '../../lib/random.ts';
import type { Country } from './places.ts';

export interface Person {
  readonly firstName: string;
  readonly lastName: string;
}

const given = {
  FI: [
    'Aino', 'Anna', 'Anni', 'Annika', 'Antti', 'Arto', 'Eero', 'Eeva', 'Elina', 'Emilia', 'Emma', 'Eveliina', 'Hannele',
    'Hannu', 'Heidi', 'Heikki', 'Helena', 'Henri', 'Iida', 'Ilkka', 'Jaakko', 'Jani', 'Janne', 'Jari', 'Jenni', 'Johanna',
    'Jukka', 'Juho', 'Kaisa', 'Kalle', 'Kari', 'Katja', 'Kirsi', 'Laura', 'Lauri', 'Leena', 'Liisa', 'Maija', 'Maria',
    'Marja', 'Marko', 'Matti', 'Mika', 'Mikko', 'Minna', 'Niina', 'Noora', 'Olli', 'Outi', 'Päivi', 'Pasi', 'Pekka',
    'Petri', 'Pirjo', 'Riikka', 'Risto', 'Roosa', 'Sakari', 'Sami', 'Sanna', 'Sari', 'Satu', 'Seppo', 'Sirpa', 'Sofia',
    'Tapani', 'Tarja', 'Teemu', 'Tiina', 'Timo', 'Tommi', 'Tuomas', 'Tuula', 'Ulla', 'Väinö', 'Veera', 'Ville', 'Yrjö', 'Äijö', 'Anna-Liisa',
  ],
  SE: ['Anders', 'Åsa', 'Björn', 'Camilla', 'Erik', 'Göran', 'Ingrid', 'Johan', 'Karin', 'Lars', 'Linnéa', 'Magnus', 'Märta', 'Oskar', 'Sven', 'Ulrika'],
  EE: ['Kadri', 'Kristjan', 'Liis', 'Mart', 'Piret', 'Rein', 'Tiit', 'Triin', 'Urmas', 'Ülle'],
  DE: ['Anke', 'Dieter', 'Frauke', 'Jörg', 'Jürgen', 'Katrin', 'Lars', 'Sabine', 'Sönke', 'Uwe'],
} as const;

const family = {
  FI: [
    'Aaltonen', 'Ahonen', 'Alanko', 'Anttila', 'Eskola', 'Haapala', 'Hakala', 'Halonen', 'Hämäläinen', 'Heikkilä', 'Heino',
    'Hietanen', 'Hiltunen', 'Hyvärinen', 'Jääskeläinen', 'Järvinen', 'Jokinen', 'Kallio', 'Karjalainen', 'Kärkkäinen',
    'Kemppainen', 'Ketola', 'Kettunen', 'Kinnunen', 'Kiviniemi', 'Koivisto', 'Korhonen', 'Koskinen', 'Kyllönen', 'Laakso',
    'Lahtinen', 'Laine', 'Laitinen', 'Lehtonen', 'Leppänen', 'Lindström', 'Manninen', 'Mattila', 'Mäkelä', 'Mäkinen',
    'Miettinen', 'Moilanen', 'Mustonen', 'Mäntylä', 'Nevalainen', 'Niemelä', 'Nieminen', 'Nurmi', 'Ojala', 'Öhman', 'Öystilä',
    'Paananen', 'Partanen', 'Pelkonen', 'Peltonen', 'Pitkänen', 'Pulkkinen', 'Räsänen', 'Rantanen', 'Rautio', 'Ruohonen',
    'Saarinen', 'Salminen', 'Salo', 'Savolainen', 'Seppälä', 'Sjöberg', 'Suominen', 'Taskinen', 'Tiainen', 'Toivonen',
    'Tuominen', 'Turunen', 'Väisänen', 'Välimäki', 'Vainio', 'Virtanen', 'Wikström', 'Ylönen', 'Åkerman',
  ],
  SE: ['Andersson', 'Åberg', 'Bergström', 'Dahlgren', 'Eklöf', 'Forsberg', 'Hägglund', 'Lundqvist', 'Nyström', 'Öhrn', 'Sandström', 'Westerlund'],
  EE: ['Kivi', 'Kuusik', 'Lepp', 'Mägi', 'Oja', 'Pärn', 'Rand', 'Sepp', 'Tõnisson', 'Vaher'],
  DE: ['Behrens', 'Fröhlich', 'Götz', 'Lüders', 'Möller', 'Petersen', 'Schröder', 'Weiß', 'Wulff', 'Zöllner'],
} as const;

export const jobTitles = [
  'Toimitusjohtaja', 'Talousjohtaja', 'Myyntijohtaja', 'IT-päällikkö', 'Projektipäällikkö', 'Ostopäällikkö',
  'Markkinointipäällikkö', 'Henkilöstöjohtaja', 'Kehityspäällikkö', 'Tuotantopäällikkö', 'Controller', 'Assistentti',
  'Hallituksen puheenjohtaja', 'Laskutusassistentti', 'Arkkitehti', 'Asiakkuuspäällikkö', 'Verkställande direktör', 'CTO',
] as const;

export const freeMailDomains = ['gmail.com', 'hotmail.com', 'outlook.com', 'luukku.com', 'suomi24.fi', 'icloud.com'] as const;

export function person(random: Random, country: Country): Person {
  // One Finn in eight here has a Swedish name, as along the coast.
  const code = country.code === 'FI' && random.chance(0.12) ? 'SE' : country.code;
  return { firstName: random.pick<string>(given[code]), lastName: random.pick<string>(family[code]) };
}

/** The digits of a mobile number after the country code, e.g. 401234567. */
export function mobileDigits(random: Random, country: Country): string {
  const prefix = country.code === 'FI' ? random.pick(['40', '41', '44', '45', '50']) : country.code === 'SE' ? '70' : country.code === 'EE' ? '5' : '171';
  return `${prefix}${String(random.int(1_000_000, 9_999_999))}`;
}

/** The digits of a desk number after the country code: area code without its zero, then six digits. */
export function landlineDigits(random: Random, areaCode: string): string {
  return `${areaCode.replace(/^0/, '')}${random.int(200_000, 999_999)}`;
}

/** The same number as different people type it; style 0 is the plain international form. */
export function writtenPhone(dialCode: string, digits: string, style: number): string {
  // Estonia dials no zero before the area code.
  const trunk = dialCode === '+372' ? '' : '0';
  const grouped = `${digits.slice(0, 2)} ${digits.slice(2, 5)} ${digits.slice(5)}`.trim();
  if (style === 1) return `${dialCode} ${grouped}`;
  if (style === 2) return `${trunk}${grouped}`;
  if (style === 3) return `${trunk}${digits.slice(0, 2)}-${digits.slice(2)}`;
  if (style === 4 && trunk !== '') return `${dialCode} (0)${grouped}`;
  return `${dialCode}${digits}`;
}
