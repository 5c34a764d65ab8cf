// The seeded world put into the Severa sandbox as a person's years of work would have left it: staff, customers with their
// addresses, segments and custom values, contacts with their communications, sales cases, and the delivery's work and bills.
// Invariant: guids come from the seed and the world's keys, and every row is dated as the world dates it.

import { toInstant } from '../../lib/clock.ts';
import type { PsaAccount, PsaContact, PsaSalesCase, World, WorldAccount, WorldAddress } from '../seed/world.ts';
import { populateDelivery } from './populate-delivery.ts';
import { populateInvoices } from './populate-invoices.ts';
import { salesCaseRow, stageHistory } from './populate-sales-case.ts';
import { createTarget } from './populate-target.ts';
import type { Target } from './populate-target.ts';
import type { SeveraState } from './state.ts';

type Fields = Readonly<Record<string, unknown>>;

interface SeveraPopulation {
  /** False leaves out hours, fees, expenses, proposals and invoices, most of the rows by far. */
  readonly delivery?: boolean;
}

export function populateSevera(state: Pick<SeveraState, 'put' | 'list' | 'facts'>, world: World, population: SeveraPopulation = {}): void {
  const target = createTarget(state, world);
  putUsers(target);
  const invoices = [];
  for (const account of world.accounts) {
    if (account.psa === null) continue;
    putCustomer(target, account, account.psa);
    for (const { key, psa } of account.contacts) if (psa !== null) putContact(target, account, key, psa);
    for (const { key, psa } of account.salesCases) if (psa !== null) putSalesCase(target, account, key, psa);
    if (population.delivery !== false) invoices.push(...populateDelivery(target, account));
  }
  populateInvoices(target, invoices);
}

function putUsers(target: Target): void {
  for (const { key, firstName, lastName, title, phone, psa } of target.world.users) {
    if (psa === null) continue;
    const initials = `${firstName.slice(0, 2)}${lastName.slice(0, 2)}`.toUpperCase();
    const row = { firstName, lastName, title, phone, email: psa.email, isActive: psa.isActive, code: initials, userType: 'FullUser' };
    target.put('users', { guid: target.guid(key), ...row, businessUnit: { guid: target.registry('businessunits', 'main') } }, target.world.now - 2_900 * 86_400_000);
  }
}

function putCustomer(target: Target, account: WorldAccount, psa: PsaAccount): void {
  const { registry } = target;
  const guid = target.guid(account.key);
  const headquarters = target.guid(`${account.key}/headquarters`);
  const row = {
    name: psa.name, number: psa.number, isActive: psa.isActive, isInternal: psa.isInternal, notes: psa.notes, email: psa.email, website: psa.website,
    vatNumber: psa.vatNumber, kvkNumber: psa.registerNumber, numberOfEmployees: psa.numberOfEmployees, annualRevenue: psa.annualRevenue,
    paymentTerm: psa.paymentTermDays, overdueInterest: psa.overdueInterest, eInvoiceAddress: psa.eInvoiceAddress, eInvoiceOperator: psa.eInvoiceOperator,
    organizationUnitNumber: null,
  };
  const references = {
    language: { guid: registry('localization/languages', psa.languageCode) },
    currency: { guid: registry('currencies', psa.currency) },
    owner: { guid: target.guid(psa.ownerKey) },
    industry: psa.industryKey === null ? null : { guid: registry('industries', psa.industryKey) },
    headquarterAddress: { guid: headquarters },
  };
  target.put('customers', { guid, ...row, ...references }, psa.createdAt, psa.updatedAt);
  target.put('addresses', { guid: headquarters, ...addressFields(target, psa.headquarters), isVisitAddress: true, isPostalAddress: true, isBillingAddress: psa.billingAddress === null, customer: { guid } }, psa.createdAt);
  if (psa.billingAddress !== null) {
    target.put('addresses', { guid: target.guid(`${account.key}/billing`), ...addressFields(target, psa.billingAddress), isVisitAddress: false, isPostalAddress: false, isBillingAddress: true, customer: { guid } }, psa.createdAt);
  }
  for (const segment of psa.segmentKeys) {
    target.put('customermarketsegments', { guid: target.guid(`${account.key}/segment/${segment}`), customer: { guid }, marketSegment: { guid: registry('marketsegments', segment) } }, psa.createdAt);
  }
  if (psa.contractNumber !== null) {
    const value = { customerGuid: guid, customProperty: { guid: registry('customers/customproperties', 'contractNumber') }, value: psa.contractNumber };
    target.put('customers/customvalues', { guid: target.guid(`${account.key}/contract`), ...value }, psa.createdAt);
  }
}

function addressFields(target: Target, address: WorldAddress): Fields {
  const { addressline, postalCode, city, phone, countryCode } = address;
  return { addressline, postalCode, city, phone, country: { guid: target.registry('localization/countries', countryCode) } };
}

function putContact(target: Target, account: WorldAccount, key: string, psa: PsaContact): void {
  const { registry } = target;
  const guid = target.guid(key);
  const row = {
    firstName: psa.firstName, lastName: psa.lastName, jobTitle: psa.jobTitle, isActive: psa.isActive, isEmailAllowed: psa.isEmailAllowed, isDeleted: false,
    customer: { guid: target.guid(account.key) },
    addressGuid: target.guid(`${account.key}/headquarters`),
    role: psa.roleKey === null ? null : { guid: registry('contactroles', psa.roleKey) },
    language: psa.languageCode === null ? null : { guid: registry('localization/languages', psa.languageCode) },
  };
  target.put('contactpersons', { guid, ...row }, psa.createdAt);
  const communicate = (ordinal: string, kind: string, value: string, isForbiddenToUse: boolean): void => {
    const communication = { value, isForbiddenToUse, contact: { guid }, communicationType: { guid: registry('communicationtypes', kind) } };
    target.put('contactcommunications', { guid: target.guid(`${key}/${ordinal}`), ...communication }, psa.createdAt);
  };
  for (const [index, { address, isForbiddenToUse }] of psa.emails.entries()) communicate(`email-${index}`, 'EmailAddress', address, isForbiddenToUse);
  for (const [index, { value, kind }] of psa.phones.entries()) communicate(`phone-${index}`, kind, value, false);
}

function putSalesCase(target: Target, account: WorldAccount, key: string, psa: PsaSalesCase): void {
  const guid = target.guid(key);
  const rootPhase = target.guid(`${key}/root-phase`);
  const status = target.guid(`${key}/sales-status`);
  const statusType = target.registry('salesstatustypes', psa.stageKey);
  target.put('projects', { guid, ...salesCaseRow(target, account, psa), rootPhase: { guid: rootPhase }, salesStatus: { guid: status, salesStatusTypeGuid: statusType } }, psa.createdAt);
  target.put('phases', { guid: rootPhase, name: psa.name, project: { guid }, parentPhase: null, startDate: psa.startDate, deadline: psa.deadline, isCompleted: psa.isClosed }, psa.createdAt);
  for (const { stageKey, at, isLast } of stageHistory(psa, target.world.now)) {
    const entry = { salesStatusType: { guid: target.registry('salesstatustypes', stageKey) }, project: { guid }, timeStamp: toInstant(at) };
    target.put('salesstatushistory', { guid: isLast ? status : target.guid(`${key}/sales-status/${stageKey}`), ...entry }, at);
  }
}
