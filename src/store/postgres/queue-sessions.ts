// Sessions for the job queue's library, which brings its own statements and transactions and so cannot work in units.
// Invariant: they work as the application role, like every unit, and see the queue's schema and nothing of a workspace.
import pg from 'pg';
import { clientConfig, type ServerAddress } from './address.ts';
import { translate } from './failures.ts';
import { APPLICATION_ROLE } from './roles.ts';

export interface QueueSessions {
  /** @throws RetryableError when the database cannot be reached; PostgreSQL's own error otherwise */
  executeSql(text: string, values?: unknown[]): Promise<pg.QueryResult>;
  close(): Promise<void>;
}

const POOL_SIZE = 3;

/** Before a new session is used for anything. */
function becomeApplication(client: pg.PoolClient, done: (error?: Error) => void): void {
  client.query(`set role ${APPLICATION_ROLE}`).then(() => done(), done);
}

/** @param key the setting that names the database, for messages */
export function openQueueSessions({ address, key }: { readonly address: ServerAddress; readonly key: string }): QueueSessions {
  // The library reads instants as dates: these sessions keep the driver's own types.
  const { types: _, ...config } = clientConfig(address);
  const pool = new pg.Pool({ ...config, application_name: 'sauma jobs', max: POOL_SIZE, verify: becomeApplication });
  // A session that breaks is replaced; the statement that meets it fails, and the library says so.
  pool.on('error', () => undefined);
  pool.on('connect', (client) => client.on('error', () => undefined));
  return {
    executeSql: async (text, values) => {
      try {
        return await pool.query(text, values);
      } catch (error) {
        throw translate(error, key);
      }
    },
    close: () => pool.end(),
  };
}
