// Rules that people have changed, and which runs a person asked for: what those did counts against no limit.
import type { Migration } from '../migrate.ts';
import { tenantTable } from './tenant.ts';

export const ruleOverrides: Migration = {
  name: '0007-rule-overrides',
  statements: `
${tenantTable('rule_override', `
  entity text collate "C" not null,
  field text collate "C" not null,
  version integer not null,
  -- Null: the rule of the installation.
  rule jsonb,
  by text not null,
  at timestamptz not null,
  primary key (workspace, entity, field, version)`)}

alter table run add column approved boolean not null default false;
alter table run alter column approved drop default;
create index on journal (workspace, entity, at);
`,
};
