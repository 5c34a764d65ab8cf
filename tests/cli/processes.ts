// The command as a script meets it: processes of the real program with an environment of their own, the two sandboxes beside
// them, and a plain HTTP reader of both that shares nothing with the product.
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { systemClock } from '../../src/lib/clock.ts';
import { readLockFile } from '../../src/store/postgres/embedded/lock-file.ts';
import { installationRoot } from '../support/installation.ts';

export type Variables = Readonly<Record<string, string>>;

export interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

export interface Started {
  readonly process: ChildProcess;
  readonly ended: Promise<Ended>;
  /** The first line of standard output, which is JSON; rejects when the process ends without one. */
  firstJson(): Promise<Record<string, unknown>>;
  /** Resolves once standard error has said so; rejects when the process ends before. */
  says(pattern: RegExp): Promise<void>;
}

export interface StartOptions {
  /** Another program to start, which starts ours in its turn. */
  readonly command?: readonly string[];
  readonly cwd?: string;
}

const PROGRAM = ['--import', join(installationRoot, 'bin/guard.mjs'), join(installationRoot, 'src/main.ts')];

/** Nothing of the test's own environment reaches the program but what every process needs. */
export function start(argv: readonly string[], variables: Variables = {}, options: StartOptions = {}): Started {
  const [program, ...rest] = [...(options.command ?? [process.execPath, ...PROGRAM]), ...argv];
  // Services of several test files run side by side.
  const env = { PATH: process.env['PATH'], HOME: process.env['HOME'], SAUMA_PORT: '0', ...variables };
  const child = spawn(program as string, rest, { cwd: options.cwd ?? tmpdir(), env, stdio: ['ignore', 'pipe', 'pipe'] });
  const text = { out: '', err: '' };
  const waiting = new Set<() => void>();
  child.stdout.on('data', (chunk: Buffer) => (text.out += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => {
    text.err += chunk.toString();
    for (const look of waiting) look();
  });
  const ended = once(child, 'close').then(([code]) => ({ ...text, code: code as number | null }));
  return {
    process: child,
    ended,
    firstJson: () =>
      new Promise((resolve, reject) => {
        createInterface(child.stdout).once('line', (line) => resolve(JSON.parse(line) as Record<string, unknown>));
        void ended.then(() => reject(new Error(`no line came: ${text.err}`)));
      }),
    says: (pattern) =>
      new Promise((resolve, reject) => {
        const look = (): void => {
          if (!pattern.test(text.err)) return;
          waiting.delete(look);
          resolve();
        };
        waiting.add(look);
        void ended.then(() => reject(new Error(`ended without saying ${String(pattern)}: ${text.err}`)));
        look();
      }),
  };
}

export function sauma(argv: readonly string[], variables: Variables = {}, options: StartOptions = {}): Promise<Ended> {
  return start(argv, variables, options).ended;
}

/** Exactly one object on standard output. */
export function json(ended: Ended): Record<string, unknown> {
  if (!/^\{.*\}\n$/.test(ended.out)) throw new Error(`not one object: ${ended.out}\n${ended.err}`);
  return JSON.parse(ended.out) as Record<string, unknown>;
}

/** Data directories of one test file, and what has to end with them. */
export function workshop(): { directory(): string; later(work: () => unknown): void; close(): Promise<void> } {
  const endings: (() => unknown)[] = [];
  return {
    directory: () => {
      const path = mkdtempSync(join(tmpdir(), 'sauma-cli-'));
      endings.push(async () => {
        while (readLockFile(join(path, 'pg'))?.holder === 'server') await systemClock.sleep(20);
        rmSync(path, { recursive: true, force: true });
      });
      return path;
    },
    later: (work) => void endings.push(work),
    close: async () => {
      for (const work of endings.toReversed()) await work();
    },
  };
}
