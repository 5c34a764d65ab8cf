// Forgetting in memory. Invariant: what PostgreSQL answers, in the same order; memory has no mirrors, remarks or runs' differences.
import { isArmed, isOver } from '../../core/erasure-state.ts';
import { NOBODY, personKeys, refKey, type PersonRef } from '../../core/subject.ts';
import { toInstant } from '../../lib/clock.ts';
import { entities } from '../../entities/index.ts';
import { placeOfSuppression, type ArmOrder, type Forgetting } from '../forgetting.ts';
import { addressesAround, linksAround, type Finder } from '../ledger/around.ts';
import { forgetIn, type Forgotten } from '../ledger/forget.ts';
import { keyGroup, sideKey, standing, type Ledger, type Turn } from '../ledger/ledger.ts';
import { ownTraces, pointerTraces, textTraces } from '../ledger/local-traces.ts';
import type { SideRow } from '../ledger/rows.ts';
import { makeScrub, type ScrubOrder } from '../ledger/scrub.ts';
import { foundByRow, offeredByRow, ownOf, sharedWith, subjectOfRows, tellingOf, withTold } from '../ledger/found-again.ts';
import { keysTold, subjectOfKeys } from '../ledger/keys-told.ts';
import { madeIn, makingKey } from '../ledger/suppression.ts';
import type { SuppressionKeys } from '../ledger/suppression-keys.ts';
import type { LinkRecord } from '../store.ts';
import type { RequestRows } from './erasures.ts';
import type { makeConsents } from './consents.ts';
import type { makeHints } from './hints.ts';
import type { makeImages } from './upkeep.ts';
import type { Suppressions } from './suppressions.ts';

interface Parts extends Pick<RequestRows, 'requests'> {
  readonly ledger: Ledger;
  readonly keys: SuppressionKeys;
  readonly suppressions: Suppressions;
  readonly turn: <T>(work: (turn: Turn) => T) => Promise<T>;
  readonly hints: ReturnType<typeof makeHints>;
  readonly images: ReturnType<typeof makeImages>;
  readonly consents: ReturnType<typeof makeConsents>;
}

export function makeForgetting(parts: Parts): Forgetting {
  const { ledger, keys, suppressions, turn, requests, hints } = parts;
  const finder = finderIn(ledger);
  return {
    suppressed: (wanted) => turn(() => new Set(suppressions.kept(wanted).keys())),
    whose: (wanted) => turn(() => [...new Set(personRows(ledger).filter((row) => foundByRow(row).some((key) => wanted.includes(key))).map(({ linkId }) => linkId))].toSorted()),
    othersWith: (shown, linkIds) => turn(() => sharedWith(personRows(ledger).filter(({ linkId }) => !linkIds.includes(linkId)), shown)),
    around: (linkIds) => addressesAround(finder, linkIds),
    localTraces: async (subject) => {
      const scrub = makeScrub({ subject, keys: personKeys(subject), redact: [] });
      const near = new Set(await nearOf(ledger, finder, subject));
      const rows = ledger.sides.all().toArray();
      const others = rows.filter(({ linkId }) => !subject.linkIds.includes(linkId));
      return [...ownTraces(rows.filter(({ linkId }) => subject.linkIds.includes(linkId))), ...pointerTraces(others, scrub), ...textTraces(others, scrub, (id) => near.has(id))];
    },
    arm: (order) => turn((turn) => armed(parts, turn, order)),
    clear: (order) =>
      turn((turn) => {
        const request = requests.get(order.requestId);
        if (request === undefined || !isArmed(request.state) || request.version !== order.seenVersion) return false;
        suppressAndWipe(parts, turn, order);
        return true;
      }),
    // Workspaces in memory know nothing of each other.
    siblings: () => Promise.resolve([]),
    lift: (requestId) => turn(() => suppressions.lift(requestId)),
    sightings: (requestId) => turn(() => suppressions.sightings().filter((one) => requestId === undefined || one.requestId === requestId)),
    dropSightings: (requestId) => turn(() => suppressions.dropSightings(requestId)),
    suppressions: ({ after, limit }) => turn(() => suppressions.list().filter((one) => after === undefined || placeOfSuppression(one) > after).slice(0, limit)),
    replay: (given) => turn(() => suppressions.add(given.filter(({ workspace }) => workspace === keys.workspace))),
    forgetSuppressed: () =>
      turn((turn) => {
        const keys = new Set(suppressions.kept([...keysTold(ledger), ...hints.keys()]).keys());
        if (keys.size === 0) return { links: 0, others: 0 };
        const linkIds = [...new Set(personRows(ledger).filter((row) => offeredByRow(row).some((key) => keys.has(key))).map(({ linkId }) => linkId))];
        const [shown, told] = [subjectOfRows(linkIds.flatMap((id) => ledger.sides.in(id))), subjectOfKeys(keys)];
        const others = personRows(ledger).filter(({ linkId }) => !linkIds.includes(linkId));
        const subject = withTold(ownOf(shown, suppressions.kept(tellingOf(shown)), sharedWith(others, shown)), told, sharedWith(others, told));
        const before = hints.count();
        const { ended, changed } = wipe(parts, turn, { subject, keys: tellingOf(subject), redact: [] });
        return { links: ended.length, others: changed.length + before - hints.count() };
      }),
    frozen: (refs) =>
      turn(() => {
        const kept = suppressions.kept(refs.map(refKey));
        const open = new Set([...requests.values()].filter(({ state }) => isArmed(state) && !isOver(state)).map(({ id }) => id));
        return new Set([...kept].filter(([, keepers]) => keepers.some(({ requestId }) => open.has(requestId))).map(([key]) => key));
      }),
  };
}

