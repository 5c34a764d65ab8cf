// Requests of people to be forgotten, what has to be done for each, and the proof. Invariants: a request moves only along the table
// of core/erasure-state.ts and only from the version that was seen; whatever tells who it is about is sealed, and is gone when the
// request is over.
import type { ErasureState, StepState, Treatment } from '../core/erasure-state.ts';
import type { SystemName } from '../core/vocabulary.ts';

export const ORIGINS = ['web', 'commandLine', 'api', 'crm', 'psa'] as const;
export type Origin = (typeof ORIGINS)[number];

/** now: when the steps are done. The others so long after it. */
export const CHECKS = ['now', 'hour', 'day', 'month'] as const;
export type Check = (typeof CHECKS)[number];

export interface ErasureRequest {
  readonly id: string;
  readonly version: number;
  readonly state: ErasureState;
  readonly origin: Origin;
  /** Of ours, or `crm`/`psa`. */
  readonly requestedBy: string;
  /** UTC instant. */
  readonly receivedAt: string;
  /** Plain date, by law (core/deadline.ts); moves when extended. */
  readonly dueOn: string;
  readonly extended: { readonly at: string; readonly by: string; readonly reason: string } | null;
  readonly identity: { readonly how: string; readonly by: string; readonly at: string } | null;
  readonly approved: { readonly by: string; readonly at: string } | null;
  readonly armedAt: string | null;
  /** When all steps were done for the first time. */
  readonly erasedAt: string | null;
  readonly completedAt: string | null;
  readonly refused: { readonly reason: string; readonly by: string; readonly at: string } | null;
  readonly cancelled: { readonly by: string; readonly at: string } | null;
  /** The person was let back: they may be known again. */
  readonly lifted: { readonly by: string; readonly at: string } | null;
  readonly checks: readonly { readonly check: Check; readonly at: string; readonly found: number }[];
  /** When the worker has something to do next; null: it waits for a person, or for nothing. */
  readonly nextAt: string | null;
  /** Plain date: when the earliest of the kept items may go; null: nothing is kept. */
  readonly retainedUntil: string | null;
  /** Something of the person was shown again after it was forgotten. */
  readonly reappearedAt: string | null;
  /** What tells who it is about (erasure/request-data.ts), sealed; null once the request is over. */
  readonly sealed: string | null;
  /** Keyed hash of what it was asked for by, so that the same request is not made twice. */
  readonly subjectHash: string;
}

export interface ErasureStep {
  readonly id: string;
  readonly requestId: string;
  readonly version: number;
  /** Its place in the order in which steps are done. */
  readonly position: number;
  readonly system: SystemName;
  /** What it is: `contact`, `note`, `activity`, `hour`, `text` ... */
  readonly kind: string;
  readonly treatment: Treatment;
  /** Of what is kept: the ground (core/erasure-plan.ts) and until when (plain date). */
  readonly ground: string | null;
  readonly until: string | null;
  readonly state: StepState;
  readonly attempts: number;
  /** Stable code of what kept it from being done; no text of a system. */
  readonly problem: string | null;
  readonly at: string;
  /** The trace (connectors' and ours), sealed; null once the request is over. */
  readonly sealed: string | null;
}

export interface Receipt {
  readonly requestId: string;
  readonly at: string;
  /** As it was signed: canonical JSON (erasure/receipt.ts). */
  readonly body: string;
  readonly signature: string;
}

export interface Erasures {
  /** False when an open request has the same `subjectHash`. */
  addRequest(request: ErasureRequest): Promise<boolean>;
  request(id: string): Promise<ErasureRequest | null>;
  /** An id may be shortened to its unambiguous beginning. The newest first. `due`: whose `nextAt` is not after this instant, those that have waited longest first; not to be paged with `after`. */
  requests(query: { id?: string; states?: readonly ErasureState[]; subjectHash?: string; due?: string; after?: string; limit: number }): Promise<readonly ErasureRequest[]>;
  /** Request and steps in one; with `steps` all of them are replaced. False when the request has moved on. RangeError for a move that the table does not allow. */
  saveRequest(request: ErasureRequest, seenVersion: number, steps?: readonly ErasureStep[]): Promise<boolean>;
  /** In order. */
  steps(requestId: string): Promise<readonly ErasureStep[]>;
  /** False when the step has moved on. RangeError for a move that STEP_MOVES does not allow. */
  saveStep(step: ErasureStep, seenVersion: number): Promise<boolean>;
  saveReceipt(receipt: Receipt): Promise<void>;
  receipts(requestId: string): Promise<readonly Receipt[]>;
  /** Takes who they were about from requests that have been over since before this instant; of steps whose item is kept it stays until the item goes. */
  expireRequests(before: string): Promise<number>;
}
