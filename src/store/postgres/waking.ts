// Held writes whose time has come. Invariant: what is looked up is a few lists, however many writes wait.
import { sql, type Transaction } from 'kysely';
import { PRIORITY, type EntityName, type Side, type WaitsFor } from '../../core/vocabulary.ts';
import { toInstant } from '../../lib/clock.ts';
import type { HeldRow } from '../ledger/rows.ts';
import { decodeHeld, HELD_COLUMNS, type StoredHeld } from './held.ts';
import { textArray } from './recordset.ts';
import { standingOf, type Standing } from './references.ts';
import type { Tables } from './tables.ts';
import { inTurn, rowsOf, type StoreOptions } from './turn.ts';

type Waiting = HeldRow & { readonly waitsFor: WaitsFor };
type Kind<K extends WaitsFor['kind']> = Extract<WaitsFor, { readonly kind: K }>;

export function wakeWaiting(options: StoreOptions, entity: EntityName): Promise<number> {
  return inTurn(options, 'write', async ({ transaction, now, number }) => {
    const waiting = await waitingOf(transaction, entity);
    if (waiting.length === 0) return 0;
    const come = [await linksThere(transaction, waiting), await recordsThere(transaction, waiting), await keysThere(transaction, waiting)];
    const ids = waiting.flatMap((row) => (come.some((isThere) => isThere(row)) ? [row.linkId] : []));
    const woken = await rowsOf(
      transaction,
      sql`insert into dirty_link (link_id, entity, reason, priority, since, mark)
        select id, ${entity}, 'poll', ${PRIORITY.poll}::smallint, ${toInstant(now)}::timestamptz, ${number}::bigint from unnest(${textArray(new Set(ids))}) as id
        on conflict (workspace, link_id) do nothing returning 1`,
    );
    return woken.length;
  });
}

async function waitingOf(transaction: Transaction<Tables>, entity: EntityName): Promise<readonly Waiting[]> {
  const rows = await rowsOf<StoredHeld>(
    transaction,
    sql`select ${HELD_COLUMNS} from held where entity = ${entity} and waits_kind is not null
      and not exists (select from dirty_link where dirty_link.workspace = held.workspace and dirty_link.link_id = held.link_id)`,
  );
  return rows.map(decodeHeld).filter((row): row is Waiting => row.waitsFor !== null);
}

type IsThere = (row: Waiting) => boolean;
const recordKey = ({ entity, side, id }: { entity: EntityName; side: Side; id: string }): string => JSON.stringify([entity, side, id]);

async function linksThere(transaction: Transaction<Tables>, waiting: readonly Waiting[]): Promise<IsThere> {
  const named = new Set(ofKind(waiting, 'link').map(({ linkId }) => linkId));
  const rows = await rowsOf<{ id: string; into: string }>(transaction, sql`select id, coalesce(joined_into, id) as into from link where id = any(${textArray(named)})`);
  const targets = new Map(rows.map(({ id, into }) => [id, into]));
  const standing: ReadonlyMap<string, Standing> = await standingOf(transaction, new Set(targets.values()));
  return ({ side, waitsFor }) => {
    if (waitsFor.kind !== 'link') return false;
    const link = standing.get(targets.get(waitsFor.linkId) ?? '');
    // One that is over or unknown will never be there: whoever waits for it has to think anew.
    return link === undefined || side in link.ids;
  };
}

async function recordsThere(transaction: Transaction<Tables>, waiting: readonly Waiting[]): Promise<IsThere> {
  const known = new Set<string>();
  for (const group of Map.groupBy(ofKind(waiting, 'record'), ({ entity, side }) => JSON.stringify([entity, side])).values()) {
    const { entity, side } = group[0] as Kind<'record'>;
    const ids = new Set(group.map(({ id }) => id));
    const rows = await rowsOf<{ id: string }>(transaction, sql`select ref_id as id from side_state where side = ${side} and entity = ${entity} and ref_id = any(${textArray(ids)})`);
    for (const { id } of rows) known.add(recordKey({ entity, side, id }));
  }
  return ({ waitsFor }) => waitsFor.kind === 'record' && known.has(recordKey(waitsFor));
}

async function keysThere(transaction: Transaction<Tables>, waiting: readonly Waiting[]): Promise<IsThere> {
  const known = new Map<EntityName, ReadonlySet<string>>();
  for (const [entity, group] of Map.groupBy(ofKind(waiting, 'key'), (one) => one.entity)) {
    const keys = new Set(group.flatMap((one) => one.keys));
    const rows = await rowsOf<{ key: string; side: Side; id: string }>(
      transaction,
      sql`select key, side, ref_id as id from match_key where entity = ${entity} and key = any(${textArray(keys)})`,
    );
    const living = new Set<string>();
    for (const side of new Set(rows.map((row) => row.side))) {
      const ids = new Set(rows.flatMap((row) => (row.side === side ? [row.id] : [])));
      const alive = await rowsOf<{ id: string }>(
        transaction,
        sql`select ref_id as id from side_state where side = ${side} and entity = ${entity} and ref_id = any(${textArray(ids)}) and gone is null`,
      );
      for (const { id } of alive) living.add(JSON.stringify([side, id]));
    }
    known.set(entity, new Set(rows.flatMap(({ key, side, id }) => (living.has(JSON.stringify([side, id])) ? [key] : []))));
  }
  return ({ waitsFor }) => waitsFor.kind === 'key' && waitsFor.keys.some((key) => known.get(waitsFor.entity)?.has(key));
}

function ofKind<K extends WaitsFor['kind']>(waiting: readonly Waiting[], kind: K): readonly Kind<K>[] {
  return waiting.flatMap(({ waitsFor }) => (waitsFor.kind === kind ? [waitsFor as Kind<K>] : []));
}
