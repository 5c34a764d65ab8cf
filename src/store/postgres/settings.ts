// Changed settings in PostgreSQL: one row per change, numbered by setting.
import { sql } from 'kysely';
import { toInstant } from '../../lib/clock.ts';
import { storableJson } from '../ledger/storable.ts';
import type { SettingOverride, SettingOverrides } from '../settings.ts';
import { inTurn, rowsOf, type StoreOptions } from './turn.ts';

export function createSettings(options: StoreOptions): SettingOverrides {
  const { database, workspace } = options;
  return {
    settings: ({ history } = { history: false }) =>
      database.unit(workspace, (transaction) =>
        rowsOf<SettingOverride>(transaction, sql`select ${history ? sql`` : sql`distinct on (path)`} path, version, value, by, at from setting_override order by path, version desc`),
      ),
    saveSetting: ({ path, value, by }) =>
      // In turn, because a change is numbered after the one before it.
      inTurn(options, 'write', async ({ transaction, now }) => {
        await sql`insert into setting_override (path, version, value, by, at)
          select ${path}, coalesce(max(version), 0) + 1, ${value === null ? null : JSON.stringify(storableJson(value))}::jsonb, ${by}, ${toInstant(now)}::timestamptz
          from setting_override where path = ${path}`.execute(transaction);
      }),
  };
}
