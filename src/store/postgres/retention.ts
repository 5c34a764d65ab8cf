// Retention rules in PostgreSQL. Invariant: whom a rule fits is asked of the database alone, in one question, so that a preview and a
// proposal can never differ.
import { sql, type RawBuilder, type Transaction } from 'kysely';
import type { FoundContact, Proposal, RetentionRule, RetentionRules, RetentionRuleVersion } from '../retention.ts';
import { recordset, textArray } from './recordset.ts';
import type { Tables } from './tables.ts';
import { inTurn, rowsOf, type StoreOptions } from './turn.ts';
import { standingOf } from './views/register-accounts.ts';

/** Proposals of one rule that wait at a time: more than anybody decides in a week. */
const MOST_PROPOSED = 2_000;
/** What is known of a person by day: what they did, as the CRM tells. */
const DAYS = ['recentConversionOn', 'firstConversionOn', 'becameLead', 'becameMql', 'becameSql', 'becameOpportunity', 'becameCustomer'] as const;

const instant = (column: string) => sql.raw(`to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`);
const PROPOSAL = sql`p.id, p.link_id as "linkId", p.rule_id as "ruleId", to_char(p.quiet_since, 'YYYY-MM-DD') as "quietSince", p.state, ${instant('p.at')} as at, p.decided_by as "decidedBy", ${instant('p.decided_at')} as "decidedAt", p.request_id as "requestId"`;

export function createRetentionRules(options: StoreOptions): RetentionRules {
  const { database, workspace } = options;
  return {
    rules: ({ history } = { history: false }) =>
      database.unit(workspace, (transaction) =>
        rowsOf<RetentionRuleVersion>(transaction, sql`select ${history ? sql`` : sql`distinct on (id)`} id, version, rule, by, ${instant('at')} as at from retention_rule order by id, version desc`),
      ),
    saveRule: ({ id, rule, by, at, seen }) =>
      inTurn(options, 'write', async ({ transaction }) => {
        const [known] = await rowsOf<{ version: number }>(transaction, sql`select coalesce(max(version), 0) as version from retention_rule where id = ${id}`);
        if (known?.version !== seen) return false;
        await sql`insert into retention_rule (id, version, rule, by, at) values (${id}, ${seen + 1}, ${rule === null ? null : JSON.stringify(rule)}::jsonb, ${by}, ${at}::timestamptz)`.execute(transaction);
        return true;
      }),
    quiet: ({ rule, today, limit }) => database.unit(workspace, (transaction) => found(transaction, rule, today, limit)),
    propose: ({ ruleId, rule, today, at, newId }) =>
      database.unit(
        workspace,
        async (transaction) => {
          const { items } = await found(transaction, rule, today, MOST_PROPOSED);
          const fits = textArray(items.map(({ linkId }) => linkId));
          await sql`delete from retention_proposal where rule_id = ${ruleId} and state = 'open' and not (link_id = any(${fits}))`.execute(transaction);
          // Whom somebody decided to keep comes up again a year later.
          await sql`delete from retention_proposal where link_id = any(${fits}) and state = 'kept'`.execute(transaction);
          const rows = items.map(({ linkId, quietSince }) => ({ id: newId(), link_id: linkId, quiet_since: quietSince }));
          const made = await rowsOf(
            transaction,
            sql`insert into retention_proposal (id, link_id, rule_id, quiet_since, state, at)
              select id, link_id, ${ruleId}, quiet_since, 'open', ${at}::timestamptz from ${recordset(rows, 'id text, link_id text, quiet_since date')} on conflict (workspace, link_id) do nothing returning id`,
          );
          return made.length;
        },
        'read committed',
      ),
    withdraw: (ruleId) =>
      database.unit(workspace, async (transaction) => (await rowsOf(transaction, sql`delete from retention_proposal where rule_id = ${ruleId} and state = 'open' returning id`)).length, 'read committed'),
    proposals: ({ state, after, limit }) =>
      database.unit(workspace, async (transaction) => {
        const behind = after === null ? sql`true` : sql`p.at >= ${after.at}::timestamptz and (p.at, p.id) > (${after.at}::timestamptz, ${after.id})`;
        const rows = await rowsOf<Proposal & FoundContact>(
          transaction,
          sql`select ${PROPOSAL}, ${CALLED} from retention_proposal p left join register_contact r on r.link_id = p.link_id left join register_account a on a.link_id = r.account
            where p.state = ${state} and ${behind} order by p.at, p.id limit ${limit + 1}`,
        );
        const [counted] = await rowsOf<{ total: number }>(transaction, sql`select count(*)::int as total from retention_proposal where state = ${state}`);
        const items = rows.slice(0, limit);
        const last = items.at(-1);
        return { items, next: rows.length > limit && last ? { at: last.at, id: last.id } : null, total: counted?.total ?? 0 };
      }),
    proposal: (id) =>
      database.unit(workspace, async (transaction) => (await rowsOf<Proposal>(transaction, sql`select ${PROPOSAL} from retention_proposal p where p.id = ${id}`))[0] ?? null),
    decide: ({ id, state, by, at, requestId }) =>
      database.unit(
        workspace,
        async (transaction) =>
          (await rowsOf(transaction, sql`update retention_proposal set state = ${state}, decided_by = ${by}, decided_at = ${at}::timestamptz, request_id = ${requestId} where id = ${id} and state = 'open' returning id`)).length > 0,
        'read committed',
      ),
  };
}

