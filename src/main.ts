// Composition root: joins the process to the command line. The only file that touches the process's streams and signals, and
// the only one that may know which connectors exist.
import { randomInt, randomUUID } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import type { ConnectorParts } from './cli/connectors.ts';
import type { Context } from './cli/context.ts';
import { explain, tell } from './cli/exit.ts';
import { runProgram } from './cli/program.ts';
import { environment } from './config.ts';
import type { Config } from './config.ts';
import type { Connector } from './connectors/connector.ts';
import { createHubspotConnector } from './connectors/hubspot/connector.ts';
import type { CustomFieldMap } from './connectors/options.ts';
import { createSeveraConnector } from './connectors/severa/connector.ts';
import type { RemoteSide } from './core/vocabulary.ts';
import { systemClock } from './lib/clock.ts';
import { ConfigError } from './lib/errors.ts';
import { seededRandom, type Random } from './lib/random.ts';

/** Runs a command line (without `node` and the script) and leaves its exit code with the process. */
export async function main(argv: readonly string[]): Promise<void> {
  for (const stream of [process.stdout, process.stderr]) stream.on('error', ignoreClosedPipe);
  const context = processContext();
  process.once('uncaughtException', (error) => process.exit(tell(explain(error, 'sauma --help'), error, context, false)));
  process.exitCode = await runProgram(argv, context);
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
    connectors.push(createSeveraConnector({ ...shared, ...severa, credentials, customFields: accountFields(severa), registryCache: cacheFor('psa'), facts: factsFor('psa') }));
  }
  if (hubspot) {
    connectors.push(
      createHubspotConnector({
        ...shared,
        ...hubspot,
        credentials: { token: tokenOf(hubspot.credentials) },
        customFields: accountFields(hubspot),
        registryCache: cacheFor('crm'),
        facts: factsFor('crm'),
        searchLagMs: parts.searchLagMs ?? settings.searchLagMs,
        businessIdProperties: settings.businessIdProperties,
      }),
    );
  }
  return new Map(connectors.map((connector) => [connector.side, connector]));
}

/** The connectors know accounts so far. */
function accountFields(connection: NonNullable<Config['severa'] | Config['hubspot']>): CustomFieldMap[] {
  return connection.customFields.flatMap(({ entity, field, name }) => (entity === 'account' ? [{ entity, field, name }] : []));
}

function tokenOf(credentials: NonNullable<Config['hubspot']>['credentials']): string {
  if (credentials.kind === 'token') return credentials.token.reveal();
  const reason = 'this version connects to HubSpot by HUBSPOT_TOKEN only. Set it to a service key or private app token and unset HUBSPOT_REFRESH_TOKEN.';
  throw new ConfigError('oauth-unsupported', 'HUBSPOT_TOKEN', `environment: ${reason}`);
}

/** Whoever read our output has gone; the work itself goes on. */
function ignoreClosedPipe(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EPIPE') throw error;
}

if (import.meta.main) await main(process.argv.slice(2));
