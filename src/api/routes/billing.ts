// The billable flow over the API. Invariant: whoever has no right to amounts is answered by questions that ask for none.
import { toInstant } from '../../lib/clock.ts';
import { csvFile } from '../../lib/csv-file.ts';
import { midnightIn } from '../../lib/day.ts';
import { xlsxFile } from '../../lib/xlsx-file.ts';
import type { Views } from '../../store/views.ts';
import { billingSheet } from '../billing-sheet.ts';
import type { SheetLocale } from '../billing-sheet.ts';
import { CONTRACTS } from '../contract.ts';
import { dataRoute } from '../data-route.ts';
import { nextOf } from '../paging.ts';
import type { ApiContext, Route, StreamReply } from '../route.ts';

type Filter = Parameters<Views['board']>[0]['filter'];
type GivenFilter = { readonly [Key in Exclude<keyof Filter, 'customers' | 'states'>]?: string | undefined } & { readonly customer?: readonly string[] | undefined; readonly state?: Filter['states'] | undefined };

const LISTS = ['unplanned', 'wonWithoutWork', 'workWithoutDeal'] as const;

export function billingRoutes(context: ApiContext): readonly Route[] {
  return [
    dataRoute(context, CONTRACTS.board, async ({ views, asOf, withAmounts, query, tell }) => tell(await views.board({ asOf, withAmounts, filter: filterOf(query) }))),
    dataRoute(context, CONTRACTS.groups, async ({ views, asOf, withAmounts, query, offset, tell }) => {
      const { by, limit } = query;
      const answer = await views.groups({ asOf, withAmounts, by, filter: filterOf(query), offset: offset(), limit });
      return tell({ ...answer, next: nextOf(query, offset(), answer.total) });
    }),
    dataRoute(context, CONTRACTS.lines, async ({ views, asOf, withAmounts, query, offset, tell }) => {
      const { sort, limit, format, locale } = query;
      const filter = filterOf(query);
      if (format !== 'json') return fileOf(await begun(views.export({ asOf, withAmounts, filter })), { format, locale, asOf, withAmounts });
      const descending = sort.startsWith('-');
      const by = (descending ? sort.slice(1) : sort) as Parameters<Views['lines']>[0]['sort']['by'];
      const answer = await views.lines({ asOf, withAmounts, filter, sort: { by, descending }, offset: offset(), limit });
      return tell({ ...answer, next: nextOf(query, offset(), answer.total) });
    }),
    dataRoute(context, CONTRACTS.changes, async ({ views, asOf, withAmounts, query, offset, tell }) => {
      const { since: from, limit, customer } = query;
      const since = from.length === 10 ? toInstant(midnightIn(context.timeZone, from)) : from;
      // Otherwise what moves while somebody turns the pages would move the pages.
      const until = query.until ?? toInstant(context.clock.now());
      const answer = await views.changes({ asOf, withAmounts, since, until, offset: offset(), limit, ...(customer ? { customers: customer } : {}) });
      return tell({ ...answer, next: nextOf(query, offset(), answer.total) });
    }),
    dataRoute(context, CONTRACTS.forecast, async ({ views, asOf, withAmounts, query, tell }) => tell(await views.forecast({ asOf, withAmounts, months: query.months, ...(query.customer ? { customers: query.customer } : {}) }))),
    dataRoute(context, CONTRACTS.missing, async ({ views, asOf, withAmounts, query, params, offset, tell, nothing }) => {
      const list = LISTS.find((one) => one === params['list']);
      if (!list) return nothing();
      const answer = await views.missing({ asOf, withAmounts, list, olderThanDays: query.olderThanDays ?? context.unplannedDays, offset: offset(), limit: query.limit });
      return tell({ ...answer, next: nextOf(query, offset(), answer.total) });
    }),
    dataRoute(context, CONTRACTS.drift, async ({ views, today, query, tell }) => {
      const told = await views.freshness(today);
      return tell({ ...told, ...(await views.drift({ today, figures: context.figures, ...(query.customer ? { customers: query.customer } : {}) })) });
    }),
    dataRoute(context, CONTRACTS.freshness, async ({ views, today, tell }) => tell(await views.freshness(today))),
  ];
}

function filterOf({ account, customer, billingCustomer, project, owner, state, currency, from, to }: GivenFilter): Filter {
  const given = { account, customers: customer, billingCustomer, project, owner, states: state, currency, from, to };
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
}

const TYPES = { csv: 'text/csv; charset=utf-8', xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet' } as const;

interface FileQuestion {
  readonly format: keyof typeof TYPES;
  readonly locale: SheetLocale;
  readonly asOf: string;
  readonly withAmounts: boolean;
}

function fileOf(batches: ReturnType<Views['export']>, { format, locale, asOf, withAmounts }: FileQuestion): StreamReply {
  const sheet = billingSheet(batches, locale, withAmounts);
  const headers = { 'content-type': TYPES[format], 'content-disposition': `attachment; filename="billing-${asOf}.${format}"` };
  return { status: 200, headers, body: format === 'csv' ? csvFile(sheet, locale) : xlsxFile(sheet) };
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
