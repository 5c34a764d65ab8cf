// Home of treating what was found: one order after the other, each with its own outcome. Invariants: twice is the same as once; what is
// gone already is no failure; a person's own row goes last, since it is what the rest is found by.
import { AccessError, RejectedError, RetryableError } from '../../../lib/errors.ts';
import type { TreatOrder, TreatOutcome } from '../../privacy.ts';
import { remove } from '../routes.ts';
import { changeRow, rowAsked } from './change-row.ts';
import { dropPoint, forgetPerson } from './forget-person.ts';
import type { LookSources } from './look.ts';
import { placeOf, PLACES, rowCalls } from './places.ts';
import type { TextRow } from './places.ts';
import { readRows } from './read-rows.ts';
import { isOfCard, ofSuccessors, takenOver } from './successor.ts';

export async function treatEach(sources: LookSources, orders: readonly TreatOrder[]): Promise<readonly TreatOutcome[]> {
  const outcomes = new Map<TreatOrder, TreatOutcome>();
  let refused: AccessError | null = null;
  const named = new Map<string, string>();
  const rows = await rowsFirst(sources, orders);
  let successors: ReadonlySet<TreatOrder> | null = null;
  for (const order of orders.toSorted((a, b) => Number(isPerson(a)) - Number(isPerson(b)))) {
    if (outcomes.has(order)) continue;
    const group = together(order, orders);
    try {
      if (refused !== null) throw refused;
      const waits = isPerson(order) && [...outcomes.values()].some(({ kind }) => kind !== 'done' && kind !== 'rejected');
      if (waits) throw new RetryableError('waits-for-others', 'Something that hangs on the contact is not treated yet; the contact waits for it');
      if (isOfCard(order)) successors ??= await ofSuccessors(sources, orders, named);
      if (successors?.has(order)) throw takenOver();
      const row = rowAsked(order);
      const told = row === null ? [await treated(sources, order)] : await changeRow(sources, row, group, named, rows.get(`${row.place.name}:${row.guid}`));
      for (const [at, one] of group.entries()) outcomes.set(one, told[at] as TreatOutcome);
    } catch (error) {
      if (error instanceof AccessError && error.code !== 'scope-missing') refused = error;
      for (const one of group) outcomes.set(one, outcomeOf(error));
    }
  }
  return orders.map((order) => outcomes.get(order) as TreatOutcome);
}

const isPerson = ({ trace }: TreatOrder): boolean => trace.kind === 'contact';

/** Several projects are one call. What cannot be read so is read by itself, and then says why it cannot. */
async function rowsFirst(sources: LookSources, orders: readonly TreatOrder[]): Promise<ReadonlyMap<string, TextRow | null>> {
  const guids = new Set(orders.flatMap((order) => {
    const row = rowAsked(order);
    return row?.place === PLACES.projects ? [row.guid] : [];
  }));
  if (guids.size < 2) return new Map();
  try {
    return new Map([...(await readRows(sources, PLACES.projects, [...guids]))].map(([guid, row]) => [`${PLACES.projects.name}:${guid}`, row]));
  } catch (error) {
    outcomeOf(error);
    return new Map();
  }
}

/** All that goes of the same row. */
function together(order: TreatOrder, orders: readonly TreatOrder[]): readonly TreatOrder[] {
  const row = rowAsked(order);
  return row === null ? [order] : orders.filter((other) => {
    const same = rowAsked(other);
    return same?.place === row.place && same.guid === row.guid;
  });
}

async function treated(sources: LookSources, { trace, treatment }: TreatOrder): Promise<TreatOutcome> {
  const [name = '', rest = ''] = trace.id.split(':');
  const [guid = '', inner = ''] = rest.split('/');
  if (name === 'contactpersons' && treatment === 'delete') return await forgetPerson(sources, guid);
  if (name === 'contactcommunications' && treatment === 'delete') return await dropPoint(sources, guid);
  if (name === 'activityparticipants' && treatment === 'detach') {
    const call = remove('/v1/activities/{activityGuid}/activityparticipants/{guid}', inner);
    return await drop(sources, { ...call, path: call.path.replace('{activityGuid}', encodeURIComponent(guid)) }, 'detached');
  }
  const found = placeOf(trace.id);
  const mayGo = found !== null && treatment === 'delete' && (found.place.deleting !== null || trace.kind === 'address');
  if (mayGo) return await drop(sources, rowCalls.remove(found.place, guid), 'deleted');
  throw new RejectedError('no-such-treatment', `Severa has no way to ${treatment} this; do it by hand in Severa`);
}

async function drop({ http }: LookSources, call: ReturnType<typeof remove>, how: 'deleted' | 'detached'): Promise<TreatOutcome> {
  const { status } = await http.call(call);
  return { kind: 'done', how: status === 404 ? 'absent' : how };
}

function outcomeOf(error: unknown): TreatOutcome {
  if (error instanceof RejectedError) return { kind: 'rejected', error };
  if (error instanceof RetryableError) return { kind: error.outcomeUnknown ? 'unknown' : 'failed', error };
  if (error instanceof AccessError && error.code === 'scope-missing') return { kind: 'rejected', error: new RejectedError(error.code, error.message, { cause: error }) };
  if (error instanceof AccessError) return { kind: 'failed', error: new RetryableError(error.code, error.message, { cause: error }) };
  throw error;
}
