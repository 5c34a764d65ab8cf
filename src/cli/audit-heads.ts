// Heads of the audit's chain, written down in the data directory: who can change the database cannot change them, so a chain that was cut
// back or begun anew is found. Invariant: the last head of every day stays.
import { randomBytes } from 'node:crypto';
import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Clock } from '../lib/clock.ts';
import { ConfigError } from '../lib/errors.ts';
import type { Log } from '../lib/log.ts';
import type { Audit, AuditHead } from '../store/audit.ts';
import { ensureDataDirectory } from './data-directory.ts';

type Heads = Readonly<Record<string, readonly AuditHead[]>>;

const FILE = 'audit-heads.json';
const EVERY_MS = 60_000;

/** @throws ConfigError when the file is damaged */
export function keptHeads(dataDir: string, workspace: string): readonly AuditHead[] {
  return read(dataDir)[workspace] ?? [];
}

export function keepHead(dataDir: string, workspace: string, head: AuditHead): void {
  const all = read(dataDir);
  const known = all[workspace] ?? [];
  const last = known.at(-1);
  if (last !== undefined && last.number >= head.number) return;
  const earlier = last?.at.slice(0, 10) === head.at.slice(0, 10) ? known.slice(0, -1) : known;
  write(dataDir, { ...all, [workspace]: [...earlier, head] });
}

/** After a restore: what came later is not in the database any more, and nobody did wrong. @returns how many lines that were */
export function dropLaterHeads(dataDir: string, workspace: string, head: AuditHead | null): number {
  const all = read(dataDir);
  const known = all[workspace] ?? [];
  const [restored, newest] = [head?.number ?? 0, known.at(-1)?.number ?? 0];
  if (newest <= restored) return 0;
  write(dataDir, { ...all, [workspace]: known.filter(({ number }) => number <= restored) });
  return newest - restored;
}

interface Keeping {
  readonly dataDir: string;
  readonly workspace: string;
  readonly audit: Pick<Audit, 'head'>;
  readonly clock: Clock;
  readonly log: Log;
}

/** Writes the head down every minute, in whoever adds to the audit. @returns ends it, with a last look */
export function keepingHeads({ dataDir, workspace, audit, clock, log }: Keeping): () => Promise<void> {
  const end = new AbortController();
  const look = async (): Promise<void> => {
    try {
      const head = await audit.head();
      if (head !== null) keepHead(dataDir, workspace, head);
    } catch (error) {
      log.error({ error }, 'the head of the audit could not be written down just now; it is tried again in a minute');
    }
  };
  const loop = (async () => {
    while (!end.signal.aborted) {
      await look();
      await clock.sleep(EVERY_MS, end.signal).catch(() => undefined);
    }
    await look();
  })();
  return async () => {
    end.abort();
    await loop;
  };
}

function read(dataDir: string): Heads {
  const path = join(dataDir, FILE);
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as Heads;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return {};
    throw new ConfigError('audit-heads', 'SAUMA_DATA_DIR', `${path} cannot be read any more. Put back a copy of it, or delete it: heads are written down anew from now on.`, { cause: error });
  }
}

function write(dataDir: string, heads: Heads): void {
  ensureDataDirectory(dataDir);
  const path = join(dataDir, FILE);
  const draft = `${path}.${randomBytes(6).toString('hex')}`;
  try {
    writeFileSync(draft, `${JSON.stringify(heads)}\n`, { mode: 0o600, flag: 'wx' });
    renameSync(draft, path);
  } finally {
    rmSync(draft, { force: true });
  }
}
