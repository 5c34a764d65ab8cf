// The figures in a run's report, entity by entity. Invariant: they are read from what was stored, which an older version of the
// program may have written: what is missing is nothing.
import { MIRRORS } from '../entities/mirrors/index.ts';
import type { Run } from './store.ts';

type BySide = Readonly<Record<'psa' | 'crm' | 'local', number>>;

/** Why the writes of an entity wait for a yes: the first sync of all, or more changes than pass without a question. */
export interface Halt {
  readonly reason: 'preview' | 'guard';
  readonly verdicts: readonly { readonly side: string; readonly change: string; readonly planned: number; readonly done: number; readonly limit: number }[];
}

/** What kept a system from being read or written. The message tells of no record. */
export interface RunTrouble {
  readonly side: string;
  readonly code: string;
  readonly message: string;
}

export interface RunFigures {
  /** An entity, or a mirror. */
  readonly name: string;
  /** Rows that only flow in: what is written of them is written on our side only. */
  readonly isMirror: boolean;
  readonly read: number;
  readonly created: BySide;
  readonly updated: BySide;
  readonly archived: BySide;
  readonly unchanged: number;
  readonly conflicts: number;
  readonly matches: number;
  readonly held: number;
  readonly failed: number;
  readonly halt: Halt | null;
  readonly troubles: readonly RunTrouble[];
}

const NONE: BySide = { psa: 0, crm: 0, local: 0 };
const EMPTY = { read: 0, created: NONE, updated: NONE, archived: NONE, unchanged: 0, conflicts: 0, matches: 0, held: 0, failed: 0, halt: null, troubles: [] };

/** In the order in which they were carried. */
export function figuresOf({ report }: Pick<Run, 'report'>): readonly RunFigures[] {
  return Object.entries((report ?? {}) as Record<string, Partial<RunFigures>>).map(([name, given]) => ({ ...EMPTY, ...given, name, isMirror: MIRRORS.has(name) }));
}

export function writtenIn({ created, updated, archived }: Pick<RunFigures, 'created' | 'updated' | 'archived'>): number {
  return [created, updated, archived].flatMap((counts) => Object.values(counts)).reduce((total, count) => total + count, 0);
}

/** A cycle that had nothing to write to any system. */
export function isQuiet(run: Pick<Run, 'kind' | 'state' | 'report'>): boolean {
  return run.kind === 'cycle' && run.state === 'done' && figuresOf(run).every((figures) => figures.isMirror || writtenIn(figures) === 0);
}
