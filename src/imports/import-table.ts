// A file into our own records, batch by batch; from there the next sync carries them on. Invariants: a dry run goes through the whole file and
// finds what the import would; an import that was broken off is a run that can be taken back, and done again it changes nothing that is done.
import type { EntityName, RemoteSide } from '../core/vocabulary.ts';
import { isStopping } from '../engine/context.ts';
import type { EngineContext } from '../engine/context.ts';
import { withOverrides } from '../engine/rules.ts';
import { writtenDown } from '../engine/run.ts';
import type { EntitySummary } from '../engine/run.ts';
import type { Run } from '../store/store.ts';
import { batchOf } from './batch.ts';
import type { Batch, Meaning, Pending } from './batch.ts';
import { IMPORTED, importable } from './fields.ts';
import { createMade } from './made.ts';
import type { MadeByFile } from './made.ts';
import { rowReader } from './reading.ts';
import type { Headed, ReadRow } from './reading.ts';
import type { Refusal } from './refusals.ts';
import type { TableRow } from './table.ts';
import { writeBatch } from './write.ts';

const TOGETHER = 200;

/** repeated: rows about a record that a row before them was about. */
export interface EntityCount {
  created: number;
  completed: number;
  unchanged: number;
  repeated: number;
}

export interface ImportAsked extends Meaning, Headed {
  /** May be asked for again. */
  rows(): AsyncIterable<TableRow>;
  readonly dryRun: boolean;
  /** Null: as the gates say. */
  readonly targets: readonly RemoteSide[] | null;
  /** Of an amount that names none. */
  readonly currency: string;
  readonly by: string;
  /** Rows that are looked up and written together; 200 unless told. */
  readonly together?: number;
  /** Hears of every row that is not imported, in the order of the file within a batch. */
  refused(refusal: Refusal): Promise<void>;
}

export interface Imported {
  /** Null for a dry run. */
  readonly run: Run | null;
  /** Rows with something in them. */
  readonly rows: number;
  readonly counts: ReadonlyMap<EntityName, EntityCount>;
  /** Rows by the first thing that is wrong with them. */
  readonly refused: ReadonlyMap<string, number>;
  /** It was broken off. */
  readonly more: boolean;
}

export async function importTable(given: EngineContext, asked: ImportAsked): Promise<Imported> {
  if (asked.dryRun) return { run: null, ...(await through(await withOverrides(given), asked, null)) };
  const id = given.newId();
  const { run, result } = await writtenDown(given, { id, kind: 'import', approved: true }, async (context) => {
    const done = await through(await withOverrides(context), asked, id);
    const report = Object.fromEntries([...done.counts].map(([entity, one]) => [entity, summaryOf(one)]));
    return { result: done, end: { state: done.more ? 'failed' : 'done', report } };
  });
  return { run, ...result };
}

async function through(context: EngineContext, asked: ImportAsked, runId: string | null): Promise<Omit<Imported, 'run'>> {
  const read = await rowReader(context, asked, importable(context), asked.currency);
  const made = createMade();
  const counts = new Map(IMPORTED.map((entity): readonly [EntityName, EntityCount] => [entity, { created: 0, completed: 0, unchanged: 0, repeated: 0 }]));
  const refused = new Map<string, number>();
  let rows = 0;
  const finish = async (batch: readonly ReadRow[]): Promise<void> => {
    const { pending, refused: unfit } = await carryOut(context, asked, await batchOf(context, batch, made, asked), made, runId);
    for (const one of pending) count(counts.get(one.entity) as EntityCount, one);
    for (const one of unfit.toSorted((a, b) => a.row.number - b.row.number)) {
      const code = one.faults[0]?.code ?? 'unfit';
      refused.set(code, (refused.get(code) ?? 0) + 1);
      await asked.refused(one);
    }
    rows += batch.length;
    context.progress('import', rows, null);
  };
  let batch: ReadRow[] = [];
  for await (const row of asked.rows()) {
    if (isStopping(context)) return { rows, counts, refused, more: true };
    const one = read(row);
    if (one.parts.size === 0 && one.faults.length === 0) continue;
    batch.push(one);
    if (batch.length < (asked.together ?? TOGETHER)) continue;
    await finish(batch);
    batch = [];
  }
  if (batch.length > 0) await finish(batch);
  return { rows, counts, refused, more: false };
}

async function carryOut(context: EngineContext, { targets, by }: ImportAsked, batch: Batch, made: MadeByFile, runId: string | null): Promise<Batch> {
  if (runId === null) return { pending: batch.pending.filter(({ rows }) => rows.size > 0), refused: batch.refused };
  const { lost, refused } = await writeBatch(context, batch.pending, { runId, targets, by });
  for (const linkId of lost) made.drop(linkId);
  made.written();
  return { pending: batch.pending.filter(({ linkId, rows }) => rows.size > 0 && !lost.has(linkId)), refused: [...batch.refused, ...refused] };
}

function count(counts: EntityCount, { seenVersion, fields, isAgain, rows }: Pending): void {
  counts.repeated += isAgain ? rows.size : rows.size - 1;
  if (isAgain) return;
  if (seenVersion === null) counts.created += 1;
  else if (Object.keys(fields).length > 0) counts.completed += 1;
  else counts.unchanged += 1;
}

/** In the shape of any run's report. */
function summaryOf({ created, completed, unchanged, repeated }: EntityCount): EntitySummary {
  const none = { psa: 0, crm: 0, local: 0 };
  return { read: created + completed + unchanged + repeated, created: { ...none, local: created }, updated: { ...none, local: completed }, archived: none, unchanged: unchanged + repeated, conflicts: 0, matches: 0, held: 0, failed: 0 };
}
