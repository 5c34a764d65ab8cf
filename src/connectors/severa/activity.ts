// Home of the activity adapter: Severa's calendar and to-do entries behind the port, as far as they are about customers. Who takes
// part is a call per activity and is not looked at.
import type { EntityAdapter } from '../connector.ts';
import { boundHttp } from '../http.ts';
import { findCreatedActivities } from './activity-find.ts';
import type { ActivityTypePair } from './activity-kind.ts';
import { activityMapVersion } from './activity-map.ts';
import { activitiesSince, activitySources, changedActivities, fullActivities, readActivities } from './activity-read.ts';
import { representActivity, writeActivities } from './activity-write.ts';
import { readAll, readChanges } from './feed.ts';
import { capabilitiesOf } from './field-map.ts';
import type { RegistryName } from './registries.ts';
import { sorted } from './snapshot.ts';
import type { Sources } from './sources.ts';

export const activityRegistries: readonly RegistryName[] = ['owners', 'activityTypes'];

export function createActivityAdapter(shared: Omit<Sources, 'needs'>, pairs: readonly ActivityTypePair[]): EntityAdapter {
  const sources = activitySources({ ...shared, needs: activityRegistries }, pairs);
  return {
    entity: 'activity',
    fields: capabilitiesOf(sources.map),
    mapVersion: activityMapVersion(pairs),
    can: { batchRead: 1, batchWrite: 1, keyedCreate: false, archive: true },
    changes: (checkpoint) => readChanges(sources.clock, changedActivities(sources), sorted, checkpoint),
    all: (checkpoint) => readAll(sources.clock, fullActivities(sources), sorted, checkpoint),
    read: (ids) => readActivities(sources, ids),
    deep: async function* () {},
    guard: (since) => activitiesSince(sources, since),
    find: (creates, since) => findCreatedActivities(sources, creates, since),
    write: (writes, until = Infinity) => writeActivities({ ...sources, http: boundHttp(sources.http, until) }, writes),
    represent: (fields) => representActivity(fields, sources),
  };
}
