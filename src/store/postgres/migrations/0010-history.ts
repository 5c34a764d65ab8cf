// What purchase history looks records up by: the account that a contact, a sales case or an activity names. A column of its own,
// because under row level security no index answers a question about what is inside a document.
import type { Migration } from '../migrate.ts';

export const history: Migration = {
  name: '0010-history',
  statements: `
alter table side_state add column account text collate "C" generated always as (fields ->> 'account') stored;
comment on column side_state.account is 'The account that the record names, by its id on the same side';
create index on side_state (workspace, side, entity, account) where account is not null;
`,
};
