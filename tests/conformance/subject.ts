// One kind of record of one system, as the suite over all of them needs it: how a person makes and edits one there, and what
// values its fields take. References name records of the same system, so a subject makes what it refers to.
import type { EntityName, FieldName, Fields } from '../../src/core/vocabulary.ts';
import type { FaultRule } from '../../src/sandbox/faults.ts';
import type { Harness, Running } from './harness.ts';

/** Where a fault has to strike. */
type FaultTarget = Pick<FaultRule, 'method' | 'path'>;

export interface Subject {
  readonly entity: EntityName;
  /** Calls of `changes` when nothing has changed. */
  readonly idleCalls: number;
  /** A text field that every record has, and that a person edits. */
  readonly title: FieldName;
  readonly targets: { readonly create: FaultTarget; readonly update: FaultTarget };
  /** The least that a record is made of, with this title. */
  minimum(running: Running, title: string): Promise<Fields>;
  /** A value for every field that the connector says it can write. */
  sample(running: Running): Promise<Fields>;
  /** A person makes a record there; gives its id. */
  create(running: Running, title: string): Promise<string>;
  edit(running: Running, id: string, title: string): Promise<void>;
}

export interface Tried {
  readonly harness: Harness;
  readonly subjects: readonly Subject[];
}
