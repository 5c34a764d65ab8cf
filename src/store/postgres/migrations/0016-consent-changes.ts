// What people have put down about the addresses of a contact: who said when, and where they know it from. It goes with the link.
import type { Migration } from '../migrate.ts';
import { tenantTable } from './tenant.ts';

export const consentChanges: Migration = {
  name: '0016-consent-changes',
  statements: `
${tenantTable('consent_change', `
  position bigint generated always as identity,
  link_id text collate "C" not null,
  address text not null,
  allowed boolean not null,
  source text,
  "on" date,
  by text not null,
  at timestamptz not null,
  primary key (workspace, position),
  foreign key (workspace, link_id) references link (workspace, id) on delete cascade`)}
create index on consent_change (workspace, link_id, position);
`,
};
