// Home of the look after an activity's create with an unknown outcome: by subject and start, among the activities of its customer
// that were made since shortly before. A create without a customer is never sent, so there is always one to look at.
import type { Snapshot } from '../../core/vocabulary.ts';
import { isTombstone } from '../../core/vocabulary.ts';
import type { Create } from '../connector.ts';
import { activities, activitiesOf } from './activity-read.ts';
import type { ActivitySources } from './activity-read.ts';
import { earliest, madeSince } from './checkpoint.ts';

/** Keeps the address of a call well below every server's limit. */
const customersPerCall = 40;
const naturalKey = ['account', 'subject', 'startsAt'] as const;

/** Candidates per create; none, one or several. A call per 40 customers. */
export async function findCreatedActivities(sources: ActivitySources, creates: readonly Create[], since: string): Promise<ReadonlyMap<string, readonly Snapshot[]>> {
  await sources.registries.ready(sources.needs);
  const customers = [...new Set(creates.flatMap(({ fields }) => (typeof fields['account'] === 'string' ? [fields['account']] : [])))];
  const recent: Snapshot[] = [];
  for (let at = 0; at < customers.length; at += customersPerCall) {
    const query = [...customers.slice(at, at + customersPerCall).map((guid) => ['customerGuids', guid] as const), ['changedSince', earliest(since)] as const];
    for await (const page of sources.lists.tokenPages({ ...activities, query }, null)) {
      const seen = await activitiesOf(page.rows.filter((row) => madeSince(row.createdDateTime, since)), page.askedAt, sources);
      recent.push(...seen.filter((one): one is Snapshot => !isTombstone(one)));
    }
  }
  return new Map(creates.map((create) => [create.key, recent.filter((seen) => fits(seen, create, sources))]));
}

function fits(seen: Snapshot, { fields }: Create, { map, context }: ActivitySources): boolean {
  return naturalKey.every((name) => {
    const held = map[name]?.hold(fields[name] ?? null, context);
    return held !== undefined && 'value' in held && held.value === seen.fields[name];
  });
}
