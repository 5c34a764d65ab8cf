// Indexes for what waits for people: a page of open conflicts, matches or held writes is read without the rest of them, however many
// wait. A held write has a place of its own, so that a list can go on behind it, and the kind of its reason beside the reason.
import type { Migration } from '../migrate.ts';

export const inbox: Migration = {
  name: '0015-inbox',
  statements: `
create index on conflict (workspace, since, id) where state = 'open';
create index on conflict (workspace, entity, field, since, id) where state = 'open';
create index on match_proposal (workspace, since, id) where state = 'open';

alter table held
  add column position bigint generated always as identity,
  add column kind text not null generated always as (split_part(reason, ':', 1)) stored;
comment on column held.kind is 'The reason without the code of a system behind it';
create index on held (workspace, since, position);
create index on held (workspace, kind, entity, side, since, position);
`,
};
