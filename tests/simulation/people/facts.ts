// What people of the simulated world write down: names, addresses, numbers. Invariant: everybody is invented.
import type { Random } from '../../../src/lib/random.ts';

export const PERSON = 'person';
export const USER_OF_CRM = 70;

const COMPANIES = ['Aalto Rakennus', 'Koivu', 'Meri ja Tuuli', 'Pohjan Paja', 'Saaristo Energia', 'Tuomi Talot', 'Vuori Data', 'Lehto & Kumpp', 'Harju Logistiikka', 'Niemi Design'];
export const CITIES = ['Helsinki', 'Turku', 'Oulu', 'Vaasa'];
const FIRST_NAMES = ['Anna', 'Heikki', 'Kaisa', 'Lauri', 'Päivi', 'Sami', 'Tuula', 'Ville'];
const LAST_NAMES = ['Haapala', 'Järvi', 'Kallio', 'Laine', 'Mäki', 'Niemi', 'Salo', 'Virta'];
const TITLES = ['Verkkosivujen uudistus', 'Kartoitus', 'Ylläpito', 'Koulutuspäivä', 'Integraatio', 'Konsultointi'];
export const JOBS = ['Toimitusjohtaja', 'Ostaja', 'Talouspäällikkö', 'IT-päällikkö'];

export function companyName(random: Random, number: number): string {
  return `${random.pick(COMPANIES)} ${number} Oy`;
}

export interface PersonFacts {
  readonly firstName: string;
  readonly lastName: string;
  readonly email: string | null;
  readonly phone: string | null;
}

export function someone(random: Random, number: number): PersonFacts {
  const [firstName, lastName] = [random.pick(FIRST_NAMES), random.pick(LAST_NAMES)];
  return { firstName, lastName: random.chance(0.7) ? `${lastName}-${number}` : lastName, email: random.chance(0.85) ? emailOf(random, number) : null, phone: random.chance(0.5) ? phone(random) : null };
}

export function emailOf(random: Random, number: number): string {
  return `${random.pick(['info', 'etu.suku', 'Myynti'])}${number}@esimerkki.fi`;
}

export function phone(random: Random): string {
  const digits = String(random.int(1_000_000, 9_999_999));
  return random.pick([`040 ${digits}`, `+358 50 ${digits}`, `09 ${digits.slice(0, 6)}`]);
}

export function title(random: Random, number: number): string {
  return `${random.pick(TITLES)} ${random.chance(0.8) ? number : 1}`;
}

/** Around the days of this world. */
export function day(random: Random): string {
  return `2026-${String(random.int(10, 12))}-${String(random.int(1, 28)).padStart(2, '0')}`;
}

export function businessId(random: Random): string {
  for (;;) {
    const digits = String(random.int(1_000_000, 3_999_999));
    const sum = [7, 9, 10, 5, 8, 4, 2].reduce((total, weight, index) => total + weight * Number(digits[index]), 0);
    const rest = sum % 11;
    if (rest !== 1) return `${digits}-${rest === 0 ? 0 : 11 - rest}`;
  }
}
