// Undo: takes back what a run wrote, record by record, where nobody has touched it since. It is a run of its own, through the
// same desks, guarded reads and records as any other. Invariant: what was undone is agreed on, so no cycle does it again.
import { SIDES } from '../core/vocabulary.ts';
import type { EntityName, RemoteSide, Side } from '../core/vocabulary.ts';
import { UsageError } from '../lib/errors.ts';
import type { Image, LinkState, Run } from '../store/store.ts';
import { bothOf, carryOut } from './apply.ts';
import type { Applied, Work } from './apply.ts';
import type { EngineContext } from './context.ts';
import { isGone, WHOLE } from './deletions.ts';
import { restrictedAmong } from './restricted.ts';
import { writtenDown } from './run.ts';
import type { EntitySummary } from './run.ts';
import type { Surroundings } from './surroundings.ts';
import type { Turn } from './turn.ts';
import { aftermathOf, importUndoPlan } from './undo-import.ts';
import type { ImportUndoing } from './undo-import.ts';
import { undoPlan } from './undo-plan.ts';
import type { Left } from './undo-plan.ts';

const PAGE = 500;
/** Links at a time: what else is known of them is held in memory meanwhile. */
const BATCH = 1000;

export interface Undone {
  /** Null for a dry run. */
  readonly run: Run | null;
  /** Records written back, by entity and side; of a dry run, those that would be. */
  readonly restored: Readonly<Record<EntityName, Readonly<Record<Side, number>>>>;
  /** Records the run had made that are taken out of use. */
  readonly archived: Readonly<Record<EntityName, Readonly<Record<Side, number>>>>;
  readonly left: readonly (Left & { readonly entity: EntityName })[];
  readonly failed: number;
  /** Sides that refused as a whole, with the error. */
  readonly errors: ReadonlyMap<RemoteSide, Error>;
}

/**
 * @param options `id` of the run that this becomes, when it was given one before
 * @throws UsageError for a run that is not known, still runs, or of which nothing is kept
 */
export async function undo(context: EngineContext, runId: string, options: { readonly dryRun: boolean; readonly id?: string }): Promise<Undone> {
  const [run] = await context.store.runs({ id: runId, limit: 1 });
  if (!run) throw new UsageError('run-unknown', `there is no run "${runId}". "npx sauma runs" lists them.`);
  if (run.state === 'running') throw new UsageError('run-not-over', `the run ${runId} has not ended. Undo it when it has.`);
  const byEntity = Map.groupBy(await imagesOf(context, runId), ({ entity }) => entity);
  const asked: Asked = { byEntity, isImport: run.kind === 'import' };
  if (byEntity.size === 0) throw new UsageError('nothing-to-undo', `the run ${runId} wrote nothing, or longer ago than what it replaced is kept (retention.beforeImageDays in config/default.json).`);
  return options.dryRun ? await preview(context, asked) : await takeBack(context, asked, options.id ?? context.newId());
}

interface Asked {
  readonly byEntity: ReadonlyMap<EntityName, readonly Image[]>;
  /** What it wrote has been carried on by other runs. */
  readonly isImport: boolean;
}

type ByLink = ReadonlyMap<string, readonly Image[]>;
type PlanOf = (link: LinkState, isRestricted: boolean) => ImportUndoing;

/** @param away links that go before these */
async function plansFor(context: EngineContext, entity: EntityName, byLink: ByLink, isImport: boolean, away: ReadonlySet<string>): Promise<PlanOf> {
  if (!isImport) return (link, isRestricted) => ({ ...undoPlan(context, link, byLink.get(link.id) ?? [], isRestricted), ends: false });
  const links = await context.store.links({ entity, ids: [...byLink.keys()], limit: byLink.size });
  const aftermath = await aftermathOf(context, entity, links, byLink);
  return (link, isRestricted) => importUndoPlan(context, link, byLink.get(link.id) ?? [], aftermath, { isRestricted, away });
}

/** An import may be large, and what it takes to undo it is not written down with it. */
function batchesOf(images: readonly Image[]): readonly ByLink[] {
  const all = [...Map.groupBy(images, ({ linkId }) => linkId)];
  return Array.from({ length: Math.ceil(all.length / BATCH) }, (_, index) => new Map(all.slice(index * BATCH, (index + 1) * BATCH)));
}

async function imagesOf(context: EngineContext, runId: string): Promise<readonly Image[]> {
  const images: Image[] = [];
  for (let page = await context.store.images({ runId, limit: PAGE }); page.length > 0; page = await context.store.images({ runId, after: page.at(-1)?.id ?? '', limit: PAGE })) images.push(...page);
  return images;
}

/** What points to others is taken back before them. */
function inOrder(context: EngineContext, { byEntity }: Asked): readonly (readonly [EntityName, readonly Image[]])[] {
  return [...context.entities.keys()].toReversed().flatMap((entity) => (byEntity.has(entity) ? [[entity, byEntity.get(entity) ?? []] as const] : []));
}

const none = (): Record<Side, number> => ({ psa: 0, crm: 0, local: 0 });