const BOUGHT = sql`(a.link_id is not null and ${standingOf('a', 'customer', '')})`;
const CALLED = sql`nullif(r.name, '') as name, nullif(a.name, '') as "accountName", coalesce(${BOUGHT}, false) as "isCustomer", coalesce(r.legal_basis, false) as "hasBasis", coalesce(r.active, false) as active`;

/** One look at all contacts, a handful of joins however many there are: it is asked once a day, and when somebody writes a rule. */
async function found(transaction: Transaction<Tables>, rule: RetentionRule, today: string, limit: number): Promise<{ readonly items: readonly FoundContact[]; readonly total: number }> {
  const conditions: readonly RawBuilder<unknown>[] = [
    sql`known.quiet_since < ${today}::date - make_interval(months => ${rule.quietMonths})`,
    ...(rule.customersToo ? [] : [sql`not ${BOUGHT}`]),
    ...(rule.withoutBasis ? [sql`not r.legal_basis`] : []),
    ...(rule.inactiveOnly ? [sql`not r.active`] : []),
    sql`selling.link_id is null`,
    sql`busy.account is null`,
    sql`not exists (select from restriction x where x.link_id = r.link_id and x.lifted_at is null)`,
    sql`not exists (select from retention_proposal p where p.link_id = r.link_id and (p.state = 'approved' or (p.state = 'kept' and p.decided_at > ${today}::date - interval '1 year')))`,
  ];
  const rows = await rowsOf<FoundContact & { readonly total: number }>(
    transaction,
    sql`with marked as materialized (${MARKED}), touched as materialized (${TOUCHED}), selling as materialized (${SELLING}),
        busy as materialized (select distinct account from register_sales_case where state = 'open' and account <> '')
      select r.link_id as "linkId", to_char(known.quiet_since, 'YYYY-MM-DD') as "quietSince", ${CALLED}, (count(*) over ())::int as total
      from register_contact r join link l on l.id = r.link_id and l.stage <> 'ended' left join register_account a on a.link_id = r.account
      left join marked on marked.link_id = r.link_id left join touched on touched.link_id = r.link_id left join selling on selling.link_id = r.link_id left join busy on busy.account = r.account
      -- Where nothing else is known: since when we know them.
      cross join lateral (select coalesce(greatest(nullif(marked.day, ''), touched.day)::date, (l.created_at at time zone 'UTC')::date) as quiet_since) known
      where ${sql.join(conditions, sql` and `)} order by known.quiet_since, r.link_id limit ${limit}`,
  );
  return { items: rows.map(({ total: _total, ...item }) => item as FoundContact), total: rows[0]?.total ?? 0 };
}

/** The last day that a record tells of, and the last on which people edited ours. */
const MARKED = sql`select s.link_id, max(greatest(${sql.join(DAYS.map((field) => sql`register_day(s.fields, ${field})`))}, case when s.side = 'local' and s.modified_by is not null then left(s.modified_at, 10) else '' end)) as day
  from side_state s where s.entity = 'contact' and s.gone is null group by s.link_id`;
const TOUCHED = sql`select s.link_id, to_char(max(w.at) at time zone 'UTC', 'YYYY-MM-DD') as day from mirror_touch_of w
  join side_state s on s.side = 'crm' and s.entity = 'contact' and s.ref_id = w.ref where w.kind = 'contact' group by s.link_id`;
/** Whom an open sales case names, by whichever of their ids. */
const SELLING = sql`select distinct s.link_id from register_sales_case w join side_state c on c.link_id = w.link_id and c.gone is null cross join unnest(c.keys) named
  join side_state s on s.entity = 'contact' and named = 'ref.contact:' || s.side || ':' || s.ref_id where w.state = 'open'`;
