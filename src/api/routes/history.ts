// What was bought, and the reports, over the API. Invariant: whoever has no right to amounts is answered by questions that ask for none.
import { yearBefore } from '../../lib/day.ts';
import { CONTRACTS } from '../contract.ts';
import { dataRoute } from '../data-route.ts';
import { nextOf } from '../paging.ts';
import type { ApiContext, Route } from '../route.ts';

export function historyRoutes(context: ApiContext): readonly Route[] {
  return [...accountRoutes(context), ...reportRoutes(context)];
}

function accountRoutes(context: ApiContext): readonly Route[] {
  return [
    dataRoute(context, CONTRACTS.header, async ({ views, asOf, params, tell, nothing }) => {
      const answer = await views.header({ asOf, account: params['id'] ?? '' });
      return answer === null ? nothing() : tell(answer);
    }),
    dataRoute(context, CONTRACTS.timeline, async ({ views, asOf, withAmounts, params, query, tell, nothing }) => {
      const { kind, cursor, limit } = query;
      const answer = await views.timeline({ asOf, withAmounts, account: params['id'] ?? '', limit, ...(kind ? { kinds: kind } : {}), ...(cursor === undefined ? {} : { before: cursor }) });
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

function reportRoutes(context: ApiContext): readonly Route[] {
  return [
    dataRoute(context, CONTRACTS.profitable, async ({ views, asOf, withAmounts, query, offset, tell }) => {
      const to = query.to ?? asOf;
      const answer = await views.profitable({ asOf, withAmounts, from: query.from ?? yearBefore(to), to, filter: given({ industry: query.industry, segment: query.segment }), sort: sorted(query.sort), offset: offset(), limit: query.limit });
      return tell({ ...answer, next: nextOf(query, offset(), answer.total) });
    }),
    dataRoute(context, CONTRACTS.dormant, async ({ views, asOf, withAmounts, query, offset, tell }) => {
      const months = query.months ?? context.dormantMonths;
      const answer = await views.dormant({ asOf, withAmounts, months, filter: given({ industry: query.industry, segment: query.segment }), sort: sorted(query.sort), offset: offset(), limit: query.limit });
      return tell({ ...answer, next: nextOf(query, offset(), answer.total) });
    }),
    dataRoute(context, CONTRACTS.pipeline, async ({ views, asOf, withAmounts, query, tell }) => tell(await views.pipeline({ asOf, withAmounts, filter: {}, ...given({ from: query.from, to: query.to }) }))),
    dataRoute(context, CONTRACTS.salesForecast, async ({ views, asOf, withAmounts, query, tell }) => tell(await views.salesForecast({ asOf, withAmounts, months: query.months, filter: {} }))),
    dataRoute(context, CONTRACTS.funnel, async ({ views, asOf, withAmounts, query, tell }) => tell(await views.funnel({ asOf, withAmounts, of: query.of, ...given({ from: query.from, to: query.to }) }))),
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
