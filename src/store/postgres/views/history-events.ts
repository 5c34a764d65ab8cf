// What happened with an account, as events in one order: the newest first, then by kind and id. Invariant: each kind is asked for no
// more events than the page takes, by an index that has them in that order or has only this account's.
import { sql, type RawBuilder } from 'kysely';
import type { TimelineKind } from '../../views/history.ts';
import { amounts } from './asking.ts';
import { recordsOf, type AccountRefs } from './history-account.ts';

/** The place of an event in the order. `at`: a UTC instant to the microsecond. */
export interface Place {
  readonly at: string;
  readonly kind: TimelineKind;
  readonly id: string;
}

export interface EventsQuestion {
  readonly refs: AccountRefs;
  readonly kinds: readonly TimelineKind[];
  /** Events after it in the order. */
  readonly before: Place | null;
  readonly limit: number;
  readonly withAmounts: boolean;
  /** Of the organisation. */
  readonly currency: string;
}

/** Where one kind of events is, by the names of `from`. A `day` is a date, an `at` an instant. */
interface Source {
  readonly kind: TimelineKind;
  readonly when: { readonly day: RawBuilder<unknown> } | { readonly at: RawBuilder<unknown> };
  readonly id: RawBuilder<unknown>;
  /** `limited`: for a source that is limited by itself; the condition on its own columns. */
  readonly from: RawBuilder<unknown>;
  readonly where: RawBuilder<unknown>;
  readonly columns: Readonly<Partial<Record<(typeof TEXTS)[number] | 'amount', RawBuilder<unknown>>>>;
}

const TEXTS = ['title', 'number', 'state', 'what', 'deal', 'project', 'currency'] as const;

/**
 * Columns: at, day, kind, id, title, number, state, what, deal, project, currency, and amount where it may be seen. `project` leads
 * to a deal that is not named.
 */
export function events(question: EventsQuestion): RawBuilder<unknown> {
  const { kinds, limit, withAmounts } = question;
  const branches = sources(question).filter(({ kind }) => kinds.includes(kind)).map((source) => {
    const { kind, when, id, from, where, columns } = source;
    const ordered = 'day' in when ? when.day : when.at;
    const texts = sql.join(TEXTS.map((name) => sql`(${columns[name] ?? sql`null`})::text as ${sql.ref(name)}`));
    return sql`(select ${'day' in when ? sql`${when.day}::timestamp at time zone 'UTC'` : when.at} as at, ${'day' in when ? when.day : sql`null::date`} as day, ${kind}::text collate "C" as kind, ${id} as id,
      ${texts}${amounts(withAmounts, sql`(${columns.amount ?? sql`null`})::numeric as amount`)}
      from ${from} where ${where} and ${afterPlace(source, question.before)} order by ${ordered} desc, ${id} limit ${limit})`;
  });
  return sql`select * from (${sql.join(branches, sql` union all `)}) event order by at desc, kind, id limit ${limit}`;
}

/** Kinds are texts of their own: which comes first is known before anything is asked. */
function afterPlace({ kind, when, id }: Source, place: Place | null): RawBuilder<unknown> {
  const dated = 'day' in when ? sql`${when.day} is not null` : sql`${when.at} is not null`;
  if (place === null) return dated;
  const [ordered, bound] = 'day' in when ? [when.day, sql`${place.at.slice(0, 10)}::date`] : [when.at, sql`${place.at}::timestamptz`];
  // A day is its first instant: before any later instant of the same day.
  const isExact = !('day' in when) || /T00:00:00(?:\.0+)?Z$/u.test(place.at);
  if (!isExact || kind > place.kind) return sql`${ordered} <= ${bound}`;
  if (kind < place.kind) return sql`${ordered} < ${bound}`;
  return sql`${ordered} <= ${bound} and (${ordered} < ${bound} or ${id} > ${place.id})`;
}

