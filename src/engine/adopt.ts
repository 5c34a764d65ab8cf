// Adopt: a create whose outcome nobody knows is looked up before it is tried again. What is found becomes the link's record
// as if the answer had come; what is not found was never made. A record of the same name that says other things is not ours.
import { keysOf } from '../core/match-key.ts';
import { comparable } from '../core/normalise/comparable.ts';
import { isEmpty, isSet } from '../core/value.ts';
import type { EntityAdapter } from '../connectors/connector.ts';
import type { EntityName, FieldName, Fields, RemoteSide, Snapshot, Value } from '../core/vocabulary.ts';
import { SIDES } from '../core/vocabulary.ts';
import { isExpected, RejectedError, StaleError } from '../lib/errors.ts';
import type { Lease, LinkState, MatchDecision, TakenLink } from '../store/store.ts';
import { adapterOf, entityOf } from './context.ts';
import type { EngineContext } from './context.ts';
import { basesOfCreate } from './own-writes.ts';
import { savePage } from './pull.ts';
import type { Surroundings } from './surroundings.ts';

export interface Look {
  /** Links that changed by it: they are free again and come back with the found record. */
  readonly adopted: ReadonlySet<string>;
  /** By link: sides where the look failed, so that nothing may be made there now. */
  readonly unlooked: ReadonlyMap<string, ReadonlySet<RemoteSide>>;
  /** Pairs of a link and a record that nobody knows and that it may have made: a person is asked. */
  readonly questions: readonly MatchDecision[];
  readonly errors: ReadonlyMap<RemoteSide, Error>;
}

/** @param pulledAt when the last complete pull of a side began (ms): what was made before that is known */
export async function lookForCreates(context: EngineContext, entity: EntityName, taken: readonly TakenLink[], around: Surroundings, pulledAt: ReadonlyMap<RemoteSide, number>): Promise<Look> {
  const look: Findings = { adopted: new Set(), unlooked: new Map(), errors: new Map(), questions: [] };
  for (const side of SIDES) {
    if (side === 'local') continue;
    const open = taken.filter(({ link }) => !(side in link.sides) && link.intents.some((intent) => intent.side === side && intent.kind === 'create'));
    if (open.length === 0) continue;
    await lookOn(context, entity, side, open, look, around);
    if (adapterOf(context, side, entity)?.can.keyedCreate !== true) await askAboutStrangers(context, entity, side, open.filter(({ link }) => !look.adopted.has(link.id)), look, { around, pulledAt: pulledAt.get(side) ?? null });
  }
  return look;
}

interface Findings extends Look {
  readonly adopted: Set<string>;
  readonly unlooked: Map<string, Set<RemoteSide>>;
  readonly errors: Map<RemoteSide, Error>;
  readonly questions: MatchDecision[];
}

function leave(look: Findings, side: RemoteSide, { link }: TakenLink): void {
  look.unlooked.set(link.id, new Set([...(look.unlooked.get(link.id) ?? []), side]));
}

/** Strangers that may be looked at for one create; who meets more has lost its overview anyway. */
const MOST_STRANGERS = 500;

/**
 * Somebody may have edited what was made before anybody looked: a record that has come since, and says nothing else than what
 * was sent or bears its name, is asked about, and nothing is made until then. Whoever has not read what has come since does not
 * know.
 */
async function askAboutStrangers(context: EngineContext, entity: EntityName, side: RemoteSide, open: readonly TakenLink[], look: Findings, { around, pulledAt }: { readonly around: Surroundings; readonly pulledAt: number | null }): Promise<void> {
  const adapter = adapterOf(context, side, entity);
  const waiting = open.filter(({ link }) => look.unlooked.get(link.id)?.has(side) !== true);
  if (adapter === null || waiting.length === 0) return;
  const fresh = await context.store.links({ entity, stage: 'new', limit: MOST_STRANGERS });
  const strangers = fresh.filter(({ sides }) => side in sides && Object.keys(sides).length === 1);
  for (const one of waiting) {
    const { link } = one;
    const isRead = pulledAt !== null && link.intents.every(({ side: on, kind, at }) => on !== side || kind !== 'create' || Date.parse(at) < pulledAt);
    const wanted = shownOn(adapter, side, link, around);
    const likeness = (stranger: LinkState): number => likenessOf(context, entity, wanted, stranger.sides[side]?.fields ?? {});
    const names = namesOf(context, entity, wanted);
    const isNamesake = (stranger: LinkState): boolean => namesOf(context, entity, stranger.sides[side]?.fields ?? {}).some((name) => names.includes(name));
    const [likest] = strangers.filter((stranger) => likeness(stranger) >= 0 || isNamesake(stranger)).toSorted((a, b) => likeness(b) - likeness(a));
    if (!isRead || likest !== undefined) leave(look, side, one);
    if (likest !== undefined) look.questions.push({ kind: 'propose', links: [link.id, likest.id], by: 'own-create', reason: 'renamed' });
  }
}

