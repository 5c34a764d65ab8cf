// Home of HubSpot's part in forgetting a person, put together. What it cannot do is said: the history of a property keeps what a text said
// before, for as long as its record stands, and no call takes that away. Invariant: the list of a contact's properties, which an account may make
// more of, is read about once an hour, by whoever needs it first; without the right to it the standard ones are asked for.
import type { EntityName } from '../../../core/vocabulary.ts';
import { AccessError } from '../../../lib/errors.ts';
import type { Clock } from '../../../lib/clock.ts';
import type { RegistryItem } from '../../connector.ts';
import type { Http } from '../../http.ts';
import type { CustomFieldMap, RegistryCache } from '../../options.ts';
import type { Privacy } from '../../privacy.ts';
import { cachedList } from '../cached-list.ts';
import type { Owners } from '../owners.ts';
import { BUCKET, routes } from '../paths.ts';
import { propertiesSchema } from '../wire.ts';
import type { WireProperty } from '../wire.ts';
import { leftOf } from './left.ts';
import { FILE } from './held.ts';
import { IDENTITY } from './person.ts';
import { textProperties } from './text-properties.ts';
import { tracesOf } from './traces.ts';
import { treatOrders } from './treat.ts';

interface PrivacyOptions {
  readonly http: Http;
  readonly owners: Owners;
  readonly cache: RegistryCache;
  readonly clock: Clock;
  readonly customFields: readonly CustomFieldMap[];
  /** Granted ones; null: HubSpot does not say. */
  readonly scopes: () => readonly string[] | null;
}

const PERSONAL_LIST = 'personal-properties';
/** HubSpot's own that say something of a person; of the others that begin so, most are counters. */
const PERSONAL = /^hs_(?:additional_emails|language|linkedin_url|timezone|persona|buying_role|role|lead_status|legal_basis|email_optout|email_last_|analytics_source|analytics_first_timestamp|latest_source|merged_object_ids|lifecyclestage_|object_source$|marketable_status|whatsapp_phone|ip_)/;

export function hubspotPrivacy({ http, owners, cache, clock, customFields, scopes }: PrivacyOptions): Privacy {
  const properties = cachedList({ name: PERSONAL_LIST, cache, clock, read: () => readProperties(http) });
  const textsOf = (entity: EntityName): readonly string[] => customFields.filter((one) => one.entity === entity && one.field.kind === 'text').map(({ name }) => name);
  const ownTexts = textProperties({ http, cache, clock, mapped: { companies: textsOf('account'), deals: textsOf('salesCase'), tickets: [] } });
  return {
    traces: (subject) => tracesOf({ http, owners, properties, ownTexts, scopes }, subject),
    treat: (orders) => treatOrders(http, orders),
    left: (subject, treated) => leftOf(http, subject, treated),
    reaches: { contact: 'deleted', activity: 'deleted-or-redacted-with-history', touches: 'deleted-or-redacted-with-history', account: 'redacted-with-history', salesCase: 'redacted-with-history', owners: 'by-hand' },
    keeps: { redact: 'property-history' },
  };
}

/** What sync has read of the properties of contacts: a look for a person then asks for them no more. */
export async function keepPersonal({ cache, clock }: Pick<PrivacyOptions, 'cache' | 'clock'>, properties: readonly WireProperty[]): Promise<void> {
  await cache.save(PERSONAL_LIST, personalOf(properties), clock.now());
}

function personalOf(properties: readonly WireProperty[]): RegistryItem[] {
  return properties.filter(({ archived, name }) => !archived && (!name.startsWith('hs_') || PERSONAL.test(name))).map(({ name, fieldType }) => ({ id: name, label: name, active: true, ...(fieldType === FILE ? { code: FILE } : {}) }));
}

async function readProperties(http: Http): Promise<RegistryItem[]> {
  try {
    const { data } = await http.call({ ...routes.properties('contacts'), bucket: BUCKET, replay: 'safe', reply: propertiesSchema });
    return personalOf(data.results);
  } catch (error) {
    if (!(error instanceof AccessError) || error.code !== 'scope-missing') throw error;
    return [...IDENTITY, 'jobtitle', 'company', 'address', 'city', 'zip', 'country', 'message', 'lifecyclestage'].map((name) => ({ id: name, label: name, active: true }));
  }
}
