// `sauma runs`: what ran, how it ended and, for one run, what was done to each record and what is held for which reason; and
// taking back what one run wrote.
import type { Command } from 'commander';
import { undo } from '../engine/undo.ts';
import { UsageError } from '../lib/errors.ts';
import { addCommand, run, wholeNumber } from './command.ts';
import type { SharedOptions } from './command.ts';
import type { Context } from './context.ts';
import { EXIT } from './exit.ts';
import type { ExitCode } from './exit.ts';
import { openWorkspace } from './open.ts';
import type { OpenWorkspace } from './open.ts';
import { cutOff, writeJson } from './output.ts';
import { linksOf } from '../engine/record-names.ts';
import { READS, whoAsks } from './deed.ts';
import type { Deeds } from './deed.ts';
import { heldLines, journalLine, runLine, runLines, tallyLine } from './run-lines.ts';
import { noteShown } from './seen.ts';
import { undoExit, undoJson, undoText } from './undo-report.ts';

interface RunsFlags extends SharedOptions {
  readonly limit: number;
}

/** Quiet ones are many and take one line together. */
const RUNS_LOOKED_AT = 1_000;
const HELD_COUNTED = 100_000;

export function registerRuns(program: Command, context: Context): void {
  const parent = addCommand(program, 'runs', 'what ran and how it ended', READS)
    .option('--limit <number>', 'how many to show', wholeNumber(1, 10_000), 20)
    .action(run((_args, command) => list(command.opts<RunsFlags>(), context)));
  addCommand(parent, 'list', 'show them', READS)
    .option('--limit <number>', 'how many to show', wholeNumber(1, 10_000), 20)
    .action(run((_args, command) => list(command.opts<RunsFlags>(), context)));
  addCommand(parent, 'show', 'one run: what was done to each record, and what is held', READS)
    .argument('<id>', 'the run, as listed or the beginning of its id, or "latest"')
    .option('--limit <number>', 'how many lines to show', wholeNumber(1, 100_000), 100)
    .action(run((args, command) => show(args[0] as string, command.opts<RunsFlags>(), context)));
  addCommand(parent, 'undo', 'take back what a run wrote, where nobody has touched it since', { notes: ['undoRun'] })
    .argument('<id>', 'the run, as listed, or the beginning of its id')
    .option('--dry-run', 'show what would be taken back and write nothing', false)
    .action(run((args, command, deeds) => takeBack(args[0] as string, command.opts<SharedOptions & { dryRun: boolean }>(), context, deeds)));
}

async function list(flags: RunsFlags, context: Context): Promise<ExitCode> {
  const open = await openWorkspace(context, flags.workspace);
  try {
    const runs = await open.store.runs({ limit: flags.json ? flags.limit : Math.max(flags.limit, RUNS_LOOKED_AT) });
    if (flags.json) writeJson(context, { runs });
    else {
      const lines = runLines(runs, open.config.settings.schedules.timeZone).slice(0, flags.limit);
      context.stdout.write(lines.length === 0 ? 'Nothing has run yet. "npx sauma sync --once" shows what a first run would do.\n' : lines.join('') + cutOff(lines, flags.limit));
    }
    return EXIT.done;
  } finally {
    await open.close();
  }
}

async function show(id: string, flags: RunsFlags, context: Context): Promise<ExitCode> {
  const open = await openWorkspace(context, flags.workspace);
  try {
    const [found] = await open.store.runs(id === 'latest' ? { limit: 1 } : { id: await wholeId(open, id), limit: 1 });
    if (!found && id === 'latest') throw new UsageError('run-unknown', 'nothing has run yet. "npx sauma sync --once" shows what a first run would do.');
    if (!found) throw new UsageError('run-unknown', `there is no run "${id}". "npx sauma runs" lists them.`);
    const counts = await open.store.tally({ runId: found.id });
    const journal = await open.store.journal({ runId: found.id, limit: flags.limit });
    const { held } = await open.store.inbox({ limit: flags.json ? flags.limit : HELD_COUNTED });
    if (flags.json) writeJson(context, { run: found, counts, journal, held });
    else {
      const { timeZone } = open.config.settings.schedules;
      await noteShown(open, whoAsks(), [...journal, ...held]);
      const links = await linksOf(open.store, [...journal, ...held]);
      const done = journal.map((entry) => journalLine(entry, links, timeZone)).join('') + cutOff(journal, flags.limit);
      context.stdout.write(`${runLine(found, timeZone)}${counts.map(tallyLine).join('')}${done || (found.state === 'running' ? '  It has written nothing yet.\n' : '  It wrote nothing.\n')}${heldLines(held, links, flags.limit)}`);
    }
    return EXIT.done;
  } finally {
    await open.close();
  }
}

/** A run goes by the beginning of its id, where only one begins so. */
async function wholeId(open: OpenWorkspace, beginning: string): Promise<string> {
  const [one, other] = await open.views.runsNamed(beginning);
  if (other !== undefined && one !== beginning) throw new UsageError('run-ambiguous', `several runs begin with "${beginning}". Write more of the id.`);
  return one ?? beginning;
}

/** @param id of the run, or the beginning of it */
export async function takeBack(id: string, flags: SharedOptions & { dryRun: boolean }, context: Context, deeds: Deeds): Promise<ExitCode> {
  const open = await openWorkspace(context, flags.workspace);
  try {
    const runId = await wholeId(open, id);
    if (flags.dryRun) deeds.nothing();
    const undoing = (): ReturnType<typeof undo> => undo(open.engine, runId, { dryRun: flags.dryRun });
    const undone = flags.dryRun ? await undoing() : await deeds.doing(open, 'undoRun', { id: runId }, undoing);
    if (flags.json) writeJson(context, undoJson(undone));
    else context.stdout.write(undoText(undone, await linksOf(open.store, undone.left)));
    return undoExit(undone);
  } finally {
    await open.close();
  }
}
