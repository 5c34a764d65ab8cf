// Changed rules in PostgreSQL: one row per change, numbered by field.
import { sql } from 'kysely';
import { toInstant } from '../../lib/clock.ts';
import { storableJson } from '../ledger/storable.ts';
import type { RuleOverride, RuleOverrides } from '../rules.ts';
import { inTurn, rowsOf, type StoreOptions } from './turn.ts';

export function createRules(options: StoreOptions): RuleOverrides {
  const { database, workspace } = options;
  return {
    rules: ({ history } = { history: false }) =>
      database.unit(workspace, (transaction) =>
        rowsOf<RuleOverride>(
          transaction,
          sql`select ${history ? sql`` : sql`distinct on (entity collate "C", field collate "C")`} entity, field, version, rule, by, at from rule_override
            order by entity collate "C", field collate "C", version desc`,
        ),
      ),
    saveRule: ({ entity, field, rule, by, seen }) =>
      // In turn, because nobody may change it between the look at it and the change.
      inTurn(options, 'write', async ({ transaction, now }) => {
        const saved = await rowsOf(transaction, sql`insert into rule_override (entity, field, version, rule, by, at)
          select ${entity}, ${field}, ${seen}::integer + 1, ${rule === null ? null : JSON.stringify(storableJson(rule))}::jsonb, ${by}, ${toInstant(now)}::timestamptz
          from rule_override where entity = ${entity} and field = ${field} having coalesce(max(version), 0) = ${seen}::integer returning version`);
        return saved.length > 0;
      }),
  };
}
