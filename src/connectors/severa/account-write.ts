// Home of writing accounts: one call per customer, then its sub-rows.
import type { Handles, Snapshot } from '../../core/vocabulary.ts';
import type { Create, Outcome, Update, Write } from '../connector.ts';
import type { CustomFieldMap } from '../options.ts';
import { writeAddress, writeSegments } from './account-parts.ts';
import { accountSnapshot, customerPart } from './account-snapshot.ts';
import type { KnownCustomer } from './account-snapshot.ts';
import { splitFields } from './account-split.ts';
import type { Split } from './account-split.ts';
import { writeCustom } from './custom.ts';
import { routes } from './routes.ts';
import type { Sources } from './sources.ts';
import { filled, gather, lacking, vanished, writeEach } from './write.ts';
import type { Target } from './write.ts';

/** Throws AccessError when the credential was refused and nothing was stored. */
export function writeAccounts(sources: Sources, maps: readonly CustomFieldMap[], writes: readonly Write[]): Promise<readonly Outcome[]> {
  return writeEach(sources, writes, {
    create: (write) => create(sources, write, splitFields(write.fields, maps, sources.context)),
    update: (write) => update(sources, write, splitFields(write.fields, maps, sources.context)),
    archive: ({ id }) => archive(sources, id),
  });
}

async function create(sources: Sources, write: Create, split: Split): Promise<Outcome> {
  if (!('name' in split.customer)) return lacking(write, ['name'], 'a customer');
  const { data } = await sources.http.call(routes.createCustomer(filled(split.customer)));
  return await finish(sources, write, split, data, { id: data.guid, handles: handlesOf(data), seen: {}, isNew: true });
}

async function update(sources: Sources, write: Update, split: Split): Promise<Outcome> {
  let row: KnownCustomer | null = null;
  if (Object.keys(split.customer).length > 0) {
    const { data } = await sources.http.call({ ...routes.patchCustomer(write.id, split.customer), accept: [404] });
    if (data === null) throw vanished('customer');
    row = data;
  }
  const handles = { ...write.handles, ...(row ? handlesOf(row) : {}) };
  return await finish(sources, write, split, row, { id: write.id, handles, seen: write.seen, isNew: false });
}

/** Writes the sub-rows and says what is stored now. */
async function finish(sources: Sources, write: Create | Update, split: Split, row: KnownCustomer | null, target: Target): Promise<Outcome> {
  const gathering = gather(sources, split);
  const { segments } = split;
  if (split.addressNames.length > 0) await gathering.attempt(split.addressNames, () => writeAddress(sources, target, split));
  if (segments !== null && !(target.isNew && segments.length === 0)) await gathering.attempt(['segments'], () => writeSegments(sources, target, segments));
  for (const value of split.custom) {
    if (!(target.isNew && value.sent === null)) await gathering.attempt([value.field.map.field.name], () => writeCustom(sources, 'customers', target, value));
  }
  return gathering.outcome(write, target.id, row && customerPart(row, sources.context));
}

/** A customer is never deleted: invoices and hours hang on it. */
async function archive(sources: Sources, id: string): Promise<Snapshot | null> {
  const { data } = await sources.http.call({ ...routes.patchCustomer(id, { isActive: false }), accept: [404] });
  return data && accountSnapshot(data, sources.clock.now(), sources.context);
}

function handlesOf(row: KnownCustomer): Handles {
  const address = row.headquarterAddress?.guid;
  return address ? { address } : {};
}
