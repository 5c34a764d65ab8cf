// Decisions about links: the matcher's, a person's, and that links want a look. Invariant: each is made on the links as they
// are at that moment, with nobody else writing.
import { sql } from 'kysely';
import { PRIORITY, type EntityName, type Reason } from '../../core/vocabulary.ts';
import { toInstant } from '../../lib/clock.ts';
import { answerConflict, answerConflicts } from '../ledger/conflicts.ts';
import { answerMatch, decideMatches as decideIn, linksOf } from '../ledger/matches.ts';
import type { Answer, MatchDecision, Store } from '../store.ts';
import { loadForChange } from './load.ts';
import { textArray } from './recordset.ts';
import { inTurn, rowsOf, type StoreOptions } from './turn.ts';

export function decideMatches(options: StoreOptions, entity: EntityName, decisions: readonly MatchDecision[]): Promise<void> {
  return inTurn(options, 'write', async (turn) => {
    await loadForChange(turn.transaction, turn.ledger, decisions.flatMap(linksOf));
    decideIn(turn, entity, decisions);
  });
}

export function markDirty(options: StoreOptions, entity: EntityName, ids: readonly string[] | 'all', reason: Reason): Promise<void> {
  return inTurn(options, 'write', async ({ transaction, now, number }) => {
    const wanted = ids === 'all' ? sql`true` : sql`id = any(${textArray(ids)})`;
    await sql`insert into dirty_link (link_id, entity, reason, priority, since, mark)
      select id, entity, ${reason}, ${PRIORITY[reason]}::smallint, ${toInstant(now)}::timestamptz, ${number}::bigint
      from link where entity = ${entity} and stage <> 'ended' and ${wanted}
      on conflict (workspace, link_id) do update set mark = excluded.mark, priority = least(dirty_link.priority, excluded.priority),
        reason = case when excluded.priority < dirty_link.priority then excluded.reason else dirty_link.reason end`.execute(transaction);
  });
}

export function answer(options: StoreOptions, given: Answer): Promise<boolean> {
  return inTurn(options, 'write', async (turn) => {
    const linkIds =
      given.kind === 'conflict'
        ? sql`select link_id as id from conflict where id = ${given.id} and state = 'open'`
        : sql`select unnest(links) as id from match_proposal where id = ${given.id} and state = 'open'`;
    const rows = await rowsOf<{ id: string }>(turn.transaction, linkIds);
    if (rows.length === 0) return false;
    await loadForChange(turn.transaction, turn.ledger, rows.map((row) => row.id));
    if (given.kind === 'conflict') {
      const conflict = turn.ledger.conflicts.get(given.id);
      return conflict !== null && answerConflict(turn, conflict, given.side, given.by);
    }
    const proposal = turn.ledger.proposals.get(given.id);
    if (proposal === null) return false;
    answerMatch(turn, proposal, given.accept, given.by);
    return true;
  });
}

export function answerAll(options: StoreOptions, { ids, side, by }: Parameters<Store['answerAll']>[0]): Promise<number> {
  return inTurn(options, 'write', async (turn) => {
    const rows = await rowsOf<{ id: string }>(turn.transaction, sql`select link_id as id from conflict where id = any(${textArray(ids)}) and state = 'open'`);
    if (rows.length === 0) return 0;
    await loadForChange(turn.transaction, turn.ledger, rows.map((row) => row.id));
    return answerConflicts(turn, ids, side, by);
  });
}
