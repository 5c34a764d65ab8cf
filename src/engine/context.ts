// What the engine works with: one workspace's store, connectors, entities and limits, and the world's clock, ids and log.
// Everything is passed in, so that the whole engine runs in a test or a simulation as it runs in production.
import type { Connector, EntityAdapter } from '../connectors/connector.ts';
import type { Gate } from '../core/gate.ts';
import type { Budget } from '../core/guard.ts';
import type { EntityName, FieldName, RemoteSide, Side } from '../core/vocabulary.ts';
import type { Rule } from '../core/rule.ts';
import type { Entity } from '../entities/entity.ts';
import type { Clock } from '../lib/clock.ts';
import type { Sealer } from '../lib/crypto.ts';
import type { Log } from '../lib/log.ts';
import type { Mirrors } from '../store/mirrors.ts';
import type { PersonUpkeep } from '../store/persons.ts';
import type { Restrictions } from '../store/restrictions.ts';
import type { RunNotes } from '../store/run-notes.ts';
import type { Store, Verdict } from '../store/store.ts';

export type GuardMode = 'each' | 'batch' | 'off';

export interface EngineLimits {
  readonly leaseMs: number;
  /** Links taken at a time. */
  readonly takeLinks: number;
  /** Updates between two guarded reads of the PSA. */
  readonly guardBatch: number;
  /** A snapshot younger than this needs no guarded read where the system is read by id. */
  readonly guardFreshMs: number;
  readonly guardModes: Readonly<Record<RemoteSide, GuardMode>>;
  /** Mass change: see core/guard.ts. `deletes` also for records that vanish. */
  readonly guard: Readonly<Record<'updates' | 'deletes', Budget>>;
  /** Records that a sweep did not show and that are looked at by id in one cycle; the rest comes next. */
  readonly absentLooks: number;
  readonly retention: RetentionDays;
  /** Turns of one link in one cycle before it is left for the next. */
  readonly turns: number;
  /** A cycle takes no more work after this long, so that what people edit meanwhile is read in between. */
  readonly cycleMs: number;
}

/** archive: take the others out of use too. unlink: they go on without this side. ask: a person says. */
export type DeletePolicy = Verdict | 'ask';

/** How many days things are kept that are over. */
export interface RetentionDays {
  readonly beforeImages: number;
  readonly journal: number;
  readonly conflicts: number;
  /** What moved in the billable flow. */
  readonly billingMoves: number;
  /** Who has seen which contact. */
  readonly accessLog: number;
  /** People of ours, since their last sign-in. */
  readonly people: number;
}

/** What the settings say of grounds. `defaults`: the ground of whoever a system has a record of; '': that says nothing. */
export interface LegalBasisRule {
  readonly required: boolean;
  readonly defaults: Readonly<Record<RemoteSide, string>>;
}

export type ConnectionMode = 'read-only' | 'read-write';

/** Records written in a pass so far, and those that did not get through. */
export type Written = Readonly<Record<'created' | 'updated' | 'archived' | 'failed', number>>;

/** One step of visible progress: `total` null when nobody knows yet; `written` of a pass that writes. */
export type ProgressEvent = (phase: string, done: number, total: number | null, written?: Written) => void;

/** What people may change of the settings while cycles go on. */
export type Adjustable = Pick<EngineContext, 'modes' | 'gates' | 'deletes' | 'freeMailDomains' | 'limits' | 'legalBasis'>;

/** What rows that only flow in are kept in, and how much is asked about them. */
export interface Mirroring {
  readonly store: Mirrors;
  /** IANA time zone that tells which day it is. */
  readonly timeZone: string;
  /** Sales cases whose status history is read in one cycle because their status has changed. */
  readonly historyReads: number;
}

export interface EngineContext {
  readonly workspace: string;
  readonly store: Store;
  readonly connectors: ReadonlyMap<RemoteSide, Connector>;
  readonly modes: Readonly<Record<RemoteSide, ConnectionMode>>;
  readonly entities: ReadonlyMap<EntityName, Entity>;
  /** The rule of every field. */
  readonly policy: ReadonlyMap<EntityName, ReadonlyMap<FieldName, Rule>>;
  /** What must hold before a record is made on a side; a side without a gate is open. */
  readonly gates: ReadonlyMap<EntityName, Readonly<Partial<Record<Side, Gate>>>>;
  /** What a record that is gone on a side means for the others; a side that is not named asks. */
  readonly deletes: ReadonlyMap<EntityName, Readonly<Partial<Record<Side, DeletePolicy>>>>;
  readonly freeMailDomains: ReadonlySet<string>;
  readonly limits: EngineLimits;
  /** What the settings come to with these changes; absent: nobody can change any. Dotted path → value. */
  readonly adjusted?: (changes: ReadonlyMap<string, unknown>) => Adjustable;
  /** Absent: nothing is mirrored. */
  readonly mirroring?: Mirroring;
  /** Absent: nothing of who saw whom, or of people of ours, is kept. */
  readonly personUpkeep?: PersonUpkeep;
  /** Absent: nobody is restricted. */
  readonly restrictions?: Pick<Restrictions, 'restricted'>;
  /** Absent: none is asked for. */
  readonly legalBasis?: LegalBasisRule;
  /** Absent: of a run no more than its report is kept. */
  readonly notes?: RunNotes;
  /** Seals what undo needs, which may name persons. */
  readonly sealer: Sealer;
  readonly clock: Clock;
  readonly newId: () => string;
  readonly log: Log;
  readonly progress: ProgressEvent;
  /** Once it aborts, what is in hand is finished and recorded, and nothing else is begun. */
  readonly stop?: Pick<AbortSignal, 'aborted'>;
}

export function isStopping({ stop }: Pick<EngineContext, 'stop'>): boolean {
  return stop?.aborted === true;
}

export function adapterOf(context: EngineContext, side: RemoteSide, entity: EntityName): EntityAdapter | null {
  return context.connectors.get(side)?.entities.get(entity) ?? null;
}

export function entityOf(context: EngineContext, name: EntityName): Entity {
  const entity = context.entities.get(name);
  if (!entity) throw new RangeError(`unknown entity ${name}`);
  return entity;
}

/** Name of a side's feed in checkpoints and leases. */
export function feedOf(side: RemoteSide, entity: EntityName): string {
  return `${side}:${entity}`;
}
