// `sauma web`: the HTTP server alone, for an installation whose work is done by other processes.
import type { Command } from 'commander';
import { createIdentityProvider } from '../api/identity-provider.ts';
import { LOGIN_CALLBACK, LOGIN_LEFT } from '../api/routes/login.ts';
import { serveApi } from '../api/server.ts';
import type { ApiServer } from '../api/server.ts';
import type { Queue } from '../jobs/queue.ts';
import { whenAborted } from '../lib/clock.ts';
import { createAccess } from '../store/postgres/access.ts';
import { createAudit } from '../store/postgres/audit.ts';
import { createSessions } from '../store/postgres/sessions.ts';
import { createRemarks } from '../store/postgres/remarks.ts';
import { keepingHeads, keptHeads } from './audit-heads.ts';
import { addCommand, run } from './command.ts';
import type { SharedOptions } from './command.ts';
import type { Context } from './context.ts';
import { SERVES } from './deed.ts';
import { EXIT } from './exit.ts';
import type { ExitCode } from './exit.ts';
import { queueCycles, withQueue } from './job-queue.ts';
import { listen } from './listen.ts';
import { erasureContextOf } from './erasure-context.ts';
import { driftQuestion } from './money-report.ts';
import { openWorkspace } from './open.ts';
import type { OpenWorkspace } from './open.ts';
import { writeJson } from './output.ts';
import { inviteFirstAdmin } from './users.ts';
import { builtWebApp } from './web-app.ts';

export function registerWeb(program: Command, context: Context): void {
  addCommand(program, 'web', 'the HTTP server only: the API, webhooks and the install of the HubSpot app', SERVES).action(run((_args, command) => web(command.opts<SharedOptions>(), context)));
}

/**
 * Serves an open workspace until it is closed, says where, and wakes a worker when an event says to look; close it before the queue.
 * @throws ConfigError when the port cannot be had
 */
export async function serveWorkspace(open: OpenWorkspace, context: Context, queue: Queue): Promise<ApiServer> {
  const { config, log, workspace, store, views, engine, database } = open;
  const { hubspot, publicUrl, roles, settings } = config;
  const appSecret = hubspot?.credentials.kind === 'oauth' ? hubspot.credentials.clientSecret : null;
  const webhookSecret = hubspot?.webhookSecret ?? appSecret;
  const access = createAccess({ database, workspace });
  const audit = createAudit({ database, workspace, seal: open.auditSeal, kept: () => keptHeads(config.dataDir, workspace) });
  const workspaces = new Map([[workspace, { ...open.persons, engine, store, views, setup: open.setup, erasure: erasureContextOf(open), access, audit, sessions: createSessions({ database, workspace }), remarks: createRemarks({ database, workspace }), connectors: engine.connectors, webhookSecret }]]);
  const { unplannedDays, dormantMonths } = settings.billing;
  const identityProvider = config.signIn && createIdentityProvider({ signIn: config.signIn, login: settings.login, now: () => context.clock.now() });
  const data = { roles, server: settings.server, currency: settings.currency, login: settings.login, identityProvider, timeZone: settings.schedules.timeZone, unplannedDays, dormantMonths, figures: driftQuestion(open).figures };
  const { clock, newId } = context;
  const webApp = await builtWebApp(context);
  const wake = (): Promise<void> => queueCycles(open, queue);
  const server = await listen(config.port, (port) => serveApi({ port, workspaces, ...data, webApp, publicUrl, clock, log, newId, ready: () => database.healthy(), wake, schedules: settings.schedules.jobs, queue: (_workspace, payload) => queue.send(payload) }), 'SAUMA_PORT');
  context.stderr.write(`Sauma answers at ${server.url}${publicUrl ? `, from outside at ${publicUrl}` : '; set SAUMA_PUBLIC_URL to let others reach it'}.\n`);
  const stopKeeping = keepingHeads({ dataDir: config.dataDir, workspace, audit, clock, log });
  return {
    ...server,
    close: async () => {
      await server.close();
      await stopKeeping();
    },
  };
}

/** What an identity provider is told of this server: where a sign-in may come back to, and where a sign-out. */
export function signInAddresses(url: string): { readonly redirectUris: readonly string[]; readonly leavingUris: readonly string[] } {
  const origins = [url, url.replace('127.0.0.1', 'localhost')];
  return { redirectUris: origins.map((origin) => `${origin}${LOGIN_CALLBACK}`), leavingUris: origins.map((origin) => `${origin}${LOGIN_LEFT}`) };
}

async function web(flags: SharedOptions, context: Context): Promise<ExitCode> {
  const stop = context.stopSignal();
  const open = await openWorkspace(context, flags.workspace, { logLevel: 'info' });
  try {
    await withQueue(open, 0, async (queue) => {
      const server = await serveWorkspace(open, context, queue);
      await inviteFirstAdmin(open, context, server.url);
      if (flags.json) writeJson(context, { url: server.url, publicUrl: open.config.publicUrl, processId: process.pid });
      await whenAborted(stop);
      await server.close();
    });
  } finally {
    await open.close();
  }
  return EXIT.done;
}
