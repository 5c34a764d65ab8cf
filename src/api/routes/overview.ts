// What was done today, for the first page. Invariant: a caller is told of the kinds of records whose lists they may open.
import { toInstant } from '../../lib/clock.ts';
import { midnightIn } from '../../lib/day.ts';
import { CONTRACTS } from '../contract.ts';
import { dataRoute } from '../data-route.ts';
import type { ApiContext, ReadRight, Route } from '../route.ts';

const RIGHTS = { account: 'accounts', contact: 'contacts', salesCase: 'salesCases', activity: 'activities' } as const satisfies Readonly<Record<string, ReadRight>>;
const ENTITIES = Object.keys(RIGHTS) as (keyof typeof RIGHTS)[];

export function overviewRoutes(context: ApiContext): readonly Route[] {
  return [
    dataRoute(context, CONTRACTS.today, async ({ views, caller, today, tell }) => {
      const since = toInstant(midnightIn(context.timeZone, today));
      return tell({ since, items: await views.doneSince({ since, entities: ENTITIES.filter((entity) => caller.reads.has(RIGHTS[entity])) }) });
    }),
  ];
}
