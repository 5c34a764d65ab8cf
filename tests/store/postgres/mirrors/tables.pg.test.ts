// The tables of mirrors, held to the declarations.
import { expect, test } from 'vitest';
import { MIRRORS } from '../../../../src/entities/mirrors/index.ts';
import { columnOf, tableOf, typeOf } from '../../../../src/store/postgres/mirrors/columns.ts';
import { openMirrors } from './bench.ts';

const OWN = { workspace: 'text', id: 'text', as_of: 'timestamp with time zone', shown_at: 'timestamp with time zone', missing_at: 'timestamp with time zone' };
const SPELLED: Readonly<Record<string, string>> = { timestamptz: 'timestamp with time zone' };

test('every mirror has a table with exactly the columns that it declares, ids compared byte by byte', async () => {
  const { query } = await openMirrors();
  expect(MIRRORS.size).toBeGreaterThan(10);
  for (const mirror of MIRRORS.values()) {
    const found = await query(
      `select attname as name, format_type(atttypid, null) as type, coalesce(collname, '') as collation from pg_attribute left join pg_collation c on c.oid = attcollation
       where attrelid = $1::regclass and attnum > 0 and not attisdropped`,
      [tableOf(mirror)],
    );
    const declared = Object.keys(mirror.columns).map((name) => [columnOf(name).slice(1, -1), SPELLED[typeOf(mirror, name)] ?? typeOf(mirror, name)]);
    expect(Object.fromEntries(found.map(({ name, type }) => [name, type])), mirror.name).toEqual({ ...OWN, ...Object.fromEntries(declared) });
    const ids = ['id', ...Object.keys(mirror.columns).filter((name) => mirror.columns[name]?.kind.startsWith('id')).map((name) => columnOf(name).slice(1, -1))];
    expect(found.filter(({ name, collation }) => ids.includes(String(name)) && collation !== 'C').map(({ name }) => name), mirror.name).toEqual([]);
  }
});
