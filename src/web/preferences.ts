// What a person has chosen in this browser: language, density, columns, shortcuts. Invariant: a stored value that is not
// understood, or a storage that is switched off, means the default and never an error.
import { createContext, useCallback, useContext, useMemo, useSyncExternalStore } from 'react';
import type { Schema } from './api.ts';

export interface Preferences {
  readonly read: (key: string) => string | null;
  readonly write: (key: string, value: string) => void;
  /** @returns what ends the listening */
  readonly listen: (listener: () => void) => () => void;
}

/** @param storage the browser's; null when it is switched off: then choices last as long as the page */
export function createPreferences(storage: Pick<Storage, 'getItem' | 'setItem'> | null): Preferences {
  const chosen = new Map<string, string>();
  const listeners = new Set<() => void>();
  return {
    read: (key) => {
      try {
        return chosen.get(key) ?? storage?.getItem(nameOf(key)) ?? null;
      } catch {
        return null;
      }
    },
    write: (key, value) => {
      chosen.set(key, value);
      try {
        storage?.setItem(nameOf(key), value);
      } catch {
        // Full or forbidden: the choice lasts as long as the page.
      }
      for (const listener of listeners) listener();
    },
    listen: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

function nameOf(key: string): string {
  return `sauma-${key}`;
}

/** What was stored, when the schema takes it. */
export function preferred<T>(text: string | null, schema: Schema<T>, otherwise: T): T {
  if (text === null) return otherwise;
  try {
    return schema.parse(JSON.parse(text));
  } catch {
    return otherwise;
  }
}

const PreferencesContext = createContext<Preferences>(createPreferences(null));
export const PreferencesProvider = PreferencesContext.Provider;

export function usePreference<T>(key: string, schema: Schema<T>, otherwise: T): readonly [T, (value: T) => void] {
  const preferences = useContext(PreferencesContext);
  const text = useSyncExternalStore(preferences.listen, () => preferences.read(key));
  const choose = useCallback((value: T) => preferences.write(key, JSON.stringify(value)), [preferences, key]);
  const value = useMemo(() => preferred(text, schema, otherwise), [text, schema, otherwise]);
  return [value, choose];
}
