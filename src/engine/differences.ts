// What a dry run would do, kept so that people can read it page by page. Invariants: the values are sealed for the run, the link
// and the side they are of, as they may name persons; of each entity the first ones are kept, the totals count all.
import type { EntityName } from '../core/vocabulary.ts';
import type { RunDifference } from '../store/run-notes.ts';
import type { EngineContext } from './context.ts';
import type { KeepDifferences } from './count.ts';
import type { Change } from './images.ts';

/** Of one entity in one run. */
const MOST = 10_000;

/** Null where nobody keeps them. */
export function keepingDifferences({ notes, sealer, workspace }: EngineContext, runId: string, entity: EntityName): KeepDifferences | null {
  if (!notes) return null;
  let kept = 0;
  return async (differences) => {
    const rows = differences.slice(0, MOST - kept).map(({ linkId, side, kind, before, after }): RunDifference => {
      const sealed = sealer.seal(JSON.stringify({ before, after }), placeOf(workspace, { runId, linkId, side }));
      return { entity, linkId, side, kind, fields: Object.keys(after), sealed };
    });
    kept += rows.length;
    if (rows.length > 0) await notes.saveDifferences(runId, rows);
  };
}

/** @throws ConfigError when it was sealed with another key or has been changed */
export function openDifference({ sealer, workspace }: Pick<EngineContext, 'sealer' | 'workspace'>, runId: string, { linkId, side, sealed }: Pick<RunDifference, 'linkId' | 'side' | 'sealed'>): Change {
  return JSON.parse(sealer.open(sealed, placeOf(workspace, { runId, linkId, side }))) as Change;
}

function placeOf(workspace: string, { runId, linkId, side }: { readonly runId: string; readonly linkId: string; readonly side: string }) {
  return { workspace, record: `${runId} ${linkId} ${side}`, purpose: 'difference' };
}
