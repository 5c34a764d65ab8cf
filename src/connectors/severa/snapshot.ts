// Home of what all snapshots have in common: what else was read joins the row, and the latest change of any part is the
// record's. Invariant: a field stands in a snapshot only when this read showed it.
import type { Fields, Handles, Snapshot, Tombstone } from '../../core/vocabulary.ts';
import { isTombstone } from '../../core/vocabulary.ts';
import { toInstant } from '../../lib/clock.ts';
import { instantOf } from './checkpoint.ts';
import { shownText } from './codecs.ts';
import type { AuditRow } from './rows.ts';

type LastChange = Pick<Snapshot, 'modifiedAt' | 'modifiedBy'>;

/** What one look at a record or at rows below it showed. */
export interface Part {
  readonly fields: Fields;
  readonly handles: Handles;
  /** Absent: these rows do not date the record. */
  readonly changed?: LastChange;
}

/** Of a field in several parts the last one wins. */
export function snapshotOf(id: string, asOfMs: number, parts: readonly Part[]): Snapshot {
  return {
    id,
    fields: Object.assign({}, ...parts.map((part) => part.fields)) as Fields,
    handles: Object.assign({}, ...parts.map((part) => part.handles)) as Handles,
    asOf: toInstant(asOfMs),
    ...latest(parts.flatMap((part) => part.changed ?? [])),
    formerIds: [],
  };
}

/** A new row has no time of change yet: then its creation is the change. */
export function lastChange(row: AuditRow): LastChange {
  const created = instantOf(row.createdDateTime);
  const updated = instantOf(row.lastUpdatedDateTime);
  const isUpdated = updated !== null && (created === null || updated >= created);
  const by = (isUpdated ? row.lastUpdatedBy : null) ?? row.createdBy;
  const name = shownText(by?.name) ?? shownText([by?.firstName, by?.lastName].filter(Boolean).join(' '));
  return { modifiedAt: isUpdated ? updated : created, modifiedBy: name };
}

function latest(changes: readonly LastChange[]): LastChange {
  const first = changes[0] ?? { modifiedAt: null, modifiedBy: null };
  return changes.reduce((last, change) => ((change.modifiedAt ?? '') > (last.modifiedAt ?? '') ? change : last), first);
}

export function missing(id: string, askedAtMs: number): Tombstone {
  return { id, how: 'missing', into: null, asOf: toInstant(askedAtMs) };
}

export function sorted(found: readonly (Snapshot | Tombstone)[]): { readonly snapshots: readonly Snapshot[]; readonly tombstones: readonly Tombstone[] } {
  return { snapshots: found.filter((seen): seen is Snapshot => !isTombstone(seen)), tombstones: found.filter(isTombstone) };
}
