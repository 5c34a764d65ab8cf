// Forgetting on PostgreSQL. Invariant: arming is one turn: keys, request, links and texts change together or not at all.
import { sql, type Transaction } from 'kysely';
import { isArmed, isOver, type ErasureState } from '../../core/erasure-state.ts';
import { emailKey, phoneKeys, refKey } from '../../core/subject.ts';
import type { ErasureRequest } from '../erasures.ts';
import type { ArmOrder, Forgetting, ForgottenAgain } from '../forgetting.ts';
import { addressesAround } from '../ledger/around.ts';
import { foundByRow, ownOf, sharedWith, subjectOfRows, tellingOf, withTold } from '../ledger/found-again.ts';
import { subjectOfKeys } from '../ledger/keys-told.ts';
import type { SideRow } from '../ledger/rows.ts';
import { makingKey } from '../ledger/suppression.ts';
import { makeScrub } from '../ledger/scrub.ts';
import { requestIn, saveRequest } from './erasures.ts';
import { finderOf } from './finder.ts';
import { forget } from './forget.ts';
import { localTraces } from './local-traces.ts';
import { mentionedOf } from './mentioned.ts';
import { textArray } from './recordset.ts';
import { sidesOfLinks } from './side-state.ts';
import { armSiblings, searchSiblings, siblingsOf } from './siblings.ts';
import { add, dropSightings, keptAmong, keysFor, lift, sightings, suppressions } from './suppressions.ts';
import type { Tables } from './tables.ts';
import { toldAgain } from './told-again.ts';
import { inTurn, rowsOf, type GuardedOptions } from './turn.ts';
import { offering } from './whose.ts';

export function createForgetting(options: GuardedOptions): Forgetting {
  const { database, workspace } = options;
  return {
    suppressed: (keys) => database.unit(workspace, async (transaction) => new Set((await keptAmong(transaction, options, keys)).keys()), 'read committed'),
    whose: (keys) => database.unit(workspace, async (transaction) => linksOf(await offering(transaction, keys), (row) => foundByRow(row).some((key) => keys.includes(key)))),
    othersWith: (shown, linkIds) =>
      database.unit(workspace, async (transaction) => {
        const rows = await offering(transaction, [...shown.emails.map(emailKey), ...phoneKeys(shown)]);
        return sharedWith(rows.filter(({ linkId }) => !linkIds.includes(linkId)), shown);
      }),
    around: (linkIds) => database.unit(workspace, (transaction) => addressesAround(finderOf(transaction), linkIds)),
    localTraces: (subject) => database.unit(workspace, (transaction) => localTraces(transaction, subject)),
    arm: (order) => arm(options, order),
    clear: (order) => suppressAndForget(options, order, ({ state }) => isArmed(state)),
    siblings: (order) => database.unit(workspace, (transaction) => siblingsOf(transaction, options, order)),
    lift: (requestId) => lift(options, requestId),
    sightings: (requestId) => sightings(options, requestId),
    dropSightings: (requestId) => dropSightings(options, requestId),
    suppressions: (query) => suppressions(options, query),
    replay: (given) =>
      database.unit(workspace, (transaction) => add(transaction, keysFor(options), given.filter((one) => one.workspace === workspace)), 'read committed'),
    forgetSuppressed: () => forgetSuppressed(options),
    frozen: (refs) => database.unit(workspace, async (transaction) => frozenAmong(transaction, options, refs.map(refKey)), 'read committed'),
  };
}

function arm(options: GuardedOptions, order: ArmOrder): Promise<boolean> {
  return suppressAndForget(options, order, ({ state }) => state === 'approved', (transaction, request) => saveRequest(transaction, { ...request, state: 'armed', armedAt: order.at }, order.seenVersion));
}

/** @param isMeant whether the request is in a state in which this may be done */
async function suppressAndForget(
  options: GuardedOptions, order: ArmOrder, isMeant: (request: ErasureRequest) => boolean, settle?: (transaction: Transaction<Tables>, request: ErasureRequest) => Promise<boolean>,
): Promise<boolean> {
  const { database, workspace } = options;
  // Every text, before anybody has to wait.
  const mentioned = await database.unit(workspace, (transaction) => mentionedOf(transaction, order, makeScrub(order)));
  const beside = await database.unit(workspace, (transaction) => searchSiblings(transaction, options, order));
  return inTurn(options, 'write', async (turn) => {
    const { transaction } = turn;
    const { requestId, seenVersion, at } = order;
    const request = await requestIn(transaction, requestId);
    if (request === null || !isMeant(request) || request.version !== seenVersion) return false;
    const keys = keysFor(options);
    await add(transaction, keys, order.keys.map((key) => ({ hash: keys.hash(key), requestId, at })));
    const { making } = await forget(turn, order, mentioned);
    await add(transaction, keys, making.map((linkId) => ({ hash: keys.hash(makingKey(linkId)), requestId, at })));
    await armSiblings(turn, options, order, beside);
    return settle === undefined || settle(transaction, request);
  });
}

function forgetSuppressed(options: GuardedOptions): Promise<ForgottenAgain> {
  return inTurn(options, 'write', async (turn) => {
    const { transaction } = turn;
    const { linkIds, keys } = await toldAgain(transaction, options);
    if (keys.size === 0) return { links: 0, others: 0 };
    const [shown, told] = [subjectOfRows(await sidesOfLinks(transaction, [...linkIds])), subjectOfKeys(keys)];
    const others = (await offering(transaction, [...tellingOf(shown), ...tellingOf(told)])).filter(({ linkId }) => !linkIds.has(linkId));
    const own = ownOf(shown, await keptAmong(transaction, options, tellingOf(shown)), sharedWith(others, shown));
    const subject = withTold(own, told, sharedWith(others, told));
    const order = { subject, keys: tellingOf(subject), redact: [] };
    const { ended, changed, rows } = await forget(turn, order, await mentionedOf(transaction, order, makeScrub(order)));
    return { links: ended.length, others: changed.length + rows };
  });
}

async function frozenAmong(transaction: Transaction<Tables>, options: GuardedOptions, keys: readonly string[]): Promise<ReadonlySet<string>> {
  const kept = await keptAmong(transaction, options, keys);
  const requests = await rowsOf<{ id: string; state: ErasureState }>(
    transaction,
    sql`select id, state from erasure_request where id = any(${textArray(new Set([...kept.values()].flat().map(({ requestId }) => requestId)))})`,
  );
  const open = new Set(requests.filter(({ state }) => isArmed(state) && !isOver(state)).map(({ id }) => id));
  return new Set([...kept].filter(([, keepers]) => keepers.some(({ requestId }) => open.has(requestId))).map(([key]) => key));
}

function linksOf(rows: readonly SideRow[], isMeant: (row: SideRow) => boolean): readonly string[] {
  return [...new Set(rows.filter(isMeant).map(({ linkId }) => linkId))].toSorted();
}