async function preview(context: EngineContext, asked: Asked): Promise<Undone> {
  const restored: Record<EntityName, Record<Side, number>> = {};
  const archived: Record<EntityName, Record<Side, number>> = {};
  const left: Undone['left'][number][] = [];
  const ended = new Set<string>();
  for (const [entity, images] of inOrder(context, asked)) {
    const [back, away] = [(restored[entity] = none()), (archived[entity] = none())];
    for (const byLink of batchesOf(images)) {
      const links = new Map((await context.store.links({ entity, ids: [...byLink.keys()], limit: byLink.size })).map((link) => [link.id, link]));
      const restricted = await restrictedAmong(context, entity, [...byLink.keys()]);
      const planOf = await plansFor(context, entity, byLink, asked.isImport, ended);
      for (const linkId of byLink.keys()) {
        const link = links.get(linkId);
        if (link === undefined || link.stage === 'ended') {
          left.push({ entity, linkId, side: 'local', fields: [], reason: 'gone' });
          continue;
        }
        const plan = planOf(link, restricted.has(linkId));
        for (const { side, kind } of plan.writes) (kind === 'archive' ? away : back)[side] += 1;
        if (plan.ends) ended.add(linkId);
        if (plan.ends) away.local += 1;
        left.push(...plan.left.map((one) => ({ entity, ...one })));
      }
    }
  }
  return { run: null, restored, archived, left, failed: 0, errors: new Map() };
}

async function takeBack(given: EngineContext, asked: Asked, runId: string): Promise<Undone> {
  const { run, result: each } = await writtenDown(given, { id: runId, kind: 'undo', approved: true }, async (context) => {
    const result: (readonly [EntityName, TakenBack])[] = [];
    for (const [entity, images] of inOrder(context, asked)) {
      let whole: TakenBack | null = null;
      for (const byLink of batchesOf(images)) {
        const one = await takeBackOf(context, entity, byLink, await plansFor(context, entity, byLink, asked.isImport, new Set()), runId);
        whole = whole === null ? one : { applied: bothOf(whole.applied, one.applied), left: [...whole.left, ...one.left] };
      }
      if (whole !== null) result.push([entity, whole]);
    }
    const failed = result.some(([, { applied }]) => applied.failed > 0 || applied.closed.size > 0 || applied.more);
    return { result, end: { state: failed ? 'failed' : 'done', report: Object.fromEntries(result.map(([entity, { applied }]) => [entity, summaryOf(applied)])) } };
  });
  return {
    run,
    restored: Object.fromEntries(each.map(([entity, { applied }]) => [entity, applied.updated])),
    archived: Object.fromEntries(each.map(([entity, { applied }]) => [entity, applied.archived])),
    left: each.flatMap(([entity, { left }]) => left.map((one) => ({ entity, ...one }))),
    failed: each.reduce((sum, [, { applied }]) => sum + applied.failed, 0),
    errors: new Map(each.flatMap(([, { applied }]) => [...applied.closed])),
  };
}

interface TakenBack {
  readonly applied: Applied;
  readonly left: readonly Left[];
}

async function takeBackOf(context: EngineContext, entity: EntityName, byLink: ByLink, planOf: PlanOf, runId: string): Promise<TakenBack> {
  const left = new Map<string, readonly Left[]>();
  // Those that have nothing left to take back; they stay marked, for the next cycle to see that all is well.
  const over = new Set<string>();
  await context.store.markDirty(entity, [...byLink.keys()], 'person');
  const work: Work = {
    take: async (limit) => await context.store.take({ entity, ids: [...byLink.keys()].filter((id) => !over.has(id)), limit, ttlMs: context.limits.leaseMs }),
    isLeft: () => false,
    turnOf: (link, around) => {
      const plan = planOf(link, around.restricted(link.id));
      if (plan.writes.length === 0) over.add(link.id);
      left.set(link.id, plan.left);
      return turnFor(link, plan, around);
    },
  };
  const applied = await carryOut(context, entity, work, new Map(), runId);
  const unreached = [...byLink.keys()].filter((linkId) => !left.has(linkId));
  return { applied, left: [...[...left.values()].flat(), ...unreached.map((linkId): Left => ({ linkId, side: 'local', fields: [], reason: 'gone' }))] };
}

/** Ours goes with all others. */
const ENDING = { kind: 'archive', by: 'undo', gone: [], local: true, noticed: [] } as const;

/** The sides that are not written show what they show: it is theirs, and stays. */
function turnFor(link: LinkState, { writes, ends }: ImportUndoing, around: Surroundings): Turn {
  const views = SIDES.flatMap((side) => {
    const state = link.sides[side];
    if (state === undefined || isGone(link, state)) return [];
    const { fields, base, modifiedAt } = state;
    return [{ side, fields: around.toCommon(side, fields), base: around.toCommon(side, base), modifiedAt, owed: new Set<string>() }];
  });
  return { link, views, decisions: new Map(), plan: { writes, conflicts: [], held: link.held }, carriedOut: [], fate: ends ? { ...ENDING, remote: writes.flatMap(({ side }) => (side === 'local' ? [] : [side])) } : WHOLE, isPartial: true };
}

function summaryOf({ created, updated, archived, unchanged, failed }: Applied): EntitySummary {
  return { read: 0, created, updated, archived, unchanged, conflicts: 0, matches: 0, held: 0, failed };
}
