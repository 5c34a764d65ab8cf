// The two database roles. The owner has every table and is used for migrations only; the application role owns nothing,
// cannot log in, and is what every unit of work becomes (`set local role`), so row level security always holds for it.
// Invariant: no unit runs as a role that could pass row level security by.
import type pg from 'pg';
import { ConfigError } from '../../lib/errors.ts';

/** Made by initdb in the embedded database. On an outside server the owner is whoever migrates. */
export const OWNER_ROLE = 'sauma_owner';
export const APPLICATION_ROLE = 'sauma_app';

/**
 * Makes the application role where it is missing and grants it to the login the program runs as.
 * @param client a session that may make roles, or for which there is nothing left to do
 * @param login the role that DATABASE_URL logs in as
 * @throws ConfigError saying which statements an administrator has to run
 */
export async function ensureRoles(client: pg.Client, login: string): Promise<void> {
  const found = await client.query<{ strong: boolean }>(
    'select rolsuper or rolbypassrls or rolcreaterole or rolcreatedb or rolcanlogin as strong from pg_roles where rolname = $1',
    [APPLICATION_ROLE],
  );
  const role = found.rows[0];
  if (role?.strong) {
    throw new ConfigError(
      'role-too-strong',
      'DATABASE_URL',
      `The database role ${APPLICATION_ROLE} may do too much: run as an administrator ` +
        `"alter role ${APPLICATION_ROLE} nosuperuser nobypassrls nocreaterole nocreatedb nologin".`,
    );
  }
  const member = await client.query<{ member: boolean }>(
    `select exists (select from pg_roles where rolname = $1) and pg_has_role($2, (select oid from pg_roles where rolname = $1), 'MEMBER') as member`,
    [APPLICATION_ROLE, login],
  );
  if (role && member.rows[0]?.member) return;
  try {
    if (!role) await createRole(client);
    await client.query(`grant ${APPLICATION_ROLE} to ${client.escapeIdentifier(login)}`);
  } catch (error) {
    if ((error as { code?: string }).code !== '42501') throw error;
    throw new ConfigError(
      'role-missing',
      'SAUMA_MIGRATION_URL',
      `The database login may not set up the role ${APPLICATION_ROLE}. Set SAUMA_MIGRATION_URL to a login that may create roles, ` +
        `or run once as an administrator: "${role ? '' : `create role ${APPLICATION_ROLE} nologin; `}grant ${APPLICATION_ROLE} to ${login};".`,
      { cause: error },
    );
  }
}

async function createRole(client: pg.Client): Promise<void> {
  try {
    await client.query(`create role ${APPLICATION_ROLE} nologin`);
  } catch (error) {
    // Roles belong to the whole server: another database's migration may have made it at this moment.
    if (!['42710', '23505'].includes((error as { code?: string }).code ?? '')) throw error;
  }
}
