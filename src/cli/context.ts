// What a command gets from outside: streams, environment, time, ids and the way to connectors. Commands take nothing else from the process,
// so each can be run in a test.
import type { Environment } from '../config.ts';
import type { Clock } from '../lib/clock.ts';
import type { ConnectorFactory } from './connectors.ts';

export interface Output {
  write(text: string): unknown;
  readonly isTTY?: boolean;
}

export interface Context {
  /** Results only; with --json exactly one object. */
  readonly stdout: Output;
  /** Everything else: progress, logs, errors. */
  readonly stderr: Output;
  readonly env: Environment;
  readonly clock: Clock;
  readonly newId: () => string;
  /** The installation: config/, manifest.json and, unless told otherwise, data/. */
  readonly rootDir: string;
  /** Aborts when the process is asked to end. From the first call on, a request to end is the command's to carry out. */
  readonly stopSignal: () => AbortSignal;
  readonly connect: ConnectorFactory;
}
