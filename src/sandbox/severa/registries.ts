// What every organisation has from its first day: its own details, countries, currencies and the registries others refer to.
// A seed may add to these or change them; nothing here is about any one customer.
import type { Database } from './database.ts';
import type { Row } from './row.ts';

type Fields = Readonly<Record<string, unknown>>;

/** Before anything a test makes, so that no default row looks newly changed. */
const founded = Date.parse('2020-01-01T08:00:00Z');

export function foundOrganisation(database: Database): void {
  const add = (collection: string, row: Fields): Row => database.add(collection, row, founded);
  const all = (collection: string, rows: readonly Fields[]): Row[] => rows.map((row) => add(collection, row));

  const [euro] = all('currencies', [
    { name: 'Euro', code: 'EUR', symbol: '€', rate: 1, isOrganizationCurrency: true },
    // A rate is what one unit is worth in the organisation's currency, as an invoice's currencyRate is.
    { name: 'Ruotsin kruunu', code: 'SEK', symbol: 'kr', rate: 0.0893 },
    { name: 'Yhdysvaltain dollari', code: 'USD', symbol: '$', rate: 0.9259 },
  ]) as [Row];
  const [finnish, swedish, english] = all('localization/languages', [
    { name: 'suomi', englishName: 'Finnish', code: 'fi', isInvoiceLanguage: true },
    { name: 'svenska', englishName: 'Swedish', code: 'sv', isInvoiceLanguage: true },
    { name: 'English', englishName: 'English', code: 'en', isInvoiceLanguage: true },
  ]) as [Row, Row, Row];
  const [helsinki, stockholm] = all('localization/timezones', [
    { name: '(UTC+02:00) Helsinki', systemName: 'FLE Standard Time', ianaName: 'Europe/Helsinki' },
    { name: '(UTC+01:00) Stockholm', systemName: 'W. Europe Standard Time', ianaName: 'Europe/Stockholm' },
  ]) as [Row, Row];
  const country = (name: string, englishName: string, code2: string, code3: string, language: Row, timezone: Row): Fields => {
    const references = { currency: { guid: euro.guid }, defaultLanguage: { guid: language.guid }, timezone: { guid: timezone.guid } };
    const names = { name, englishName, code2, code3, defaultCulture: `${language['code'] as string}-${code2}`, companyRegisterUrl: null };
    return { ...names, hasRegions: 'NoRegion', isInEU: true, isRegistrationCountry: true, ...references };
  };
  const [finland] = all('localization/countries', [
    country('Suomi', 'Finland', 'FI', 'FIN', finnish, helsinki),
    country('Ruotsi', 'Sweden', 'SE', 'SWE', swedish, stockholm),
    country('Viro', 'Estonia', 'EE', 'EST', english, helsinki),
    country('Saksa', 'Germany', 'DE', 'DEU', english, stockholm),
  ]) as [Row];
  const company = { companyName: 'Honkanen Konsultointi Oy', companyCountryGuid: finland.guid, companyCurrencyGuid: euro.guid };
  const root = add('businessunits', { name: 'Honkanen Konsultointi Oy', code: 'HK', ...company });
  const companyGuid = database.newGuid();
  database.alter('businessunits', root.guid, { companyGuid, companyBusinessUnitGuid: root.guid }, founded, { unnoticed: true });

  all('communicationtypes', [
    { name: 'Puhelin', type: 'Phone' },
    { name: 'Matkapuhelin', type: 'MobilePhone' },
    { name: 'Sähköposti', type: 'EmailAddress' },
    { name: 'Faksi', type: 'Fax' },
  ]);
  all('salesstatustypes', [
    { name: 'Liidi', isActive: true, salesState: 'InProgress', defaultProbability: 10, isProposalDefault: false },
    { name: 'Tarjous', isActive: true, salesState: 'InProgress', defaultProbability: 50, isProposalDefault: true },
    { name: 'Voitettu', isActive: true, salesState: 'Won', defaultProbability: 100, isProposalDefault: false },
    { name: 'Hävitty', isActive: true, salesState: 'Lost', defaultProbability: 0, isProposalDefault: false },
  ]);
  all('projectstatustypes', ['Käynnissä', 'Tauolla', 'Valmis'].map((name, at) => ({ name, sortOrder: at + 1 })));
  all('phasestatustypes', ['Ei aloitettu', 'Käynnissä', 'Valmis'].map((name, at) => ({ name, sortOrder: at + 1 })));
  const draft = { isDefault: false, isReadOnly: false, hasInvoiceNumber: false, isSent: false, isWaitingPayment: false, isPaid: false, isDefaultForCreditNote: false };
  all('invoicestatuses', [
    { ...draft, name: 'Luonnos', isDefault: true, sortOrder: 1 },
    { ...draft, name: 'Lähetetty', hasInvoiceNumber: true, isReadOnly: true, isSent: true, isWaitingPayment: true, sortOrder: 2 },
    { ...draft, name: 'Maksettu', hasInvoiceNumber: true, isReadOnly: true, isSent: true, isPaid: true, sortOrder: 3 },
    { ...draft, name: 'Hyvityslasku', hasInvoiceNumber: true, isReadOnly: true, isSent: true, isDefaultForCreditNote: true, sortOrder: 4 },
  ]);
  all('proposalstatuses', [
    { name: 'Luonnos', isActive: true, sortOrder: 1, isDefault: true },
    { name: 'Hyväksytty', isActive: true, sortOrder: 2, isWon: true },
    { name: 'Hylätty', isActive: true, sortOrder: 3, isLost: true },
  ]);
  all('vatrates', [
    { percentage: 25.5, code: 'FI255', isDefault: true, countryGuid: finland.guid },
    { percentage: 13.5, code: 'FI135', countryGuid: finland.guid },
    { percentage: 0, code: 'FI0', countryGuid: finland.guid },
  ]);
  const hourCost = euros(45);
  all('worktypes', [
    { name: 'Konsultointi', code: 'KONS', isProductive: true, isDefault: true, hourCost },
    { name: 'Suunnittelu', code: 'SUUN', isProductive: true, hourCost },
    { name: 'Sisäinen työ', code: 'SIS', isProductive: false, hourCost },
  ]);
  all('activitytypes', [
    { name: 'Tapaaminen', category: 'CalendarEntry', isDefault: true },
    { name: 'Puhelu', category: 'SalesEvent' },
    { name: 'Tehtävä', category: 'Task' },
    { name: 'Vuosiloma', category: 'Absences', isPaidLeave: true },
  ]);
  const [services] = all('productcategories', [{ name: 'Palvelut', isDefault: true }, { name: 'Lisenssit' }]) as [Row];
  const category = { productCategory: { guid: services.guid }, vatRate: 25.5 };
  all('travelexpensetypes', [
    { name: 'Kilometrikorvaus', expenseClass: 'Mileage', isMileage: true, measurementUnit: 'km', unitCost: euros(0.55), ...category },
    { name: 'Kokopäiväraha', expenseClass: 'DailyAllowance', isDailyAllowance: true, includeTime: true, measurementUnit: 'pv', unitCost: euros(54), ...category },
    { name: 'Majoitus', expenseClass: 'OtherTravelExpense', measurementUnit: 'kpl', purchaseVatRate: 13.5, ...category },
  ]);
  all('permissionprofiles', [{ name: 'Pääkäyttäjä', isAccessible: true }, { name: 'Peruskäyttäjä', isDefault: true, isAccessible: true }]);
  all('leadsources', [{ name: 'Verkkosivut' }, { name: 'Suosittelu' }]);
  all('contactroles', [{ name: 'Päättäjä' }, { name: 'Laskutus' }]);
  addOrganisation(database, finland, companyGuid, root);
}

