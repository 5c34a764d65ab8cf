// The entities of the simulated world: what each vendor calls them, which fields are followed, which a vendor has no place for,
// and what a vendor changes by itself. Invariant: written down from the vendors' own rules, never taken from a connector, so
// that a mistake there is seen as one.
import { account } from '../../../src/entities/account.ts';
import { contact } from '../../../src/entities/contact.ts';
import type { Entity } from '../../../src/entities/entity.ts';
import { salesCase } from '../../../src/entities/sales-case.ts';
import { comparable } from '../../../src/core/normalise/comparable.ts';
import type { EntityName, FieldName, RemoteSide, Value } from '../../../src/core/vocabulary.ts';

export const ENTITIES = ['account', 'contact', 'salesCase'] as const;
export type Kind = (typeof ENTITIES)[number];

export interface Ref {
  readonly side: RemoteSide;
  readonly kind: Kind;
  readonly id: string;
}

export const definitions: Readonly<Record<Kind, Entity>> = { account, contact, salesCase };
export const COLLECTIONS = { account: 'customers', contact: 'contactpersons', salesCase: 'projects' } as const;
export const TYPES = { account: 'companies', contact: 'contacts', salesCase: 'deals' } as const;

export function keyOf({ side, kind, id }: Ref): string {
  return `${side}:${kind}:${id}`;
}

export function refOf(key: string): Ref {
  const [side, kind, ...id] = key.split(':');
  return { side: side as RemoteSide, kind: kind as Kind, id: id.join(':') };
}

export function kindOf(entity: EntityName): Kind {
  const kind = ENTITIES.find((one) => one === entity);
  if (kind === undefined) throw new RangeError(`nobody simulates ${entity}`);
  return kind;
}

/** Field → the property of HubSpot that holds it; null: an association. */
export const PROPERTIES: Readonly<Record<Kind, Readonly<Record<FieldName, string | null>>>> = {
  account: {
    name: 'name', businessId: 'business_id', number: 'sauma_number', active: 'sauma_active', website: 'website', domain: 'domain', email: 'sauma_email',
    owner: 'hubspot_owner_id', industry: 'sauma_industry', lifecycle: 'lifecyclestage', employees: 'numberofemployees', annualRevenue: 'annualrevenue', notes: 'description',
    paymentTerm: 'sauma_payment_term', phone: 'phone', street: 'address', postalCode: 'zip', city: 'city', country: 'country', segments: 'sauma_segments',
  },
  contact: {
    firstName: 'firstname', lastName: 'lastname', jobTitle: 'jobtitle', role: 'sauma_role', language: 'sauma_language', active: 'sauma_active', owner: 'hubspot_owner_id',
    lifecycle: 'lifecyclestage', notes: 'sauma_notes', emails: 'email', phones: 'phone', optOuts: 'hs_email_optout', account: null, otherAccounts: null,
  },
  salesCase: {
    name: 'dealname', number: 'sauma_number', stage: 'dealstage', state: 'dealstage', value: 'amount', probability: 'hs_deal_stage_probability', expectedOrderDate: 'closedate',
    owner: 'hubspot_owner_id', leadSource: 'sauma_lead_source', startDate: 'sauma_start_date', deadline: 'sauma_deadline', internal: 'sauma_internal', closed: 'sauma_closed',
    notes: 'description', account: null, contacts: null,
  },
};

export const TRACKED: Readonly<Record<Kind, readonly FieldName[]>> = {
  account: Object.keys(PROPERTIES.account),
  contact: Object.keys(PROPERTIES.contact),
  salesCase: Object.keys(PROPERTIES.salesCase),
};

/** Fields that a vendor keeps nowhere, or never lets us write. */
const PLACELESS: Readonly<Record<RemoteSide, Readonly<Record<Kind, readonly FieldName[]>>>> = {
  psa: { account: ['number', 'domain', 'lifecycle'], contact: ['otherAccounts', 'owner', 'lifecycle'], salesCase: ['number', 'state'] },
  crm: { account: ['lifecycle'], contact: ['lifecycle'], salesCase: ['probability', 'state'] },
};

export function hasPlace(side: RemoteSide, kind: Kind, field: FieldName): boolean {
  return !PLACELESS[side][kind].includes(field);
}

/** Rows of their own below the record: they have their own time stamps, and no look at the record shows them. */
const BELOW: Readonly<Record<string, readonly FieldName[]>> = {
  'psa:account': ['phone', 'street', 'postalCode', 'city', 'country', 'segments'],
  'psa:contact': ['emails', 'phones', 'optOuts'],
  'crm:contact': ['otherAccounts'],
  'crm:salesCase': ['contacts'],
};

export function isBelow(side: RemoteSide, kind: Kind, field: FieldName): boolean {
  return BELOW[`${side}:${kind}`]?.includes(field) ?? false;
}

/** Field → what it follows from: a change of ours to one of these may move it without our asking. */
const FOLLOWS: Readonly<Record<string, Readonly<Record<FieldName, readonly FieldName[]>>>> = {
  'psa:account': { domain: ['website'], number: [] },
  'crm:account': { domain: ['website'] },
  'psa:contact': { optOuts: ['emails'] },
  'crm:contact': { optOuts: ['emails'], account: ['otherAccounts'], otherAccounts: ['account'] },
  // Winning sets the probability and the order date, losing closes the project.
  'psa:salesCase': { state: ['stage'], probability: ['stage'], expectedOrderDate: ['stage'], closed: ['stage'], number: [] },
  'crm:salesCase': { state: ['stage'], probability: ['stage'], expectedOrderDate: ['stage'] },
};

export function followsFrom(side: RemoteSide, kind: Kind, field: FieldName): readonly FieldName[] | null {
  return FOLLOWS[`${side}:${kind}`]?.[field] ?? null;
}

/** Fields that move together on some side. */
const FAMILIES: readonly (readonly FieldName[])[] = [['website', 'domain'], ['emails', 'optOuts'], ['account', 'otherAccounts'], ['stage', 'state', 'probability', 'expectedOrderDate', 'closed']];

export function familyOf(field: FieldName): readonly FieldName[] {
  return FAMILIES.find((family) => family.includes(field)) ?? [field];
}

export function targetOf(kind: Kind, field: FieldName): Kind | null {
  const target = definitions[kind].fields.get(field)?.target ?? null;
  return target === null ? null : kindOf(target);
}

const texts = new Map<string, string>();

/** One text per value, equal exactly when a person would call the values the same. */
export function spelled(kind: Kind, field: FieldName, value: Value | undefined): string {
  const how = definitions[kind].fields.get(field)?.compare ?? 'exact';
  const key = `${how} ${JSON.stringify(value ?? null)}`;
  let text = texts.get(key);
  if (text === undefined) {
    if (texts.size > 50_000) texts.clear();
    text = comparable(how, Array.isArray(value) && value.length === 0 ? null : (value ?? null));
    texts.set(key, text);
  }
  return text;
}
