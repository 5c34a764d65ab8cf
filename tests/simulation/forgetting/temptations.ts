// The routes by which somebody who was forgotten could come back: people make the contact anew, link a duplicate, type it into our own
// pages, HubSpot replays its events, and a worker that had planned and read before the arming goes on after it. Invariant: each of them is
// really tried, and says so when it succeeds.
import { makeSet } from '../../../src/core/value.ts';
import type { Subject } from '../../../src/core/subject.ts';
import type { LinkState, SavedPage, Store, TakenLink } from '../../../src/store/store.ts';
import { StaleError } from '../../../src/lib/errors.ts';
import { toInstant } from '../../../src/lib/clock.ts';
import type { Random } from '../../../src/lib/random.ts';
import type { Forgotten } from '../checks/forgotten.ts';
import type { Findings } from '../checks/findings.ts';
import { PERSON, USER_OF_CRM } from '../people/facts.ts';
import { makeContact } from '../people/make.ts';
import type { World } from '../world.ts';
import { FULL_NAME, HER } from './planted.ts';
import type { Planted } from './planted.ts';

interface Parts {
  readonly world: World;
  readonly store: Store;
  readonly random: Random;
  readonly findings: Findings;
  readonly forgotten: Forgotten;
  readonly planted: Planted;
  /** HubSpot tells something. */
  readonly tell: (body: string) => void;
}

/** What somebody had in hand before the arming. */
export interface Stale {
  readonly taken: readonly TakenLink[];
  readonly links: readonly LinkState[];
}

const SIDES = ['psa', 'crm'] as const;
/** How long whoever holds something old holds it. */
const HELD_MS = 600_000;

/** A worker takes the person's records to work on them, and another has just read them. */
export async function holdOn(store: Store, linkIds: readonly string[]): Promise<Stale> {
  if (linkIds.length === 0) return { taken: [], links: [] };
  await store.markDirty('contact', linkIds, 'poll');
  const taken = await store.take({ entity: 'contact', ids: linkIds, limit: linkIds.length, ttlMs: HELD_MS });
  return { taken, links: (await store.links({ entity: 'contact', ids: linkIds, limit: linkIds.length })).filter(({ stage }) => stage !== 'ended') };
}

/** They give up what they hold: the arming has not come to pass. */
export async function letGo(store: Store, { taken }: Stale): Promise<void> {
  await store.releaseLease(...taken.map(({ lease }) => lease));
}

/** Both go on as if nothing had happened. */
/** @param refs whose ids are kept away */
export async function goOn({ world, store, findings }: Parts, { taken, links }: Stale, refs: Subject['refs']): Promise<void> {
  const at = toInstant(world.scheduler.now());
  const came = (route: string): void => findings.add('F1', `${route} brought back who was forgotten`, [HER.lastName]);
  for (const { link, lease, dirtyMark } of taken) {
    world.trace.hit('route stale plan');
    const intent = { lease, linkId: link.id, side: 'psa', kind: 'update', at, sent: { lastName: HER.lastName } } as const;
    const isAnnounced = await store.announce([intent], HELD_MS).then(() => true, (error: unknown) => !(error instanceof StaleError));
    if (isAnnounced) came('a stale plan, which was announced,');
    const sides = Object.values(link.sides).map(({ side, id, version, fields, base, handles, mapVersion, asOf, modifiedAt, modifiedBy }) => ({ side, id, seenVersion: version, seen: fields, fields, base, handles, mapVersion, asOf, modifiedAt, modifiedBy, keys: [] }));
    const lost = await store.record([{ lease, linkId: link.id, dirtyMark, settled: true, sides, conflicts: [], held: [], journal: [], carriedOut: [], unknown: [] }]);
    if (!lost.includes(link.id)) came('a stale plan, which was recorded,');
  }
  for (const { side, id, fields, handles } of links.flatMap((link) => Object.values(link.sides))) {
    if (side === 'local' || !refs.some((ref) => ref.side === side && ref.id === id)) continue;
    const lease = await store.takeLease(`stale page ${side} ${id}`, HELD_MS);
    if (lease === null) continue;
    world.trace.hit('route stale page');
    const seen = { id, fields, handles, asOf: at, modifiedAt: at, modifiedBy: null, formerIds: [] };
    const page: SavedPage = { entity: 'contact', side, reason: 'poll', mapVersion: '', records: [{ seen, keys: [] }], tombstones: [], checkpoint: null };
    if ((await store.savePage(page, lease)).suppressed !== 1) came(`a page of ${side} that was read before`);
    await store.releaseLease(lease);
    await store.saveHints(side, [{ entity: 'contact', id, kind: 'changed' }]);
    world.trace.hit('route queued job');
    if ((await store.hints({ entity: 'contact', side, limit: 1_000 })).some((hint) => hint.id === id)) came('a queued hint');
  }
}

