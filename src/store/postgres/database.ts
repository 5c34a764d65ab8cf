// The one way to the data: units of work. Invariant: every statement runs in a transaction that has become the
// application role and names its workspace, so row level security holds for it and ends with it. A unit sees one
// snapshot; it is run again when another one got in its way or the server was away, so it must do nothing but SQL.
import { Kysely, PostgresDialect, sql, type Transaction } from 'kysely';
import pg from 'pg';
import type { Clock } from '../../lib/clock.ts';
import { clientConfig, type ServerAddress } from './address.ts';
import { startEmbedded, type EmbeddedServer } from './embedded/start.ts';
import { failureOf, translate } from './failures.ts';
import { APPLICATION_ROLE } from './roles.ts';

export interface DatabaseOptions {
  /** A server to use; null starts (or attaches to) the embedded one in `dataDir`. */
  readonly databaseUrl: string | null;
  readonly dataDir: string;
  readonly clock: Clock;
  readonly log: (message: string) => void;
}

export type Isolation = 'repeatable read' | 'read committed';

export interface Database<Tables> {
  readonly address: ServerAddress;
  /** The setting that names this database in messages to people. */
  readonly key: 'DATABASE_URL' | 'SAUMA_DATA_DIR';
  /** The role the program logs in as. */
  readonly login: string;
  /**
   * Runs `work` in one transaction that sees and changes rows of `workspace` only.
   * @param isolation `read committed` for a unit of one statement that takes turns by row locks
   * @throws RetryableError `database-unreachable` (with outcomeUnknown when the commit's answer was lost), `database-contention`
   */
  unit<T>(workspace: string, work: (transaction: Transaction<Tables>) => Promise<T>, isolation?: Isolation): Promise<T>;
  /** The same without a workspace, for the tables that belong to none; touching any other is an error. */
  global<T>(work: (transaction: Transaction<Tables>) => Promise<T>): Promise<T>;
  /** True when a statement is answered within two seconds. */
  healthy(): Promise<boolean>;
  /** Waits for running units, then stops the embedded server if this process owns it. */
  close(): Promise<void>;
}

const POOL_SIZE = 10;
/**
 * Units of work before a session gives way to a new one. A session keeps the plans of its foreign keys from its first row on; made
 * while the tables were empty, they read a whole table for every row of a first sync until somebody analyses it.
 */
const SESSION_USES = 100;
/** The embedded server is back within about a second after a crash; a restarted one outside within several. */
const PATIENCE_MS = 10_000;
const CONTENTION_RETRIES = 3;
const HEALTH_LIMIT_MS = 2_000;
/** invalid_parameter_value: what pg_xact_status says of a transaction number that has not been given yet. */
const NUMBER_IN_THE_FUTURE = '22023';

/** @throws ConfigError or RetryableError when the database cannot be reached now */
export async function openDatabase<Tables>(options: DatabaseOptions): Promise<Database<Tables>> {
  const { databaseUrl, clock, log } = options;
  const embedded = databaseUrl === null ? await startEmbedded(options) : null;
  const address = embedded?.address ?? { url: databaseUrl as string };
  const pool = new pg.Pool({ ...clientConfig(address), max: POOL_SIZE, maxUses: SESSION_USES });
  // A session that breaks while idle (pool) or between two statements of a unit (client) would otherwise end the process.
  pool.on('error', (error) => log(`database session lost: ${error.message}`));
  pool.on('connect', (client) => client.on('error', () => undefined));
  const key = embedded ? 'SAUMA_DATA_DIR' : 'DATABASE_URL';
  try {
    // The server we attached to may be on its way out; one that DATABASE_URL names must answer at once.
    const deadline = clock.now() + (embedded ? PATIENCE_MS : 0);
    const login = await patiently(clock, deadline, () => loginOf(pool));
    return database({ address, key, login, pool, embedded, clock });
  } catch (error) {
    await pool.end();
    await embedded?.stop();
    throw translate(error, key);
  }
}

