// Follows a piece of work by server-sent events, through broken lines, until it has ended. A refusal (no right, no such run) is
// an error and not tried again.
import { useEffect, useRef, useState } from 'react';
import type { Api, Schema } from '../api.ts';
import { useApi } from '../outside.ts';
import { problemOf } from '../problem.ts';
import { hasEnded, NOT_STARTED, progressed, waitBeforeMs, type ProgressEvent, type ProgressState } from './progress-state.ts';

export interface Followed {
  readonly state: ProgressState;
  readonly error: unknown;
}

/** @param schema of the data of each event named `progress` */
export function useProgress(path: string, schema: Schema<ProgressEvent>, onEnd?: (last: ProgressEvent) => void): Followed {
  const api = useApi();
  const [followed, setFollowed] = useState<Followed>({ state: NOT_STARTED, error: null });
  const ended = useRef(onEnd);
  ended.current = onEnd;

  useEffect(() => {
    const stop = new AbortController();
    let state = NOT_STARTED;
    const show = (next: ProgressState): void => {
      state = next;
      setFollowed({ state, error: null });
    };
    show(NOT_STARTED);
    follow({ api, path, schema, signal: stop.signal, read: () => state, show })
      .then(() => { if (state.last !== null && hasEnded(state)) ended.current?.(state.last); })
      .catch((error: unknown) => { if (!stop.signal.aborted) setFollowed({ state, error }); });
    return () => stop.abort();
  }, [api, path, schema]);
  return followed;
}

interface Following {
  readonly api: Api;
  readonly path: string;
  readonly schema: Schema<ProgressEvent>;
  readonly signal: AbortSignal;
  readonly read: () => ProgressState;
  readonly show: (state: ProgressState) => void;
}

async function follow({ api, path, schema, signal, read, show }: Following): Promise<void> {
  let lastId: string | null = null;
  let attempt = 0;
  while (!signal.aborted && !hasEnded(read())) {
    try {
      for await (const event of api.events(path, lastId, signal)) {
        lastId = event.id ?? lastId;
        attempt = 0;
        if (event.name === 'progress') show(progressed(read(), schema.parse(JSON.parse(event.data))));
        if (hasEnded(read())) return;
      }
    } catch (error) {
      if (signal.aborted) return;
      if (!['offline', 'not-now'].includes(problemOf(error).kind) && !(error instanceof TypeError)) throw error;
    }
    show({ ...read(), connection: 'lost' });
    await new Promise((resolve) => setTimeout(resolve, waitBeforeMs(attempt)));
    attempt += 1;
  }
}
