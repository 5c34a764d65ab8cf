// What a worker does for a job: one run over the entities it names. Invariant: of one schedule one look is under way, however
// many workers there are; a look that finds another one under way waits in the queue until that one is over.
import { carryOutRequest } from '../engine/asked.ts';
import type { EngineContext } from '../engine/context.ts';
import { runOnce } from '../engine/run.ts';
import type { RunResult } from '../engine/run.ts';
import { ASKED, EVERY_ENTITY, JOBS } from '../jobs/jobs.ts';
import type { JobPayload } from '../jobs/jobs.ts';
import type { Queue } from '../jobs/queue.ts';
import type { Clock } from '../lib/clock.ts';
import { isExpected } from '../lib/errors.ts';
import { releaseLeasesOfTheDead } from '../store/postgres/presence.ts';
import { endRunsOfTheDead } from '../store/postgres/run-notes.ts';
import type { Lease } from '../store/store.ts';
import type { Context } from './context.ts';
import type { OpenWorkspace } from './open.ts';
import { describe } from './run-report.ts';

const LEASE_MS = 60_000;
const LOOK_AGAIN_SECONDS = 5;

/** Whoever wants to know how each look ended. */
export type Hear = (result: RunResult) => Promise<void>;

type Worksite = Pick<OpenWorkspace, 'workspace' | 'database' | 'store' | 'engine' | 'log'>;

/** @param end once it aborts, the batch in hand is finished and no other is begun. @param hear told of each look instead of people at the terminal */
export function createLook(open: Worksite, queue: Queue, context: Pick<Context, 'stderr' | 'clock'>, end: AbortSignal, hear?: Hear): (payload: JobPayload) => Promise<void> {
  const { store, log } = open;
  const told = new Map<string, string>();
  const engine: EngineContext = { ...open.engine, stop: end };
  return async (payload) => {
    // What a killed worker left is nobody's: it is taken up at once.
    await releaseLeasesOfTheDead(open.database, open.workspace);
    await endRunsOfTheDead(open.database, open.workspace, context.clock.now());
    const lease = await store.takeLease(`job:${payload.schedule}`, LEASE_MS);
    if (lease === null) {
      await queue.send(payload, { afterSeconds: LOOK_AGAIN_SECONDS });
      return;
    }
    try {
      const asked = payload.run === undefined ? null : await engine.notes?.request(payload.run);
      const asScheduled = (id?: string): Promise<RunResult> => runOnce(engine, namesOf(engine, payload), optionsOf(engine, payload), id);
      const result = await keeping(open, context.clock, lease, () => (asked ? carryOutRequest(engine, asked, asScheduled) : asScheduled()));
      if (result === null) return;
      if (payload.schedule !== ASKED) await store.recordScheduleRun(payload.schedule, result.run.id);
      if (hear) await hear(result);
      else tell(context, told, payload.schedule, result);
      if (result.more && asked?.kind !== 'dry-run') await queue.send(afterwards(payload));
    } catch (error) {
      const { schedule, job, entity } = payload;
      log.error({ error, schedule, job, entity }, isExpected(error) ? 'a job failed; it is tried again' : 'a job failed that should not have; report this');
      throw error;
    } finally {
      await store.releaseLease(lease);
    }
  };
}

/** What is left of a run that was asked for is done as any other. */
function afterwards({ run: _run, ...payload }: JobPayload): JobPayload {
  return payload;
}

function namesOf({ entities }: EngineContext, { entity }: JobPayload): readonly string[] {
  return entity === EVERY_ENTITY ? [...entities.keys()] : [entity];
}

/** Rows that only flow in may take long to read: others have their turn in between. */
function optionsOf({ limits }: EngineContext, { job, side }: JobPayload): Parameters<typeof runOnce>[2] {
  const { sweep, deep, mirrors } = JOBS[job];
  return { dryRun: false, approved: false, sweep, deep, mirrors, mirrorMs: limits.cycleMs, ...(side === 'both' ? {} : { side }) };
}

/** Holds the lease for as long as the work takes. */
async function keeping<T>({ store }: Worksite, clock: Clock, lease: Lease, work: () => Promise<T>): Promise<T> {
  const over = new AbortController();
  const renewing = (async () => {
    while (!over.signal.aborted) {
      await clock.sleep(LEASE_MS / 3, over.signal);
      await store.renewLease(lease, LEASE_MS);
    }
    // It ends with the work, or with the lease: then another look may begin, which does no harm.
  })().catch(() => undefined);
  try {
    return await work();
  } finally {
    over.abort();
    await renewing;
  }
}

/** What moved, and trouble once for as long as it lasts. */
function tell(context: Pick<Context, 'stderr'>, told: Map<string, string>, schedule: string, result: RunResult): void {
  const text = describe(result);
  const stuck = result.run.state !== 'done';
  const moved = result.cycles.some((one) => one.applied !== null && one.applied.links > one.applied.unchanged);
  if (moved || (stuck && !sameTrouble(text, told.get(schedule)))) context.stderr.write(text);
  if (stuck) told.set(schedule, text);
  else told.delete(schedule);
}

/** How many records were read this time makes no news. */
function sameTrouble(text: string, before: string | undefined): boolean {
  return before !== undefined && withoutFigures(text) === withoutFigures(before);
}

function withoutFigures(text: string): string {
  return text.replace(/^(.+): \d+ read$/gmu, '$1').replace(/^also read: .*$/gmu, '');
}
