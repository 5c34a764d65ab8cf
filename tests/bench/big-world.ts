// A world of any size put into the sandboxes in seconds: plain, all alike, known to both systems by business id, e-mail address
// and project number. For counting calls, time and memory; the seeded world is the one with every case.
// Invariant: every invoice's total is the sum of its rows, and its hours are on its first row.
import { toInstant } from '../../src/lib/clock.ts';
import type { HubspotState } from '../../src/sandbox/hubspot/state.ts';
import type { Row } from '../../src/sandbox/severa/row.ts';
import type { SeveraState } from '../../src/sandbox/severa/state.ts';

export interface BigSizes {
  readonly companies: number;
  readonly contacts: number;
  /** Sales cases, which are projects. */
  readonly deals: number;
  readonly hours: number;
  readonly invoices: number;
  /** So many of the invoices are the first company's. */
  readonly ofOne?: number;
}

/** What issue and product promise to carry. */
export const PROMISED: BigSizes = { companies: 10_000, contacts: 50_000, deals: 20_000, hours: 500_000, invoices: 60_000 };

type Fields = Readonly<Record<string, unknown>>;
interface Reference {
  readonly guid: string;
}

const DAY_MS = 86_400_000;
const YEARS_MS = 3 * 365 * DAY_MS;
const HOURS_OF_INVOICE = 6;
const HOUR_QUARTERS = [2, 3, 4, 6, 8, 12, 20, 30];

/** @param now ms; everything is dated into the three years before it */
export function fillSevera(state: SeveraState, sizes: BigSizes, now: number): void {
  const first = (collection: string, field: string, value: unknown): Reference => ({ guid: (state.list(collection).find((row) => row[field] === value) as Row).guid });
  const euro = first('currencies', 'code', 'EUR');
  const won = first('salesstatustypes', 'salesState', 'Won');
  const statuses = { draft: first('invoicestatuses', 'isDefault', true), sent: first('invoicestatuses', 'isWaitingPayment', true), paid: first('invoicestatuses', 'isPaid', true) };
  const mail = first('communicationtypes', 'type', 'EmailAddress');
  const workType = first('worktypes', 'isDefault', true);
  const times = spread(now);
  const put = (collection: string, row: Fields, share: number): void => void state.put(collection, { createdDateTime: times.at(share).instant, ...row }, now);

  const owner = { guid: guidOf('a', 0) };
  put('users', { guid: owner.guid, firstName: 'Aino', lastName: 'Virta', email: 'aino.virta@honkanenkonsultointi.example', isActive: true }, 0);
  const customers = references('c', sizes.companies);
  for (const [index, { guid }] of customers.entries()) {
    const headquarterAddress = { guid: guidOf('b', index) };
    put('customers', { guid, name: companyName(index), number: 1_000 + index, vatNumber: vatNumber(index), isActive: true, isInternal: false, currency: euro, owner, headquarterAddress }, index / sizes.companies);
    put('addresses', { ...headquarterAddress, city: 'Lahti', isVisitAddress: true, isPostalAddress: true, isBillingAddress: true, customer: { guid } }, index / sizes.companies);
  }
  for (let index = 0; index < sizes.contacts; index++) {
    const contact = { guid: guidOf('d', index) };
    const customer = customers[index % sizes.companies] as Reference;
    put('contactpersons', { ...contact, ...personName(index), customer, isActive: true, isDeleted: false, isEmailAllowed: true }, index / sizes.contacts);
    put('contactcommunications', { guid: guidOf('e', index), contact, communicationType: mail, value: emailOf(index), isForbiddenToUse: false }, index / sizes.contacts);
  }
  const projects = references('f', sizes.deals);
  const phases = references('1', sizes.deals);
  for (const [index, { guid }] of projects.entries()) {
    const rootPhase = phases[index] as Reference;
    const customer = customers[index % sizes.companies] as Reference;
    const about = { name: caseName(index), number: 10_000 + index, customer, currency: euro, projectOwner: owner, salesPerson: owner, isInternal: false, isClosed: false, rootPhase };
    put('projects', { guid, ...about, salesStatus: { guid: guidOf('2', index), salesStatusTypeGuid: won.guid }, expectedValue: { amount: 5_000, currencyCode: 'EUR' }, expectedOrderDate: times.at(index / sizes.deals).date, startDate: times.at(index / sizes.deals).date }, index / sizes.deals);
    put('phases', { ...rootPhase, name: caseName(index), project: { guid }, parentPhase: null }, index / sizes.deals);
  }

  const placed = putInvoices(put, sizes, { customers, projects, statuses, euro, times });
  const price = { amount: 100, currencyCode: 'EUR' };
  const unitCost = { amount: 45, currencyCode: 'EUR' };
  for (let index = 0; index < sizes.hours; index++) {
    const at = index % sizes.deals;
    const ordinal = Math.floor(index / sizes.deals);
    const on = placed(at, ordinal);
    const quantity = quantityOf(index);
    const link = on === null ? { invoice: null, invoiceRowGuid: null, invoiceQuantity: null } : { ...on, invoiceQuantity: quantity };
    const work = { phase: phases[at], project: projects[at], user: owner, workType, eventDate: times.at(index / sizes.hours).date, quantity, unitPrice: price, unitCost };
    put('workhours', { guid: guidOf('3', index), ...work, isBillable: true, billableStatus: 'Billable', isApproved: on !== null || ordinal % 2 === 0, ...link }, index / sizes.hours);
  }
}