/** What a record is called by, which proves nothing. */
function namesOf(context: EngineContext, entity: EntityName, fields: Fields): readonly string[] {
  return keysOf(entityOf(context, entity).matching.filter(({ certain }) => !certain), fields, context.freeMailDomains);
}

async function lookOn(context: EngineContext, entity: EntityName, side: RemoteSide, open: readonly TakenLink[], look: Findings, around: Surroundings): Promise<void> {
  const adapter = adapterOf(context, side, entity);
  const giveUp = (): void => open.forEach((one) => leave(look, side, one));
  if (!adapter) return giveUp();
  const since = open.flatMap(({ link }) => link.intents.filter((intent) => intent.side === side).map((intent) => intent.at)).toSorted()[0] as string;
  const creates = open.map(({ link }) => ({ kind: 'create' as const, key: link.id, fields: wantedOn(side, link, around) }));
  let found: ReadonlyMap<string, readonly Snapshot[]>;
  try {
    found = await adapter.find(creates, since);
  } catch (error) {
    if (!isExpected(error)) throw error;
    // One value that the system will not search for must not keep the others waiting.
    if (error instanceof RejectedError && open.length > 1) {
      for (const one of open) await lookOn(context, entity, side, [one], look, around);
      return;
    }
    look.errors.set(side, error);
    return giveUp();
  }
  const used = new Set<string>();
  for (const one of open) {
    const likeness = (fields: Fields): number => (adapter.can.keyedCreate ? 0 : likenessOf(context, entity, shownOn(adapter, side, one.link, around), fields));
    const candidates = (found.get(one.link.id) ?? [])
      .filter((snapshot) => !used.has(snapshot.id) && likeness(snapshot.fields) >= 0)
      .toSorted((a, b) => likeness(b.fields) - likeness(a.fields));
    const id = await takeFirst(context, entity, side, one, candidates, around);
    if (id === null) continue;
    used.add(id);
    look.adopted.add(one.link.id);
  }
  await context.store.releaseLease(...open.flatMap(({ link, lease }) => (look.adopted.has(link.id) ? [lease] : [])));
}

/**
 * Links whose open create is found to have made another record than the stranger they are about to be joined with, which a lagging
 * list has yet to show. A look that fails says nothing: such a link waits too. Only a system that keeps our key can tell.
 */
export async function madeAnother(context: EngineContext, entity: EntityName, joins: readonly { readonly into: string; readonly from: string }[], links: ReadonlyMap<string, LinkState>, around: Surroundings): Promise<ReadonlySet<string>> {
  const waiting = new Set<string>();
  for (const side of SIDES) {
    const adapter = side === 'local' ? null : adapterOf(context, side, entity);
    if (side === 'local' || adapter?.can.keyedCreate !== true) continue;
    const open = joins.flatMap(({ into, from }) => {
      const [link, other] = [links.get(into), links.get(from)?.sides[side]?.id];
      const at = link?.intents.find((intent) => intent.side === side && intent.kind === 'create')?.at;
      return link === undefined || side in link.sides || at === undefined || other === undefined ? [] : [{ link, at, other }];
    });
    if (open.length === 0) continue;
    const creates = open.map(({ link }) => ({ kind: 'create' as const, key: link.id, fields: wantedOn(side, link, around) }));
    try {
      const found = await adapter.find(creates, open.map(({ at }) => at).toSorted()[0] as string);
      for (const { link, other } of open) if (found.get(link.id)?.some(({ id }) => id !== other)) waiting.add(link.id);
    } catch (error) {
      if (!isExpected(error)) throw error;
      for (const { link } of open) waiting.add(link.id);
    }
  }
  return waiting;
}

