// One service per database. Invariant: of all processes that called `start` on a database, at most one believes it is the
// service. An advisory lock held by a session of its own: it works alike for the embedded database and for one that
// machines share, and it cannot go stale, since the server drops it with the session, however the process ended.
import { hostname } from 'node:os';
import pg from 'pg';
import type { Clock } from '../../lib/clock.ts';
import { ConfigError } from '../../lib/errors.ts';
import { clientConfig, type ServerAddress } from './address.ts';
import { translate } from './failures.ts';

export interface ServiceLock {
  /** Aborted, with a ConfigError, when another process became the service while the database was away: stop working. */
  readonly lost: AbortSignal;
  release(): Promise<void>;
}

export interface ServiceLockOptions {
  readonly address: ServerAddress;
  /** The setting that names the database, for messages. */
  readonly key: string;
  readonly clock: Clock;
}

const SERVICE_LOCK = 7_300_002;
/** A service that was killed this instant: its session, or its embedded server, needs a moment to end. */
const PATIENCE_MS = 2_000;
const POLL_MS = 100;

/** @throws ConfigError `already-running`, naming the process that is the service */
export async function acquireServiceLock({ address, key, clock }: ServiceLockOptions): Promise<ServiceLock> {
  const lost = new AbortController();
  const release = new AbortController();
  let client = await take(address, key, clock, PATIENCE_MS);

  const guard = (held: pg.Client): void => {
    held.once('end', () => {
      if (!release.signal.aborted) regain().catch((error: unknown) => lost.abort(error));
    });
  };
  // The lock went with its session; whoever is first when the database is back is the service.
  const regain = async (): Promise<void> => {
    while (!release.signal.aborted) {
      try {
        const regained = await take(address, key, clock, PATIENCE_MS);
        if (release.signal.aborted) return await regained.end();
        client = regained;
        return guard(client);
      } catch (error) {
        if (error instanceof ConfigError) throw error;
        await clock.sleep(POLL_MS);
      }
    }
  };
  guard(client);
  return {
    lost: lost.signal,
    release: async () => {
      release.abort();
      await client.end().catch(() => undefined);
    },
  };
}

async function take(address: ServerAddress, key: string, clock: Clock, patienceMs: number): Promise<pg.Client> {
  const name = `sauma start, process ${process.pid} on ${hostname()}`.slice(0, 63);
  const client = new pg.Client({ ...clientConfig(address), application_name: name });
  client.on('error', () => undefined);
  try {
    await client.connect();
    const deadline = clock.now() + patienceMs;
    for (;;) {
      const result = await client.query<{ taken: boolean }>('select pg_try_advisory_lock($1) as taken', [SERVICE_LOCK]);
      if (result.rows[0]?.taken) return client;
      if (clock.now() >= deadline) throw await refusal(client, key);
      await clock.sleep(POLL_MS);
    }
  } catch (error) {
    await client.end().catch(() => undefined);
    throw translate(error, key);
  }
}

async function refusal(client: pg.Client, key: string): Promise<ConfigError> {
  const result = await client.query<{ holder: string }>(
    `select application_name as holder from pg_locks join pg_stat_activity using (pid)
     where locktype = 'advisory' and granted and objid = $1 and classid = 0 and pg_locks.database = (select oid from pg_database where datname = current_database())`,
    [SERVICE_LOCK],
  );
  const holder = result.rows[0]?.holder || 'another process';
  const place = key === 'SAUMA_DATA_DIR' ? 'data directory' : 'database';
  return new ConfigError(
    'already-running',
    key,
    `The service already runs on this ${place} (${holder}). Stop it first, or give this one its own ${key}. Other commands can run beside it.`,
  );
}
