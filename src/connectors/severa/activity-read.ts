// Home of reading activities: everything, what changed, by id, and what moved since an instant. Invariant: what is personal, an
// absence, of a type that is left out, or one of a series is never shown; one that becomes so is shown as put away, without a word of it.
import type { Snapshot, Tombstone } from '../../core/vocabulary.ts';
import { isTombstone } from '../../core/vocabulary.ts';
import { toInstant } from '../../lib/clock.ts';
import { mapParallel } from '../parallel.ts';
import { kindOf } from './activity-kind.ts';
import type { ActivityTypePair } from './activity-kind.ts';
import { activityFields } from './activity-map.ts';
import { sinceText } from './checkpoint.ts';
import type { ChangedList, FullList, Seen } from './feed.ts';
import { readFields } from './field-map.ts';
import type { FieldMap } from './field-map.ts';
import { routes } from './routes.ts';
import { activityRow } from './rows.ts';
import type { ActivityRow } from './rows.ts';
import { lastChange, missing, snapshotOf } from './snapshot.ts';
import type { Part } from './snapshot.ts';
import type { Sources } from './sources.ts';

export const activities = { route: '/v1/activities', row: activityRow } as const;
const singleReads = 4;

/** What the activity adapter's functions share beside the sources. */
export interface ActivitySources extends Sources {
  readonly pairs: readonly ActivityTypePair[];
  readonly map: FieldMap<ActivityRow>;
}

export function activitySources(sources: Sources, pairs: readonly ActivityTypePair[]): ActivitySources {
  return { ...sources, pairs, map: activityFields(pairs) };
}

export function activityPart(row: ActivityRow, { map, context }: ActivitySources): Part {
  return { fields: readFields(map, row, context), handles: {}, changed: lastChange(row) };
}

/** Makes owners known before rows are mapped. */
export async function activitiesOf(rows: readonly ActivityRow[], asOfMs: number, sources: ActivitySources): Promise<readonly Seen[]> {
  const { registries, needs, pairs } = sources;
  await registries.ready(needs);
  await registries.expect('owners', rows.flatMap((row) => row.ownerUser?.guid ?? []));
  return rows.flatMap((row): Seen[] => {
    if (!row.guid) return [];
    const isOurs = kindOf(row, pairs) !== null && (row.recurrenceType ?? 'None') === 'None';
    return [isOurs ? snapshotOf(row.guid, asOfMs, [activityPart(row, sources)]) : { id: row.guid, how: 'archived', into: null, asOf: toInstant(asOfMs) }];
  });
}

export function fullActivities(sources: ActivitySources): FullList<ActivityRow> {
  return {
    pages: (from) => sources.lists.tokenPages(activities, from),
    begin: () => Promise.resolve(async (rows, asOfMs) => (await activitiesOf(rows, asOfMs, sources)).filter((seen) => !isTombstone(seen))),
  };
}

export function changedActivities(sources: ActivitySources): ChangedList<ActivityRow> {
  return {
    pages: (since, from) => sources.lists.tokenPages({ ...activities, query: [['changedSince', since]] }, from),
    begin: () => Promise.resolve({ show: (rows, asOfMs) => activitiesOf(rows, asOfMs, sources), rest: () => Promise.resolve([]) }),
  };
}

export async function readActivities(sources: ActivitySources, ids: readonly string[]): Promise<ReadonlyMap<string, Snapshot | Tombstone>> {
  const found = await mapParallel([...new Set(ids)], singleReads, async (id): Promise<readonly Seen[]> => {
    const askedAt = sources.clock.now();
    const { data } = await sources.http.call(routes.activity(id));
    return data === null ? [missing(id, askedAt)] : await activitiesOf([data], askedAt, sources);
  });
  return new Map(found.flat().map((seen) => [seen.id, seen]));
}

/** Every activity that changed since the instant, by one list. */
export async function activitiesSince(sources: ActivitySources, since: string): Promise<readonly Seen[]> {
  const found: Seen[] = [];
  for await (const page of sources.lists.tokenPages({ ...activities, query: [['changedSince', sinceText(Date.parse(since))]] }, null)) {
    found.push(...(await activitiesOf(page.rows, page.askedAt, sources)));
  }
  return found;
}
