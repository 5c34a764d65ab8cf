// Home of the account adapter: Severa's customers behind the port.
import { boundHttp } from '../http.ts';
import type { EntityAdapter, FieldCapability } from '../connector.ts';
import type { CustomFieldMap } from '../options.ts';
import { findCreated } from './account-find.ts';
import { accountMapVersion, addressFields, customerFields } from './account-map.ts';
import { readAll, readByIds, readChanges, readSince } from './account-read.ts';
import type { AccountSources } from './account-read.ts';
import { represent } from './account-split.ts';
import { writeAccounts } from './account-write.ts';
import { readCustomValues } from './custom.ts';

export function createAccountAdapter(sources: AccountSources, customFields: readonly CustomFieldMap[]): EntityAdapter {
  return {
    entity: 'account',
    fields: capabilities(customFields),
    mapVersion: accountMapVersion,
    can: { batchRead: 1, batchWrite: 1, keyedCreate: false },
    changes: (checkpoint) => readChanges(sources, checkpoint),
    all: (checkpoint) => readAll(sources, checkpoint),
    read: (ids) => readByIds(sources, ids),
    deep: (records) => readCustomValues(sources, customFields, records),
    guard: (since) => readSince(sources, since),
    find: (creates, since) => findCreated(sources, creates, since),
    write: (writes, until = Infinity) => writeAccounts({ ...sources, http: boundHttp(sources.http, until) }, customFields, writes),
    represent: (fields) => represent(fields, customFields, sources.context),
  };
}

function capabilities(customFields: readonly CustomFieldMap[]): Readonly<Record<string, FieldCapability>> {
  const own = Object.entries({ ...customerFields, ...addressFields }).map(([name, field]) => [name, { write: field.property !== null, deep: false }] as const);
  const custom = customFields.map((map) => [map.field.name, { write: true, deep: true }] as const);
  return Object.fromEntries([...own, ['segments', { write: true, deep: false }] as const, ...custom]);
}
