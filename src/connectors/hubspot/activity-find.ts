// Home of the look after a create that carried no unique key: among what hangs on its company and was made since shortly before,
// by subject and start. The search would not do: what it shows lags, and what it does not show would be made twice.
import type { Snapshot } from '../../core/vocabulary.ts';
import type { Create } from '../connector.ts';
import { readLinks } from './link-reads.ts';
import { batchRead, toSnapshots } from './object-reads.ts';
import type { ObjectContext } from './object-reads.ts';
import { toInstant } from '../../lib/clock.ts';

/** Clocks differ. */
const toleranceMs = 5 * 60_000;
const naturalKey = ['subject', 'startsAt'] as const;

/** Candidates per create; none, one or several. A call per 1,000 companies, and one per 100 records of theirs. */
export async function findByNature(at: ObjectContext, creates: readonly Create[], since: string): Promise<ReadonlyMap<string, readonly Snapshot[]>> {
  const schema = await at.schemas.get();
  const links = await readLinks(at.http, 'companies', at.map.type, [...new Set(creates.map(companyOf).filter((id) => id !== ''))]);
  const asOf = toInstant(at.clock.now());
  const records = await batchRead(at, schema, [...new Set([...links.values()].flatMap((far) => [...far.keys()]))]);
  const recent = records.filter((record) => Date.parse(record.properties['hs_createdate'] ?? '') >= Date.parse(since) - toleranceMs);
  const snapshots = await toSnapshots(at, schema, recent, asOf);
  return new Map(creates.map((create) => [create.key, snapshots.filter((seen) => links.get(companyOf(create))?.has(seen.id) === true && fits(seen, create))]));
}

function companyOf({ fields }: Create): string {
  return typeof fields['account'] === 'string' ? fields['account'] : '';
}

function fits(seen: Snapshot, { fields }: Create): boolean {
  return naturalKey.every((name) => textOf(fields[name]) === textOf(seen.fields[name]));
}

function textOf(value: Snapshot['fields'][string] | undefined): string {
  return typeof value === 'string' ? value.trim() : '';
}
