// Count: reconcile every dirty link without writing anything. Its totals are what the guard judges, what a preview shows and
// what a dry run is.
import { waitsByItself } from '../core/plan.ts';
import type { EntityName, FieldName, Fields, Side } from '../core/vocabulary.ts';
import { isRollUp } from '../entities/roll-ups.ts';
import type { EngineContext } from './context.ts';
import { dirtyLinks } from './dirty.ts';
import type { Foreseen } from './foreseen.ts';
import { surroundingsOf } from './surroundings.ts';
import { isInDoubt, stanceOf, turnOrNull } from './turn.ts';
import type { Doubts } from './turn.ts';

/** Field-level differences kept for a person to read; the totals are complete. */
const MOST_DIFFERENCES = 200;

export interface Totals {
  readonly links: number;
  readonly created: Readonly<Record<Side, number>>;
  readonly updated: Readonly<Record<Side, number>>;
  /** Records that would be taken out of use. */
  readonly archived: Readonly<Record<Side, number>>;
  readonly conflicts: number;
  readonly held: number;
  /** Creates, among `created`, that need another one of the same run first. */
  readonly followed: number;
}

export interface Difference {
  readonly linkId: string;
  readonly side: Side;
  readonly kind: 'create' | 'update' | 'archive';
  readonly before: Fields;
  readonly after: Fields;
}

/** Is given what was found, batch by batch. */
export type KeepDifferences = (differences: readonly Difference[]) => Promise<void>;

export interface Counted {
  readonly totals: Totals;
  readonly differences: readonly Difference[];
  /** By side, for the guard: archives that a policy asks for, and records of which it is news that they are gone. */
  readonly deletes: Readonly<Record<string, number>>;
  readonly gone: Readonly<Record<string, number>>;
  /** By side, updates among `totals` that bring nothing but figures of ours: the guard does not judge them. */
  readonly figures: Readonly<Record<string, number>>;
}

/**
 * @param foreseen null unless nothing will be written: then records to be made count as made, and are added to it
 * @param keep is given every difference, batch by batch
 */
export async function count(context: EngineContext, entity: EntityName, foreseen: Foreseen | null, doubts: Doubts, keep: KeepDifferences | null = null): Promise<Counted> {
  const stance = await stanceOf(context, entity, doubts);
  const created = { psa: 0, crm: 0, local: 0 };
  const updated = { psa: 0, crm: 0, local: 0 };
  const archived = { psa: 0, crm: 0, local: 0 };
  const deletes: Record<string, number> = {};
  const gone: Record<string, number> = {};
  const figures: Record<string, number> = {};
  const differences: Difference[] = [];
  let [links, conflicts, held, followed] = [0, 0, 0, 0];
  for await (const batch of dirtyLinks(context, entity)) {
    const around = await surroundingsOf(context, entity, batch, foreseen);
    const found: Difference[] = [];
    for (const link of batch) {
      links += 1;
      if (isInDoubt(stance, link)) continue;
      const turn = turnOrNull(context, stance, link, around);
      if (turn === null) continue;
      conflicts += turn.plan.conflicts.length;
      held += turn.plan.held.filter(({ reason }) => !waitsByItself(reason)).length;
      for (const { side, gone: how } of turn.fate.noticed) if (how !== 'merged') gone[side] = (gone[side] ?? 0) + 1;
      if (turn.fate.kind === 'archive' && turn.fate.local && turn.plan.held.length === 0) archived.local += 1;
      for (const write of turn.plan.writes) {
        const counts = { create: created, update: updated, archive: archived };
        counts[write.kind][write.side] += 1;
        if (write.kind === 'update' && Object.keys(write.fields).every((field) => isRollUp(entity, field))) figures[write.side] = (figures[write.side] ?? 0) + 1;
        if (turn.fate.kind === 'archive' && turn.fate.by === 'policy') deletes[write.side] = (deletes[write.side] ?? 0) + 1;
        if (write.kind === 'create' && write.side !== 'local' && foreseen !== null) {
          foreseen.note(entity, write.side, link.id);
          if (foreseen.follows(write.fields)) followed += 1;
        }
        if (foreseen !== null) {
          found.push({ linkId: link.id, side: write.side, kind: write.kind, before: seen(link.sides[write.side]?.fields, write.fields), after: write.fields });
        }
      }
    }
    differences.push(...found.slice(0, MOST_DIFFERENCES - differences.length));
    await keep?.(found);
    context.progress(`compare ${entity}`, links, null);
  }
  return { totals: { links, created, updated, archived, conflicts, held, followed }, differences, deletes, gone, figures };
}

function seen(fields: Fields | undefined, like: Fields): Fields {
  return Object.fromEntries(Object.keys(like).map((name: FieldName) => [name, fields?.[name] ?? null]));
}
