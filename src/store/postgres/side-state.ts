// The records of each side, as rows. Invariant: a base is stored only where it differs from the fields, and read back
// exactly as it was; JSON goes to the database only for rows whose JSON changed.
import { isDeepStrictEqual } from 'node:util';
import { sql, type RawBuilder, type Transaction } from 'kysely';
import type { EntityName, FieldName, Fields, Side, Value } from '../../core/vocabulary.ts';
import type { RowOutline } from '../ledger/overlay.ts';
import type { SideRow } from '../ledger/rows.ts';
import type { Change } from '../ledger/table.ts';
import { recordset, textArray } from './recordset.ts';
import type { Tables } from './tables.ts';

interface StoredSide {
  readonly side: Side;
  readonly entity: EntityName;
  readonly ref_id: string;
  readonly link_id: string;
  readonly fields: Fields;
  readonly base_diff: Fields;
  readonly unbased: readonly FieldName[];
  readonly handles: SideRow['handles'];
  readonly keys: readonly string[];
  readonly hash: string;
  readonly version: string | number;
  readonly map_version: string;
  readonly as_of: string;
  readonly modified_at: string | null;
  readonly modified_by: string | null;
  readonly gone: SideRow['gone'];
  readonly verdict: SideRow['verdict'];
  readonly suspected_at: string | null;
  readonly shown_at: string;
}

const KEY = 'side text, entity text, ref_id text';
const PLAIN = 'version bigint, map_version text, as_of timestamptz, modified_at text, modified_by text, gone text, verdict text, suspected_at timestamptz, shown_at timestamptz, hash text';
const BODY = 'link_id text, fields jsonb, base_diff jsonb, unbased text[], handles jsonb, keys text[]';
const namesOf = (columns: string): readonly string[] => columns.split(', ').map((column) => column.split(' ')[0] as string);
const COLUMNS = sql.raw(namesOf(`${KEY}, ${PLAIN}, ${BODY}`).join(', '));

export async function sidesOfLinks(transaction: Transaction<Tables>, linkIds: readonly string[]): Promise<readonly SideRow[]> {
  return read(transaction, sql`link_id = any(${textArray(linkIds)})`);
}

export async function sidesByRef(transaction: Transaction<Tables>, entity: EntityName, side: Side, ids: Iterable<string>): Promise<readonly SideRow[]> {
  return read(transaction, sql`side = ${side} and entity = ${entity} and ref_id = any(${textArray(ids)})`);
}

/** What tells whether a page brings anything new, by record id: no JSON is read for it. */
export async function outlinesOf(transaction: Transaction<Tables>, entity: EntityName, side: Side, ids: Iterable<string>): Promise<ReadonlyMap<string, RowOutline>> {
  const query = sql<StoredSide>`select ref_id, hash, map_version, modified_at, modified_by, gone, suspected_at from side_state
    where side = ${side} and entity = ${entity} and ref_id = any(${textArray(ids)})`;
  const { rows } = await query.execute(transaction);
  return new Map(
    rows.map((row) => [
      row.ref_id,
      { hash: row.hash, mapVersion: row.map_version, modifiedAt: row.modified_at, modifiedBy: row.modified_by, gone: row.gone, suspectedAt: row.suspected_at },
    ]),
  );
}

async function read(transaction: Transaction<Tables>, condition: RawBuilder<unknown>): Promise<readonly SideRow[]> {
  const { rows } = await sql<StoredSide>`select ${COLUMNS} from side_state where ${condition}`.execute(transaction);
  return rows.map(decode);
}

export async function writeSides(transaction: Transaction<Tables>, changes: readonly Change<SideRow>[]): Promise<void> {
  const ended = changes.flatMap(({ before, after }) => (after === null && before !== null ? [keyOf(before)] : []));
  if (ended.length > 0) {
    await sql`delete from side_state using ${recordset(ended, KEY)}
      where side_state.side = given.side and side_state.entity = given.entity and side_state.ref_id = given.ref_id`.execute(transaction);
  }
  const [light, whole] = [[] as SideRow[], [] as SideRow[]];
  for (const { before, after } of changes) if (after !== null) (before !== null && isLight(before, after) ? light : whole).push(after);
  if (light.length > 0) await update(transaction, light);
  if (whole.length > 0) await upsert(transaction, whole);
  await writeKeys(transaction, changes.filter(({ before, after }) => after !== null && !isDeepStrictEqual(before?.keys ?? [], after.keys)));
}

