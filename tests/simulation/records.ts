// What a record of either vendor truly shows, read from the sandbox's own rows by a map of our own, so that a mistake in a
// connector's map is seen as one. Invariant: values are canonical, hence comparable across the sides.
import { account } from '../../src/entities/account.ts';
import { comparable } from '../../src/core/normalise/comparable.ts';
import { hostOf } from '../../src/core/normalise/url.ts';
import { makeSet } from '../../src/core/value.ts';
import type { FieldName, Fields, Value } from '../../src/core/vocabulary.ts';
import type { HubspotModel } from '../../src/sandbox/hubspot/model.ts';
import type { SeveraModel } from '../../src/sandbox/severa/model.ts';
import { COUNTRIES } from './registers.ts';
import type { Registers } from './registers.ts';

type Row = Readonly<Record<string, unknown>>;

const text = (value: unknown): Value => (typeof value === 'string' && value.trim() !== '' ? value.trim() : null);
const guidOf = (value: unknown): string => (value as { readonly guid?: string } | null | undefined)?.guid ?? '';

export function psaFields(model: SeveraModel, registers: Registers, row: Row): Fields {
  const guid = String(row['guid']);
  const addresses = model.state.list('addresses').filter((address) => guidOf(address['customer']) === guid);
  const main = addresses.find((address) => address.guid === guidOf(row['headquarterAddress'])) ?? addresses[0];
  const links = model.state.list('customermarketsegments').filter((link) => guidOf(link['customer']) === guid);
  const website = text(row['website']);
  const country = registers.countries.get(guidOf(main?.['country']));
  return {
    name: text(row['name']),
    businessId: text(row['vatNumber']),
    number: row['number'] as number,
    active: row['isActive'] as boolean,
    website,
    domain: typeof website === 'string' ? hostOf(website) : null,
    email: text(row['email']),
    owner: registers.psaOwners.get(guidOf(row['owner'])) ?? null,
    industry: guidOf(row['industry']) || null,
    employees: (row['numberOfEmployees'] as number | null) ?? null,
    annualRevenue: typeof row['annualRevenue'] === 'number' ? { amount: String(row['annualRevenue']), currency: 'EUR' } : null,
    notes: text(row['notes']),
    paymentTerm: (row['paymentTerm'] as number | null) ?? null,
    phone: text(main?.['phone']),
    street: text(main?.['addressline']),
    postalCode: text(main?.['postalCode']),
    city: text(main?.['city']),
    country: country ?? null,
    segments: makeSet(links.map((link) => ({ key: guidOf(link['marketSegment']) }))),
  };
}

/** Severa keeps these in rows of their own below the customer: they have their own time stamps and come with calls of their own. */
export const BELOW_CUSTOMER: ReadonlySet<FieldName> = new Set(['phone', 'street', 'postalCode', 'city', 'country', 'segments']);

/** Field → company property. */
export const CRM_PROPERTIES: Readonly<Record<FieldName, string>> = {
  name: 'name', businessId: 'business_id', number: 'sauma_number', active: 'sauma_active', website: 'website', domain: 'domain',
  email: 'sauma_email', owner: 'hubspot_owner_id', industry: 'sauma_industry', employees: 'numberofemployees', annualRevenue: 'annualrevenue',
  notes: 'description', paymentTerm: 'sauma_payment_term', phone: 'phone', street: 'address', postalCode: 'zip', city: 'city',
  country: 'country', segments: 'sauma_segments',
};

export function crmFields(registers: Registers, properties: Readonly<Record<string, string>>): Fields {
  return Object.fromEntries(Object.entries(CRM_PROPERTIES).map(([field, property]) => [field, crmValue(registers, field, properties[property] ?? '')]));
}

function crmValue(registers: Registers, field: FieldName, raw: string): Value {
  if (field === 'segments') return makeSet(raw.split(';').filter(Boolean).map((key) => ({ key })));
  if (raw.trim() === '') return null;
  if (field === 'number' || field === 'employees' || field === 'paymentTerm') return Number(raw);
  if (field === 'active') return raw === 'true';
  if (field === 'annualRevenue') return { amount: String(Number(raw)), currency: 'EUR' };
  if (field === 'owner') return registers.crmOwners.get(raw) ?? null;
  if (field === 'country') return COUNTRIES.find(({ code, local, english }) => [code, local, english].some((name) => name === raw.trim()))?.code ?? raw.trim();
  return raw.trim();
}

export function crmFieldsOf(model: HubspotModel, registers: Registers, id: string): Fields | null {
  const record = model.state.get('companies', id);
  return record === null || record.archived ? null : crmFields(registers, record.properties);
}

/** One text per value, equal exactly when a person would call the values the same. */
export function spelled(field: FieldName, value: Value | undefined): string {
  return comparable(account.fields.get(field)?.compare ?? 'exact', value ?? null);
}
