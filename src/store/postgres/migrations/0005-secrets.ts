// What only its holder can use: sealed texts (lib/crypto.ts) and the hashes of tokens that are good for one use.
import type { Migration } from '../migrate.ts';
import { tenantTable } from './tenant.ts';

export const secrets: Migration = {
  name: '0005-secrets',
  statements: `
${tenantTable('secret', `
  name text not null,
  sealed text not null,
  at timestamptz not null,
  primary key (workspace, name)`)}

${tenantTable('ticket', `
  purpose text not null,
  hash text not null,
  data jsonb not null,
  expires_at timestamptz not null,
  primary key (workspace, purpose, hash)`)}
`,
};
