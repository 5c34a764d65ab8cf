// Agree: which bases move once the writes of a plan have ended. A side's base becomes what that side shows or answered, so
// an echo is no change and a side that rounds is not written back. A write that did not get through is owed (a held row),
// never hidden in a base.
import type { Decision } from './reconcile.ts';
import type { FieldName, Fields, Value } from './vocabulary.ts';

/**
 * @param shown what the plan saw of the side, with its answer about what it was asked to store laid over it
 * @param stored fields this side was asked to store and answered for
 */
export function agreedBase(
  shown: Fields,
  base: Fields,
  stored: ReadonlySet<FieldName>,
  decisions: ReadonlyMap<FieldName, Decision>,
): Fields {
  const agreed: Record<FieldName, Value> = { ...base };
  for (const [field, value] of Object.entries(shown)) {
    const kind = decisions.get(field)?.kind;
    if (stored.has(field) || kind === 'agree' || kind === 'flow') agreed[field] = value;
  }
  return agreed;
}
