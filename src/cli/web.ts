// `sauma web`: the HTTP server alone, for an installation whose work is done by other processes.
import type { Command } from 'commander';
import { serveApi } from '../api/server.ts';
import type { ApiServer } from '../api/server.ts';
import type { Queue } from '../jobs/queue.ts';
import { payloadOf, schedulesOf } from '../jobs/schedule.ts';
import { addCommand, run } from './command.ts';
import type { SharedOptions } from './command.ts';
import type { Context } from './context.ts';
import { EXIT } from './exit.ts';
import type { ExitCode } from './exit.ts';
import { withQueue } from './job-queue.ts';
import { listen } from './listen.ts';
import { openWorkspace } from './open.ts';
import type { OpenWorkspace } from './open.ts';
import { writeJson } from './output.ts';

export function registerWeb(program: Command, context: Context): void {
  addCommand(program, 'web', 'the HTTP server only: webhooks and the install of the HubSpot app').action(run((_args, command) => web(command.opts<SharedOptions>(), context)));
}

/**
 * Serves an open workspace until it is closed, says where, and wakes a worker when an event says to look; close it before the queue.
 * @throws ConfigError when the port cannot be had
 */
export async function serveWorkspace(open: OpenWorkspace, context: Context, queue: Queue): Promise<ApiServer> {
  const { config, log, workspace, store, engine, database } = open;
  const { hubspot, publicUrl } = config;
  const appSecret = hubspot?.credentials.kind === 'oauth' ? hubspot.credentials.clientSecret : null;
  const webhookSecret = hubspot?.webhookSecret ?? appSecret;
  const workspaces = new Map([[workspace, { store, connectors: engine.connectors, webhookSecret }]]);
  const { clock, newId } = context;
  const wake = (): Promise<void> => wakeCycles(open, queue);
  const server = await listen(config.port, (port) => serveApi({ port, workspaces, publicUrl, clock, log, newId, ready: () => database.healthy(), wake }), 'SAUMA_PORT');
  context.stderr.write(`Sauma answers at ${server.url}${publicUrl ? `, from outside at ${publicUrl}` : '; set SAUMA_PUBLIC_URL to let others reach it'}.\n`);
  return server;
}

async function web(flags: SharedOptions, context: Context): Promise<ExitCode> {
  const stop = context.stopSignal();
  const open = await openWorkspace(context, flags.workspace, { logLevel: 'info' });
  try {
    await withQueue(open, 0, async (queue) => {
      const server = await serveWorkspace(open, context, queue);
      if (flags.json) writeJson(context, { url: server.url, publicUrl: open.config.publicUrl, processId: process.pid });
      if (!stop.aborted) await new Promise<void>((resolve) => stop.addEventListener('abort', () => resolve(), { once: true }));
      await server.close();
    });
  } finally {
    await open.close();
  }
  return EXIT.done;
}

/** The looks that follow hints; one that waits already is not queued twice. */
async function wakeCycles(open: OpenWorkspace, queue: Queue): Promise<void> {
  const schedules = schedulesOf(open.config.settings.schedules.jobs, await open.store.schedules());
  for (const schedule of schedules) if (schedule.job === 'cycle' && !schedule.paused) await queue.send(payloadOf(schedule));
}
