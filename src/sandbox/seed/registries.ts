// The lists a Severa organisation keeps (statuses, types, segments, rates ...) for one invented consultancy, and
// which value of HubSpot's own lists each goes with. Invariant: keys are unique within a list and stable.

import type { CurrencyCode } from './money.ts';

export const vendorFirm = { name: 'Honkanen Konsultointi Oy', domain: 'honkanenkonsultointi.fi' } as const;

/** Rate: what one unit is worth in euros, the organisation's currency; an invoice keeps it as its currencyRate. */
export const currencies: readonly { readonly code: CurrencyCode; readonly name: string; readonly symbol: string; readonly rate: number }[] = [
  { code: 'EUR', name: 'Euro', symbol: '€', rate: 1 },
  { code: 'SEK', name: 'Ruotsin kruunu', symbol: 'kr', rate: 0.0893 },
  { code: 'USD', name: 'Yhdysvaltain dollari', symbol: '$', rate: 0.9259 },
];

export const languages = [
  { code: 'fi', name: 'Suomi', englishName: 'Finnish' },
  { code: 'sv', name: 'Ruotsi', englishName: 'Swedish' },
  { code: 'en', name: 'Englanti', englishName: 'English' },
  { code: 'de', name: 'Saksa', englishName: 'German' },
] as const;

/** `crm` is the value in HubSpot's standard industry list. */
export const industries = [
  { key: 'construction', name: 'Rakentaminen', code: '41', crm: 'CONSTRUCTION' },
  { key: 'engineering', name: 'Tekninen suunnittelu', code: '71', crm: 'CIVIL_ENGINEERING' },
  { key: 'machinery', name: 'Konepajateollisuus', code: '28', crm: 'MACHINERY' },
  { key: 'software', name: 'Ohjelmistot', code: '62', crm: 'COMPUTER_SOFTWARE' },
  { key: 'it-services', name: 'IT-palvelut', code: '63', crm: 'INFORMATION_TECHNOLOGY_AND_SERVICES' },
  { key: 'marketing', name: 'Mainonta ja viestintä', code: '73', crm: 'MARKETING_AND_ADVERTISING' },
  { key: 'accounting', name: 'Taloushallinto', code: '69.2', crm: 'ACCOUNTING' },
  { key: 'law', name: 'Lakipalvelut', code: '69.1', crm: 'LAW_PRACTICE' },
  { key: 'consulting', name: 'Liikkeenjohdon konsultointi', code: '70', crm: 'MANAGEMENT_CONSULTING' },
  { key: 'logistics', name: 'Kuljetus ja varastointi', code: '49', crm: 'LOGISTICS_AND_SUPPLY_CHAIN' },
  { key: 'food', name: 'Elintarvikkeet', code: '10', crm: 'FOOD_PRODUCTION' },
  { key: 'energy', name: 'Energia', code: '35', crm: 'UTILITIES' },
  { key: 'health', name: 'Terveys- ja hoivapalvelut', code: '86', crm: 'HOSPITAL_HEALTH_CARE' },
  { key: 'property', name: 'Kiinteistöt', code: '68', crm: 'REAL_ESTATE' },
  { key: 'retail', name: 'Kauppa', code: '47', crm: 'RETAIL' },
  { key: 'tourism', name: 'Matkailu', code: '79', crm: 'LEISURE_TRAVEL_TOURISM' },
  { key: 'forestry', name: 'Metsäteollisuus', code: '02', crm: 'PAPER_FOREST_PRODUCTS' },
  { key: 'education', name: 'Koulutus', code: '85', crm: 'EDUCATION_MANAGEMENT' },
  { key: 'design', name: 'Muotoilu', code: '74', crm: 'DESIGN' },
] as const;

export const marketSegments: readonly { readonly key: string; readonly name: string; readonly parentKey: string | null; readonly isActive: boolean }[] = [
  { key: 'private', name: 'Yksityinen sektori', parentKey: null, isActive: true },
  { key: 'private-small', name: 'Pk-yritykset', parentKey: 'private', isActive: true },
  { key: 'private-large', name: 'Suuryritykset', parentKey: 'private', isActive: true },
  { key: 'public', name: 'Julkinen sektori', parentKey: null, isActive: true },
  { key: 'public-city', name: 'Kunnat ja kaupungit', parentKey: 'public', isActive: true },
  { key: 'public-wellbeing', name: 'Hyvinvointialueet', parentKey: 'public', isActive: true },
  { key: 'partners', name: 'Kumppanit', parentKey: null, isActive: true },
  { key: 'newsletter', name: 'Uutiskirje', parentKey: null, isActive: true },
  { key: 'old', name: 'Vanha luokitus', parentKey: null, isActive: false },
];

export const leadSources = [
  { key: 'referral', name: 'Suosittelu' },
  { key: 'website', name: 'Verkkosivut' },
  { key: 'fair', name: 'Messut' },
  { key: 'call', name: 'Soitto' },
  { key: 'existing', name: 'Nykyinen asiakas' },
  { key: 'tender', name: 'Julkinen kilpailutus' },
] as const;

export interface Stage {
  readonly key: string;
  readonly name: string;
  readonly state: 'InProgress' | 'Won' | 'Lost';
  /** Per cent. */
  readonly probability: number;
  /** The stage of HubSpot's default sales pipeline it goes with. */
  readonly crm: string;
}

