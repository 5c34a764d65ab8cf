// Data directories for process tests, removed with the test once the server in them, if any, has ended.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { systemClock } from '../../src/lib/clock.ts';
import { readLockFile } from '../../src/store/postgres/embedded/lock-file.ts';

/** Register whatever uses the directory after this: what comes later is ended sooner. */
export function dataDirectory(): string {
  const path = mkdtempSync(join(tmpdir(), 'sauma-data-'));
  onTestFinished(async () => {
    while (readLockFile(join(path, 'pg'))?.holder === 'server') await systemClock.sleep(20);
    rmSync(path, { recursive: true, force: true });
  });
  return path;
}
