// Home of where an account's fields live in a HubSpot company, one line per field. Invariant: a property of ours begins
// with `sauma_` and is made by `prepare`; every other name is HubSpot's own or the customer's.
import type { FieldName } from '../../core/vocabulary.ts';
import { account } from '../../entities/account.ts';
import type { CustomFieldMap } from '../options.ts';
import { codecOfKind, codecs } from './codecs.ts';
import type { Codec } from './codecs.ts';

export interface MappedField {
  readonly field: FieldName;
  /** Names in order of preference; the last one is made when none exists and `make` is true. */
  readonly candidates: readonly string[];
  readonly codec: Codec;
  readonly make: boolean;
  readonly label: string;
  /** The registry whose items are the options; null for free values. */
  readonly registry: string | null;
}

/** Raise it when a line or a codec changes what a value looks like. */
export const MAP_VERSION = '1';
export const PROPERTY_GROUP = 'sauma';
/** Carries our key of a create: unique, so that a create is never carried out twice. */
export const KEY_PROPERTY = 'sauma_key';
export const MERGED_IDS = 'hs_merged_object_ids';
export const UPDATED_BY = 'hs_updated_by_user_id';

export const DEFAULT_BUSINESS_ID_PROPERTIES = ['business_id', 'businessid', 'y_tunnus', 'ytunnus', 'vat_number'] as const;

type Line = readonly [codec: Codec, property: string | readonly string[] | null];

function lines(businessIdProperties: readonly string[]): Readonly<Record<FieldName, Line>> {
  return {
    name: [codecs.text, 'name'],
    businessId: [codecs.text, businessIdProperties],
    number: [codecs.number, null],
    active: [codecs.bool, null],
    website: [codecs.text, 'website'],
    domain: [codecs.domain, 'domain'],
    email: [codecs.text, null],
    phone: [codecs.text, 'phone'],
    street: [codecs.text, 'address'],
    postalCode: [codecs.text, 'zip'],
    city: [codecs.text, 'city'],
    country: [codecs.country, 'country'],
    owner: [codecs.owner, 'hubspot_owner_id'],
    industry: [codecs.choice, null],
    segments: [codecs.set, null],
    employees: [codecs.number, 'numberofemployees'],
    annualRevenue: [codecs.money, 'annualrevenue'],
    notes: [codecs.longText, 'description'],
    // Codes, not choices: every code is a good value, so no options are kept.
    language: [codecs.text, null],
    currency: [codecs.text, null],
    vat: [codecs.choice, null],
    paymentTerm: [codecs.number, null],
    overdueInterest: [codecs.number, null],
    eInvoiceAddress: [codecs.text, null],
    eInvoiceOperator: [codecs.text, null],
    unitNumber: [codecs.text, null],
    registrationNumber: [codecs.text, null],
    invoiceTemplate: [codecs.text, null],
    priceList: [codecs.text, null],
  };
}

/** Every field of an account with its property, and the workspace's own fields. */
export function mapAccount(businessIdProperties: readonly string[], customFields: readonly CustomFieldMap[]): readonly MappedField[] {
  const standard = Object.entries(lines(businessIdProperties)).map(([field, [codec, property]]): MappedField => {
    const definition = account.fields.get(field);
    const ours = `sauma_${field.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)}`;
    const adopted = typeof property === 'string' ? [property] : [...(property ?? []), ours];
    const registry = codec === codecs.choice || codec === codecs.set ? (definition?.registry ?? null) : null;
    return { field, candidates: adopted, codec, make: typeof property !== 'string', label: definition?.label.en ?? field, registry };
  });
  const custom = customFields.map(({ field, name }): MappedField => {
    const free = field.kind === 'choice' && field.registry === null;
    const codec: Codec = free ? codecs.text : codecOfKind[field.kind];
    const registry = codec.type === 'enumeration' && codec !== codecs.owner ? field.registry : null;
    return { field: field.name, candidates: [name], codec, make: true, label: field.label.en, registry };
  });
  return [...standard, ...custom];
}
