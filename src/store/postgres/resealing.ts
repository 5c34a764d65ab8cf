// What is sealed or hashed in one workspace's tables, carried on to the newest key while others work. Invariant: a row is only replaced by
// the same thing under the newest key, and only when it is still as it was read; a row that was missed is found by the next pass.
import { sql, type RawBuilder, type Transaction } from 'kysely';
import { isExpected } from '../../lib/errors.ts';
import type { Place, Sealer } from '../../lib/crypto.ts';
import type { KeyedHash } from '../../lib/keyed-hash.ts';
import { recordset } from './recordset.ts';
import type { Tables } from './tables.ts';
import { rowsOf, type StoreOptions } from './turn.ts';

export interface Newest {
  readonly sealer: Sealer;
  readonly hashes: KeyedHash;
  /** What a text begins with that the newest key has sealed. */
  readonly prefix: string;
}

export interface Resealed {
  readonly sealed: number;
  readonly hashed: number;
  /** Rows that are still under an older key: nothing here opens them, or somebody keeps changing them. */
  readonly left: number;
}

type Options = Pick<StoreOptions, 'database' | 'workspace'>;

interface SealedColumn {
  readonly table: string;
  readonly column: string;
  readonly purpose: string;
  /** SQL of the record of its place. */
  readonly record: string;
}

/** Every column that something seals; a test holds the list against what is sealed. */
export const SEALED: readonly SealedColumn[] = [
  { table: 'secret', column: 'sealed', purpose: 'grant', record: 'name' },
  { table: 'before_image', column: 'sealed', purpose: 'before-image', record: `run_id || ' ' || link_id || ' ' || side` },
  { table: 'run_difference', column: 'sealed', purpose: 'difference', record: `run_id || ' ' || link_id || ' ' || side` },
  { table: 'erasure_request', column: 'sealed', purpose: 'erasure-request', record: 'id' },
  { table: 'erasure_step', column: 'sealed', purpose: 'erasure-step', record: 'id' },
  { table: 'suppression_sighting', column: 'ref_sealed', purpose: 'sighting', record: 'request_id' },
];

/** Every column that holds a keyed hash, and the others of its key where the same hash may stand in two rows. */
export const HASHED: readonly { readonly table: string; readonly column: string; readonly key: readonly string[] | null }[] = [
  { table: 'suppression', column: 'hash', key: ['request_id'] },
  { table: 'suppression_sighting', column: 'ref_hash', key: ['request_id', 'side', 'entity'] },
  { table: 'erasure_request', column: 'subject_hash', key: null },
];

const BATCH = 500;
const PASSES = 10;

/** Can be run again, and goes on where it was ended. */
export async function reseal(options: Options, newest: Newest): Promise<Resealed> {
  let [sealed, hashed] = [0, 0];
  for (let pass = 0; pass < PASSES; pass += 1) {
    let changed = 0;
    for (const column of SEALED) changed += await resealColumn(options, column, newest);
    sealed += changed;
    let deepened = 0;
    for (const column of HASHED) deepened += await deepenColumn(options, column, newest);
    hashed += deepened;
    if (changed + deepened === 0) break;
  }
  return { sealed, hashed, left: await countOlder(options, newest) };
}

/** Rows under an older key. */
export function countOlder({ database, workspace }: Options, { prefix, hashes }: Newest): Promise<number> {
  return database.unit(workspace, async (transaction) => {
    const counts = [
      ...SEALED.map(({ table, column }) => sql`select count(*)::int as n from ${sql.table(table)} where ${isOlder(column, prefix)}`),
      ...HASHED.map(({ table, column }) => sql`select count(*)::int as n from ${sql.table(table)} where ${isShallow(column, hashes.depth)}`),
    ];
    const [row] = await rowsOf<{ n: number }>(transaction, sql`select sum(n)::int as n from (${sql.join(counts, sql` union all `)}) counted`);
    return row?.n ?? 0;
  });
}

