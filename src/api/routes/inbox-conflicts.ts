// Conflicts over the API: looked through, and decided one or many at a time. Invariant: a decision is about the values that the person
// was shown; when they have changed, or somebody else has decided, nothing is done and that is said.
import { decideAlways, mayDecideAlways, resolveConflict } from '../../engine/resolve.ts';
import { toInstant } from '../../lib/clock.ts';
import { UsageError } from '../../lib/errors.ts';
import { objection } from '../../lib/objection.ts';
import type { Views } from '../../store/views.ts';
import type { ConflictFilter, ConflictView, Place } from '../../store/views/inbox.ts';
import { CONTRACTS } from '../contract.ts';
import { dataRoute } from '../data-route.ts';
import { CONFLICT_COLUMNS, toldConflicts } from '../inbox-conflicts.ts';
import { everyItem, narrowing, pageIn } from '../inbox-listing.ts';
import { cursorOf, cursorUnreadable, isInstant, placeIn } from '../keyset.ts';
import { fileReply } from '../sheet-file.ts';
import { tellerOf } from '../told-value.ts';
import type { ApiContext, Caller, Route, TextReply } from '../route.ts';

/** Decided in one go; the rest is asked for again. */
const BATCH = 500;
const BATCHES = 4;

const NOT_ALWAYS = { field: 'always', ...objection('not-always') };

export function conflictRoutes(context: ApiContext): readonly Route[] {
  const filterOf = ({ field, changed, q, owner, ...rest }: Parameters<typeof narrowing>[0] & { readonly field?: string | undefined; readonly q?: string | undefined; readonly owner?: string | undefined; readonly changed?: ConflictFilter['changed'] | undefined }): ConflictFilter => ({
    ...narrowing(rest, context.timeZone), ...(field === undefined ? {} : { field }), ...(q === undefined ? {} : { words: q }), ...(owner === undefined ? {} : { owner }), ...(changed === undefined ? {} : { changed }),
  });
  const waking = (reply: TextReply, { workspace }: Caller): TextReply => ({ ...reply, afterwards: () => context.wake(workspace) });
  return [
    dataRoute(context, CONTRACTS.conflictSummary, async ({ views, workspace, caller, tell }) => {
      const { label } = tellerOf(workspace.engine, caller, (_entity, _side, _field, id) => id);
      const items = await views.conflictCounts();
      return tell({ total: items.reduce((sum, { count }) => sum + count, 0), items: items.map((item) => ({ ...item, field: label(item.entity, item.field) })) });
    }),
    dataRoute(context, CONTRACTS.conflicts, async ({ views, workspace, caller, query, withAmounts, tell }) => {
      const question = pageIn(query, filterOf(query));
      const told = (items: readonly ConflictView[]): ReturnType<typeof toldConflicts> => toldConflicts(workspace, caller, items);
      if (query.format !== 'json') {
        const { format, locale } = query;
        return fileReply({ name: locale === 'fi' ? 'ristiriidat' : 'conflicts', columns: CONFLICT_COLUMNS, rows: await everyItem(question, (page) => views.openConflicts(page), told), format, locale, withAmounts });
      }
      const { items, next, total } = await views.openConflicts(question);
      return tell({ items: await told(items), next: cursorOf(query, next), total });
    }),
    dataRoute(context, CONTRACTS.resolveConflicts, async ({ body, views, workspace, caller, tell, refuse, clash }) => {
      const { side, always, about } = body;
      const choice = { side, by: caller.name };
      if (about.kind === 'these') {
        if (always) return refuse({ field: 'always', ...objection('always-one-by-one') });
        const decided = await workspace.store.answerAll({ ids: about.ids, ...choice });
        return waking(tell({ decided, passedOver: new Set(about.ids).size - decided, next: null }), caller);
      }
      const { entity, field } = about.filter;
      if (always && (field === undefined || entity?.length !== 1)) return refuse({ field: 'always', ...objection('always-needs-one-field') });
      const rule = always ? { entity: entity?.[0] as string, field: field as string } : null;
      if (rule !== null && !mayDecideAlways(workspace.engine, rule.entity, rule.field)) return refuse(NOT_ALWAYS);
      const going = goingOn(about.filter, about.cursor);
      const after = going?.after ?? null;
      // What comes while they are decided is for another look.
      const asked = filterOf(about.filter);
      const until = going?.until ?? earlier(asked.until, toInstant(context.clock.now()));
      const filter = { ...asked, until };
      if (after === null) {
        const waiting = await views.countConflicts(filter);
        if (waiting > about.seen) return clash('more-than-seen', `${waiting} conflicts match by now, and ${about.seen} were shown. Look at the list again, then decide.`);
        // A rule is changed by deciding what waits, and by nothing else.
        if (rule !== null && waiting > 0) await decideAlways(workspace.engine, rule.entity, rule.field, choice);
      }
      let [decided, passedOver, place]: [number, number, Place | null] = [0, 0, after];
      for (let batch = 0; batch < BATCHES; batch += 1) {
        const { items, next } = await views.openConflicts({ filter, descending: false, after: place, limit: BATCH });
        const done = await workspace.store.answerAll({ ids: items.map(({ id }) => id), ...choice });
        decided += done;
        passedOver += items.length - done;
        place = next;
        if (next === null) break;
      }
      return waking(tell({ decided, passedOver, next: place === null ? null : cursorOf({ ...about.filter, cursor: undefined }, { ...place, id: `${place.id} ${until}` }) }), caller);
    }),
    dataRoute(context, CONTRACTS.conflict, async ({ views, workspace, caller, params, tell, nothing }) => {
      const found = await views.conflict(params['id'] ?? '');
      if (found === null) return nothing();
      const [told] = await toldConflicts(workspace, caller, [found]);
      return told === undefined ? nothing() : tell({ ...told, open: found.open === found.id ? null : found.open });
    }),
    dataRoute(context, CONTRACTS.resolveConflict, async ({ body, views, workspace, caller, params, tell, nothing, refuse, clash }) => {
      const found = await views.conflict(params['id'] ?? '');
      if (found === null) return nothing();
      if (!(body.side in found.values)) return refuse({ field: 'side', ...objection('no-value-there') });
      try {
        const done = found.state === 'open' && (await resolveConflict(workspace.engine, found, { side: body.side, always: body.always, by: caller.name }));
        return done ? waking(tell({ id: found.id }), caller) : clash(...whatHappened(await views.conflict(found.id)));
      } catch (error) {
        if (error instanceof UsageError && error.code === 'always-not-here') return refuse(NOT_ALWAYS);
        throw error;
      }
    }),
  ];
}

function whatHappened(now: Awaited<ReturnType<Views['conflict']>>): readonly [code: string, detail: string] {
  if (now !== null && now.decision !== null) return ['conflict-decided', `${now.decision.by} has decided it already, at ${now.decision.at}.`];
  if (now !== null && now.open !== null && now.open !== now.id) return ['conflict-changed', 'The values have changed since: look at the conflict that took its place.'];
  return ['conflict-over', 'It is over: the sides are at one by now, or a rule has decided.'];
}

/** Where a decision on many goes on; its cursor also says until when a conflict must have waited. */
function goingOn(filter: object, cursor: string | undefined): { readonly after: Place; readonly until: string } | null {
  const place = placeIn({ ...filter, cursor });
  if (place === null) return null;
  const [id = '', until = ''] = place.id.split(' ');
  if (!isInstant(until)) throw cursorUnreadable();
  return { after: { since: place.since, id }, until };
}

function earlier(one: string | undefined, other: string): string {
  return one !== undefined && Date.parse(one) < Date.parse(other) ? one : other;
}
