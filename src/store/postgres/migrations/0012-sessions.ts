// People who have signed in to a workspace, and their sessions there: the hash of each one's secret, and what roles follow from.
import type { Migration } from '../migrate.ts';
import { tenantTable } from './tenant.ts';

export const sessions: Migration = {
  name: '0012-sessions',
  statements: `
${tenantTable('person', `
  id text collate "C" not null,
  issuer text not null,
  subject text not null,
  name text not null,
  email text,
  language text,
  claims text[] not null,
  granted text[],
  first_seen_at timestamptz not null,
  last_seen_at timestamptz not null,
  primary key (workspace, id),
  unique (workspace, issuer, subject)`)}
${tenantTable('session', `
  id text collate "C" not null,
  hash text not null,
  person text collate "C" not null,
  claims text[] not null,
  granted text[],
  started_at timestamptz not null,
  seen_at timestamptz not null,
  ended_at timestamptz,
  primary key (workspace, id),
  unique (workspace, hash),
  foreign key (workspace, person) references person (workspace, id) on update cascade on delete cascade`)}
create index on session (workspace, person, seen_at);
create index on session (workspace, started_at);
`,
};
