// The chain over the audit: every line has a place in it, and a hash of itself and of all before it; the last hash is signed with a key
// that the database does not have. A line is chained by a key that stands for whoever did it, so that a name can be blanked later.
import type { Migration } from '../migrate.ts';
import { APPLICATION_ROLE } from '../roles.ts';
import { tenantTable } from './tenant.ts';

export const auditChain: Migration = {
  name: '0022-audit-chain',
  statements: `
${tenantTable('audit_chain', `
  number bigint not null,
  line_id bigint not null,
  hash text not null,
  primary key (workspace, number),
  unique (workspace, line_id)`)}
revoke update, delete on audit_chain from ${APPLICATION_ROLE};

${tenantTable('audit_head', `
  number bigint not null,
  hash text not null,
  at timestamptz not null,
  signature text not null,
  public_key text not null,
  primary key (workspace)`)}
revoke delete on audit_head from ${APPLICATION_ROLE};

-- Blanking the name of somebody who has left, and the key of lines from before the chain.
grant update (actor, actor_key) on audit_line to ${APPLICATION_ROLE};
`,
};
