// Home of the account adapter: Severa's customers behind the port.
import type { EntityAdapter } from '../connector.ts';
import { boundHttp } from '../http.ts';
import type { CustomFieldMap } from '../options.ts';
import { findCreated } from './account-find.ts';
import { accountMapVersion, addressFields, customerFields } from './account-map.ts';
import { changedAccounts, fullAccounts, readByIds, readSince } from './account-read.ts';
import { represent } from './account-split.ts';
import { writeAccounts } from './account-write.ts';
import { customCapabilities, propertiesOf, readCustomValues } from './custom.ts';
import { readAll, readChanges } from './feed.ts';
import { capabilitiesOf } from './field-map.ts';
import type { RegistryName } from './registries.ts';
import { sorted } from './snapshot.ts';
import type { Sources } from './sources.ts';

/** What customers and their addresses refer to. */
export const accountRegistries: readonly RegistryName[] = ['owners', 'industries', 'segments', 'languages', 'currencies', 'countries', 'vatRates'];

export function createAccountAdapter(shared: Omit<Sources, 'needs'>, customFields: readonly CustomFieldMap[]): EntityAdapter {
  const sources: Sources = { ...shared, needs: customFields.length > 0 ? [...accountRegistries, propertiesOf.customers] : accountRegistries };
  return {
    entity: 'account',
    fields: { ...capabilitiesOf(customerFields), ...capabilitiesOf(addressFields), segments: { write: true, deep: false }, ...customCapabilities(customFields) },
    mapVersion: accountMapVersion,
    can: { batchRead: 1, batchWrite: 1, keyedCreate: false, archive: true },
    changes: (checkpoint) => readChanges(sources.clock, changedAccounts(sources), sorted, checkpoint),
    all: (checkpoint) => readAll(sources.clock, fullAccounts(sources), sorted, checkpoint),
    read: (ids) => readByIds(sources, ids),
    deep: (records) => readCustomValues(sources, 'customers', customFields, records),
    guard: (since) => readSince(sources, since),
    find: (creates, since) => findCreated(sources, creates, since),
    write: (writes, until = Infinity) => writeAccounts({ ...sources, http: boundHttp(sources.http, until) }, customFields, writes),
    represent: (fields) => represent(fields, customFields, sources.context),
  };
}
