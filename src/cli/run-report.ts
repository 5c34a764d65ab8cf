// The report of runs as product.md's section on the command line states it, and the same in words for people.
import type { RemoteSide, Side } from '../core/vocabulary.ts';
import type { Verdict } from '../core/guard.ts';
import type { EngineContext } from '../engine/context.ts';
import { mirrorSummary, summaryOf } from '../engine/run.ts';
import type { RunResult } from '../engine/run.ts';
import { EXIT, explain } from './exit.ts';
import type { ExitCode } from './exit.ts';
import type { EntityReport, Problem, Report } from './report.ts';
import { mirrorLines, mirrorProblems } from './mirror-lines.ts';
import { entityName, entityNames, SIDE_NAME } from './words.ts';

export interface CallLog {
  readonly severa: Readonly<Record<string, number>>;
  readonly hubspot: Readonly<Record<string, number>>;
}

const SYSTEM_OF: Readonly<Record<RemoteSide, 'severa' | 'hubspot'>> = { psa: 'severa', crm: 'hubspot' };

/** Calls made so far by this process, by system and route. */
export function callsSoFar(context: EngineContext): CallLog {
  const log: { severa: Record<string, number>; hubspot: Record<string, number> } = { severa: {}, hubspot: {} };
  for (const [side, connector] of context.connectors) for (const [route, count] of connector.calls) log[SYSTEM_OF[side]][route] = count;
  return log;
}

export function callsBetween(before: CallLog, after: CallLog): CallLog {
  return { severa: difference(before.severa, after.severa), hubspot: difference(before.hubspot, after.hubspot) };
}

/** Records that were written, on whatever side. */
export function writesOf(results: readonly RunResult[]): number {
  const applied = results.flatMap(({ cycles }) => cycles.flatMap((one) => one.applied ?? []));
  return applied.reduce((total, { created, updated, archived }) => total + sum(created) + sum(updated) + sum(archived), 0);
}

export function totalOf(calls: CallLog): { severa: number; hubspot: number } {
  return { severa: sum(calls.severa), hubspot: sum(calls.hubspot) };
}

export function throttled(context: EngineContext): { severa: number; hubspot: number } {
  const counts = { severa: 0, hubspot: 0 };
  for (const [side, connector] of context.connectors) counts[SYSTEM_OF[side]] = connector.throttled();
  return counts;
}

/** The least time the quotas allow: the slower of the systems, each at its full rate. */
export function quotaFloorSeconds(calls: CallLog, limits: Readonly<Record<string, { calls: number; windowMs: number }>>): number {
  const searches = Object.entries(calls.hubspot).reduce((total, [route, count]) => total + (/\/search\b/u.test(route) ? count : 0), 0);
  const loads: readonly (readonly [string, number])[] = [['severa', sum(calls.severa)], ['hubspot', sum(calls.hubspot) - searches], ['hubspot-search', searches]];
  const seconds = loads.map(([bucket, count]) => {
    const limit = limits[bucket];
    if (!limit) return 0;
    // A window's worth of calls may go at once; only what is over it has to wait.
    return limit.windowMs > 1000 ? (Math.max(0, count - limit.calls) * limit.windowMs) / limit.calls / 1000 : (count * limit.windowMs) / limit.calls / 1000;
  });
  return Math.round(Math.max(...seconds) * 1000) / 1000;
}

export function entitiesOf(results: readonly RunResult[]): Report['entities'] {
  const entities: Record<string, EntityReport> = {};
  for (const { cycles, mirrors } of results) {
    for (const [name, { matches, conflicts, ...rest }] of [...cycles.map((one) => [one.entity, summaryOf(one)] as const), ...mirrors.map((one) => [one.mirror, mirrorSummary(one)] as const)]) {
      // Matches wait for a person as conflicts do; the report has one figure for both.
      entities[name] = { ...rest, conflicts: conflicts + matches };
    }
  }
  return entities;
}

export function peakRssMb(): number {
  return Math.round(process.resourceUsage().maxRSS / 1024);
}

/** 1 when a side failed, 3 when a person is needed, else 0. */
export function exitOf(result: RunResult): ExitCode {
  if (problemsOf(result).length > 0) return EXIT.failed;
  const waits = result.cycles.some((one) => {
    const summary = summaryOf(one);
    return (one.waiting !== null && one.waiting.reason !== 'dry-run') || summary.conflicts + summary.matches + summary.held + summary.failed > 0;
  });
  return waits ? EXIT.needsPerson : EXIT.done;
}

/** Lines for a person, in the order they are needed: what happened, what waits, what to do. */
export function describe(result: RunResult): string {
  const [first] = result.cycles;
  const lines = [...(first?.prepared ?? [])].flatMap(([side, made]) => (made.length > 0 ? [`${first?.applied ? 'set up' : 'would set up'} in ${SIDE_NAME[side]}: ${setUpText(made)}`] : []));
  for (const one of result.cycles) {
    const summary = summaryOf(one);
    const did = one.applied ? { create: 'created', update: 'updated', archive: 'taken out of use' } : { create: 'would create', update: 'would update', archive: 'would take out of use' };
    lines.push(`${entityName(one.entity)}: ${summary.read} read`);
    lines.push(`  ${did.create}: ${sides(summary.created)}`, `  ${did.update}: ${sides(summary.updated)}`);
    if (sum(summary.archived) > 0) lines.push(`  ${did.archive}: ${sides(summary.archived)}`);
    if (!one.applied && one.counted.totals.followed > 0) lines.push(`  ${one.counted.totals.followed} of the new ones follow another record that would be made first`);
    if (one.applied) lines.push(`  unchanged: ${summary.unchanged}${summary.failed > 0 ? `, failed: ${summary.failed}` : ''}`);
    lines.push(...waitingLines(one, summary));
  }
  lines.push(...mirrorLines(result.mirrors), ...problemLines(result));
  lines.push(...previewLines(result.cycles));
  return `${lines.join('\n')}\n`;
}

