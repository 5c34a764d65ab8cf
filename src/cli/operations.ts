// `sauma migrate` and `sauma workspace`: the database brought up to date, and the workspaces in it.
import type { Command } from 'commander';
import { UsageError } from '../lib/errors.ts';
import { addWorkspace, listWorkspaces } from '../store/postgres/workspaces.ts';
import { addCommand, run } from './command.ts';
import type { SharedOptions } from './command.ts';
import type { Context } from './context.ts';
import { READS } from './deed.ts';
import type { Deeds } from './deed.ts';
import { EXIT } from './exit.ts';
import type { ExitCode } from './exit.ts';
import { keptOutside } from './kept-outside.ts';
import { openInstallation } from './open.ts';
import { writeJson } from './output.ts';

export function registerMigrate(program: Command, context: Context): void {
  addCommand(program, 'migrate', 'bring the database up to this version; every start does it too', { unnoted: 'every command does the same when it opens the database' }).action(
    run(async (_args, command) => {
      const open = await openInstallation(context);
      await open.close();
      if (command.opts<SharedOptions>().json) writeJson(context, { applied: open.migrated });
      else context.stdout.write(open.migrated.length === 0 ? 'The database is up to date.\n' : `Applied: ${open.migrated.join(', ')}\n`);
      return EXIT.done;
    }),
  );
}

export function registerWorkspace(program: Command, context: Context): void {
  const parent = addCommand(program, 'workspace', 'the workspaces of this installation', READS).action(run((_args, command) => list(command.opts<SharedOptions>(), context)));
  addCommand(parent, 'list', 'show them', READS).action(run((_args, command) => list(command.opts<SharedOptions>(), context)));
  addCommand(parent, 'add', 'make one', { notes: ['addWorkspace'] })
    .argument('<name>', 'small letters, digits and hyphens')
    .action(run((args, command, deeds) => add(args[0] as string, command.opts<SharedOptions>(), context, deeds)));
}

async function list(flags: SharedOptions, context: Context): Promise<ExitCode> {
  const open = await openInstallation(context);
  try {
    const workspaces = await listWorkspaces(open.database);
    if (flags.json) writeJson(context, { workspaces });
    else context.stdout.write(`${workspaces.join('\n')}\n`);
    return EXIT.done;
  } finally {
    await open.close();
  }
}

async function add(name: string, flags: SharedOptions, context: Context, deeds: Deeds): Promise<ExitCode> {
  if (!/^[a-z0-9][a-z0-9-]{0,62}$/u.test(name)) throw new UsageError('workspace-name', `"${name}" cannot name a workspace: use small letters, digits and hyphens, at most 63.`);
  const open = await openInstallation(context);
  try {
    const made = await addWorkspace(open.database, name);
    const { auditSeal } = keptOutside(open.config, context.clock);
    if (made) await deeds.note({ ...open, workspace: name, auditSeal, engine: context }, 'addWorkspace');
    else deeds.nothing();
    if (flags.json) writeJson(context, { workspace: name, made });
    else context.stdout.write(made ? `Made workspace "${name}".\n` : `Workspace "${name}" exists already.\n`);
    return EXIT.done;
  } finally {
    await open.close();
  }
}
