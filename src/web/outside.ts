// What the app takes from outside: the server, the clock, the signal that the session is over. Invariant: nothing below main.tsx
// reaches for them by itself, so a test can give its own.
import { createContext, useContext, useEffect, useMemo, useState } from 'react';
import type { Api } from './api.ts';
import { createFormat, type Format } from './format/format.ts';
import { useText } from './i18n/language.ts';
import { useSession } from './session.ts';
import type { Signal } from './signal.ts';

export interface Outside {
  readonly api: Api;
  /** Milliseconds. */
  readonly now: () => number;
  readonly signedOut: Signal;
  /** Leaves the app for another address of this server. */
  readonly leaveTo: (address: string) => void;
}

const OutsideContext = createContext<Outside | null>(null);
export const OutsideProvider = OutsideContext.Provider;

export function useOutside(): Outside {
  const outside = useContext(OutsideContext);
  if (outside === null) throw new Error('useOutside is called outside of the app');
  return outside;
}

export function useApi(): Api {
  return useOutside().api;
}

/** Formats of the person's language and the workspace's zone. */
export function useFormat(): Format {
  const { language } = useText();
  const { timeZone } = useSession().workspace;
  return useMemo(() => createFormat(language, timeZone), [language, timeZone]);
}

/** The present, kept up every half minute: for "3 minutes ago". Milliseconds. */
export function useNow(): number {
  const { now } = useOutside();
  const [at, setAt] = useState(now);
  useEffect(() => {
    const timer = setInterval(() => setAt(now()), 30_000);
    return () => clearInterval(timer);
  }, [now]);
  return at;
}
