// `sauma worker`: does the jobs that a running `start` makes, beside it and beside other workers, on one database. A worker
// that is killed leaves its job to another one.
import type { Command } from 'commander';
import type { Queue } from '../jobs/queue.ts';
import { whenAborted } from '../lib/clock.ts';
import { addCommand, run } from './command.ts';
import type { SharedOptions } from './command.ts';
import type { Context } from './context.ts';
import { SERVES } from './deed.ts';
import { EXIT } from './exit.ts';
import type { ExitCode } from './exit.ts';
import { withQueue } from './job-queue.ts';
import { forgetUntil } from './forgetting-tick.ts';
import { createLook } from './look.ts';
import type { Hear } from './look.ts';
import { openWorkspace } from './open.ts';
import type { OpenWorkspace } from './open.ts';
import { writeJson } from './output.ts';
import { requireConnection } from './sync.ts';
import { SIDE_NAME } from './words.ts';

/** How long the batch in hand may take after a request to end: whoever asked may kill after ten seconds. */
const GRACE_MS = 6_000;

export function registerWorker(program: Command, context: Context): void {
  addCommand(program, 'worker', 'do the jobs of a running service, beside it', SERVES).action(run((_args, command) => work(command.opts<SharedOptions>(), context)));
}

async function work(flags: SharedOptions, context: Context): Promise<ExitCode> {
  const stop = context.stopSignal();
  const open = await openWorkspace(context, flags.workspace, { logLevel: 'info' });
  try {
    requireConnection(open);
    if (flags.json) writeJson(context, { working: systemsOf(open), processId: process.pid });
    context.stderr.write(`Sauma works with ${systemNames(open)} when a running service says so. Ctrl+C ends it.\n`);
    await workUntil(open, context, stop);
  } finally {
    await open.close();
  }
  return EXIT.done;
}

/** @param beside runs beside the worker; what it returns ends it. @param hear told of each look, instead of people at the terminal */
export async function workUntil(open: OpenWorkspace, context: Context, end: AbortSignal, beside?: (queue: Queue) => Promise<() => Promise<void>>, hear?: Hear): Promise<void> {
  await withQueue(open, GRACE_MS, async (queue) => {
    await queue.work(createLook(open, queue, context, end, hear));
    const forgetting = forgetUntil(open, context.clock, end);
    const stopBeside = await beside?.(queue);
    await whenAborted(end);
    await stopBeside?.();
    await forgetting;
  });
}

export function systemNames(open: OpenWorkspace): string {
  return [...open.engine.connectors.keys()].map((side) => SIDE_NAME[side]).join(' and ');
}

export function systemsOf(open: OpenWorkspace): readonly string[] {
  return [...open.engine.connectors.values()].map((connector) => connector.system);
}
