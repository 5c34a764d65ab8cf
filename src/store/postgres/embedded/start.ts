// The embedded PostgreSQL server's life. Invariant: while a process holds it, a server on this data directory is running
// or being brought back: its own, or the one another process started, for as long as that one lasts. Whoever loses the
// race to start attaches; whoever is attached when the other ends takes over.
import type { ChildProcess } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Clock } from '../../../lib/clock.ts';
import { ConfigError, RetryableError } from '../../../lib/errors.ts';
import { answers, type SocketAddress } from '../address.ts';
import { OWNER_ROLE } from '../roles.ts';
import { findBinaries, type Binaries } from './binaries.ts';
import { prepareCluster, socketDirectory } from './cluster.ts';
import { chooseLaunch, runs, type Launch, type Probe } from './launch.ts';
import { readLockFile, removeStrangersLock, type LockFile } from './lock-file.ts';
import { endPostmaster, hasEnded, isOrphaned, logPath, recordStarter, startPostmaster } from './postmaster.ts';

export interface EmbeddedOptions {
  /** The program's data directory; the cluster lies in its folder `pg`. */
  readonly dataDir: string;
  readonly clock: Clock;
  readonly log: (message: string) => void;
  /** Server settings on top of ours, e.g. `{ fsync: 'off' }` for data nobody will miss. */
  readonly settings?: Readonly<Record<string, string>>;
  /** What can be run on this machine; the default asks it. */
  readonly probe?: Probe;
}

export interface EmbeddedServer {
  readonly address: SocketAddress;
  /** True while the server is this process's to stop. */
  owned(): boolean;
  /** Stops the server when it is owned; resolves once it has gone. */
  stop(): Promise<void>;
}

const POLL_MS = 20;
const WATCH_MS = 100;
const START_LIMIT_MS = 60_000;
const BACKOFF_MS = { first: 200, last: 5_000 };
const STEADY_MS = 10_000;
const ATTEMPTS = 5;

/**
 * Starts the server, or attaches to the one another process runs on this data directory.
 * @throws ConfigError when it cannot be started here, with the reason
 */
export async function startEmbedded(options: EmbeddedOptions): Promise<EmbeddedServer> {
  if (process.platform === 'win32') {
    throw new ConfigError('embedded-missing', 'DATABASE_URL', 'On Windows set DATABASE_URL to a PostgreSQL server (version 16 or newer).');
  }
  const supervisor = new Supervisor(options);
  try {
    await supervisor.bringUp();
  } catch (error) {
    await supervisor.stop();
    throw error;
  }
  supervisor.watch();
  return supervisor;
}

class Supervisor implements EmbeddedServer {
  readonly #options: EmbeddedOptions;
  readonly #cluster: string;
  readonly #launch: Launch;
  readonly #binaries: Binaries;
  readonly #stopping = new AbortController();
  #socketDirectory: string;
  #child: ChildProcess | null = null;
  /** The server that was ready last. */
  #current: { readonly pid: number; readonly owned: boolean } | null = null;
  #watching: Promise<void> = Promise.resolve();

