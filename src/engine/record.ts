// Record: turn the outcomes of one link's writes into what the store keeps: new snapshots and bases per side, what is owed,
// what waits for a person, and the journal.
import type { Outcome } from '../connectors/connector.ts';
import { agreedBase } from '../core/agree.ts';
import { keysOf } from '../core/match.ts';
import type { PlannedWrite } from '../core/plan.ts';
import { canonical, isSet } from '../core/value.ts';
import type { FieldName, Fields, RemoteSide, Side, Value } from '../core/vocabulary.ts';
import { toInstant } from '../lib/clock.ts';
import type { ConflictRecord, HeldRecord, JournalEntry, LinkRecord, SideRecord, SideState, TakenLink } from '../store/store.ts';
import { adapterOf, entityOf } from './context.ts';
import type { EngineContext } from './context.ts';
import type { Turn } from './turn.ts';

export interface Done {
  readonly taken: TakenLink;
  readonly turn: Turn;
  readonly outcomes: ReadonlyMap<RemoteSide, Outcome>;
}

export function linkRecord(context: EngineContext, done: Done, runId: string | null): LinkRecord {
  const { turn, taken, outcomes } = done;
  const owed = owedOf(done);
  const unreachedSets = new Set(owed.flatMap((held) => (held.field !== null && isSetField(context, turn, held.field) ? [held.field] : [])));
  const sides: SideRecord[] = [];
  for (const write of turn.plan.writes) if (!(write.side in turn.link.sides)) sides.push(...createdSide(context, turn, write, outcomes));
  for (const state of Object.values(turn.link.sides)) sides.push(...knownSide(context, done, state, unreachedSets));
  return {
    lease: taken.lease,
    linkId: turn.link.id,
    dirtyMark: taken.dirtyMark,
    settled: ![...outcomes.values()].some((outcome) => outcome.kind === 'failed' || outcome.kind === 'unknown') && !sides.some(broughtMore),
    sides,
    conflicts: turn.plan.conflicts.map(({ field, suggestion }) => conflictOf(turn, field, suggestion)),
    held: [...turn.plan.held, ...owed.filter((held) => !turn.plan.held.some((other) => other.side === held.side && other.field === held.field))],
    journal: journalOf(context, done, runId),
    carriedOut: turn.carriedOut,
    unknown: turn.plan.writes.flatMap((write) => (write.kind === 'create' && write.side !== 'local' && outcomes.get(write.side)?.kind === 'unknown' ? [write.side] : [])),
  };
}

/** A new record came with values of its own (a number, a default): the other sides have yet to meet them. */
function broughtMore(side: SideRecord): boolean {
  return side.seenVersion === null && Object.keys(side.fields).some((field) => !(field in side.base));
}

/** Writes that did not get through, per field. */
function owedOf(done: Done): readonly HeldRecord[] {
  const owed: HeldRecord[] = [...done.turn.plan.held];
  for (const write of done.turn.plan.writes) {
    const outcome = write.side === 'local' ? undefined : done.outcomes.get(write.side);
    if (outcome === undefined) continue;
    if (outcome.kind === 'done') {
      owed.push(...outcome.unsettled.map(({ field, code }) => ({ side: write.side, field, reason: code })));
      continue;
    }
    const reason = `${outcome.kind}:${outcome.error.code}`;
    // A refused create owes nothing field by field: it is made whole, from what the others hold then.
    if (write.kind === 'create') owed.push({ side: write.side, field: null, reason });
    else owed.push(...Object.keys(write.fields).map((field) => ({ side: write.side, field, reason })));
  }
  return owed;
}

function isSetField(context: EngineContext, turn: Turn, field: FieldName): boolean {
  return entityOf(context, turn.link.entity).fields.get(field)?.kind === 'set' || turn.views.some((view) => isSet(view.fields[field]));
}

function createdSide(context: EngineContext, turn: Turn, write: PlannedWrite, outcomes: ReadonlyMap<RemoteSide, Outcome>): SideRecord[] {
  if (write.side === 'local') {
    const now = toInstant(context.clock.now());
    return [{ side: 'local', seenVersion: null, seen: {}, id: turn.link.id, fields: write.fields, base: write.fields, handles: {}, mapVersion: '', asOf: now, modifiedAt: now, modifiedBy: null, keys: [] }];
  }
  const outcome = outcomes.get(write.side);
  if (outcome?.kind !== 'done') return [];
  const { snapshot } = outcome;
  const unsettled = new Set(outcome.unsettled.map(({ field }) => field));
  const stored = new Set(Object.keys(write.fields).filter((field) => !unsettled.has(field)));
  const fields = { ...pickStored(write.fields, stored), ...snapshot.fields };
  const conflicting = new Set(turn.plan.conflicts.map(({ field }) => field));
  // A blank that nobody asked to fill is agreed on too; anything the system filled in by itself has yet to be met.
  const base = Object.fromEntries(Object.entries(fields).filter(([field, value]) => stored.has(field) || (canonical(value) === 'null' && !unsettled.has(field) && !conflicting.has(field))));
  return [
    {
      side: write.side,
      seenVersion: null,
      seen: {},
      id: snapshot.id,
      fields,
      base,
      handles: snapshot.handles,
      mapVersion: adapterOf(context, write.side, turn.link.entity)?.mapVersion ?? '',
      asOf: snapshot.asOf,
      modifiedAt: snapshot.modifiedAt,
      modifiedBy: snapshot.modifiedBy,
      keys: keysOf(entityOf(context, turn.link.entity).matching, fields, context.freeMailDomains),
    },
  ];
}

