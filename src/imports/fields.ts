// What an import may fill. Invariant: nothing that the next sync would write over, and no reference: which account a contact is of is told by
// the row.
import type { EntityName } from '../core/vocabulary.ts';
import type { EngineContext } from '../engine/context.ts';
import { fixedBy } from '../engine/editable.ts';
import type { Entity } from '../entities/entity.ts';

/** Those that are pointed to come first. */
export const IMPORTED = ['account', 'contact'] as const satisfies readonly EntityName[];

/** @param context with the rules that people have changed (`withOverrides`) */
export function importable(context: Pick<EngineContext, 'entities' | 'policy'>): ReadonlyMap<EntityName, Entity> {
  return new Map(
    IMPORTED.flatMap((name) => {
      const entity = context.entities.get(name);
      if (entity === undefined) return [];
      return [[name, { ...entity, fields: new Map([...entity.fields].filter(([field, { target }]) => target === null && fixedBy(context, name, field) === null)) }] as const];
    }),
  );
}
