// When a process dies or freezes: at a numbered step, or when it passes a step of a given name, so that every step is the last
// one of somebody. Invariant: drawn from the seed; a later life is more dangerous early on, while the first is being recovered.
import type { Random } from '../../src/lib/random.ts';
import type { Plan } from './plan.ts';
import type { Fate } from './process.ts';
import { LEASE_MS } from './worker.ts';

const STORE_STEPS = ['takeLease', 'renewLease', 'savePage', 'decideMatches', 'take', 'announce', 'record', 'adopt', 'saveFact', 'wakeWaiting', 'markDirty'] as const;
const CALL_STEPS = ['read', 'create', 'update'].flatMap((call) => ['psa', 'crm'].flatMap((side) => ['before-send', 'served', 'answered'].map((when) => `${call}:${side}:${when}`)));

/** Every step at which somebody has to die often enough. */
export const CRASH_LABELS: readonly string[] = [...CALL_STEPS, ...STORE_STEPS.flatMap((name) => [`${name}:before`, `${name}:after`])];

/** Steps that few processes come to: whoever comes to one may die there. */
const RARE = CRASH_LABELS.flatMap((label) => (label.startsWith('create') ? [label, label] : /^(?:update|announce|record|wakeWaiting)/u.test(label) ? [label] : []));
const ADOPTING = ['adopt:before', 'adopt:after', 'adopt:after'];

/** Every step at which an erasure may be the last thing somebody did. */
export const ERASING: readonly string[] = [
  ...['takeLease', 'addRequest', 'saveRequest', 'saveStep', 'arm', 'ledgerFile', 'saveReceipt', 'clear', 'localTraces', 'dropSightings'].flatMap((name) => [`${name}:before`, `${name}:after`]),
  ...CALL_STEPS.filter((label) => !label.startsWith('create')),
];

/** Of whoever erases: dies at one of its steps, or at any. */
export function fateOfOfficer({ armed, seed }: Plan, random: Random, life: number): Fate {
  const dies = armed.has('crash') && life < (armed.has('crash-in-recovery') ? 5 : 3);
  const label = ERASING[(seed * 5 + life * 11 + random.int(0, ERASING.length - 1)) % ERASING.length] ?? '';
  return {
    crashAt: dies && random.chance(0.3) ? random.int(10, 250) : null,
    crashOn: dies ? [{ label, after: random.int(0, 6) }] : [],
    pauseAt: armed.has('pause') && life === 0 ? random.int(40, 400) : null,
    pauseMs: random.int(30_000, LEASE_MS + 60_000),
  };
}

export function fateOf({ armed, seed }: Plan, random: Random, life: number): Fate {
  const lives = armed.has('crash-in-recovery') ? 4 : 2;
  const dies = armed.has('crash') && life < lives;
  const isNamed = random.chance(0.75);
  const label = CRASH_LABELS[(seed * 7 + life * 13 + random.int(0, CRASH_LABELS.length - 1)) % CRASH_LABELS.length] ?? '';
  const named = { label, after: /^(?:read|renewLease|saveFact|takeLease|savePage)/u.test(label) ? random.int(0, 20) : random.int(0, 4) };
  const rare = [...[RARE, RARE].filter(() => random.chance(0.7)), ADOPTING].map((labels) => ({ label: random.pick(labels), after: labels === RARE ? random.int(0, 2) : 0 }));
  return {
    crashAt: dies && !isNamed ? (life === 0 ? random.int(30, 900) : random.int(1, 250)) : null,
    crashOn: dies ? [...rare, ...(isNamed ? [named] : [])] : [],
    pauseAt: armed.has('pause') && life === 0 ? random.int(60, 600) : null,
    pauseMs: random.int(30_000, LEASE_MS + 60_000),
  };
}
