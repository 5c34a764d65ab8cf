// What we work out ourselves, into our own records. Invariant: only the records named are read, and only those that change are
// written.
import type { EntityName, Reason } from '../../core/vocabulary.ts';
import { saveLocal as saveInto } from '../ledger/save-local.ts';
import type { LocalValues } from '../store.ts';
import { loadDirty } from './load.ts';
import { sidesByRef } from './side-state.ts';
import { inTurn, type StoreOptions } from './turn.ts';

export async function saveLocal(options: StoreOptions, entity: EntityName, values: readonly LocalValues[], reason: Reason): Promise<number> {
  if (values.length === 0) return 0;
  return inTurn(options, 'write', async (turn) => {
    const rows = await sidesByRef(turn.transaction, entity, 'local', new Set(values.map(({ linkId }) => linkId)));
    rows.forEach((row) => turn.ledger.sides.load(row));
    if (rows.length > 0) await loadDirty(turn.transaction, turn.ledger, rows.map((row) => row.linkId));
    return saveInto(turn, entity, values, reason);
  });
}
