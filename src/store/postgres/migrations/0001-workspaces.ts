// The ground every other table stands on: workspaces, and the function that names the current one. Invariant: code that
// forgot to say whose rows it wants gets an error, never everyone's rows and never none.
import { APPLICATION_ROLE } from '../roles.ts';
import type { Migration } from '../migrate.ts';

export const workspaces: Migration = {
  name: '0001-workspaces',
  statements: `
create function current_workspace() returns text language plpgsql stable parallel safe as $$
declare
  name text := current_setting('sauma.workspace', true);
begin
  if name is null or name = '' then
    raise exception 'no workspace is set for this unit of work' using errcode = 'object_not_in_prerequisite_state';
  end if;
  return name;
end $$;

create table workspace (
  name text primary key check (name ~ '^[a-z0-9][a-z0-9-]{0,62}$'),
  created_at timestamptz not null default now()
);
insert into workspace (name) values ('main');

grant select, insert on workspace to ${APPLICATION_ROLE};
grant select on migration to ${APPLICATION_ROLE};
`,
};
