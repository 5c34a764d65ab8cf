// The rows of a page as one statement can take them. Invariant: an id comes once, as all that the page shows of it, the newest
// look last; rows that looked at the same columns go together.
import type { MirrorRow, MirrorValue } from '../../../entities/mirrors/mirror.ts';

export interface RowGroup {
  /** Declared names, in alphabetical order. */
  readonly columns: readonly string[];
  readonly rows: readonly MirrorRow[];
}

export function groupRows(rows: readonly MirrorRow[]): readonly RowGroup[] {
  const byId = new Map<string, MirrorRow>();
  for (const row of rows.toSorted((a, b) => Date.parse(a.asOf) - Date.parse(b.asOf))) {
    const known = byId.get(row.id);
    byId.set(row.id, known === undefined ? row : { ...row, values: { ...known.values, ...row.values } });
  }
  const groups = Map.groupBy(byId.values(), ({ values }) => shownColumns(values).join(' '));
  return [...groups.values()].map((group) => ({ columns: shownColumns((group[0] as MirrorRow).values), rows: group }));
}

const shownColumns = (values: Readonly<Record<string, MirrorValue>>): readonly string[] => Object.keys(values).toSorted();
