// `sauma schedules`: what is done by itself and when, as this workspace has it; changed, paused, resumed or run now. A running
// service takes a change up within seconds.
import type { Command } from 'commander';
import { shownSchedules } from '../engine/schedules.ts';
import type { ShownSchedule } from '../engine/schedules.ts';
import { cronProblem } from '../jobs/cron.ts';
import { EVERY_ENTITY, JOBS } from '../jobs/jobs.ts';
import { payloadOf } from '../jobs/schedule.ts';
import type { Schedule } from '../jobs/schedule.ts';
import { UsageError } from '../lib/errors.ts';
import { closest } from '../lib/suggest.ts';
import { inWorkspace } from './asking.ts';
import { addCommand, run, wholeNumber } from './command.ts';
import type { SharedOptions } from './command.ts';
import type { Context } from './context.ts';
import { READS, whoAsks } from './deed.ts';
import type { Deeds } from './deed.ts';
import type { ExitCode } from './exit.ts';
import { schedulesNow, withQueue } from './job-queue.ts';
import type { OpenWorkspace } from './open.ts';
import { entityNames, SIDE_NAME, whenText } from './words.ts';

interface SetFlags extends SharedOptions {
  readonly cron?: string;
  readonly jitter?: number;
  readonly default: boolean;
}

/** In place of a name. */
const EVERYTHING = 'all';

type Change = Parameters<OpenWorkspace['store']['changeSchedule']>[1];

export function registerSchedules(program: Command, context: Context): void {
  const parent = addCommand(program, 'schedules', 'what is done by itself, and when', READS).action(run((_args, command) => list(command.opts<SharedOptions>(), context)));
  addCommand(parent, 'list', 'show them', READS).action(run((_args, command) => list(command.opts<SharedOptions>(), context)));
  addCommand(parent, 'set', 'change when one comes', { notes: ['changeSchedule'] })
    .argument('<name>', 'the schedule, as listed')
    .option('--cron <expression>', 'minute, hour, day of month, month, day of week; with six fields seconds come first')
    .option('--jitter <seconds>', 'it comes up to so many seconds later', wholeNumber(0, 3600))
    .option('--default', 'back to what config/default.json says', false)
    .action(run((args, command, deeds) => set(args[0] as string, command.opts<SetFlags>(), context, deeds)));
  addCommand(parent, 'pause', 'let it come no more until it is resumed', { notes: ['pauseSchedule', 'pauseAll'] })
    .argument('<name>', `the schedule, as listed; ${EVERYTHING}: every one of them`)
    .action(run((args, command, deeds) => pause(args[0] as string, true, command.opts<SharedOptions>(), context, deeds)));
  addCommand(parent, 'resume', 'let it come again from its next time on', { notes: ['pauseSchedule', 'pauseAll'] })
    .argument('<name>', `the schedule, as listed; ${EVERYTHING}: every one of them`)
    .action(run((args, command, deeds) => pause(args[0] as string, false, command.opts<SharedOptions>(), context, deeds)));
  addCommand(parent, 'run', 'do it now, also when it is paused', { notes: ['runSchedule'] })
    .argument('<name>', 'the schedule, as listed')
    .action(run((args, command, deeds) => runNow(args[0] as string, command.opts<SharedOptions>(), context, deeds)));
}

function list(flags: SharedOptions, context: Context): Promise<ExitCode> {
  return inWorkspace(flags, context, async (open) => {
    const { timeZone } = open.config.settings.schedules;
    const schedules = await shown(open, context.clock.now());
    const failed = await withQueue(open, 0, (queue) => queue.dead());
    return { json: { timeZone, schedules, failed }, text: schedules.map((one) => text(one, timeZone)).join('') + (failed > 0 ? `${failed} jobs have failed for good; the log says why.\n` : '') };
  });
}

