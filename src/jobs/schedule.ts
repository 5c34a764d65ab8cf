// The one ticker. It fires names at their times and nothing else: whoever listens decides what a tick means, and a tick
// that comes while the last one's work goes on is dropped, because that work sees everything anyway.
import cron from 'node-cron';

export interface Tick {
  readonly name: string;
  /** Five fields, or six with seconds first. */
  readonly cron: string;
}

/** What is wrong with an expression, in words; null when nothing is. */
export function cronProblem(expression: string): string | null {
  const { valid, errors } = cron.validateDetailed(expression);
  return valid ? null : errors.map((error) => `${error.field}: ${error.message}`).join('; ');
}

/** @returns stops it, and waits for the work of ticks that have fired */
export function startTicker(ticks: readonly Tick[], timeZone: string, fire: (name: string) => Promise<void>): () => Promise<void> {
  const running = new Set<Promise<void>>();
  const tasks = ticks.map(({ name, cron: expression }) => {
    const work = async (): Promise<void> => {
      const turn = fire(name);
      running.add(turn);
      await turn.finally(() => running.delete(turn));
    };
    return cron.schedule(expression, work, { timezone: timeZone, name, noOverlap: true, suppressMissedWarning: true });
  });
  return async () => {
    for (const task of tasks) await task.destroy();
    await Promise.allSettled(running);
  };
}
