// `sauma start`: the service. One per database; its ticker says when it is time to look, its worker looks and its server answers,
// until it is asked to end, and the batch in hand is finished before it does. More may run beside it (`sauma worker`, `sauma web`).
import type { Command } from 'commander';
import { createBeat, startTicker } from '../jobs/ticker.ts';
import type { Queue } from '../jobs/queue.ts';
import { toInstant } from '../lib/clock.ts';
import { acquireServiceLock } from '../store/postgres/service-lock.ts';
import { addCommand, run } from './command.ts';
import type { SharedOptions } from './command.ts';
import type { Context } from './context.ts';
import { SERVES } from './deed.ts';
import { EXIT } from './exit.ts';
import type { ExitCode } from './exit.ts';
import { queueCycles, schedulesNow } from './job-queue.ts';
import { openWorkspace } from './open.ts';
import type { OpenWorkspace } from './open.ts';
import { writeJson } from './output.ts';
import { requireConnection } from './sync.ts';
import { inviteFirstAdmin } from './users.ts';
import { serveWorkspace } from './web.ts';
import { systemNames, systemsOf, workUntil } from './worker.ts';

export function registerStart(program: Command, context: Context): void {
  addCommand(program, 'start', 'run the service: database, schedules, sync', SERVES).action(run((_args, command) => start(command.opts<SharedOptions>(), context)));
}

async function start(flags: SharedOptions, context: Context): Promise<ExitCode> {
  const stop = context.stopSignal();
  const open = await openWorkspace(context, flags.workspace, { logLevel: 'info' });
  try {
    requireConnection(open);
    const lock = await acquireServiceLock({ address: open.database.address, key: open.database.key, clock: context.clock });
    try {
      if (flags.json) writeJson(context, { running: systemsOf(open), processId: process.pid });
      context.stderr.write(`Sauma runs with ${systemNames(open)}; data in ${open.config.databaseUrl ? 'DATABASE_URL' : open.config.dataDir}. Ctrl+C ends it.\n`);
      await workUntil(open, context, AbortSignal.any([stop, lock.lost]), (queue) => beside(open, context, queue));
      if (lock.lost.aborted) throw lock.lost.reason as Error;
    } finally {
      await lock.release();
    }
  } finally {
    await open.close();
  }
  return EXIT.done;
}

/** The server and the ticker. @returns ends both */
async function beside(open: OpenWorkspace, context: Context, queue: Queue): Promise<() => Promise<void>> {
  const server = await serveWorkspace(open, context, queue);
  try {
    await inviteFirstAdmin(open, context, server.url);
    const stopTicker = await tick(open, context, queue);
    return async () => {
      await stopTicker();
      await server.close();
    };
  } catch (error) {
    await server.close();
    throw error;
  }
}

/** Looks once at the start, then at the times of the schedules. @returns stops the ticker */
export async function tick(open: OpenWorkspace, context: Context, queue: Queue): Promise<() => Promise<void>> {
  await queueCycles(open, queue);
  const beat = createBeat({
    workspace: open.workspace,
    timeZone: open.config.settings.schedules.timeZone,
    clock: context.clock,
    read: () => schedulesNow(open),
    send: (payload, id) => queue.send(payload, { id }),
    record: (name, plannedAt) => open.store.recordTick(name, toInstant(plannedAt)),
  });
  return startTicker(beat, (error) => open.log.warn({ error }, 'the schedules could not be looked at just now'));
}
