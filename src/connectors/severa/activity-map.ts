// Home of what an activity's fields are called in Severa: one line per field. An instant without an offset is taken as UTC, like
// every other one of Severa's; an all-day entry is the span of its day, midnight to midnight, as Severa gives it.
// Bump `version` when a line changes what a value means.
import { createHash } from 'node:crypto';
import type { Value } from '../../core/vocabulary.ts';
import { kindOf, typeFor } from './activity-kind.ts';
import type { ActivityTypePair } from './activity-kind.ts';
import { instantOf } from './checkpoint.ts';
import { holdFlag, holdInstant, holdOwner, holdRecord, holdText, required, shownOwner, shownText } from './codecs.ts';
import type { Context, Held } from './codecs.ts';
import { field } from './field-map.ts';
import type { FieldMap } from './field-map.ts';
import type { ActivityRow } from './rows.ts';

const version = 'severa-activity-1';

export function activityFields(pairs: readonly ActivityTypePair[]): FieldMap<ActivityRow> {
  const holdKind = (value: Value, context: Context): Held => (typeof value === 'string' ? typeFor(value, context, pairs) : { cannot: 'wrong-kind' });
  return {
    kind: field('activityType', (row) => kindOf(row, pairs), required(holdKind)),
    subject: field('name', (row) => shownText(row.name), holdText({ required: true })),
    startsAt: field('startDateTime', (row) => instantOf(row.startDateTime), required(holdInstant)),
    endsAt: field('endDateTime', (row) => instantOf(row.endDateTime), holdInstant),
    allDay: field('isAllDay', (row) => row.isAllDay ?? false, holdFlag),
    done: field('isClosed', (row) => row.isClosed ?? false, holdFlag),
    owner: field('ownerUser', (row, context) => shownOwner(row.ownerUser?.guid, context), required(holdOwner)),
    account: field('customer', (row) => row.customer?.guid ?? null, (value, context) => (value === null ? { value, sent: null } : holdRecord(value, context))),
    notes: field('notes', (row) => shownText(row.notes), holdText()),
  };
}

/** Another pairing gives kinds another meaning. */
export function activityMapVersion(pairs: readonly ActivityTypePair[]): string {
  return pairs.length === 0 ? version : `${version}.${createHash('sha256').update(JSON.stringify(pairs)).digest('base64url').slice(0, 10)}`;
}
