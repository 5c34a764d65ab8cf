// The tokens of the API on PostgreSQL. Invariant: a token that is revoked or over opens nothing from that moment on, in any process.
import { sql } from 'kysely';
import type { Access, NewToken, ServiceToken } from '../access.ts';
import { textArray } from './recordset.ts';
import { rowsOf, type StoreOptions } from './turn.ts';

type AccessOptions = Pick<StoreOptions, 'database' | 'workspace'>;

const COLUMNS = sql`id, name, roles, created_by as "createdBy", created_at as "createdAt", expires_at as "expiresAt", last_used_at as "lastUsedAt", revoked_at as "revokedAt"`;

export function createAccess(options: AccessOptions): Access {
  return {
    tokens: () => tokens(options),
    addToken: (token) => addToken(options, token),
    revokeToken: (id, at) => revokeToken(options, id, at),
    useToken: (hash, at) => useToken(options, hash, at),
  };
}

function tokens({ database, workspace }: AccessOptions): Promise<readonly ServiceToken[]> {
  return database.unit(workspace, (transaction) => rowsOf<ServiceToken>(transaction, sql`select ${COLUMNS} from service_token order by created_at desc, id`));
}

function addToken({ database, workspace }: AccessOptions, { id, name, hash, roles, createdBy, createdAt, expiresAt }: NewToken): Promise<boolean> {
  return database.unit(
    workspace,
    async (transaction) => {
      const made = await rowsOf(
        transaction,
        sql`insert into service_token (id, name, hash, roles, created_by, created_at, expires_at)
          values (${id}, ${name}, ${hash}, ${textArray(roles)}, ${createdBy}, ${createdAt}::timestamptz, ${expiresAt}::timestamptz)
          on conflict (workspace, name) where revoked_at is null do nothing returning id`,
      );
      return made.length > 0;
    },
    'read committed',
  );
}

function revokeToken({ database, workspace }: AccessOptions, id: string, at: string): Promise<boolean> {
  return database.unit(
    workspace,
    async (transaction) => (await rowsOf(transaction, sql`update service_token set revoked_at = ${at}::timestamptz where id = ${id} and revoked_at is null returning id`)).length > 0,
    'read committed',
  );
}

/** The use is noted once a minute: a call need not wait for a write. */
function useToken({ database, workspace }: AccessOptions, hash: string, at: string): Promise<ServiceToken | null> {
  return database.unit(
    workspace,
    async (transaction) => {
      const [row] = await rowsOf<ServiceToken>(transaction, sql`select ${COLUMNS} from service_token where hash = ${hash} and revoked_at is null and expires_at > ${at}::timestamptz`);
      if (row === undefined) return null;
      if (row.lastUsedAt === null || Date.parse(row.lastUsedAt) < Date.parse(at) - 60_000) await sql`update service_token set last_used_at = ${at}::timestamptz where id = ${row.id}`.execute(transaction);
      return row;
    },
    'read committed',
  );
}
