// How one company looks in each system: the same facts as two sets of people typed them at different times.
// Invariant: the two views differ in the ways real registers do, and the keys a matcher may use (business id, domain, name)
// follow the plan drawn for the account, so that the expected match is known.

import type { Random } from '../../lib/random.ts';
import { withWrongCheckDigit } from './business-ids.ts';
import type { Company } from './company.ts';
import { dayMs } from './dates.ts';
import { freeMailDomains, mobileDigits, writtenPhone } from './people.ts';
import { industries, vendorFirm } from './registries.ts';
import type { AccountPlan } from './plan.ts';
import type { CrmAccount, PsaAccount, WorldAddress, WorldUser } from './world.ts';

/** A CRM record and a PSA record draw from streams of their own: their differences are chance, their facts shared. */
export function psaView(company: Company, plan: AccountPlan, users: readonly WorldUser[], now: number, random: Random): PsaAccount {
  const isFinnish = company.country.code === 'FI';
  const createdAt = now - random.int(20, 2_900) * dayMs - random.int(0, dayMs);
  const size = company.employees > 250 ? 'private-large' : 'private-small';
  const hasEInvoice = isFinnish && random.chance(0.55);
  const owners = users.filter((user) => user.psa !== null);
  return {
    number: 1_000 + company.index,
    name: plan.psa.name,
    isActive: !plan.dirt.includes('inactive'),
    isInternal: plan.dirt.includes('internal'),
    notes: random.chance(0.18) ? random.pick(psaNotes) : null,
    email: psaEmail(company, plan, random),
    website: psaWebsite(company, plan, random),
    vatNumber: psaVatNumber(company, plan, random),
    registerNumber: company.registerNumber,
    numberOfEmployees: random.chance(0.85) ? company.employees : null,
    annualRevenue: random.chance(0.7) ? company.revenue : null,
    languageCode: company.country.languageCode,
    currency: company.currency,
    ownerKey: random.pick(owners).key,
    industryKey: random.chance(0.9) ? company.name.industryKey : null,
    segmentKeys: segmentsOf(size, random),
    headquarters: address(company, company.street, random.chance(0.8) ? writtenPhone(company.country.dialCode, company.phoneDigits, random.int(0, 3)) : null),
    billingAddress: random.chance(0.25) ? address(company, `PL ${random.int(1, 999)}`, null) : null,
    paymentTermDays: random.pick([7, 14, 14, 14, 21, 30, 30, 60]),
    overdueInterest: random.pick([8, 8, 11.5]),
    eInvoiceAddress: hasEInvoice ? `0037${company.businessId.replace('-', '')}` : null,
    eInvoiceOperator: hasEInvoice ? random.pick(['003721291126', '003703575029', 'BAWCFI22', 'NDEAFIHH']) : null,
    contractNumber: random.chance(0.4) ? `S-${random.int(2019, 2026)}-${String(random.int(1, 999)).padStart(4, '0')}` : null,
    createdAt,
    updatedAt: random.chance(0.7) ? createdAt + Math.floor(random.next() * (now - createdAt)) : null,
  };
}

export function crmView(company: Company, plan: AccountPlan, users: readonly WorldUser[], now: number, random: Random): CrmAccount {
  const createdAt = now - random.int(2, 1_900) * dayMs - random.int(0, dayMs);
  const style = random.int(0, 4);
  const employees = random.chance(0.15) ? Math.max(1, Math.round(company.employees * (0.7 + random.next() * 0.6))) : company.employees;
  const industry = industries.find((entry) => entry.key === company.name.industryKey);
  const owners = users.filter((user) => user.crm !== null);
  const domain = plan.crm.domain;
  return {
    name: plan.crm.name,
    domain,
    website: domain === null || !random.chance(0.75) || isFreeMail(domain) ? null : random.pick([`https://www.${domain}`, `http://${domain}`, `https://${domain}/`, domain]),
    businessId: plan.crm.businessId,
    phone: random.chance(0.7) ? crmPhone(company, style, random) : null,
    address: random.chance(0.7) ? (random.chance(0.12) ? `${random.pick(company.country.streets)} ${random.int(1, 98)}` : company.street) : null,
    city: random.chance(0.85) ? (random.chance(0.08) ? company.city.name.toUpperCase() : company.city.name) : null,
    zip: random.chance(0.7) ? company.city.postalCode : null,
    country: random.chance(0.8) ? random.pick([company.country.name, company.country.name, company.country.nativeName]) : null,
    industry: random.chance(0.6) && industry !== undefined ? industry.crm : null,
    numberOfEmployees: random.chance(0.65) ? employees : null,
    annualRevenue: random.chance(0.45) ? company.revenue : null,
    ownerKey: random.chance(0.85) ? random.pick(owners).key : null,
    description: random.chance(0.3) ? random.pick(crmDescriptions) : null,
    lifecycleStage: plan.presence === 'both' ? random.pick(['opportunity', 'customer', 'customer', 'customer', 'evangelist']) : random.pick(['subscriber', 'lead', 'lead', 'marketingqualifiedlead', 'salesqualifiedlead', 'opportunity']),
    createdAt,
    updatedAt: createdAt + Math.floor(random.next() * (now - createdAt)),
  };
}

