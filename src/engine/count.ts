// Count: reconcile every dirty link without writing anything. Its totals are what the guard judges, what a preview shows and
// what a dry run is.
import { READ_ONLY } from '../core/plan.ts';
import type { EntityName, FieldName, Fields, RemoteSide, Side } from '../core/vocabulary.ts';
import type { EngineContext } from './context.ts';
import { isInDoubt, stanceOf, turnOrNull } from './turn.ts';

const BATCH = 500;
/** Field-level differences kept for a person to read; the totals are complete. */
const MOST_DIFFERENCES = 200;

export interface Totals {
  readonly links: number;
  readonly created: Readonly<Record<Side, number>>;
  readonly updated: Readonly<Record<Side, number>>;
  readonly conflicts: number;
  readonly held: number;
}

export interface Difference {
  readonly linkId: string;
  readonly side: Side;
  readonly kind: 'create' | 'update';
  readonly before: Fields;
  readonly after: Fields;
}

export interface Counted {
  readonly totals: Totals;
  readonly differences: readonly Difference[];
}

export async function count(context: EngineContext, entity: EntityName, keepDifferences: boolean, unsure: ReadonlySet<RemoteSide>): Promise<Counted> {
  const stance = await stanceOf(context, entity, unsure);
  const created = { psa: 0, crm: 0, local: 0 };
  const updated = { psa: 0, crm: 0, local: 0 };
  const differences: Difference[] = [];
  let [links, conflicts, held, after] = [0, 0, 0, ''];
  for (;;) {
    const batch = await context.store.links({ entity, stage: 'active', dirty: true, after, limit: BATCH });
    if (batch.length === 0) break;
    after = batch.at(-1)?.id ?? after;
    for (const link of batch) {
      links += 1;
      if (isInDoubt(stance, link)) continue;
      const turn = turnOrNull(context, stance, link);
      if (turn === null) continue;
      conflicts += turn.plan.conflicts.length;
      held += turn.plan.held.filter(({ reason }) => reason !== READ_ONLY).length;
      for (const write of turn.plan.writes) {
        (write.kind === 'create' ? created : updated)[write.side] += 1;
        if (keepDifferences && differences.length < MOST_DIFFERENCES) {
          differences.push({ linkId: link.id, side: write.side, kind: write.kind, before: seen(link.sides[write.side]?.fields, write.fields), after: write.fields });
        }
      }
    }
    context.progress(`compare ${entity}`, links, null);
  }
  return { totals: { links, created, updated, conflicts, held }, differences };
}

function seen(fields: Fields | undefined, like: Fields): Fields {
  return Object.fromEntries(Object.keys(like).map((name: FieldName) => [name, fields?.[name] ?? null]));
}
