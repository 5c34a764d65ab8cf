// The billable flow over the API. Invariant: whoever has no right to amounts is answered by questions that ask for none.
import { toInstant } from '../../lib/clock.ts';
import { dayAfter, midnightIn } from '../../lib/day.ts';
import { reconcileMoney } from '../../engine/reconcile-money.ts';
import { runOnce } from '../../engine/run.ts';
import { schedulesOf } from '../../jobs/schedule.ts';
import type { Views } from '../../store/views.ts';
import { billingSheet } from '../billing-sheet.ts';
import { changeColumns, driftColumns, forecastColumns, groupColumns, missingColumns } from '../billing-columns.ts';
import { CONTRACTS } from '../contract.ts';
import { dataRoute } from '../data-route.ts';
import { nextOf } from '../paging.ts';
import type { ApiContext, ApiWorkspace, Route } from '../route.ts';
import { createSharedDrift } from '../shared-drift.ts';
import { each, everyRow, fileReply, sheetReply } from '../sheet-file.ts';

type Filter = Parameters<Views['board']>[0]['filter'];
type GivenFilter = { readonly [Key in Exclude<keyof Filter, 'customers' | 'states' | 'words'>]?: string | undefined } & { readonly customer?: readonly string[] | undefined; readonly state?: Filter['states'] | undefined; readonly q?: string | undefined };

const CHOICES = ['account', 'project', 'owner'] as const;
const MOST_CHOICES = 50;
/** What has sums of money in it. */
const WITH_SUMS = ['account', 'salesCase'] as const;
const LISTS = ['unplanned', 'wonWithoutWork', 'workWithoutDeal'] as const;

export function billingRoutes(context: ApiContext): readonly Route[] {
  const shared = createSharedDrift(context.clock);
  return [
    dataRoute(context, CONTRACTS.board, async ({ views, asOf, withAmounts, query, tell }) => tell(await views.board({ asOf, withAmounts, filter: filterOf(query) }))),
    dataRoute(context, CONTRACTS.groups, async ({ views, asOf, withAmounts, query, offset, tell }) => {
      const { by, limit, format, locale } = query;
      const question = { asOf, withAmounts, by, filter: filterOf(query) };
      if (format !== 'json') {
        const rows = await everyRow(async (at, most) => (await views.groups({ ...question, offset: at, limit: most })).groups);
        return fileReply({ name: `billing-by-${by}-${asOf}`, columns: groupColumns(by), rows: cellsOf(rows), format, locale, withAmounts });
      }
      const { groups: items, ...rest } = await views.groups({ ...question, offset: offset(), limit });
      return tell({ ...rest, items, next: nextOf(query, offset(), rest.total) });
    }),
    dataRoute(context, CONTRACTS.lines, async ({ views, asOf, withAmounts, query, offset, tell }) => {
      const { sort, limit, format, locale } = query;
      const filter = filterOf(query);
      if (format !== 'json') return sheetReply(billingSheet(await begun(views.export({ asOf, withAmounts, filter })), locale, withAmounts), { name: `billing-${asOf}`, format, locale });
      const descending = sort.startsWith('-');
      const by = (descending ? sort.slice(1) : sort) as Parameters<Views['lines']>[0]['sort']['by'];
      const { lines: items, ...rest } = await views.lines({ asOf, withAmounts, filter, sort: { by, descending }, offset: offset(), limit });
      return tell({ ...rest, items, next: nextOf(query, offset(), rest.total) });
    }),
    dataRoute(context, CONTRACTS.changes, async ({ views, asOf, withAmounts, query, offset, tell }) => {
      const { since: from, until: to, limit, customer, format, locale } = query;
      const since = from.length === 10 ? toInstant(midnightIn(context.timeZone, from)) : from;
      // Otherwise what moves while somebody turns the pages would move the pages.
      const until = to?.length === 10 ? toInstant(midnightIn(context.timeZone, dayAfter(to)) - 1) : (to ?? toInstant(context.clock.now()));
      const question = { asOf, withAmounts, since, until, ...(customer ? { customers: customer } : {}) };
      if (format !== 'json') {
        const rows = await everyRow(async (at, most) => (await views.changes({ ...question, offset: at, limit: most })).moves);
        return fileReply({ name: `billing-moved-since-${since.slice(0, 10)}`, columns: changeColumns, rows, format, locale, withAmounts });
      }
      const { moves: items, ...rest } = await views.changes({ ...question, offset: offset(), limit });
      return tell({ ...rest, items, next: nextOf(query, offset(), rest.total) });
    }),
    dataRoute(context, CONTRACTS.forecast, async ({ views, asOf, withAmounts, query, tell }) => {
      const { format, locale } = query;
      const answer = await views.forecast({ asOf, withAmounts, months: query.months, ...(query.customer ? { customers: query.customer } : {}) });
      if (format === 'json') return tell(answer);
      return fileReply({ name: `billing-forecast-${asOf}`, columns: forecastColumns, rows: each(answer.cells), format, locale, withAmounts });
    }),
    dataRoute(context, CONTRACTS.missing, async ({ views, asOf, withAmounts, query, params, offset, tell, nothing }) => {
      const list = LISTS.find((one) => one === params['list']);
      if (!list) return nothing();
      const { limit, format, locale } = query;
      const question = { asOf, withAmounts, list, olderThanDays: query.olderThanDays ?? context.unplannedDays };
      if (format !== 'json') {
        const rows = await everyRow(async (at, most) => (await views.missing({ ...question, offset: at, limit: most })).items);
        return fileReply({ name: `billing-${list}-${asOf}`, columns: missingColumns, rows, format, locale, withAmounts });
      }
      const answer = await views.missing({ ...question, offset: offset(), limit });
      return tell({ ...answer, next: nextOf(query, offset(), answer.total) });
    }),
    dataRoute(context, CONTRACTS.drift, async ({ views, workspace, caller, today, query, withAmounts, offset, tell }) => {
      const { limit, format, locale, customer } = query;
      const told = await views.freshness(today);
      const { accounts, drift } = await (customer ? views.drift({ today, figures: context.figures, customers: customer }) : shared.of(caller.workspace, views, { today, figures: context.figures }));
      if (format !== 'json') return fileReply({ name: `billing-drift-${today}`, columns: driftColumns, rows: each(await named(workspace, drift)), format, locale, withAmounts });
      const items = await named(workspace, drift.slice(offset(), offset() + limit));
      return tell({ ...told, accounts, items, total: drift.length, next: nextOf(query, offset(), drift.length) });
    }),
    dataRoute(context, CONTRACTS.heal, async ({ views, workspace, caller, body, tell, clash }) => {
      const { mirroring, entities } = workspace.engine;
      if (!mirroring || !workspace.connectors.has('psa')) return clash('money-off', 'There are no sums to compare: connect Severa, and switch the feature "money" on.');
      if (await isPaused(context, workspace)) return clash('paused', 'Schedules are paused: resume them first.');
      const carry = (): ReturnType<typeof runOnce> => runOnce(workspace.engine, WITH_SUMS.filter((name) => entities.has(name)), { dryRun: false, approved: false, sweep: false, deep: false });
      try {
        const { accounts, drift } = await reconcileMoney(workspace.engine, mirroring, views, { customers: body.customers, figures: context.figures }, carry);
        return tell({ accounts, items: await named(workspace, drift) });
      } finally {
        shared.forget(caller.workspace);
      }
    }),
    dataRoute(context, CONTRACTS.billingChoices, async ({ views, query, params, tell, nothing }) => {
      const of = CHOICES.find((one) => one === params['of']);
      return of === undefined ? nothing() : tell({ items: await views.choices({ of, words: query.q ?? null, ids: query.id ?? null, limit: MOST_CHOICES }) });
    }),
    dataRoute(context, CONTRACTS.freshness, async ({ views, today, tell }) => tell(await views.freshness(today))),
  ];
}