  constructor(options: EmbeddedOptions) {
    this.#options = options;
    this.#cluster = resolve(options.dataDir, 'pg');
    this.#binaries = findBinaries(resolve(options.dataDir, 'lib'));
    this.#launch = chooseLaunch(options.probe ?? runs);
    prepareCluster(this.#cluster, this.#binaries, this.#launch);
    this.#socketDirectory = socketDirectory(this.#cluster, this.#launch);
  }

  get address(): SocketAddress {
    return { host: this.#socketDirectory, port: 5432, user: OWNER_ROLE, database: 'postgres' };
  }

  owned(): boolean {
    return this.#current?.owned ?? false;
  }

  /** Resolves when a server is ready, ours or another's. */
  async bringUp(): Promise<void> {
    const { clock } = this.#options;
    const startedAt = clock.now();
    let failures = 0;
    for (;;) {
      const lock = readLockFile(this.#cluster);
      const served = lock?.holder === 'server';
      if (served && lock.ready && (await answers({ ...this.address, host: lock.socketDirectory }))) return this.#accept(lock);
      if (this.#child && hasEnded(this.#child)) {
        this.#child = null;
        // While another process's server holds the cluster, losing the race to it is no failure.
        if (!served) {
          failures += 1;
          if (failures >= ATTEMPTS) throw this.#failed();
          await this.#sleep(Math.min(BACKOFF_MS.first * 2 ** (failures - 1), BACKOFF_MS.last));
        }
      } else if (!this.#child && !served) {
        if (lock?.holder === 'stranger') {
          // Looked at twice: a server that is just starting leaves its file empty for an instant.
          await this.#sleep(POLL_MS);
          removeStrangersLock(this.#cluster);
        }
        this.#child = startPostmaster({
          cluster: this.#cluster,
          socketDirectory: this.#socketDirectory,
          binaries: this.#binaries,
          launch: this.#launch,
          settings: this.#options.settings ?? {},
          log: this.#options.log,
        });
      } else if (!this.#child && clock.now() - startedAt > START_LIMIT_MS) {
        throw new RetryableError('database-unreachable', `Another process's database in ${this.#cluster} neither answers nor ends.`);
      }
      await this.#sleep(POLL_MS);
    }
  }

  watch(): void {
    // Only stop() ends the watch, by aborting its sleep.
    this.#watching = this.#keepUp().catch((error: unknown) => {
      if (!this.#stopping.signal.aborted) this.#options.log(`the database is no longer watched: ${String(error)}`);
    });
  }

  async stop(): Promise<void> {
    this.#stopping.abort(new Error('the embedded database was told to stop'));
    await this.#watching;
    const child = this.#child && !hasEnded(this.#child) ? this.#child : null;
    const pid = child?.pid ?? (this.owned() ? this.#current?.pid : undefined);
    this.#current = null;
    if (pid !== undefined) await endPostmaster(pid, child, this.#options.clock);
  }

  async #keepUp(): Promise<void> {
    const { clock, log } = this.#options;
    let delayMs = BACKOFF_MS.first;
    for (;;) {
      const upSince = clock.now();
      while (this.#isUp()) await this.#sleep(WATCH_MS);
      const own = this.#child !== null;
      this.#child = null;
      this.#current = null;
      log(own ? 'the embedded database ended; starting it again' : 'the process that ran the embedded database ended; taking it over');
      if (own) {
        delayMs = clock.now() - upSince > STEADY_MS ? BACKOFF_MS.first : Math.min(delayMs * 2, BACKOFF_MS.last);
        await this.#sleep(delayMs);
      }
      await this.#bringBack();
      log('the embedded database is up again');
    }
  }

  async #bringBack(): Promise<void> {
    for (;;) {
      try {
        return await this.bringUp();
      } catch (error) {
        if (this.#stopping.signal.aborted) throw error;
        this.#options.log(error instanceof Error ? error.message : String(error));
        await this.#sleep(BACKOFF_MS.last);
      }
    }
  }

  #isUp(): boolean {
    if (this.#child) return !hasEnded(this.#child);
    const lock = readLockFile(this.#cluster);
    return lock?.holder === 'server' && lock.pid === this.#current?.pid;
  }

  #accept(lock: LockFile): void {
    const own = lock.pid === this.#child?.pid;
    if (own) recordStarter(this.#cluster);
    else this.#child = null;
    this.#socketDirectory = lock.socketDirectory;
    // Where nothing shuts the server down with its starter (no setpriv, macOS), a killed one leaves it running.
    this.#current = { pid: lock.pid, owned: own || isOrphaned(this.#cluster) };
  }

  #failed(): ConfigError {
    const path = logPath(this.#cluster);
    const reason = existsSync(path) ? readFileSync(path, 'utf8').trim().split('\n').at(-1) : '';
    return new ConfigError('embedded-failed', 'SAUMA_DATA_DIR', `The embedded database does not start: ${reason || 'no reason given'} (see ${path}).`);
  }

  #sleep(ms: number): Promise<void> {
    return this.#options.clock.sleep(ms, this.#stopping.signal);
  }
}
