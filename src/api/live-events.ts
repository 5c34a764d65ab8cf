// What goes on, told as it happens (server-sent events). Invariants: a line that nobody reads any more, and every line when the server
// ends, is given up at once, and soon after its session was ended; one session keeps a limited number open; silence never lasts so long that something in between cuts it.
import { Readable } from 'node:stream';
import type { Clock } from '../lib/clock.ts';
import { problem } from './problem.ts';
import type { ApiReply, ApiRequest, Caller } from './route.ts';

export interface LiveEvent {
  /** Grows within one source; whoever comes back sends the last one it saw. */
  readonly id: string;
  /** As JSON; of the shape that the contract calls its answer. */
  readonly data: unknown;
}

/**
 * Events until they end. The source is asked what comes after the id (null: from the beginning), and ends soon after `gone` aborts.
 * @returns the answer of the route: the events, or 429 when the caller has too many lines open
 */
export type LiveReply = (caller: Caller, request: Pick<ApiRequest, 'headers' | 'gone' | 'requestId'>, source: (after: string | null, gone: AbortSignal) => AsyncIterable<LiveEvent>) => ApiReply;

/** The type of an answer that goes on. */
export const EVENTS = 'text/event-stream; charset=utf-8';
/** Also how soon a line ends after its session. */
const HEARTBEAT_MS = 5_000;
const RETRY_MS = 2_000;
/** A browser opens no more than six to one host either. */
const LINES_OF_ONE = 6;

/** Made once for a group of routes; it counts the lines that are open there. @param stands whether the caller may still be told */
export function liveEvents(clock: Clock, stands: (caller: Caller) => Promise<boolean>): LiveReply {
  const open = new Map<string, number>();
  return (caller, { headers, gone, requestId }, source): ApiReply => {
    const who = caller.session?.id ?? `${caller.workspace} ${caller.name}`;
    const lines = open.get(who) ?? 0;
    if (lines >= LINES_OF_ONE) {
      const refusal = problem(429, 'too-many-lines', `At most ${LINES_OF_ONE} live views at a time: close one.`, requestId);
      return { ...refusal, headers: { ...refusal.headers, 'retry-after': '5' } };
    }
    open.set(who, lines + 1);
    const close = (): void => {
      const left = (open.get(who) ?? 1) - 1;
      if (left > 0) open.set(who, left);
      else open.delete(who);
    };
    if (gone.aborted) close();
    else gone.addEventListener('abort', close, { once: true });
    const after = headers['last-event-id'] ?? null;
    return { status: 200, headers: { 'content-type': EVENTS, 'x-accel-buffering': 'no' }, body: Readable.from(linesOf(source(after, gone), clock, gone, () => stands(caller))) };
  };
}

async function* linesOf(events: AsyncIterable<LiveEvent>, clock: Clock, gone: AbortSignal, stands: () => Promise<boolean>): AsyncGenerator<string> {
  yield `retry: ${RETRY_MS}\n\n`;
  const source = events[Symbol.asyncIterator]();
  try {
    let next = source.next();
    let lookedAt = clock.now();
    while (!gone.aborted) {
      const came = await Promise.race([next, silence(clock, gone, next)]);
      if (gone.aborted) return;
      if (came === null || clock.now() - lookedAt >= HEARTBEAT_MS) {
        lookedAt = clock.now();
        if (!(await stands())) return;
      }
      if (came === null) yield ': still here\n\n';
      else if (came.done) return;
      else {
        const { id, data } = came.value;
        yield `id: ${id.replaceAll(/[\r\n\0]/gu, '')}\nevent: progress\ndata: ${JSON.stringify(data)}\n\n`;
        next = source.next();
      }
    }
  } finally {
    // Not waited for: a source that is slow to end keeps nobody.
    void source.return?.()?.catch(() => undefined);
  }
}

/** Null once nothing has come for a while; ends its clock when something does. */
async function silence(clock: Clock, gone: AbortSignal, next: Promise<unknown>): Promise<null> {
  const over = new AbortController();
  const end = (): void => over.abort(new Error('something came'));
  gone.addEventListener('abort', end, { once: true });
  void next.then(end, end);
  await clock.sleep(HEARTBEAT_MS, over.signal).catch(() => undefined);
  gone.removeEventListener('abort', end);
  return null;
}