interface Parts {
  readonly address: ServerAddress;
  readonly key: 'DATABASE_URL' | 'SAUMA_DATA_DIR';
  readonly login: string;
  readonly pool: pg.Pool;
  readonly embedded: EmbeddedServer | null;
  readonly clock: Clock;
}

function database<Tables>({ address, key, login, pool, embedded, clock }: Parts): Database<Tables> {
  const kysely = new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) });

  async function run<T>(
    workspace: string,
    work: (transaction: Transaction<Tables>) => Promise<T>,
    isolation: Isolation = 'repeatable read',
  ): Promise<T> {
    const deadline = clock.now() + PATIENCE_MS;
    for (let attempt = 1; ; attempt++) {
      let finished: { readonly result: T; readonly id: string | null } | null = null;
      // Kysely throws the failed rollback's error instead of the one that made it roll back.
      let cause: unknown = null;
      try {
        return await kysely
          .transaction()
          .setIsolationLevel(isolation)
          .execute(async (transaction) => {
            try {
              await enter(transaction, workspace);
              const result = await work(transaction);
              finished = { result, id: await idOf(transaction) };
              return result;
            } catch (error) {
              cause = error;
              throw error;
            }
          });
      } catch (error) {
        const failure = failureOf(cause ?? error);
        const again = failure === 'contention' ? attempt <= CONTENTION_RETRIES : failure === 'unreachable' && clock.now() < deadline;
        if (!again) throw translate(cause ?? error, key, finished !== null);
        await clock.sleep(failure === 'contention' ? attempt * 10 : Math.min(attempt * 50, 500));
        const { result, id } = (finished as { readonly result: T; readonly id: string | null } | null) ?? { result: null, id: null };
        if (id !== null && (await wasCommitted(id, deadline))) return result as T;
      }
    }
  }

  /** The session ended while its commit was under way: look before running the unit again. */
  async function wasCommitted(id: string, deadline: number): Promise<boolean> {
    try {
      for (;;) {
        const query = (): Promise<pg.QueryResult<{ status: string }>> => pool.query('select pg_xact_status($1::xid8) as status', [id]);
        const { status } = (await patiently(clock, deadline, query)).rows[0] as { status: string };
        if (status !== 'in progress') return status === 'committed';
        await clock.sleep(100);
      }
    } catch (error) {
      // A number that a crashed server never wrote down, and so one that never committed.
      if ((error as { code?: string }).code === NUMBER_IN_THE_FUTURE) return false;
      throw translate(error, key, true);
    }
  }

  return {
    address,
    key,
    login,
    unit: run,
    global: (work) => run('', work),
    healthy: async () => {
      const over = new AbortController();
      const answered = loginOf(pool).then(() => true);
      const late = clock.sleep(HEALTH_LIMIT_MS, over.signal).then(() => false);
      try {
        return await Promise.race([answered, late].map((result) => result.catch(() => false)));
      } finally {
        over.abort();
      }
    },
    close: async () => {
      await kysely.destroy();
      await embedded?.stop();
    },
  };
}

/** One statement: the role, the workspace, and UTC for casts between instants and dates; all of them end with the transaction. */
async function enter<Tables>(transaction: Transaction<Tables>, workspace: string): Promise<void> {
  await sql`select set_config('role', ${APPLICATION_ROLE}, true), set_config('sauma.workspace', ${workspace}, true),
    set_config('timezone', 'UTC', true)`.execute(transaction);
}

/** Null when the transaction has written nothing. */
async function idOf<Tables>(transaction: Transaction<Tables>): Promise<string | null> {
  const result = await sql<{ id: string | null }>`select pg_current_xact_id_if_assigned()::text as id`.execute(transaction);
  return result.rows[0]?.id ?? null;
}

async function loginOf(pool: pg.Pool): Promise<string> {
  const result = await pool.query<{ login: string }>('select session_user as login');
  return (result.rows[0] as { login: string }).login;
}

async function patiently<T>(clock: Clock, deadline: number, attempt: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await attempt();
    } catch (error) {
      if (failureOf(error) !== 'unreachable' || clock.now() >= deadline) throw error;
      await clock.sleep(100);
    }
  }
}
