// The keys of an inbox. Invariants: they never take a key from an input or a dialog; a person can switch them off; the same key does the
// same wherever the focus is within the list and the item beside it.
import { useEffect, useRef } from 'react';
import { shortcutsChoice } from '../../choices.ts';
import { usePreference } from '../../preferences.ts';
import { isTaken } from '../../table/use-keys.ts';

/** By the key's name, as the browser has it. */
export type KeyDeeds = Readonly<Record<string, (() => void) | undefined>>;

export function useTriageKeys(deeds: KeyDeeds): void {
  const [on] = usePreference(shortcutsChoice.key, shortcutsChoice.schema, true);
  const latest = useRef(deeds);
  latest.current = deeds;
  useEffect(() => {
    if (!on) return undefined;
    const listen = (event: KeyboardEvent): void => {
      if (event.ctrlKey || event.metaKey || event.altKey || (event.repeat && !MOVING.has(event.key)) || (isTaken(event) && !isOurs(event))) return;
      const deed = latest.current[event.key];
      if (deed === undefined) return;
      event.preventDefault();
      deed();
    };
    document.addEventListener('keydown', listen);
    return () => document.removeEventListener('keydown', listen);
  }, [on]);
}

/** What may be held down; a decision is one press. */
const MOVING: ReadonlySet<string> = new Set(['j', 'k']);

/** What was chosen with the mouse a moment ago still has the focus: Enter is about the decision, not about choosing it again. */
function isOurs({ target, key }: KeyboardEvent): boolean {
  return key === 'Enter' && target instanceof Element && target.closest('[data-triage]') !== null;
}
