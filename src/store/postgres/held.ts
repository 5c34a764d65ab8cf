// Held writes as rows. Invariant: what a write waits for is columns, never JSON, so that finding what has come is a join.
import { sql, type Transaction } from 'kysely';
import type { EntityName, Side, WaitsFor } from '../../core/vocabulary.ts';
import type { HeldRow } from '../ledger/rows.ts';
import { recordset } from './recordset.ts';
import type { Tables } from './tables.ts';

export interface StoredHeld extends Omit<HeldRow, 'waitsFor'> {
  readonly waits_kind: WaitsFor['kind'] | null;
  readonly waits_entity: EntityName | null;
  readonly waits_side: Side | null;
  readonly waits_on: readonly string[] | null;
}

export const HELD_COLUMNS = sql.raw('link_id as "linkId", entity, side, field, reason, since, waits_kind, waits_entity, waits_side, waits_on, elements');
/** As `waitText` of the ledger orders them. */
export const WAIT_TEXT = sql.raw(
  `case waits_kind when 'link' then E'link\\n' || waits_on[1] when 'record' then E'record\\n' || waits_entity || E'\\n' || waits_side || E'\\n' || waits_on[1]
    when 'key' then E'key\\n' || waits_entity || E'\\n' || array_to_string(waits_on, E'\\n') else '' end`,
);
const COLUMNS = `link_id text, entity text, side text, field text, reason text, since timestamptz, waits_kind text, waits_entity text, waits_side text, waits_on text[], elements text[]`;
const NAMES = sql.raw('link_id, entity, side, field, reason, since, waits_kind, waits_entity, waits_side, waits_on, elements');

export function decodeHeld({ waits_kind, waits_entity, waits_side, waits_on, ...row }: StoredHeld): HeldRow {
  return { ...row, waitsFor: waitsOf(waits_kind, waits_entity as EntityName, waits_side as Side, waits_on ?? []) };
}

function waitsOf(kind: WaitsFor['kind'] | null, entity: EntityName, side: Side, on: readonly string[]): WaitsFor | null {
  if (kind === null) return null;
  const [id = ''] = on;
  if (kind === 'link') return { kind, linkId: id };
  return kind === 'record' ? { kind, entity, side, id } : { kind, entity, keys: on };
}

function encode({ linkId, entity, side, field, reason, since, waitsFor, elements }: HeldRow): object {
  const row = { link_id: linkId, entity, side, field, reason, since, elements };
  if (waitsFor === null) return row;
  const { kind } = waitsFor;
  if (kind === 'link') return { ...row, waits_kind: kind, waits_on: [waitsFor.linkId] };
  if (kind === 'record') return { ...row, waits_kind: kind, waits_entity: waitsFor.entity, waits_side: waitsFor.side, waits_on: [waitsFor.id] };
  return { ...row, waits_kind: kind, waits_entity: waitsFor.entity, waits_on: waitsFor.keys };
}

export async function writeHeld(transaction: Transaction<Tables>, over: readonly HeldRow[], added: readonly HeldRow[]): Promise<void> {
  if (over.length > 0) {
    await sql`delete from held using ${recordset(over.map(encode), COLUMNS)} where held.link_id = given.link_id and held.side = given.side
      and held.field is not distinct from given.field and held.reason = given.reason and held.waits_kind is not distinct from given.waits_kind
      and held.waits_entity is not distinct from given.waits_entity and held.waits_side is not distinct from given.waits_side
      and held.waits_on is not distinct from given.waits_on`.execute(transaction);
  }
  if (added.length === 0) return;
  await sql`insert into held (${NAMES}) select ${NAMES} from ${recordset(added.map(encode), COLUMNS)}`.execute(transaction);
}
