// The store's tables. Every one belongs to a workspace; `store/ledger/rows.ts` says what the columns mean. Look-ups are
// plain equalities on purpose: under row level security no other operator may use an index.
import { APPLICATION_ROLE } from '../roles.ts';
import type { Migration } from '../migrate.ts';
import { tenantTable } from './tenant.ts';

const ofLink = `foreign key (workspace, link_id) references link (workspace, id) on delete cascade`;

export const links: Migration = {
  name: '0002-links',
  statements: `
-- Every unit of work that writes draws one: dirty marks and lease epochs are made of it.
create sequence turn;
grant usage on sequence turn to ${APPLICATION_ROLE};

${tenantTable('link', `
  id text collate "C" not null,
  entity text not null,
  stage text not null check (stage in ('new', 'proposed', 'active', 'ended')),
  matched_by text,
  created_at timestamptz not null,
  primary key (workspace, id)`)}
-- The few that a matcher looks for; all others are reached by id.
create index on link (workspace, entity, id) where stage = 'new';

${tenantTable('side_state', `
  side text not null,
  entity text not null,
  ref_id text collate "C" not null,
  link_id text collate "C" not null,
  fields jsonb not null,
  base_diff jsonb not null,
  unbased text[] not null,
  handles jsonb not null,
  keys text[] not null,
  hash text not null,
  version bigint not null,
  map_version text not null,
  as_of timestamptz not null,
  modified_at text,
  modified_by text,
  gone text,
  suspected_at timestamptz,
  primary key (workspace, side, entity, ref_id),
  unique (workspace, link_id, side),
  ${ofLink}`)}
comment on column side_state.base_diff is 'The base where it differs from fields';
comment on column side_state.unbased is 'Fields that have no base';

${tenantTable('match_key', `
  entity text not null,
  key text collate "C" not null,
  side text not null,
  ref_id text collate "C" not null,
  primary key (workspace, entity, key, side, ref_id),
  foreign key (workspace, side, entity, ref_id) references side_state (workspace, side, entity, ref_id) on delete cascade`)}
create index on match_key (workspace, side, entity, ref_id);

${tenantTable('dirty_link', `
  link_id text collate "C" not null,
  entity text not null,
  reason text not null,
  priority smallint not null,
  since timestamptz not null,
  mark bigint not null,
  primary key (workspace, link_id),
  ${ofLink}`)}
create index on dirty_link (workspace, entity, priority, since, mark, link_id);

${tenantTable('lease', `
  key text not null,
  epoch bigint not null,
  expires_at timestamptz not null,
  -- The process that took it (presence.ts); null when nobody tells.
  holder bigint,
  primary key (workspace, key)`)}

${tenantTable('checkpoint', `
  feed text not null,
  value text,
  primary key (workspace, feed)`)}

${tenantTable('intent', `
  link_id text collate "C" not null,
  side text not null,
  kind text not null,
  at timestamptz not null,
  state text not null,
  primary key (workspace, link_id, side),
  ${ofLink}`)}

${tenantTable('conflict', `
  id text collate "C" not null,
  link_id text collate "C" not null,
  entity text not null,
  field text not null,
  base jsonb not null,
  side_values jsonb not null,
  authors jsonb not null,
  suggestion text,
  state text not null check (state in ('open', 'resolved', 'closed')),
  since timestamptz not null,
  resolution jsonb,
  primary key (workspace, id),
  ${ofLink}`)}
create index on conflict (workspace, link_id);
create index on conflict (workspace, state, entity, since, id);

${tenantTable('held', `
  link_id text collate "C" not null,
  entity text not null,
  side text not null,
  field text,
  reason text not null,
  since timestamptz not null,
  unique nulls not distinct (workspace, link_id, side, field, reason),
  ${ofLink}`)}

${tenantTable('match_proposal', `
  id text collate "C" not null,
  entity text not null,
  links text[] not null,
  by text not null,
  reason text not null,
  since timestamptz not null,
  state text not null check (state in ('open', 'accepted', 'rejected', 'void')),
  decided_by text,
  decided_at timestamptz,
  primary key (workspace, id)`)}
create index on match_proposal (workspace, state, entity, since, id);

${tenantTable('run', `
  id text collate "C" not null,
  kind text not null,
  state text not null,
  started_at timestamptz not null,
  finished_at timestamptz,
  report jsonb,
  primary key (workspace, id)`)}
create index on run (workspace, started_at desc, id desc);

${tenantTable('journal', `
  position bigint generated always as identity,
  at timestamptz not null,
  run_id text,
  link_id text not null,
  entity text not null,
  side text not null,
  action text not null,
  outcome text not null,
  fields text[] not null,
  reason text,
  primary key (workspace, position)`)}
create index on journal (workspace, run_id, position);

${tenantTable('quota', `
  bucket text not null,
  theoretical_ms double precision not null,
  held_until_ms double precision not null,
  granted_ms double precision not null,
  primary key (workspace, bucket)`)}

${tenantTable('fact', `
  name text not null,
  value jsonb not null,
  at timestamptz not null,
  primary key (workspace, name)`)}
`,
};
