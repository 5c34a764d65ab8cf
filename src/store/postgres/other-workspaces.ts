// Work in other workspaces within one transaction. Invariant: each is seen through its own row level security, and the transaction is
// back in its own workspace before anybody else goes on.
import { sql, type Transaction } from 'kysely';
import type { Tables } from './tables.ts';

export async function otherWorkspaces(transaction: Transaction<Tables>, workspace: string): Promise<readonly string[]> {
  const { rows } = await sql<{ name: string }>`select name from workspace where name <> ${workspace} order by name`.execute(transaction);
  return rows.map(({ name }) => name);
}

export async function inOthers(transaction: Transaction<Tables>, workspace: string, work: () => Promise<unknown>): Promise<void> {
  for (const name of await otherWorkspaces(transaction, workspace)) await inWorkspace(transaction, { from: workspace, to: name }, work);
}

export async function inWorkspace<T>(transaction: Transaction<Tables>, { from, to }: { readonly from: string; readonly to: string }, work: () => Promise<T>): Promise<T> {
  await enter(transaction, to);
  const result = await work();
  // After a failure the transaction is over, and with it the setting.
  await enter(transaction, from);
  return result;
}

async function enter(transaction: Transaction<Tables>, workspace: string): Promise<void> {
  await sql`select set_config('sauma.workspace', ${workspace}, true)`.execute(transaction);
}