/** Each trouble once, whatever it kept from being read or written. */
function problemLines(result: RunResult): readonly string[] {
  return [...new Set(problemsOf(result).map(({ system, message, action }) => `${message.startsWith(system) ? '' : `${system}: `}${message}\n    What to do: ${action}`))];
}

/** What has never been written before waits for a yes; of an installation that has grown, that is the new kind of record only. */
function previewLines(cycles: RunResult['cycles']): readonly string[] {
  const previews = cycles.filter((one) => one.waiting?.reason === 'preview' && one.errors.size === 0);
  if (previews.length === 0) return [];
  const what = previews.length === cycles.length ? 'Nothing' : `Nothing about ${previews.map(({ entity }) => entityNames(entity)).join(' and ')}`;
  return [`${what} has been written yet. Look at the figures; "npx sauma sync --once --yes" writes them.`];
}

/** Only what waits for a person, under the name of each entity; empty when nothing does. */
export function describeWaiting(cycles: RunResult['cycles']): string {
  return cycles
    .flatMap((one) => {
      const lines = waitingLines(one, summaryOf(one));
      return lines.length > 0 ? [`${entityName(one.entity)}:`, ...lines] : [];
    })
    .map((line) => `${line}\n`)
    .join('');
}

/** A few by name; of many, how many of each kind. */
function setUpText(made: readonly string[]): string {
  if (made.length <= MOST_NAMED) return made.join(', ');
  const kinds = Map.groupBy(made, (name) => name.split(' ').slice(0, -1).join(' '));
  return [...kinds].map(([kind, names]) => (names.length === 1 ? names[0] : `${names.length} × ${kind}`)).join(', ');
}

const MOST_NAMED = 4;

export function problemsOf({ cycles, mirrors }: Pick<RunResult, 'cycles' | 'mirrors'>): readonly Problem[] {
  const ofEntities = cycles.flatMap((one) =>
    [...one.errors].map(([side, error]): Problem => {
      const { code, message, action } = explain(error, 'sauma doctor --help');
      return { system: SIDE_NAME[side], code, message, action };
    }),
  );
  const problems = [...ofEntities, ...mirrorProblems(mirrors)];
  // A system that is away is away for every entity: that is said once.
  return [...new Map(problems.map((problem) => [`${problem.system} ${problem.code} ${problem.message}`, problem])).values()];
}

function waits(count: number, one: string, many: string): string {
  return `${count} ${count === 1 ? one : many}`;
}

function waitingLines(one: RunResult['cycles'][number], summary: ReturnType<typeof summaryOf>): readonly string[] {
  const lines: string[] = [];
  for (const side of ['psa', 'crm'] as const) {
    if (one.pulled[side]?.ran === false) lines.push(`  ${SIDE_NAME[side]} is being read by another process just now, which carries on what it finds.`);
  }
  if (summary.conflicts > 0) lines.push(`  ${waits(summary.conflicts, 'conflict waits', 'conflicts wait')} for a decision: npx sauma conflicts`);
  if (summary.matches > 0) lines.push(`  ${waits(summary.matches, 'possible match waits', 'possible matches wait')} for a look: npx sauma matches`);
  if (summary.held > 0) lines.push(`  ${waits(summary.held, 'write is held', 'writes are held')}, each with its reason: npx sauma runs show latest`);
  if (one.waiting?.reason === 'guard') {
    for (const verdict of one.waiting.verdicts) lines.push(`  Halted: ${haltText(verdict)}`);
    if (one.waiting.verdicts.length > 0) lines.push('    What to do: look at it with "npx sauma sync --dry-run"; if it is right, "npx sauma sync --once --yes" goes on.');
  }
  return lines;
}

/** Why the guard stopped: what would happen on one side and what has happened there within a day. */
function haltText({ side, change, planned, done, limit }: Verdict): string {
  const system = SIDE_NAME[side as Side];
  const before = done > 0 ? `, after ${done} within a day` : '';
  const over = `more than the ${limit} that pass without a question`;
  if (change === 'gone') return `${planned} records have gone from ${system}${before}: ${over}. Nothing is done about them, or anything else here, yet.`;
  return change === 'deletes' ? `${planned} records would be taken out of use in ${system}${before}: ${over}.` : `${planned} updates on ${system}${before}: ${over}.`;
}

function sides(counts: Readonly<Record<'psa' | 'crm' | 'local', number>>): string {
  return `Severa ${counts.psa}, HubSpot ${counts.crm}, Sauma ${counts.local}`;
}

export function sum(counts: Readonly<Record<string, number>>): number {
  return Object.values(counts).reduce((total, count) => total + count, 0);
}

function difference(before: Readonly<Record<string, number>>, after: Readonly<Record<string, number>>): Record<string, number> {
  const entries = Object.entries(after).map(([route, count]) => [route, count - (before[route] ?? 0)] as const);
  return Object.fromEntries(entries.filter(([, count]) => count > 0));
}
