// `sauma import`: a file of accounts and contacts into Sauma, from where the next sync carries them on. Without --yes it shows what it would
// do. Invariant: the file is only read; nothing of it is kept but the records themselves.
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { Option, type Command } from 'commander';
import type { RemoteSide } from '../core/vocabulary.ts';
import { withOverrides } from '../engine/rules.ts';
import { EXISTING } from '../imports/changes.ts';
import type { Existing } from '../imports/changes.ts';
import { guessColumns } from '../imports/columns.ts';
import type { Columns } from '../imports/columns.ts';
import { importable } from '../imports/fields.ts';
import { ALIKE } from '../imports/identity.ts';
import type { Alike } from '../imports/identity.ts';
import { importTable } from '../imports/import-table.ts';
import type { Imported } from '../imports/import-table.ts';
import { readMap } from '../imports/map-file.ts';
import { openRefusedFile } from '../imports/refused-file.ts';
import type { RefusedFile } from '../imports/refused-file.ts';
import { whyText } from '../imports/refusals.ts';
import { openTable } from '../imports/table.ts';
import type { Table, TableRow } from '../imports/table.ts';
import { UsageError } from '../lib/errors.ts';
import { addCommand, run } from './command.ts';
import type { SharedOptions } from './command.ts';
import type { Context } from './context.ts';
import { whoAsks } from './deed.ts';
import type { Deeds } from './deed.ts';
import type { ExitCode } from './exit.ts';
import { importExit, importJson, importText, refusedRows } from './import-report.ts';
import { openWorkspace } from './open.ts';
import type { OpenWorkspace } from './open.ts';
import { writeJson } from './output.ts';
import { progressEvents } from './progress.ts';
import { takeBack } from './runs.ts';

interface ImportFlags extends SharedOptions {
  readonly map?: string;
  readonly targets?: string;
  readonly sheet?: string;
  readonly existing: Existing;
  readonly alike: Alike;
  readonly errors?: string;
  readonly force: boolean;
  readonly dryRun: boolean;
  readonly yes: boolean;
  readonly undo?: string;
}

/** Rows that tell what a column holds. */
const SAMPLE = 200;

export function registerImport(program: Command, context: Context): void {
  addCommand(program, 'import', 'accounts and contacts from a file (XLSX or CSV); without --yes shows what would come of it', { notes: ['importFile', 'undoRun'] })
    .argument('[file]', 'the file; it is only read')
    .option('--map <file>', 'JSON that says which column is which field; without it columns are guessed')
    .option('--targets <list>', 'where new records are made: sauma, crm, psa; without it as the gates say')
    .option('--sheet <name>', 'of a workbook with several sheets; without it the first')
    .addOption(new Option('--existing <how>', 'records that are there already: only their blanks are filled, the file wins, or they stay').choices(EXISTING).default('fill'))
    .addOption(new Option('--alike <how>', 'a row much like a record that is there, without proof: not imported, another one made, or taken for the same').choices(ALIKE).default('ask'))
    .option('--errors <file>', 'where rows that are not imported are written; without it beside the file, as FILE.refused.csv')
    .option('--force', 'write over that file', false)
    .option('--dry-run', 'go through the whole file and write nothing', false)
    .option('--yes', 'import', false)
    .option('--undo <run>', 'take an import back, where nobody has touched it since')
    .action(run((args, command, deeds) => imported(args[0], command.opts<ImportFlags>(), context, deeds)));
}

async function imported(file: string | undefined, flags: ImportFlags, context: Context, deeds: Deeds): Promise<ExitCode> {
  if (flags.undo !== undefined) {
    if (file !== undefined) throw new UsageError('file-and-undo', 'an import is either made or taken back: give a file or --undo, not both.');
    return await takeBack(flags.undo, flags, context, deeds);
  }
  if (file === undefined) throw new UsageError('file-missing', 'name the file that is to be imported.');
  const targets = targetsOf(flags.targets);
  const table = await openTable(file, flags.sheet === undefined ? {} : { sheet: flags.sheet });
  const stop = context.stopSignal();
  const progress = progressEvents(context, flags.json);
  const open = await openWorkspace(context, flags.workspace, { progress: progress.event });
  let refusedFile: RefusedFile | null = null;
  try {
    for (const side of targets ?? []) if (!open.engine.connectors.has(side)) throw new UsageError('target-not-connected', `--targets names a system that is not connected: ${side}.`);
    const columns = await columnsOf(table, flags, open);
    const isPreview = flags.dryRun || !flags.yes;
    const kept = refusedRows();
    const path = flags.errors ?? (isPreview ? null : `${file}.refused.csv`);
    refusedFile = path === null ? null : await openRefusedFile(path, table.columns, { force: flags.force, source: file });
    const result: Imported = await importTable(
      { ...open.engine, stop },
      {
        columns: table.columns, map: columns.map, rows: () => table.rows(), dryRun: isPreview, targets, existing: flags.existing, alike: flags.alike,
        currency: open.config.settings.currency, by: whoAsks(),
        anyRestricted: async () => (await open.persons.restrictions.standing()).length > 0,
        refused: async (refusal) => {
          kept.note(refusal);
          await refusedFile?.add(refusal.row, whyText(refusal), refusal.repeats);
        },
      },
    );
    progress.end();
    const written = (await refusedFile?.close()) ?? null;
    refusedFile = null;
    if (result.run === null) deeds.nothing();
    else await deeds.note(open, 'importFile', { id: result.run.id });
    const report = { file: basename(file), table, columns, imported: result, refused: kept.rows, refusedFile: written?.path ?? null, isPreview };
    if (flags.json) writeJson(context, importJson(report));
    else context.stdout.write(importText(report));
    return importExit(report, isPreview && !flags.dryRun);
  } finally {
    progress.end();
    await refusedFile?.close();
    await open.close();
  }
}

async function columnsOf(table: Table, { map }: ImportFlags, { engine }: OpenWorkspace): Promise<Columns> {
  const entities = importable(await withOverrides(engine));
  const columns = map === undefined ? guessColumns(table.columns, await sampleOf(table), entities) : readMap(textOf(map), table.columns, entities);
  if (columns.map.size > 0) return columns;
  throw new UsageError('no-columns', `no column of the file could be told. Say what they are with --map: {"columns": {"${table.columns[0] ?? 'Yritys'}": "account.name"}}.`);
}

async function sampleOf(table: Table): Promise<readonly TableRow[]> {
  const rows: TableRow[] = [];
  for await (const row of table.rows()) {
    rows.push(row);
    if (rows.length === SAMPLE) break;
  }
  return rows;
}

function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    throw new UsageError('map-unreadable', `the map ${basename(path)} cannot be read: name a JSON file.`, { cause: error });
  }
}

const TARGETS: Readonly<Record<string, RemoteSide | null>> = { sauma: null, crm: 'crm', hubspot: 'crm', psa: 'psa', severa: 'psa' };

/** Sauma is always among them. */
function targetsOf(text: string | undefined): readonly RemoteSide[] | null {
  if (text === undefined) return null;
  const names = text.split(',').map((name) => name.trim().toLowerCase());
  const unknown = names.find((name) => !Object.hasOwn(TARGETS, name));
  if (unknown !== undefined) throw new UsageError('target-unknown', `there is no target "${unknown}". Known: sauma, crm, psa.`);
  return [...new Set(names.flatMap((name) => TARGETS[name] ?? []))];
}
