// Many seeds and what they say together: failures with their stories, and how often each kind of trouble was met.
// Invariant: every hundredth seed is run twice, and both runs must be the same to the letter (D1); every tenth is lived once
// more without trouble on the wires, and must come to the same end (M1).
import { gapsIn, ENOUGH_SEEDS, table } from './coverage.ts';
import { compareWithCalm } from './metamorphic.ts';
import { simulate } from './simulation.ts';
import type { SimulationOptions, Verdict } from './simulation.ts';

export interface Failure {
  readonly seed: number;
  readonly findings: readonly { readonly code: string; readonly message: string }[];
  readonly story: readonly string[];
}

export interface Outcome {
  readonly seeds: number;
  readonly failures: readonly Failure[];
  readonly coverage: Readonly<Record<string, number>>;
}

const REPEATED = 100;
const COMPARED = 10;
const LONGEST_STORY = 120;
const MOST_STORIES = 5;

export interface RunOptions extends SimulationOptions {
  /** Tell all that happened in a failing seed. */
  readonly whole?: boolean;
}

export async function runSeeds(first: number, count: number, progress: (done: number) => void, options: RunOptions = {}): Promise<Outcome> {
  const failures: Failure[] = [];
  const coverage = new Map<string, number>();
  const count1 = (label: string, hits: number): void => void coverage.set(label, (coverage.get(label) ?? 0) + hits);
  for (let seed = first; seed < first + count; seed++) {
    const verdict = await simulate(seed, options);
    for (const [label, hits] of verdict.counts) count1(label, hits);
    const findings = [...verdict.findings];
    if (seed % REPEATED === 0) {
      const again = await simulate(seed, options);
      if (again.digest !== verdict.digest) findings.push({ code: 'D1', message: 'the same seed went another way the second time', words: [] });
    }
    if (seed % COMPARED === 0 && options.sabotage === undefined && options.calm !== true) {
      const compared = await compareWithCalm(seed);
      findings.push(...compared.differences.map((message) => ({ code: 'M1', message, words: [] })));
      count1('fields compared with a calm life', compared.fields);
    }
    if (findings.length > 0) failures.push(failureOf(verdict, findings, options.whole === true));
    progress(seed - first + 1);
  }
  return { seeds: count, failures, coverage: Object.fromEntries(coverage) };
}

function failureOf(verdict: Verdict, findings: Verdict['findings'], whole: boolean): Failure {
  const story = whole ? verdict.trace() : verdict.trace(findings[0]?.words ?? []).slice(-LONGEST_STORY);
  return { seed: verdict.seed, findings: findings.map(({ code, message }) => ({ code, message })), story };
}

export function together(outcomes: readonly Outcome[]): Outcome {
  const coverage: Record<string, number> = {};
  for (const [label, hits] of outcomes.flatMap((one) => Object.entries(one.coverage))) coverage[label] = (coverage[label] ?? 0) + hits;
  return { seeds: outcomes.reduce((sum, one) => sum + one.seeds, 0), failures: outcomes.flatMap((one) => one.failures), coverage };
}

/** True when no promise broke, and everything that may happen has happened often enough where that is asked for. */
export function isGood({ seeds, failures, coverage }: Outcome): boolean {
  return failures.length === 0 && (seeds < ENOUGH_SEEDS || gapsIn(coverage).length === 0);
}

export function report({ seeds, failures, coverage }: Outcome, seconds: number): string {
  const lines: string[] = [];
  for (const [index, failure] of failures.entries()) {
    lines.push(`seed ${failure.seed} breaks a promise; replay: npm run simulate -- --seed ${failure.seed}`);
    for (const { code, message } of failure.findings) lines.push(`  ${code.padEnd(3)} ${message}`);
    if (index < MOST_STORIES) lines.push(...failure.story.map((line) => `      ${line}`));
  }
  lines.push(...table(coverage));
  if (seeds >= ENOUGH_SEEDS) for (const [label, hits] of gapsIn(coverage)) lines.push(`too rare: ${label} occurred ${hits} times`);
  lines.push(`${seeds} seeds in ${seconds.toFixed(1)} s (${(seeds / seconds).toFixed(1)} a second), ${failures.length} with a broken promise`);
  return `${lines.join('\n')}\n`;
}
