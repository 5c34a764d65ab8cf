// `sauma sync`: cycles against the configured systems. The first one shows what it would do and writes nothing until `--yes`.
import type { Command } from 'commander';
import type { EngineContext } from '../engine/context.ts';
import type { CycleOptions } from '../engine/cycle.ts';
import { runOnce } from '../engine/run.ts';
import type { RunResult } from '../engine/run.ts';
import { ConfigError, UsageError } from '../lib/errors.ts';
import { callingsOf } from './called.ts';
import { addCommand, run } from './command.ts';
import type { SharedOptions } from './command.ts';
import type { Context } from './context.ts';
import type { Deeds } from './deed.ts';
import type { ExitCode } from './exit.ts';
import { openWorkspace } from './open.ts';
import type { OpenWorkspace } from './open.ts';
import { mirrorWarnings } from './mirror-lines.ts';
import { moneyOf } from './money-report.ts';
import { writeJson } from './output.ts';
import { progressEvents } from './progress.ts';
import type { Problem, Report } from './report.ts';
import { callsBetween, callsSoFar, describe, entitiesOf, exitOf, peakRssMb, problemsOf, quotaFloorSeconds, sum, throttled, totalOf, writesOf } from './run-report.ts';
import { linksOf, nameOf } from '../engine/record-names.ts';
import { SIDE_NAME } from './words.ts';

interface SyncFlags extends SharedOptions {
  readonly once: boolean;
  readonly dryRun: boolean;
  readonly yes: boolean;
  readonly sweep: boolean;
  readonly entity?: readonly string[];
}

export function registerSync(program: Command, context: Context): void {
  addCommand(program, 'sync', 'keep the configured systems the same', { notes: ['startRun'] })
    .option('--once', 'one cycle, then stop; without it cycles follow each other until you stop them', false)
    .option('--dry-run', 'show every change of a whole cycle and write nothing', false)
    .option('--yes', 'approve the first backfill, or what was halted because it was too much', false)
    .option('--entity <name...>', 'only these entities')
    .option('--sweep', 'compare everything, also what time stamps hide', false)
    .action(run((_args, command, deeds) => sync(command.opts<SyncFlags>(), context, deeds)));
}

const CYCLE_EVERY_MS = 60_000;

async function sync(flags: SyncFlags, context: Context, deeds: Deeds): Promise<ExitCode> {
  if (flags.json && !flags.once && !flags.dryRun) throw new UsageError('endless-json', '--json prints one object, so the work needs an end: add --once.');
  const stop = context.stopSignal();
  const progress = progressEvents(context, flags.json);
  const open = await openWorkspace(context, flags.workspace, { progress: progress.event });
  try {
    const names = entityNames(open.engine, flags.entity);
    requireConnection(open);
    await deeds.note(open, 'startRun', { entities: names.join(' '), dryRun: String(flags.dryRun) });
    for (;;) {
      const startedAt = context.clock.now();
      const before = callsSoFar(open.engine);
      const result = await runOnce({ ...open.engine, stop }, names, cycleOptions(flags));
      progress.end();
      const seconds = (context.clock.now() - startedAt) / 1000;
      if (flags.json) writeJson(context, { ...reportOf(open, result, seconds, before), ...(await moneyOf(open)), ...differencesOf(flags, result), ...troubleOf(result) });
      else context.stdout.write(describe(result) + (await differenceLines(flags, result, open)));
      if (flags.once || flags.dryRun || stop.aborted) return exitOf(result);
      await context.clock.sleep(Math.max(0, CYCLE_EVERY_MS - seconds * 1000), stop).catch(() => undefined);
      if (stop.aborted) return exitOf(result);
    }
  } finally {
    progress.end();
    await open.close();
  }
}

export function requireConnection(open: OpenWorkspace): void {
  if (open.engine.connectors.size > 0) return;
  throw new ConfigError(
    'no-connection',
    'SEVERA_CLIENT_ID',
    'no system is connected: set SEVERA_CLIENT_ID and SEVERA_CLIENT_SECRET, or HUBSPOT_TOKEN, or both. "npm run demo" shows the product without any.',
  );
}

