// Home of reading sales cases: everything, what changed, by id, and just before a write. A project shows all of itself in its
// row, but a change of status may leave its time of change where it was: two more filters see those. The same rows are the
// mirror of projects, where that is kept.
import type { Handles, Snapshot, Tombstone } from '../../core/vocabulary.ts';
import type { MirrorRow } from '../../entities/mirrors/mirror.ts';
import type { Page } from '../connector.ts';
import { mapParallel } from '../parallel.ts';
import type { ChangedList, FullList, Seen } from './feed.ts';
import { readFields } from './field-map.ts';
import { mirrorRows } from './mirrors/cells.ts';
import { shownProject } from './mirrors/projects.ts';
import type { ListPage } from './paging.ts';
import { routes } from './routes.ts';
import { projectRow } from './rows.ts';
import type { ProjectRow } from './rows.ts';
import { currencyOf, salesCaseFields, stageOf } from './sales-case-map.ts';
import { lastChange, missing, snapshotOf, sorted } from './snapshot.ts';
import type { Part } from './snapshot.ts';
import type { Sources } from './sources.ts';

const projects = { route: '/v1/projects', row: projectRow } as const;
const statusFilters = ['salesStatusChangedSince', 'projectStatusChangedSince'] as const;
const singleReads = 4;
/** Keeps the address of a call well below every server's limit. */
const idsPerCall = 40;

/** `currency`: what the case's money is in, though it shows none. */
export function projectPart(row: ProjectRow, { context }: Sources): Part {
  const handles: Handles = { currency: currencyOf(row, context) };
  return { fields: readFields(salesCaseFields, row, context), handles, changed: lastChange(row) };
}

/** Makes owners and sales statuses known before rows are mapped. */
export async function salesCasesOf(rows: readonly ProjectRow[], asOfMs: number, sources: Sources): Promise<Snapshot[]> {
  const { registries, needs } = sources;
  await registries.ready(needs);
  await registries.expect('owners', rows.flatMap((row) => row.salesPerson?.guid ?? row.projectOwner?.guid ?? []));
  await registries.expect('salesStatuses', rows.flatMap((row) => stageOf(row) ?? []));
  return rows.flatMap((row) => (row.guid ? [snapshotOf(row.guid, asOfMs, [projectPart(row, sources)])] : []));
}

type Shown = Seen | MirrorRow;

export function salesCasePage(shown: readonly Shown[]): Pick<Page, 'snapshots' | 'tombstones' | 'mirrored'> {
  const rows = shown.filter((one): one is MirrorRow => 'values' in one);
  const seen = sorted(shown.filter((one): one is Seen => !('values' in one)));
  return rows.length === 0 ? seen : { ...seen, mirrored: [{ mirror: 'projects', rows }] };
}

/** @param mirrored whether the rows are shown as projects too */
function shownBy(sources: Sources, mirrored: boolean): (rows: readonly ProjectRow[], asOfMs: number) => Promise<readonly Shown[]> {
  return async (rows, asOfMs) => {
    const cases = await salesCasesOf(rows, asOfMs, sources);
    return mirrored ? [...cases, ...mirrorRows(rows.map(shownProject), asOfMs)] : cases;
  };
}

export function fullSalesCases(sources: Sources, mirrored: boolean): FullList<ProjectRow, Shown> {
  return {
    pages: (from) => sources.lists.tokenPages(projects, from),
    begin: () => Promise.resolve(shownBy(sources, mirrored)),
  };
}

/** @param statusMoves the probed fact: a change of status moves the project's own time of change */
export function changedSalesCases(sources: Sources, statusMoves: boolean, mirrored: boolean): ChangedList<ProjectRow, Shown> {
  const { lists } = sources;
  const show = shownBy(sources, mirrored);
  return {
    pages: (since, from) => lists.tokenPages({ ...projects, query: [['changedSince', since]] }, from),
    begin: async (since) => {
      const moved = new Map<string, ProjectRow>();
      for (const filter of statusMoves ? [] : statusFilters) {
        for await (const page of lists.tokenPages({ ...projects, query: [[filter, since]] }, null)) {
          for (const row of page.rows) if (row.guid) moved.set(row.guid, row);
        }
      }
      return {
        show: async (rows, asOfMs) => {
          for (const row of rows) if (row.guid) moved.delete(row.guid);
          return await show(rows, asOfMs);
        },
        rest: (asOfMs) => show([...moved.values()], asOfMs),
      };
    },
  };
}

export async function readSalesCases(sources: Sources, ids: readonly string[]): Promise<ReadonlyMap<string, Snapshot | Tombstone>> {
  const found = await mapParallel([...new Set(ids)], singleReads, async (id): Promise<Seen[]> => {
    const askedAt = sources.clock.now();
    const { data } = await sources.http.call(routes.project(id));
    return data === null ? [missing(id, askedAt)] : await salesCasesOf([data], askedAt, sources);
  });
  return new Map(found.flat().map((seen) => [seen.id, seen]));
}

/** These cases as they are now, status and all: a call for many, where three since-filters would take three. */
export async function presentSalesCases(sources: Sources, ids: readonly string[]): Promise<readonly Snapshot[]> {
  const found: Snapshot[] = [];
  for (let at = 0; at < ids.length; at += idsPerCall) {
    const some = ids.slice(at, at + idsPerCall);
    const list = { ...projects, query: some.map((id) => ['projectGuids', id] as const) };
    for await (const page of sources.lists.tokenPages(list, null)) found.push(...(await salesCasesOf(asked(page, some), page.askedAt, sources)));
  }
  return found;
}

/** A server that ignored the filter would send everything. */
function asked({ rows }: ListPage<ProjectRow>, ids: readonly string[]): readonly ProjectRow[] {
  return rows.filter(({ guid }) => guid && ids.includes(guid));
}
