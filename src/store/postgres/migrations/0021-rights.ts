// What the rights of a person leave behind: who saw them, whether writing about them is restricted, what they asked to have put right, and
// on what ground they are kept; and the rules by which people are proposed for forgetting. All that is about one person goes with the link.
import type { Migration } from '../migrate.ts';
import { tenantTable } from './tenant.ts';

const ofLink = `foreign key (workspace, link_id) references link (workspace, id) on delete cascade`;
const LINK = `link_id text collate "C" not null`;

export const rights: Migration = {
  name: '0021-rights',
  statements: `
${tenantTable('access_log', `
  ${LINK},
  -- Of ours: the e-mail of a person, or the name of a program.
  actor text collate "C" not null,
  -- As what it was seen; store/access-log.ts.
  what text collate "C" not null,
  -- UTC.
  day date not null,
  count integer not null,
  first_at timestamptz not null,
  last_at timestamptz not null,
  primary key (workspace, link_id, day, actor, what),
  ${ofLink}`)}
create index on access_log (workspace, day);

${tenantTable('restriction', `
  id text collate "C" not null,
  ${LINK},
  reason text not null,
  by text not null,
  at timestamptz not null,
  lift_reason text,
  lifted_by text,
  lifted_at timestamptz,
  primary key (workspace, id),
  ${ofLink}`)}
create unique index on restriction (workspace, link_id) where lifted_at is null;
create index on restriction (workspace, link_id, at);

${tenantTable('rectification', `
  id text collate "C" not null,
  ${LINK},
  asked text not null,
  done text not null,
  by text not null,
  at timestamptz not null,
  primary key (workspace, id),
  ${ofLink}`)}
create index on rectification (workspace, link_id, at);

${tenantTable('legal_basis', `
  id text collate "C" not null,
  ${LINK},
  basis text not null,
  source text not null,
  "on" date not null,
  by text not null,
  at timestamptz not null,
  ended_by text,
  ended_at timestamptz,
  primary key (workspace, id),
  ${ofLink}`)}
create index on legal_basis (workspace, link_id, at);

${tenantTable('retention_rule', `
  id text collate "C" not null,
  version integer not null,
  -- Null: taken away.
  rule jsonb,
  by text not null,
  at timestamptz not null,
  primary key (workspace, id, version)`)}

${tenantTable('retention_proposal', `
  id text collate "C" not null,
  ${LINK},
  rule_id text collate "C" not null,
  -- The last day on which anything is known of the person; null: none is.
  quiet_since date,
  state text not null check (state in ('open', 'approved', 'kept')),
  at timestamptz not null,
  decided_by text,
  decided_at timestamptz,
  request_id text,
  primary key (workspace, id),
  unique (workspace, link_id),
  ${ofLink}`)}
create index on retention_proposal (workspace, state, at, id);
`,
};
