// Who did what. The application may add lines and read them, and do nothing else to them.
import type { Migration } from '../migrate.ts';
import { APPLICATION_ROLE } from '../roles.ts';
import { tenantTable } from './tenant.ts';

export const audit: Migration = {
  name: '0013-audit',
  statements: `
${tenantTable('audit_line', `
  id bigint generated always as identity,
  at timestamptz not null,
  actor text not null,
  -- Stands for the actor in addresses, which are kept by whatever stands in between.
  actor_key text collate "C" not null,
  action text collate "C" not null,
  target jsonb not null,
  status integer not null,
  request_id text not null,
  primary key (workspace, id)`)}
create index on audit_line (workspace, at desc, id desc);
create index on audit_line (workspace, actor_key, at desc, id desc);
create index on audit_line (workspace, action, at desc, id desc);
revoke update, delete on audit_line from ${APPLICATION_ROLE};
`,
};
