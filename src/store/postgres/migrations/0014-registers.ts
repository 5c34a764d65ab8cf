// The registers: of every record one narrow line with plain columns to list, filter and sort by, and the words it is found by.
// Invariant: the database keeps them itself, in the transaction that writes the record, so no writer can forget it. A line shows our
// own record, without one the PSA's, else the CRM's. What is not known is '', so that every order is by values an index holds.
import type { Migration } from '../migrate.ts';
import { tenantTable } from './tenant.ts';

const TEXT = `text collate "C" not null`;
const texts = (...names: readonly string[]): string => names.map((name) => `${name} ${TEXT}`).join(', ');
const LINE = `link_id ${TEXT}, side text not null, ref_id ${TEXT}, name text not null, ${texts('sort_name')}`;
const OF_LINK = `primary key (workspace, link_id)`;

/** A day by which a list is sorted: whoever has none comes last both ways. */
const upwards = (day: string): string => `${day}_up text collate "C" not null generated always as (case when ${day} = '' then '~' else ${day} end) stored`;
const indexes = (table: string, ...keys: readonly string[]): string => keys.map((key) => `create index on ${table} (workspace, ${key});`).join('\n');

/** The columns of a line after the first ones, each with what it is made of. `s`: the record. */
const text = (field: string): string => `register_text(s.fields, '${field}')`;
const day = (field: string): string => `register_day(s.fields, '${field}')`;
const set = (field: string): string => `case when jsonb_typeof(s.fields -> '${field}') = 'array' then s.fields -> '${field}' else '[]' end`;
const keysOf = (field: string): string => `array(select left(e ->> 'key', 200) from jsonb_array_elements(${set(field)}) e where e ->> 'key' is not null)`;
/** Our own records name an account by its link, which may have been joined into another. */
const ACCOUNT = `coalesce(case when s.side = 'local'
        then (select case when l.joined_into is null then l.id else l.joined_into end from link l where l.id = s.fields ->> 'account' and l.entity = 'account')
        else (select a.link_id from side_state a where a.side = s.side and a.entity = 'account' and a.ref_id = s.fields ->> 'account') end, '')`;
const named = (name: string, order = name): Readonly<Record<string, string>> => ({ name, sort_name: `register_order(${order})` });

const MAILS = `register_mail(${set('emails')}, ${set('optOuts')})`;
const CASE_WORDS = `register_words(${text('name')}) || register_digits(${text('number')})`;

const REGISTERS = {
  account: {
    columns: {
      ...named(text('name')), owner: `lower(${text('owner')})`, industry: text('industry'), lifecycle: text('lifecycle'), value_class: text('valueClass'), size_class: text('sizeClass'),
      segments: keysOf('segments'), active: `(s.fields -> 'active') is distinct from 'false'::jsonb`, customer_since: day('customerSince'), last_invoice_on: day('lastInvoiceOn'),
      last_seen_on: `greatest(${day('lastInvoiceOn')}, ${day('lastWorkOn')})`, city: text('city'),
    },
    words: `register_words(${text('name')}) || register_words(${text('domain')}) || register_words(substr(${text('email')}, strpos(${text('email')}, '@') + 1))
      || register_digits(${text('businessId')}) || lower(regexp_replace(${text('businessId')}, '[^0-9A-Za-z]', '', 'g')) || register_digits(${text('number')})`,
  },
  contact: {
    columns: {
      ...named(`btrim(${text('firstName')} || ' ' || ${text('lastName')})`, `btrim(${text('lastName')} || ' ' || ${text('firstName')})`), account: ACCOUNT, account_ref: `s.side || ':' || ${text('account')}`,
      owner: `lower(${text('owner')})`, role: text('role'), language: text('language'), lifecycle: text('lifecycle'),
      mail: MAILS, legal_basis: `cardinality(${keysOf('legalBasis')}) > 0`, active: `(s.fields -> 'active') is distinct from 'false'::jsonb`,
    },
    words: `register_words(${text('firstName')} || ' ' || ${text('lastName')}) || (select coalesce(array_agg(w), '{}') from unnest(${keysOf('emails')}) e cross join lateral unnest(register_words(e) || lower(e)) w)
      || (select coalesce(array_agg(w), '{}') from unnest(${keysOf('phones')}) p cross join lateral unnest(register_phone(p)) w)`,
  },
  sales_case: {
    columns: {
      ...named(text('name')), account: ACCOUNT, account_ref: `s.side || ':' || ${text('account')}`, owner: `lower(${text('owner')})`, stage: text('stage'), state: text('state'),
      internal: `(s.fields -> 'internal') is not distinct from 'true'::jsonb`, expected_order_date: day('expectedOrderDate'), lead_source: text('leadSource'),
      value: `register_number(s.fields #>> '{value,amount}')`, currency: `coalesce(left(s.fields #>> '{value,currency}', 3), '')`, probability: `register_number(s.fields ->> 'probability')`,
    },
    words: CASE_WORDS,
  },
} as const;

