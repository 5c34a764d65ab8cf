// Home of HubSpot's events: what a delivery says about which records. Invariant: an event only tells where to look; no value
// in it is ever believed or kept, and one that is not understood is passed over without harm to the others.
import { z } from 'zod';
import type { EntityName, Hint } from '../../core/vocabulary.ts';

const id = z.union([z.number().int().positive(), z.string().regex(/^\d{1,20}$/)]).transform(String);
const eventSchema = z.looseObject({
  portalId: id.nullish(),
  appId: id.nullish(),
  subscriptionType: z.string().max(100),
  objectTypeId: z.string().max(50).nullish(),
  objectId: id.nullish(),
  changeSource: z.string().nullish(),
  sourceId: z.string().nullish(),
  primaryObjectId: id.nullish(),
  mergedObjectIds: z.array(id).nullish(),
  newObjectId: id.nullish(),
  associationType: z.string().nullish(),
  fromObjectId: id.nullish(),
  toObjectId: id.nullish(),
});
type Event = z.infer<typeof eventSchema>;

const ENTITIES: ReadonlyMap<string, EntityName> = new Map([['contact', 'contact'], ['company', 'account'], ['deal', 'salesCase'], ['0-1', 'contact'], ['0-2', 'account'], ['0-3', 'salesCase']]);
const KINDS: ReadonlyMap<string, Hint['kind']> = new Map([
  ['creation', 'changed'], ['propertyChange', 'changed'], ['deletion', 'deleted'], ['merge', 'merged'], ['restore', 'restored'], ['privacyDeletion', 'erased'], ['associationChange', 'related'],
]);

/** @param portalId the account of the connection; null while nobody knows it */
export function receiveEvents(events: readonly unknown[], portalId: string | null): readonly Hint[] {
  const hints = new Map<string, Hint>();
  for (const given of events) {
    const parsed = eventSchema.safeParse(given);
    if (!parsed.success) continue;
    const event = parsed.data;
    if (portalId !== null && event.portalId && event.portalId !== portalId) continue;
    for (const hint of hintsOf(event)) hints.set(`${hint.entity} ${hint.id} ${hint.kind}`, hint);
  }
  return [...hints.values()];
}

function hintsOf(event: Event): readonly Hint[] {
  const [subject = '', what = ''] = event.subscriptionType.split('.');
  const kind = KINDS.get(what);
  if (kind === undefined || (kind === 'changed' && isOwnWrite(event))) return [];
  if (kind === 'related') return related(event);
  const entity = ENTITIES.get(subject === 'object' ? (event.objectTypeId ?? '') : subject);
  if (entity === undefined) return [];
  const named = kind === 'merged' ? [event.newObjectId, event.primaryObjectId, event.objectId, ...(event.mergedObjectIds ?? [])] : [event.objectId];
  const ids = [...new Set(named.filter((one) => one !== null && one !== undefined))];
  // A person who was forgotten there is a deleted record too.
  const kinds = kind === 'erased' ? (['erased', 'deleted'] as const) : [kind];
  return ids.flatMap((one) => kinds.map((each) => ({ entity, id: one, kind: each })));
}

/** What we wrote was answered when we wrote it. `appId` is the app that is told, which is ours. */
function isOwnWrite({ changeSource, sourceId, appId }: Event): boolean {
  return changeSource === 'INTEGRATION' && appId !== null && appId !== undefined && sourceId === appId;
}

/** `CONTACT_TO_COMPANY`: both ends may show it. */
function related({ associationType, fromObjectId, toObjectId }: Event): readonly Hint[] {
  const ends = (associationType ?? '').toLowerCase().split('_to_');
  return [fromObjectId, toObjectId].flatMap((one, index) => {
    const entity = ENTITIES.get(ends[index] ?? '');
    return one === null || one === undefined || entity === undefined ? [] : [{ entity, id: one, kind: 'related' as const }];
  });
}
