// Home of what a test or a demo may choose about the sandboxed account. Invariant: everything the reference only guesses
// is an option here with a default, and a setting never has a second home.
import type { FaultPlan } from '../faults.ts';
import type { Random } from '../../lib/random.ts';

export type Tier = 'free' | 'pro' | 'enterprise' | 'marketplace';

/** Which of HubSpot's own automations are on; each makes changes the integration did not ask for. */
interface Automations {
  /** A new deal moves its contacts and companies forward to opportunity, a won one to customer. */
  readonly dealLifecycle: boolean;
  /** A company's stage moves its contacts forward to the same stage. */
  readonly companyStageToContacts: boolean;
  /** A new contact's e-mail domain makes or finds a company, which becomes its primary one. */
  readonly companyFromEmailDomain: boolean;
}

/** A rule an admin has set; enforced on dated paths only. */
interface RequiredRule {
  readonly objectType: string;
  /** Only when this property has this value; null: always, on create. */
  readonly when: { readonly property: string; readonly equals: string } | null;
  readonly require: readonly string[];
}

export interface WebhookOptions {
  /** From the change to the delivery, in ms. */
  readonly delayMs: number;
  /** Chance that an event is delivered a second time. */
  readonly duplicateChance: number;
  /** Deliver the events of a batch in random order. */
  readonly reorder: boolean;
  /** How many times each delivery comes again with a higher attempt number, `retryAfterMs` apart. */
  readonly retries: number;
  readonly retryAfterMs: number;
}

export interface HubspotOptions {
  /** The service key or private app token, `pat-...`. */
  readonly token: string;
  readonly appId: string;
  readonly portalId: string;
  readonly clientId: string;
  /** OAuth secret, which also signs webhooks. */
  readonly clientSecret: string;
  readonly random: Random;
  /** Scopes of the token and the most an OAuth install may get. Default: all that the routes know. */
  readonly scopes?: readonly string[];
  readonly tier?: Tier;
  /** The API limit increase has been bought: 250 per ten seconds and a million more a day. */
  readonly limitIncrease?: boolean;
  /** What the account's other apps leave of the day; null: the tier's own limit. */
  readonly dailyMax?: number | null;
  /** With false there are no limits and no rate headers at all. */
  readonly quota?: boolean;
  readonly faults?: FaultPlan;
  readonly timeZone?: string;
  readonly companyCurrency?: string;
  readonly additionalCurrencies?: readonly string[];
  /** From a change to its place in the search index; the jitter is added at random per change, so order may differ. */
  readonly searchLagMs?: number;
  readonly searchJitterMs?: number;
  /** Results of batch calls come in random order. */
  readonly shuffle?: boolean;
  /** Beta "Primary ID Preservation": a merge keeps the primary's id. */
  readonly preservePrimaryId?: boolean;
  readonly lifecycleOnCreate?: Readonly<Record<string, string>>;
  readonly automations?: Partial<Automations>;
  readonly requiredRules?: readonly RequiredRule[];
  readonly webhooks?: Partial<WebhookOptions>;
  /** Rules on consent: a legal basis must come with every subscription change. */
  readonly dataPrivacy?: boolean;
  /** Marketing Hub Enterprise: the batch endpoints of communication preferences answer. */
  readonly marketingEnterprise?: boolean;
  /** `companies.some_property`: archiving such a property is refused. */
  readonly propertiesInUse?: readonly string[];
  /** [guess] A missing id in batch/update without trace ids fails its row (207) or refuses the batch. */
  readonly missingIdUpdate?: 'row' | 'refuse';
  /** [guess] Upserts by e-mail may succeed in part when every input has a trace id. */
  readonly partialEmailUpsert?: boolean;
  /** [guess] The first company of a contact or deal becomes its primary one by itself. */
  readonly firstCompanyBecomesPrimary?: boolean;
  /** [guess] Setting labels without Primary removes Primary. */
  readonly labelsReplacePrimary?: boolean;
  /** [guess] A changed association bumps the last-modified date of contacts, companies and deals. */
  readonly associationTouchesModified?: boolean;
  /** [guess] Entering a closed stage sets an empty close date. */
  readonly autoCloseDate?: boolean;
  /** [guess] A company's domain is stored in lower case without protocol, `www.` and path. */
  readonly normaliseDomain?: boolean;
  /** [guess] NEQ, NOT_IN and NOT_CONTAINS_TOKEN also match records without a value. */
  readonly negationMatchesEmpty?: boolean;
  /** [guess] Key of line items in inline associations. */
  readonly lineItemsKey?: 'line_items' | 'line items';
  /** [guess] Deals have the property `hs_primary_associated_company`; without it only the association's label tells. */
  readonly dealsNameTheirCompany?: boolean;
  /** [guess] A permanent deletion finds a contact that lies in the recycle bin; else it answers 404. */
  readonly gdprDeleteReachesBin?: boolean;
  /** [guess] Category of the 401 for an expired OAuth token. */
  readonly expiredCategory?: 'EXPIRED_AUTHENTICATION' | 'INVALID_AUTHENTICATION';
  /** [guess] Longest URL (path and query, characters) that is not answered with 414. */
  readonly urlMax?: number;
}

export type Settings = Required<Omit<HubspotOptions, 'faults' | 'automations' | 'webhooks'>> & {
  readonly automations: Automations;
  readonly webhooks: WebhookOptions;
};

export function settingsOf(options: HubspotOptions, allScopes: readonly string[]): Settings {
  const given = Object.fromEntries(Object.entries(options).filter(([name, value]) => name !== 'faults' && value !== undefined)) as Omit<HubspotOptions, 'faults'>;
  const tier = options.tier ?? 'pro';
  return {
    scopes: allScopes,
    tier,
    limitIncrease: false,
    dailyMax: null,
    quota: true,
    timeZone: 'Europe/Helsinki',
    companyCurrency: 'EUR',
    additionalCurrencies: ['SEK', 'USD'],
    searchLagMs: 10_000,
    searchJitterMs: 0,
    shuffle: true,
    preservePrimaryId: false,
    lifecycleOnCreate: { contacts: 'lead' },
    requiredRules: [],
    dataPrivacy: false,
    marketingEnterprise: tier === 'enterprise',
    propertiesInUse: [],
    missingIdUpdate: 'row',
    partialEmailUpsert: false,
    firstCompanyBecomesPrimary: true,
    labelsReplacePrimary: true,
    associationTouchesModified: true,
    autoCloseDate: true,
    normaliseDomain: true,
    negationMatchesEmpty: false,
    lineItemsKey: 'line items',
    dealsNameTheirCompany: true,
    gdprDeleteReachesBin: true,
    expiredCategory: 'EXPIRED_AUTHENTICATION',
    urlMax: 8_192,
    ...given,
    automations: { dealLifecycle: false, companyStageToContacts: false, companyFromEmailDomain: false, ...options.automations },
    webhooks: { delayMs: 1_000, duplicateChance: 0, reorder: false, retries: 0, retryAfterMs: 60_000, ...options.webhooks },
  };
}