function sources({ refs, before, limit, currency }: EventsQuestion): readonly Source[] {
  const { customer, company } = refs;
  const ref = sql`(select s.ref_id from side_state s where s.link_id = record.link_id and s.side = 'psa')`;
  const cases = sql`${recordsOf('salesCase', refs)} left join lateral (select * from mirror_projects o where o.id = ${ref} limit 1) p on true`;
  const deal = {
    title: sql`record.fields ->> 'name'`, number: sql`coalesce(p.number, record.fields ->> 'number')`, state: sql`record.fields ->> 'state'`, deal: sql`record.link_id`,
    currency: sql`coalesce(record.fields #>> '{value,currency}', p.currency)`, amount: sql`record.fields #>> '{value,amount}'`,
  };
  const closing = (kind: 'dealWon' | 'dealLost', state: string): Source => ({
    kind, id: sql`record.link_id`, when: { at: sql`h.at` }, columns: deal, where: sql`record.fields ->> 'state' = ${state}`,
    from: sql`${cases} cross join lateral (select max(o.at) as at from mirror_status_history o where o.project = p.id and o.status = record.fields ->> 'stage') h`,
  });
  const proposal = { title: sql`q.name`, number: sql`q.number`, state: sql`q.status`, project: sql`q.project`, currency: sql`coalesce(q.currency, ${currency})`, amount: sql`q.total_excluding_tax` };
  const work = { title: sql`p.name`, number: sql`p.number`, project: sql`p.id` };
  const begun = sql`not exists (select from side_state s where s.side = 'psa' and s.entity = 'salesCase' and s.ref_id = p.id and s.fields ->> 'state' in ('open', 'lost'))`;
  const invoice = {
    number: sql`i.number`, project: sql`case when cardinality(i.projects) = 1 then i.projects[1] end`, currency: sql`coalesce(i.currency, ${currency})`,
    amount: sql`case when i.credit_note then -abs(i.total_excluding_tax) else i.total_excluding_tax end`,
  };
  const ofCustomer = (alias: string): RawBuilder<unknown> => sql`${sql.ref(`${alias}.customer`)} = ${customer}`;
  /** What has no day is at the moment it was made. */
  const invoices = (kind: 'invoice' | 'creditNote', isNote: RawBuilder<unknown>): readonly Source[] => [
    { kind, id: sql`i.id`, when: { day: sql`i.date` }, columns: invoice, from: sql`mirror_invoices i`, where: sql`${ofCustomer('i')} and ${isNote}` },
    { kind, id: sql`i.id`, when: { at: sql`coalesce(i.created_at, i.as_of)` }, columns: invoice, from: sql`mirror_invoices i`, where: sql`${ofCustomer('i')} and i.date is null and ${isNote}` },
  ];
  return [
    { kind: 'deal', id: sql`record.link_id`, when: { at: sql`coalesce(p.created_at, l.created_at)` }, columns: deal, from: sql`${cases} join link l on l.id = record.link_id`, where: sql`true` },
    closing('dealWon', 'won'),
    closing('dealLost', 'lost'),
    { kind: 'proposal', id: sql`q.id`, when: { day: sql`q.date` }, columns: proposal, from: sql`mirror_proposals q`, where: ofCustomer('q') },
    { kind: 'proposal', id: sql`q.id`, when: { at: sql`coalesce(q.created_at, q.as_of)` }, columns: proposal, from: sql`mirror_proposals q`, where: sql`${ofCustomer('q')} and q.date is null` },
    {
      kind: 'project', id: sql`p.id`, when: { day: sql`p.start_date` }, columns: { ...work, state: sql`case when p.closed then 'closed' else 'open' end` },
      from: sql`mirror_projects p`, where: sql`${ofCustomer('p')} and ${begun}`,
    },
    { kind: 'projectClosed', id: sql`p.id`, when: { day: sql`p.closed_date` }, columns: { ...work, state: sql`'closed'` }, from: sql`mirror_projects p`, where: sql`${ofCustomer('p')} and p.closed and ${begun}` },
    ...invoices('invoice', sql`i.credit_note is not true`),
    ...invoices('creditNote', sql`i.credit_note`),
    {
      kind: 'activity', id: sql`record.link_id`, when: { at: sql`(record.fields ->> 'startsAt')::timestamptz` }, from: recordsOf('activity', refs), where: sql`true`,
      columns: { title: sql`record.fields ->> 'subject'`, state: sql`case when (record.fields ->> 'done')::boolean then 'done' else 'open' end`, what: sql`record.fields ->> 'kind'` },
    },
    {
      kind: 'touch', id: sql`t.id`, when: { at: sql`o.at` }, where: sql`true`, columns: { title: sql`t.title`, state: sql`coalesce(t.outcome, t.direction)`, what: sql`t.kind` },
      from: sql`${touched(refs, company, before, limit)} cross join lateral (select * from mirror_touches m where m.id = o.touch limit 1) t`,
    },
  ];
}

/** `o`: touches with the company, its people and its deals; those that are activities of ours are told as such. */
function touched(refs: AccountRefs, company: string | null, before: Place | null, limit: number): RawBuilder<unknown> {
  const source = { kind: 'touch', when: { at: sql`w.at` }, id: sql`w.touch` } as Source;
  const ours = sql`exists (select from side_state a where a.side = 'crm' and a.entity = 'activity' and a.ref_id = w.touch and a.account = ${company} and a.gone is null)`;
  const named = (kind: string, whom: RawBuilder<unknown>): RawBuilder<unknown> => sql`(select w.at, w.touch from mirror_touch_of w
    where w.kind = ${kind} and ${whom} and not ${ours} and ${afterPlace(source, before)} order by w.at desc, w.touch limit ${limit})`;
  const those = (entity: 'contact' | 'salesCase'): RawBuilder<unknown> =>
    sql`w.ref = any(array(select s.ref_id from ${recordsOf(entity, refs)} cross join lateral (select ref_id from side_state x where x.link_id = record.link_id and x.side = 'crm' limit 1) s))`;
  return sql`(${named('company', sql`w.ref = ${company}`)} union ${named('contact', those('contact'))} union ${named('deal', those('salesCase'))}) o`;
}
