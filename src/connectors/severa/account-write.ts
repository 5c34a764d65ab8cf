// Home of writing accounts: one call per customer, then its sub-rows. A write is done as soon as something of it is stored;
// what did not get through is named. Invariant: one record's refusal never stops the others, and only when no record of the
// batch got through does a refused credential end the whole batch.
import type { FieldName, Snapshot } from '../../core/vocabulary.ts';
import { toInstant } from '../../lib/clock.ts';
import { AccessError, RejectedError, RetryableError } from '../../lib/errors.ts';
import type { Create, Outcome, Unsettled, Update, Write } from '../connector.ts';
import type { CustomFieldMap } from '../options.ts';
import { mapParallel } from '../parallel.ts';
import { writeAddress, writeCustom, writeSegments } from './account-parts.ts';
import type { Target, Written } from './account-parts.ts';
import type { AccountSources } from './account-read.ts';
import { splitFields } from './account-split.ts';
import type { Split } from './account-split.ts';
import { routes } from './routes.ts';
import { snapshotOf } from './snapshot.ts';
import type { KnownCustomer, Part } from './snapshot.ts';

const parallelWrites = 6;

/** Throws AccessError when the credential was refused and nothing was stored. */
export async function writeAccounts(sources: AccountSources, maps: readonly CustomFieldMap[], writes: readonly Write[]): Promise<readonly Outcome[]> {
  if (writes.length === 0) return [];
  await sources.registries.ready();
  let refused: AccessError | null = null;
  const outcomes = await mapParallel(writes, parallelWrites, async (write): Promise<Outcome> => {
    if (refused !== null) return failedBy(write, refused);
    const split = splitFields(write.fields, maps, sources.context);
    try {
      return write.kind === 'create' ? await create(sources, write, split) : await update(sources, write, split);
    } catch (error) {
      if (error instanceof AccessError) refused = error;
      return failedBy(write, error);
    }
  });
  if (refused !== null && outcomes.every((outcome) => outcome.kind === 'failed')) throw refused as AccessError;
  return outcomes;
}

async function create(sources: AccountSources, write: Create, split: Split): Promise<Outcome> {
  if (!('name' in split.customer)) {
    return { kind: 'rejected', key: write.key, error: new RejectedError('required', 'Severa needs a name for a customer', { fields: ['name'] }) };
  }
  const filled = Object.fromEntries(Object.entries(split.customer).filter(([, value]) => value !== null));
  const { data } = await sources.http.call(routes.createCustomer(filled));
  return await finish(sources, write, split, data, { id: data.guid, handles: handlesOf(data), seen: {}, isNew: true });
}

async function update(sources: AccountSources, write: Update, split: Split): Promise<Outcome> {
  let row: KnownCustomer | null = null;
  if (split.customerNames.length > 0) {
    const { data } = await sources.http.call({ ...routes.patchCustomer(write.id, split.customer), accept: [404] });
    if (data === null) {
      return { kind: 'failed', key: write.key, error: new RetryableError('moved', 'The customer is not in Severa any more; it will be read again', { status: 404 }) };
    }
    row = data;
  }
  const handles = { ...write.handles, ...(row ? handlesOf(row) : {}) };
  return await finish(sources, write, split, row, { id: write.id, handles, seen: write.seen, isNew: false });
}

/** Writes the sub-rows and says what is stored now. */
async function finish(sources: AccountSources, write: Write, split: Split, row: KnownCustomer | null, target: Target): Promise<Outcome> {
  const parts: Part[] = [];
  const unsettled: Unsettled[] = Object.entries(split.cannot).map(([field, code]) => ({ field, code, retry: false }));
  let failure: unknown = null;
  const attempt = async (fields: readonly FieldName[], work: () => Promise<Written>): Promise<void> => {
    let written: Written;
    try {
      written = await work();
    } catch (error) {
      written = { part: null, error };
    }
    if (written.part !== null) parts.push(written.part);
    if (written.error === null) return;
    failure ??= written.error;
    unsettled.push(...fields.map((field) => unsettledBy(field, written.error)));
  };
  if (split.addressNames.length > 0) await attempt(split.addressNames, () => writeAddress(sources, target, split));
  const { segments } = split;
  if (segments !== null && !(target.isNew && segments.length === 0)) await attempt(['segments'], () => writeSegments(sources, target, segments));
  for (const value of split.custom) {
    if (!(target.isNew && value.sent === null)) await attempt([value.field.map.field.name], () => writeCustom(sources, target, value));
  }
  if (row === null && parts.length === 0 && failure !== null) throw failure;
  return { kind: 'done', key: write.key, snapshot: storedSnapshot(sources, target, row, parts), unsettled };
}

/** Dated by the answer's arrival: a look that began before the write ended must not pass for a newer one. */
function storedSnapshot(sources: AccountSources, target: Target, row: KnownCustomer | null, parts: readonly Part[]): Snapshot {
  const now = sources.clock.now();
  if (row !== null) return snapshotOf(row, now, sources.context, parts);
  const fields = Object.assign({}, ...parts.map((part) => part.fields)) as Snapshot['fields'];
  const handles = Object.assign({}, ...parts.map((part) => part.handles)) as Snapshot['handles'];
  return { id: target.id, fields, handles, asOf: toInstant(now), modifiedAt: null, modifiedBy: null, formerIds: [] };
}

function handlesOf(row: KnownCustomer): Record<string, string> {
  const address = row.headquarterAddress?.guid;
  return address ? { address } : {};
}

function unsettledBy(field: FieldName, error: unknown): Unsettled {
  if (error instanceof RetryableError) return { field, code: error.code, retry: true };
  if (error instanceof RejectedError || error instanceof AccessError) return { field, code: error.code, retry: false };
  throw error;
}

function failedBy(write: Write, error: unknown): Outcome {
  const { key } = write;
  if (error instanceof RejectedError) return { kind: 'rejected', key, error };
  if (error instanceof RetryableError) return { kind: error.outcomeUnknown ? 'unknown' : 'failed', key, error };
  if (error instanceof AccessError) return { kind: 'failed', key, error: new RetryableError(error.code, error.message, { cause: error }) };
  throw error;
}
