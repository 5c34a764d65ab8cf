// How far those whom marketing found have come. Invariant: whoever has reached a stage has reached every stage before it, so no
// conversion is above a hundred percent.
import { Big } from 'big.js';
import { sql, type RawBuilder } from 'kysely';
import { FUNNEL_STAGES, type FunnelRow, type HistoryViews } from '../../views/history.ts';
import { rowsOf } from '../turn.ts';
import { ask, type ViewOptions } from './asking.ts';
import { ownersNamed, saying } from './register-page.ts';

type Question = Parameters<HistoryViews['funnel']>[0];
type Reached = FunnelRow['reached'];

/** How far the CRM's stages of its own are; one that an account has made up says only that somebody is known. */
const RANK = sql`case fields ->> 'lifecycle' when 'marketingqualifiedlead' then 2 when 'salesqualifiedlead' then 3 when 'opportunity' then 4 when 'customer' then 5 when 'evangelist' then 5 else 1 end`;

/** In the order of the stages. */
const BECAME = ['becameLead', 'becameMql', 'becameSql', 'becameOpportunity', 'becameCustomer'] as const;
const FIRST = sql`least(${sql.join(BECAME.map((name) => sql`fields ->> ${name}`))})`;

function known(entity: 'contact' | 'account'): RawBuilder<unknown> {
  return sql`(select distinct on (link_id) link_id, fields from side_state where entity = ${entity} and side in ('local', 'crm') and gone is null order by link_id, side = 'crm') known`;
}

function owned({ filter }: Question): readonly RawBuilder<unknown>[] {
  return saying(filter.owner, (owner) => sql`fields ->> 'owner' in ${ownersNamed(owner)}`);
}

/** Columns: source, rank. */
function contacts(question: Question): RawBuilder<unknown> {
  const dated = sql.join(BECAME.map((name, at) => sql`case when fields ->> ${name} is not null then ${at + 1}::int end`));
  const conditions = [
    sql`(fields ->> 'lifecycle' is not null or ${FIRST} is not null)`,
    ...saying(question.from, (from) => sql`${FIRST} >= ${from}`),
    ...saying(question.to, (to) => sql`${FIRST} <= ${to}`),
    ...owned(question),
  ];
  return sql`select fields ->> 'analyticsSource' as source, greatest(${RANK}, ${dated}) as rank from ${known('contact')} where ${sql.join(conditions, sql` and `)}`;
}

function accounts(question: Question): RawBuilder<unknown> {
  const first = sql`select c.fields ->> 'analyticsSource' from side_state s join side_state c on c.side = 'crm' and c.entity = 'contact' and c.account = s.ref_id and c.gone is null
    where s.link_id = known.link_id and s.side = 'crm' and c.fields ->> 'analyticsSource' is not null order by c.fields ->> 'becameLead' nulls last, c.link_id limit 1`;
  return sql`select (${first}) as source, ${RANK} as rank from ${known('account')} where ${sql.join([sql`fields ->> 'lifecycle' is not null`, ...owned(question)], sql` and `)}`;
}

export function funnel(options: ViewOptions, question: Question): ReturnType<HistoryViews['funnel']> {
  return ask(options, question.asOf, async ({ transaction, told }) => {
    const reached = sql.join(FUNNEL_STAGES.map((stage, at) => sql`(count(*) filter (where rank > ${at}::int))::int as ${sql.ref(stage)}`));
    const rows = await rowsOf<Reached & { readonly source: string | null }>(
      transaction,
      sql`select source, ${reached} from (${question.of === 'contact' ? contacts(question) : accounts(question)}) known group by source order by count(*) desc, source nulls last`,
    );
    const sources = rows.map(({ source, ...counts }) => rowOf(source, counts));
    const all = Object.fromEntries(FUNNEL_STAGES.map((stage) => [stage, rows.reduce((sum, row) => sum + row[stage], 0)])) as Reached;
    return { ...told, all: rowOf(null, all), sources };
  });
}

function rowOf(source: string | null, reached: Reached): FunnelRow {
  const share = (stage: (typeof FUNNEL_STAGES)[number], at: number): readonly [string, string | null] => {
    const before = reached[FUNNEL_STAGES[at] as keyof Reached];
    return [stage, before === 0 ? null : new Big(reached[stage]).times(100).div(before).toFixed(1)];
  };
  return { source, reached, conversion: Object.fromEntries(FUNNEL_STAGES.slice(1).map(share)) as FunnelRow['conversion'] };
}
