// A rotation of keys over the tables: everything sealed opens under the newest key, everyone who was forgotten is told again, at any
// moment of it.
import { sql } from 'kysely';
import { beforeEach, describe, expect, it } from 'vitest';
import { createSealer, derivedRing, sealedUnder } from '../../../src/lib/crypto.ts';
import { createKeyedHash } from '../../../src/lib/keyed-hash.ts';
import type { Database } from '../../../src/store/postgres/database.ts';
import { countOlder, HASHED, reseal, SEALED } from '../../../src/store/postgres/resealing.ts';
import { createPostgresStore } from '../../../src/store/postgres/store.ts';
import type { Tables } from '../../../src/store/postgres/tables.ts';
import type { Store } from '../../../src/store/store.ts';
import { systemClock } from '../../../src/lib/clock.ts';
import { addressOf, freshDatabase, statement } from '../../support/database.ts';

const [FIRST, SECOND, THIRD] = [Buffer.alloc(32, 1), Buffer.alloc(32, 2), Buffer.alloc(32, 3)];
let ring: readonly Uint8Array[];
const keys = (): readonly Uint8Array[] => ring;
const sealer = createSealer(keys);
const hashes = createKeyedHash(derivedRing(keys, 'suppression'));
const newest = (): Parameters<typeof reseal>[1] => ({ sealer, hashes, prefix: sealedUnder(ring.at(-1)!) });

let database: Database<Tables>;
let store: Store;
const options = (workspace = 'main'): Parameters<typeof reseal>[0] => ({ database, workspace });
const at = '2026-03-01T08:00:00.000Z';

beforeEach(async () => {
  ring = [FIRST];
  database = await freshDatabase<Tables>(['north']);
  store = createPostgresStore({ database, workspace: 'main', clock: systemClock, newId: () => 'x', holder: 'a test', hashes, sealer });
});

/** One row with its sealed text in each place, by the catalogue: what is not null gets something. */
async function fill(count: number, workspace = 'main'): Promise<void> {
  const address = addressOf(database);
  for (const { name, table } of await statement(address, `select conname as name, conrelid::regclass::text as table from pg_constraint where contype = 'f' and conrelid::regclass::text in ('before_image', 'run_difference')`)) {
    await statement(address, `alter table ${String(table)} drop constraint ${String(name)}`);
  }
  for (const { table, column, purpose, record } of SEALED) {
    const columns = await statement(address, `select column_name as name, data_type as type from information_schema.columns where table_name = $1 and is_nullable = 'NO' and is_identity = 'NO' and is_generated = 'NEVER' and column_name <> $2`, [table, column]);
    for (let index = 0; index < count; index += 1) {
      const value = (name: string, type: string): string => (name === 'workspace' ? workspace : type === 'integer' ? '1' : type === 'ARRAY' ? '{}' : type === 'jsonb' ? '{}' : type === 'date' ? '2026-01-01' : type.startsWith('timestamp') ? at : name === 'kind' ? 'update' : name === 'request_id' ? 'id0' : name.endsWith('hash') ? hashes.hash(`${name}${index}`, workspace) : `${name}${index}`);
      const given = columns.map((each) => ({ name: String(each['name']), value: value(String(each['name']), String(each['type'])) }));
      const [row] = await statement(
        address,
        `insert into ${table} (${[...given.map(({ name }) => name), column].join(', ')}) values (${given.map((_, at) => `$${at + 1}`).join(', ')}, '-') on conflict do nothing returning ctid::text as place, ${record} as record`,
        given.map(({ value: given }) => given),
      );
      if (row) await statement(address, `update ${table} set ${column} = $1 where ctid = $2::tid`, [sealer.seal(`${table} ${index}`, { workspace, record: String(row['record']), purpose }), row['place']]);
    }
  }
}

async function opened(workspace = 'main'): Promise<readonly string[]> {
  const all: string[] = [];
  for (const { table, column, purpose, record } of SEALED) {
    const rows = await statement(addressOf(database), `select ${column} as text, ${record} as record from ${table} where workspace = $1 order by 1`, [workspace]);
    all.push(...rows.map((row) => sealer.open(String(row['text']), { workspace, record: String(row['record']), purpose })));
  }
  return all.toSorted();
}

