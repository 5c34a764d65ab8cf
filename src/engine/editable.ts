// Which fields a person may edit here, and why not the others. Invariant: what no rule lets out of our record is not taken into it,
// because the next cycle would overwrite it.
import type { EntityName, FieldName } from '../core/vocabulary.ts';
import { isRollUp } from '../entities/roll-ups.ts';
import { entityOf } from './context.ts';
import type { EngineContext } from './context.ts';

/** psa, crm: that system decides. elsewhere: it follows from other fields, or both decide. figures: it is worked out here. nobody: it is not synced. */
export const FIXED_REASONS = ['psa', 'crm', 'elsewhere', 'figures', 'nobody'] as const;
export type FixedReason = (typeof FIXED_REASONS)[number];

/** Null: it may be edited. @param context with the rules that people have changed (`withOverrides`) */
export function fixedBy(context: Pick<EngineContext, 'policy'>, entity: EntityName, field: FieldName): FixedReason | null {
  if (isRollUp(entity, field)) return 'figures';
  const flow = context.policy.get(entity)?.get(field)?.flow ?? [];
  if (flow.some((pair) => pair.startsWith('local>'))) return null;
  const deciding = (['psa', 'crm'] as const).filter((side) => flow.includes(`${side}>local`));
  return deciding.length === 1 ? (deciding[0] ?? 'nobody') : deciding.length > 1 ? 'elsewhere' : 'nobody';
}

/** In the order of their declaration. */
export function editableFields(context: Pick<EngineContext, 'policy' | 'entities'>, entity: EntityName): readonly FieldName[] {
  return [...entityOf(context as EngineContext, entity).fields.keys()].filter((field) => fixedBy(context, entity, field) === null);
}
