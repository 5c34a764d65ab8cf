// `sauma restore`: a backup put back. Invariant: the file is read to its end before the database is touched, and who was forgotten since it
// was made has been forgotten again before this command is over.
import type { Command } from 'commander';
import { toInstant } from '../lib/clock.ts';
import { ConfigError } from '../lib/errors.ts';
import { createAudit } from '../store/postgres/audit.ts';
import { checksumOf, type Migration } from '../store/postgres/migrate.ts';
import { migrations } from '../store/postgres/migrations/list.ts';
import { endSessions, restoreInto } from '../store/postgres/restore.ts';
import { acquireServiceLock } from '../store/postgres/service-lock.ts';
import { loadConfig } from '../config.ts';
import { dropLaterHeads } from './audit-heads.ts';
import { checkBackupFile, readBackupFile, rowsText } from './backup-file.ts';
import { addCommand, run } from './command.ts';
import type { SharedOptions } from './command.ts';
import type { Context } from './context.ts';
import type { Deeds } from './deed.ts';
import { EXIT } from './exit.ts';
import type { ExitCode } from './exit.ts';
import { keptOutside } from './kept-outside.ts';
import { openInstallation, openWorkspace, ownerOf } from './open.ts';
import { writeJson } from './output.ts';
import { requireKey } from './secret-key.ts';
import { whenText } from './words.ts';

interface RestoreFlags extends SharedOptions {
  readonly force: boolean;
  readonly check: boolean;
}

interface Restored {
  readonly workspace: string;
  /** Records of people who were forgotten after the backup was made. */
  readonly forgottenAgain: number;
  /** Records of others, mirrored rows, remarks and events that told of them. */
  readonly cleanedAgain: number;
  /** Their requests, as far as the backup knows nothing of them. */
  readonly requestsUnknown: number;
  /** Lines of the audit that are later than the backup. */
  readonly auditLinesLost: number;
  /** Suppressions that the backup knows and the ledger did not. */
  readonly ledgerLacked: number;
}

/** Of the suppression ledger, next to the backup: who was forgotten since stays forgotten only by a newer one. */
type LedgerAge = 'here' | 'missing' | 'older';

export function registerRestore(program: Command, context: Context): void {
  addCommand(program, 'restore', 'put a backup back, into an empty database', { notes: ['restoreBackup'] })
    .argument('<file>', 'what "sauma backup" has made')
    .option('--force', 'also when the database holds data: all of it goes', false)
    .option('--check', 'only read the file to its end and hold it against its checksums', false)
    .action(run((args, command, deeds) => restore(args[0] as string, command.opts<RestoreFlags>(), context, deeds)));
}

async function restore(file: string, flags: RestoreFlags, context: Context, deeds: Deeds): Promise<ExitCode> {
  const config = loadConfig({ env: context.env, rootDir: context.rootDir });
  requireKey(config);
  const { keys, ledgerFile } = keptOutside(config, context.clock);
  const { manifest, end } = await checkBackupFile(file, keys);
  const made = `${rowsText(end.rows)} of ${manifest.workspaces.join(', ')}, made ${whenText(manifest.at, config.settings.schedules.timeZone)} by version ${manifest.version}`;
  if (flags.check) {
    deeds.nothing();
    if (flags.json) writeJson(context, { file, ...manifest, rows: end.rows, whole: true });
    else context.stdout.write(`The backup is whole: ${made}.\n`);
    return EXIT.done;
  }
  const isEmpty = (await ledgerFile.all()).length === 0;
  await putBack(file, { known: migrationsOf(manifest.migrations), force: flags.force, workspaces: manifest.workspaces }, context);
  const workspaces: Restored[] = [];
  for (const workspace of manifest.workspaces) workspaces.push(await settled(workspace, manifest.at, context, deeds));
  const isOlder = workspaces.some(({ ledgerLacked }) => ledgerLacked > 0);
  const ledger: LedgerAge = isEmpty ? 'missing' : isOlder ? 'older' : 'here';
  if (flags.json) writeJson(context, { file, at: manifest.at, rows: end.rows, workspaces, ledger });
  else context.stdout.write(`Put back ${made}.\n${workspaces.map(lineOf).join('')}${ledgerText(ledger, config.suppressionFile)}Everybody has to sign in again. A token that was revoked after the backup works again: look at "npx sauma tokens".\n`);
  return isOlder ? EXIT.needsPerson : EXIT.done;
}

