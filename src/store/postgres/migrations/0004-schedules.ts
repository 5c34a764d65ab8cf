// What people changed of the schedules, every change a row, and where each schedule stands.
import type { Migration } from '../migrate.ts';
import { tenantTable } from './tenant.ts';

export const schedules: Migration = {
  name: '0004-schedules',
  statements: `
${tenantTable('schedule_change', `
  name text not null,
  version integer not null,
  cron text,
  jitter_seconds integer,
  paused boolean not null,
  by text not null,
  at timestamptz not null,
  primary key (workspace, name, version)`)}
comment on column schedule_change.cron is 'Null: the default of the installation';

${tenantTable('schedule_standing', `
  name text not null,
  -- The last time of its plan that was fired.
  planned_at timestamptz,
  run_id text,
  primary key (workspace, name)`)}
`,
};
