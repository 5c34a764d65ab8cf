// Home of rows that we know by our copies of them: those whose copy names the person, and those of the person's customers that have texts
// which we never copy. Invariant: without such rows nothing is asked; many of a kind are asked for by their projects.
import type { EntityName } from '../../../core/vocabulary.ts';
import type { Subject } from '../../../core/subject.ts';
import { mapParallel } from '../../parallel.ts';
import type { Trace } from '../../privacy.ts';
import type { Look } from './look.ts';
import { parallelReads } from './persons.ts';
import { PLACES, rowCalls } from './places.ts';
import type { Place, TextRow } from './places.ts';
import { areaOf, listBelow, textTrace } from './text-traces.ts';

/** Where the row of each of our copies stands in Severa. */
const COPIED: readonly { readonly entity: EntityName; readonly places: readonly Place[]; readonly query?: readonly (readonly [string, boolean])[]; readonly listed?: boolean }[] = [
  // Without being asked for, rules that make fees are left out.
  { entity: 'projectFees', places: [PLACES.projectfees], query: [['includeRecurringRules', true]], listed: true },
  { entity: 'travelExpenses', places: [PLACES.projecttravelexpenses], listed: true },
  { entity: 'proposals', places: [PLACES.proposals], listed: true },
  // Of which of them a row is, is not known.
  { entity: 'proposalRows', places: [PLACES.proposalworkrows, PLACES.proposalfeerows, PLACES.proposalsubtotals] },
  { entity: 'phases', places: [PLACES.phases] },
  { entity: 'projects', places: [PLACES.projects] },
  { entity: 'invoiceRows', places: [PLACES.invoicerows] },
];

interface Known {
  /** Of the person's customers. */
  readonly projects: readonly string[];
  /** Those of which the proposals have been seen. */
  readonly offered: readonly string[];
  /** Ids of traces that are there already. */
  readonly seen: ReadonlySet<string>;
}

export async function copiedTexts(look: Look, around: Subject['around'], own: Subject, known: Known): Promise<readonly Trace[]> {
  const found: (Trace | null)[] = [];
  for (const { entity, places, query, listed } of COPIED) {
    const ids = [...new Set(around.flatMap((one) => (one.side === 'psa' && one.entity === entity ? [one.id] : [])))];
    for (const place of places) {
      const wanted = ids.filter((id) => !known.seen.has(`${place.name}:${id}`));
      const below = place === PLACES.proposals ? known.projects.filter((id) => !known.offered.includes(id)) : known.projects;
      const rows = listed === true && wanted.length > below.length ? (await mapParallel(below, parallelReads, (id) => listBelow(look, place, id, query))).flat() : [];
      const shown = new Set(rows.map(({ guid }) => guid));
      const single = await mapParallel(wanted.filter((id) => !shown.has(id)), parallelReads, (id) => rowById(look, place, id));
      found.push(...[...rows, ...single].map((row) => (row === null || known.seen.has(`${place.name}:${row.guid ?? ''}`) ? null : textTrace(look, place, row, own))));
    }
  }
  return found.filter((trace) => trace !== null);
}

async function rowById(look: Look, place: Place, id: string): Promise<TextRow | null> {
  return await look.tried(areaOf(place), place.kind, async () => (await look.http.call(rowCalls.read(place, id))).data, null);
}
