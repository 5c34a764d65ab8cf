// What references, deletions and undo need of the tables: links that point to links, held writes that wait for a record, the
// verdict on a record that is gone, when a record was last shown, and what a write has replaced.
import type { Migration } from '../migrate.ts';
import { tenantTable } from './tenant.ts';

export const references: Migration = {
  name: '0003-references',
  statements: `
alter table link add column joined_into text collate "C", add column part_of text collate "C";
create index on link (workspace, joined_into) where joined_into is not null;
create index on link (workspace, part_of) where part_of is not null;

alter table side_state
  add column verdict text check (verdict in ('unlink', 'archive')),
  add column shown_at timestamptz not null default now();
alter table side_state alter column shown_at drop default;
create index on side_state (workspace, side, entity, suspected_at) where suspected_at is not null;

-- What was sent shows in a look after an answer was lost.
alter table intent add column sent jsonb not null default '{}';

-- One write may wait for several records: the store's own rules keep its rows apart.
alter table held drop constraint held_workspace_link_id_side_field_reason_key;
alter table held
  add column waits_kind text check (waits_kind in ('link', 'record', 'key')),
  add column waits_entity text,
  add column waits_side text,
  add column waits_on text[] collate "C",
  add column elements text[];
comment on column held.waits_on is 'The id of a link or a record, or keys of which one is enough';
create index on held (workspace, link_id);
create index on held (workspace, entity) where waits_kind is not null;

${tenantTable('before_image', `
  position bigint generated always as identity,
  at timestamptz not null,
  run_id text not null,
  link_id text collate "C" not null,
  entity text not null,
  side text not null,
  ref_id text,
  kind text not null check (kind in ('create', 'update', 'archive')),
  sealed text not null,
  primary key (workspace, position),
  foreign key (workspace, link_id) references link (workspace, id) on delete cascade`)}
create index on before_image (workspace, run_id, position);
create index on before_image (workspace, link_id);
`,
};
