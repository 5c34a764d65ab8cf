// The only pg-boss: it wakes workers. Invariant: of one workspace's schedule at most one job waits; a job that a worker left
// by dying goes to another within seconds, one that fails goes on with pauses and then to the dead letters, and none carries
// anything but which look is due.
import { getConstructionPlans, getMigrationPlans, PgBoss } from 'pg-boss';
import { ConfigError } from '../lib/errors.ts';
import type { Log } from '../lib/log.ts';
import { jobPayload, JOBS } from './jobs.ts';
import type { JobPayload } from './jobs.ts';

export interface QueueDatabase {
  executeSql(text: string, values?: unknown[]): Promise<{ rows: unknown[] }>;
}

export interface Queue {
  /**
   * False when it need not: a job of this id was sent before, or one of its schedule waits already.
   * @param options `id` a UUID; `afterSeconds` not before this long
   */
  send(payload: JobPayload, options?: { readonly id?: string; readonly afterSeconds?: number }): Promise<boolean>;
  /** Takes jobs one at a time, the most urgent first. */
  work(handle: (payload: JobPayload) => Promise<void>): Promise<void>;
  /** Jobs that have failed for good. */
  dead(): Promise<number>;
  /** Takes nothing more and waits for the job in hand; after `graceMs` it is given up, for another worker to take. */
  stop(graceMs: number): Promise<void>;
}

const SCHEMA = 'pgboss';
/** How long a dead worker goes unnoticed: pg-boss's least, and how often it looks. */
const HEARTBEAT_SECONDS = 10;
const WATCH_SECONDS = 3;
const DAY_SECONDS = 86_400;
/** Before all that comes by itself. */
const ASKED_PRIORITY = 100;
const RETRY = { retryLimit: 3, retryDelay: 5, retryBackoff: true, retryDelayMax: 300 };

/**
 * Makes the queue's tables or brings them up to this version, and lets `role` use them.
 * @param database a session that owns the database's shape, no other process doing the same at this time
 * @returns false when there was nothing to do
 */
export async function prepareQueue(database: QueueDatabase, role: string): Promise<boolean> {
  const boss = new PgBoss({ db: database, schema: SCHEMA });
  const plans = getConstructionPlans(SCHEMA);
  const newest = Number(/version\(version\) VALUES \('(\d+)'\)/.exec(plans)?.[1]);
  const version = (await boss.isInstalled()) ? await boss.schemaVersion() : null;
  if (version !== null && version >= newest) return false;
  // Indexes of a queue as small as ours are built in a moment; building them beside other work cannot be part of a transaction.
  await database.executeSql(version === null ? plans : getMigrationPlans(SCHEMA, version).replaceAll(' CONCURRENTLY', ''));
  await database.executeSql(
    `grant usage on schema ${SCHEMA} to ${role}; grant select, insert, update, delete on all tables in schema ${SCHEMA} to ${role};
     grant usage on all sequences in schema ${SCHEMA} to ${role}`,
  );
  return true;
}

/** @throws ConfigError when the queue's tables are of another version of the program */
export async function openQueue(parts: { readonly database: QueueDatabase; readonly workspace: string; readonly log: Log }): Promise<Queue> {
  const { database, workspace, log } = parts;
  const [name, deadLetter] = [`look.${workspace}`, `look.${workspace}.dead`];
  const boss = new PgBoss({
    db: database, schema: SCHEMA, migrate: false, createSchema: false, schedule: false, reindex: false, monitorVacuum: false,
    superviseIntervalSeconds: WATCH_SECONDS, monitorIntervalSeconds: WATCH_SECONDS, flowIntervalSeconds: 3600,
  });
  // It goes on by itself once the database is back.
  boss.on('error', (error) => log.warn({ error }, 'the job queue could not do its work just now'));
  boss.on('warning', ({ message }) => log.warn({}, message));
  try {
    await boss.start();
  } catch (cause) {
    if (!/requires migrations|not installed/.test(String(cause))) throw cause;
    throw new ConfigError('queue-version', 'DATABASE_URL', 'The job queue in the database is not of this version of the program. Use the program that migrated it last, or run "npx sauma migrate".', { cause });
  }
  const policy = { policy: 'short', ...RETRY, heartbeatSeconds: HEARTBEAT_SECONDS, deleteAfterSeconds: DAY_SECONDS, deadLetter };
  await boss.createQueue(deadLetter);
  await boss.createQueue(name, policy);

  return {
    send: async (payload, { id, afterSeconds } = {}) => {
      const { priority, expireHours } = JOBS[payload.job];
      const sent = await boss.send(name, jobPayload.parse(payload), {
        // A run that a person waits for is not dropped because another one of its schedule waits.
        singletonKey: payload.run ?? payload.schedule, priority: payload.run === undefined ? priority : ASKED_PRIORITY, expireInSeconds: expireHours * 3600,
        ...(id === undefined ? {} : { id }), ...(afterSeconds === undefined ? {} : { startAfter: afterSeconds }),
      });
      return sent !== null;
    },
    work: async (handle) => {
      await boss.work(name, { batchSize: 1, pollingIntervalSeconds: 1 }, async ([job]) => {
        if (job) await handle(jobPayload.parse(job.data));
      });
    },
    dead: async () => (await boss.findJobs(deadLetter, { queued: true })).length,
    stop: (graceMs) => boss.stop({ graceful: true, timeout: graceMs }),
  };
}