function knownSide(context: EngineContext, done: Done, state: SideState, unreachedSets: ReadonlySet<FieldName>): SideRecord[] {
  const { turn, outcomes } = done;
  if (!turn.views.some((view) => view.side === state.side)) return [];
  const write = turn.plan.writes.find((candidate) => candidate.side === state.side);
  const outcome = state.side === 'local' ? undefined : outcomes.get(state.side);
  const answered = outcome?.kind === 'done' ? outcome : null;
  const local = state.side === 'local' && write !== undefined;
  const unsettled = new Set(answered?.unsettled.map(({ field }) => field));
  const stored = new Set(answered || local ? Object.keys(write?.fields ?? {}).filter((field) => !unsettled.has(field)) : []);
  const written = pickStored(write?.fields ?? {}, stored);
  const fields: Fields = { ...state.fields, ...written, ...answered?.snapshot.fields };
  const base = agreedBase(fields, state.base, stored, turn.decisions, unreachedSets);
  if (stored.size === 0 && answered === null && sameBase(base, state.base)) return [];
  const now = toInstant(context.clock.now());
  return [
    {
      side: state.side,
      seenVersion: state.version,
      seen: state.fields,
      id: state.id,
      fields,
      base,
      handles: answered ? { ...state.handles, ...answered.snapshot.handles } : state.handles,
      mapVersion: state.mapVersion,
      asOf: answered?.snapshot.asOf ?? (local ? now : state.asOf),
      modifiedAt: answered?.snapshot.modifiedAt ?? (local ? now : state.modifiedAt),
      modifiedBy: answered?.snapshot.modifiedBy ?? (local ? null : state.modifiedBy),
      keys: keysOf(entityOf(context, turn.link.entity).matching, fields, context.freeMailDomains),
    },
  ];
}

function sameBase(a: Fields, b: Fields): boolean {
  const names = Object.keys(a);
  return names.length === Object.keys(b).length && names.every((name) => b[name] !== undefined && canonical(a[name] ?? null) === canonical(b[name] ?? null));
}

function pickStored(fields: Fields, stored: ReadonlySet<FieldName>): Fields {
  return Object.fromEntries(Object.entries(fields).filter(([field]) => stored.has(field)));
}

function conflictOf(turn: Turn, field: FieldName, suggestion: Side | null): ConflictRecord {
  const base: Partial<Record<Side, Value>> = {};
  const values: Partial<Record<Side, Value>> = {};
  const authors: Partial<Record<Side, { by: string | null; at: string | null }>> = {};
  for (const view of turn.views) {
    const value = view.fields[field];
    if (value === undefined) continue;
    values[view.side] = value;
    base[view.side] = view.base[field] ?? null;
    authors[view.side] = { by: turn.link.sides[view.side]?.modifiedBy ?? null, at: view.modifiedAt };
  }
  return { field, base, values, authors, suggestion };
}

function journalOf(context: EngineContext, done: Done, runId: string | null): readonly JournalEntry[] {
  const at = toInstant(context.clock.now());
  const { turn, outcomes } = done;
  const entry = { runId, linkId: turn.link.id, entity: turn.link.entity, at };
  const writes = turn.plan.writes.map((write): JournalEntry => {
    const outcome = write.side === 'local' ? undefined : outcomes.get(write.side);
    const kind = outcome?.kind ?? (write.side === 'local' ? 'done' : 'failed');
    const reason = outcome && outcome.kind !== 'done' ? outcome.error.code : null;
    return { ...entry, side: write.side, action: write.kind, outcome: kind, fields: Object.keys(write.fields), reason };
  });
  const lost = [...turn.decisions].flatMap(([field, decision]) =>
    decision.kind === 'flow' ? decision.overwritten.map((side): JournalEntry => ({ ...entry, side, action: 'overwrite', outcome: 'done', fields: [field], reason: decision.by })) : [],
  );
  return [...writes, ...lost];
}