function set(name: string, flags: SetFlags, context: Context, deeds: Deeds): Promise<ExitCode> {
  const problem = flags.cron === undefined ? null : cronProblem(flags.cron);
  if (problem !== null) throw new UsageError('cron-invalid', `"${flags.cron}" is no cron expression (${problem}). Write five fields, like "*/5 * * * *".`);
  const given: Change = { ...(flags.cron === undefined ? {} : { cron: flags.cron }), ...(flags.jitter === undefined ? {} : { jitterSeconds: flags.jitter }) };
  if (Object.keys(given).length === 0 && !flags.default) throw new UsageError('nothing-to-set', 'say what to change: --cron, --jitter or --default.');
  return change(name, { ...(flags.default ? { cron: null, jitterSeconds: null } : {}), ...given }, flags, context, deeds);
}

function change(name: string, given: Change, flags: SharedOptions, context: Context, deeds: Deeds): Promise<ExitCode> {
  return inWorkspace(flags, context, async (open) => {
    await find(open, name);
    await open.store.changeSchedule(name, given, whoAsks());
    await deeds.note(open, 'changeSchedule', { name });
    const { timeZone } = open.config.settings.schedules;
    const changed = (await shown(open, context.clock.now())).filter((one) => one.name === name);
    return { json: { timeZone, schedules: changed }, text: changed.map((one) => text(one, timeZone)).join('') };
  });
}

function runNow(name: string, flags: SharedOptions, context: Context, deeds: Deeds): Promise<ExitCode> {
  return inWorkspace(flags, context, async (open) => {
    const schedule = await find(open, name);
    const queued = await withQueue(open, 0, (queue) => queue.send(payloadOf(schedule)));
    await deeds.note(open, 'runSchedule', { name });
    return { json: { schedule: name, queued }, text: queued ? 'It waits for the next free worker; a running "sauma start" is one.\n' : 'It waits for a free worker already.\n' };
  });
}

/** Each schedule carries changes by itself, so pausing one says which go on. */
function pause(name: string, paused: boolean, flags: SharedOptions, context: Context, deeds: Deeds): Promise<ExitCode> {
  return inWorkspace(flags, context, async (open) => {
    const named = name === EVERYTHING ? await schedulesNow(open) : [await find(open, name)];
    for (const one of named) if (one.paused !== paused || name !== EVERYTHING) await open.store.changeSchedule(one.name, { paused }, whoAsks());
    await deeds.note(open, name === EVERYTHING ? 'pauseAll' : 'pauseSchedule', { name, paused: String(paused) });
    const { timeZone } = open.config.settings.schedules;
    const all = await shown(open, context.clock.now());
    const schedules = all.filter((one) => named.some((each) => each.name === one.name));
    const going = all.filter((one) => !one.paused).map((one) => one.name);
    return { json: { timeZone, schedules, going }, text: schedules.map((one) => text(one, timeZone)).join('') + (paused ? goingText(going) : '') };
  });
}

function goingText(going: readonly string[]): string {
  if (going.length === 0) return 'Nothing is read or written by itself now. To go on: npx sauma schedules resume all\n';
  return `Still coming by itself: ${going.join(', ')}. ${going.length === 1 ? 'It reads and writes' : 'Each of these reads and writes'} what has changed, names too. To stop everything: npx sauma schedules pause ${EVERYTHING}\n`;
}

async function find(open: OpenWorkspace, name: string): Promise<Schedule> {
  const schedules = await schedulesNow(open);
  const found = schedules.find((one) => one.name === name);
  if (found) return found;
  const names = schedules.map((one) => one.name);
  const likely = closest(name, names);
  throw new UsageError('schedule-unknown', `there is no schedule "${name}". ${likely === null ? `Known: ${names.join(', ')}.` : `Did you mean ${likely}?`}`);
}

/** With its plain words in the language of the command line. */
type Listed = Omit<ShownSchedule, 'text'> & { readonly text: string };

async function shown(open: OpenWorkspace, now: number): Promise<readonly Listed[]> {
  const { timeZone, jobs } = open.config.settings.schedules;
  const schedules = await shownSchedules({ store: open.store, workspace: open.workspace, defaults: jobs, timeZone, now });
  return schedules.map((one) => ({ ...one, text: one.text.en }));
}

function text(one: Listed, timeZone: string): string {
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
