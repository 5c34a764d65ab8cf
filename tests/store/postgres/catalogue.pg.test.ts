// The database's own catalogue, held to the promises of row level security: for every table there is, not for a list
// somebody has to remember to extend.
import fc from 'fast-check';
import { sql } from 'kysely';
import { beforeAll, describe, expect, it } from 'vitest';
import type { SocketAddress } from '../../../src/store/postgres/address.ts';
import type { Database } from '../../../src/store/postgres/database.ts';
import { GLOBAL_TABLES } from '../../../src/store/postgres/migrations/list.ts';
import { tenantTable } from '../../../src/store/postgres/migrations/tenant.ts';
import { APPLICATION_ROLE } from '../../../src/store/postgres/roles.ts';
import { addressOf, freshDatabase, statement } from '../../support/database.ts';

let database: Database<object>;
let owner: SocketAddress;
let tenantTables: string[];

/** A table of every awkward kind, so that the test below bites whatever the real ones look like. */
const SAMPLE = tenantTable('sample', 'id text not null, note text, amounts numeric[], body jsonb, primary key (workspace, id)');

beforeAll(async () => {
  database = await freshDatabase<object>(['north', 'south']);
  owner = addressOf(database);
  await statement(owner, SAMPLE);
  const tables = await statement(
    owner,
    `select relname from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p', 'f', 'm') order by 1`,
  );
  tenantTables = tables.map((row) => String(row['relname'])).filter((name) => !GLOBAL_TABLES.includes(name));
});

describe('the catalogue', () => {
  it('has row level security enabled and forced on every table but the listed ones', async () => {
    const rows = await statement(
      owner,
      `select relname from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p', 'f', 'm')
       and not (relrowsecurity and relforcerowsecurity) order by 1`,
    );
    expect(rows.map((row) => row['relname'])).toEqual([...GLOBAL_TABLES].toSorted());
  });

  it('has on every tenant table one policy, for all commands, that checks what is read and what is written', async () => {
    const rows = await statement(owner, `select tablename, permissive, cmd, qual, with_check from pg_policies where schemaname = 'public' order by 1`);
    const condition = '(workspace = current_workspace())';
    expect(rows).toEqual(tenantTables.map((tablename) => ({ tablename, permissive: 'PERMISSIVE', cmd: 'ALL', qual: condition, with_check: condition })));
  });

  it('has in every tenant table a workspace that cannot be null, and refers to other tenant tables within the workspace only', async () => {
    const nullable = await statement(
      owner,
      `select c.relname from pg_class c left join pg_attribute a on a.attrelid = c.oid and a.attname = 'workspace' and a.attnotnull
       where c.relname = any($1) and c.relnamespace = 'public'::regnamespace and a.attname is null`,
      [tenantTables],
    );
    expect(nullable).toEqual([]);
    const crossing = await statement(
      owner,
      `select conname from pg_constraint where contype = 'f' and confrelid::regclass::text = any($1) and not
       (select attnum from pg_attribute where attrelid = conrelid and attname = 'workspace') = any(conkey)`,
      [tenantTables],
    );
    expect(crossing).toEqual([]);
  });

  it('gives the application role nothing of its own and no way past the policies', async () => {
    const [role] = await statement(
      owner,
      'select rolsuper, rolbypassrls, rolcreaterole, rolcreatedb, rolcanlogin, rolreplication from pg_roles where rolname = $1',
      [APPLICATION_ROLE],
    );
    expect(Object.values(role ?? { missing: true })).toEqual([false, false, false, false, false, false]);
    const owned = await statement(owner, `select classid::regclass, objid from pg_shdepend where refobjid = $1::regrole and deptype = 'o'`, [APPLICATION_ROLE]);
    expect(owned).toEqual([]);
    const memberships = await statement(owner, 'select roleid::regrole from pg_auth_members where member = $1::regrole', [APPLICATION_ROLE]);
    expect(memberships).toEqual([]);
    const definers = await statement(owner, `select proname from pg_proc where prosecdef and has_function_privilege($1, oid, 'execute')`, [APPLICATION_ROLE]);
    expect(definers).toEqual([]);
    const views = await statement(
      owner,
      `select relname from pg_class where relkind = 'v' and relnamespace = 'public'::regnamespace and not coalesce('security_invoker=true' = any(reloptions), false)`,
    );
    expect(views).toEqual([]);
    await expect(database.unit('north', (tx) => sql`create table mine (id text)`.execute(tx))).rejects.toThrow(/permission denied/);
    await expect(database.unit('north', (tx) => sql`alter table sample disable row level security`.execute(tx))).rejects.toThrow(/must be owner/);
    await expect(database.unit('north', (tx) => sql`truncate sample`.execute(tx))).rejects.toThrow(/permission denied/);
  });

  it('makes touching any tenant table without a workspace an error, also when the table is empty', async () => {
    for (const table of tenantTables) {
      await expect(
        database.global((tx) => sql`select count(*) from ${sql.table(table)}`.execute(tx)),
        table,
      ).rejects.toThrow('no workspace is set');
      await expect(
        database.global((tx) => sql`delete from ${sql.table(table)}`.execute(tx)),
        table,
      ).rejects.toThrow('no workspace is set');
    }
  });

  it('shows and changes nothing of another workspace, whatever statement is tried', async () => {
    await fillEveryTable(['north', 'south']);
    const before = await contents('south');
    expect(tenantTables.length).toBeGreaterThan(0);
    const statements = fc.constantFrom(
      (table: string) => `select workspace from ${table}`,
      (table: string) => `select workspace from ${table} where workspace <> 'north' or workspace = 'south'`,
      (table: string) => `update ${table} set workspace = 'north' where workspace = 'south' returning workspace`,
      (table: string) => `update ${table} set workspace = 'south' returning workspace`,
      (table: string) => `delete from ${table} where workspace = 'south' or random() < 0 returning workspace`,
      (table: string) => `delete from ${table} returning workspace`,
      (table: string) => `insert into ${table} select * from ${table} on conflict do nothing returning workspace`,
      (table: string) => `insert into ${table} (workspace) values ('south') returning workspace`,
      (table: string) => `with seen as (select * from ${table} for update) select workspace from seen`,
      (table: string) => `select t.workspace from ${table} t right join ${table} u on true`,
    );
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...tenantTables), statements, async (table, text) => {
        try {
          const result = await database.unit('north', (tx) => sql<{ workspace: string }>`${sql.raw(text(table))}`.execute(tx));
          expect(result.rows.filter((row) => row.workspace !== 'north')).toEqual([]);
        } catch (error) {
          // Refused: by the policy, or because a row made up here breaks another rule first.
          expect((error as { code?: string }).code, String(error)).toMatch(/^(42501|23...|428C9)$/);
        }
      }),
      { numRuns: 150 },
    );
    expect(await contents('south')).toEqual(before);
    expect(before.every((table) => Number(table['rows']) > 0)).toBe(true);
  });
});