const isOlder = (column: string, prefix: string): RawBuilder<boolean> => sql`not starts_with(${sql.ref(column)}, ${prefix})`;
const isShallow = (column: string, depth: number): RawBuilder<boolean> => sql`(${sql.ref(column)} <> '' and split_part(${sql.ref(column)}, '.', 1)::int < ${depth})`;

async function resealColumn({ database, workspace }: Options, { table, column, purpose, record }: SealedColumn, { sealer, prefix }: Newest): Promise<number> {
  let [changed, after] = [0, '(0,0)'];
  for (;;) {
    const rows = await database.unit(workspace, (transaction) =>
      rowsOf<{ at: string; record: string; text: string }>(transaction, sql`select ctid::text as at, ${sql.raw(record)} as record, ${sql.ref(column)} as text from ${sql.table(table)} where ctid > ${after}::tid and ${isOlder(column, prefix)} order by ctid limit ${BATCH}`),
    );
    const again = rows.flatMap(({ at, record, text }) => {
      const made = carriedOn(sealer, text, { workspace, record, purpose });
      return made === null ? [] : [{ at, text, made }];
    });
    changed += await database.unit(workspace, (transaction) => replaced(transaction, table, column, again), 'read committed');
    if (rows.length < BATCH) return changed;
    after = rows.at(-1)?.at ?? after;
  }
}

/** Null for what cannot be opened with any key that is here. */
function carriedOn(sealer: Sealer, text: string, place: Place): string | null {
  try {
    return sealer.seal(sealer.open(text, place), place);
  } catch (error) {
    if (isExpected(error)) return null;
    throw error;
  }
}

async function deepenColumn({ database, workspace }: Options, { table, column, key }: (typeof HASHED)[number], { hashes }: Newest): Promise<number> {
  let changed = 0;
  for (;;) {
    const found = await database.unit(workspace, (transaction) =>
      rowsOf<{ at: string; text: string }>(transaction, sql`select ctid::text as at, ${sql.ref(column)} as text from ${sql.table(table)} where ${isShallow(column, hashes.depth)} limit ${BATCH}`),
    );
    const again = found.map(({ at, text }) => ({ at, text, made: hashes.deepened(text) }));
    changed += await database.unit(
      workspace,
      async (transaction) => {
        const dropped = key === null ? 0 : await doubled(transaction, table, column, key, again);
        return dropped + (await replaced(transaction, table, column, again));
      },
      'read committed',
    );
    if (found.length < BATCH) return changed;
  }
}

interface Replacement {
  /** Where the row was when it was read. */
  readonly at: string;
  readonly text: string;
  readonly made: string;
}

async function replaced(transaction: Transaction<Tables>, table: string, column: string, rows: readonly Replacement[]): Promise<number> {
  if (rows.length === 0) return 0;
  const done = await rowsOf(transaction, sql`update ${sql.table(table)} t set ${sql.ref(column)} = given.made from ${recordset(rows, 'at tid, text text, made text')} where t.ctid = given.at and t.${sql.ref(column)} = given.text returning 1`);
  return done.length;
}

/** Somebody has meanwhile written the same one under the newest key: the older row says nothing more. */
async function doubled(transaction: Transaction<Tables>, table: string, column: string, key: readonly string[], rows: readonly Replacement[]): Promise<number> {
  if (rows.length === 0) return 0;
  const same = sql.join(key.map((each) => sql`other.${sql.ref(each)} = t.${sql.ref(each)}`), sql` and `);
  const done = await rowsOf(
    transaction,
    sql`delete from ${sql.table(table)} t using ${recordset(rows, 'at tid, text text, made text')} where t.ctid = given.at and t.${sql.ref(column)} = given.text
      and exists (select from ${sql.table(table)} other where other.workspace = t.workspace and other.${sql.ref(column)} = given.made and ${same}) returning 1`,
  );
  return done.length;
}
