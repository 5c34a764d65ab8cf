// What has been done lately, counted from the journal.
import { sql } from 'kysely';
import type { DoneCount, DoneViews } from '../../views/done.ts';
import { textArray } from '../recordset.ts';
import { rowsOf } from '../turn.ts';
import type { ViewOptions } from './asking.ts';

export function doneViews({ database, workspace }: Pick<ViewOptions, 'database' | 'workspace'>): DoneViews {
  return {
    doneSince: ({ since, entities }) =>
      database.unit(workspace, (transaction) =>
        rowsOf<DoneCount<(typeof entities)[number]>>(
          transaction,
          sql`select entity, side, case action when 'overwrite' then 'update' else action end as action, count(distinct link_id)::int as records
            from journal where entity = any(${textArray(entities)}) and at >= ${since}::timestamptz and outcome = 'done' and action in ('create', 'update', 'overwrite', 'archive')
            group by 1, 2, 3 order by 1, 2, 3`,
        ),
      ),
  };
}
