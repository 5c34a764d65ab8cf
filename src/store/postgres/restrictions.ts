// Restrictions in PostgreSQL. Invariant: who restricts takes the lease of whoever works on the contact, in the same transaction: what that
// one has planned is never announced, and so never sent.
import { sql, type RawBuilder } from 'kysely';
import { leaseKey, markDirty, type Turn } from '../ledger/ledger.ts';
import type { Restriction, Restrictions } from '../restrictions.ts';
import { loadDirty } from './load.ts';
import { textArray } from './recordset.ts';
import { inTurn, rowsOf, type OpenTurn, type StoreOptions } from './turn.ts';

const MOST = 1_000;

interface Row extends Omit<Restriction, 'lifted'> {
  readonly liftReason: string | null;
  readonly liftedBy: string | null;
  readonly liftedAt: string | null;
}

const instant = (column: string) => sql.raw(`to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`);
const columns = sql`id, link_id as "linkId", reason, by, ${instant('at')} as at, lift_reason as "liftReason", lifted_by as "liftedBy", ${instant('lifted_at')} as "liftedAt"`;

export function createRestrictions(options: StoreOptions): Restrictions {
  const { database, workspace } = options;
  const list = (condition: RawBuilder<unknown>): Promise<readonly Restriction[]> =>
    database.unit(workspace, async (transaction) => (await rowsOf<Row>(transaction, sql`select ${columns} from restriction where ${condition} order by restriction.at desc, id limit ${MOST}`)).map(restrictionOf));
  return {
    restricted: async (linkIds) => {
      if (linkIds.length === 0) return new Set();
      const ids = textArray(linkIds);
      const rows = await database.unit(workspace, (transaction) =>
        rowsOf<{ id: string }>(
          transaction,
          sql`select link_id as id from restriction where lifted_at is null and link_id = any(${ids})
            union select l.joined_into from link l join restriction r on r.link_id = l.id and r.lifted_at is null where l.joined_into = any(${ids})`,
        ),
      );
      return new Set(rows.map(({ id }) => id));
    },
    of: (linkId) => list(sql`link_id = ${linkId} or link_id = any(array(select l.id from link l where l.joined_into = ${linkId}))`),
    standing: () => list(sql`lifted_at is null`),
    restrict: ({ id, linkId, reason, by, at }) =>
      inTurn(options, 'write', async (turn) => {
        const made = await rowsOf(
          turn.transaction,
          sql`insert into restriction (id, link_id, reason, by, at) select ${id}, l.id, ${reason}, ${by}, ${at}::timestamptz from link l where l.id = ${linkId} and l.entity = 'contact' and l.stage <> 'ended'
            and not exists (select from restriction r where r.link_id = l.id and r.lifted_at is null) returning id`,
        );
        if (made.length === 0) return false;
        await planAnew(turn, linkId);
        return true;
      }),
    lift: ({ linkId, reason, by, at }) =>
      inTurn(options, 'write', async (turn) => {
        const lifted = await rowsOf(
          turn.transaction,
          sql`update restriction set lift_reason = ${reason}, lifted_by = ${by}, lifted_at = ${at}::timestamptz where lifted_at is null
            and (link_id = ${linkId} or link_id = any(array(select l.id from link l where l.joined_into = ${linkId}))) returning id`,
        );
        if (lifted.length === 0) return false;
        await planAnew(turn, linkId);
        return true;
      }),
  };
}

/** A lease that is gone is a lease that is lost: its holder may announce nothing any more. */
async function planAnew(turn: OpenTurn, linkId: string): Promise<void> {
  await sql`delete from lease where key = ${leaseKey(linkId)}`.execute(turn.transaction);
  await loadDirty(turn.transaction, turn.ledger, [linkId]);
  markDirty(turn satisfies Turn, { id: linkId, entity: 'contact' }, 'person');
}

function restrictionOf({ liftReason, liftedBy, liftedAt, ...row }: Row): Restriction {
  return { ...row, lifted: liftedAt === null ? null : { reason: liftReason ?? '', by: liftedBy ?? '', at: liftedAt } };
}
