// Whether the figures of all accounts agree, worked out once for those who ask at about the same time. Invariant: of one workspace only
// one such calculation runs at a time, and nobody is told what is older than a minute, of another day, or from before sums were put right.
import type { Clock } from '../lib/clock.ts';
import type { BillingViews } from '../store/views/billing.ts';

type Answer = ReturnType<BillingViews['drift']>;

const SHARED_MS = 60_000;

interface Calculation {
  readonly today: string;
  readonly answer: Answer;
  /** ms; null while it runs. */
  endedAt: number | null;
  isOver: boolean;
}

export interface SharedDrift {
  /** @param question about every account. @throws what the views throw, to all who wait for it */
  of(workspace: string, views: Pick<BillingViews, 'drift'>, question: { readonly today: string; readonly figures: readonly string[] }): Answer;
  /** What is known of the workspace's sums, or being worked out, is told to nobody who asks from now on. */
  forget(workspace: string): void;
}

export function createSharedDrift(clock: Pick<Clock, 'now'>): SharedDrift {
  const last = new Map<string, Calculation>();
  return {
    of: (workspace, views, question) => {
      const known = last.get(workspace);
      if (known && !known.isOver && known.today === question.today && (known.endedAt === null || clock.now() - known.endedAt < SHARED_MS)) return known.answer;
      const before = known?.answer.then(() => {}, () => {}) ?? Promise.resolve();
      const begun: Calculation = { today: question.today, answer: before.then(() => views.drift(question)), endedAt: null, isOver: false };
      last.set(workspace, begun);
      begun.answer.then(() => { begun.endedAt = clock.now(); }, () => { begun.isOver = true; });
      return begun.answer;
    },
    forget: (workspace) => {
      const known = last.get(workspace);
      if (known) known.isOver = true;
    },
  };
}
