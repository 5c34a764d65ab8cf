// What programs call the API with: the hash of each token, what its holder may do, and until when.
import type { Migration } from '../migrate.ts';
import { tenantTable } from './tenant.ts';

export const serviceTokens: Migration = {
  name: '0011-service-tokens',
  statements: `
${tenantTable('service_token', `
  id text collate "C" not null,
  name text not null,
  hash text not null,
  roles text[] not null,
  created_by text not null,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  last_used_at timestamptz,
  revoked_at timestamptz,
  primary key (workspace, id),
  unique (workspace, hash)`)}
create unique index on service_token (workspace, name) where revoked_at is null;
`,
};