function ledgerText(ledger: LedgerAge, path: string): string {
  if (ledger === 'here') return '';
  const what = ledger === 'missing' ? 'There was nobody in the suppression ledger' : 'The suppression ledger is older than the backup';
  return `${what} (${path}). Whoever was forgotten since the backup was made, if anybody, is back: put the newest copy of that file there and run any command, before the service starts.\n`;
}

interface Wanted {
  readonly known: readonly Migration[];
  readonly force: boolean;
  readonly workspaces: readonly string[];
}

async function putBack(file: string, { known, force, workspaces }: Wanted, context: Context): Promise<void> {
  const open = await openAt(known, context);
  try {
    const { keys } = keptOutside(open.config, context.clock);
    const lock = await acquireServiceLock({ address: open.database.address, key: open.database.key, clock: context.clock });
    try {
      await restoreInto(ownerOf(open), await readBackupFile(file, keys), { force });
      await endSessions(ownerOf(open), workspaces, toInstant(context.clock.now()));
    } finally {
      await lock.release();
    }
  } finally {
    await open.close();
  }
}

/** The installation at the shape the backup has; later commands bring it up to this version. */
async function openAt(known: readonly Migration[], context: Context): ReturnType<typeof openInstallation> {
  try {
    return await openInstallation(context, { migrations: known });
  } catch (error) {
    if (!(error instanceof ConfigError) || error.code !== 'database-newer') throw error;
    throw new ConfigError('backup-older', error.key, 'the backup was made by an older version than has worked on this database. Restore it into a new, empty database (another SAUMA_DATA_DIR, or DATABASE_URL); it is then brought up to this version by itself. Nothing was changed.');
  }
}

/** @throws ConfigError for a backup of a newer version */
function migrationsOf(saved: readonly { readonly name: string; readonly checksum: string }[]): readonly Migration[] {
  const known = new Map(migrations.map((migration) => [migration.name, migration]));
  return saved.map(({ name, checksum }) => {
    const migration = known.get(name);
    if (!migration || checksumOf(migration) !== checksum) throw new ConfigError('backup-newer', 'FILE', `the backup was made by another version of the program (${name}). Restore it with that version, or a later one; nothing was changed.`);
    return migration;
  });
}

/** Opening it replays the suppression ledger. */
async function settled(workspace: string, at: string, context: Context, deeds: Deeds): Promise<Restored> {
  const open = await openWorkspace(context, workspace);
  try {
    const head = await createAudit({ database: open.database, workspace, seal: open.auditSeal, kept: () => [] }).head();
    const { forgotten, cleaned, unknown, given } = open.replayed;
    const auditLinesLost = dropLaterHeads(open.config.dataDir, workspace, head);
    await deeds.note(open, 'restoreBackup', { at });
    return { workspace, forgottenAgain: forgotten, cleanedAgain: cleaned, requestsUnknown: unknown, auditLinesLost, ledgerLacked: given };
  } finally {
    await open.close();
  }
}

function lineOf({ workspace, forgottenAgain, cleanedAgain, requestsUnknown, auditLinesLost }: Restored): string {
  const again = forgottenAgain + cleanedAgain > 0 ? `  ${workspace}: ${forgottenAgain} records of people who were forgotten after the backup have been forgotten again, and what told of them was taken out of ${cleanedAgain} others.\n` : '';
  const byName = requestsUnknown > 0 ? `  ${workspace}: ${requestsUnknown} requests to be forgotten are later than the backup. A remark or note of yours that tells of these people by name alone is not found by itself: ask for them to be forgotten once more.\n` : '';
  return `${again}${byName}${auditLinesLost > 0 ? `  ${workspace}: the audit ends ${auditLinesLost} lines earlier than it did here before.\n` : ''}`;
}
