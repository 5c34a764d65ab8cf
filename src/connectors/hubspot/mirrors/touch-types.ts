// Home of what a touch is in HubSpot as data: four object types, and where each column comes from. Invariant: nothing that was
// said is ever asked for; of an e-mail only its subject and its direction.
import { instantOf } from '../codecs.ts';
import { byAge } from '../link-reads.ts';
import type { LinksByType } from '../link-reads.ts';
import type { LinkField, ObjectType } from '../object-map.ts';
import type { Asked } from '../schema.ts';
import type { WireRecord } from '../wire.ts';
import type { MirrorRow, MirrorValue } from '../../../entities/mirrors/mirror.ts';

interface TouchType {
  readonly type: ObjectType;
  readonly kind: 'email' | 'meeting' | 'call' | 'task';
  /** Properties that say when it was, the likeliest first. */
  readonly at: readonly string[];
  readonly title: string;
  readonly direction: string | null;
  readonly outcome: string | null;
}

const TIMESTAMP = 'hs_timestamp';
const OWNER = 'hubspot_owner_id';
const CREATED = 'hs_createdate';

export const TOUCH_TYPES: readonly TouchType[] = [
  { type: 'emails', kind: 'email', at: [TIMESTAMP], title: 'hs_email_subject', direction: 'hs_email_direction', outcome: null },
  // As an activity shows it.
  { type: 'meetings', kind: 'meeting', at: ['hs_meeting_start_time', TIMESTAMP], title: 'hs_meeting_title', direction: null, outcome: 'hs_meeting_outcome' },
  { type: 'calls', kind: 'call', at: [TIMESTAMP], title: 'hs_call_title', direction: 'hs_call_direction', outcome: 'hs_call_status' },
  { type: 'tasks', kind: 'task', at: [TIMESTAMP], title: 'hs_task_subject', direction: null, outcome: 'hs_task_status' },
];

const whom: readonly ObjectType[] = ['contacts', 'companies', 'deals'];
const noLinks: readonly LinkField[] = [];

export function askedOf({ type, at, title, direction, outcome }: TouchType): Asked {
  const names = [...at, title, direction, outcome, OWNER, CREATED].filter((name) => name !== null);
  // HubSpot passes over a property that an account does not have.
  return { map: { type, links: noLinks }, targets: whom, asked: names, properties: new Map() };
}

export function touchId(type: ObjectType, id: string): string {
  return `${type}:${id}`;
}

export function touchRow(touch: TouchType, record: WireRecord, asOf: string, links: LinksByType): MirrorRow {
  const shown = (property: string | null): string | null => (property === null ? null : (record.properties[property]?.trim() || null));
  const instant = (property: string): string | null => instantOf(shown(property) ?? '') ?? null;
  const values: Record<string, MirrorValue> = {
    kind: touch.kind,
    at: touch.at.map(instant).find((one) => one !== null) ?? null,
    title: shown(touch.title),
    direction: shown(touch.direction),
    outcome: shown(touch.outcome),
    owner: shown(OWNER),
    createdAt: instant(CREATED),
  };
  for (const to of whom) {
    const far = links.get(to)?.get(record.id);
    // The order in which HubSpot tells them means nothing, and must not look like a change.
    if (far) values[to] = [...far.keys()].toSorted(byAge);
  }
  return { id: touchId(touch.type, record.id), asOf, values };
}
