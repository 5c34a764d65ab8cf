// Which properties of companies, deals and tickets may hold words about somebody, HubSpot's own beside the customer's. Invariant: only
// what people write and a program may change: no address of a page, no key, nothing that HubSpot works out.
import { AccessError } from '../../../lib/errors.ts';
import type { Clock } from '../../../lib/clock.ts';
import type { RegistryItem } from '../../connector.ts';
import type { Http } from '../../http.ts';
import type { RegistryCache } from '../../options.ts';
import { cachedList } from '../cached-list.ts';
import type { CachedList } from '../cached-list.ts';
import { BUCKET, routes } from '../paths.ts';
import { propertiesSchema } from '../wire.ts';
import type { WireProperty } from '../wire.ts';
import { AROUND, HELD } from './held.ts';
import type { AroundType } from './held.ts';

interface Options {
  readonly http: Http;
  readonly cache: RegistryCache;
  readonly clock: Clock;
  /** Mapped ones: asked for where the list of all may not be read. */
  readonly mapped: Readonly<Record<AroundType, readonly string[]>>;
}

const WRITTEN = new Set(['text', 'textarea', 'html', 'phonenumber']);
/** Of the many that begin with `hs_` those that people write. */
const HUBSPOT_WRITTEN = new Set(['hs_next_step', 'hs_resolution']);
const ADDRESSES_OF_PAGES = new Set(['domain', 'website', 'web_technologies', 'linkedin_company_page', 'facebook_company_page', 'twitterhandle']);
const listOf = (type: string): string => `text-properties-${type}`;

/** At most one call an hour and type, and none where sync has read the properties. */
export function textProperties({ http, cache, clock, mapped }: Options): (type: AroundType) => Promise<readonly string[]> {
  const lists = new Map<AroundType, CachedList>(AROUND.map((type) => [type, cachedList({ name: listOf(type), cache, clock, read: () => read(http, type, mapped[type]) })]));
  return async (type) => ((await lists.get(type)?.get()) ?? []).map(({ id }) => id);
}

/** What sync has read of the properties of a type. */
export async function keepTexts({ cache, clock }: Pick<Options, 'cache' | 'clock'>, type: AroundType, properties: readonly WireProperty[]): Promise<void> {
  await cache.save(listOf(type), textsOf(type, properties), clock.now());
}

async function read(http: Http, type: AroundType, mapped: readonly string[]): Promise<RegistryItem[]> {
  try {
    const { data } = await http.call({ ...routes.properties(type), bucket: BUCKET, replay: 'safe', reply: propertiesSchema });
    return textsOf(type, data.results);
  } catch (error) {
    if (!(error instanceof AccessError) || error.code !== 'scope-missing') throw error;
    return mapped.map((name) => ({ id: name, label: name, active: true }));
  }
}

function textsOf(type: AroundType, properties: readonly WireProperty[]): RegistryItem[] {
  const isText = ({ name, type: kind, fieldType, archived, calculated, hasUniqueValue, modificationMetadata }: WireProperty): boolean => {
    const isWritten = kind === 'string' && WRITTEN.has(fieldType ?? '') && !archived && !calculated && hasUniqueValue !== true && modificationMetadata?.readOnlyValue !== true;
    const isWords = !HELD[type].texts.includes(name) && !ADDRESSES_OF_PAGES.has(name) && (!name.startsWith('hs_') || HUBSPOT_WRITTEN.has(name));
    return isWritten && isWords;
  };
  return properties.filter(isText).map(({ name }) => ({ id: name, label: name, active: true }));
}