/** A row per workspace in every table: constraints are dropped in this clone, since their meaning is not the point here. */
async function fillEveryTable(workspaces: readonly string[]): Promise<void> {
  const constraints = await statement(
    owner,
    `select conname, conrelid::regclass::text as relation from pg_constraint where contype in ('c', 'f') and conrelid::regclass::text = any($1) and coninhcount = 0`,
    [tenantTables],
  );
  for (const { relation, conname } of constraints) await statement(owner, `alter table ${String(relation)} drop constraint "${String(conname)}"`);
  for (const table of tenantTables) {
    const columns = await statement(
      owner,
      `select attname, format_type(atttypid, atttypmod) as type from pg_attribute
       where attrelid = $1::regclass and attnum > 0 and not attisdropped and attgenerated = '' and attidentity = '' and attname <> 'workspace'`,
      [table],
    );
    const names = columns.map((column) => `"${String(column['attname'])}"`);
    const values = columns.map((column) => sampleOf(String(column['type'])));
    for (const workspace of workspaces) {
      await statement(owner, `insert into ${table} (${['workspace', ...names].join()}) values (${[`'${workspace}'`, ...values].join()})`);
    }
  }
}

function sampleOf(type: string): string {
  if (type.endsWith('[]')) return `'{}'::${type}`;
  if (type.startsWith('json')) return `'{}'::${type}`;
  if (type.startsWith('timestamp') || type === 'date') return `now()::${type}`;
  if (type === 'boolean') return 'true';
  return type === 'bytea' || type === 'text' ? `'1'::${type}` : `1::${type}`;
}

async function contents(workspace: string): Promise<Record<string, unknown>[]> {
  const found: Record<string, unknown>[] = [];
  for (const table of tenantTables) {
    const rows = await statement(
      owner,
      `select $2 as name, count(*) as rows, md5(string_agg(t::text, '|' order by t::text)) as digest from ${table} t where workspace = $1`,
      [workspace, table],
    );
    found.push(...rows);
  }
  return found;
}
