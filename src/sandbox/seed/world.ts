// What a seeded world is: one invented consultancy's customers, people, sales and billing, and how each of them looks in
// the PSA and in the CRM. Plain data that no vendor's field names leak into; the populate files translate.
// Invariant: everything about the account number n depends on the seed and n only, so a bigger world of the same seed
// begins with the smaller one (the expected matches alone look at all accounts).

import type { CurrencyCode, WorldMoney } from './money.ts';
import type { WorldDelivery } from './world-delivery.ts';
import type { WorldEngagement } from './world-engagement.ts';

export type Presence = 'both' | 'psa' | 'crm';

/** The rule by which a matcher should find the counterpart; `name` only proposes, `ambiguous` waits for a person. */
export type ExpectedMatch = 'business-id' | 'domain' | 'name' | 'none' | 'ambiguous';

/**
 * The same for people. `full-name` only proposes; a `part` is one more PSA contact of a person whose main contact is another
 * (the first of them, where the CRM does not tell which);
 * behind a `shared-email` stand several people, no other rule finds them, and they wait as `ambiguous` ones do.
 */
export type ExpectedContactMatch = 'email' | 'person' | 'full-name' | 'part' | 'shared-email' | 'ambiguous' | 'none';

/** The same for sales cases: by project number, by name and value, by the `title` alone, which only proposes. */
export type ExpectedCaseMatch = 'number' | 'deal' | 'title' | 'ambiguous' | 'none';

/** What is wrong with a record, as things go wrong in real registers. */
export type Dirt =
  | 'duplicate-business-id'
  | 'duplicate-domain'
  | 'duplicate-name'
  | 'missing-business-id'
  | 'invalid-business-id'
  | 'free-mail-domain'
  | 'trailing-space'
  | 'renamed'
  | 'inactive'
  | 'internal';

export interface WorldUser {
  readonly key: string;
  readonly firstName: string;
  readonly lastName: string;
  readonly title: string;
  readonly phone: string;
  readonly psa: { readonly email: string; readonly isActive: boolean } | null;
  /** Archived: the owner left, records still name them. */
  readonly crm: { readonly email: string; readonly isArchived: boolean } | null;
}

export interface WorldAddress {
  readonly addressline: string;
  readonly postalCode: string;
  readonly city: string;
  /** ISO 3166-1 alpha-2. */
  readonly countryCode: string;
  readonly phone: string | null;
}

export interface PsaAccount {
  readonly number: number;
  readonly name: string;
  readonly isActive: boolean;
  readonly isInternal: boolean;
  readonly notes: string | null;
  readonly email: string | null;
  readonly website: string | null;
  readonly vatNumber: string | null;
  /** The register number of a company outside Finland, where it differs from the VAT number. */
  readonly registerNumber: string | null;
  readonly numberOfEmployees: number | null;
  /** Whole units of the account's currency. */
  readonly annualRevenue: number | null;
  readonly languageCode: string;
  readonly currency: CurrencyCode;
  readonly ownerKey: string;
  readonly industryKey: string | null;
  readonly segmentKeys: readonly string[];
  readonly headquarters: WorldAddress;
  readonly billingAddress: WorldAddress | null;
  readonly paymentTermDays: number;
  readonly overdueInterest: number;
  readonly eInvoiceAddress: string | null;
  readonly eInvoiceOperator: string | null;
  /** The value of the one custom property, a frame contract's number. */
  readonly contractNumber: string | null;
  readonly createdAt: number;
  /** Null: never touched since it was made. */
  readonly updatedAt: number | null;
}

export interface CrmAccount {
  readonly name: string;
  readonly domain: string | null;
  readonly website: string | null;
  readonly businessId: string | null;
  readonly phone: string | null;
  readonly address: string | null;
  readonly city: string | null;
  readonly zip: string | null;
  readonly country: string | null;
  /** A value of HubSpot's own industry list. */
  readonly industry: string | null;
  readonly numberOfEmployees: number | null;
  readonly annualRevenue: number | null;
  readonly ownerKey: string | null;
  readonly description: string | null;
  readonly lifecycleStage: string;
  readonly createdAt: number;
  readonly updatedAt: number;
}