/** One temptation, drawn now. */
export async function tempt(parts: Parts): Promise<void> {
  const { random } = parts;
  const what = random.next();
  if (what < 0.35) makeAnew(parts, random.pick(SIDES));
  else if (what < 0.5) for (const side of SIDES) makeAnew(parts, side);
  else if (what < 0.65) await typeIn(parts);
  else if (what < 0.8) await typeInto(parts);
  else if (what < 0.9) replay(parts);
  else edit(parts);
}

/** In a vendor, as a duplicate when the person is still there. */
function makeAnew({ world, random }: Parts, side: (typeof SIDES)[number]): void {
  world.trace.hit(`route made anew in ${side}`);
  const accounts = world.live(side, 'account');
  const account = accounts.length === 0 ? null : random.pick(accounts).id;
  const facts = { ...HER, phone: random.chance(0.5) ? HER.phone : null, firstName: random.chance(0.8) ? HER.firstName : 'U.', email: random.chance(0.5) ? HER.email : (HER.email?.toUpperCase() ?? null) };
  world.as({ author: 'person', by: PERSON, side }, () => makeContact(world, side, random, facts, account));
}

/** Into our own records: a new one. */
async function typeIn({ world, store, findings, forgotten }: Parts): Promise<void> {
  if (!forgotten.keepsAway(HER.email ?? '')) return;
  world.trace.hit('route typed in');
  const fields = { firstName: HER.firstName, lastName: HER.lastName, emails: makeSet([{ key: HER.email ?? '' }]) };
  if ((await store.addLocal('contact', { fields, keys: [`email:${HER.email ?? ''}`], by: PERSON })) !== null) findings.add('F1', `${FULL_NAME} was typed in again`, [HER.lastName]);
}

/** Into the record of somebody else. */
async function typeInto({ world, store, findings, forgotten }: Parts): Promise<void> {
  if (!forgotten.keepsAway(HER.email ?? '')) return;
  const [link] = (await store.links({ entity: 'contact', stage: 'active', limit: 50 })).filter(({ sides }) => sides.local?.gone === null);
  if (link?.sides.local === undefined) return;
  world.trace.hit('route typed into another');
  const result = await store.edit('contact', { linkId: link.id, seenVersion: link.sides.local.version, fields: { emails: makeSet([{ key: HER.email ?? '' }]) }, keys: [], decided: [], consents: [], by: PERSON });
  if (result !== 'suppressed') findings.add('F1', `the address of ${FULL_NAME} was typed into the record of somebody else: ${result}`, [HER.lastName]);
}

/** HubSpot tells once more what it has told long ago. */
function replay({ world, planted, tell }: Parts): void {
  for (const { side, id } of planted.refs) {
    if (side !== 'crm') continue;
    world.trace.hit('route webhook replayed');
    for (const subscriptionType of ['contact.creation', 'contact.propertyChange', 'contact.restore']) {
      tell(JSON.stringify([{ portalId: 42_424_242, subscriptionType, objectId: Number(id), occurredAt: world.scheduler.now() - 60_000, eventId: 1, attemptNumber: 3, propertyName: 'email', propertyValue: HER.email }]));
    }
  }
}

/** Somebody who still sees the record writes in it. */
function edit({ world, random, forgotten }: Parts): void {
  const theirs = SIDES.flatMap((side) => world.live(side, 'contact')).filter((ref) => forgotten.isTheirs(ref));
  if (theirs.length === 0) return;
  world.trace.hit('route edited in the vendor');
  const ref = random.pick(theirs);
  const now = world.scheduler.now();
  world.as({ author: 'person', by: PERSON, side: ref.side }, () => {
    if (ref.side === 'psa') world.psa.state.edit('contactpersons', ref.id, { '/jobTitle': 'Palannut' }, now);
    else world.crm.state.edit('contacts', ref.id, { jobtitle: 'Palannut' }, { now, userId: USER_OF_CRM });
  });
}
