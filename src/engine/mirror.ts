// Mirror: read what only flows in, feed by feed, page by page. Each page and its checkpoint are one transaction and one lease
// guards each feed, as in pull. Invariant: what an invoice is about is read after the invoices, and a feed that a system does not
// let us read is left out and told of, without keeping anything else from being read.
import type { MirrorAdapter, MirrorPage } from '../connectors/connector.ts';
import type { RemoteSide } from '../core/vocabulary.ts';
import { MIRRORS } from '../entities/mirrors/index.ts';
import type { MirrorName } from '../entities/mirrors/mirror.ts';
import { toInstant } from '../lib/clock.ts';
import { AccessError, isExpected } from '../lib/errors.ts';
import type { Lease } from '../store/store.ts';
import { feedOf, isStopping } from './context.ts';
import type { EngineContext, Mirroring } from './context.ts';
import { followInvoices, noteInvoices } from './mirror-invoices.ts';
import { mirrorAdapters } from './mirror-rows.ts';
import { lookForUnshown, sweptToItsEnd } from './mirror-sweep.ts';
import { learnMoneySettings } from './money-settings.ts';
import { readStatusHistory } from './status-history.ts';

interface MirrorOptions {
  /** What changed, or everything, which also finds what nobody tells of. */
  readonly read: 'changes' | 'all';
  readonly side?: RemoteSide;
  /** From then on (ms) no other page is asked for: the next run goes on. */
  readonly until?: number;
}

/** What came of one mirror. */
export interface MirrorCount {
  readonly mirror: MirrorName;
  readonly side: RemoteSide;
  read: number;
  /** Rows that were new at the first whole read, and those that were new or different later. */
  created: number;
  updated: number;
  gone: number;
  /** False: there is more to read. */
  whole: boolean;
  /** What kept it from being read. */
  error: Error | null;
  /** The system does not let us read it: the rest goes on without. */
  isLeftOut: boolean;
}

/** Nothing, unless the cycle is to read them and there is a place for them. */
export async function lookAtMirrors(context: EngineContext, cycle: CycleMirrors): Promise<readonly MirrorCount[]> {
  if (!context.mirroring || !cycle.mirrors || isStopping(context)) return [];
  return await mirror(context, context.mirroring, optionsOf(context, cycle));
}

/** Status histories, once the cases that they are about are linked. @param counts of the mirrors of this cycle */
export async function lookAtHistory(context: EngineContext, cycle: CycleMirrors, counts: readonly MirrorCount[]): Promise<void> {
  const { mirroring } = context;
  const count = counts.find((one) => one.mirror === 'statusHistory');
  if (mirroring && count) await attempt(context, count, optionsOf(context, cycle), () => readStatusHistory(context, mirroring, cycle.mirrors === 'all'));
}

/** What a cycle says about mirrors. */
interface CycleMirrors {
  readonly mirrors?: 'changes' | 'all' | null;
  readonly mirrorMs?: number;
  readonly side?: RemoteSide;
}

function optionsOf(context: EngineContext, { mirrors, mirrorMs, side }: CycleMirrors): MirrorOptions {
  return { read: mirrors ?? 'changes', ...(side === undefined ? {} : { side }), ...(mirrorMs === undefined ? {} : { until: context.clock.now() + mirrorMs }) };
}

/** Read once what they are about has been read. */
const ON_INVOICES: ReadonlySet<MirrorName> = new Set(['invoiceRows', 'workHours', 'projectFees', 'travelExpenses', 'flatRates']);
/** What is not let in is asked for again after so long, or by whoever reads everything. */
const ASK_AGAIN_MS = 3_600_000;

async function mirror(context: EngineContext, mirroring: Mirroring, options: MirrorOptions): Promise<readonly MirrorCount[]> {
  const adapters = mirrorAdapters(context);
  const mine = [...MIRRORS.values()].flatMap(({ name, side }) => {
    const adapter = adapters.get(name);
    return adapter && (options.side ?? side) === side ? [{ adapter, count: blank(name, side) }] : [];
  });
  const invoices = mine.find(({ adapter }) => adapter.mirror === 'invoices');
  // What a row is worth depends on how the organisation bills.
  if (invoices) await attempt(context, invoices.count, options, () => learnMoneySettings(context, mirroring));
  // Feeds of one kind do not wait for each other; each holds one page at a time.
  for (const isOn of [false, true]) {
    await Promise.all(
      mine.flatMap(({ adapter: { feed }, count }) => (feed === null || ON_INVOICES.has(count.mirror) !== isOn ? [] : [attempt(context, count, options, () => readFeed(context, mirroring, feed, options, count))])),
    );
  }
  if (invoices && !isOver(context, options)) await attempt(context, invoices.count, options, () => followInvoices(context, mirroring, 'psa'));
  let looks = context.limits.absentLooks;
  for (const { adapter, count } of mine) {
    if (isOver(context, options) || count.error !== null) continue;
    await attempt(context, count, options, async () => {
      const looked = await lookForUnshown(context, mirroring, adapter, count.side, looks);
      looks -= looked.looks;
      count.gone += looked.gone;
    });
  }
  return mine.map(({ count }) => count);
}