function armed(parts: Parts, turn: Turn, order: ArmOrder): boolean {
  const { requests } = parts;
  const request = requests.get(order.requestId);
  if (request?.state !== 'approved' || request.version !== order.seenVersion) return false;
  suppressAndWipe(parts, turn, order);
  requests.set(request.id, { ...request, state: 'armed', armedAt: order.at, version: request.version + 1 });
  return true;
}

function suppressAndWipe(parts: Parts, turn: Turn, order: ArmOrder): void {
  const { making } = wipe(parts, turn, order);
  parts.suppressions.add([...order.keys, ...making.map(makingKey)].map((key) => ({ requestId: order.requestId, hash: parts.keys.hash(key), at: order.at })));
}

/** Records that were being made for somebody while they were forgotten: whoever made one tells of its id only now. */
export function forgetMade(parts: Pick<Parts, 'ledger' | 'keys' | 'suppressions' | 'hints' | 'images' | 'consents'>, turn: Turn, records: readonly LinkRecord[]): void {
  const { ledger, keys, suppressions } = parts;
  if (suppressions.isEmpty()) return;
  const at = toInstant(turn.now);
  for (const { linkId, ref, entity } of madeIn(records, (id) => ledger.links.get(id)?.entity ?? null)) {
    const keepers = suppressions.kept([makingKey(linkId)]).get(makingKey(linkId)) ?? [];
    if (keepers.length === 0) continue;
    suppressions.add(keepers.map(({ requestId }) => ({ requestId, hash: keys.hash(refKey(ref)), at })));
    suppressions.note(keepers.map(({ requestId }) => ({ requestId, side: ref.side, entity, refId: ref.id })), at);
    forgetRecords(parts, turn, [ref]);
  }
}

/** Links of these records end, with all that hangs on them. */
export function forgetRecords(parts: Pick<Parts, 'ledger' | 'hints' | 'images' | 'consents'>, turn: Turn, refs: readonly PersonRef[]): void {
  if (refs.length > 0) wipe(parts, turn, { subject: { ...NOBODY, refs }, keys: refs.map(refKey), redact: [] });
}

function wipe({ ledger, hints, images, consents }: Pick<Parts, 'ledger' | 'hints' | 'images' | 'consents'>, turn: Turn, order: ScrubOrder): Forgotten {
  // Since the look, a match may have taken the person's records to another link.
  const holding = order.subject.refs.flatMap(({ side, kind, id }) => (kind === 'contact' ? (ledger.sides.get(sideKey(side, 'contact', id))?.linkId ?? []) : []));
  const subject = { ...order.subject, linkIds: [...new Set([...order.subject.linkIds, ...holding])] };
  const forgotten = forgetIn(turn, makeScrub({ ...order, subject }), subject.linkIds);
  const near = subject.around.flatMap(({ side, entity, id }) => ledger.sides.get(sideKey(side, entity, id))?.linkId ?? []);
  images.forget(new Set([...forgotten.ended, ...forgotten.changed, ...near]));
  consents.forget(new Set(forgotten.ended));
  hints.forget(subject.refs);
  return forgotten;
}

export function finderIn(ledger: Ledger): Finder {
  return {
    rows: (linkIds) => Promise.resolve(linkIds.flatMap((id) => ledger.sides.in(id))),
    linksOf: (entity, refs) =>
      Promise.resolve(
        refs.flatMap(({ side, id }) => {
          const link = standing(ledger, side === 'local' ? id : (ledger.sides.get(sideKey(side, entity, id))?.linkId ?? ''));
          return link?.entity === entity ? [link.id] : [];
        }),
      ),
    withKeys: (entity, keys) => Promise.resolve(keys.flatMap((key) => ledger.sides.in(keyGroup(entity, key)).map(({ linkId }) => linkId))),
  };
}

async function nearOf(ledger: Ledger, finder: Finder, subject: ArmOrder['subject']): Promise<readonly string[]> {
  const named = subject.around.flatMap(({ side, entity, id }) => ledger.sides.get(sideKey(side, entity, id))?.linkId ?? []);
  return [...named, ...(await linksAround(finder, subject.linkIds))];
}

function personRows(ledger: Ledger): readonly SideRow[] {
  return ledger.sides.all().filter(({ entity }) => (entities.get(entity)?.person ?? null) !== null).toArray();
}
