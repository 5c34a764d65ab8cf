// `sauma schedules`: what is done by itself and when, as this workspace has it; changed, paused, resumed or run now. A running
// service takes a change up within seconds.
import type { Command } from 'commander';
import { cronProblem, nextTimes } from '../jobs/cron.ts';
import { cronText } from '../jobs/cron-text.ts';
import { EVERY_ENTITY, JOBS } from '../jobs/jobs.ts';
import { jitterOf, payloadOf } from '../jobs/schedule.ts';
import type { Schedule } from '../jobs/schedule.ts';
import { toInstant } from '../lib/clock.ts';
import { UsageError } from '../lib/errors.ts';
import { closest } from '../lib/suggest.ts';
import type { Run } from '../store/store.ts';
import { addCommand, run, wholeNumber } from './command.ts';
import type { SharedOptions } from './command.ts';
import type { Context } from './context.ts';
import { EXIT } from './exit.ts';
import type { ExitCode } from './exit.ts';
import { whoAsks } from './inbox.ts';
import { schedulesNow, withQueue } from './job-queue.ts';
import { openWorkspace } from './open.ts';
import type { OpenWorkspace } from './open.ts';
import { writeJson } from './output.ts';
import { entityNames, SIDE_NAME, whenText } from './words.ts';

interface SetFlags extends SharedOptions {
  readonly cron?: string;
  readonly jitter?: number;
  readonly default: boolean;
}

type Change = Parameters<OpenWorkspace['store']['changeSchedule']>[1];

const NEXT = 5;

export function registerSchedules(program: Command, context: Context): void {
  const parent = addCommand(program, 'schedules', 'what is done by itself, and when').action(run((_args, command) => list(command.opts<SharedOptions>(), context)));
  addCommand(parent, 'list', 'show them').action(run((_args, command) => list(command.opts<SharedOptions>(), context)));
  addCommand(parent, 'set', 'change when one comes')
    .argument('<name>', 'the schedule, as listed')
    .option('--cron <expression>', 'minute, hour, day of month, month, day of week; with six fields seconds come first')
    .option('--jitter <seconds>', 'it comes up to so many seconds later', wholeNumber(0, 3600))
    .option('--default', 'back to what config/default.json says', false)
    .action(run((args, command) => set(args[0] as string, command.opts<SetFlags>(), context)));
  addCommand(parent, 'pause', 'let it come no more until it is resumed')
    .argument('<name>', 'the schedule, as listed')
    .action(run((args, command) => change(args[0] as string, { paused: true }, command.opts<SharedOptions>(), context)));
  addCommand(parent, 'resume', 'let it come again from its next time on')
    .argument('<name>', 'the schedule, as listed')
    .action(run((args, command) => change(args[0] as string, { paused: false }, command.opts<SharedOptions>(), context)));
  addCommand(parent, 'run', 'do it now, also when it is paused')
    .argument('<name>', 'the schedule, as listed')
    .action(run((args, command) => runNow(args[0] as string, command.opts<SharedOptions>(), context)));
}

async function list(flags: SharedOptions, context: Context): Promise<ExitCode> {
  const open = await openWorkspace(context, flags.workspace);
  try {
    const { timeZone } = open.config.settings.schedules;
    const shown = await shownSchedules(open, context.clock.now());
    const failed = await withQueue(open, 0, (queue) => queue.dead());
    if (flags.json) writeJson(context, { timeZone, schedules: shown, failed });
    else context.stdout.write(shown.map((one) => text(one, timeZone)).join('') + (failed > 0 ? `${failed} jobs have failed for good; the log says why.\n` : ''));
    return EXIT.done;
  } finally {
    await open.close();
  }
}

function set(name: string, flags: SetFlags, context: Context): Promise<ExitCode> {
  const problem = flags.cron === undefined ? null : cronProblem(flags.cron);
  if (problem !== null) throw new UsageError('cron-invalid', `"${flags.cron}" is no cron expression (${problem}). Write five fields, like "*/5 * * * *".`);
  const given: Change = { ...(flags.cron === undefined ? {} : { cron: flags.cron }), ...(flags.jitter === undefined ? {} : { jitterSeconds: flags.jitter }) };
  if (Object.keys(given).length === 0 && !flags.default) throw new UsageError('nothing-to-set', 'say what to change: --cron, --jitter or --default.');
  return change(name, { ...(flags.default ? { cron: null, jitterSeconds: null } : {}), ...given }, flags, context);
}

