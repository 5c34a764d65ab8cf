// Home of HubSpot's part in forgetting a person, put together. Invariant: the list of a contact's properties, which an account may make
// more of, is read about once an hour; without the right to it the standard ones are asked for.
import type { EntityName } from '../../../core/vocabulary.ts';
import { AccessError } from '../../../lib/errors.ts';
import type { Clock } from '../../../lib/clock.ts';
import type { Http } from '../../http.ts';
import type { CustomFieldMap, RegistryCache } from '../../options.ts';
import type { Privacy } from '../../privacy.ts';
import { cachedList } from '../cached-list.ts';
import type { Owners } from '../owners.ts';
import { BUCKET, routes } from '../paths.ts';
import { propertiesSchema } from '../wire.ts';
import { leftOf } from './left.ts';
import { IDENTITY } from './person.ts';
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

/** HubSpot's own that say something of a person; of the others that begin so, most are counters. */
const PERSONAL = /^hs_(?:additional_emails|language|linkedin_url|timezone|persona|buying_role|role|lead_status|legal_basis|email_optout|email_last_|analytics_source|analytics_first_timestamp|latest_source|merged_object_ids|lifecyclestage_|object_source$|marketable_status|whatsapp_phone|ip_)/;

export function hubspotPrivacy({ http, owners, cache, clock, customFields, scopes }: PrivacyOptions): Privacy {
  const properties = cachedList({ name: 'personal-properties', cache, clock, read: () => readProperties(http) });
  const textsOf = (entity: EntityName): readonly string[] => customFields.filter((one) => one.entity === entity && one.field.kind === 'text').map(({ name }) => name);
  const ownTexts = { companies: textsOf('account'), deals: textsOf('salesCase') };
  return {
    traces: (subject) => tracesOf({ http, owners, properties, ownTexts, scopes }, subject),
    treat: (orders) => treatOrders(http, orders),
    left: (subject, treated) => leftOf(http, subject, treated),
    reaches: { contact: 'deleted', activity: 'deleted-or-redacted', touches: 'deleted-or-redacted', account: 'redacted', salesCase: 'redacted', owners: 'by-hand' },
  };
}

async function readProperties(http: Http): Promise<{ readonly id: string; readonly label: string; readonly active: boolean }[]> {
  try {
    const { data } = await http.call({ ...routes.properties('contacts'), bucket: BUCKET, replay: 'safe', reply: propertiesSchema });
    const names = data.results.filter(({ archived, name }) => !archived && (!name.startsWith('hs_') || PERSONAL.test(name))).map(({ name }) => name);
    return names.map((name) => ({ id: name, label: name, active: true }));
  } catch (error) {
    if (!(error instanceof AccessError) || error.code !== 'scope-missing') throw error;
    return [...IDENTITY, 'jobtitle', 'company', 'address', 'city', 'zip', 'country', 'message', 'lifecyclestage'].map((name) => ({ id: name, label: name, active: true }));
  }
}