function filterOf({ account, customer, billingCustomer, project, owner, state, currency, q, from, to }: GivenFilter): Filter {
  const given = { account, customers: customer, billingCustomer, project, owner, states: state, currency, words: q, from, to };
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
}

/** Nothing goes to the other systems by itself. */
async function isPaused({ schedules }: ApiContext, { store }: ApiWorkspace): Promise<boolean> {
  const looks = schedulesOf(schedules, await store.schedules()).filter(({ job }) => job === 'cycle' || job === 'money');
  return looks.length > 0 && looks.every(({ paused }) => paused);
}

type Told<Found> = Found & { readonly customerName: string | null; readonly label: { readonly fi: string; readonly en: string } | null };

/** Each with the name of its account, and of the figure that it is about. */
async function named<Found extends { readonly account: string | null; readonly about: string | null }>({ views, engine }: ApiWorkspace, found: readonly Found[]): Promise<readonly Told<Found>[]> {
  const ids = [...new Set(found.flatMap(({ account }) => (account === null ? [] : [account])))];
  const names = new Map((ids.length === 0 ? [] : await views.choices({ of: 'account', words: null, ids, limit: ids.length })).map(({ id, label }) => [id, label]));
  const fields = engine.entities.get('account')?.fields;
  return found.map((one) => ({ ...one, customerName: one.account === null ? null : (names.get(one.account) ?? null), label: fields?.get(one.about ?? '')?.label ?? null }));
}

type Group = Awaited<ReturnType<Views['groups']>>['groups'][number];

/** A row of a file per group, state and currency. */
async function* cellsOf(groups: AsyncIterable<Group>): AsyncGenerator<Omit<Group, 'cells'> & Group['cells'][number]> {
  for await (const { cells, ...group } of groups) for (const cell of cells) yield { ...group, ...cell };
}

/** What cannot be begun is refused as anything else is, before a file has been promised. */
async function begun<Item>(items: AsyncIterable<Item>): Promise<AsyncIterable<Item>> {
  const rest = items[Symbol.asyncIterator]();
  const first = await rest.next();
  return (async function* () {
    try {
      for (let item = first; item.done !== true; item = await rest.next()) yield item.value;
    } finally {
      await rest.return?.();
    }
  })();
}