type Register = keyof typeof REGISTERS;

/** What keeps the lines of one register: a statement over the records of some links. */
function keeping(register: Register): string {
  const { columns, words } = REGISTERS[register];
  const names = Object.keys(columns);
  return `
    with standing as materialized (
      select distinct on (s.link_id) s.link_id, s.side, s.ref_id, s.fields from side_state s
      where s.link_id = any(of_links) and s.entity = of_entity and s.gone is null
      order by s.link_id, case s.side when 'local' then 1 when 'psa' then 2 else 3 end
    ), over as (
      delete from register_${register} r where r.link_id = any(of_links) and not exists (select from standing where standing.link_id = r.link_id)
    ), kept as (
      insert into register_${register} (link_id, side, ref_id, ${names.join(', ')})
      select s.link_id, s.side, s.ref_id, ${Object.values(columns).join(', ')} from standing s
      on conflict (workspace, link_id) do update set side = excluded.side, ref_id = excluded.ref_id, ${names.map((name) => `${name} = excluded.${name}`).join(', ')}
    ), wanted as materialized (
      select s.link_id, w.words from standing s cross join lateral (select array(select distinct left(w, 100) from unnest(${words}) w where w <> '') as words) w
    ), lost as (
      delete from register_word r where r.entity = of_entity and r.link_id = any(of_links)
        and not exists (select from wanted where wanted.link_id = r.link_id and r.word = any(wanted.words))
    )
    insert into register_word (entity, link_id, word) select of_entity, w.link_id, u.word from wanted w cross join lateral unnest(w.words) u (word) on conflict do nothing;`;
}

/** Those that name an account learn which link it is on when it comes later, or moves. */
const pointing = (register: Register): string => `
  update register_${register} r set account = s.link_id from side_state s
  where s.link_id = any(of_links) and s.entity = 'account' and s.side <> 'local' and r.account_ref = s.side || ':' || s.ref_id and r.account <> s.link_id;
  update register_${register} r set account = l.joined_into from link l where l.id = any(of_links) and l.joined_into is not null and r.account = l.id;`;

const eachEntity = (changed: string): string => `
declare
  of_entity text;
  of_links text[];
begin
  for of_entity, of_links in select c.entity, array_agg(distinct c.link_id) from (${changed}) c where c.entity in ('account', 'contact', 'salesCase') group by c.entity loop
    perform keep_register(of_entity, of_links);
    if of_entity = 'account' then perform keep_pointers(of_links); end if;
  end loop;
  return null;
end`;

