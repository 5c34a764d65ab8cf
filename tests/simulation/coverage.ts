// What a run of many seeds has to have met: every fault, every kind of conflict, every state of an intent, every step at which
// a process may die. Invariant: the bar is the same for all of them; what rarely happens is drawn more often instead.
import { WHOLE_RECORD } from '../../src/core/plan.ts';
import { CRASH_LABELS } from './fates.ts';
import { FAULTS } from './plan.ts';

/** From this many seeds on each of them must have occurred so often. */
export const ENOUGH_SEEDS = 2_000;
const ENOUGH = 50;

const CONFLICTS = ['name', 'businessId', 'value', 'optOuts', WHOLE_RECORD];
const INTENTS = ['create sent', 'update sent', 'archive sent', 'create unknown', 'update unknown', 'adopted'];

const REQUIRED: readonly string[] = [
  ...FAULTS.map((name) => `fault ${name}`),
  ...CONFLICTS.map((name) => `conflict ${name}`),
  ...INTENTS.map((name) => `intent ${name}`),
  ...CRASH_LABELS.map((name) => `crash ${name}`),
];

/** What was met too rarely, with how often. */
export function gapsIn(coverage: Readonly<Record<string, number>>): readonly (readonly [label: string, hits: number])[] {
  return REQUIRED.map((label) => [label, coverage[label] ?? 0] as const).filter(([, hits]) => hits < ENOUGH);
}

export function table(coverage: Readonly<Record<string, number>>): readonly string[] {
  const all = Object.entries({ ...Object.fromEntries(REQUIRED.map((label) => [label, 0])), ...coverage }).toSorted(([a], [b]) => (a < b ? -1 : 1));
  const width = Math.max(0, ...all.map(([label]) => label.length));
  return all.map(([label, hits]) => `${label.padEnd(width)} ${String(hits).padStart(8)}`);
}
