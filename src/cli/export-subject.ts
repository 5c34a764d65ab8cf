// `sauma export-subject`: what is known of a person, as JSON and as a page to read, in a folder of one's own. Invariant: only the owner of
// the files may read them, and nothing of what they say is printed.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Option, type Command } from 'commander';
import { exportSubject } from '../erasure/export-subject.ts';
import type { ExportedSubject } from '../erasure/export-subject.ts';
import { UsageError } from '../lib/errors.ts';
import { addCommand, run } from './command.ts';
import type { SharedOptions } from './command.ts';
import type { Context } from './context.ts';
import { whoAsks } from './deed.ts';
import type { Deeds } from './deed.ts';
import { erasureContextOf } from './erasure-context.ts';
import { EXIT } from './exit.ts';
import type { ExitCode } from './exit.ts';
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
  subjectOptions(addCommand(program, 'export-subject', 'everything that is known of a person, to be given to them', { notes: ['exportSubject'] }))
    .requiredOption('--out <folder>', 'where the two files go')
    .addOption(new Option('--language <language>', 'of the page').choices(['fi', 'en']).default('fi'))
    .action(run((_args, command, deeds) => exported(command.opts<ExportFlags>(), context, deeds)));
}

async function exported(flags: ExportFlags, context: Context, deeds: Deeds): Promise<ExitCode> {
  const open = await openWorkspace(context, flags.workspace);
  try {
    const erasures = erasureContextOf(open);
    const told = await exportSubject(erasures, { ...(await subjectAsked(erasures, flags)), how: 'commandLine', by: whoAsks(), language: flags.language });
    await open.persons.accessLog.note({ actor: whoAsks(), what: 'subjectExport', linkIds: told.linkIds, at: told.at });
    await deeds.note(open, 'exportSubject', { export: told.id });
    const files = written(flags.out, told);
    if (flags.json) writeJson(context, { id: told.id, found: told.found, unsure: told.unsure, missing: told.missing, files });
    else context.stdout.write(words(told, files));
    // That nothing is known is an answer too, and the one that the person has a right to.
    return told.missing.length === 0 && told.unsure === 0 ? EXIT.done : EXIT.needsPerson;
  } finally {
    await open.close();
  }
}

function words({ found, unsure, missing }: ExportedSubject, files: readonly string[]): string {
  return [
    found === 0 ? 'Nothing was found. The files say so: that is the answer to give, once you have made sure that what was asked by is right.' : `${found} records and texts.`,
    `Written: ${files.join(', ')}`,
    ...(unsure === 0 ? [] : [`A machine is not sure of ${unsure} more, and left them out: look for the name in the systems.`]),
    ...(missing.length === 0 ? [] : [`Not looked through: ${missing.join(', ')}. Run it again when they answer.`]),
    '',
  ].join('\n');
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