export const registers: Migration = {
  name: '0014-registers',
  statements: `
${tenantTable('register_account', `
  ${LINE}, ${texts('owner', 'industry', 'lifecycle', 'value_class', 'size_class')}, segments text[] not null, active boolean not null,
  ${texts('customer_since', 'last_invoice_on', 'last_seen_on', 'city')}, ${upwards('customer_since')}, ${upwards('last_invoice_on')},
  ${OF_LINK}`)}
${indexes('register_account', 'sort_name, link_id', 'customer_since, link_id', 'customer_since_up, link_id', 'last_invoice_on, link_id', 'last_invoice_on_up, link_id', 'owner, sort_name, link_id')}

${tenantTable('register_contact', `
  ${LINE},
  -- Its link; '' while nobody has seen it. And as the record names it.
  ${texts('account', 'account_ref', 'owner', 'role', 'language', 'lifecycle', 'mail')}, legal_basis boolean not null, active boolean not null,
  ${OF_LINK}`)}
${indexes('register_contact', 'sort_name, link_id', 'account, sort_name, link_id', 'account_ref')}

${tenantTable('register_sales_case', `
  ${LINE}, ${texts('account', 'account_ref', 'owner', 'stage', 'state')}, internal boolean not null, ${texts('expected_order_date', 'lead_source')}, ${upwards('expected_order_date')},
  value numeric, ${texts('currency')}, probability numeric,
  -- Only the order: money is no double.
  value_up double precision not null generated always as (case when value is null then 'infinity' else value::double precision end) stored,
  value_down double precision not null generated always as (case when value is null then '-infinity' else value::double precision end) stored,
  ${OF_LINK}`)}
${indexes('register_sales_case', 'sort_name, link_id', 'expected_order_date, link_id', 'expected_order_date_up, link_id', 'account, state', 'account_ref', 'value_up, link_id', 'value_down, link_id', 'state, expected_order_date_up, link_id', 'state, stage')}

${tenantTable('register_word', `
  entity text not null,
  link_id ${TEXT},
  word ${TEXT},
  primary key (workspace, entity, link_id, word)`)}
create index on register_word (workspace, entity, word, link_id);

-- Touches, the newest first.
create index on mirror_touches (workspace, at, id);

-- Without diacritics, ligatures and case: what a person types finds what another one wrote.
create function register_fold(of_text text) returns text language sql immutable parallel safe return
  replace(replace(replace(lower(regexp_replace(normalize(of_text, NFKD), '[\\u0300-\\u036f]', '', 'g')), 'ø', 'o'), 'æ', 'ae'), 'ß', 'ss');

-- In the Finnish alphabet å, ä and ö come after z, in this order; every other letter stands where it does without its marks.
create function register_order(of_text text) returns text language sql immutable parallel safe return
  left(register_fold(translate(normalize(of_text, NFC), 'ÅåÄäÆæÖöØø', '{{||||}}}}')), 200);

create function register_words(of_text text) returns text[] language sql immutable parallel safe return
  array_remove(regexp_split_to_array(register_fold(of_text), '[\\u0001-\\u002f\\u003a-\\u0040\\u005b-\\u0060\\u007b-\\u00bf\\u2000-\\u206f]+'), '');

create function register_digits(of_text text) returns text[] language sql immutable parallel safe return
  array_remove(array[regexp_replace(of_text, '[^0-9]', '', 'g')], '');

-- A Finnish number is found as it is dialled at home and from abroad.
create function register_phone(of_text text) returns text[] language sql immutable parallel safe return
  (select case when d like '358%' then array[d, '0' || substr(d, 4)] when d like '0%' and d not like '00%' then array[d, '358' || substr(d, 2)] when d = '' then '{}' else array[regexp_replace(d, '^00', '')] end
   from regexp_replace(of_text, '[^0-9]', '', 'g') d);

-- What a person searches for, as the beginnings of words.
create function register_search(of_text text) returns text[] language sql immutable parallel safe return
  case when of_text ~ '^[-+0-9 ()/.]*[0-9][-+0-9 ()/.]*$' then array[regexp_replace(regexp_replace(of_text, '[^0-9]', '', 'g'), '^00', '')]
    when of_text like '%@%' then array[lower(btrim(of_text))] else register_words(of_text) end;

-- The links of those that have, for each word searched for, a word that begins with it: of their own, or of the account they name. A
-- function, because how many it finds is better told by nobody than by a table that has not been counted yet.
create function register_found(of_entity text, of_text text) returns setof text language sql stable rows 1000 set enable_seqscan = off set enable_material = off as $$
  select m.link_id from unnest(register_search(of_text)) with ordinality t (token, place) cross join lateral (
    select w.link_id from register_word w where w.entity = of_entity and w.word >= t.token and w.word < t.token || U&'\\+10FFFF'
    union all select p.link_id from register_word w join register_contact p on p.account = w.link_id
      where of_entity = 'contact' and w.entity = 'account' and w.word >= t.token and w.word < t.token || U&'\\+10FFFF'
    union all select p.link_id from register_word w join register_sales_case p on p.account = w.link_id
      where of_entity = 'salesCase' and w.entity = 'account' and w.word >= t.token and w.word < t.token || U&'\\+10FFFF'
  ) m group by m.link_id having count(distinct t.place) = cardinality(register_search(of_text))
$$;

create function register_text(of_fields jsonb, of_name text) returns text language sql immutable parallel safe return
  coalesce(left(case when jsonb_typeof(of_fields -> of_name) in ('string', 'number') then of_fields ->> of_name end, 200), '');

create function register_day(of_fields jsonb, of_name text) returns text language sql immutable parallel safe return
  case when of_fields ->> of_name ~ '^[0-9]{4}-[0-9]{2}-[0-9]{2}$' then of_fields ->> of_name else '' end;

create function register_number(of_text text) returns numeric language sql immutable parallel safe return
  case when of_text ~ '^[-+]?[0-9]{1,20}([.][0-9]{1,10})?$' then of_text::numeric end;

-- allowed: there is an address that may be written to. refused: there are addresses, and each was refused. none: there is none.
create function register_mail(of_emails jsonb, of_refused jsonb) returns text language sql immutable parallel safe return
  case when jsonb_array_length(of_emails) = 0 then 'none'
    when exists (select from jsonb_array_elements(of_emails) e where not exists (select from jsonb_array_elements(of_refused) o where lower(o ->> 'key') = lower(e ->> 'key'))) then 'allowed'
    else 'refused' end;

-- How these are carried out must not hang on what has been counted of the tables: in a first sync that is nothing yet, and a plan that
-- was made then would be kept. So what is joined here has one right way to be joined, and only that one is left.
create function keep_register(of_entity text, of_links text[]) returns void language plpgsql set plan_cache_mode = force_custom_plan set enable_nestloop = off set enable_seqscan = off as $$
begin
  if of_entity = 'account' then${keeping('account')}
  elsif of_entity = 'contact' then${keeping('contact')}
  else${keeping('sales_case')}
  end if;
end $$;

create function keep_pointers(of_links text[]) returns void language plpgsql set plan_cache_mode = force_custom_plan set enable_hashjoin = off set enable_mergejoin = off set enable_seqscan = off as $$
begin${pointing('contact')}${pointing('sales_case')}
end $$;

create function keep_registers_of_added() returns trigger language plpgsql as $$${eachEntity('select entity, link_id from added')} $$;
create function keep_registers_of_removed() returns trigger language plpgsql as $$${eachEntity('select entity, link_id from removed')} $$;
create function keep_registers_of_changed() returns trigger language plpgsql as $$${eachEntity(`
    select a.entity, l.link_id from after a join before b on b.side = a.side and b.entity = a.entity and b.ref_id = a.ref_id
      cross join lateral (values (a.link_id), (b.link_id)) l (link_id)
    where a.fields is distinct from b.fields or a.link_id <> b.link_id or a.gone is distinct from b.gone`)} $$;

create trigger registers_of_added after insert on side_state referencing new table as added for each statement execute function keep_registers_of_added();
create trigger registers_of_removed after delete on side_state referencing old table as removed for each statement execute function keep_registers_of_removed();
create trigger registers_of_changed after update on side_state referencing old table as before new table as after for each statement execute function keep_registers_of_changed();

-- What is there already.
do $$
declare
  of_workspace text;
begin
  for of_workspace in select name from workspace loop
    perform set_config('sauma.workspace', of_workspace, true);
    perform keep_register(e, array(select distinct link_id from side_state where entity = e)) from unnest('{account,contact,salesCase}'::text[]) e;
  end loop;
  perform set_config('sauma.workspace', '', true);
end $$;
`,
};
