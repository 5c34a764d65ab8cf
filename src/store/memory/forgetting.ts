// Forgetting in memory. Invariant: what PostgreSQL answers, in the same order; memory has no mirrors, remarks or runs' differences.
import { isArmed, isOver } from '../../core/erasure-state.ts';
import { personKeys, refKey } from '../../core/subject.ts';
import { toInstant } from '../../lib/clock.ts';
import { entities } from '../../entities/index.ts';
import { placeOfSuppression, type ArmOrder, type Forgetting } from '../forgetting.ts';
import { addressesAround, linksAround, type Finder } from '../ledger/around.ts';
import { forgetIn, type Forgotten } from '../ledger/forget.ts';
import { keyGroup, sideKey, standing, type Ledger, type Turn } from '../ledger/ledger.ts';
import { ownTraces, pointerTraces, textTraces } from '../ledger/local-traces.ts';
import type { SideRow } from '../ledger/rows.ts';
import { makeScrub } from '../ledger/scrub.ts';
import { offeredByRow, ownOf, sharedWith, subjectOfRows, tellingOf } from '../ledger/found-again.ts';
import type { SuppressionKeys } from '../ledger/suppression-keys.ts';
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
  const { ledger, keys, suppressions, turn, requests } = parts;
  const finder = finderIn(ledger);
  return {
    suppressed: (wanted) => turn(() => new Set(suppressions.kept(wanted).keys())),
    whose: (wanted) => turn(() => [...new Set(personRows(ledger).filter((row) => offeredByRow(row).some((key) => wanted.includes(key))).map(({ linkId }) => linkId))].toSorted()),
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
        wipe(parts, turn, order);
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
        const rows = personRows(ledger).filter((row) => suppressions.kept(offeredByRow(row)).size > 0);
        const linkIds = [...new Set(rows.map(({ linkId }) => linkId))];
        const shown = subjectOfRows(linkIds.flatMap((id) => ledger.sides.in(id)));
        const others = personRows(ledger).filter(({ linkId }) => !linkIds.includes(linkId));
        const subject = ownOf(shown, suppressions.kept(tellingOf(shown)), sharedWith(others, shown));
        wipe(parts, turn, { subject, keys: tellingOf(subject), redact: [], at: toInstant(turn.now) });
        return linkIds.length;
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
  const { requests, suppressions, keys } = parts;
  const request = requests.get(order.requestId);
  if (request?.state !== 'approved' || request.version !== order.seenVersion) return false;
  wipe(parts, turn, order);
  suppressions.add(order.keys.map((key) => ({ requestId: order.requestId, hash: keys.hash(key), at: order.at })));
  requests.set(request.id, { ...request, state: 'armed', armedAt: order.at, version: request.version + 1 });
  return true;
}

function wipe({ ledger, hints, images, consents }: Parts, turn: Turn, order: Omit<ArmOrder, 'requestId' | 'seenVersion'>): Forgotten {
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