describe('a rotation', () => {
  it('leaves nothing under an older key, and everything says what it said', async () => {
    await fill(3);
    await fill(2, 'north');
    const [before, north] = [await opened(), await opened('north')];
    expect(before).toHaveLength(SEALED.length * 3);
    ring = [FIRST, SECOND];
    expect(await countOlder(options(), newest())).toBe(SEALED.length * 3 + 3 + 3);
    expect(await reseal(options(), newest())).toEqual({ sealed: SEALED.length * 3, hashed: 6, left: 0 });
    expect([await opened(), await opened('north')]).toEqual([before, north]);
    expect(await countOlder(options('north'), newest())).toBeGreaterThan(0);
    await reseal(options('north'), newest());
    ring = [SECOND];
    expect([await opened(), await opened('north')]).toEqual([before, north]);
  });

  it('may be done again at once, and after another one', async () => {
    await fill(2);
    const before = await opened();
    for (const next of [SECOND, THIRD]) {
      ring = [...ring, next];
      expect((await reseal(options(), newest())).left).toBe(0);
      expect(await reseal(options(), newest())).toEqual({ sealed: 0, hashed: 0, left: 0 });
    }
    expect(await opened()).toEqual(before);
  });

  it('tells the forgotten again before it, in the middle of it and after it', async () => {
    const known = ['email:aino@havukka.example', 'id:crm:contact:5'];
    const replay = (key: string): Promise<number> => store.replay([{ workspace: 'main', requestId: 'r1', hash: hashes.hash(key, 'main'), at }]);
    const told = async (): Promise<readonly string[]> => [...(await store.suppressed([...known, 'email:other@havukka.example']))].toSorted();
    await replay(known[0]!);
    ring = [FIRST, SECOND];
    expect(await told()).toEqual([known[0]]);
    // A service that has the new key already writes under it, also what is there under the old one.
    await replay(known[1]!);
    await replay(known[0]!);
    expect(await told()).toEqual(known);
    expect((await reseal(options(), newest())).left).toBe(0);
    expect(await told()).toEqual(known);
    expect(await store.suppressions({ limit: 10 })).toHaveLength(2);
    ring = [FIRST];
    await expect(store.suppressed(known)).rejects.toThrow(expect.objectContaining({ code: 'secret-key-other' }));
  });

  it('leaves what no key opens, says so, and goes on with the rest', async () => {
    await fill(1);
    await statement(addressOf(database), `insert into secret (workspace, name, sealed, at) values ('main', 'other', $1, now())`, [createSealer(() => [THIRD]).seal('x', { workspace: 'main', record: 'other', purpose: 'grant' })]);
    ring = [FIRST, SECOND];
    expect(await reseal(options(), newest())).toMatchObject({ sealed: SEALED.length, left: 1 });
  });

  it('goes through many rows in batches', async () => {
    await statement(addressOf(database), `insert into suppression (workspace, hash, request_id, at) select 'main', '1.' || n, 'r', now() from generate_series(1, 1201) n`);
    await database.unit('main', async (transaction) => {
      for (let index = 0; index < 1_101; index += 1) await sql`insert into secret (name, sealed, at) values (${`n${index}`}, ${sealer.seal('x', { workspace: 'main', record: `n${index}`, purpose: 'grant' })}, now())`.execute(transaction);
    });
    ring = [FIRST, SECOND];
    expect(await reseal(options(), newest())).toEqual({ sealed: 1_101, hashed: 1_201, left: 0 });
  });
});

it('every column by such a name is carried on', async () => {
  const rows = await statement(addressOf(database), `select table_name || '.' || column_name as name from information_schema.columns where table_schema = 'public' and (column_name like '%sealed%' or column_name like '%hash%') order by 1`);
  const known = [...SEALED, ...HASHED].map(({ table, column }) => `${table}.${column}`);
  // Tokens, tickets and sessions are told by a hash without a key, of something nobody can guess; the chain is one of content.
  const others = ['audit_chain.hash', 'audit_head.hash', 'service_token.hash', 'session.hash', 'side_state.hash', 'ticket.hash'];
  expect(rows.map(({ name }) => String(name))).toEqual([...known, ...others].toSorted());
});
