// The declarations of what may tell of a person, held to the database as it is after all migrations, and to what forgetting reaches.
import { beforeAll, describe, expect, test } from 'vitest';
import { entities } from '../../../src/entities/index.ts';
import { LIBRARY_SCHEMAS, TABLES } from '../../../src/store/declarations.ts';
import { OF_LINK } from '../../../src/store/postgres/forget.ts';
import { TEXT_COLUMNS } from '../../../src/store/postgres/texts.ts';
import { addressOf, freshDatabase, statement } from '../../support/database.ts';

let query: (text: string) => Promise<Record<string, unknown>[]>;

beforeAll(async () => {
  const address = addressOf(await freshDatabase<object>());
  query = (text) => statement(address, text);
});

const personal = (): readonly { readonly table: string; readonly column: string; readonly category: string; readonly reachedBy: readonly string[] }[] =>
  Object.entries(TABLES).flatMap(([table, columns]) =>
    Object.entries(columns).flatMap(([column, declared]) => ('reachedBy' in declared ? [{ table, column, category: declared.category, reachedBy: declared.reachedBy }] : [])),
  );

describe('the declarations of personal data', () => {
  test('name every column that there is, and none that is not', async () => {
    const rows = await query(
      `select c.table_name || '.' || c.column_name as name from information_schema.columns c join information_schema.tables t using (table_schema, table_name)
       where c.table_schema = 'public' and t.table_type = 'BASE TABLE' order by 1`,
    );
    const declared = Object.entries(TABLES).flatMap(([table, columns]) => Object.keys(columns).map((column) => `${table}.${column}`));
    expect(rows.map(({ name }) => String(name)).toSorted()).toEqual(declared.toSorted());
  });

  test('know every schema, and views show nothing that no table has', async () => {
    const schemas = await query(`select nspname as name from pg_namespace where nspname !~ '^(pg_|information_schema$)' order by 1`);
    expect(schemas.map(({ name }) => name)).toEqual([...LIBRARY_SCHEMAS, 'public'].toSorted());
    const views = await query(`select table_name as name from information_schema.tables where table_schema = 'public' and table_type <> 'BASE TABLE'`);
    expect(views.map(({ name }) => name)).toEqual(['billing_item']);
  });

  test('of free text that is reached as such agree with where it is searched', () => {
    const texts = personal().filter(({ category, reachedBy }) => category === 'free-text' && reachedBy.includes('text'));
    expect(texts.map(({ table, column }) => `${table}.${column}`).toSorted()).toEqual(TEXT_COLUMNS.map(({ table, column }) => `${table}.${column}`).toSorted());
  });

  test('of what goes with a link agree with what is deleted: by name, by the ledger, or by the database itself', async () => {
    const ofLink = [...new Set(personal().filter(({ reachedBy }) => reachedBy.includes('link')).map(({ table }) => table))];
    const byLedger = ['side_state', 'intent', 'conflict', 'held'];
    const byDatabase = ['match_key', 'register_contact', 'register_word'];
    expect(ofLink.filter((table) => ![...OF_LINK, ...byLedger, ...byDatabase].includes(table))).toEqual([]);
    const linked = await query(`select distinct conrelid::regclass::text as name from pg_constraint where contype = 'f' and confrelid = 'link'::regclass order by 1`);
    expect(linked.map(({ name }) => name).filter((name) => ![...OF_LINK, ...byLedger, 'dirty_link'].includes(String(name)))).toEqual([]);
  });

  test('find a person in every entity that names one by itself', () => {
    const named = [...entities.values()].filter(({ fields }) => [...fields.values()].some(({ category }) => category === 'identity'));
    expect(named.filter(({ person }) => person === null).map(({ name }) => name)).toEqual([]);
    expect(named.length).toBeGreaterThan(0);
  });
});
