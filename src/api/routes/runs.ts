// Runs over the API: looked at, followed, started and taken back. Invariant: a run is written down before it is queued, so whoever asked
// can follow it at once.
import { toInstant } from '../../lib/clock.ts';
import { dayAfter, midnightIn } from '../../lib/day.ts';
import { UsageError } from '../../lib/errors.ts';
import { objection } from '../../lib/objection.ts';
import { askForRun } from '../../engine/asked.ts';
import type { Asked } from '../../engine/asked.ts';
import { undo } from '../../engine/undo.ts';
import { ASKED, EVERY_ENTITY } from '../../jobs/jobs.ts';
import type { JobPayload } from '../../jobs/jobs.ts';
import { figuresOf } from '../../store/run-figures.ts';
import type { Paged, Place, RunFilter } from '../../store/views/runs.ts';
import { stillStands } from '../access.ts';
import { CONTRACTS } from '../contract.ts';
import { dataRoute } from '../data-route.ts';
import { cursorOf, placeIn } from '../keyset.ts';
import { liveEvents } from '../live-events.ts';
import { DIFFERENCE_COLUMNS, ENTRY_COLUMNS, RUN_COLUMNS } from '../run-columns.ts';
import type { DifferenceRow } from '../run-columns.ts';
import { runEvents } from '../run-events.ts';
import { toldDifferences, toldEntries, toldRun, toldUndone } from '../run-told.ts';
import { fileReply } from '../sheet-file.ts';
import type { ApiContext, ApiWorkspace, Caller, Route } from '../route.ts';

export function runRoutes(context: ApiContext): readonly Route[] {
  const live = liveEvents(context.clock, (caller) => stillStands(context, caller));
  return [
    dataRoute(context, CONTRACTS.runs, async ({ views, query, withAmounts, tell }) => {
      const filter = filterOf(query, context.timeZone);
      const ask = (after: Place | null, limit: number) => views.runs({ filter, after, limit });
      const { format, locale } = query;
      if (format !== 'json') return fileReply({ name: locale === 'fi' ? 'ajot' : 'runs', columns: RUN_COLUMNS, rows: await everyOne(ask, (items) => items.map(toldRun)), format, locale, withAmounts });
      const { items, next } = await ask(placeIn(query), query.limit);
      return tell({ items: items.map(toldRun), next: cursorOf(query, next), total: null });
    }),
    dataRoute(context, CONTRACTS.run, async ({ views, params, tell, nothing }) => {
      const found = await views.run(params['id'] ?? '');
      if (found === null) return nothing();
      const { report, images, ...run } = found;
      return tell({ ...run, entities: figuresOf({ report }), undoable: images && run.state !== 'running' && run.state !== 'waiting' });
    }),
    dataRoute(context, CONTRACTS.runProgress, async ({ views, params, caller, request, nothing }) => {
      const id = params['id'] ?? '';
      if ((await views.runProgress(id)) === null) return nothing();
      return live(caller, request, (after, gone) => runEvents({ views, clock: context.clock, id, after, gone }));
    }),
    dataRoute(context, CONTRACTS.runEntries, async ({ views, workspace, caller, params, query, withAmounts, tell, nothing }) => {
      const run = params['id'] ?? '';
      if ((await views.runProgress(run)) === null) return nothing();
      const { entity: entities, side: sides, action: actions, outcome: outcomes, format, locale } = query;
      const ask = (after: Place | null, limit: number) => views.runEntries({ run, after, limit, ...given({ entities, sides, actions, outcomes }) });
      if (format !== 'json') return fileReply({ name: `${locale === 'fi' ? 'ajo' : 'run'}-${run.slice(0, 8)}`, columns: ENTRY_COLUMNS, rows: await everyOne(ask, (items) => toldEntries(workspace, caller, items)), format, locale, withAmounts });
      const { items, next } = await ask(placeIn(query, 'numbers'), query.limit);
      return tell({ items: await toldEntries(workspace, caller, items), next: cursorOf(query, next), total: null });
    }),
    dataRoute(context, CONTRACTS.runDifferences, async ({ views, workspace, caller, params, query, withAmounts, tell, nothing }) => {
      const run = params['id'] ?? '';
      if ((await views.runProgress(run)) === null) return nothing();
      const { entity: entities, side: sides, kind: kinds, format, locale } = query;
      const ask = (after: Place | null, limit: number) => views.runDifferences({ run, after, limit, ...given({ entities, sides, kinds }) });
      if (format !== 'json') {
        const rows = await everyOne(ask, async (items) => (await toldDifferences(workspace, caller, run, items)).flatMap(fieldByField));
        return fileReply({ name: `${locale === 'fi' ? 'koeajo' : 'dry-run'}-${run.slice(0, 8)}`, columns: DIFFERENCE_COLUMNS, rows, format, locale, withAmounts });
      }
      const { items, next } = await ask(placeIn(query, 'numbers'), query.limit);
      return tell({ items: await toldDifferences(workspace, caller, run, items), next: cursorOf(query, next), total: null });
    }),
    ...deeds(context),
  ];
}

