// `sauma backup`: the whole database into one sealed file, while the service runs.
import type { Command } from 'commander';
import packageJson from '../../package.json' with { type: 'json' };
import { toInstant } from '../lib/clock.ts';
import { keyIdOf, newestOf } from '../lib/crypto.ts';
import { backupOf } from '../store/postgres/backup.ts';
import { checkBackupFile, rowsText, writeBackupFile } from './backup-file.ts';
import { addCommand, run } from './command.ts';
import type { SharedOptions } from './command.ts';
import type { Context } from './context.ts';
import { noteEverywhere } from './deed.ts';
import type { Deeds } from './deed.ts';
import { EXIT } from './exit.ts';
import type { ExitCode } from './exit.ts';
import { keptOutside } from './kept-outside.ts';
import { openInstallation, ownerOf } from './open.ts';
import { writeJson } from './output.ts';

interface BackupFlags extends SharedOptions {
  readonly force: boolean;
}

export function registerBackup(program: Command, context: Context): void {
  addCommand(program, 'backup', 'save the database of all workspaces in one sealed file', { notes: ['backUp'] })
    .argument('<file>', 'where to; its folder must be there')
    .option('--force', 'also when the file is there already', false)
    .action(run((args, command, deeds) => backup(args[0] as string, command.opts<BackupFlags>(), context, deeds)));
}

async function backup(file: string, flags: BackupFlags, context: Context, deeds: Deeds): Promise<ExitCode> {
  const open = await openInstallation(context);
  try {
    const outside = keptOutside(open.config, context.clock);
    const { keys } = outside;
    const at = toInstant(context.clock.now());
    const { bytes } = await writeBackupFile(file, backupOf(ownerOf(open), { at, version: packageJson.version }), keys, { at, force: flags.force });
    const { manifest, end } = await checkBackupFile(file, keys);
    const keyId = keyIdOf(newestOf(keys));
    await noteEverywhere(deeds, open, outside, context, 'backUp', { at, key: keyId });
    if (flags.json) writeJson(context, { file, at, bytes, workspaces: manifest.workspaces, rows: end.rows, keyId });
    else {
      const size = `${(bytes / 1_000_000).toFixed(1)} MB`;
      context.stdout.write(`Saved ${rowsText(end.rows)} of ${manifest.workspaces.length === 1 ? `workspace "${manifest.workspaces[0]}"` : `${manifest.workspaces.length} workspaces`} in ${file} (${size}), and read it back to its end.\n`);
      context.stdout.write(`It opens with key ${keyId} alone. Keep elsewhere, not beside it: ${open.config.secretKey ? 'SAUMA_SECRET_KEY' : 'secret.key'}, and the newest ${open.config.suppressionFile} (who was forgotten stays forgotten after a restore).\n`);
    }
    return EXIT.done;
  } finally {
    await open.close();
  }
}
