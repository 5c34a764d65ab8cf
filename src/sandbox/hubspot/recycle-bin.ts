// Home of archiving and restoring a record together with what its neighbours show of it. Invariant: links stay while a record
// is in the bin, so that a restored one has them again; nobody's counters or company name it meanwhile.
import { showPresence } from './association-rules.ts';
import type { Portal } from './portal.ts';
import type { Source, StoredRecord } from './record.ts';
import { archiveRecord, restoreRecord } from './records.ts';

export function putInBin(portal: Portal, record: StoredRecord, source: Source, now: number): void {
  if (record.archivedAt !== null) return;
  archiveRecord(portal, record, source, now);
  showPresence(portal, record, now);
}

export function takeFromBin(portal: Portal, record: StoredRecord, source: Source, now: number): void {
  if (record.archivedAt === null) return;
  restoreRecord(portal, record, source, now);
  showPresence(portal, record, now);
}
