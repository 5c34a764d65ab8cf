// The audit on PostgreSQL. Invariant: a page is found by an index in its order, whatever narrows it.
import { sql } from 'kysely';
import type { Audit, AuditLine, AuditNote, AuditQuestion } from '../audit.ts';
import { checkChain } from './audit-check.ts';
import { chainLine, lastHead, openChain, type AuditOptions } from './audit-chain.ts';
import { rowsOf } from './turn.ts';

/** More are not counted. */
const COUNTED = 10_000;

const OUTCOME = { done: sql`status < 400`, refused: sql`status between 400 and 499`, failed: sql`status >= 500` } as const;

export function createAudit(options: AuditOptions): Audit {
  return {
    note: (line) => note(options, line),
    lines: (question) => lines(options, question),
    actors: () => actors(options),
    head: () => options.database.unit(options.workspace, lastHead),
    check: () => checkChain(options),
  };
}

/** One line after the other: whoever has the end of the chain writes, and the next one waits. */
function note({ database, workspace, seal }: AuditOptions, { at, actor, action, target, status, requestId }: AuditNote): Promise<void> {
  return database.unit(
    workspace,
    async (transaction) => {
      const last = await openChain(transaction, seal, at);
      const [line] = await rowsOf<{ id: string }>(
        transaction,
        sql`insert into audit_line (at, actor, actor_key, action, target, status, request_id)
          values (${at}::timestamptz, ${actor}, ${seal.keyOf(actor)}, ${action}, ${JSON.stringify(target)}::jsonb, ${status}, ${requestId}) returning id`,
      );
      await chainLine(transaction, { workspace, seal, last, lineId: (line as { id: string }).id, at });
    },
    'read committed',
  );
}

function lines({ database, workspace }: AuditOptions, { actor, actions, from, until, outcome, after, limit }: AuditQuestion): ReturnType<Audit['lines']> {
  const conditions = [
    sql`true`,
    ...(actor === undefined ? [] : [sql`actor_key = ${actor}`]),
    ...(actions === undefined ? [] : [sql`action = any(${[...actions]}::text[])`]),
    ...(from === undefined ? [] : [sql`at >= ${from}::timestamptz`]),
    ...(until === undefined ? [] : [sql`at < ${until}::timestamptz`]),
    ...(outcome === undefined ? [] : [OUTCOME[outcome]]),
  ];
  const all = sql.join(conditions, sql` and `);
  // The first comparison bounds the index; the second is for those of one instant.
  const behind = after === null ? sql`true` : sql`at <= ${after.since}::timestamptz and (at, id) < (${after.since}::timestamptz, ${after.id}::bigint)`;
  return database.unit(workspace, async (transaction) => {
    const rows = await rowsOf<AuditLine>(transaction, sql`select id::text as id, at, actor, action, target, status, request_id as "requestId" from audit_line where ${all} and ${behind} order by at desc, audit_line.id desc limit ${limit + 1}`);
    const [counted] = await rowsOf<{ count: number }>(transaction, sql`select count(*)::int as count from (select from audit_line where ${all} limit ${COUNTED + 1}) found`);
    const items = rows.slice(0, limit);
    const last = items.at(-1);
    const count = counted?.count ?? 0;
    return { items, next: rows.length > limit && last ? { since: last.at, id: last.id } : null, total: count > COUNTED ? null : count };
  });
}

/** One look into the index for each, however many lines there are. */
function actors({ database, workspace }: AuditOptions): ReturnType<Audit['actors']> {
  return database.unit(workspace, (transaction) =>
    rowsOf(
      transaction,
      sql`with recursive known as (
          (select actor_key, actor from audit_line order by actor_key, at desc, id desc limit 1)
          union all
          select next.actor_key, next.actor from known, lateral (select actor_key, actor from audit_line where actor_key > known.actor_key order by actor_key, at desc, id desc limit 1) next
        )
        select actor_key as key, actor as name from known order by name, key`,
    ),
  );
}
