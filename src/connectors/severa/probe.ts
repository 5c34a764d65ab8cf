// Home of what the references only guess and a safe read can tell. Invariant: nothing is said that was not seen; a fact left
// out keeps the connector at its careful default.
import { z } from 'zod';
import type { Clock } from '../../lib/clock.ts';
import { AccessError } from '../../lib/errors.ts';
import type { Http } from '../http.ts';
import { instantOf, sinceText } from './checkpoint.ts';
import type { Lists } from './paging.ts';
import type { Lookup, Registries } from './registries.ts';
import { below } from './routes.ts';
import { projectRow } from './rows.ts';
import type { ProjectRow } from './rows.ts';
import { stageOf } from './sales-case-map.ts';

export const pageMaxFact = 'pageMax';
export const statusMovesFact = 'statusMovesChangedSince';

const overAsked = 1_000;
const lookBackMs = 180 * 86_400_000;
const mostProjects = 12;
const enoughWitnesses = 3;
/** Stamps of one change may be rounded to the minute. */
const sameMs = 60_000;

/** One page of customers, asked for too long: how many rows come while more remain is the server's limit. */
export async function probePageMax(http: Http): Promise<Record<string, string>> {
  const { data, headers } = await http.call({
    method: 'GET',
    route: 'GET /v1/customers',
    path: '/v1/customers',
    query: [['rowCount', overAsked]],
    bucket: 'severa',
    replay: 'safe',
    accept: [400],
    reply: z.array(z.unknown()),
  });
  if (data === null) return { [pageMaxFact]: '100' };
  return headers['nextpagetoken'] && data.length > 0 ? { [pageMaxFact]: String(data.length) } : {};
}

/**
 * Whether a change of sales status moves the project's own time of change: `no` once a project shows an older one, `yes` when
 * several show the very instant and none an older one. At most 14 calls; nothing without the right to read projects.
 */
export async function probeStatusMoves(lists: Lists, registries: Registries, clock: Clock): Promise<Record<string, string>> {
  try {
    const query = [['salesStatusChangedSince', sinceText(clock.now() - lookBackMs)]] as const;
    const { value: page } = await lists.tokenPages({ route: '/v1/projects', query, row: projectRow }, null).next();
    await registries.ready(['salesStatuses']);
    const statuses = registries.get('salesStatuses');
    let witnesses = 0;
    for (const row of page?.rows.slice(0, mostProjects) ?? []) {
      const verdict = await movedWith(lists, row, statuses);
      if (verdict === 'no') return { [statusMovesFact]: 'no' };
      if (verdict === 'yes') witnesses += 1;
    }
    return witnesses >= enoughWitnesses ? { [statusMovesFact]: 'yes' } : {};
  } catch (error) {
    if (error instanceof AccessError && error.code === 'scope-missing') return {};
    throw error;
  }
}

/**
 * null: this project does not tell, such as one whose status stands since it was made. Winning and losing change more than the
 * status, so that only an open case can show that the status alone was enough.
 */
async function movedWith(lists: Lists, row: ProjectRow, statuses: Lookup | null): Promise<'yes' | 'no' | null> {
  if (!row.guid) return null;
  const entries = await lists.whole(below.statusHistory(row.guid));
  const entered = Math.max(...entries.map(({ timeStamp }) => msOf(timeStamp)));
  const created = msOf(row.createdDateTime);
  if (entered - created <= sameMs) return null;
  const updated = row.lastUpdatedDateTime ? msOf(row.lastUpdatedDateTime) : created;
  if (updated < entered - sameMs) return 'no';
  const isOpen = statuses?.byId.get(stageOf(row) ?? '')?.code?.startsWith('open') === true;
  return isOpen && updated <= entered + sameMs ? 'yes' : null;
}

function msOf(text: string | null | undefined): number {
  return Date.parse(instantOf(text) ?? '') || 0;
}
