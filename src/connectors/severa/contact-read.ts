// Home of reading contacts: everything, what changed, by id, and what moved since an instant. A person and the ways to reach
// them are two lists with a time of change each; whoever has either is shown, in parts if need be.
import type { Snapshot, Tombstone } from '../../core/vocabulary.ts';
import { toInstant } from '../../lib/clock.ts';
import { RejectedError } from '../../lib/errors.ts';
import { mapParallel } from '../parallel.ts';
import { instantOf, sinceText } from './checkpoint.ts';
import { communicationsPart } from './communications.ts';
import { contactFields } from './contact-map.ts';
import type { ChangedList, FullList, Seen } from './feed.ts';
import { readFields } from './field-map.ts';
import { below, routes } from './routes.ts';
import { communicationRow, contactRow } from './rows.ts';
import type { CommunicationRow, ContactRow } from './rows.ts';
import { lastChange, missing, snapshotOf } from './snapshot.ts';
import type { Part } from './snapshot.ts';
import type { Sources } from './sources.ts';

const contacts = { route: '/v1/contactpersons', row: contactRow } as const;
const communications = { route: '/v1/contactcommunications', row: communicationRow } as const;
const singleReads = 4;

export function contactPart(row: ContactRow, { context }: Sources): Part {
  return { fields: readFields(contactFields, row, context), handles: {}, changed: lastChange(row) };
}

/** Every way to reach a contact; null: the contact is not found. */
export async function communicationsOf({ lists }: Pick<Sources, 'lists'>, id: string): Promise<readonly CommunicationRow[] | null> {
  try {
    return await lists.whole(below.communications(id));
  } catch (error) {
    if (error instanceof RejectedError && error.status === 404) return null;
    throw error;
  }
}

/**
 * A contact that was made after the look began: how it is reached was listed before it was there. The next look shows both, and
 * nobody is taken for a person without an address meanwhile.
 */
function isTooNew(row: ContactRow, asOfMs: number): boolean {
  return Date.parse(instantOf(row.createdDateTime) ?? '') > asOfMs;
}

/** A deleted contact stays as a row without its person: a sign to forget them, and nothing to copy. */
function seenAs(row: ContactRow, asOfMs: number, sources: Sources, parts: readonly Part[]): Seen[] {
  if (!row.guid) return [];
  if (row.isDeleted === true) return [{ id: row.guid, how: 'erased', into: null, asOf: toInstant(asOfMs) }];
  return [snapshotOf(row.guid, asOfMs, [contactPart(row, sources), ...parts])];
}

export function fullContacts(sources: Sources): FullList<ContactRow> {
  const { lists, registries, needs } = sources;
  return {
    pages: (from) => lists.offsetPages(contacts, from),
    begin: async () => {
      const rowsOf = byContact(await lists.offset(communications));
      return async (rows, asOfMs) => {
        await registries.ready(needs);
        const known = rows.filter((row) => !isTooNew(row, asOfMs));
        return known.flatMap((row) => seenAs(row, asOfMs, sources, [communicationsPart(rowsOf.get(row.guid ?? '') ?? [])]));
      };
    },
  };
}

export function changedContacts(sources: Sources): ChangedList<ContactRow> {
  const { lists, registries, needs } = sources;
  return {
    pages: (since, from) => lists.offsetPages({ ...contacts, query: [['changedSince', since]] }, from),
    begin: async (since, sinceMs) => {
      const changed = byContact(await lists.offset({ ...communications, query: [['changedSince', since]] }));
      const partsOf = async (row: ContactRow): Promise<Part[]> => {
        const rows = changed.get(row.guid ?? '') ?? [];
        // Whatever a contact has that was made since then is new too: what the list lacks is not there.
        if (Date.parse(instantOf(row.createdDateTime) ?? '') >= sinceMs) return [communicationsPart(rows)];
        const all = rows.length === 0 || row.isDeleted === true ? null : await communicationsOf(sources, row.guid ?? '');
        return all === null ? [] : [communicationsPart(all)];
      };
      return {
        show: async (rows, asOfMs) => {
          await registries.ready(needs);
          const known = rows.filter((row) => !isTooNew(row, asOfMs));
          const found = await mapParallel(known, singleReads, async (row) => seenAs(row, asOfMs, sources, await partsOf(row)));
          for (const row of rows) if (row.guid) changed.delete(row.guid);
          return found.flat();
        },
        rest: () => mapParallel([...changed.keys()], singleReads, (id) => readCommunications(sources, id)),
      };
    },
  };
}

/** How a contact is reached, and nothing else of it. */
async function readCommunications(sources: Sources, id: string): Promise<Seen> {
  const askedAt = sources.clock.now();
  const rows = await communicationsOf(sources, id);
  return rows === null ? missing(id, askedAt) : snapshotOf(id, askedAt, [communicationsPart(rows)]);
}

/** By id, whole: a call for the contact and one for the ways to reach it. */
export async function readContacts(sources: Sources, ids: readonly string[]): Promise<ReadonlyMap<string, Snapshot | Tombstone>> {
  await sources.registries.ready(sources.needs);
  const found = await mapParallel([...new Set(ids)], singleReads, async (id): Promise<Seen[]> => {
    const askedAt = sources.clock.now();
    const { data } = await sources.http.call(routes.contact(id));
    return data === null ? [missing(id, askedAt)] : await wholeContact(sources, data, askedAt);
  });
  return new Map(found.flat().map((seen) => [seen.id, seen]));
}

export async function wholeContact(sources: Sources, row: ContactRow, askedAt: number): Promise<Seen[]> {
  if (!row.guid || row.isDeleted === true) return seenAs(row, askedAt, sources, []);
  const rows = await communicationsOf(sources, row.guid);
  return rows === null ? [missing(row.guid, askedAt)] : seenAs(row, askedAt, sources, [communicationsPart(rows)]);
}

/** Every contact whose own row changed since the instant, by one list. How it is reached is looked at when that is written. */
export async function contactsSince(sources: Sources, since: string): Promise<readonly Seen[]> {
  const askedAt = sources.clock.now();
  const rows = await sources.lists.offset({ ...contacts, query: [['changedSince', sinceText(Date.parse(since))]] });
  await sources.registries.ready(sources.needs);
  return rows.flatMap((row) => seenAs(row, askedAt, sources, []));
}

function byContact(rows: readonly CommunicationRow[]): Map<string, CommunicationRow[]> {
  const grouped = Map.groupBy(rows, (row) => row.contact?.guid ?? '');
  grouped.delete('');
  return grouped;
}
