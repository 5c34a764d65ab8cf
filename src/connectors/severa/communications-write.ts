// Home of changing how a contact is reached, row by row. A change of such a row does not date the contact, so the engine's look
// at contacts does not show it: the contact's own list is read right before, and only what differs between what the planner saw
// and what it wants is done. Invariant: what somebody else added, removed or forbade meanwhile stays as they left it.
import { isSet } from '../../core/value.ts';
import type { FieldName, SetElement, Value } from '../../core/vocabulary.ts';
import { RejectedError, RetryableError } from '../../lib/errors.ts';
import { readablePhone } from '../contact-points.ts';
import { pointFields, pointsOf, pointsPart, typeFor } from './communications.ts';
import type { Point, PointKind } from './communications.ts';
import { communicationsOf } from './contact-read.ts';
import { make } from './make.ts';
import { routes } from './routes.ts';
import type { Sources } from './sources.ts';
import { vanished } from './write.ts';
import type { Target, Written } from './write.ts';

type Wanted = Readonly<Record<FieldName, readonly SetElement[]>>;

interface CommunicationWriter {
  /** Brings one of the sets to what is wanted of it. */
  write(field: FieldName): Promise<Written>;
}

/** @param wanted the sets that are part of the write, whole */
export function communicationWriter(sources: Sources, target: Target, wanted: Wanted): CommunicationWriter {
  const { http, registries, context } = sources;
  let present: readonly Point[] | null = target.isNew ? [] : null;
  let failure: unknown = null;

  const list = async (): Promise<readonly Point[]> => {
    const rows = await communicationsOf(sources, target.id);
    if (rows === null) throw vanished('contact');
    return pointsOf(rows);
  };
  const attempt = async (work: () => Promise<void>): Promise<void> => {
    try {
      await work();
    } catch (error) {
      failure ??= error;
    }
  };
  const withKey = (kind: PointKind, key: string): readonly Point[] => (present ?? []).filter((point) => point.kind === kind && point.key === key);
  const seenKeys = (field: FieldName): ReadonlySet<string> => keysOf(target.seen[field]);

  const add = async (kind: PointKind, key: string): Promise<void> => {
    await registries.ready(['communicationTypes']);
    const type = typeFor(kind, key, context.registry('communicationTypes'));
    if (type === null) throw new RejectedError('unmapped-choice', `Severa has no communication type in use for ${kind}; add one in its settings`);
    const isForbidden = kind === 'email' && keysOf(wanted['optOuts']).has(key);
    // Left out, Severa would forbid its use.
    const json = { value: kind === 'phone' ? readablePhone(key) : key, contact: { guid: target.id }, communicationType: { guid: type }, isForbiddenToUse: isForbidden };
    const { guid } = await make(http, routes.createCommunication(json), async () => {
      const found = (await list()).find((point) => point.kind === kind && point.key === key);
      return found ? { guid: found.guid } : null;
    });
    present = [...(present ?? []), { guid, kind, key, isForbidden }];
  };
  const remove = async ({ guid }: Point): Promise<void> => {
    await http.call(routes.deleteCommunication(guid));
    present = (present ?? []).filter((point) => point.guid !== guid);
  };
  const forbid = async (point: Point, isForbidden: boolean): Promise<void> => {
    const { data } = await http.call({ ...routes.patchCommunication(point.guid, { isForbiddenToUse: isForbidden }), accept: [404] });
    if (data === null) throw new RetryableError('moved', 'An address of the contact is not in Severa any more; it is planned anew', { status: 404 });
    present = (present ?? []).map((other) => (other.guid === point.guid ? { ...other, isForbidden } : other));
  };

  const writePoints = async (field: FieldName, kind: PointKind): Promise<void> => {
    const [seen, keys] = [seenKeys(field), keysOf(wanted[field])];
    // What the planner saw and somebody has removed since is not put back.
    for (const key of keys) if (!seen.has(key) && withKey(kind, key).length === 0) await attempt(() => add(kind, key));
    for (const key of seen) if (!keys.has(key)) for (const point of withKey(kind, key)) await attempt(() => remove(point));
  };
  const writeOptOuts = async (): Promise<void> => {
    const [seen, keys] = [seenKeys('optOuts'), keysOf(wanted['optOuts'])];
    for (const key of keys) {
      if (seen.has(key)) continue;
      const points = withKey('email', key);
      if (points.length === 0) failure ??= new RejectedError('no-such-address', 'The contact has no such address in Severa, so its use cannot be forbidden there; add the address there, or leave it as it is');
      for (const point of points) if (!point.isForbidden) await attempt(() => forbid(point, true));
    }
    for (const key of seen) if (!keys.has(key)) for (const point of withKey('email', key)) if (point.isForbidden) await attempt(() => forbid(point, false));
  };

  return {
    write: async (field) => {
      present ??= await list();
      failure = null;
      if (field === 'optOuts') await writeOptOuts();
      else await writePoints(field, pointFields[field] as PointKind);
      return { part: pointsPart(present), error: failure };
    },
  };
}

function keysOf(value: Value | undefined): ReadonlySet<string> {
  return new Set(isSet(value) ? value.map(({ key }) => key) : []);
}
