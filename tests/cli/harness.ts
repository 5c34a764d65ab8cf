// A context for commands under test: streams are collected, time and ids are fixed, and the test decides when to stop.
import type { Context } from '../../src/cli/context.ts';
import { installationRoot } from '../support/installation.ts';

export interface Collected {
  readonly context: Context;
  readonly out: () => string;
  readonly err: () => string;
}

export function collectingContext(env: Context['env'] = {}): Collected {
  const out: string[] = [];
  const err: string[] = [];
  const stop = new AbortController();
  let ids = 0;
  const now = Date.parse('2026-04-01T06:00:00Z');
  return {
    out: () => out.join(''),
    err: () => err.join(''),
    context: {
      stdout: { write: (text) => out.push(text) },
      stderr: { write: (text) => err.push(text) },
      env,
      clock: { now: () => now, sleep: () => Promise.resolve() },
      newId: () => `id-${++ids}`,
      rootDir: installationRoot,
      stopSignal: () => stop.signal,
      connect: () => new Map(),
    },
  };
}
