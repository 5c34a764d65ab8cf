// What is kept of a run beside its report, and which runs had nothing to write: those are most of them, and few want to see them.
import type { Migration } from '../migrate.ts';
import { tenantTable } from './tenant.ts';

export const runNotes: Migration = {
  name: '0017-run-notes',
  statements: `
alter table run add column quiet boolean not null default false;
create index run_loud on run (workspace, started_at desc, id desc) where not quiet;

${tenantTable('run_request', `
  run_id text collate "C" not null,
  kind text not null,
  entities text[],
  approved boolean not null,
  undoes text,
  schedule text,
  by text not null,
  at timestamptz not null,
  primary key (workspace, run_id)`)}
comment on column run_request.entities is 'Null: all of them';
create index on run_request (workspace, at);
create index on run_request (workspace, undoes) where undoes is not null;

${tenantTable('run_progress', `
  run_id text collate "C" not null,
  step integer not null,
  phase text not null,
  done integer not null,
  total integer,
  counts jsonb not null,
  -- The process that runs it (presence.ts); null when nobody tells.
  holder bigint,
  primary key (workspace, run_id)`)}

${tenantTable('run_difference', `
  position bigint generated always as identity,
  run_id text collate "C" not null,
  entity text not null,
  link_id text collate "C" not null,
  side text not null,
  kind text not null,
  fields text[] not null,
  sealed text not null,
  at timestamptz not null,
  primary key (workspace, position),
  foreign key (workspace, run_id) references run (workspace, id) on delete cascade,
  foreign key (workspace, link_id) references link (workspace, id) on delete cascade`)}
create index on run_difference (workspace, run_id, position);
create index on run_difference (workspace, link_id);
`,
};
