// The product as it runs in production, on an embedded database of its own, with a clock that can be moved on. Invariant:
// nothing is left out but waiting, and that only where asked.
import { randomUUID } from 'node:crypto';
import type { ConnectorFactory, ConnectorParts } from '../../src/cli/connectors.ts';
import type { Context } from '../../src/cli/context.ts';
import { openWorkspace } from '../../src/cli/open.ts';
import type { OpenWorkspace } from '../../src/cli/open.ts';
import { createHubspotConnector } from '../../src/connectors/hubspot/connector.ts';
import type { Pacer } from '../../src/connectors/pacer.ts';
import { createSeveraConnector } from '../../src/connectors/severa/connector.ts';
import type { ProgressEvent } from '../../src/engine/context.ts';
import type { CycleOptions } from '../../src/engine/cycle.ts';
import { runOnce } from '../../src/engine/run.ts';
import type { RunResult } from '../../src/engine/run.ts';
import { systemClock } from '../../src/lib/clock.ts';
import type { Clock } from '../../src/lib/clock.ts';
import { seededRandom } from '../../src/lib/random.ts';
import { installationRoot } from '../support/installation.ts';

/** real: by waiting. virtual: the clocks are moved on instead, ours and the vendors'. off: nothing waits. */
export type Pacing = 'real' | 'virtual' | 'off';

export interface Product {
  readonly open: OpenWorkspace;
  readonly clock: Clock;
  readonly shift: (ms: number) => Promise<void>;
  readonly pace: (pacing: Pacing) => void;
  /** All entities, until nothing waits any more. A person has said yes, as the guard on mass change would ask. */
  run(options?: Partial<CycleOptions>): Promise<readonly RunResult[]>;
  close(): Promise<void>;
}

export interface ProductOptions {
  readonly dataDir: string;
  readonly variables: Readonly<Record<string, string>>;
  readonly pacing: Pacing;
  /** With the rows that only flow in; without them unless said. */
  readonly mirrors?: boolean;
}

const silent = { write: () => true };

/** @param shiftVendors moves their clock on as ours is */
export async function openProduct(options: ProductOptions, shiftVendors: (ms: number) => Promise<unknown>, progress: ProgressEvent = () => undefined): Promise<Product> {
  const { dataDir, variables, mirrors = false } = options;
  let { pacing } = options;
  let offsetMs = 0;
  const shift = async (ms: number): Promise<void> => {
    offsetMs += ms;
    await shiftVendors(ms);
  };
  const clock: Clock = { now: () => systemClock.now() + offsetMs, sleep: (ms, signal) => systemClock.sleep(ms, signal) };
  const slots = new Map<string, number>();
  const takeSlot = async (bucket: string): Promise<void> => {
    const { calls, windowMs } = open.quotas[bucket] as { readonly calls: number; readonly windowMs: number };
    const slot = Math.max(clock.now(), slots.get(bucket) ?? 0);
    slots.set(bucket, slot + windowMs / calls);
    if (slot > clock.now()) await shift(slot - clock.now());
  };
  const pacerOver = (pacer: Pacer): Pacer => ({ ...pacer, take: (bucket) => (pacing === 'real' ? pacer.take(bucket) : pacing === 'virtual' ? takeSlot(bucket) : Promise.resolve()) });
  const context: Context = {
    stdout: silent,
    stderr: silent,
    env: { ...variables, SAUMA_DATA_DIR: dataDir },
    clock,
    newId: randomUUID,
    rootDir: installationRoot,
    stopSignal: () => new AbortController().signal,
    connect: (parts) => connect({ ...parts, pacer: pacerOver(parts.pacer) }, mirrors),
  };
  const open = await openWorkspace(context, 'main', { logLevel: 'error', progress });
  return {
    open,
    clock,
    shift,
    pace: (given) => void (pacing = given),
    run: async (options) => {
      const results: RunResult[] = [];
      do {
        const result = await runOnce(open.engine, [...open.engine.entities.keys()], { dryRun: false, approved: true, sweep: false, deep: false, ...options });
        for (const { entity, errors } of result.cycles) for (const [side, error] of errors) throw new Error(`${side} failed at ${entity}`, { cause: error });
        results.push(result);
      } while (results.at(-1)?.more === true);
      return results;
    },
    close: () => open.close(),
  };
}

function connect({ config, cacheFor, factsFor, pacer, log, clock }: ConnectorParts, mirrors: boolean): ReturnType<ConnectorFactory> {
  const { severa, hubspot, settings } = config;
  if (!severa || hubspot?.credentials.kind !== 'token') throw new RangeError('both sandboxes have to be connected');
  const shared = { pacer, log, clock, random: seededRandom(1), currency: settings.currency };
  const credentials = { clientId: severa.credentials.clientId, clientSecret: severa.credentials.clientSecret.reveal() };
  const token = { kind: 'token' as const, token: hubspot.credentials.token.reveal() };
  return new Map([
    ['psa', createSeveraConnector({ ...shared, ...severa, credentials, registryCache: cacheFor('psa'), facts: factsFor('psa'), money: mirrors })],
    [
      'crm',
      createHubspotConnector({ ...shared, ...hubspot, credentials: token, registryCache: cacheFor('crm'), facts: factsFor('crm'), searchLagMs: settings.searchLagMs, businessIdProperties: settings.businessIdProperties, touches: mirrors }),
    ],
  ]);
}

/** Records that were read, and those that a remote system took. */
export function figuresOf(results: readonly RunResult[]): { readonly read: number; readonly written: number } {
  const cycles = results.flatMap((result) => result.cycles);
  const read = cycles.reduce((sum, one) => sum + Object.values(one.pulled).reduce((all, { read }) => all + read, 0), 0);
  const written = cycles.reduce((sum, { applied }) => sum + (applied ? applied.created.psa + applied.created.crm + applied.updated.psa + applied.updated.crm : 0), 0);
  return { read, written };
}
