// `sauma start`: the service. One per database; it runs the jobs at their times until it is asked to end, and finishes the
// work in hand before it does.
import type { Command } from 'commander';
import { JOBS, jobPayload } from '../jobs/jobs.ts';
import type { JobPayload } from '../jobs/jobs.ts';
import { startTicker } from '../jobs/schedule.ts';
import { runOnce } from '../engine/run.ts';
import { isExpected } from '../lib/errors.ts';
import { acquireServiceLock } from '../store/postgres/service-lock.ts';
import { addCommand, run } from './command.ts';
import type { SharedOptions } from './command.ts';
import type { Context } from './context.ts';
import { EXIT } from './exit.ts';
import type { ExitCode } from './exit.ts';
import { openWorkspace } from './open.ts';
import type { OpenWorkspace } from './open.ts';
import { writeJson } from './output.ts';
import { describe } from './run-report.ts';
import { requireConnection } from './sync.ts';

export function registerStart(program: Command, context: Context): void {
  addCommand(program, 'start', 'run the service: database, schedules, sync').action(run((_args, command) => start(command.opts<SharedOptions>(), context)));
}

async function start(flags: SharedOptions, context: Context): Promise<ExitCode> {
  const stop = context.stopSignal();
  const open = await openWorkspace(context, flags.workspace, { logLevel: 'info' });
  try {
    requireConnection(open);
    const lock = await acquireServiceLock({ address: open.database.address, key: open.database.key, clock: context.clock });
    try {
      if (flags.json) writeJson(context, { running: [...open.engine.connectors.values()].map((connector) => connector.system), processId: process.pid });
      context.stderr.write(`Sauma runs with ${[...open.engine.connectors.values()].map((connector) => connector.system).join(' and ')}; data in ${open.config.databaseUrl ? 'DATABASE_URL' : open.config.dataDir}. Ctrl+C ends it.\n`);
      await serve(open, context, AbortSignal.any([stop, lock.lost]));
      if (lock.lost.aborted) throw lock.lost.reason as Error;
    } finally {
      await lock.release();
    }
  } finally {
    await open.close();
  }
  return EXIT.done;
}

async function serve(open: OpenWorkspace, context: Context, end: AbortSignal): Promise<void> {
  const { jobs, timeZone } = open.config.settings.schedules;
  const told = new Map<string, string>();
  let turn = Promise.resolve();
  // One after the other: two jobs at once would only wait for each other's leases and quota.
  const inTurn = (work: () => Promise<void>): Promise<void> => (turn = turn.then(() => (end.aborted ? undefined : work())));
  const fire = async (name: string): Promise<void> => {
    const job = jobs.find((candidate) => candidate.name === name);
    if (job) await inTurn(() => look(open, context, told, jobPayload.parse({ job: job.job, entity: job.entity })));
  };
  const stopTicker = startTicker(jobs, timeZone, fire);
  for (const entity of open.engine.entities.keys()) void inTurn(() => look(open, context, told, { job: 'cycle', entity }));
  if (!end.aborted) await new Promise<void>((resolve) => end.addEventListener('abort', () => resolve(), { once: true }));
  await stopTicker();
  await turn;
}

/** One look; its trouble is told, once for as long as it lasts, and does not end the service. */
async function look(open: OpenWorkspace, context: Context, told: Map<string, string>, { job, entity }: JobPayload): Promise<void> {
  try {
    const { sweep, deep } = JOBS[job];
    const result = await runOnce(open.engine, [entity], { dryRun: false, approved: false, sweep, deep });
    const text = describe(result);
    const stuck = result.run.state !== 'done';
    const moved = result.cycles.some((one) => one.applied !== null && one.applied.links > one.applied.unchanged);
    if (moved || (stuck && !sameTrouble(text, told.get(entity)))) context.stderr.write(text);
    if (stuck) told.set(entity, text);
    else told.delete(entity);
  } catch (error) {
    if (!isExpected(error)) throw error;
    open.log.error({ error, job, entity }, 'a job failed; it comes again at its next time');
  }
}

/** How many records were read this time makes no news. */
function sameTrouble(text: string, before: string | undefined): boolean {
  return before !== undefined && withoutHead(text) === withoutHead(before);
}

function withoutHead(text: string): string {
  return text.slice(text.indexOf('\n'));
}
