// An account as purchase history knows it: its refs, the records that name it, and what is known of it at a glance.
// Invariant: of a record that several sides have, ours counts, then the PSA's, then the CRM's; and it belongs to the account that
// this one names.
import { sql, type RawBuilder } from 'kysely';
import type { EntityName, Fields, Side, Value } from '../../../core/vocabulary.ts';
import { isSet } from '../../../core/value.ts';
import type { AccountHeader, HistoryViews } from '../../views/history.ts';
import { rowsOf } from '../turn.ts';
import { ask, type Ask, type ViewOptions } from './asking.ts';
import { rollUpsOf } from './roll-ups.ts';

export interface AccountRefs {
  readonly link: string;
  /** Ids of the PSA and of the CRM. */
  readonly customer: string | null;
  readonly company: string | null;
}

/** Of `link l`, the link it was joined into or itself. Under row level security no index answers a `coalesce`. */
export const STANDING_LINK = sql`case when l.joined_into is null then l.id else l.joined_into end`;

const refOn = (side: Side): RawBuilder<unknown> => sql`(select s.ref_id from side_state s where s.link_id = ${STANDING_LINK} and s.side = ${side})`;

/** Null: there is no such account. One that was joined into another is the other. */
export async function accountOf({ transaction }: Pick<Ask, 'transaction'>, link: string): Promise<AccountRefs | null> {
  const [found] = await rowsOf<AccountRefs>(
    transaction,
    sql`select ${STANDING_LINK} as link, ${refOn('psa')} as customer, ${refOn('crm')} as company from link l where l.id = ${link} and l.entity = 'account'`,
  );
  return found ?? null;
}

/** `record`: what names the account, one row of `side_state` per link. Refs are values, or columns that hold them. */
export function recordsOf(entity: EntityName, { link, customer, company }: Readonly<Record<keyof AccountRefs, string | null | RawBuilder<unknown>>>): RawBuilder<unknown> {
  const on = (side: Side, account: string | null | RawBuilder<unknown>, before: readonly Side[]): RawBuilder<unknown> => {
    const named = sql`select c.* from side_state c where c.side = ${side} and c.entity = ${entity} and c.account = ${account} and c.gone is null`;
    if (before.length === 0) return named;
    return sql`${named} and not exists (select from side_state o where o.link_id = c.link_id and o.side = any(${[...before]}::text[]) and o.gone is null and o.account is not null)`;
  };
  return sql`(${on('local', link, [])} union all ${on('psa', customer, ['local'])} union all ${on('crm', company, ['local', 'psa'])}) record`;
}

/** What a registry of the PSA calls one of its entries. */
export function labelOf(registry: string, id: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`(select i.item ->> 'label' from fact f cross join lateral jsonb_array_elements(f.value -> 'items') as i (item) where f.name = ${`registry:psa:${registry}`} and i.item ->> 'id' = ${id} limit 1)`;
}

/** The name of whoever has this e-mail, among the users of the PSA, then the owners of the CRM. */
export function ownerName(email: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`(select i.item ->> 'label' from fact f cross join lateral jsonb_array_elements(f.value -> 'items') as i (item)
    where f.name = any('{registry:psa:owners,registry:crm:owners}'::text[]) and i.item ->> 'email' = lower(${email}) order by f.name desc limit 1)`;
}

const text = (value: Value): string | null => (typeof value === 'string' ? value : null);
const FIELDS = ['name', 'businessId', 'owner', 'lifecycle', 'industry', 'segments'] as const;

export function header(options: ViewOptions, { asOf, account }: Parameters<HistoryViews['header']>[0]): ReturnType<HistoryViews['header']> {
  return ask(options, asOf, async (open): Promise<AccountHeader | null> => {
    const refs = await accountOf(open, account);
    if (refs === null) return null;
    const { transaction, money, told } = open;
    const { link, customer, company } = refs;
    const shown = await rowsOf<{ fields: Fields }>(transaction, sql`select fields from side_state where link_id = ${link} and gone is null order by array_position('{local,psa,crm}'::text[], side)`);
    const fields = Object.fromEntries(FIELDS.map((name) => [name, shown.map((row) => row.fields[name] ?? null).find((value) => value !== null) ?? null])) as Record<(typeof FIELDS)[number], Value>;
    const segments = isSet(fields.segments) ? fields.segments.map(({ key }) => key) : [];
    const [names] = await rowsOf<{ owner: string | null; industry: string | null; segments: readonly string[] | null }>(
      transaction,
      sql`select ${ownerName(sql`${fields.owner}::text`)} as owner, ${labelOf('industries', sql`${fields.industry}::text`)} as industry,
        (select array_agg(coalesce(${labelOf('segments', sql`g.key`)}, g.key) order by g.at) from unnest(${segments}::text[]) with ordinality as g (key, at)) as segments`,
    );
    const [counts] = await rowsOf<Omit<AccountHeader['counts'], 'openProjects' | 'invoices'>>(
      transaction,
      sql`select (select count(*)::int from ${recordsOf('contact', refs)}) as contacts, ${sql.join((['open', 'won', 'lost'] as const).map((state) => sql`(count(*) filter (where fields ->> 'state' = ${state}))::int as ${sql.ref(`${state}Deals`)}`))}
        from ${recordsOf('salesCase', refs)}`,
    );
    const [rollUp] = customer === null ? [] : await rollUpsOf(transaction, { entity: 'account', customers: [customer], today: asOf, money, classes: options.classes });
    const figure = (name: string): Value => rollUp?.fields[name] ?? null;
    return {
      ...told,
      account: link, customer, company,
      name: text(fields.name), businessId: text(fields.businessId), owner: text(fields.owner), ownerName: names?.owner ?? null, lifecycle: text(fields.lifecycle),
      industry: names?.industry ?? text(fields.industry), segments: names?.segments ?? [],
      valueClass: figure('valueClass') as AccountHeader['valueClass'], sizeClass: figure('sizeClass') as AccountHeader['sizeClass'],
      customerSince: text(figure('customerSince')), lastInvoiceOn: text(figure('lastInvoiceOn')), lastWorkOn: text(figure('lastWorkOn')), nextBillingOn: text(figure('nextBillingOn')),
      counts: {
        contacts: counts?.contacts ?? 0, openDeals: counts?.openDeals ?? 0, wonDeals: counts?.wonDeals ?? 0, lostDeals: counts?.lostDeals ?? 0,
        openProjects: Number(figure('openProjects') ?? 0), invoices: Number(figure('invoiceCount') ?? 0),
      },
    };
  });
}
