// The contacts that are a person, live and in the recycle bin. Invariants: whoever is found widens the search until nothing new is
// found; one that is not sure widens nothing; a record that was merged away is the record it became.
import type { Shown, Subject } from '../../../core/subject.ts';
import { AccessError } from '../../../lib/errors.ts';
import type { Http } from '../../http.ts';
import type { Trace } from '../../privacy.ts';
import { batchSchema } from '../wire.ts';
import type { WireRecord } from '../wire.ts';
import { BUCKET, PAGE, routes } from '../paths.ts';
import { binnedPeople, findPeople } from './find-people.ts';
import { askingFor, readLinked } from './linked-records.ts';
import type { Linked } from './linked-records.ts';
import { IDENTITY, personOf, searchKey, shownBy, widened } from './person.ts';
import type { Person } from './person.ts';

export interface FoundContact extends Person {
  /** Nothing of one in the recycle bin. */
  readonly links: Linked['links'];
  readonly binned: boolean;
}

interface FoundContacts {
  readonly subject: Subject;
  readonly contacts: readonly FoundContact[];
  /** Whoever else has an address, the name or a phone of the person. */
  readonly beside: readonly Shown[];
  /** False: the recycle bin is too long to be looked through. */
  readonly binRead: boolean;
  /** What may not be looked at. */
  readonly unread: readonly Trace[];
}

const NO_TICKETS: Trace = { id: 'scope:tickets', kind: 'text', treatment: 'manual', sure: true, others: 0, texts: {}, content: {}, reason: 'scope-missing' };
const rounds = 3;
const targets = ['companies', 'deals', 'notes', 'calls', 'emails', 'meetings', 'tasks'] as const;
const TICKETS = 'tickets';
/** Either opens them: the older name, and the one by kind of record. */
const TICKET_SCOPES = ['tickets', 'crm.objects.tickets.read'];

/**
 * @param properties all that a contact may show of a person
 * @param scopes what the access may do; null: HubSpot does not say
 */
export async function findContacts(http: Http, asked: Subject, properties: readonly string[], scopes: readonly string[] | null): Promise<FoundContacts> {
  let mayTickets = scopes === null || TICKET_SCOPES.some((scope) => scopes.includes(scope));
  const unread: Trace[] = mayTickets ? [] : [NO_TICKETS];
  const all = [...new Set([...IDENTITY, ...properties])];
  const read = async (ids: readonly string[]): Promise<readonly Linked[]> => {
    try {
      return await readLinked(http, askingFor('contacts', all, mayTickets ? [...targets, TICKETS] : targets), ids);
    } catch (error) {
      if (!mayTickets || !(error instanceof AccessError) || error.code !== 'scope-missing') throw error;
      // Perhaps it is only the tickets that the access has no right to.
      const found = await readLinked(http, askingFor('contacts', all, targets), ids);
      mayTickets = false;
      unread.push(NO_TICKETS);
      return found;
    }
  };
  const found = new Map<string, FoundContact>();
  const looked = new Set<string>();
  let subject = asked;
  const take = async (ids: readonly string[]): Promise<void> => {
    const fresh = ids.filter((id) => !looked.has(id));
    for (const id of fresh) looked.add(id);
    if (fresh.length === 0) return;
    for (const { record, links } of await read(fresh)) {
      looked.add(record.id);
      // It answered to an id of the person, though perhaps under another one.
      const ours = personOf(record, subject, isNear(record, subject)) ?? (fresh.includes(record.id) ? null : { record, shown: shownBy(record), sure: true });
      if (ours === null) continue;
      found.set(record.id, { ...ours, links, binned: false });
      if (ours.sure) for (const { id } of ours.shown.refs) looked.add(id);
      if (ours.sure) subject = around(widened(subject, ours.shown), links);
    }
  };

  await take(idsOf(subject));
  const met = new Map<string, Shown>();
  let searched: string | null = null;
  for (let round = 0; round < rounds && searchKey(subject) !== searched; round++) {
    searched = searchKey(subject);
    const candidates = searched === '' ? [] : await findPeople(http, subject, 'wide', new Set([...found.values()].flatMap(({ record }) => addressesOf(record))));
    for (const record of candidates) met.set(record.id, shownBy(record));
    const likely = candidates.filter((record) => personOf(record, subject, isNear(record, subject)) !== null);
    // One that was not sure may be by what has been found since.
    for (const { id } of likely) if (found.get(id)?.sure === false) looked.delete(id);
    await take(likely.map(({ id }) => id));
  }
  const bin = await binnedPeople(http);
  const known = idsOf(subject).filter((id) => !found.has(id));
  const missed = bin === null ? await binnedById(http, known) : bin;
  for (const record of missed) {
    const person = found.has(record.id) ? null : personOf(record, subject, isNear(record, subject));
    if (person === null) continue;
    found.set(record.id, { ...person, links: new Map(), binned: true });
    if (person.sure) subject = widened(subject, person.shown);
  }
  const beside = [...met].flatMap(([id, shown]) => (found.get(id)?.sure === true || subject.refs.some((ref) => ref.id === id) ? [] : [shown]));
  return { subject, contacts: [...found.values()], beside, binRead: bin !== null, unread };
}

/** Those of these ids that lie in the recycle bin. */
export async function binnedById(http: Http, ids: readonly string[]): Promise<readonly WireRecord[]> {
  const found: WireRecord[] = [];
  for (let start = 0; start < ids.length; start += PAGE) {
    const inputs = ids.slice(start, start + PAGE).map((id) => ({ id }));
    const call = { ...routes.batch('contacts', 'read'), query: [['archived', true]] as const, json: { properties: IDENTITY, inputs }, bucket: BUCKET, replay: 'safe' as const, reply: batchSchema };
    const { data } = await http.call({ ...call, accept: [404] });
    found.push(...(data?.results ?? []).filter((record) => record.archived));
  }
  return found;
}

export function idsOf({ refs }: Pick<Subject, 'refs'>): readonly string[] {
  return refs.filter(({ side, kind }) => side === 'crm' && kind === 'contact').map(({ id }) => id);
}

/** Those that HubSpot lets one contact only have. */
function addressesOf({ properties }: WireRecord): readonly string[] {
  return [properties['email'] ?? '', ...(properties['hs_additional_emails'] ?? '').split(';')].map((email) => email.trim().toLowerCase()).filter((email) => email !== '');
}

function isNear({ properties }: WireRecord, { around: places }: Subject): boolean {
  const company = properties['associatedcompanyid']?.trim() ?? '';
  return company !== '' && places.some(({ side, entity, id }) => side === 'crm' && entity === 'account' && id === company);
}

function around(subject: Subject, links: Linked['links']): Subject {
  const met = [...(links.get('companies') ?? []).map((id) => ({ side: 'crm', entity: 'account', id }) as const), ...(links.get('deals') ?? []).map((id) => ({ side: 'crm', entity: 'salesCase', id }) as const)];
  const fresh = met.filter((one) => !subject.around.some(({ side, entity, id }) => side === one.side && entity === one.entity && id === one.id));
  return { ...subject, around: [...subject.around, ...fresh] };
}
