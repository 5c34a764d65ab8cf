// How commands come by connectors without knowing any: main.ts makes them, from what a workspace and its store provide.
import type { Config } from '../config.ts';
import type { Connector } from '../connectors/connector.ts';
import type { GrantVault, RegistryCache } from '../connectors/options.ts';
import type { Pacer } from '../connectors/pacer.ts';
import type { RemoteSide } from '../core/vocabulary.ts';
import type { Clock } from '../lib/clock.ts';
import type { Log } from '../lib/log.ts';

export interface ConnectorParts {
  readonly config: Config;
  readonly pacer: Pacer;
  readonly log: Log;
  readonly clock: Clock;
  readonly cacheFor: (side: RemoteSide) => RegistryCache;
  /** Probed facts of the side's connection. */
  readonly factsFor: (side: RemoteSide) => Readonly<Record<string, string>>;
  /** Where the access that a person gave to the side's system is kept. */
  readonly vaultFor: (side: RemoteSide) => GrantVault;
  /** Instead of the configured one, where the search index is known to be quicker. */
  readonly searchLagMs?: number;
}

/** A connector for every system that is configured. */
export type ConnectorFactory = (parts: ConnectorParts) => ReadonlyMap<RemoteSide, Connector>;