function euros(amount: number): Fields {
  return { amount, currencyCode: 'EUR' };
}

function brief(row: Row | undefined, ...fields: readonly string[]): Fields {
  return { guid: row?.guid ?? null, ...Object.fromEntries(fields.map((field) => [field, row?.[field] ?? null])) };
}

function addOrganisation(database: Database, finland: Row, companyGuid: string, root: Row): void {
  const [language, timezone] = [database.rows('localization/languages')[0], database.rows('localization/timezones')[0]];
  const currency = database.rows('currencies')[0];
  const country = brief(finland, 'name', 'englishName');
  database.add(
    'organizationdetails',
    {
      name: 'Honkanen Konsultointi Oy',
      vatNumber: 'FI20774740',
      kvkNumber: '2077474-0',
      isVatRegistered: true,
      registeredOffice: 'Tampere',
      address: 'Hämeenkatu 12',
      postalCode: '33100',
      city: 'Tampere',
      country: { ...country, code: 'FI' },
      phone: null,
      fax: null,
      termsOfServiceApprover: null,
      eInvoiceAddress: null,
      eInvoiceOperatorCode: null,
      odpCompany: null,
      language: brief(language, 'name', 'code'),
      formatting: { guid: null, name: 'suomi (Suomi)', code: 'fi-FI' },
      timezone: brief(timezone, 'name'),
      activeCompanies: [
        {
          guid: companyGuid,
          name: root['name'],
          rootBusinessUnitGuid: root.guid,
          country: { ...country, code3: 'FIN' },
          currencyGuid: currency?.guid ?? null,
          currencyRate: 1,
          currencyCode: 'EUR',
          currencySymbol: '€',
        },
      ],
    },
    founded,
  );
  database.add('organizationsettings', organisationSettings, founded);
}

const organisationSettings: Fields = {
  quickSearchSetting: 'ShowOpenProjectsSalesCasesAndCustomers',
  projectNameDisplaySetting: 'ShowProjectLongName',
  displayProjectNumber: true,
  projectNameDisplayFormatSetting: 'ProjectNamePhaseName',
  nextTravelReimbursementNumber: 1,
  lastTravelReimbursementNumber: null,
  travelReimbursementInstructions: null,
  isTravelExpenseImmediatelyInvoiceable: true,
  travelEntryClosingDate: null,
  travelExpenseReimbursementStartDate: null,
  nextPurchaseOrderNumber: null,
  lastPurchaseOrderNumber: null,
  purchaseOrderNumberPrefix: null,
  overdueInterest: 8,
  paymentTerm: 14,
  workWeek: ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday'],
  workHourEntryFormat: 'Quantity',
  worktimeEntryClosingDate: null,
  paymentReferenceNumberDisplaySetting: 'ReferenceNumber',
  uniqueIdentifierForProductsAndWorktypes: false,
  isAddingNewKeywordsFromProjectAllowed: true,
  isIdenticalPhaseCodesAllowed: false,
  isWorkHourDescriptionMandatory: false,
  setCreditNoteInvoiceNumber: true,
  isCustomerSearchAllowed: true,
  flextimeCalculationStartDate: null,
  maxFlextimeBalanceLimit: null,
  minFlextimeBalanceLimit: null,
  lastFlextimeCalculationEndTime: null,
  lastFlextimeCalculationUser: null,
  defaultFooterColumn1: null,
  defaultFooterColumn2: null,
  defaultFooterColumn3: null,
  isEnteringHourPlannedInvoiceQuantityAllowed: true,
};
