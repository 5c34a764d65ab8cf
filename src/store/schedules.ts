// What a workspace keeps of its schedules: what people changed and where each one stands. Invariant: a change never replaces
// the one before it; the last counts, and every one says who made it and when.

export interface ScheduleChange {
  /** Null: the installation's default counts. */
  readonly cron: string | null;
  readonly jitterSeconds: number | null;
  readonly paused: boolean;
  readonly by: string;
  readonly at: string;
}

export interface ScheduleState {
  readonly name: string;
  readonly change: ScheduleChange | null;
  /** The last time of its plan that was fired. */
  readonly plannedAt: string | null;
  /** The last run that came of it. */
  readonly runId: string | null;
}

export interface Schedules {
  /** Only those of which something is known. */
  schedules(): Promise<readonly ScheduleState[]>;
  /** What is left out stays as it is. */
  changeSchedule(name: string, change: Partial<Omit<ScheduleChange, 'by' | 'at'>>, by: string): Promise<void>;
  /** Does nothing when a later time has been recorded. */
  recordTick(name: string, plannedAt: string): Promise<void>;
  recordScheduleRun(name: string, runId: string): Promise<void>;
}
