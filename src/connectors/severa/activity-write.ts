// Home of writing activities: one call each. Invariant: nothing is made that could not be found again by its customer, subject
// and start.
import type { FieldName, Fields, Snapshot } from '../../core/vocabulary.ts';
import { isTombstone } from '../../core/vocabulary.ts';
import type { Create, Outcome, Representation, Update, Write } from '../connector.ts';
import { activitiesOf, activityPart } from './activity-read.ts';
import type { ActivitySources } from './activity-read.ts';
import { take } from './field-map.ts';
import type { Verdict } from './field-map.ts';
import { routes } from './routes.ts';
import { filled, gather, lacking, vanished, writeEach } from './write.ts';

const indispensable: readonly FieldName[] = ['kind', 'subject', 'startsAt', 'owner', 'account'];

interface Split extends Verdict {
  /** Vendor property → value to send. */
  readonly changes: Readonly<Record<string, unknown>>;
}

function splitFields(fields: Fields, { map, context }: ActivitySources): Split {
  const changes: Record<string, unknown> = {};
  const verdict: Verdict = { shown: {}, cannot: {} };
  for (const [name, value] of Object.entries(fields)) {
    const own = map[name];
    if (own) take(verdict, name, own.hold(value, context), (sent) => void (changes[own.property ?? name] = sent));
    else verdict.cannot[name] = 'unknown-field';
  }
  return { changes, ...verdict };
}

export function representActivity(fields: Fields, sources: ActivitySources): Representation {
  const { shown, cannot } = splitFields(fields, sources);
  return { fields: shown, cannot };
}

/** Throws AccessError when the credential was refused and nothing was stored. */
export function writeActivities(sources: ActivitySources, writes: readonly Write[]): Promise<readonly Outcome[]> {
  return writeEach(sources, writes, {
    create: (write) => create(sources, write, splitFields(write.fields, sources)),
    update: (write) => update(sources, write, splitFields(write.fields, sources)),
    archive: ({ id }) => archive(sources, id),
  });
}

async function create(sources: ActivitySources, write: Create, split: Split): Promise<Outcome> {
  const lacks = indispensable.filter((name) => (split.shown[name] ?? null) === null);
  if (lacks.length > 0) return lacking(write, lacks, 'an activity');
  const { data } = await sources.http.call(routes.createActivity(filled(split.changes)));
  return gather(sources, split).outcome(write, data.guid, activityPart(data, sources));
}

/** Where nothing differs for Severa, what it shows is the answer. */
async function update(sources: ActivitySources, write: Update, split: Split): Promise<Outcome> {
  const isEmpty = Object.keys(split.changes).length === 0;
  const { data } = isEmpty ? await sources.http.call(routes.activity(write.id)) : await sources.http.call({ ...routes.patchActivity(write.id, split.changes), accept: [404] });
  if (data === null) throw vanished('activity');
  return gather(sources, split).outcome(write, write.id, activityPart(data, sources));
}

/** Closed, not deleted: hours may hang on it. */
async function archive(sources: ActivitySources, id: string): Promise<Snapshot | null> {
  const { data } = await sources.http.call({ ...routes.patchActivity(id, { isClosed: true }), accept: [404] });
  const [seen] = data === null ? [] : await activitiesOf([data], sources.clock.now(), sources);
  return seen === undefined || isTombstone(seen) ? null : seen;
}