type Feed = NonNullable<MirrorAdapter['feed']>;

function blank(mirror: MirrorName, side: RemoteSide): MirrorCount {
  return { mirror, side, read: 0, created: 0, updated: 0, gone: 0, whole: true, error: null, isLeftOut: false };
}

function isOver(context: EngineContext, { until }: MirrorOptions): boolean {
  return isStopping(context) || (until !== undefined && context.clock.now() >= until);
}

async function readFeed(context: EngineContext, mirroring: Mirroring, feed: Feed, options: MirrorOptions, count: MirrorCount): Promise<void> {
  const { mirror: name, side } = count;
  const named = feedOf(side, name);
  const lease = await context.store.takeLease(`pull:${named}`, context.limits.leaseMs);
  // Whoever reads it now carries on what it finds.
  if (!lease) return;
  try {
    const position = await context.store.checkpoint(named);
    const everything = position === null || options.read === 'all';
    const resumed = everything ? await context.store.checkpoint(`${named}:all`) : null;
    if (everything && resumed === null) await context.store.saveFact(beganFact(named), toInstant(context.clock.now()));
    const place = { mirroring, name, named, lease, isFirst: position === null, everything };
    count.whole = false;
    for await (const page of everything ? feed.all(resumed) : feed.changes(position)) {
      await context.store.renewLease(lease, context.limits.leaseMs);
      await savePage(context, place, page, count);
      if (page.complete) count.whole = true;
      else if (isOver(context, options)) return;
    }
    const began = everything && position !== null ? ((await context.store.fact(beganFact(named))) as string | null) : null;
    if (began !== null) await sweptToItsEnd(context, side, name, began);
  } finally {
    await context.store.releaseLease(lease);
  }
}

interface Place {
  readonly mirroring: Mirroring;
  readonly name: MirrorName;
  readonly named: string;
  readonly lease: Lease;
  readonly isFirst: boolean;
  readonly everything: boolean;
}

async function savePage(context: EngineContext, { mirroring, name, named, lease, isFirst, everything }: Place, page: MirrorPage, count: MirrorCount): Promise<void> {
  const { rows, gone } = page;
  const noted = name === 'invoices' && !isFirst && !everything ? await noteInvoices(context, count.side, { changed: rows.map(({ id }) => id), gone: gone.map(({ id }) => id) }) : null;
  // The resume mark goes before the last page comes: a crash between the two reads all again instead of half of it.
  if (everything && page.complete) await mirroring.store.saveMirror({ mirror: name, rows: [], gone: [], checkpoint: { feed: `${named}:all`, value: null, complete: false }, isFirst }, lease);
  const checkpoint = { feed: everything && !page.complete ? `${named}:all` : named, value: page.checkpoint, complete: page.complete };
  const saved = await mirroring.store.saveMirror({ mirror: name, rows, gone, checkpoint, isFirst }, lease);
  await noted?.settle(saved.changed);
  count.read += saved.read;
  count[isFirst ? 'created' : 'updated'] += saved.changed.length;
  count.gone += gone.length;
  context.progress(`read ${count.side} ${name}`, count.read, page.complete ? count.read : null);
}

function beganFact(feed: string): string {
  return `swept:${feed}`;
}

/** One mirror's trouble does not stop the others. A refusal that only a person can lift is met once an hour, not at every look. */
async function attempt(context: EngineContext, count: MirrorCount, options: MirrorOptions, work: () => Promise<unknown>): Promise<void> {
  if (count.error !== null) return;
  if (isOver(context, options)) {
    count.whole = false;
    return;
  }
  const fact = leftOutFact(feedOf(count.side, count.mirror));
  const before = (await context.store.fact(fact)) as LeftOut | null;
  if (before !== null && options.read !== 'all' && context.clock.now() - Date.parse(before.at) < ASK_AGAIN_MS) {
    Object.assign(count, { error: new AccessError(before.code, before.message), isLeftOut: true });
    return;
  }
  try {
    await work();
    if (before !== null) await context.store.saveFact(fact, null);
  } catch (error) {
    if (!isExpected(error)) throw error;
    const isLeftOut = error instanceof AccessError && error.code === 'scope-missing';
    Object.assign(count, { error, isLeftOut, whole: isLeftOut });
    if (!isLeftOut) return;
    if (before === null) context.log.warn({ mirror: count.mirror, side: count.side, code: error.code }, 'a system does not let us read some of its rows; the rest goes on without them');
    const { code, message } = error;
    await context.store.saveFact(fact, { code, message, at: toInstant(context.clock.now()) } satisfies LeftOut);
  }
}

interface LeftOut {
  readonly code: string;
  readonly message: string;
  /** Of the last refusal. */
  readonly at: string;
}

export function leftOutFact(feed: string): string {
  return `leftOut:${feed}`;
}
