// What names an account is found by an index again. Invariant: what is compared with a column of a register is a value by then: under row level security a join
// on something that is put together from another table's columns uses no index, and read the whole register for each account of a page.
import type { Migration } from '../migrate.ts';

const pointing = (register: 'contact' | 'sales_case'): string => `
  with named as materialized (
    select s.link_id, s.side || ':' || s.ref_id as account_ref from unnest(of_links) given (link_id) join side_state s on s.link_id = given.link_id
    where s.entity = 'account' and s.side <> 'local'
  )
  update register_${register} r set account = named.link_id from named where r.account_ref = named.account_ref and r.account <> named.link_id;
  update register_${register} r set account = l.joined_into from link l where l.id = any(of_links) and l.joined_into is not null and r.account = l.id;`;

export const pointers: Migration = {
  name: '0023-pointers',
  statements: `
create or replace function keep_pointers(of_links text[]) returns void language plpgsql set plan_cache_mode = force_custom_plan set enable_hashjoin = off set enable_mergejoin = off set enable_seqscan = off as $$
begin${pointing('contact')}${pointing('sales_case')}
end $$;
`,
};
