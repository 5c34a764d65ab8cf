// The registers over the API. Invariant: the page and the file of one question are about the same records, and whoever may not see
// values is answered by questions that ask for none.
import { toInstant } from '../../lib/clock.ts';
import { dayAfter, midnightIn } from '../../lib/day.ts';
import { CONTRACTS } from '../contract.ts';
import { dataRoute } from '../data-route.ts';
import { ACCOUNT_COLUMNS, CASE_COLUMNS, CONTACT_COLUMNS, TOUCH_COLUMNS } from '../register-columns.ts';
import { everyItem, registerPage } from '../register-cursor.ts';
import type { ApiContext, Caller, Route } from '../route.ts';
import { seeing } from '../seen.ts';
import { fileReply } from '../sheet-file.ts';

export function registerRoutes(context: ApiContext): readonly Route[] {
  return [
    dataRoute(context, CONTRACTS.accounts, async ({ views, today, query, tell }) => {
      const { sort, q, format, locale, limit: _limit, cursor: _cursor, active, id: ids, ...filter } = query;
      const read = (from: From): ReturnType<typeof views.accountLines> =>
        views.accountLines({ ...from, words: q ?? null, sort: sorted(sort), filter: said({ ...filter, ids, active: isYes(active), dormantBefore: monthsBefore(today, context.dormantMonths) }) });
      if (format === 'json') return tell(await registerPage(query, read));
      return fileReply({ name: 'accounts', columns: ACCOUNT_COLUMNS, rows: await everyItem(read), format, locale, withAmounts: false });
    }),
    dataRoute(context, CONTRACTS.contacts, async ({ views, workspace, caller, today, query, tell }) => {
      const { sort, q, format, locale, limit: _limit, cursor: _cursor, active, legalBasis, id: ids, ...filter } = query;
      const read = seeing(workspace, caller, format === 'json' ? 'list' : 'file', (from: From): ReturnType<typeof views.contactLines> =>
        views.contactLines({ ...from, words: q ?? null, sort: sorted(sort), filter: said({ ...filter, ids, active: isYes(active), legalBasis: isYes(legalBasis), dormantBefore: monthsBefore(today, context.dormantMonths) }) }), ({ id }) => [id]);
      if (format === 'json') return tell(await registerPage(query, read));
      return fileReply({ name: 'contacts', columns: CONTACT_COLUMNS, rows: await everyItem(read), format, locale, withAmounts: false });
    }),
    dataRoute(context, CONTRACTS.salesCases, async ({ views, caller, query, tell }) => {
      const { sort, q, format, locale, limit: _limit, cursor: _cursor, ...filter } = query;
      const withValues = seesValues(caller);
      const read = (from: From): ReturnType<typeof views.caseLines> => views.caseLines({ ...from, words: q ?? null, sort: sorted(sort), filter: said(filter), withValues });
      if (format === 'json') return tell(await registerPage(query, read));
      return fileReply({ name: 'sales-cases', columns: CASE_COLUMNS, rows: await everyItem(read), format, locale, withAmounts: withValues });
    }),
    dataRoute(context, CONTRACTS.salesCaseStages, async ({ views, caller, query: { q, ...filter }, tell }) =>
      tell({ items: await views.stageSums({ words: q ?? null, filter: said(filter), withValues: seesValues(caller) }) })),
    dataRoute(context, CONTRACTS.touches, async ({ views, workspace, caller, query, tell }) => {
      const { sort, format, locale, limit: _limit, cursor: _cursor, atFrom, atUntil, ...filter } = query;
      const dated = { from: begins(context, atFrom), until: begins(context, atUntil === undefined ? undefined : dayAfter(atUntil)) };
      const read = seeing(workspace, caller, 'touches', (from: From): ReturnType<typeof views.touchLines> => views.touchLines({ ...from, sort: sorted(sort), filter: said({ ...filter, ...dated }), withContacts: caller.reads.has('contacts') }), ({ contacts }) => contacts.flatMap(({ id }) => id ?? []));
      if (format === 'json') return tell(await registerPage(query, read));
      return fileReply({ name: 'touches', columns: TOUCH_COLUMNS, rows: await everyItem(read), format, locale, withAmounts: false });
    }),
    dataRoute(context, CONTRACTS.registerChoices, async ({ views, tell }) => tell(await views.registerChoices())),
  ];
}

interface From {
  readonly after: string | null;
  readonly limit: number;
  readonly counted: boolean;
}

/** Whoever sells has to see what they sell for. */
function seesValues({ reads, changes }: Caller): boolean {
  return reads.has('amounts') || changes.has('salesCases');
}

function sorted<By extends string>(sort: By | `-${By}`): { readonly by: By; readonly descending: boolean } {
  const descending = sort.startsWith('-');
  return { by: (descending ? sort.slice(1) : sort) as By, descending };
}

function isYes(answer: 'yes' | 'no' | undefined): boolean | undefined {
  return answer === undefined ? undefined : answer === 'yes';
}

type Said<Filter> = { readonly [Name in keyof Filter as undefined extends Filter[Name] ? never : Name]: Filter[Name] } & { readonly [Name in keyof Filter as undefined extends Filter[Name] ? Name : never]?: Exclude<Filter[Name], undefined> };

/** Without what was not said. */
function said<Filter extends object>(filter: Filter): Said<Filter> {
  return Object.fromEntries(Object.entries(filter).filter(([, value]) => value !== undefined)) as Said<Filter>;
}

/** When a day begins where the organisation is. */
function begins({ timeZone }: Pick<ApiContext, 'timeZone'>, day: string | undefined): string | undefined {
  return day === undefined ? undefined : toInstant(midnightIn(timeZone, day));
}

/** Plain dates. Of a month that is shorter, its last day. */
function monthsBefore(day: string, months: number): string {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number);
  const last = new Date(Date.UTC(year, month - months, 0)).getUTCDate();
  return new Date(Date.UTC(year, month - 1 - months, Math.min(date, last))).toISOString().slice(0, 10);
}
