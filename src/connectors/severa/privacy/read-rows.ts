// Home of reading rows again that are known by their ids. Invariant: several of a kind that Severa can list by ids are one call, and
// one that such a list does not show is asked for by itself before it is taken for gone.
import { mapParallel } from '../../parallel.ts';
import { everything } from './look.ts';
import type { LookSources } from './look.ts';
import { parallelReads } from './persons.ts';
import { PLACES, rowCalls, rowOf } from './places.ts';
import type { Place, TextRow } from './places.ts';

/** Keeps the address of a call well below every server's limit. */
const idsPerCall = 40;

/** The only kind of row with texts that is listed by its own ids. */
const FILTER: ReadonlyMap<Place, string> = new Map([[PLACES.projects, 'projectGuids']]);

/** Guid → the row as it stands; null: it is not there. Of places that cannot be listed each row is a call. */
export async function readRows(sources: LookSources, place: Place, guids: readonly string[]): Promise<ReadonlyMap<string, TextRow | null>> {
  const filter = FILTER.get(place);
  const shown = filter === undefined || guids.length < 2 ? [] : await listed(sources, place, filter, guids);
  const found = new Map<string, TextRow | null>(shown.flatMap((row) => (row.guid ? [[row.guid, row] as const] : [])));
  const missing = guids.filter((guid) => !found.has(guid));
  const read = await mapParallel(missing, parallelReads, async (guid) => (await sources.http.call(rowCalls.read(place, guid))).data);
  for (const [index, guid] of missing.entries()) found.set(guid, read[index] ?? null);
  return found;
}

/** Rows that a filter by ids shows; without ids none. */
export async function listed({ lists }: Pick<LookSources, 'lists'>, place: Place, filter: string, ids: readonly string[]): Promise<readonly TextRow[]> {
  const all: TextRow[] = [];
  for (let at = 0; at < ids.length; at += idsPerCall) {
    const query = ids.slice(at, at + idsPerCall).map((id) => [filter, id] as const);
    all.push(...(await everything(lists.tokenPages({ route: `/v1/${place.name}`, query, row: rowOf(place) }, null))));
  }
  return all;
}
