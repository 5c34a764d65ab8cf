// The key under which a record keeps that it points to another one, beside those it is matched by: so that what a deal says of its
// company can be asked from the company.
import type { EntityName, Side } from './vocabulary.ts';

/** @param id as the side that points names it */
export function pointerKey(target: EntityName, side: Side, id: string): string {
  return `ref.${target}:${side}:${id}`;
}