export const stages: readonly Stage[] = [
  { key: 'lead', name: 'Liidi', state: 'InProgress', probability: 10, crm: 'appointmentscheduled' },
  { key: 'meeting', name: 'Tapaaminen sovittu', state: 'InProgress', probability: 20, crm: 'qualifiedtobuy' },
  { key: 'proposal', name: 'Tarjous', state: 'InProgress', probability: 50, crm: 'presentationscheduled' },
  { key: 'sent', name: 'Tarjous lähetetty', state: 'InProgress', probability: 60, crm: 'decisionmakerboughtin' },
  { key: 'negotiation', name: 'Sopimusneuvottelu', state: 'InProgress', probability: 80, crm: 'contractsent' },
  { key: 'won', name: 'Voitettu', state: 'Won', probability: 100, crm: 'closedwon' },
  { key: 'lost', name: 'Hävitty', state: 'Lost', probability: 0, crm: 'closedlost' },
];

export const projectStatuses = [
  { key: 'planned', name: 'Ei alkanut' },
  { key: 'running', name: 'Käynnissä' },
  { key: 'on-hold', name: 'Tauolla' },
  { key: 'done', name: 'Valmis' },
] as const;

export const invoiceStatuses = [
  { key: 'draft', name: 'Luonnos', hasInvoiceNumber: false, isSent: false, isWaitingPayment: false, isPaid: false, isDefault: true, isDefaultForCreditNote: false },
  { key: 'sent', name: 'Lähetetty', hasInvoiceNumber: true, isSent: true, isWaitingPayment: true, isPaid: false, isDefault: false, isDefaultForCreditNote: false },
  { key: 'paid', name: 'Maksettu', hasInvoiceNumber: true, isSent: true, isWaitingPayment: false, isPaid: true, isDefault: false, isDefaultForCreditNote: false },
  { key: 'credited', name: 'Hyvitetty', hasInvoiceNumber: true, isSent: true, isWaitingPayment: false, isPaid: false, isDefault: false, isDefaultForCreditNote: false },
  { key: 'credit-note', name: 'Hyvityslasku', hasInvoiceNumber: true, isSent: true, isWaitingPayment: false, isPaid: false, isDefault: false, isDefaultForCreditNote: true },
] as const;

export const proposalStatuses = [
  { key: 'draft', name: 'Luonnos', isWon: false, isLost: false, isDefault: true },
  { key: 'sent', name: 'Lähetetty', isWon: false, isLost: false, isDefault: false },
  { key: 'accepted', name: 'Hyväksytty', isWon: true, isLost: false, isDefault: false },
  { key: 'rejected', name: 'Hylätty', isWon: false, isLost: true, isDefault: false },
] as const;

export const workTypes = [
  { key: 'consulting', name: 'Konsultointi', code: '100', isProductive: true },
  { key: 'design', name: 'Suunnittelu', code: '110', isProductive: true },
  { key: 'implementation', name: 'Toteutus', code: '120', isProductive: true },
  { key: 'meeting', name: 'Palaverit', code: '130', isProductive: true },
  { key: 'travel', name: 'Matka-aika', code: '190', isProductive: false },
] as const;

/** Price in euros. */
export const products = [
  { key: 'licence', name: 'Lisenssimaksu', code: 'L-01', type: 'FixedFees', price: 240, unit: 'kk' },
  { key: 'workshop', name: 'Työpajapaketti', code: 'T-02', type: 'FixedFees', price: 1900, unit: 'kpl' },
  { key: 'materials', name: 'Materiaalit', code: 'M-10', type: 'Materials', price: 75, unit: 'kpl' },
  { key: 'subcontracting', name: 'Alihankinta', code: 'A-20', type: 'Subcontracting', price: 680, unit: 'pv' },
] as const;

/** Cost in euros for one unit. */
export const travelExpenseTypes = [
  { key: 'mileage', name: 'Kilometrikorvaus', code: 'KM', isMileage: true, isDailyAllowance: false, expenseClass: 'Mileage', cost: 0.59, unit: 'km' },
  { key: 'daily-allowance', name: 'Kokopäiväraha', code: 'PR', isMileage: false, isDailyAllowance: true, expenseClass: 'DailyAllowance', cost: 53, unit: 'pv' },
  { key: 'train', name: 'Junalippu', code: 'JL', isMileage: false, isDailyAllowance: false, expenseClass: 'OtherTravelExpense', cost: 42, unit: 'kpl' },
  { key: 'hotel', name: 'Majoitus', code: 'MA', isMileage: false, isDailyAllowance: false, expenseClass: 'OtherTravelExpense', cost: 128, unit: 'yö' },
] as const;

export const vatRates = [
  { percentage: 25.5, code: '25,5', isDefault: true },
  { percentage: 13.5, code: '13,5', isDefault: false },
  { percentage: 10, code: '10', isDefault: false },
  { percentage: 0, code: '0', isDefault: false },
] as const;

export const communicationTypes = [
  { key: 'EmailAddress', name: 'Sähköposti' },
  { key: 'MobilePhone', name: 'Matkapuhelin' },
  { key: 'Phone', name: 'Puhelin' },
] as const;

export const contactRoles = [
  { key: 'decider', name: 'Päättäjä' },
  { key: 'buyer', name: 'Ostaja' },
  { key: 'contact', name: 'Yhteyshenkilö' },
  { key: 'invoicing', name: 'Laskutus' },
] as const;
