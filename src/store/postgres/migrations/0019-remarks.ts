// Remarks of people who look after billing, on an account or a project. They are kept here alone and are sent nowhere.
import type { Migration } from '../migrate.ts';
import { tenantTable } from './tenant.ts';

export const remarks: Migration = {
  name: '0019-remarks',
  statements: `
${tenantTable('remark', `
  id text collate "C" not null,
  -- account: the link of the account. project: the id of the PSA, for a project need not be anybody's deal.
  about text not null check (about in ('account', 'project')),
  record text collate "C" not null,
  -- Free text: it may hold personal data. An erasure, an access export and retention have to look here.
  words text not null,
  author text not null,
  at timestamptz not null,
  primary key (workspace, id)`)}
comment on column remark.words is 'Free text, may hold personal data';
create index on remark (workspace, about, record, at);
`,
};