interface WorldEmail {
  readonly address: string;
  readonly isForbiddenToUse: boolean;
}

export interface PsaContact {
  readonly firstName: string;
  readonly lastName: string;
  readonly jobTitle: string | null;
  readonly isActive: boolean;
  readonly isEmailAllowed: boolean;
  readonly roleKey: string | null;
  readonly languageCode: string | null;
  readonly emails: readonly WorldEmail[];
  readonly phones: readonly { readonly value: string; readonly kind: 'Phone' | 'MobilePhone' }[];
  readonly createdAt: number;
}

export interface CrmContact {
  readonly firstName: string | null;
  readonly lastName: string | null;
  /** Unique in the world, compared in lower case, as the CRM demands. */
  readonly email: string | null;
  /** Addresses beside it, as unique as it is; lower case. */
  readonly additionalEmails: readonly string[];
  /** The person has unsubscribed from everything at `email`. */
  readonly isOptedOut: boolean;
  readonly phone: string | null;
  readonly mobilePhone: string | null;
  readonly jobTitle: string | null;
  readonly lifecycleStage: string;
  readonly ownerKey: string | null;
  /** False: nobody linked the person to the company. */
  readonly hasCompany: boolean;
  /** A second company the person works for, beside the primary one. */
  readonly otherAccountKey: string | null;
  readonly createdAt: number;
}

export interface WorldContact {
  readonly key: string;
  readonly match: ExpectedContactMatch;
  readonly psa: PsaContact | null;
  readonly crm: CrmContact | null;
}

export interface PsaSalesCase {
  readonly number: number;
  readonly name: string;
  readonly stageKey: string;
  readonly probability: number;
  readonly expectedValue: WorldMoney;
  /** Plain date. */
  readonly expectedOrderDate: string;
  readonly startDate: string | null;
  readonly deadline: string | null;
  readonly isClosed: boolean;
  readonly isInternal: boolean;
  readonly ownerKey: string;
  readonly salesPersonKey: string;
  readonly leadSourceKey: string | null;
  readonly projectStatusKey: string | null;
  readonly contactKey: string | null;
  readonly createdAt: number;
}

export interface CrmDeal {
  readonly name: string;
  /** The PSA's number of it, where a salesperson typed it. */
  readonly projectNumber: number | null;
  readonly stageKey: string;
  readonly value: WorldMoney | null;
  readonly closeDate: string | null;
  readonly ownerKey: string | null;
  readonly contactKeys: readonly string[];
  /** False: nobody linked the deal to its company. */
  readonly hasCompany: boolean;
  /** A second company on the deal, beside the primary one. */
  readonly otherAccountKey: string | null;
  readonly createdAt: number;
}

export interface WorldSalesCase {
  readonly key: string;
  readonly match: ExpectedCaseMatch;
  readonly psa: PsaSalesCase | null;
  readonly crm: CrmDeal | null;
}

export interface WorldAccount {
  readonly key: string;
  readonly presence: Presence;
  readonly match: ExpectedMatch;
  readonly dirt: readonly Dirt[];
  /** The account this one is a second copy of, in one and the same system. */
  readonly duplicateOf: string | null;
  readonly psa: PsaAccount | null;
  readonly crm: CrmAccount | null;
  readonly contacts: readonly WorldContact[];
  readonly salesCases: readonly WorldSalesCase[];
}

export interface World {
  readonly seed: number;
  /** The moment (ms) the whole world is dated back from. */
  readonly now: number;
  readonly users: readonly WorldUser[];
  readonly accounts: readonly WorldAccount[];
  /** Phases, hours, fees, expenses, proposals and invoices of one account; made anew on each call, always the same. */
  delivery(account: WorldAccount): WorldDelivery;
  /** How the CRM came to know an account's people, and every time somebody was in touch; made as the delivery is. */
  engagement(account: WorldAccount): WorldEngagement;
}