function deeds(context: ApiContext): readonly Route[] {
  return [
    dataRoute(context, CONTRACTS.startRun, async ({ workspace, caller, body, tell, refuse }) => {
      const { kind, entities, approve } = body;
      const known = [...workspace.engine.entities.keys()];
      const unknown = entities?.find((name) => !known.includes(name));
      if (unknown !== undefined) return refuse({ field: 'entities', ...objection('entity-unknown', { given: unknown, known: known.join(', ') }) });
      if (approve && kind === 'dry-run') return refuse({ field: 'approve', ...objection('dry-run-approved') });
      return tell({ id: await queued(context, workspace, caller, { kind, by: caller.name, entities: entities ?? null, approved: approve }) });
    }),
    dataRoute(context, CONTRACTS.undoRun, async ({ workspace, caller, params, body, tell, nothing, clash }) => {
      const undoes = params['id'] ?? '';
      try {
        const preview = await undo(workspace.engine, undoes, { dryRun: true });
        const told = await toldUndone(workspace, caller, preview);
        return tell({ id: body.dryRun ? null : await queued(context, workspace, caller, { kind: 'undo', by: caller.name, approved: true, undoes }), ...told });
      } catch (error) {
        if (!(error instanceof UsageError)) throw error;
        return error.code === 'run-unknown' ? nothing() : clash(error.code, WHY_NOT[error.code] ?? error.message);
      }
    }),
  ];
}

const WHY_NOT: Readonly<Record<string, string>> = {
  'run-not-over': 'The run has not ended. Undo it when it has.',
  'nothing-to-undo': 'The run wrote nothing, or longer ago than what it replaced is kept.',
};

/** Written down, then queued. @returns the id of the run */
export async function queued({ queue }: ApiContext, { engine }: ApiWorkspace, { workspace }: Pick<Caller, 'workspace'>, asked: Asked, job: Omit<JobPayload, 'run'> = { schedule: ASKED, job: 'cycle', entity: EVERY_ENTITY, side: 'both' }): Promise<string> {
  const run = await askForRun(engine, asked);
  await queue(workspace, { ...job, run });
  return run;
}

function filterOf({ kind, state, quiet, startedFrom, startedUntil }: { kind?: string[] | undefined; state?: string[] | undefined; quiet: string; startedFrom?: string | undefined; startedUntil?: string | undefined }, timeZone: string): RunFilter {
  const at = (day: string): string => toInstant(midnightIn(timeZone, day));
  return {
    quiet: quiet === 'with',
    ...given({ kinds: kind, states: state }),
    ...(startedFrom === undefined ? {} : { from: at(startedFrom) }),
    ...(startedUntil === undefined ? {} : { until: at(dayAfter(startedUntil)) }),
  };
}

function fieldByField({ fields, ...one }: Awaited<ReturnType<typeof toldDifferences>>[number]): readonly DifferenceRow[] {
  return fields.length === 0 ? [{ ...one, field: null }] : fields.map((field) => ({ ...one, field }));
}

const PAGE = 500;

/** Every row of a list. The first page is asked for at once: what cannot be answered is refused before a file has been promised. */
async function everyOne<Item, Told>(ask: (after: Place | null, limit: number) => Promise<Paged<Item>>, tell: (items: readonly Item[]) => Promise<readonly Told[]> | readonly Told[]): Promise<AsyncIterable<Told>> {
  const first = await ask(null, PAGE);
  return (async function* () {
    for (let page = first; ; page = await ask(page.next, PAGE)) {
      yield* await tell(page.items);
      if (page.next === null) return;
    }
  })();
}

/** Without what was not said. */
function given<Name extends string>(filter: { readonly [Key in Name]: readonly string[] | undefined }): { readonly [Key in Name]?: readonly string[] } {
  return Object.fromEntries(Object.entries(filter).filter(([, value]) => value !== undefined)) as { readonly [Key in Name]?: readonly string[] };
}
