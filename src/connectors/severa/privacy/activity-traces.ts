// Home of what the person took part in and what activities say of them. Invariant: an activity is the customer's and its owner's too:
// the person is taken out of it, and it stays.
import type { Subject } from '../../../core/subject.ts';
import { emailKey } from '../../../core/subject.ts';
import { mapParallel } from '../../parallel.ts';
import type { Trace } from '../../privacy.ts';
import { get } from '../routes.ts';
import { filledIn } from './look.ts';
import type { Look } from './look.ts';
import { parallelReads } from './persons.ts';
import { PLACES, rowCalls } from './places.ts';
import type { TextRow } from './places.ts';
import { listed } from './read-rows.ts';
import { participantRow } from './rows.ts';
import type { ParticipantRow } from './rows.ts';
import { textTrace } from './text-traces.ts';
import { contactIds } from './who.ts';

/** @param own the subject without what others are reached by too */
export async function tracesInActivities(look: Look, customers: readonly string[], own: Subject): Promise<readonly Trace[]> {
  return await look.tried('activities', 'activity', async () => {
    const joined = await joinedBy(look, contactIds(own));
    const around = (await listed(look, PLACES.activities, 'customerGuids', customers)).filter(({ guid }) => !joined.some((row) => row.guid === guid));
    const taking = await mapParallel(joined, parallelReads, async (row) => ({ row, all: await participantsOf(look, row.guid ?? '') }));
    const theirs = taking.flatMap(({ row, all }) => {
      const mine = all.filter((one) => isOf(one, own));
      const others = all.filter((one) => one.type === 'Contact' && !mine.includes(one)).length;
      return [textTrace(look, PLACES.activities, row, own, others), ...mine.map((one) => participantTrace(look, row, one))];
    });
    return [...theirs, ...around.map((row) => textTrace(look, PLACES.activities, row, own))].filter((trace) => trace !== null);
  }, []);
}

/** Also the series behind repeated ones, which no list shows by itself. */
async function joinedBy(look: Look, contacts: readonly string[]): Promise<readonly TextRow[]> {
  const single = await listed(look, PLACES.activities, 'contactGuids', contacts);
  const series = [...new Set(single.flatMap(({ recurrenceParentActivityGuid }) => recurrenceParentActivityGuid || []))].filter((id) => !single.some(({ guid }) => guid === id));
  const behind = await mapParallel(series, parallelReads, async (id) => (await look.http.call(rowCalls.read(PLACES.activities, id))).data);
  return [...single, ...behind.filter((row) => row !== null)];
}

async function participantsOf({ http }: Look, activity: string): Promise<readonly ParticipantRow[]> {
  const call = get('/v1/activities/{guid}/activityparticipants', activity, participantRow.array());
  return (await http.call({ ...call, route: 'GET /v1/activities/{activityGuid}/activityparticipants' })).data ?? [];
}

function isOf({ participantGuid, email }: ParticipantRow, own: Subject): boolean {
  if (contactIds(own).includes(participantGuid ?? '')) return true;
  return email ? own.emails.some((one) => emailKey(one) === emailKey(email)) : false;
}

function participantTrace(look: Look, row: TextRow, { guid, type, name, email, phone, mobilePhone }: ParticipantRow): Trace {
  const how = look.may('activities:delete') ? ({ treatment: 'detach' } as const) : ({ treatment: 'manual', reason: 'scope-missing' } as const);
  return {
    id: `activityparticipants:${row.guid ?? ''}/${guid ?? ''}`, kind: 'participant', ...how, sure: true, others: 0, texts: {},
    content: filledIn({ activity: row.texts['name'], startsAt: row.startDateTime, customer: row.customer?.name, name, email, phone: phone ?? mobilePhone, type }),
  };
}
