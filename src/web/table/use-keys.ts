// The keys of a list: j and k move, x selects, Enter opens. Invariants: they never take a key from an input, a button or a
// dialog; a person can switch them off (single keys disturb speech input).
import { useEffect, useRef, useState } from 'react';
import { shortcutsChoice } from '../choices.ts';
import { usePreference } from '../preferences.ts';
import { deedOf } from './selection.ts';

interface KeyTargets<T> {
  readonly records: readonly T[];
  readonly onToggle: ((record: T) => void) | undefined;
  readonly onOpen: ((record: T) => void) | undefined;
}

/** @returns which row the keyboard is on; -1: none */
export function useKeys<T>(targets: KeyTargets<T>): number {
  const [on] = usePreference(shortcutsChoice.key, shortcutsChoice.schema, true);
  const [at, setAt] = useState(-1);
  const latest = useRef(targets);
  latest.current = targets;
  const position = useRef(at);
  position.current = at;

  useEffect(() => setAt(-1), [targets.records]);
  useEffect(() => {
    if (!on) return undefined;
    const listen = (event: KeyboardEvent): void => {
      if (event.ctrlKey || event.metaKey || event.altKey || isTaken(event)) return;
      const { records, onToggle, onOpen } = latest.current;
      const deed = deedOf(event.key, position.current, records.length);
      const record = records[position.current];
      if (deed === null) return;
      if (deed.kind === 'move') setAt(deed.to);
      else if (record !== undefined && deed.kind === 'toggle') onToggle?.(record);
      else if (record !== undefined) onOpen?.(record);
      event.preventDefault();
    };
    document.addEventListener('keydown', listen);
    return () => document.removeEventListener('keydown', listen);
  }, [on]);
  return at;
}

/** Whether the key belongs to what has the focus. */
export function isTaken(event: KeyboardEvent): boolean {
  // A closed list of choices stays in the page, unseen.
  const panels = [...document.querySelectorAll('[role="dialog"], [role="listbox"], [role="menu"]')];
  if (event.defaultPrevented || panels.some((panel) => panel.checkVisibility())) return true;
  if (!(event.target instanceof Element)) return false;
  if (event.target.closest('input:not([type="checkbox"]), textarea, select, [contenteditable="true"]')) return true;
  return event.key === 'Enter' && event.target.closest('a, button, summary, input') !== null;
}
