// How a table that holds a workspace's rows is made. Invariant: no such table exists without forced row level security;
// a catalogue test holds every table to it. Released migrations are checked by their text, so these functions never
// change what they return: a new need is a new function.
import { APPLICATION_ROLE } from '../roles.ts';

/**
 * SQL that creates a table whose rows belong to a workspace and can be reached in a unit of that workspace only.
 * The column `workspace` is made and filled here; keys and indexes should begin with it.
 * @param body the other columns and constraints, as in `create table`
 * @param clause what follows the columns, e.g. `partition by range (at)`
 */
export function tenantTable(name: string, body: string, clause = ''): string {
  return `
create table ${name} (
  workspace text not null default current_workspace() references workspace (name) on update cascade,
  ${body.trim()}
) ${clause};
${protectTable(name)}`;
}

/** SQL that puts a table with a column `workspace` under row level security: a partition needs its own, since it can be named directly. */
export function protectTable(name: string): string {
  return `alter table ${name} enable row level security;
alter table ${name} force row level security;
create policy own_workspace on ${name} using (workspace = current_workspace()) with check (workspace = current_workspace());
grant select, insert, update, delete on ${name} to ${APPLICATION_ROLE};
`;
}
