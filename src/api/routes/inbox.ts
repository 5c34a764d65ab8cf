// Possible matches and held writes over the API, and how much waits in all inboxes. Invariant: whoever answers is told when somebody else
// was there first; what was decided is looked at by a worker at once.
import { waitsByItself } from '../../core/plan.ts';
import { RejectedError } from '../../lib/errors.ts';
import type { Views } from '../../store/views.ts';
import type { HeldFilter, HeldView, MatchView } from '../../store/views/inbox.ts';
import { CONTRACTS } from '../contract.ts';
import { dataRoute } from '../data-route.ts';
import { HELD_COLUMNS, toldHeld } from '../inbox-held.ts';
import { everyItem, narrowing, pageIn } from '../inbox-listing.ts';
import { MATCH_COLUMNS, toldMatches } from '../inbox-matches.ts';
import { cursorOf } from '../keyset.ts';
import { fileReply } from '../sheet-file.ts';
import type { ApiContext, Route } from '../route.ts';
import { conflictRoutes } from './inbox-conflicts.ts';

/** Records that are looked at again in one go. */
const MOST = 5_000;

export function inboxRoutes(context: ApiContext): readonly Route[] {
  return [
    dataRoute(context, CONTRACTS.inboxCounts, async ({ views, tell }) => {
      const [conflicts, matches, held] = [await views.conflictCounts(), await views.matchCounts(), await views.heldCounts()];
      return tell({ conflicts: total(conflicts), matches: total(matches), held: total(held.filter(({ kind }) => !waitsByItself(kind))) });
    }),
    ...conflictRoutes(context),
    ...matchRoutes(context),
    ...heldRoutes(context),
  ];
}

const total = (items: readonly { readonly count: number }[]): number => items.reduce((sum, { count }) => sum + count, 0);

function matchRoutes(context: ApiContext): readonly Route[] {
  return [
    dataRoute(context, CONTRACTS.matchSummary, async ({ views, tell }) => {
      const items = await views.matchCounts();
      return tell({ total: total(items), items });
    }),
    dataRoute(context, CONTRACTS.matches, async ({ views, workspace, caller, query, withAmounts, tell }) => {
      const question = pageIn(query, { ...narrowing(query, context.timeZone), ...(query.by === undefined ? {} : { by: query.by }) });
      const told = (items: readonly MatchView[]): ReturnType<typeof toldMatches> => toldMatches(workspace, caller, items);
      if (query.format !== 'json') {
        const { format, locale } = query;
        return fileReply({ name: locale === 'fi' ? 'vastineet' : 'matches', columns: MATCH_COLUMNS, rows: await everyItem(question, (page) => views.openMatches(page), told), format, locale, withAmounts });
      }
      const { items, next, total: all } = await views.openMatches(question);
      return tell({ items: await told(items), next: cursorOf(query, next), total: all });
    }),
    dataRoute(context, CONTRACTS.match, async ({ views, workspace, caller, params, tell, nothing }) => {
      const found = await views.match(params['id'] ?? '');
      const [told] = found === null ? [] : await toldMatches(workspace, caller, [found]);
      return told === undefined ? nothing() : tell(told);
    }),
    dataRoute(context, CONTRACTS.decideMatch, async ({ views, workspace, caller, params, body, tell, nothing, clash }) => {
      const id = params['id'] ?? '';
      if ((await views.match(id)) === null) return nothing();
      try {
        const done = await workspace.store.answer({ kind: 'match', id, accept: body.accept, by: caller.name });
        if (!done) return clash(...whatHappened(await views.match(id)));
      } catch (error) {
        if (error instanceof RejectedError && error.code === 'match-same-side') return clash(error.code, error.message);
        throw error;
      }
      return { ...tell({ id }), afterwards: () => context.wake(caller.workspace) };
    }),
  ];
}

function whatHappened(now: Awaited<ReturnType<Views['match']>>): readonly [code: string, detail: string] {
  if (now?.decidedBy) return ['match-decided', `${now.decidedBy} has ${now.state === 'accepted' ? 'accepted' : 'rejected'} it already, at ${now.decidedAt ?? ''}.`];
  return ['match-over', 'It is over: one of the two went another way before anybody decided.'];
}

function heldRoutes(context: ApiContext): readonly Route[] {
  const filterOf = ({ side, kind, ...rest }: Parameters<typeof narrowing>[0] & { readonly side?: HeldFilter['sides'] | undefined; readonly kind?: HeldFilter['kinds'] | undefined }): HeldFilter => ({
    ...narrowing(rest, context.timeZone), ...(side === undefined ? {} : { sides: side }), ...(kind === undefined ? {} : { kinds: kind }),
  });
  return [
    dataRoute(context, CONTRACTS.heldSummary, async ({ views, tell }) => {
      const items = (await views.heldCounts()).map((item) => ({ ...item, alone: waitsByItself(item.kind) }));
      return tell({ total: total(items), items });
    }),
    dataRoute(context, CONTRACTS.held, async ({ views, workspace, caller, query, withAmounts, tell }) => {
      const question = pageIn(query, filterOf(query), 'numbers');
      const told = (items: readonly HeldView[]): ReturnType<typeof toldHeld> => toldHeld(workspace, caller, items);
      if (query.format !== 'json') {
        const { format, locale } = query;
        return fileReply({ name: locale === 'fi' ? 'odottavat' : 'held', columns: HELD_COLUMNS, rows: await everyItem(question, (page) => views.heldWrites(page), told), format, locale, withAmounts });
      }
      const { items, next, total: all } = await views.heldWrites(question);
      return tell({ items: await told(items), next: cursorOf(query, next), total: all });
    }),
    dataRoute(context, CONTRACTS.retryHeld, async ({ views, workspace, caller, body, tell }) => {
      const records = 'records' in body ? body.records : (await views.heldWrites({ filter: filterOf(body.matching), descending: false, after: null, limit: MOST })).items.map(({ entity, linkId }) => ({ entity, id: linkId }));
      const distinct = Map.groupBy([...new Map(records.map((one) => [one.id, one])).values()], ({ entity }) => entity);
      for (const [entity, ofEntity] of distinct) await workspace.store.markDirty(entity, ofEntity.map(({ id }) => id), 'person');
      const count = [...distinct.values()].reduce((sum, { length }) => sum + length, 0);
      return { ...tell({ records: count }), afterwards: () => context.wake(caller.workspace) };
    }),
  ];
}
