// Many seeds and what they say together: failures with their stories, and how often each kind of trouble was met.
// Invariant: every hundredth seed is run twice, and both runs must be the same to the letter (D1).
import { simulate } from './simulation.ts';
import type { SimulationOptions, Verdict } from './simulation.ts';

export interface Failure {
  readonly seed: number;
  readonly findings: readonly { readonly code: string; readonly message: string }[];
  readonly story: readonly string[];
  readonly whole: readonly string[];
}

export interface Outcome {
  readonly first: number;
  readonly seeds: number;
  readonly failures: readonly Failure[];
  readonly coverage: Readonly<Record<string, number>>;
}

const REPEATED = 100;
const LONGEST_STORY = 120;
const MOST_STORIES = 5;

export async function runSeeds(first: number, count: number, progress: (done: number) => void, options: SimulationOptions = {}): Promise<Outcome> {
  const failures: Failure[] = [];
  const coverage = new Map<string, number>();
  for (let seed = first; seed < first + count; seed++) {
    const verdict = await simulate(seed, options);
    for (const [label, hits] of verdict.counts) coverage.set(label, (coverage.get(label) ?? 0) + hits);
    const findings = [...verdict.findings];
    if (seed % REPEATED === 0) {
      const again = await simulate(seed, options);
      if (again.digest !== verdict.digest) findings.push({ code: 'D1', message: 'the same seed went another way the second time', words: [] });
    }
    if (findings.length > 0) failures.push(failureOf(verdict, findings));
    progress(seed - first + 1);
  }
  return { first, seeds: count, failures, coverage: Object.fromEntries([...coverage].toSorted(([a], [b]) => (a < b ? -1 : 1))) };
}

function failureOf(verdict: Verdict, findings: Verdict['findings']): Failure {
  const words = findings[0]?.words ?? [];
  return { seed: verdict.seed, findings: findings.map(({ code, message }) => ({ code, message })), story: verdict.trace(words), whole: verdict.trace() };
}

export function report({ seeds, failures, coverage }: Outcome, seconds: number, whole: boolean): string {
  const lines: string[] = [];
  for (const [index, failure] of failures.entries()) {
    lines.push(`seed ${failure.seed} breaks a promise; replay: npm run simulate -- --seed ${failure.seed}`);
    for (const { code, message } of failure.findings) lines.push(`  ${code.padEnd(3)} ${message}`);
    if (index < MOST_STORIES) lines.push(...(whole ? failure.whole : failure.story.slice(-LONGEST_STORY)).map((line) => `      ${line}`));
  }
  const width = Math.max(0, ...Object.keys(coverage).map((label) => label.length));
  for (const [label, hits] of Object.entries(coverage)) lines.push(`${label.padEnd(width)} ${String(hits).padStart(8)}`);
  lines.push(`${seeds} seeds in ${seconds.toFixed(1)} s (${(seeds / seconds).toFixed(1)} a second), ${failures.length} with a broken promise`);
  return `${lines.join('\n')}\n`;
}
