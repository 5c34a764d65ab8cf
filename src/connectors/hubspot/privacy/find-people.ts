// Where a person may be among the contacts: by address, by name, by phone. Invariant: a search finds candidates only: who somebody is,
// is told by what the record shows, and whoever has a phone of the person's is most often a colleague. The index lags by seconds.
import { parsePhoneNumberFromString } from 'libphonenumber-js/min';
import type { z } from 'zod';
import { phoneKeys } from '../../../core/subject.ts';
import type { Subject } from '../../../core/subject.ts';
import { RejectedError } from '../../../lib/errors.ts';
import type { HttpReply } from '../../call.ts';
import type { Http } from '../../http.ts';
import { PAGE, BUCKET, routes, SEARCH_BUCKET, SEARCH_PAGE } from '../paths.ts';
import { pageSchema } from '../wire.ts';
import type { WireRecord } from '../wire.ts';
import { IDENTITY } from './person.ts';

interface Filter {
  readonly propertyName: string;
  readonly operator: 'IN' | 'CONTAINS_TOKEN';
  readonly value?: string;
  readonly values?: readonly string[];
}
type Group = readonly Filter[];
type Listed = HttpReply<z.infer<typeof pageSchema>>;

const groupsPerSearch = 5;
const pagesPerSearch = 10;
/** Beyond this many pages of the recycle bin nobody is looked for in it: a person has to. */
const binPages = 10;
/** HubSpot's own, of the number without the country code: the only spelling of a number that a search knows. */
const PHONES = ['hs_searchable_calculated_phone_number', 'hs_searchable_calculated_mobile_number'];

/**
 * Whoever has an address, the name or a phone of the subject.
 * @param how wide: also addresses with a tag
 * @param known addresses of contacts that were found: HubSpot lets no second one have them
 */
export async function findPeople(http: Http, subject: Subject, how: 'wide' | 'narrow', known: ReadonlySet<string> = new Set()): Promise<readonly WireRecord[]> {
  const groups = [...byAddress(subject, known), ...byName(subject), ...byPhone(subject), ...(how === 'wide' ? byTag(subject) : [])];
  try {
    return await searchAll(http, groups);
  } catch (error) {
    // An account whose contacts lack a calculated phone refuses the whole search.
    const without = groups.filter((group) => !group.some(({ propertyName }) => PHONES.includes(propertyName)));
    if (!(error instanceof RejectedError) || without.length === groups.length) throw error;
    return searchAll(http, without);
  }
}

async function searchAll(http: Http, groups: readonly Group[]): Promise<readonly WireRecord[]> {
  const found = new Map<string, WireRecord>();
  for (let start = 0; start < groups.length; start += groupsPerSearch) {
    const filterGroups = groups.slice(start, start + groupsPerSearch).map((filters) => ({ filters }));
    let after: string | null = null;
    for (let page = 0; page < pagesPerSearch; page++) {
      const json: unknown = { filterGroups, properties: IDENTITY, limit: SEARCH_PAGE, ...(after === null ? {} : { after }) };
      const { data }: Listed = await http.call({ ...routes.search('contacts'), json, bucket: SEARCH_BUCKET, replay: 'safe', reply: pageSchema });
      for (const record of data.results) found.set(record.id, record);
      if (data.paging === null || data.paging === after) break;
      after = data.paging;
    }
  }
  return [...found.values()];
}

function byAddress({ emails }: Subject, known: ReadonlySet<string>): readonly Group[] {
  const each = [...new Set(emails.map((email) => email.trim().toLowerCase()))].filter((email) => !known.has(email));
  if (each.length === 0) return [];
  return [[{ propertyName: 'email', operator: 'IN', values: each }], ...each.map((value): Group => [{ propertyName: 'hs_additional_emails', operator: 'CONTAINS_TOKEN', value }])];
}

/** `aino+news@…` reaches the mailbox of `aino@…`. */
function byTag({ emails }: Subject): readonly Group[] {
  return [...new Set(emails.map((email) => email.trim().toLowerCase()))].map((email) => {
    const at = email.lastIndexOf('@');
    return [{ propertyName: 'email', operator: 'CONTAINS_TOKEN', value: `${email.slice(0, at).replace(/\+.*$/u, '')}*${email.slice(at)}` }];
  });
}

/** In either order: people type the last name first. */
function byName({ names }: Subject): readonly Group[] {
  return names.filter(({ first, last }) => first.trim() !== '' && last.trim() !== '').map(({ first, last }) => {
    const values = [first, last].map((name) => name.trim().toLowerCase());
    return [{ propertyName: 'firstname', operator: 'IN', values }, { propertyName: 'lastname', operator: 'IN', values }];
  });
}

function byPhone(subject: Subject): readonly Group[] {
  const values = [...new Set(phoneKeys(subject).flatMap(localNumber))];
  return values.length === 0 ? [] : PHONES.map((propertyName) => [{ propertyName, operator: 'IN', values }]);
}

/** Area code and number, as HubSpot compares them. */
function localNumber(key: string): readonly string[] {
  const number = parsePhoneNumberFromString(key.replace('phone:', '').replace(/;ext=.*$/u, ''));
  return number === undefined ? [] : [number.nationalNumber];
}

/** Contacts in the recycle bin; null when there are more of them than can be looked through. */
export async function binnedPeople(http: Http): Promise<readonly WireRecord[] | null> {
  const found: WireRecord[] = [];
  let after: string | null = null;
  for (let page = 0; page < binPages; page++) {
    const query: (readonly [string, string | number | boolean])[] = [['archived', true], ['limit', PAGE], ['properties', IDENTITY.join(',')]];
    if (after !== null) query.push(['after', after]);
    const { data }: Listed = await http.call({ ...routes.list('contacts'), query, bucket: BUCKET, replay: 'safe', reply: pageSchema });
    found.push(...data.results);
    if (data.paging === null) return found;
    after = data.paging;
  }
  return null;
}
