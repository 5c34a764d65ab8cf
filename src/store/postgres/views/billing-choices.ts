// What the filters of the flow may be set to: accounts, projects and owners by their names. Invariant: what is chosen already is
// found by its id, whatever it is called now.
import { sql, type RawBuilder } from 'kysely';
import type { BillingViews, Choice } from '../../views/billing.ts';
import { textArray } from '../recordset.ts';
import { rowsOf } from '../turn.ts';
import type { ViewOptions } from './asking.ts';
import { escaped } from './billing-lines.ts';

type Question = Parameters<BillingViews['choices']>[0];

const OF: Readonly<Record<Question['of'], RawBuilder<unknown>>> = {
  account: sql`(select link_id as id, fields ->> 'name' as label from side_state where side = 'psa' and entity = 'account')`,
  project: sql`(select id, concat_ws(' · ', name, number) as label from mirror_projects)`,
  owner: sql`(select id, concat_ws(' ', first_name, last_name) as label from mirror_users u where exists (select from mirror_projects p where p.owner = u.id))`,
};

export function choices({ database, workspace }: ViewOptions, { of, words, ids, limit }: Question): Promise<readonly Choice[]> {
  const beginning = words === null ? '' : `${escaped(words)}%`;
  const wanted = [
    ...(ids === null ? [] : [sql`id = any(${textArray(ids)})`]),
    ...(words === null ? [] : [sql`lower(label) like ${`%${beginning}`}`]),
  ];
  const where = wanted.length === 0 ? sql`` : sql`where ${sql.join(wanted, sql` and `)}`;
  return database.unit(workspace, (transaction) => rowsOf<Choice>(transaction, sql`select id, label from ${OF[of]} choice ${where} order by lower(label) like ${beginning} desc, lower(label), id limit ${limit}`));
}