const psaNotes = [
  'Laskut aina verkkolaskuna.', 'Viite: kustannuspaikka mukaan laskulle.', 'Sopimus uusitaan vuosittain syyskuussa.',
  'Maksaa myöhässä, soita ennen uutta tilausta.', 'Konsernin tytäryhtiö.\nLaskutus emoyhtiön kautta.', 'Avainasiakas',
];
const crmDescriptions = [
  'Tavattiin messuilla, kiinnostunut tuntikirjausten automatisoinnista.', 'Kasvava perheyritys.', 'Kilpailijan asiakas vuoden loppuun.',
  'Haluaa tarjouksen kehitysprojektista – “mahdollisimman pian”.', 'Uutiskirjeen tilaaja', 'Interested in a frame agreement.',
];

function isFreeMail(domain: string): boolean {
  return (freeMailDomains as readonly string[]).includes(domain);
}

function psaEmail(company: Company, plan: AccountPlan, random: Random): string | null {
  const box = random.pick(['info', 'laskut', 'toimisto', 'ostolaskut']);
  const draw = random.next();
  if (plan.dirt.includes('internal')) return `${box}@${vendorFirm.domain}`;
  // Without a website the e-mail must not give the domain away either, or the plan's "no domain" would be untrue.
  if (plan.psa.domain === null) return draw < 0.5 ? null : `${company.domain.split('.')[0]}@${random.pick(freeMailDomains)}`;
  if (draw < 0.3) return null;
  return `${box}@${plan.psa.domain}${draw > 0.97 ? ' ' : ''}`;
}

function psaWebsite(company: Company, plan: AccountPlan, random: Random): string | null {
  const { domain } = plan.psa;
  if (domain === null) return null;
  return random.pick([`https://www.${domain}`, `www.${domain}`, `http://www.${domain}/`, domain, `https://${domain}/${company.country.languageCode}`]);
}

function psaVatNumber(company: Company, plan: AccountPlan, random: Random): string | null {
  const style = random.next();
  if (plan.psa.businessId === 'missing') return null;
  if (plan.psa.businessId === 'invalid') return withWrongCheckDigit(company.businessId);
  if (company.country.code !== 'FI') return style < 0.9 ? company.vatNumber : `${company.vatNumber.slice(0, 2)} ${company.vatNumber.slice(2)}`;
  if (style < 0.6) return company.vatNumber;
  if (style < 0.92) return company.businessId;
  return style < 0.96 ? `FI ${company.businessId}` : `${company.businessId} `;
}

function crmPhone(company: Company, style: number, random: Random): string {
  const digits = random.chance(0.1) ? mobileDigits(random, company.country) : company.phoneDigits;
  return writtenPhone(company.country.dialCode, digits, style);
}

function segmentsOf(size: string, random: Random): string[] {
  if (random.chance(0.25)) return [];
  const segments = random.chance(0.08) ? [random.pick(['public-city', 'public-wellbeing'])] : [size];
  if (random.chance(0.2)) segments.push(random.pick(['newsletter', 'partners', 'old']));
  return segments;
}

function address(company: Company, addressline: string, phone: string | null): WorldAddress {
  return { addressline, postalCode: company.city.postalCode, city: company.city.name, countryCode: company.country.code, phone };
}