/** The id of the first of these records that the link could have. A lost lease takes none: whoever has it looks too. */
async function takeFirst(context: EngineContext, entity: EntityName, side: RemoteSide, { link, lease }: TakenLink, candidates: readonly Snapshot[], around: Surroundings): Promise<string | null> {
  const bases = basesOfCreate(context, link, side, around);
  try {
    for (const snapshot of candidates) {
      await savePage(context, entity, side, 'poll', { snapshots: [snapshot], tombstones: [] }, null, lease);
      const agreed = { ...bases, [side]: arrived(bases[side] ?? {}, snapshot.fields) };
      if (await context.store.adopt(entity, side, snapshot.id, lease, link.id, agreed)) return snapshot.id;
      if (await takeMerged(context, entity, snapshot, { link, lease, side, bases })) return snapshot.id;
    }
  } catch (error) {
    if (!(error instanceof StaleError)) throw error;
  }
  return null;
}

/**
 * What was made has been merged with another link's record before anybody had written it down. The link gets it as a record
 * that was merged away, so that a person is asked as after any merge, and nothing is made again.
 */
async function takeMerged(context: EngineContext, entity: EntityName, survivor: Snapshot, made: { readonly link: LinkState; readonly lease: Lease; readonly side: RemoteSide; readonly bases: Readonly<Record<string, Fields>> }): Promise<boolean> {
  const { link, lease, side, bases } = made;
  const former = survivor.formerIds.filter((id) => id !== survivor.id);
  const known = new Set(former.length === 0 ? [] : (await context.store.linked(entity, former.map((id) => ({ side, id })))).map(({ id }) => id));
  for (const id of former.toSorted((a, b) => Number(known.has(a)) - Number(known.has(b)))) {
    const sent: Snapshot = { ...survivor, id, fields: bases[side] ?? {}, handles: {}, formerIds: [] };
    if (!known.has(id)) await savePage(context, entity, side, 'poll', { snapshots: [sent], tombstones: [] }, null, lease);
    if (!(await context.store.adopt(entity, side, id, lease, link.id, bases))) continue;
    await savePage(context, entity, side, 'poll', { snapshots: [], tombstones: [{ id, how: 'merged', into: survivor.id, asOf: survivor.asOf }] }, null, lease);
    return true;
  }
  return false;
}

/**
 * Of what was sent, what has got there: a create of several calls may have been broken off, and what it had no time for is no
 * edit of anybody's.
 */
function arrived(sent: Fields, shown: Fields): Fields {
  return Object.fromEntries(
    Object.entries(sent).flatMap(([field, value]): (readonly [FieldName, Value])[] => {
      const now = shown[field];
      // What only a deep look shows is met when it is looked at.
      if (now === undefined) return [];
      // A set that came in part meets the others anew, and gets the rest of it.
      if (isSet(value)) return value.every(({ key }) => isSet(now) && now.some((element) => element.key === key)) ? [[field, value]] : [];
      return isEmpty(now) && !isEmpty(value) ? [] : [[field, value]];
    }),
  );
}

/**
 * What a link's new record was to hold, in the words of the side it was made on: what was sent, whatever people have made of
 * its source since.
 */
function wantedOn(side: RemoteSide, link: LinkState, around: Surroundings): Fields {
  const sent = link.intents.find((intent) => intent.side === side && intent.kind === 'create')?.sent;
  if (sent !== undefined && Object.keys(sent).length > 0) return sent;
  const source = link.sides.local ?? Object.values(link.sides)[0];
  return source === undefined ? {} : around.toSide(side, around.toCommon(source.side, source.fields)).fields;
}

/** What the side would show of it: a value that it rounds is no difference. */
export function shownOn(adapter: Pick<EntityAdapter, 'represent'>, side: RemoteSide, link: LinkState, around: Surroundings): Fields {
  return adapter.represent(wantedOn(side, link, around)).fields;
}

/** Fields both fill and agree on, less those they differ in; the name that led to the record does not count. */
export function likenessOf(context: EngineContext, entity: EntityName, wanted: Fields, shown: Fields): number {
  let likeness = 0;
  for (const field of entityOf(context, entity).fields.values()) {
    const [a, b] = [wanted[field.name] ?? null, shown[field.name] ?? null];
    if (field.name === 'name' || isEmpty(a) || isEmpty(b)) continue;
    // A set may have come in part.
    const isAlike = isSet(a) && isSet(b) ? b.every(({ key }) => a.some((element) => element.key === key)) : comparable(field.compare, a) === comparable(field.compare, b);
    likeness += isAlike ? 1 : -1;
  }
  return likeness;
}