interface Place {
  readonly invoice: Reference;
  readonly invoiceRowGuid: string;
}

interface Ledger {
  readonly customers: readonly Reference[];
  readonly projects: readonly Reference[];
  readonly statuses: Readonly<Record<'draft' | 'sent' | 'paid', Reference>>;
  readonly euro: Reference;
  readonly times: Spread;
}

/** Answers the place of a project's hour by its ordinal within the project; null while it is on no invoice. */
function putInvoices(put: (collection: string, row: Fields, share: number) => void, sizes: BigSizes, ledger: Ledger): (project: number, ordinal: number) => Place | null {
  const { projects, customers, statuses, euro, times } = ledger;
  const invoices = references('4', sizes.invoices);
  const ofOne = sizes.ofOne ?? 0;
  const places: Place[] = [];
  for (const [index, invoice] of invoices.entries()) {
    // The first company's come first; then every project has one in turn.
    const project = index < ofOne ? 0 : (index - ofOne) % sizes.deals;
    const ordinal = index < ofOne ? null : Math.floor((index - ofOne) / sizes.deals);
    const hours = ordinal === null ? [] : Array.from({ length: HOURS_OF_INVOICE }, (_, at) => (ordinal * HOURS_OF_INVOICE + at) * sizes.deals + project).filter((hour) => hour < sizes.hours);
    const quantity = hours.reduce((sum, hour) => sum + quantityOf(hour), 0);
    const share = index / sizes.invoices;
    const status = index % 50 === 49 ? 'draft' : index % 7 === 6 ? 'sent' : 'paid';
    const { date } = times.at(share);
    const row = { guid: guidOf('5', index), invoiceGuid: invoice.guid, vatRate: 25.5, hasInvoiceComment: false, code: [] };
    put('invoices', { ...invoice, ...toInvoice(quantity * 100 + 25, status === 'draft' ? null : index + 1), status: statuses[status], customer: customers[project % sizes.companies], projects: [projects[project]], currency: euro, date, dueDate: date, paymentDate: status === 'paid' ? date : null }, share);
    put('invoicerows', { ...row, rowType: 'Hours', category: 'Hours', description: 'Asiantuntijatyö', quantity, measurementUnit: 'h', unitPrice: { amount: 100, currencyCode: 'EUR' }, sortOrder: 1 }, share);
    put('invoicerows', { ...row, guid: guidOf('6', index), rowType: 'ProjectFees', category: 'ProjectFees', description: 'Laskutuslisä', quantity: 1, measurementUnit: 'kpl', unitPrice: { amount: 25, currencyCode: 'EUR' }, sortOrder: 2 }, share);
    places.push({ invoice, invoiceRowGuid: row.guid });
  }
  return (project, ordinal) => {
    const index = ofOne + Math.floor(ordinal / HOURS_OF_INVOICE) * sizes.deals + project;
    return places[index] ?? null;
  };
}

function money(amount: number): Fields {
  return { amount: Math.round(amount * 100) / 100, currencyCode: 'EUR' };
}

