// What a database error means for the one who asked. Invariant: a caller sees either an error that says what to do next
// (lib/errors.ts) or, for anything else, the original, because then it is a bug in our own SQL.
import { ConfigError, RetryableError } from '../../lib/errors.ts';

export type Failure = 'contention' | 'unreachable' | 'other';

/** `contention`: nothing happened, run the unit again. `unreachable`: the session is gone. */
export function failureOf(error: unknown): Failure {
  const { code = '', message = '' } = (error ?? {}) as { code?: string; message?: string };
  if (code === '40001' || code === '40P01') return 'contention';
  // 57P01 to 57P03: shutting down, crashed, starting. 53300: no session left.
  if (/^(08...|57P0[123]|53300)$/.test(code)) return 'unreachable';
  if (/^(ECONNREFUSED|ECONNRESET|EPIPE|ENOENT|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|ENOTFOUND|EAI_AGAIN)$/.test(code)) return 'unreachable';
  // pg gives these no code.
  return /Connection terminated|connection error and is not queryable|timeout exceeded when trying to connect/.test(message)
    ? 'unreachable'
    : 'other';
}

/**
 * The error to throw once retrying is over.
 * @param key the setting that names this database: DATABASE_URL, SAUMA_MIGRATION_URL or SAUMA_DATA_DIR
 */
export function translate(error: unknown, key: string, outcomeUnknown = false): unknown {
  const code = (error as { code?: string } | null)?.code ?? '';
  const failure = failureOf(error);
  if (failure === 'contention') {
    return new RetryableError('database-contention', 'Others kept changing the same rows; try again.', { cause: error });
  }
  if (failure === 'unreachable') {
    const message =
      key === 'SAUMA_DATA_DIR'
        ? 'The embedded database does not answer; see pg.log in the data directory.'
        : `The database server of ${key} does not answer${code === '' ? '' : ` (${code})`}. Check that it runs, and its host, port and firewall.`;
    return new RetryableError('database-unreachable', message, { cause: error, outcomeUnknown });
  }
  if (code.startsWith('28')) {
    return new ConfigError('database-refused', key, `The database server refuses the login of ${key}. Check user, password and pg_hba.conf.`, {
      cause: error,
    });
  }
  if (code === '3D000') {
    return new ConfigError('database-missing', key, `The database named in ${key} does not exist. Create it: "create database NAME owner LOGIN".`, {
      cause: error,
    });
  }
  if (code === '53100') {
    return new RetryableError('database-full', 'The disk of the database is full. Free some space; work goes on by itself.', { cause: error });
  }
  return error;
}
