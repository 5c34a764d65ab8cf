// Sets as edits see them: what was added and what was removed, element by element.
import { isSet } from '../../../src/core/value.ts';
import type { Value } from '../../../src/core/vocabulary.ts';

export function keysIn(value: Value | undefined): readonly string[] {
  return isSet(value) ? value.map(({ key }) => key) : [];
}

/** Of a set an edit is what was added and what was removed: true when `now` keeps both. */
export function keepsElements(edit: { readonly before: Value; readonly after: Value }, now: Value | undefined): boolean {
  if (!isSet(edit.after) || !isSet(now)) return false;
  const [before, after, present] = [keysIn(edit.before), keysIn(edit.after), keysIn(now)];
  const added = after.filter((key) => !before.includes(key));
  const removed = before.filter((key) => !after.includes(key));
  return added.every((key) => present.includes(key)) && !removed.some((key) => present.includes(key));
}
