// `sauma runs`: what ran, how it ended and, for one run, what was done to each record and what is held for which reason; and
// taking back what one run wrote.
import type { Command } from 'commander';
import { undo } from '../engine/undo.ts';
import { UsageError } from '../lib/errors.ts';
import type { HeldItem, JournalEntry, LinkState, Run, Tally } from '../store/store.ts';
import { addCommand, run, wholeNumber } from './command.ts';
import type { SharedOptions } from './command.ts';
import type { Context } from './context.ts';
import { EXIT } from './exit.ts';
import type { ExitCode } from './exit.ts';
import { openWorkspace } from './open.ts';
import { cutOff, writeJson } from './output.ts';
import { linksOf, nameOf } from './record-names.ts';
import { undoExit, undoJson, undoText } from './undo-report.ts';
import { heldReason, SIDE_NAME } from './words.ts';

interface RunsFlags extends SharedOptions {
  readonly limit: number;
}

export function registerRuns(program: Command, context: Context): void {
  const parent = addCommand(program, 'runs', 'what ran and how it ended')
    .option('--limit <number>', 'how many to show', wholeNumber(1, 10_000), 20)
    .action(run((_args, command) => list(command.opts<RunsFlags>(), context)));
  addCommand(parent, 'list', 'show them')
    .option('--limit <number>', 'how many to show', wholeNumber(1, 10_000), 20)
    .action(run((_args, command) => list(command.opts<RunsFlags>(), context)));
  addCommand(parent, 'show', 'one run: what was done to each record, and what is held')
    .argument('<id>', 'the run, as listed, or "latest"')
    .option('--limit <number>', 'how many lines to show', wholeNumber(1, 100_000), 100)
    .action(run((args, command) => show(args[0] as string, command.opts<RunsFlags>(), context)));
  addCommand(parent, 'undo', 'take back what a run wrote, where nobody has touched it since')
    .argument('<id>', 'the run, as listed')
    .option('--dry-run', 'show what would be taken back and write nothing', false)
    .action(run((args, command) => takeBack(args[0] as string, command.opts<SharedOptions & { dryRun: boolean }>(), context)));
}

async function list(flags: RunsFlags, context: Context): Promise<ExitCode> {
  const open = await openWorkspace(context, flags.workspace);
  try {
    const runs = await open.store.runs({ limit: flags.limit });
    if (flags.json) writeJson(context, { runs });
    else context.stdout.write(runs.length === 0 ? 'Nothing has run yet. "npx sauma sync --once" shows what a first run would do.\n' : runs.map(runText).join('') + cutOff(runs, flags.limit));
    return EXIT.done;
  } finally {
    await open.close();
  }
}

async function show(id: string, flags: RunsFlags, context: Context): Promise<ExitCode> {
  const open = await openWorkspace(context, flags.workspace);
  try {
    const [found] = await open.store.runs(id === 'latest' ? { limit: 1 } : { id, limit: 1 });
    if (!found && id === 'latest') throw new UsageError('run-unknown', 'nothing has run yet. "npx sauma sync --once" shows what a first run would do.');
    if (!found) throw new UsageError('run-unknown', `there is no run "${id}". "npx sauma runs" lists them.`);
    const counts = await open.store.tally({ runId: found.id });
    const journal = await open.store.journal({ runId: found.id, limit: flags.limit });
    const { held } = await open.store.inbox({ limit: flags.limit });
    if (flags.json) writeJson(context, { run: found, counts, journal, held });
    else {
      const links = await linksOf(open.store, [...journal, ...held]);
      const done = journal.map((entry) => journalText(entry, links)).join('') + cutOff(journal, flags.limit);
      const waiting = held.map((item) => heldText(item, links)).join('') + cutOff(held, flags.limit);
      context.stdout.write(`${runText(found)}${counts.map(countText).join('')}${done || '  It wrote nothing.\n'}${waiting && `Held now:\n${waiting}`}`);
    }
    return EXIT.done;
  } finally {
    await open.close();
  }
}

async function takeBack(id: string, flags: SharedOptions & { dryRun: boolean }, context: Context): Promise<ExitCode> {
  const open = await openWorkspace(context, flags.workspace);
  try {
    const undone = await undo(open.engine, id, { dryRun: flags.dryRun });
    if (flags.json) writeJson(context, undoJson(undone));
    else context.stdout.write(undoText(undone, await linksOf(open.store, undone.left)));
    return undoExit(undone);
  } finally {
    await open.close();
  }
}

function runText(one: Run): string {
  const report = (one.report ?? {}) as Record<string, { read: number; created: Record<string, number>; updated: Record<string, number>; archived?: Record<string, number> }>;
  // What wrote nothing reports what it would have written.
  const would = one.kind === 'dry-run' || one.state === 'halted';
  const figures = Object.entries(report).map(([entity, { read, created, updated, archived = {} }]) => {
    const away = total(archived) > 0 ? `, ${total(archived)} taken out of use` : '';
    const writes = would ? `would create ${total(created)} and update ${total(updated)}` : `${total(created)} created, ${total(updated)} updated${away}`;
    return one.kind === 'undo' ? `${entity}: ${writes}` : `${entity}: ${read} read, ${writes}`;
  });
  return `${one.id}  ${one.startedAt}  ${one.kind.padEnd(8)} ${one.state.padEnd(7)} ${figures.join('; ')}`.trimEnd() + '\n';
}

function countText({ entity, side, action, outcome, records }: Tally): string {
  return `  ${entity}: ${records} × ${action} in ${SIDE_NAME[side]}: ${outcome}\n`;
}

function journalText(entry: JournalEntry, links: ReadonlyMap<string, LinkState>): string {
  return `  ${entry.at}  ${nameOf(links, entry.linkId)}  ${entry.action} in ${SIDE_NAME[entry.side]}: ${entry.outcome}${entry.reason ? ` (${entry.reason})` : ''}  ${entry.fields.join(', ')}`.trimEnd() + '\n';
}

function heldText(item: HeldItem, links: ReadonlyMap<string, LinkState>): string {
  return `  ${nameOf(links, item.linkId)}  ${SIDE_NAME[item.side]}${item.field ? ` ${item.field}` : ''}: ${heldReason(item.reason)}\n`;
}

function total(counts: Readonly<Record<string, number>>): number {
  return Object.values(counts).reduce((sum, count) => sum + count, 0);
}
