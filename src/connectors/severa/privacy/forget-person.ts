// Home of forgetting a contact person's own row: every personal value replaced, then the row deleted. Invariants: whatever Severa does
// with a deleted row, nothing personal was left in it; where the row may not be deleted or cannot be, it stays emptied.
import { REDACTED } from '../../../core/sensitive-text.ts';
import { AccessError, RejectedError } from '../../../lib/errors.ts';
import { mapParallel } from '../../parallel.ts';
import type { TreatOutcome } from '../../privacy.ts';
import { communicationsOf } from '../contact-read.ts';
import { get, patch, remove } from '../routes.ts';
import { EMPTIED, isEmptied } from './emptied.ts';
import type { LookSources } from './look.ts';
import { parallelReads } from './persons.ts';
import { personRow } from './rows.ts';
import type { PersonRow } from './rows.ts';

/** Names cannot be empty. */
const emptied = {
  ...EMPTIED, salutation: null, description: null, jobTitle: null, addressGuid: null, dateOfBirth: null, satisfactionLevel: null, timeZone: null, role: null, language: null,
  isEmailAllowed: false, isActive: false,
} as const;

const route = '/v1/contactpersons/{guid}';

export async function forgetPerson(sources: LookSources, guid: string): Promise<TreatOutcome> {
  const { http } = sources;
  const shown = await empty(sources, guid);
  if (shown === null) return { kind: 'done', how: 'absent' };
  if (shown.isDeleted !== true) {
    // Whatever has been added since it was looked for.
    const isReachable = [...(shown.emails ?? []), ...(shown.phoneNumbers ?? [])].length > 0;
    const points = isReachable ? ((await communicationsOf(sources, guid)) ?? []) : [];
    await mapParallel(points, parallelReads, (point) => dropPoint(sources, point.guid ?? ''));
    await removed(sources, guid);
    // A deleted row may well stay: it is said to be emptied, and a later look tells whether it is gone.
    if (isEmptied(shown)) return { kind: 'done', how: 'anonymised' };
  }
  const { data: left } = await http.call(get(route, guid, personRow));
  if (left === null) return { kind: 'done', how: 'deleted' };
  if (isEmptied(left)) return { kind: 'done', how: 'anonymised' };
  throw new RejectedError('not-emptied', 'Severa keeps something of the contact that it does not let us empty; do it by hand in Severa');
}

/** The row as it stands afterwards; null: it is not there. */
async function empty({ http }: LookSources, guid: string): Promise<PersonRow | null> {
  try {
    return (await http.call({ ...patch(route, guid, emptied, personRow), accept: [404] })).data;
  } catch (error) {
    if (!(error instanceof RejectedError)) throw error;
  }
  // Refused: it is deleted already, or one of the values cannot be emptied. Then each for itself.
  const { data: row } = await http.call(get(route, guid, personRow));
  if (row === null || row.isDeleted === true) return row;
  let last: PersonRow = row;
  for (const [property, value] of Object.entries(emptied)) {
    if ((row[property as keyof PersonRow] ?? null) === value) continue;
    try {
      last = (await http.call(patch(route, guid, { [property]: value }, personRow))).data;
    } catch (error) {
      if (!(error instanceof RejectedError)) throw error;
    }
  }
  return last;
}

/** Where the credential may not, or Severa will not, the emptied row stays. */
async function removed({ http }: LookSources, guid: string): Promise<void> {
  try {
    await http.call(remove(route, guid));
  } catch (error) {
    if (!(error instanceof RejectedError) && !(error instanceof AccessError && error.code === 'scope-missing')) throw error;
  }
}

/** An address or number of a contact; where it may not be deleted, it is overwritten and its use forbidden. */
export async function dropPoint({ http }: LookSources, guid: string): Promise<TreatOutcome> {
  const point = '/v1/contactcommunications/{guid}';
  try {
    const { status } = await http.call(remove(point, guid));
    return { kind: 'done', how: status === 404 ? 'absent' : 'deleted' };
  } catch (error) {
    if (!(error instanceof AccessError) || error.code !== 'scope-missing') throw error;
  }
  const { data } = await http.call({ ...patch(point, guid, { value: REDACTED, isForbiddenToUse: true }, personRow), accept: [404] });
  return { kind: 'done', how: data === null ? 'absent' : 'anonymised' };
}
