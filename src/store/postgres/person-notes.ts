// Notes about a person's rights in PostgreSQL. Invariant: none is kept about somebody who is not there.
import { sql, type RawBuilder } from 'kysely';
import type { RemoteSide } from '../../core/vocabulary.ts';
import type { LegalBasis, PersonNotes, Rectification } from '../person-notes.ts';
import { rowsOf, type StoreOptions } from './turn.ts';

const instant = (column: string) => sql.raw(`to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`);
const thereIs = (linkId: string) => sql`from link l where l.id = ${linkId} and l.entity = 'contact' and l.stage <> 'ended'`;
const about = (linkId: string) => sql`(link_id = ${linkId} or link_id = any(array(select l.id from link l where l.joined_into = ${linkId})))`;
/** Of a line `r` of the register. */
const on = (side: RemoteSide) => sql`exists (select from side_state s where s.link_id = r.link_id and s.side = ${side} and s.gone is null)`;

export function createPersonNotes({ database, workspace }: Pick<StoreOptions, 'database' | 'workspace'>): PersonNotes {
  const changed = (statement: RawBuilder<unknown>): Promise<number> => database.unit(workspace, async (transaction) => (await rowsOf(transaction, statement)).length, 'read committed');
  return {
    rectifications: (linkId) =>
      database.unit(workspace, (transaction) => rowsOf<Rectification>(transaction, sql`select id, link_id as "linkId", asked, done, by, ${instant('at')} as at from rectification where ${about(linkId)} order by rectification.at desc, id`)),
    addRectification: async ({ id, linkId, asked, done, by, at }) =>
      (await changed(sql`insert into rectification (id, link_id, asked, done, by, at) select ${id}, l.id, ${asked}, ${done}, ${by}, ${at}::timestamptz ${thereIs(linkId)} returning id`)) > 0,
    legalBases: async (linkId) => {
      const rows = await database.unit(workspace, (transaction) =>
        rowsOf<Omit<LegalBasis, 'ended'> & { readonly endedBy: string | null; readonly endedAt: string | null }>(
          transaction,
          sql`select id, link_id as "linkId", basis, source, to_char("on", 'YYYY-MM-DD') as "on", by, ${instant('at')} as at, ended_by as "endedBy", ${instant('ended_at')} as "endedAt" from legal_basis where ${about(linkId)} order by legal_basis.at desc, id`,
        ),
      );
      return rows.map(({ endedBy, endedAt, ...row }) => ({ ...row, ended: endedAt === null ? null : { by: endedBy ?? '', at: endedAt } }));
    },
    addLegalBasis: async ({ id, linkId, basis, source, on, by, at }) =>
      (await changed(sql`insert into legal_basis (id, link_id, basis, source, "on", by, at) select ${id}, l.id, ${basis}, ${source}, ${on}::date, ${by}, ${at}::timestamptz ${thereIs(linkId)} returning id`)) > 0,
    basisCounts: (defaults) =>
      database.unit(workspace, async (transaction) => {
        const bare = sql`(not r.legal_basis and not (${defaults.psa !== ''} and ${on('psa')}) and not (${defaults.crm !== ''} and ${on('crm')}))`;
        const [row] = await rowsOf<{ contacts: number; without: number; psa: number; crm: number }>(
          transaction,
          sql`select count(*)::int as contacts, (count(*) filter (where ${bare}))::int as without, (count(*) filter (where ${bare} and not ${on('psa')}))::int as psa, (count(*) filter (where ${bare} and not ${on('crm')}))::int as crm from register_contact r`,
        );
        const { contacts = 0, without = 0, psa = 0, crm = 0 } = row ?? {};
        return { contacts, without, waiting: { psa, crm } };
      }),
    endLegalBasis: ({ linkId, basis, by, at }) => changed(sql`update legal_basis set ended_by = ${by}, ended_at = ${at}::timestamptz where ${about(linkId)} and basis = ${basis} and ended_at is null returning id`),
  };
}
