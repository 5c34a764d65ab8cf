// Where the systems' events say to look: ids only, no values and no persons.
import type { Migration } from '../migrate.ts';
import { tenantTable } from './tenant.ts';

export const hints: Migration = {
  name: '0006-hints',
  statements: `
${tenantTable('webhook_hint', `
  side text not null,
  entity text not null,
  ref_id text collate "C" not null,
  kind text not null,
  received_at timestamptz not null,
  -- The last arrival of the same hint.
  mark bigint not null,
  primary key (workspace, side, entity, ref_id, kind)`)}
create index on webhook_hint (workspace, side, entity, received_at);
`,
};
