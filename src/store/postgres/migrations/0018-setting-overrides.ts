// Settings that people have changed, and how many calls of each quota were made on the present day.
import type { Migration } from '../migrate.ts';
import { tenantTable } from './tenant.ts';

export const settingOverrides: Migration = {
  name: '0018-setting-overrides',
  statements: `
${tenantTable('setting_override', `
  path text collate "C" not null,
  version integer not null,
  -- Null: what the file says.
  value jsonb,
  by text not null,
  at timestamptz not null,
  primary key (workspace, path, version)`)}

-- Days since 1970 (UTC), and the calls of that day so far.
alter table quota add column day integer not null default 0;
alter table quota add column day_calls integer not null default 0;
`,
};
