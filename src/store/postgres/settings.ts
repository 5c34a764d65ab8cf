// Changed settings in PostgreSQL: one row per change, numbered by setting.
import { sql } from 'kysely';
import { toInstant } from '../../lib/clock.ts';
import { storableJson } from '../ledger/storable.ts';
import { areSeen } from '../settings.ts';
import type { SettingOverride, SettingOverrides } from '../settings.ts';
import { textArray } from './recordset.ts';
import { inTurn, rowsOf, type StoreOptions } from './turn.ts';

export function createSettings(options: StoreOptions): SettingOverrides {
  const { database, workspace } = options;
  return {
    settings: ({ history } = { history: false }) =>
      database.unit(workspace, (transaction) =>
        rowsOf<SettingOverride>(transaction, sql`select ${history ? sql`` : sql`distinct on (path)`} path, version, value, by, at from setting_override order by path, version desc`),
      ),
    saveSettings: (changes, by) =>
      // In turn, because nobody may change one of them between the look at it and the change.
      inTurn(options, 'write', async ({ transaction, now }) => {
        const known = await rowsOf<Pick<SettingOverride, 'path' | 'version'>>(transaction, sql`select path, max(version) as version from setting_override where path = any(${textArray(changes.map(({ path }) => path))}) group by path`);
        if (!areSeen(changes, known)) return false;
        for (const { path, value, seen } of changes) {
          await sql`insert into setting_override (path, version, value, by, at)
            values (${path}, ${seen + 1}, ${value === null ? null : JSON.stringify(storableJson(value))}::jsonb, ${by}, ${toInstant(now)}::timestamptz)`.execute(transaction);
        }
        return true;
      }),
  };
}
