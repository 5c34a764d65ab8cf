// Record: turn the outcomes of one link's writes into what the store keeps: new snapshots and bases per side, what is owed,
// what waits for a person, and the journal.
import type { Outcome } from '../connectors/connector.ts';
import { agreedBase } from '../core/agree.ts';
import { differingElements, RECORD_GONE } from '../core/plan.ts';
import type { PlannedWrite } from '../core/plan.ts';
import { canonical, isEmpty, isSet, makeSet, same } from '../core/value.ts';
import type { FieldName, Fields, RemoteSide, SetElement, Side, Value } from '../core/vocabulary.ts';
import { toInstant } from '../lib/clock.ts';
import type { ConflictRecord, HeldRecord, JournalEntry, LinkRecord, SideRecord, SideState, TakenLink } from '../store/store.ts';
import { adapterOf } from './context.ts';
import type { EngineContext } from './context.ts';
import { presenceOf } from './deletions.ts';
import type { Authority } from './deletions.ts';
import { graveLines, gravesOf } from './graves.ts';
import { imagesOf } from './images.ts';
import { keysFor } from './keys.ts';
import { baseWithOwnWrites } from './own-writes.ts';
import { emptyFields } from './turn.ts';
import type { Turn } from './turn.ts';

export interface Done {
  readonly taken: TakenLink;
  readonly turn: Turn;
  readonly outcomes: ReadonlyMap<RemoteSide, Outcome>;
  /** Sides where an open create could not be looked for: it stays open. */
  readonly unlooked: ReadonlySet<RemoteSide>;
}

const REMOTE: readonly RemoteSide[] = ['psa', 'crm'];
const LOCAL_DONE = { kind: 'done' } as const;

export function linkRecord(context: EngineContext, done: Done, runId: string | null): LinkRecord {
  const { turn, taken, outcomes } = done;
  const owed = owedOf(done);
  const sides: SideRecord[] = [];
  for (const write of turn.plan.writes) if (!(write.side in turn.link.sides)) sides.push(...createdSide(context, turn, write, outcomes));
  for (const state of Object.values(turn.link.sides)) sides.push(...knownSide(context, done, state));
  const graves = gravesOf(context, turn, outcomes);
  const isDone = !turn.plan.writes.some((write) => write.side !== 'local' && isOpen(outcomes.get(write.side)));
  return {
    lease: taken.lease,
    linkId: turn.link.id,
    dirtyMark: taken.dirtyMark,
    settled: isDone && !sides.some(broughtMore) && !turn.isPartial && done.unlooked.size === 0,
    sides: [...sides, ...graves.sides],
    gone: graves.gone,
    conflicts: turn.plan.conflicts.map(({ field, suggestion }) => conflictOf(turn, field, suggestion)),
    held: [...(graves.areDug ? [] : [...turn.plan.held, ...owed.filter((held) => !turn.plan.held.some((other) => other.side === held.side && other.field === held.field))]), ...owedToGone(turn, graves.areDug)],
    journal: [...graveLines(context, turn, graves, runId), ...journalOf(context, done, runId)],
    images: imagesOf(context, turn, outcomes, sides, runId),
    carriedOut: turn.carriedOut,
    unknown: openWrites(done),
  };
}

/** Writes that may have been carried out: those without an answer, and earlier creates that could not be looked for now. */
function openWrites({ turn, outcomes, unlooked }: Done): readonly RemoteSide[] {
  return REMOTE.filter((side) => outcomes.get(side)?.kind === 'unknown' || (!(side in turn.link.sides) && unlooked.has(side)));
}

/** Another try is due: it did not get through, or it was never sent because the side moved or time ran out. */
function isOpen(outcome: Outcome | undefined): boolean {
  if (outcome === undefined) return true;
  return outcome.kind === 'done' ? outcome.unsettled.some(({ retry }) => retry) : outcome.kind === 'failed' || outcome.kind === 'unknown';
}

/**
 * The answer shows values that the plan did not know: a new record's own (a number, a default), or what somebody wrote just
 * before us. The other sides have yet to meet them.
 */
function broughtMore({ fields, base, seen }: SideRecord): boolean {
  return Object.entries(fields).some(([field, value]) => {
    const [agreed, known] = [base[field], seen[field]];
    if (known !== undefined && same(known, value)) return false;
    return agreed === undefined ? !isEmpty(value) : !same(agreed, value);
  });
}

