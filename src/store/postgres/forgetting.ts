// Forgetting on PostgreSQL. Invariant: arming is one turn: keys, request, links and texts change together or not at all.
import { sql, type Transaction } from 'kysely';
import { isArmed, isOver, type ErasureState } from '../../core/erasure-state.ts';
import { emailKey, phoneKeys, refKey } from '../../core/subject.ts';
import { entities } from '../../entities/index.ts';
import type { ArmOrder, Forgetting } from '../forgetting.ts';
import { addressesAround } from '../ledger/around.ts';
import { offeredByRow, ownOf, sharedWith, subjectOfRows, tellingOf } from '../ledger/found-again.ts';
import type { SideRow } from '../ledger/rows.ts';
import { makeScrub, type ScrubOrder } from '../ledger/scrub.ts';
import { requestIn, saveRequest } from './erasures.ts';
import { finderOf } from './finder.ts';
import { forget } from './forget.ts';
import { localTraces } from './local-traces.ts';
import { mentionedOf, type Mentioned } from './mentioned.ts';
import { textArray } from './recordset.ts';
import { sidesOfLinks } from './side-state.ts';
import { armSiblings, searchSiblings, siblingsOf } from './siblings.ts';
import { add, dropSightings, keptAmong, keysFor, lift, sightings, suppressions } from './suppressions.ts';
import type { Tables } from './tables.ts';
import { inTurn, rowsOf, type GuardedOptions } from './turn.ts';
import { offering } from './whose.ts';

export function createForgetting(options: GuardedOptions): Forgetting {
  const { database, workspace } = options;
  return {
    suppressed: (keys) => database.unit(workspace, async (transaction) => new Set((await keptAmong(transaction, options, keys)).keys()), 'read committed'),
    whose: (keys) => database.unit(workspace, async (transaction) => linksOf(await offering(transaction, keys), (row) => offeredByRow(row).some((key) => keys.includes(key)))),
    othersWith: (shown, linkIds) =>
      database.unit(workspace, async (transaction) => {
        const rows = await offering(transaction, [...shown.emails.map(emailKey), ...phoneKeys(shown)]);
        return sharedWith(rows.filter(({ linkId }) => !linkIds.includes(linkId)), shown);
      }),
    around: (linkIds) => database.unit(workspace, (transaction) => addressesAround(finderOf(transaction), linkIds)),
    localTraces: (subject) => database.unit(workspace, (transaction) => localTraces(transaction, subject)),
    arm: (order) => arm(options, order),
    clear: async (order) => {
      const mentioned = await search(options, order);
      return inTurn(options, 'write', async (turn) => {
        const request = await requestIn(turn.transaction, order.requestId);
        if (request === null || !isArmed(request.state) || request.version !== order.seenVersion) return false;
        await forget(turn, order, mentioned);
        return true;
      });
    },
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

/** Every text, before anybody has to wait. */
function search({ database, workspace }: GuardedOptions, order: ScrubOrder): Promise<Mentioned> {
  return database.unit(workspace, (transaction) => mentionedOf(transaction, order, makeScrub(order)));
}

async function arm(options: GuardedOptions, order: ArmOrder): Promise<boolean> {
  const { database, workspace } = options;
  const mentioned = await search(options, order);
  const beside = await database.unit(workspace, (transaction) => searchSiblings(transaction, options, order));
  return inTurn(options, 'write', async (turn) => {
    const { transaction } = turn;
    const { requestId, seenVersion, at } = order;
    const request = await requestIn(transaction, requestId);
    if (request?.state !== 'approved' || request.version !== seenVersion) return false;
    const keys = keysFor(options);
    await add(transaction, keys, order.keys.map((key) => ({ hash: keys.hash(key), requestId, at })));
    await forget(turn, order, mentioned);
    await armSiblings(turn, options, order, beside);
    return saveRequest(transaction, { ...request, state: 'armed', armedAt: at }, seenVersion);
  });
}

/** Rows of persons that are read at a time: enough to be quick, few enough to be held. */
const PAGE = 2000;

function forgetSuppressed(options: GuardedOptions): Promise<number> {
  return inTurn(options, 'write', async (turn) => {
    const { transaction } = turn;
    const found = new Set<string>();
    for (const { name, person } of entities.values()) {
      if (person === null) continue;
      for (let after = ''; ; ) {
        const links = await rowsOf<{ id: string }>(transaction, sql`select id from link where entity = ${name} and stage <> 'ended' and id > ${after} order by id limit ${PAGE}`);
        const rows = links.length === 0 ? [] : await sidesOfLinks(transaction, links.map(({ id }) => id));
        const kept = await keptAmong(transaction, options, [...new Set(rows.flatMap(offeredByRow))]);
        for (const id of linksOf(rows, (row) => offeredByRow(row).some((key) => kept.has(key)))) found.add(id);
        if (links.length < PAGE) break;
        after = links.at(-1)?.id ?? '';
      }
    }
    if (found.size === 0) return 0;
    const shown = subjectOfRows(await sidesOfLinks(transaction, [...found]));
    const others = (await offering(transaction, tellingOf(shown))).filter(({ linkId }) => !found.has(linkId));
    const subject = ownOf(shown, await keptAmong(transaction, options, tellingOf(shown)), sharedWith(others, shown));
    const order = { subject, keys: tellingOf(subject), redact: [] };
    await forget(turn, order, await mentionedOf(transaction, order, makeScrub(order)));
    return found.size;
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