function toInvoice(net: number, number: number | null): Fields {
  return { number, isCreditNote: false, totalExcludingTax: money(net), totalTax: money(net * 0.255), totalIncludingTax: money(net * 1.255), workHoursTotalExcludingTax: money(net - 25), projectFeesTotalExcludingTax: money(25) };
}

/** Companies, contacts and deals as Severa has them, each with its associations. */
export function fillHubspot(state: HubspotState, sizes: BigSizes, now: number): void {
  const at = (share: number): number => now - Math.floor((1 - share) * YEARS_MS) - DAY_MS;
  state.declareProperty('companies', { name: 'business_id', label: 'Y-tunnus', type: 'string', fieldType: 'text' }, at(0));
  state.declareProperty('deals', { name: 'project_number', label: 'Projektinumero', type: 'number', fieldType: 'number' }, at(0));
  const owner = state.putOwner({ email: 'aino.virta@honkanenkonsultointi.example', firstName: 'Aino', lastName: 'Virta' }, at(0));
  const companies = Array.from({ length: sizes.companies }, (_, index) => state.put('companies', { name: companyName(index), business_id: vatNumber(index), city: 'Lahti', hubspot_owner_id: owner }, { createdAt: at(index / sizes.companies) }));
  const link = (type: 'contacts' | 'deals', id: string, index: number, createdAt: number): void => state.associate(type, id, 'companies', companies[index % sizes.companies] as string, { now: createdAt, primary: true });
  for (let index = 0; index < sizes.contacts; index++) {
    const { firstName, lastName } = personName(index);
    const createdAt = at(index / sizes.contacts);
    link('contacts', state.put('contacts', { firstname: firstName, lastname: lastName, email: emailOf(index) }, { createdAt }), index, createdAt);
  }
  for (let index = 0; index < sizes.deals; index++) {
    const createdAt = at(index / sizes.deals);
    const values = { dealname: caseName(index), project_number: 10_000 + index, pipeline: 'default', dealstage: 'closedwon', amount: 5_000, deal_currency_code: 'EUR', hubspot_owner_id: owner };
    link('deals', state.put('deals', values, { createdAt }), index, createdAt);
  }
}

interface Spread {
  /** The day of a share, 0 to 1, of the years; texts of one day are one text in memory. */
  at(share: number): { readonly date: string; readonly instant: string };
}

function spread(now: number): Spread {
  const days = Array.from({ length: YEARS_MS / DAY_MS }, (_, day) => {
    const instant = toInstant(now - YEARS_MS + day * DAY_MS);
    return { date: instant.slice(0, 10), instant };
  });
  return { at: (share) => days[Math.min(days.length - 1, Math.floor(share * days.length))] as { date: string; instant: string } };
}

function quantityOf(hour: number): number {
  return (HOUR_QUARTERS[hour % HOUR_QUARTERS.length] as number) / 4;
}

/** Not of RFC 4122, as the vendor's are not. `kind` is one hexadecimal digit. */
function guidOf(kind: string, index: number): string {
  return `${kind.repeat(8)}-0000-9000-0000-${index.toString(16).padStart(12, '0')}`;
}

function references(kind: string, count: number): Reference[] {
  return Array.from({ length: count }, (_, index) => ({ guid: guidOf(kind, index) }));
}

function companyName(index: number): string {
  return `Kivimäki ${index + 1} Oy`;
}

/** Seven digits and the check digit, as Finland gives them; every eleventh has none and is passed over. */
function vatNumber(index: number): string {
  const weights = [7, 9, 10, 5, 8, 4, 2];
  for (let digits = 1_000_000 + index * 2; ; digits += 1) {
    const sum = weights.reduce((total, weight, at) => total + weight * Number(String(digits)[at]), 0);
    if (sum % 11 !== 1) return `FI${digits}${(11 - (sum % 11)) % 11}`;
  }
}

function personName(index: number): { readonly firstName: string; readonly lastName: string } {
  return { firstName: 'Aino', lastName: `Virta-${index + 1}` };
}

function emailOf(index: number): string {
  return `aino.${index + 1}@kivimaki.example`;
}

function caseName(index: number): string {
  return `Kehitystyö ${index + 1}`;
}