/** Writes that did not get through, per field. */
function owedOf(done: Done): readonly HeldRecord[] {
  const owed: HeldRecord[] = [];
  for (const write of done.turn.plan.writes) {
    if (write.side === 'local') continue;
    const outcome = done.outcomes.get(write.side);
    if (outcome?.kind === 'done') {
      owed.push(...outcome.unsettled.map(({ field, code }) => owedField(done.turn, write, field, code)));
      continue;
    }
    if (outcome?.kind === 'archived') continue;
    const reason = outcome === undefined ? 'not-sent' : `${outcome.kind}:${outcome.error.code}`;
    // A refused create owes nothing field by field: it is made whole, from what the others hold then.
    if (write.kind !== 'update') owed.push({ side: write.side, field: null, reason });
    else owed.push(...Object.keys(write.fields).map((field) => owedField(done.turn, write, field, reason)));
  }
  return owed;
}

/**
 * What a side was owed when its record went it is still owed should the record come back; nobody is asked about it meanwhile. So
 * is what another side was owed of a record that went.
 */
function owedToGone({ link, views, plan, decisions }: Turn, areDug: boolean): readonly HeldRecord[] {
  const rests = (side: Side): boolean => side in link.sides && (areDug || !views.some((view) => view.side === side));
  const owed = link.held.filter(({ side, field }) => field !== null && rests(side) && (areDug || !plan.held.some((one) => one.side === side && one.field === field)));
  const before = owed.map(({ side, field, elements }): HeldRecord => ({ side, field, reason: RECORD_GONE, ...(elements && { elements }) }));
  // What the others have agreed on since it does not know either.
  const news = [...decisions].filter(([, { kind }]) => kind === 'flow' || kind === 'agree').map(([field]) => field);
  const since = Object.values(link.sides).flatMap(({ side, fields }) => (rests(side) ? news.filter((field) => field in fields).map((field): HeldRecord => ({ side, field, reason: RECORD_GONE })) : []));
  const isSourceGone = (field: FieldName): boolean => Object.values(link.sides).some((state) => rests(state.side) && field in state.fields);
  const waiting = link.held.flatMap(({ side, field, elements }): HeldRecord[] => {
    const isOwed = field !== null && side in link.sides && !rests(side) && decisions.get(field)?.kind === 'steady' && isSourceGone(field);
    return isOwed && !plan.held.some((one) => one.side === side && one.field === field) ? [{ side, field, reason: RECORD_GONE, ...(elements && { elements }) }] : [];
  });
  return [...before.filter((one) => !since.some((other) => other.side === one.side && other.field === one.field)), ...since, ...waiting];
}

function owedField({ decisions, views }: Turn, { side, kind }: PlannedWrite, field: FieldName, reason: string): HeldRecord {
  const decision = decisions.get(field);
  const wanted = decision?.kind === 'flow' ? decision.to[side] : undefined;
  const elements = kind === 'update' && wanted !== undefined ? differingElements(wanted, views.find((view) => view.side === side)?.fields[field]) : undefined;
  return { side, field, reason, ...(elements && { elements }) };
}

function createdSide(context: EngineContext, turn: Turn, write: PlannedWrite, outcomes: ReadonlyMap<RemoteSide, Outcome>): SideRecord[] {
  const conflicting = new Set(turn.plan.conflicts.map(({ field }) => field));
  if (write.side === 'local') {
    const now = toInstant(context.clock.now());
    const fields = { ...emptyFields(context, turn.link.entity), ...write.fields };
    const base = Object.fromEntries(Object.entries(fields).filter(([field]) => !conflicting.has(field)));
    const keys = keysFor(context, turn.link.entity, 'local', fields);
    return [{ side: 'local', seenVersion: null, seen: {}, id: turn.link.id, fields, base, handles: {}, mapVersion: '', asOf: now, modifiedAt: now, modifiedBy: null, keys }];
  }
  const outcome = outcomes.get(write.side);
  if (outcome?.kind !== 'done') return [];
  const { snapshot } = outcome;
  const unsettled = new Set(outcome.unsettled.map(({ field }) => field));
  const stored = new Set(Object.keys(write.fields).filter((field) => !unsettled.has(field)));
  const fields = { ...pickStored(write.fields, stored), ...snapshot.fields };
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
      keys: keysFor(context, turn.link.entity, write.side, fields),
    },
  ];
}

