// Touches and origins of the seeded world as HubSpot keeps them: e-mails, meetings, calls and tasks with what they are about, and
// the properties that tell where a person came from. Invariant: a touch is linked to the account's company and to nothing twice.

import { toInstant } from '../../lib/clock.ts';
import type { WorldOrigin, WorldTouch } from '../seed/world-engagement.ts';
import type { HubspotState } from './state.ts';

type Ids = ReadonlyMap<string, string>;

/** @param ids of contacts and deals by the world's keys */
export function putTouches(state: HubspotState, touches: readonly WorldTouch[], company: string | null, ids: Ids, owners: Ids): void {
  for (const touch of touches) {
    const { createdAt } = touch;
    const type = `${touch.kind}s`;
    const owner = touch.ownerKey === null ? undefined : owners.get(touch.ownerKey);
    const id = state.put(type, { hs_timestamp: toInstant(touch.at), ...(owner === undefined ? {} : { hubspot_owner_id: owner }), ...valuesOf(touch) }, { createdAt });
    if (company !== null) state.associate(type, id, 'companies', company, { now: createdAt });
    for (const [to, keys] of [['contacts', touch.contactKeys], ['deals', touch.caseKeys]] as const) {
      for (const key of keys) {
        const other = ids.get(key);
        if (other !== undefined) state.associate(type, id, to, other, { now: createdAt });
      }
    }
  }
}

function valuesOf({ kind, title, isInbound, isDone, minutes, at }: WorldTouch): Record<string, string> {
  switch (kind) {
    case 'email':
      return { hs_email_subject: title, hs_email_direction: isInbound ? 'INCOMING_EMAIL' : 'EMAIL', hs_email_status: 'SENT' };
    case 'meeting':
      return { hs_meeting_title: title, hs_meeting_start_time: toInstant(at), hs_meeting_end_time: toInstant(at + minutes * 60_000), hs_meeting_outcome: isDone ? 'COMPLETED' : 'SCHEDULED' };
    case 'call':
      return { hs_call_title: title, hs_call_direction: isInbound ? 'INBOUND' : 'OUTBOUND', hs_call_status: 'COMPLETED', hs_call_duration: String(minutes * 60_000) };
    default:
      return { hs_task_subject: title, hs_task_status: isDone ? 'COMPLETED' : 'NOT_STARTED', hs_task_type: 'TODO', hs_task_priority: 'NONE', ...(isDone ? { hs_task_completion_date: toInstant(at) } : {}) };
  }
}

export function originValues(origin: WorldOrigin | undefined): Record<string, string> {
  if (origin === undefined) return {};
  const { source, detail, firstSeenAt, forms, stages } = origin;
  const [first, last] = [forms[0], forms.at(-1)];
  return {
    hs_analytics_source: source,
    ...(detail === null ? {} : { hs_analytics_source_data_1: detail }),
    hs_analytics_first_timestamp: toInstant(firstSeenAt),
    hs_latest_source: source,
    hs_latest_source_timestamp: toInstant(firstSeenAt),
    ...(first === undefined || last === undefined
      ? {}
      : {
          first_conversion_event_name: first.name,
          first_conversion_date: toInstant(first.at),
          recent_conversion_event_name: last.name,
          recent_conversion_date: toInstant(last.at),
          num_conversion_events: String(forms.length),
          num_unique_conversion_events: String(new Set(forms.map(({ name }) => name)).size),
        }),
    ...Object.fromEntries(stages.map(({ stage, at }) => [`hs_lifecyclestage_${stage}_date`, toInstant(at)])),
  };
}
