// Runs, their journal and what a dry run would do, on their way to people. Invariant: names and values of a record are told to whoever
// may read its kind of record, or the inboxes, where the same values stand; to nobody else, not even in a file.
import type { EntityName } from '../core/vocabulary.ts';
import { namesIn } from '../engine/called.ts';
import { openDifference } from '../engine/differences.ts';
import { linksOf, nameOf } from '../engine/record-names.ts';
import type { Undone } from '../engine/undo.ts';
import { figuresOf, writtenIn } from '../store/run-figures.ts';
import type { RunFigures } from '../store/run-figures.ts';
import type { RunEntry, ShownDifference, ShownRun } from '../store/views/runs.ts';
import type { ApiWorkspace, Caller, ReadRight } from './route.ts';
import { noteRecordsSeen } from './seen.ts';
import { tellerOf } from './told-value.ts';
import type { ShownValue } from './told-value.ts';

type BySide = RunFigures['created'];
type Reader = Pick<Caller, 'reads' | 'changes' | 'name'>;
interface Field {
  readonly name: string;
  readonly label: { readonly fi: string; readonly en: string };
}

const READS: Readonly<Record<EntityName, ReadRight>> = { account: 'accounts', contact: 'contacts', salesCase: 'salesCases', activity: 'activities' };

function maySee({ reads }: Reader, entity: EntityName): boolean {
  const right = READS[entity];
  return reads.has('inboxes') || (right !== undefined && reads.has(right));
}

export interface ToldRun extends Omit<ShownRun, 'report'>, Omit<RunFigures, 'name' | 'isMirror' | 'halt' | 'troubles'> {
  readonly rows: { readonly read: number; readonly changed: number };
}

const NONE: BySide = { psa: 0, crm: 0, local: 0 };
const add = (one: BySide, other: BySide): BySide => ({ psa: one.psa + other.psa, crm: one.crm + other.crm, local: one.local + other.local });

/** With the sums over all entities. */
export function toldRun({ report, ...run }: ShownRun): ToldRun {
  const figures = figuresOf({ report });
  const [records, rows] = [figures.filter(({ isMirror }) => !isMirror), figures.filter(({ isMirror }) => isMirror)];
  const sum = (name: 'read' | 'unchanged' | 'conflicts' | 'matches' | 'held' | 'failed', of = records): number => of.reduce((total, one) => total + one[name], 0);
  const sides = (name: 'created' | 'updated' | 'archived'): BySide => records.reduce((total, one) => add(total, one[name]), NONE);
  return {
    ...run,
    read: sum('read'), created: sides('created'), updated: sides('updated'), archived: sides('archived'), unchanged: sum('unchanged'),
    conflicts: sum('conflicts'), matches: sum('matches'), held: sum('held'), failed: sum('failed'),
    rows: { read: sum('read', rows), changed: rows.reduce((total, one) => total + writtenIn(one), 0) },
  };
}

export interface ToldEntry extends Omit<RunEntry, 'linkId' | 'fields'> {
  readonly record: string;
  readonly name?: string;
  readonly fields: readonly Field[];
}

export async function toldEntries(workspace: ApiWorkspace, caller: Reader, entries: readonly RunEntry[]): Promise<readonly ToldEntry[]> {
  const { engine } = workspace;
  const names = await namesSeen(workspace, caller, entries);
  const { label } = tellerOf(engine, caller, (_entity, _side, _field, id) => id);
  return entries.map(({ linkId, fields, ...entry }) => ({ ...entry, record: linkId, ...names(entry.entity, linkId), fields: fields.map((field) => label(entry.entity, field)) }));
}

export interface ToldDifference extends Pick<ShownDifference, 'id' | 'entity' | 'side' | 'kind'> {
  readonly record: string;
  readonly name?: string;
  readonly fields: readonly (Field & { readonly before?: ShownValue; readonly after?: ShownValue })[];
}

export async function toldDifferences(workspace: ApiWorkspace, caller: Reader, run: string, differences: readonly ShownDifference[]): Promise<readonly ToldDifference[]> {
  const { engine } = workspace;
  const names = await namesSeen(workspace, caller, differences);
  const opened = differences.map((one) => ({ one, change: maySee(caller, one.entity) ? openDifference(engine, run, one) : null }));
  const shown = opened.flatMap(({ one: { entity, side }, change }) => (change === null ? [] : [change.before, change.after].map((fields) => ({ entity, side, fields }))));
  const { label, told } = tellerOf(engine, caller, await namesIn(engine, shown));
  return opened.map(({ one: { id, entity, linkId, side, kind, fields }, change }) => ({
    id, entity, side, kind, record: linkId, ...names(entity, linkId),
    fields: fields.map((field) => {
      const values = change === null ? {} : { before: told(entity, side, field, change.before[field] ?? null), after: told(entity, side, field, change.after[field] ?? null) };
      return { ...label(entity, field), ...values };
    }),
  }));
}

/** More are counted, not listed. */
const MOST_LEFT = 200;

export async function toldUndone(workspace: ApiWorkspace, caller: Reader, { restored, archived, left }: Pick<Undone, 'restored' | 'archived' | 'left'>) {
  const { engine } = workspace;
  const first = left.slice(0, MOST_LEFT);
  const names = await namesSeen(workspace, caller, first);
  const { label } = tellerOf(engine, caller, (_entity, _side, _field, id) => id);
  return {
    entities: Object.keys(restored).map((name) => ({ name, restored: restored[name] ?? NONE, archived: archived[name] ?? NONE })),
    left: first.map(({ entity, linkId, side, fields, reason }) => ({ entity, record: linkId, ...names(entity, linkId), side, fields: fields.map((field) => label(entity, field)), reason })),
    leftCount: left.length,
  };
}

/** Of the records that the caller may see. */
async function namesSeen(workspace: ApiWorkspace, caller: Reader, items: readonly { readonly entity: EntityName; readonly linkId: string }[]): Promise<(entity: EntityName, linkId: string) => { readonly name?: string }> {
  const shown = items.filter(({ entity }) => maySee(caller, entity));
  await noteRecordsSeen(workspace, caller, 'run', shown);
  const links = await linksOf(workspace.store, shown);
  return (_entity, linkId) => (links.has(linkId) ? { name: nameOf(links, linkId) } : {});
}
