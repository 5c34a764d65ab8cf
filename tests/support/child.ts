// Real processes for tests: started with the runtime of this one, read line by line, and ended with the test.
import { spawn, type ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';
import { onTestFinished } from 'vitest';

export interface Child {
  readonly process: ChildProcess;
  /** Every line of JSON it has written to standard output. */
  readonly lines: Record<string, unknown>[];
  /** What it has written to standard error. */
  errors(): string;
  /** Resolves with the first line that fits, also one already written; rejects when the process ends without it. */
  line(fits: (line: Record<string, unknown>) => boolean): Promise<Record<string, unknown>>;
  /** Sends a signal and resolves with the exit code (null when the signal ended it). */
  end(signal: NodeJS.Signals): Promise<number | null>;
}

/** @param prefix a program that runs the runtime in its turn, e.g. as another user */
export function startChild(script: string, args: readonly string[], prefix: readonly string[] = []): Child {
  const [program, ...rest] = [...prefix, process.execPath, script, ...args];
  const child = spawn(program as string, rest, { stdio: ['ignore', 'pipe', 'pipe'] });
  const lines: Record<string, unknown>[] = [];
  const waiting = new Set<() => void>();
  let errors = '';
  const wake = (): void => {
    for (const look of waiting) look();
  };
  child.stderr.on('data', (data: Buffer) => (errors += data.toString()));
  createInterface(child.stdout).on('line', (text) => {
    lines.push(JSON.parse(text) as Record<string, unknown>);
    wake();
  });
  const ended = new Promise<number | null>((resolve) => child.on('close', (code) => resolve(code)));
  void ended.then(wake);
  onTestFinished(async () => {
    child.kill('SIGKILL');
    await ended;
  });
  return {
    process: child,
    lines,
    errors: () => errors,
    line: (fits) =>
      new Promise((resolve, reject) => {
        const look = (): void => {
          const found = lines.find(fits);
          const over = child.exitCode !== null || child.signalCode !== null;
          if (!found && !over) return;
          waiting.delete(look);
          if (found) resolve(found);
          else reject(new Error(`the process ended before the awaited line: ${errors}`));
        };
        waiting.add(look);
        look();
      }),
    end: (signal) => {
      child.kill(signal);
      return ended;
    },
  };
}
