// Home of writing a batch: one record after another, each with its own outcome. A write is done as soon as something of it is
// stored; what did not get through is named. Invariant: one record's refusal never stops the others, and only when no record
// of the batch got through does a refused credential end the whole batch.
import type { FieldName, Fields, Handles, Snapshot } from '../../core/vocabulary.ts';
import { AccessError, RejectedError, RetryableError } from '../../lib/errors.ts';
import type { Archive, Create, Outcome, Unsettled, Update, Write } from '../connector.ts';
import { mapParallel } from '../parallel.ts';
import type { Verdict } from './field-map.ts';
import { snapshotOf } from './snapshot.ts';
import type { Part } from './snapshot.ts';
import type { Sources } from './sources.ts';

/** The record whose sub-rows are written. */
export interface Target {
  readonly id: string;
  readonly handles: Handles;
  readonly seen: Fields;
  /** Just made: it has no sub-rows yet. */
  readonly isNew: boolean;
}

/** What got through, and the error of what did not; null when all did. */
export interface Written {
  readonly part: Part | null;
  readonly error: unknown;
}

interface Writer {
  create(write: Create): Promise<Outcome>;
  update(write: Update): Promise<Outcome>;
  /** null: the record is not there any more. */
  archive(write: Archive): Promise<Snapshot | null>;
}

const parallelWrites = 6;

/** Throws AccessError when the credential was refused and nothing was stored. */
export async function writeEach({ registries, needs }: Sources, writes: readonly Write[], writer: Writer): Promise<readonly Outcome[]> {
  if (writes.length === 0) return [];
  await registries.ready(needs);
  let refused: AccessError | null = null;
  const outcomes = await mapParallel(writes, parallelWrites, async (write): Promise<Outcome> => {
    if (refused !== null) return failedBy(write, refused);
    try {
      if (write.kind === 'archive') return { kind: 'archived', key: write.key, snapshot: await writer.archive(write) };
      return write.kind === 'create' ? await writer.create(write) : await writer.update(write);
    } catch (error) {
      if (error instanceof AccessError) refused = error;
      return failedBy(write, error);
    }
  });
  if (refused !== null && outcomes.every((outcome) => outcome.kind === 'failed')) throw refused as AccessError;
  return outcomes;
}

/** Gathers what became of the parts of one record. */
interface Gathering {
  /** Fields that nothing is sent for. */
  refuse(fields: readonly FieldName[], code: string): void;
  attempt(fields: readonly FieldName[], work: () => Promise<Written>): Promise<void>;
  /** `own`: what the record's row showed, null when it was not written. Throws when nothing at all got through. */
  outcome(write: Create | Update, id: string, own: Part | null): Outcome;
}

export function gather({ clock }: Sources, { cannot }: Verdict): Gathering {
  const parts: Part[] = [];
  const unsettled: Unsettled[] = Object.entries(cannot).map(([field, code]) => ({ field, code, retry: false }));
  let failure: unknown = null;
  return {
    refuse: (fields, code) => void unsettled.push(...fields.map((field) => ({ field, code, retry: false }))),
    attempt: async (fields, work) => {
      let written: Written;
      try {
        written = await work();
      } catch (error) {
        written = { part: null, error };
      }
      if (written.part !== null) parts.push(written.part);
      if (written.error === null) return;
      failure ??= written.error;
      unsettled.push(...fields.map((field) => unsettledBy(field, written.error)));
    },
    outcome: ({ key }, id, own) => {
      if (own === null && parts.length === 0 && failure !== null) throw failure;
      // Dated by the answer's arrival: a look that began before the write ended must not pass for a newer one.
      return { kind: 'done', key, snapshot: snapshotOf(id, clock.now(), own === null ? parts : [own, ...parts]), unsettled };
    },
  };
}

/** Nothing is sent: a field that the record cannot do without is empty or cannot be held. */
export function lacking({ key }: Create, missing: readonly FieldName[], what: string): Outcome {
  return { kind: 'rejected', key, error: new RejectedError('required', `Severa needs ${missing.join(', ')} for ${what}; fill it in where the record came from`, { fields: missing }) };
}

/** It was there when the plan was made. */
export function vanished(what: string): RetryableError {
  return new RetryableError('moved', `The ${what} is not in Severa any more; it will be read again`, { status: 404 });
}

/** What a new row is made from: Severa's own defaults fill the rest. */
export function filled(changes: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== null));
}

function unsettledBy(field: FieldName, error: unknown): Unsettled {
  if (error instanceof RetryableError) return { field, code: error.code, retry: true };
  if (error instanceof RejectedError || error instanceof AccessError) return { field, code: error.code, retry: false };
  throw error;
}

function failedBy(write: Write, error: unknown): Outcome {
  const { key } = write;
  if (error instanceof RejectedError) return { kind: 'rejected', key, error };
  // A record is taken out of use again without harm.
  if (error instanceof RetryableError) return { kind: error.outcomeUnknown && write.kind !== 'archive' ? 'unknown' : 'failed', key, error };
  if (error instanceof AccessError) return { kind: 'failed', key, error: new RetryableError(error.code, error.message, { cause: error }) };
  throw error;
}
