// How far a piece of work is, told event by event. Invariants: events may come twice or late after a break, and the picture is
// the same; once it has ended, nothing moves it any more.

export interface ProgressEvent {
  /** Grows with every event of one piece of work. */
  readonly step: number;
  readonly state: 'running' | 'done' | 'failed' | 'cancelled';
  readonly done: number;
  /** Null: not known yet. */
  readonly total: number | null;
  /** What is being done, in the words of the server. */
  readonly message: string | null;
  /** Named counts: created, updated, held … */
  readonly counts: Readonly<Record<string, number>>;
}

export interface ProgressState {
  readonly connection: 'connecting' | 'open' | 'lost';
  readonly last: ProgressEvent | null;
}

export const NOT_STARTED: ProgressState = { connection: 'connecting', last: null };

export function progressed(state: ProgressState, event: ProgressEvent): ProgressState {
  const { last } = state;
  if (last !== null && (hasEnded(state) || event.step <= last.step)) return { ...state, connection: 'open' };
  return { connection: 'open', last: event };
}

export function hasEnded({ last }: ProgressState): boolean {
  return last !== null && last.state !== 'running';
}

/** 0 to 100; null: not known. */
export function percentDone({ last }: ProgressState): number | null {
  if (last === null) return null;
  if (last.state === 'done') return 100;
  if (last.total === null || last.total <= 0) return null;
  return Math.min(100, Math.floor((last.done / last.total) * 100));
}

/** How long to wait before connecting again: longer each time, at most half a minute. @param attempt counted from 0 */
export function waitBeforeMs(attempt: number): number {
  return Math.min(30_000, 1000 * 2 ** attempt);
}
