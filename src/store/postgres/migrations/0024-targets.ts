// Where whoever brought a record wants it made. Invariant: without a list the gates say, as for every record from before.
import type { Migration } from '../migrate.ts';

export const targets: Migration = {
  name: '0024-targets',
  statements: `
alter table link add column targets text[] check (targets <@ array['psa', 'crm']);
`,
};
