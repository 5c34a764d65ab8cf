// What was bought, and the reports, over the API. Invariant: whoever has no right to amounts, activities or touches is answered by
// questions that ask for none.
import { yearBefore } from '../../lib/day.ts';
import { TIMELINE_KINDS } from '../../store/views/history.ts';
import type { TimelineKind } from '../../store/views/history.ts';
import { CONTRACTS } from '../contract.ts';
import { dataRoute } from '../data-route.ts';
import { nextOf } from '../paging.ts';
import { dormantColumns, funnelColumns, pipelineColumns, profitableColumns, salesForecastColumns } from '../report-columns.ts';
import type { ApiContext, Caller, Route } from '../route.ts';
import { each, everyRow, fileReply } from '../sheet-file.ts';

export function historyRoutes(context: ApiContext): readonly Route[] {
  return [...accountRoutes(context), ...reportRoutes(context)];
}

function accountRoutes(context: ApiContext): readonly Route[] {
  return [
    dataRoute(context, CONTRACTS.header, async ({ views, asOf, params, tell, nothing }) => {
      const answer = await views.header({ asOf, account: params['id'] ?? '' });
      return answer === null ? nothing() : tell(answer);
    }),
    dataRoute(context, CONTRACTS.timeline, async ({ views, asOf, withAmounts, caller, params, query, tell, nothing }) => {
      const { kind, cursor, limit } = query;
      const answer = await views.timeline({ asOf, withAmounts, account: params['id'] ?? '', limit, kinds: kindsFor(caller, kind ?? TIMELINE_KINDS), ...(cursor === undefined ? {} : { before: cursor }) });
      return answer === null ? nothing() : tell(answer);
    }),
    dataRoute(context, CONTRACTS.totals, async ({ views, asOf, withAmounts, params, tell, nothing }) => {
      const answer = await views.totals({ asOf, withAmounts, account: params['id'] ?? '' });
      return answer === null ? nothing() : tell(answer);
    }),
    dataRoute(context, CONTRACTS.trace, async ({ views, asOf, withAmounts, params, tell, nothing }) => {
      const answer = await views.trace({ asOf, withAmounts, deal: params['id'] ?? '' });
      return answer === null ? nothing() : tell(answer);
    }),
  ];
}

/** Of the kinds that were asked for, those that the caller may see. */
function kindsFor({ reads }: Caller, asked: readonly TimelineKind[]): readonly TimelineKind[] {
  return asked.filter((kind) => (kind === 'activity' ? reads.has('activities') : kind !== 'touch' || reads.has('touches')));
}

function reportRoutes(context: ApiContext): readonly Route[] {
  return [
    dataRoute(context, CONTRACTS.profitable, async ({ views, asOf, withAmounts, query, offset, tell }) => {
      const { limit, format, locale, sort } = query;
      const to = query.to ?? asOf;
      const question = { asOf, withAmounts, from: query.from ?? yearBefore(to), to, filter: given({ owner: query.owner, industry: query.industry, segment: query.segment }), sort: sorted(sort) };
      if (format !== 'json') {
        const rows = await everyRow(async (at, most) => (await views.profitable({ ...question, offset: at, limit: most })).accounts);
        return fileReply({ name: `profitable-${to}`, columns: profitableColumns, rows, format, locale, withAmounts });
      }
      const { accounts: items, ...rest } = await views.profitable({ ...question, offset: offset(), limit });
      return tell({ ...rest, items, next: nextOf(query, offset(), rest.total) });
    }),
    dataRoute(context, CONTRACTS.dormant, async ({ views, asOf, withAmounts, query, offset, tell }) => {
      const { limit, format, locale, sort } = query;
      const question = { asOf, withAmounts, months: query.months ?? context.dormantMonths, filter: given({ owner: query.owner, industry: query.industry, segment: query.segment }), sort: sorted(sort) };
      if (format !== 'json') {
        const rows = await everyRow(async (at, most) => (await views.dormant({ ...question, offset: at, limit: most })).accounts);
        return fileReply({ name: `dormant-${asOf}`, columns: dormantColumns, rows, format, locale, withAmounts });
      }
      const { accounts: items, ...rest } = await views.dormant({ ...question, offset: offset(), limit });
      return tell({ ...rest, items, next: nextOf(query, offset(), rest.total) });
    }),
    dataRoute(context, CONTRACTS.pipeline, async ({ views, asOf, withAmounts, query, tell }) => {
      const { format, locale, owner, from, to } = query;
      const answer = await views.pipeline({ asOf, withAmounts, filter: given({ owner }), ...given({ from, to }) });
      return format === 'json' ? tell(answer) : fileReply({ name: `pipeline-${asOf}`, columns: pipelineColumns, rows: each(answer.stages), format, locale, withAmounts });
    }),
    dataRoute(context, CONTRACTS.salesForecast, async ({ views, asOf, withAmounts, query, tell }) => {
      const { format, locale, owner, months } = query;
      const answer = await views.salesForecast({ asOf, withAmounts, months, filter: given({ owner }) });
      return format === 'json' ? tell(answer) : fileReply({ name: `sales-forecast-${asOf}`, columns: salesForecastColumns, rows: each(answer.months), format, locale, withAmounts });
    }),
    dataRoute(context, CONTRACTS.funnel, async ({ views, asOf, withAmounts, query, tell }) => {
      const { format, locale, owner, of, from, to } = query;
      const answer = await views.funnel({ asOf, withAmounts, of, filter: given({ owner }), ...given({ from, to }) });
      return format === 'json' ? tell(answer) : fileReply({ name: `funnel-${of}-${asOf}`, columns: funnelColumns, rows: each(answer.sources), format, locale, withAmounts });
    }),
  ];
}

function sorted<By extends string>(sort: By | `-${By}`): { readonly by: By; readonly descending: boolean } {
  const descending = sort.startsWith('-');
  return { by: (descending ? sort.slice(1) : sort) as By, descending };
}

/** Without what was not said. */
function given<Key extends string>(filter: { readonly [Name in Key]: string | undefined }): { readonly [Name in Key]?: string } {
  return Object.fromEntries(Object.entries(filter).filter(([, value]) => value !== undefined)) as { readonly [Name in Key]?: string };
}
