// Records of an import into our own, a batch at a time. Invariant: who must stay forgotten is looked for in the transaction that writes.
import type { EntityName, Fields } from '../../core/vocabulary.ts';
import type { EditResult } from '../edits.ts';
import type { ImportedRecord } from '../imports.ts';
import { importLocal } from '../ledger/edit-local.ts';
import { sideKey } from '../ledger/ledger.ts';
import { newlyShown, notedByEdit } from '../ledger/suppression.ts';
import { writeConsents } from './edits.ts';
import { writeImages } from './images.ts';
import { loadDirty, loadLinks } from './load.ts';
import { writeJournal } from './outcomes.ts';
import { keptAmong, note } from './suppressions.ts';
import { inTurn, type GuardedOptions } from './turn.ts';

export function saveImported(options: GuardedOptions, entity: EntityName, records: readonly ImportedRecord[]): Promise<readonly EditResult[]> {
  return inTurn(
    options,
    'write',
    async (turn) => {
      const { transaction, ledger } = turn;
      const known = records.flatMap(({ linkId, seenVersion }) => (seenVersion === null ? [] : [linkId]));
      await loadLinks(transaction, ledger, known);
      if (known.length > 0) await loadDirty(transaction, ledger, known);
      const shown = records.map(({ linkId, seenVersion, fields }) => {
        const present: Fields = seenVersion === null ? {} : (ledger.sides.get(sideKey('local', entity, linkId))?.fields ?? {});
        return newlyShown(entity, present, { ...present, ...fields });
      });
      const kept = await keptAmong(transaction, options, [...new Set(shown.flat())]);
      await note(transaction, options, notedByEdit(kept, entity), turn.now);
      return records.map((one, place) => (shown[place]?.some((key) => kept.has(key)) ? 'suppressed' : importLocal(turn, entity, one)));
    },
    async (turn, results) => {
      const done = records.filter((_one, place) => results[place] === 'done');
      await writeConsents(turn, done);
      await writeJournal(turn, done.flatMap(({ journal }) => journal));
      await writeImages(turn, done);
    },
  );
}
