// One invented company as it really is, before any system's version of it: name, numbers, address, size.
// Invariant: everything unique (name, business id, domain) comes one to one from the account's index.

import type { Random } from '../../lib/random.ts';
import { estonianVatDigits, finnishBusinessId, germanVatDigits, swedishOrganisationNumber } from './business-ids.ts';
import { companyName, slugOf } from './company-names.ts';
import type { CompanyName } from './company-names.ts';
import { landlineDigits } from './people.ts';
import { countries } from './places.ts';
import type { City, Country } from './places.ts';
import type { CurrencyCode } from './money.ts';

export interface Company {
  readonly index: number;
  readonly name: CompanyName;
  readonly country: Country;
  readonly city: City;
  readonly street: string;
  /** As the register prints it: 5123456-4 in Finland, the VAT number elsewhere. */
  readonly businessId: string;
  readonly vatNumber: string;
  readonly registerNumber: string | null;
  readonly domain: string;
  readonly phoneDigits: string;
  readonly employees: number;
  readonly revenue: number;
  readonly currency: CurrencyCode;
}

export function makeCompany(index: number, offset: number, random: Random): Company {
  const country = countryOf(random.next());
  const name = companyName(country, index, offset % 997, random.next());
  const city = random.pick(country.cities);
  const numbers = registerNumbers(country, index, offset);
  // Small firms are the rule: a long tail from the self-employed to some thousands.
  const employees = Math.max(1, Math.round(Math.exp(random.next() * random.next() * 8.5)));
  const topLevel = country.code === 'FI' && random.chance(0.12) ? 'com' : country.code.toLowerCase();
  return {
    index,
    name,
    country,
    city,
    street: `${random.pick(country.streets)} ${random.int(1, 98)}${random.chance(0.35) ? ` ${random.pick(['A', 'B', 'C'])} ${random.int(1, 60)}` : ''}`,
    ...numbers,
    domain: `${slugOf(name.core)}.${topLevel}`,
    phoneDigits: landlineDigits(random, city.areaCode),
    employees,
    revenue: employees * random.int(60, 240) * 1000,
    currency: currencyOf(country, index, random.chance(0.02)),
  };
}

/** Some at home buy in another currency too; two of every thirty do so for certain, so that a small world shows it. */
function currencyOf(country: Country, index: number, isDrawn: boolean): CurrencyCode {
  if (country.code === 'SE' || index % 30 === 19) return 'SEK';
  return isDrawn || index % 30 === 14 ? 'USD' : 'EUR';
}

function countryOf(draw: number): Country {
  if (draw < 0.91) return countries.FI;
  if (draw < 0.955) return countries.SE;
  return draw < 0.98 ? countries.EE : countries.DE;
}

function registerNumbers(country: Country, index: number, offset: number): { businessId: string; vatNumber: string; registerNumber: string | null } {
  if (country.code === 'FI') {
    const businessId = finnishBusinessId(index, offset);
    return { businessId, vatNumber: `FI${businessId.replace('-', '')}`, registerNumber: null };
  }
  if (country.code === 'SE') {
    const number = swedishOrganisationNumber(index, offset);
    const vatNumber = `SE${number.replace('-', '')}01`;
    return { businessId: vatNumber, vatNumber, registerNumber: number };
  }
  const vatNumber = country.code === 'EE' ? `EE${estonianVatDigits(index, offset)}` : `DE${germanVatDigits(index, offset)}`;
  return { businessId: vatNumber, vatNumber, registerNumber: null };
}
