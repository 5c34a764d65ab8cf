// Erasure requests as a list: which of them match a question, and how many wait. There are as many as people have asked, so they are read
// whole; what they are about is opened only of those that are shown, or where what is asked for cannot be told without.
import type { z } from 'zod';
import { ERASURE_STATES, isOver } from '../core/erasure-state.ts';
import type { ErasureContext } from '../erasure/context.ts';
import { statusesOf } from '../erasure/status.ts';
import type { RequestStatus } from '../erasure/status.ts';
import { todayIn } from '../lib/day.ts';
import type { ErasureRequest } from '../store/erasures.ts';
import type { CONTRACTS } from './contract.ts';
import { toldItem } from './told-erasure.ts';

type Question = z.output<typeof CONTRACTS.erasures.query>;
type Summary = z.output<typeof CONTRACTS.erasureSummary.answer>;

const PAGE = 500;
const SHOWN_FIRST = 5;
const ALARMS = ['none', 'soon', 'near', 'late'] as const;

/** The newest first. @param which `open`: those on which something may still have to be done */
export async function allRequests({ requests }: Pick<ErasureContext, 'requests'>, which: 'all' | 'open'): Promise<readonly ErasureRequest[]> {
  const states = which === 'open' ? ERASURE_STATES.filter((state) => state !== 'refused' && state !== 'cancelled') : ERASURE_STATES;
  const all: ErasureRequest[] = [];
  for (;;) {
    const last = all.at(-1);
    const page = await requests.requests({ states, limit: PAGE, ...(last && { after: last.id }) });
    all.push(...page);
    if (page.length < PAGE) return all;
  }
}

export async function matching(context: ErasureContext, { state, waitsFor, over, alarm, receivedFrom, receivedUntil, sort }: Question, timeZone: string): Promise<readonly ErasureRequest[]> {
  const dayOf = ({ receivedAt }: ErasureRequest): string => todayIn(timeZone, Date.parse(receivedAt));
  const found = (await allRequests(context, 'all'))
    .filter((request) => state === undefined || state.includes(request.state))
    .filter((request) => over === undefined || (over === 'yes') === isOver(request.state))
    .filter((request) => (receivedFrom === undefined || dayOf(request) >= receivedFrom) && (receivedUntil === undefined || dayOf(request) <= receivedUntil));
  const fits = (status: RequestStatus): boolean => (waitsFor === undefined || waitsFor.includes(status.waitsFor)) && (alarm === undefined || ALARMS.indexOf(status.alarm) >= ALARMS.indexOf(alarm));
  const told = waitsFor === undefined && alarm === undefined ? null : new Set((await statusesOf(context, found)).filter(fits).map(({ id }) => id));
  const by = sort.endsWith('dueOn') ? 'dueOn' : 'receivedAt';
  const direction = sort.startsWith('-') ? -1 : 1;
  return found.filter(({ id }) => told === null || told.has(id)).toSorted((a, b) => direction * (a[by] < b[by] ? -1 : a[by] > b[by] ? 1 : a.id < b.id ? -1 : 1));
}

/** @param statuses of all that are neither refused nor cancelled */
export function summaryOf(statuses: readonly RequestStatus[]): Summary {
  const open = statuses.filter(({ state }) => !isOver(state));
  return {
    open: open.length,
    waiting: statuses.filter(({ waitsFor }) => waitsFor === 'officer').length,
    soon: open.filter(({ alarm }) => alarm !== 'none').length,
    late: open.filter(({ alarm }) => alarm === 'late').length,
    failed: open.filter(({ systems }) => systems.some(({ failed }) => failed > 0)).length,
    reappeared: statuses.filter(({ reappearedAt }) => reappearedAt !== null).length,
    first: open.filter(({ doneAt }) => doneAt === null).toSorted((a, b) => (a.dueOn < b.dueOn ? -1 : 1)).slice(0, SHOWN_FIRST).map(toldItem),
  };
}