/** Records that a page showed as they were known. */
export async function markShown(transaction: Transaction<Tables>, entity: EntityName, side: Side, ids: Iterable<string>, at: string): Promise<void> {
  await sql`update side_state set shown_at = ${at}::timestamptz where side = ${side} and entity = ${entity} and ref_id = any(${textArray(ids)})`.execute(transaction);
}

function isLight(before: SideRow, after: SideRow): boolean {
  const { linkId, fields, base, handles, keys } = after;
  return before.linkId === linkId && before.fields === fields && before.base === base && before.handles === handles && before.keys === keys;
}

async function update(transaction: Transaction<Tables>, rows: readonly SideRow[]): Promise<void> {
  const given = recordset(rows.map((row) => ({ ...keyOf(row), ...plainOf(row) })), `${KEY}, ${PLAIN}`);
  await sql`update side_state set ${assignments(PLAIN, 'given')} from ${given}
    where side_state.side = given.side and side_state.entity = given.entity and side_state.ref_id = given.ref_id`.execute(transaction);
}

async function upsert(transaction: Transaction<Tables>, rows: readonly SideRow[]): Promise<void> {
  await sql`insert into side_state (${COLUMNS}) select ${COLUMNS} from ${recordset(rows.map(encode), `${KEY}, ${PLAIN}, ${BODY}`)}
    on conflict (workspace, side, entity, ref_id) do update set ${assignments(`${PLAIN}, ${BODY}`, 'excluded')}`.execute(transaction);
}

function assignments(columns: string, from: 'given' | 'excluded'): RawBuilder<unknown> {
  return sql.raw(namesOf(columns).map((name) => `${name} = ${from}.${name}`).join(', '));
}

async function writeKeys(transaction: Transaction<Tables>, changes: readonly Change<SideRow>[]): Promise<void> {
  const known = changes.flatMap(({ before }) => (before !== null && before.keys.length > 0 ? [keyOf(before)] : []));
  if (known.length > 0) {
    await sql`delete from match_key using ${recordset(known, KEY)}
      where match_key.side = given.side and match_key.entity = given.entity and match_key.ref_id = given.ref_id`.execute(transaction);
  }
  const rows = changes.flatMap(({ after }) => (after === null ? [] : after.keys.map((key) => ({ ...keyOf(after), key }))));
  if (rows.length === 0) return;
  await sql`insert into match_key (side, entity, ref_id, key) select side, entity, ref_id, key from ${recordset(rows, `${KEY}, key text`)}`.execute(transaction);
}

const keyOf = ({ side, entity, id }: SideRow): Pick<StoredSide, 'side' | 'entity' | 'ref_id'> => ({ side, entity, ref_id: id });

function plainOf({ version, mapVersion, asOf, modifiedAt, modifiedBy, gone, verdict, suspectedAt, shownAt, hash }: SideRow): object {
  const plain = { version, map_version: mapVersion, as_of: asOf, modified_at: modifiedAt, modified_by: modifiedBy, gone, verdict };
  return { ...plain, suspected_at: suspectedAt, shown_at: shownAt, hash };
}

function encode(row: SideRow): object {
  const { linkId, fields, base, handles, keys } = row;
  const differing = Object.entries(base).filter(([name, value]) => !(name in fields) || !isDeepStrictEqual(fields[name], value));
  const unbased = Object.keys(fields).filter((name) => !(name in base));
  return { ...keyOf(row), ...plainOf(row), link_id: linkId, fields, base_diff: Object.fromEntries(differing), unbased, handles, keys };
}

function decode(row: StoredSide): SideRow {
  const { side, entity, fields, handles, keys, hash, gone, verdict } = row;
  const base: Record<FieldName, Value> = { ...fields, ...row.base_diff };
  for (const name of row.unbased) delete base[name];
  return {
    side, entity, id: row.ref_id, linkId: row.link_id, fields, base, handles, keys, hash, version: Number(row.version), mapVersion: row.map_version,
    asOf: row.as_of, modifiedAt: row.modified_at, modifiedBy: row.modified_by, gone, verdict, suspectedAt: row.suspected_at, shownAt: row.shown_at,
  };
}