export function entityNames(engine: EngineContext, wanted: readonly string[] | undefined): readonly string[] {
  const known = [...engine.entities.keys()];
  const unknown = wanted?.find((name) => !known.includes(name));
  if (unknown !== undefined) throw new UsageError('entity-unknown', `there is no entity "${unknown}". Known: ${known.join(', ')}.`);
  return wanted ? [...new Set(wanted)] : known;
}

function cycleOptions(flags: SyncFlags): CycleOptions {
  return { dryRun: flags.dryRun, approved: flags.yes, sweep: flags.sweep, deep: flags.sweep, mirrors: flags.sweep ? 'all' : 'changes' };
}

/** `idle` is this cycle's own figures: what a quiet minute costs, when nothing was written. */
function reportOf(open: OpenWorkspace, result: RunResult, seconds: number, before: ReturnType<typeof callsSoFar>): Report {
  const calls = callsBetween(before, callsSoFar(open.engine));
  const entities = entitiesOf([result]);
  return {
    seconds,
    entities,
    calls,
    callsMinimum: null,
    quotaFloorSeconds: quotaFloorSeconds(calls, open.quotas),
    self429: throttled(open.engine),
    peakRssMb: peakRssMb(),
    idle: { calls: totalOf(calls), writes: writesOf([result]) },
  };
}

/** Of ours nothing is spelled out: it is put away with the last of the others. */
function spelledOut({ psa, crm }: Readonly<Record<'psa' | 'crm' | 'local', number>>): number {
  return psa + crm;
}

function differencesOf(flags: SyncFlags, result: RunResult): { differences?: unknown; differencesLeftOff?: number } {
  if (!flags.dryRun) return {};
  const differences = result.cycles.flatMap((one) => one.counted.differences.map((difference) => ({ entity: one.entity, ...difference })));
  return { differences, differencesLeftOff: leftOff(result) };
}

/** Why the exit code is 1 although there is a report, and what was left out; absent when all went well. */
function troubleOf(result: RunResult): { errors?: readonly Problem[]; warnings?: readonly Problem[] } {
  const [errors, warnings] = [problemsOf(result), mirrorWarnings(result.mirrors)];
  return { ...(errors.length > 0 ? { errors } : {}), ...(warnings.length > 0 ? { warnings } : {}) };
}

/** A dry run counts every record and spells out the first ones. */
function leftOff(result: RunResult): number {
  return result.cycles.reduce((total, { counted: { totals, differences } }) => total + sum(totals.created) + sum(totals.updated) + spelledOut(totals.archived) - differences.length, 0);
}

async function differenceLines(flags: SyncFlags, result: RunResult, open: OpenWorkspace): Promise<string> {
  if (!flags.dryRun) return '';
  const links = await linksOf(open.store, result.cycles.flatMap((one) => one.counted.differences.map(({ linkId }) => ({ entity: one.entity, linkId }))));
  const shown = result.cycles.flatMap(({ entity, counted }) => counted.differences.flatMap(({ side, before, after }) => [before, after].map((fields) => ({ entity, side, fields }))));
  const call = await callingsOf(open.engine, shown);
  const lines = result.cycles.flatMap(({ entity, counted }) =>
    counted.differences.flatMap(({ linkId, side, kind, before, after }) => [
      `  ${nameOf(links, linkId)}: ${kind === 'archive' ? 'take out of use' : kind} in ${SIDE_NAME[side]}`,
      ...Object.keys(after).map((field) => `    ${field}: ${call(entity, side, field, before[field] ?? null)} → ${call(entity, side, field, after[field] ?? null)}`),
    ]),
  );
  const rest = leftOff(result);
  if (rest > 0) lines.push(`  and ${rest} more records; the figures above count them all`);
  return lines.length > 0 ? `Differences:\n${lines.join('\n')}\n` : '';
}
