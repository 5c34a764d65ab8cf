// A yes or no that parts of the app without a common parent tell each other, such as "the session is over".

export interface Signal {
  readonly on: () => boolean;
  readonly set: (on: boolean) => void;
  /** @returns what ends the listening */
  readonly listen: (listener: () => void) => () => void;
}

export function createSignal(): Signal {
  let on = false;
  const listeners = new Set<() => void>();
  return {
    on: () => on,
    set: (next) => {
      if (next === on) return;
      on = next;
      for (const listener of listeners) listener();
    },
    listen: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