function knownSide(context: EngineContext, done: Done, state: SideState): SideRecord[] {
  const { turn, outcomes } = done;
  const view = turn.views.find((one) => one.side === state.side);
  if (!view) return [];
  const write = turn.plan.writes.find((candidate) => candidate.side === state.side);
  const outcome = state.side === 'local' ? undefined : outcomes.get(state.side);
  const answered = outcome?.kind === 'done' ? outcome : null;
  const local = state.side === 'local' && write !== undefined;
  const unsettled = new Set(answered?.unsettled.map(({ field }) => field));
  const stored = new Set(answered || local ? Object.keys(write?.fields ?? {}).filter((field) => !unsettled.has(field)) : []);
  const written = pickStored(write?.fields ?? {}, stored);
  // The view of ours may show more than the row holds: fields that came into being since. So may a side in other records.
  const seen: Fields = { ...(state.side === 'local' ? view.fields : {}), ...state.fields, ...turn.beside?.[state.side] };
  const shown: Fields = answered?.snapshot.fields ?? {};
  const fields: Fields = { ...seen, ...written, ...shown };
  // Agreed is what the plan saw, what was stored and what follows from that: whatever else the answer shows is news to the others.
  const settled = new Set([...stored, ...(answered && write ? impliedBy(context, turn, write, shown) : [])]);
  const agreed: Fields = { ...seen, ...written, ...pickStored(shown, settled) };
  // A field that is not mapped any more has nothing agreed: were it mapped again, it would meet the others anew.
  const isMapped = (field: FieldName): boolean => field in view.fields || stored.has(field) || field in shown;
  const kept = answered && write ? setsAgreed(context, turn, write, { before: state.fields, shown }) : {};
  const base = Object.fromEntries(Object.entries(agreedBase({ ...agreed, ...kept }, baseWithOwnWrites(context, turn.link, state), settled, turn.decisions)).filter(([field]) => isMapped(field)));
  const isBack = state.gone !== null;
  if (stored.size === 0 && answered === null && !isBack && sameBase(base, state.base)) return [];
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
      keys: keysFor(context, turn.link.entity, state.side, fields),
      ...(isBack ? { isBack } : {}),
    },
  ];
}

function has(set: readonly SetElement[], key: string): boolean {
  return set.some((element) => element.key === key);
}

/**
 * Sets as they were agreed on, where the answer to a write shows that somebody has been there meanwhile: an element that was to
 * stay and has gone is still in them, and one that nobody knew of is not, so that either is seen as the edit it is.
 */
function setsAgreed(context: EngineContext, turn: Turn, write: PlannedWrite, { before, shown }: { readonly before: Fields; readonly shown: Fields }): Fields {
  if (write.side === 'local' || write.kind !== 'update') return {};
  const foretold = adapterOf(context, write.side, turn.link.entity)?.represent(write.fields, before).fields ?? {};
  return Object.fromEntries(
    Object.entries(write.fields).flatMap(([field, wanted]) => {
      const [was, will, now] = [before[field], foretold[field], shown[field]];
      if (!isSet(was) || !isSet(wanted) || !isSet(will) || !isSet(now)) return [];
      const gone = was.filter(({ key }) => has(wanted, key) && has(will, key) && !has(now, key));
      const known = now.filter(({ key }) => has(was, key) || has(wanted, key) || has(will, key));
      return [[field, makeSet([...known, ...gone])]];
    }),
  );
}

/** Fields that the side works out from those written, and shows as foretold: an echo of our write, no edit. */
function impliedBy(context: EngineContext, turn: Turn, write: PlannedWrite, shown: Fields): readonly FieldName[] {
  const foretold = write.side === 'local' ? {} : (adapterOf(context, write.side, turn.link.entity)?.represent(write.fields).fields ?? {});
  return Object.entries(foretold).flatMap(([field, value]) => (!(field in write.fields) && field in shown && same(shown[field] ?? null, value) ? [field] : []));
}

function sameBase(a: Fields, b: Fields): boolean {
  const names = Object.keys(a);
  return names.length === Object.keys(b).length && names.every((name) => b[name] !== undefined && canonical(a[name] ?? null) === canonical(b[name] ?? null));
}

function pickStored(fields: Fields, stored: ReadonlySet<FieldName>): Fields {
  return Object.fromEntries(Object.entries(fields).filter(([field]) => stored.has(field)));
}

function authorityOf({ fate }: Turn): Authority {
  return fate.kind === 'archive' ? fate.by : 'undo';
}

function conflictOf(turn: Turn, field: FieldName, suggestion: Side | null): ConflictRecord {
  if (turn.fate.kind === 'asked') return { field, base: {}, values: presenceOf(turn.link, turn.fate), authors: {}, suggestion };
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
  const writes = turn.plan.writes.flatMap((write): JournalEntry[] => {
    const outcome = write.side === 'local' ? LOCAL_DONE : outcomes.get(write.side);
    // What certainly was not done is no event: it would be written down at every try while a side is away.
    if (outcome === undefined || outcome.kind === 'failed') return [];
    const reason = 'error' in outcome ? outcome.error.code : write.kind === 'archive' ? authorityOf(turn) : null;
    return [{ ...entry, side: write.side, action: write.kind, outcome: outcome.kind === 'archived' ? 'done' : outcome.kind, fields: Object.keys(write.fields), reason }];
  });
  const lost = [...turn.decisions].flatMap(([field, decision]) =>
    decision.kind === 'flow' ? decision.overwritten.map((side): JournalEntry => ({ ...entry, side, action: 'overwrite', outcome: 'done', fields: [field], reason: decision.by })) : [],
  );
  return [...writes, ...lost];
}
