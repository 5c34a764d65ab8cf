// What changed in a turn's ledger, into the tables: one statement per table and kind, however many rows. Invariant: rows
// that did not change are not written.
import { sql, type Transaction } from 'kysely';
import { PRIORITY } from '../../core/vocabulary.ts';
import { toInstant } from '../../lib/clock.ts';
import type { Turn } from '../ledger/ledger.ts';
import type { Change, Table } from '../ledger/table.ts';
import { writeHeld } from './held.ts';
import { recordset, textArray } from './recordset.ts';
import { writeSides } from './side-state.ts';
import type { Tables } from './tables.ts';

interface Writing extends Pick<Turn, 'ledger' | 'now'> {
  readonly transaction: Transaction<Tables>;
}

export async function writeLedger(turn: Writing): Promise<void> {
  const { ledger, transaction } = turn;
  await writeLinks(turn);
  const sides = ledger.sides.changes();
  if (sides.length > 0) await writeSides(transaction, sides);
  await writeDirty(turn);
  await writeIntents(turn);
  await writeHeld(transaction, gone(ledger.held), present(ledger.held));
  await writeConflicts(turn);
  await writeProposals(turn);
  const freed = gone(ledger.leases).map((row) => row.key);
  if (freed.length > 0) await sql`delete from lease where key = any(${textArray(freed)})`.execute(transaction);
}

async function writeLinks({ ledger, transaction, now }: Writing): Promise<void> {
  const rows = present(ledger.links).map(({ id, entity, stage, matchedBy, into, partOf, targets }) => {
    return { id, entity, stage, matched_by: matchedBy, joined_into: into, part_of: partOf, targets, created_at: toInstant(now) };
  });
  if (rows.length === 0) return;
  const columns = 'id text, entity text, stage text, matched_by text, joined_into text, part_of text, targets text[], created_at timestamptz';
  await sql`insert into link (id, entity, stage, matched_by, joined_into, part_of, targets, created_at)
    select id, entity, stage, matched_by, joined_into, part_of, targets, created_at from ${recordset(rows, columns)}
    on conflict (workspace, id) do update set stage = excluded.stage, matched_by = excluded.matched_by,
      joined_into = excluded.joined_into, part_of = excluded.part_of`.execute(transaction);
}

async function writeDirty({ ledger, transaction }: Writing): Promise<void> {
  const cleared = gone(ledger.dirty).map((row) => row.linkId);
  if (cleared.length > 0) await sql`delete from dirty_link where link_id = any(${textArray(cleared)})`.execute(transaction);
  const rows = present(ledger.dirty).map(({ linkId, entity, reason, since, mark }) => ({ link_id: linkId, entity, reason, priority: PRIORITY[reason], since, mark }));
  if (rows.length === 0) return;
  const columns = 'link_id text, entity text, reason text, priority smallint, since timestamptz, mark bigint';
  await sql`insert into dirty_link (link_id, entity, reason, priority, since, mark)
    select link_id, entity, reason, priority, since, mark from ${recordset(rows, columns)}
    on conflict (workspace, link_id) do update
    set reason = excluded.reason, priority = excluded.priority, since = excluded.since, mark = excluded.mark`.execute(transaction);
}

async function writeIntents({ ledger, transaction }: Writing): Promise<void> {
  const closed = gone(ledger.intents).map(({ linkId, side }) => ({ link_id: linkId, side }));
  if (closed.length > 0) {
    await sql`delete from intent using ${recordset(closed, 'link_id text, side text')}
      where intent.link_id = given.link_id and intent.side = given.side`.execute(transaction);
  }
  const rows = present(ledger.intents).map(({ linkId, ...row }) => ({ ...row, link_id: linkId }));
  if (rows.length === 0) return;
  await sql`insert into intent (link_id, side, kind, at, sent, state)
    select link_id, side, kind, at, sent, state from ${recordset(rows, 'link_id text, side text, kind text, at timestamptz, sent jsonb, state text')}
    on conflict (workspace, link_id, side) do update set kind = excluded.kind, at = excluded.at, sent = excluded.sent, state = excluded.state`.execute(transaction);
}

async function writeConflicts({ ledger, transaction }: Writing): Promise<void> {
  const forgotten = gone(ledger.conflicts).map(({ id }) => id);
  if (forgotten.length > 0) await sql`delete from conflict where id = any(${textArray(forgotten)})`.execute(transaction);
  const rows = present(ledger.conflicts).map(({ linkId, values, ...row }) => ({ ...row, link_id: linkId, side_values: values }));
  if (rows.length === 0) return;
  const columns = `id text, link_id text, entity text, field text, base jsonb, side_values jsonb, authors jsonb, suggestion text, state text,
    since timestamptz, resolution jsonb`;
  await sql`insert into conflict (id, link_id, entity, field, base, side_values, authors, suggestion, state, since, resolution)
    select id, link_id, entity, field, base, side_values, authors, suggestion, state, since, resolution from ${recordset(rows, columns)}
    on conflict (workspace, id) do update set base = excluded.base, side_values = excluded.side_values, authors = excluded.authors, suggestion = excluded.suggestion,
      state = excluded.state, resolution = excluded.resolution`.execute(transaction);
}

async function writeProposals({ ledger, transaction }: Writing): Promise<void> {
  const forgotten = gone(ledger.proposals).map(({ id }) => id);
  if (forgotten.length > 0) await sql`delete from match_proposal where id = any(${textArray(forgotten)})`.execute(transaction);
  const rows = present(ledger.proposals).map(({ decidedBy, decidedAt, ...row }) => ({ ...row, decided_by: decidedBy, decided_at: decidedAt }));
  if (rows.length === 0) return;
  const columns = `id text, entity text, links text[], by text, reason text, since timestamptz, state text, decided_by text, decided_at timestamptz`;
  await sql`insert into match_proposal (id, entity, links, by, reason, since, state, decided_by, decided_at)
    select id, entity, links, by, reason, since, state, decided_by, decided_at from ${recordset(rows, columns)}
    on conflict (workspace, id) do update set state = excluded.state, decided_by = excluded.decided_by, decided_at = excluded.decided_at`.execute(transaction);
}

/** Rows that are new or changed. */
function present<Row>(table: Table<Row>): readonly Row[] {
  return table.changes().flatMap(({ after }: Change<Row>) => (after === null ? [] : [after]));
}

function gone<Row>(table: Table<Row>): readonly Row[] {
  return table.changes().flatMap(({ before, after }: Change<Row>) => (before !== null && after === null ? [before] : []));
}
