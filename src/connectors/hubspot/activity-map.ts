// Home of where an activity's fields live in HubSpot: a task, a meeting or a call, each an object type with names of its own.
// Invariant: nothing of ours is made for them, not even a key property, because nobody promises that one would be unique there;
// a create carries what it can be found by instead.
import { activity } from '../../entities/activity.ts';
import type { ActivityKind } from '../../entities/activity.ts';
import { callEnd, callStart, doneBy, fixedKind, noEnd, startIn } from './activity-fields.ts';
import { codecs } from './codecs.ts';
import type { Codec } from './codecs.ts';
import { mapFields } from './object-map.ts';
import type { CompositeField, LinkField, ObjectMap, ObjectType } from './object-map.ts';
import { richText } from './rich-text.ts';

interface Activities {
  readonly type: ObjectType;
  readonly subject: string;
  readonly body: string;
  readonly composites: readonly CompositeField[];
  readonly lines?: Readonly<Record<string, readonly [Codec, string]>>;
  /** HubSpot's own association type ids, without a label. */
  readonly company: number;
  readonly contact: number;
}

const activities: Readonly<Record<ActivityKind, Activities>> = {
  task: {
    type: 'tasks',
    subject: 'hs_task_subject',
    body: 'hs_task_body',
    composites: [startIn('hs_timestamp'), noEnd, doneBy('hs_task_status', { done: ['COMPLETED'], open: 'NOT_STARTED' })],
    company: 192,
    contact: 204,
  },
  meeting: {
    type: 'meetings',
    subject: 'hs_meeting_title',
    body: 'hs_meeting_body',
    // A meeting that was moved to another time is still to come.
    composites: [startIn('hs_meeting_start_time', 'hs_timestamp'), doneBy('hs_meeting_outcome', { done: ['COMPLETED', 'NO_SHOW', 'CANCELED'], open: 'SCHEDULED' })],
    lines: { endsAt: [codecs.instant, 'hs_meeting_end_time'] },
    company: 188,
    contact: 200,
  },
  call: {
    type: 'calls',
    subject: 'hs_call_title',
    body: 'hs_call_body',
    composites: [callStart, callEnd, doneBy('hs_call_status', { done: ['COMPLETED', 'BUSY', 'CANCELED', 'FAILED', 'NO_ANSWER'], open: '' })],
    company: 182,
    contact: 194,
  },
};

export function activityMap(kind: ActivityKind): ObjectMap {
  const { type, subject, body, composites, lines, company, contact } = activities[kind];
  const fields = mapFields(activity, { subject: [codecs.text, subject], owner: [codecs.owner, 'hubspot_owner_id'], ...lines, notes: [richText, body] }, []);
  const plain = { primary: null, mirror: null, keepsOld: false } as const;
  const links: readonly LinkField[] = [
    { field: 'account', take: 'first', to: 'companies', unlabelled: company, ...plain },
    { field: 'contacts', take: 'all', to: 'contacts', unlabelled: contact, ...plain },
  ];
  return { entity: 'activity', type, modified: 'hs_lastmodifieddate', foundBy: ['subject', 'startsAt', 'account'], fields, composites: [fixedKind(kind), ...composites], links };
}
