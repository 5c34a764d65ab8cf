// Home of the contact adapter: Severa's contact persons behind the port. They have no custom values, so a workspace's own
// fields of contacts have no place here.
import type { EntityAdapter, FieldCapability } from '../connector.ts';
import { boundHttp } from '../http.ts';
import { pointFields } from './communications.ts';
import { findCreatedContacts } from './contact-find.ts';
import { contactFields, contactMapVersion } from './contact-map.ts';
import { changedContacts, contactsSince, fullContacts, readContacts } from './contact-read.ts';
import { representContact, writeContacts } from './contact-write.ts';
import { readAll, readChanges } from './feed.ts';
import { capabilitiesOf } from './field-map.ts';
import type { RegistryName } from './registries.ts';
import { sorted } from './snapshot.ts';
import type { Sources } from './sources.ts';

export const contactRegistries: readonly RegistryName[] = ['languages', 'contactRoles'];

export function createContactAdapter(shared: Omit<Sources, 'needs'>): EntityAdapter {
  const sources: Sources = { ...shared, needs: contactRegistries };
  const points = Object.keys(pointFields).map((name): [string, FieldCapability] => [name, { write: true, deep: false }]);
  return {
    entity: 'contact',
    fields: { ...capabilitiesOf(contactFields), ...Object.fromEntries(points) },
    mapVersion: contactMapVersion,
    can: { batchRead: 1, batchWrite: 1, keyedCreate: false, archive: true },
    changes: (checkpoint) => readChanges(sources.clock, changedContacts(sources), sorted, checkpoint),
    all: (checkpoint) => readAll(sources.clock, fullContacts(sources), sorted, checkpoint),
    read: (ids) => readContacts(sources, ids),
    deep: async function* () {},
    guard: (since) => contactsSince(sources, since),
    find: (creates, since) => findCreatedContacts(sources, creates, since),
    write: (writes, until = Infinity) => writeContacts({ ...sources, http: boundHttp(sources.http, until) }, writes),
    represent: (fields) => representContact(fields, sources.context),
  };
}
