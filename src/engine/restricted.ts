// Persons of whom nothing may be written to other systems, and persons whom nobody has named a ground for. Invariant: what has to stay
// where it is is held with its reason, and goes once the reason is gone; nothing that was read is lost meanwhile.
import { NO_LEGAL_BASIS, RESTRICTED } from '../core/plan.ts';
import type { Held, LinkPlan } from '../core/plan.ts';
import { shownBy } from '../core/person-shown.ts';
import { offeredKeys } from '../core/subject.ts';
import { isEmpty } from '../core/value.ts';
import type { EntityName, Fields, Side } from '../core/vocabulary.ts';
import { entityOf } from './context.ts';
import type { EngineContext } from './context.ts';

const PERSON: EntityName = 'contact';
const NOBODY: ReadonlySet<string> = new Set();

export async function restrictedAmong({ restrictions }: Pick<EngineContext, 'restrictions'>, entity: EntityName, linkIds: readonly string[]): Promise<ReadonlySet<string>> {
  return entity !== PERSON || restrictions === undefined ? NOBODY : await restrictions.restricted(linkIds);
}

/** Whether somebody who is restricted would be shown where they were not before: by an address, or a name with a number. */
export async function showsRestricted(context: EngineContext, entity: EntityName, before: Fields, after: Fields): Promise<boolean> {
  const { person } = entityOf(context, entity);
  if (person === null || context.restrictions === undefined) return false;
  const known = new Set(offeredKeys(shownBy(person, 'local', [], before)));
  const keys = offeredKeys(shownBy(person, 'local', [], after)).filter((key) => !known.has(key));
  const theirs = keys.length === 0 ? [] : await context.store.whose(keys);
  return (await restrictedAmong(context, entity, theirs)).size > 0;
}

/** Of a plan for a person who is restricted: what would have been written elsewhere waits. */
export function withheld(plan: LinkPlan): LinkPlan {
  const waiting = plan.writes.flatMap(({ side }): Held[] => (side === 'local' ? [] : [{ side, field: null, reason: RESTRICTED }]));
  return { ...plan, writes: plan.writes.filter(({ side }) => side === 'local'), held: [...plan.held, ...waiting] };
}

/**
 * Why no record of this person may be made on a side; null: it may.
 * @param views what the sides show
 * @param sides those that have a record
 */
export function basisMissing({ legalBasis }: Pick<EngineContext, 'legalBasis'>, entity: EntityName, views: readonly Fields[], sides: readonly Side[]): typeof NO_LEGAL_BASIS | null {
  if (entity !== PERSON || legalBasis?.required !== true) return null;
  const isNamed = views.some((view) => !isEmpty(view['legalBasis'] ?? null)) || sides.some((side) => side !== 'local' && legalBasis.defaults[side] !== '');
  return isNamed ? null : NO_LEGAL_BASIS;
}
