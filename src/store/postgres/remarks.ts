// Remarks on PostgreSQL. Invariant: none is kept about what is not there.
import { sql } from 'kysely';
import type { Remark, Remarks } from '../remarks.ts';
import { rowsOf, type StoreOptions } from './turn.ts';

type Options = Pick<StoreOptions, 'database' | 'workspace'>;

const MOST = 100;

export function createRemarks({ database, workspace }: Options): Remarks {
  return {
    of: (about, record) =>
      database.unit(workspace, (transaction) =>
        rowsOf<Remark>(
          transaction,
          sql`select id, about, record, words as text, author, to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as at
            from remark where about = ${about} and record = ${record} order by at desc, id limit ${MOST}`,
        ),
      ),
    add: ({ id, about, record, text, author, at }) =>
      database.unit(
        workspace,
        async (transaction) => {
          const there = about === 'account' ? sql`select from side_state where link_id = ${record} and entity = 'account'` : sql`select from mirror_projects where id = ${record}`;
          const made = await rowsOf(
            transaction,
            sql`insert into remark (id, about, record, words, author, at) select ${id}, ${about}, ${record}, ${text}, ${author}, ${at}::timestamptz where exists (${there}) returning id`,
          );
          return made.length > 0;
        },
        'read committed',
      ),
    remove: (id) => database.unit(workspace, async (transaction) => (await rowsOf(transaction, sql`delete from remark where id = ${id} returning id`)).length > 0, 'read committed'),
  };
}
