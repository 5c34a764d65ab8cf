// The list of workspaces: the one table that belongs to none of them.
import type { Database } from './database.ts';
import type { Tables } from './tables.ts';

export async function listWorkspaces(database: Database<Tables>): Promise<readonly string[]> {
  const rows = await database.global((transaction) => transaction.selectFrom('workspace').select('name').orderBy('name').execute());
  return rows.map((row) => row.name);
}

/** False when it exists already. @param name checked by the table: small letters, digits and hyphens */
export async function addWorkspace(database: Database<Tables>, name: string): Promise<boolean> {
  const rows = await database.global((transaction) =>
    transaction.insertInto('workspace').values({ name }).onConflict((conflict) => conflict.doNothing()).returning('name').execute(),
  );
  return rows.length > 0;
}
