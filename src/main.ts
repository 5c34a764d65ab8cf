// Composition root: joins the process to the command line. The only file that touches the process's streams and signals, and
// the only one that may know which connectors exist.
import { randomInt, randomUUID } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import type { ConnectorParts } from './cli/connectors.ts';
import type { Context } from './cli/context.ts';
import { explain, tell } from './cli/exit.ts';
import { commands, runProgram } from './cli/program.ts';
import { environment } from './config.ts';
import type { Config } from './config.ts';
import type { Connector } from './connectors/connector.ts';
import { createHubspotConnector } from './connectors/hubspot/connector.ts';
import type { HubspotCredentials } from './connectors/hubspot/tokens.ts';
import { createSeveraConnector } from './connectors/severa/connector.ts';
import type { RemoteSide } from './core/vocabulary.ts';
import { systemClock } from './lib/clock.ts';
import { seededRandom, type Random } from './lib/random.ts';

/** Runs a command line (without `node` and the script) and leaves its exit code with the process. */
export async function main(argv: readonly string[]): Promise<void> {
  for (const stream of [process.stdout, process.stderr]) stream.on('error', ignoreClosedPipe);
  const context = processContext();
  process.once('uncaughtException', (error) => process.exit(tell(explain(error, 'sauma --help'), error, context, false)));
  process.exitCode = await runProgram(argv, context, commands);
  // Whoever was asked to end does, also while a vendor keeps a call of ours waiting: what it would have brought is asked again.
  if (context.stopSignal().aborted) process.exit();
}

function processContext(): Context {
  const random = seededRandom(randomInt(2 ** 32));
  let stopping: AbortController | null = null;
  return {
    stdout: process.stdout,
    stderr: process.stderr,
    env: environment(),
    clock: systemClock,
    connect: (parts) => connectorsFor(parts, random),
    newId: randomUUID,
    rootDir: fileURLToPath(new URL('..', import.meta.url)),
    stopSignal: () => {
      if (!stopping) {
        const controller = new AbortController();
        stopping = controller;
        for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => controller.abort());
      }
      return stopping.signal;
    },
  };
}

/** Adding a system to the product means one entry here. */
function connectorsFor(parts: ConnectorParts, random: Random): ReadonlyMap<RemoteSide, Connector> {
  const { config, cacheFor, factsFor } = parts;
  const { severa, hubspot, settings } = config;
  const shared = { pacer: parts.pacer, log: parts.log, clock: parts.clock, random, currency: settings.currency };
  const connectors: Connector[] = [];
  if (severa) {
    const credentials = { clientId: severa.credentials.clientId, clientSecret: severa.credentials.clientSecret.reveal() };
    connectors.push(createSeveraConnector({ ...shared, ...severa, credentials, customFields: severa.customFields, registryCache: cacheFor('psa'), facts: factsFor('psa'), money: settings.features.money, ...(settings.features.activities ? { activityTypes: settings.activityTypes } : {}) }));
  }
  if (hubspot) {
    connectors.push(
      createHubspotConnector({
        ...shared,
        ...hubspot,
        credentials: credentialsOf(hubspot.credentials, parts),
        customFields: hubspot.customFields,
        registryCache: cacheFor('crm'),
        facts: factsFor('crm'),
        searchLagMs: parts.searchLagMs ?? settings.searchLagMs,
        businessIdProperties: settings.businessIdProperties,
        activities: settings.features.activities,
        touches: settings.features.touches,
        stageMap: settings.stageMap.map(({ pipeline, ...pair }) => ({ ...pair, ...(pipeline === undefined ? {} : { pipeline }) })),
      }),
    );
  }
  return new Map(connectors.map((connector) => [connector.side, connector]));
}

function credentialsOf(credentials: NonNullable<Config['hubspot']>['credentials'], parts: ConnectorParts): HubspotCredentials {
  if (credentials.kind === 'token') return { kind: 'token', token: credentials.token.reveal() };
  const { clientId, clientSecret, refreshToken } = credentials;
  return { kind: 'oauth', clientId, clientSecret: clientSecret.reveal(), refreshToken: refreshToken?.reveal() ?? null, vault: parts.vaultFor('crm') };
}

/** Whoever read our output has gone; the work itself goes on. */
function ignoreClosedPipe(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EPIPE') throw error;
}

if (import.meta.main) await main(process.argv.slice(2));
