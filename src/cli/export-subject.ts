// `sauma export-subject`: what is known of a person, as JSON and as a page to read, in a folder of one's own. Invariant: only the owner of
// the files may read them, and nothing of what they say is printed.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Option, type Command } from 'commander';
import { exportSubject } from '../erasure/export-subject.ts';
import { UsageError } from '../lib/errors.ts';
import { addCommand, run } from './command.ts';
import type { SharedOptions } from './command.ts';
import type { Context } from './context.ts';
import { erasureContextOf } from './erasure-context.ts';
import { EXIT } from './exit.ts';
import type { ExitCode } from './exit.ts';
import { whoAsks } from './inbox.ts';
import { openWorkspace } from './open.ts';
import { writeJson } from './output.ts';
import { subjectAsked, subjectOptions } from './subject-options.ts';
import type { SubjectFlags } from './subject-options.ts';

interface ExportFlags extends SharedOptions, SubjectFlags {
  readonly out: string;
  readonly language: 'fi' | 'en';
}

const OWNER_ONLY = { file: 0o600, directory: 0o700 };

export function registerExportSubject(program: Command, context: Context): void {
  subjectOptions(addCommand(program, 'export-subject', 'everything that is known of a person, to be given to them'))
    .requiredOption('--out <folder>', 'where the two files go')
    .addOption(new Option('--language <language>', 'of the page').choices(['fi', 'en']).default('fi'))
    .action(run((_args, command) => exported(command.opts<ExportFlags>(), context)));
}

async function exported(flags: ExportFlags, context: Context): Promise<ExitCode> {
  const open = await openWorkspace(context, flags.workspace);
  try {
    const erasures = erasureContextOf(open);
    const told = await exportSubject(erasures, { ...(await subjectAsked(erasures, flags)), how: 'commandLine', by: whoAsks(), language: flags.language });
    await open.persons.accessLog.note({ actor: whoAsks(), what: 'subjectExport', linkIds: told.linkIds, at: told.at });
    const files = written(flags.out, told);
    if (flags.json) writeJson(context, { id: told.id, found: told.found, missing: told.missing, files });
    else context.stdout.write(`${told.found === 0 ? 'Nothing is known of anybody by that.' : `${told.found} records and texts.`} Written: ${files.join(', ')}\n${told.missing.length === 0 ? '' : `Not looked through: ${told.missing.join(', ')}. Run it again when they answer.\n`}`);
    return told.missing.length === 0 ? EXIT.done : EXIT.needsPerson;
  } finally {
    await open.close();
  }
}

function written(folder: string, { id, json, html }: { readonly id: string; readonly json: string; readonly html: string }): readonly string[] {
  try {
    mkdirSync(folder, { recursive: true, mode: OWNER_ONLY.directory });
    return [['json', json], ['html', html]].map(([ending, text]) => {
      const path = join(folder, `access-export-${id}.${ending}`);
      writeFileSync(path, text as string, { mode: OWNER_ONLY.file, flag: 'wx' });
      return path;
    });
  } catch (cause) {
    throw new UsageError('folder-unfit', `nothing can be written to ${folder}. Name a folder that is yours.`, { cause });
  }
}
