// What one seed decides: the size of the world, who acts, how the product is set up and which kinds of trouble are armed.
// Invariant: every switch is its own draw, so that any mixture occurs; a profile only makes rare things likelier.
import type { DeletePolicy } from '../../src/engine/context.ts';
import type { RemoteSide } from '../../src/core/vocabulary.ts';
import type { Random } from '../../src/lib/random.ts';
import { ENTITIES } from './records/kinds.ts';
import type { Kind } from './records/kinds.ts';

/** Trouble with one call to a vendor, in the words of the sandbox, and two of the network's own. */
export const CALL_FAULTS = [
  'status-429', 'status-429-after', 'status-500', 'status-502', 'status-503', 'status-423', 'status-477', 'expire-token',
  'malformed', 'half-body', 'timeout-before', 'timeout-after-commit', 'reset-before', 'reset-after-commit', 'bad-gateway-after-commit', 'twice',
  'short-page', 'empty-page-with-token', 'repeat-token', 'null-timestamp', 'unchanged-timestamp', 'mixed-rows',
] as const;
export type CallFault = (typeof CALL_FAULTS)[number];

/** Trouble in the world around. */
export const WORLD_FAULTS = [
  'person-between-read-and-write', 'delete-between-read-and-write', 'delete', 'restore', 'merge', 'erase', 'same-record-on-both-sides', 'hidden-edit', 'workflow',
  'stubborn-record', 'crash', 'crash-in-recovery', 'pause', 'stale-index', 'quota', 'second-app',
] as const;
export type WorldFault = (typeof WORLD_FAULTS)[number];

/** What becomes of HubSpot's events on their way. */
export const EVENT_FAULTS = ['event-lost', 'event-late', 'event-twice', 'event-replayed', 'event-strange'] as const;
export type EventFault = (typeof EVENT_FAULTS)[number];

export type Fault = CallFault | WorldFault | EventFault;
export const FAULTS: readonly Fault[] = [...CALL_FAULTS, ...WORLD_FAULTS, ...EVENT_FAULTS];

export type Deletes = Readonly<Record<Kind, Readonly<Record<RemoteSide, DeletePolicy>>>>;

export interface Plan {
  readonly seed: number;
  readonly accounts: number;
  readonly contacts: number;
  readonly salesCases: number;
  readonly workers: number;
  readonly deeds: number;
  /** How long people and faults go on, ms. */
  readonly horizonMs: number;
  readonly pageMax: number;
  readonly searchLagMs: number;
  readonly searchJitterMs: number;
  readonly deletes: Deletes;
  readonly gates: boolean;
  /** Descriptions flow too. */
  readonly notes: boolean;
  /** Somebody asks to be forgotten. */
  readonly forgets: boolean;
  /** HubSpot tells of changes. */
  readonly events: boolean;
  readonly readOnly: RemoteSide | null;
  readonly armed: ReadonlySet<Fault>;
}

export interface PlanOptions {
  /** No trouble at all. */
  readonly calm?: boolean;
  /** Only these troubles may be armed, each with p = 0.5. */
  readonly only?: readonly Fault[];
  /** These are armed in every seed. */
  readonly always?: readonly Fault[];
  /** Set up in this way in every seed. */
  readonly given?: Partial<Pick<Plan, 'deletes' | 'gates' | 'notes' | 'events' | 'readOnly' | 'forgets'>>;
}

/** In this share of the worlds somebody asks to be forgotten: it takes as long as all the rest. */
const FORGETTING = 0.2;

/** What rarely meets by itself is armed together in every seventh seed. */
const PROFILES: readonly (readonly Fault[])[] = [
  ['crash', 'crash-in-recovery'],
  ['timeout-after-commit', 'reset-after-commit', 'half-body', 'bad-gateway-after-commit'],
  ['delete', 'restore', 'merge', 'delete-between-read-and-write'],
  ['crash', 'pause', 'person-between-read-and-write'],
  ['status-423', 'status-477', 'mixed-rows', 'twice', 'unchanged-timestamp', 'null-timestamp'],
  ['delete', 'restore', 'erase', 'event-late', 'event-replayed', 'event-strange'],
  ['short-page', 'empty-page-with-token', 'repeat-token', 'stale-index'],
];

export function planOf(seed: number, random: Random, options: PlanOptions = {}): Plan {
  const draw = random.fork('switches');
  const allowed = options.calm ? [] : (options.only ?? FAULTS);
  const profile = PROFILES[seed % PROFILES.length] ?? [];
  const drawn = FAULTS.filter((name) => (draw.chance(0.5) || profile.includes(name)) && allowed.includes(name));
  const armed = new Set([...drawn, ...(options.always ?? [])]);
  const size = random.fork('size');
  const lag = armed.has('stale-index') ? size.int(0, 50_000) : 500;
  const setUp = random.fork('set-up');
  return {
    seed,
    accounts: size.int(1, 4),
    contacts: size.int(0, 5),
    salesCases: size.int(0, 4),
    workers: size.pick([1, 1, 1, 2, 2, 3]),
    deeds: size.int(4, 20),
    horizonMs: size.int(240, 420) * 1_000,
    pageMax: size.pick([20, 100, 1_000]),
    searchLagMs: lag,
    searchJitterMs: armed.has('stale-index') ? size.int(0, 58_000 - lag) : 0,
    deletes: deletesOf(setUp),
    gates: setUp.chance(0.4),
    notes: setUp.chance(0.5),
    forgets: random.fork('forgetting').chance(FORGETTING),
    events: setUp.chance(0.6),
    readOnly: setUp.chance(0.08) ? setUp.pick(['psa', 'crm'] as const) : null,
    armed,
    ...options.given,
  };
}

function deletesOf(random: Random): Deletes {
  const policy = (): DeletePolicy => random.pick(['archive', 'unlink', 'ask'] as const);
  return Object.fromEntries(ENTITIES.map((kind) => [kind, { psa: policy(), crm: policy() }])) as unknown as Deletes;
}