async function change(name: string, given: Change, flags: SharedOptions, context: Context): Promise<ExitCode> {
  const open = await openWorkspace(context, flags.workspace);
  try {
    await find(open, name);
    await open.store.changeSchedule(name, given, whoAsks());
    const { timeZone } = open.config.settings.schedules;
    const changed = (await shownSchedules(open, context.clock.now())).filter((one) => one.name === name);
    if (flags.json) writeJson(context, { timeZone, schedules: changed });
    else context.stdout.write(changed.map((one) => text(one, timeZone)).join(''));
    return EXIT.done;
  } finally {
    await open.close();
  }
}

async function runNow(name: string, flags: SharedOptions, context: Context): Promise<ExitCode> {
  const open = await openWorkspace(context, flags.workspace);
  try {
    const schedule = await find(open, name);
    const queued = await withQueue(open, 0, (queue) => queue.send(payloadOf(schedule)));
    if (flags.json) writeJson(context, { schedule: name, queued });
    else context.stdout.write(queued ? 'It waits for the next free worker; a running "sauma start" is one.\n' : 'It waits for a free worker already.\n');
    return EXIT.done;
  } finally {
    await open.close();
  }
}

async function find(open: OpenWorkspace, name: string): Promise<Schedule> {
  const schedules = await schedulesNow(open);
  const found = schedules.find((one) => one.name === name);
  if (found) return found;
  const names = schedules.map((one) => one.name);
  const likely = closest(name, names);
  throw new UsageError('schedule-unknown', `there is no schedule "${name}". ${likely === null ? `Known: ${names.join(', ')}.` : `Did you mean ${likely}?`}`);
}

interface Shown extends Omit<Schedule, 'plannedAt'> {
  /** The cron in plain words. */
  readonly text: string;
  readonly lastRun: Pick<Run, 'id' | 'state' | 'startedAt' | 'finishedAt'> | null;
  /** Instants; none while it is paused. */
  readonly next: readonly string[];
}

async function shownSchedules(open: OpenWorkspace, now: number): Promise<readonly Shown[]> {
  const { timeZone } = open.config.settings.schedules;
  const stored = await open.store.schedules();
  const shown: Shown[] = [];
  for (const { plannedAt: _, ...schedule } of await schedulesNow(open)) {
    const runId = stored.find(({ name }) => name === schedule.name)?.runId ?? null;
    const [last] = runId === null ? [] : await open.store.runs({ id: runId, limit: 1 });
    const jitterMs = jitterOf(schedule, open.workspace);
    const next = schedule.paused ? [] : nextTimes(schedule.cron, timeZone, now - jitterMs, NEXT);
    shown.push({
      ...schedule,
      text: cronText(schedule.cron),
      lastRun: last ? { id: last.id, state: last.state, startedAt: last.startedAt, finishedAt: last.finishedAt } : null,
      next: next.map((time) => toInstant(time + jitterMs)),
    });
  }
  return shown;
}

function text(one: Shown, timeZone: string): string {
  const at = (instant: string): string => whenText(instant, timeZone);
  const about = [one.entity === EVERY_ENTITY ? 'all entities' : entityNames(one.entity), ...(one.side === 'both' ? [] : [`as ${SIDE_NAME[one.side]} has them`])].join(', ');
  const lines = [
    `${one.name}: ${one.text} (${one.cron}, ${timeZone})${one.paused ? ', PAUSED' : ''}`,
    `  to ${JOBS[one.job].description}; ${about}`,
    ...(one.changed === null ? [] : [`  changed by ${one.changed.by}, ${at(one.changed.at)}`]),
    `  last run: ${one.lastRun === null ? 'none yet' : `${at(one.lastRun.startedAt)}, ${one.lastRun.state}`}`,
    ...(one.next.length === 0 ? [] : [`  next: ${one.next.map(at).join(', ')}`]),
  ];
  return `${lines.join('\n')}\n`;
}
