// Everything HubSpot holds of one person, in the order in which it must go: what hangs on the person before the person, because after
// the contact is gone nobody finds it any more. Invariant: one look is complete, or names what it could not look at.
import { NOBODY } from '../../../core/subject.ts';
import type { Subject } from '../../../core/subject.ts';
import type { Http } from '../../http.ts';
import type { Found, Trace } from '../../privacy.ts';
import type { CachedList } from '../cached-list.ts';
import type { Owners } from '../owners.ts';
import { aroundTraces, lookAround } from './around.ts';
import type { OwnTexts } from './around.ts';
import { findContacts } from './contacts.ts';
import type { FoundContact } from './contacts.ts';
import { engagementTraces, shownOf, withoutScope } from './engagements.ts';
import type { Own } from './engagements.ts';
import { ENGAGEMENTS, FILE } from './held.ts';
import { sharedWith, without } from './person.ts';
import { subscriptionTraces } from './subscriptions.ts';

export interface Looking {
  readonly http: Http;
  readonly owners: Owners;
  /** Names of the properties of contacts that say something of a person. */
  readonly properties: CachedList;
  readonly ownTexts: OwnTexts;
  /** null: HubSpot does not say. */
  readonly scopes: () => readonly string[] | null;
}

const EMAIL_SCOPE = 'sales-email-read';

export async function tracesOf({ http, owners, properties, ownTexts, scopes }: Looking, asked: Subject): Promise<Found> {
  const personal = await properties.get();
  const names = personal.map(({ id }) => id);
  const { subject, contacts, beside, binRead, unread: notLooked } = await findContacts(http, asked, names, scopes());
  const live = contacts.filter(({ binned }) => !binned);
  const own: Own = { sure: idsOf(live, true), unsure: idsOf(live, false) };
  const tickets = [...new Set(live.flatMap(({ links }) => links.get('tickets') ?? []))];
  const surroundings = await lookAround(http, subject, tickets, ownTexts);
  const { engagements } = surroundings;
  const shared = sharedWith(subject, beside, surroundings.phones);
  const told = without(subject, shared, NOBODY);
  const traces: Trace[] = [...aroundTraces(surroundings, told), ...surroundings.unread, ...notLooked];
  const ties: Trace[] = [];
  for (const type of ENGAGEMENTS) {
    const ids = [...new Set([...live.flatMap(({ links }) => links.get(type) ?? []), ...(engagements.get(type) ?? [])])];
    const found = await engagementTraces(http, type, ids, told, own);
    traces.push(...found.traces);
    ties.push(...found.ties);
    if (type === 'emails' && ids.length > 0 && scopes()?.includes(EMAIL_SCOPE) === false) traces.push(unread('scope:emails', 'email', 'scope-missing'));
  }
  const subscriptions: Trace[] = [];
  for (const { record, shown } of live.filter(({ sure }) => sure)) {
    subscriptions.push(...(await subscriptionTraces(http, record.id, shown.emails)));
    // The right is missing for every address alike.
    if (subscriptions.some(({ reason }) => reason !== undefined)) break;
  }
  const files = live.filter(({ sure }) => sure).flatMap(({ record }) => personal.flatMap(({ id, code }) => (code === FILE ? fileTrace(record.id, id, record.properties[id]) : [])));
  const persons = contacts.map((contact) => contactTrace(contact, names));
  const bin = binRead ? [] : [unread('bin:contacts', 'contact', 'recycle-bin-unread')];
  const isShared = shared.emails.length > 0 || shared.phones.length > 0;
  return { subject: without(subject, shared, asked), traces: [...traces, ...ties, ...subscriptions, ...files, ...persons, ...bin, ...(await staff(owners, subject))], ...(isShared ? { shared } : {}) };
}

function contactTrace({ record, sure, binned }: FoundContact, names: readonly string[]): Trace {
  const content = { ...shownOf(record.properties, names), ...(binned ? { archived: 'true' } : {}) };
  return { id: `contacts:${record.id}`, kind: 'contact', treatment: 'delete', sure, others: 0, texts: {}, content };
}

/** Its name may be the person's: the id of the trace names only the property. */
function fileTrace(contact: string, property: string, held: string | null | undefined): readonly Trace[] {
  if (!held) return [];
  return [{ id: `files:contacts:${contact}/${property}`, kind: 'file', treatment: 'manual', sure: true, others: 0, texts: {}, content: { [property]: held }, reason: 'files-by-hand' }];
}

/** The organisation's own people: whoever employs them takes them out, by hand. */
async function staff(owners: Owners, { refs, emails }: Subject): Promise<readonly Trace[]> {
  if (!refs.some(({ kind }) => kind === 'user')) return [];
  try {
    const ids = new Set(refs.filter(({ side, kind }) => side === 'crm' && kind === 'user').map(({ id }) => id));
    await owners.know([...ids]);
    const found = (await owners.items()).filter(({ id, email }) => ids.has(id) || (email !== undefined && emails.some((one) => one.trim().toLowerCase() === email)));
    return found.map(({ id, label, email }) => ({
      id: `owners:${id}`, kind: 'user', treatment: 'manual', sure: true, others: 0, texts: {}, content: { name: label, ...(email === undefined ? {} : { email }) }, reason: 'staff-by-hand',
    }));
  } catch (error) {
    return [withoutScope('owners', 'user', error)];
  }
}

function unread(id: string, kind: string, reason: string): Trace {
  return { id, kind, treatment: 'manual', sure: true, others: 0, texts: {}, content: {}, reason };
}

function idsOf(contacts: readonly FoundContact[], sure: boolean): ReadonlySet<string> {
  return new Set(contacts.filter((contact) => contact.sure === sure).map(({ record }) => record.id));
}
