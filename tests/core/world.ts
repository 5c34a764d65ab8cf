// A tiny world for the planner's laws: one thing on two to four sides, people who edit it, and rounds of the engine's loop
// (reconcile, plan, store, agree) in which writes fail, answers are lost and sides keep a shortened form of what they store.
import fc from 'fast-check';
import { agreedBase } from '../../src/core/agree.ts';
import { comparable } from '../../src/core/normalise/comparable.ts';
import { plan } from '../../src/core/plan.ts';
import { reconcile } from '../../src/core/reconcile.ts';
import type { Decision, SideView } from '../../src/core/reconcile.ts';
import type { FieldRule } from '../../src/core/rule.ts';
import type { Fields, Side, Value } from '../../src/core/vocabulary.ts';
import { ALL_SIDES } from './arbitraries.ts';

export const FIELD = 'field';

/** done: stored and recorded. failed: nothing stored. crash: stored, and the engine dies before it can record the round. */
export type Fate = 'done' | 'failed' | 'crash';
export type Store = (value: Value) => Value;

/** A fate for each side behind a connector. */
export function fatesOf(fate: fc.Arbitrary<Fate>): fc.Arbitrary<Partial<Record<Side, Fate>>> {
  return fc.record(Object.fromEntries(ALL_SIDES.flatMap((side) => (side === 'local' ? [] : [[side, fate]]))));
}

export function everywhere(fate: Fate): Partial<Record<Side, Fate>> {
  return Object.fromEntries(ALL_SIDES.map((side) => [side, fate]));
}

export interface Cell {
  now: Value | undefined;
  base: Value | undefined;
  owed: boolean;
  modifiedAt: string;
  /** Every edit that the present value was made with knowledge of, and the last edit itself. */
  seen: ReadonlySet<number>;
  /** The same for the base: who types the old value again has taken the edit back. */
  baseSeen: ReadonlySet<number>;
}

export interface World {
  readonly rule: FieldRule;
  readonly cells: Map<Side, Cell>;
  readonly stores: ReadonlyMap<Side, Store>;
  /** False: the engine believes that every side keeps what it is given. */
  readonly knowsStores: boolean;
  edits: number;
  /** Overwritten values of people that no rule and no person answers for. */
  readonly silent: string[];
}

export interface Round {
  readonly decision: Decision | undefined;
  readonly writes: number;
}

export function makeWorld(rule: FieldRule, start: ReadonlyMap<Side, Value>, stores: ReadonlyMap<Side, Store>, knowsStores: boolean): World {
  const world: World = { rule, cells: new Map(), stores, knowsStores, edits: 0, silent: [] };
  for (const side of start.keys()) world.cells.set(side, { now: undefined, base: undefined, owed: false, modifiedAt: at(0), seen: new Set(), baseSeen: new Set() });
  for (const [side, value] of start) edit(world, side, value);
  return world;
}

/** A person types a value; the side keeps its own form of it. */
export function edit(world: World, side: Side, value: Value): void {
  const cell = world.cells.get(side) as Cell;
  const kept = storeOf(world, side)(value);
  if (cell.now !== undefined && textOf(world, cell.now) === textOf(world, kept)) return;
  world.edits += 1;
  const isBack = cell.base !== undefined && textOf(world, cell.base) === textOf(world, kept);
  Object.assign(cell, { now: kept, modifiedAt: at(world.edits), seen: isBack ? cell.baseSeen : new Set([...cell.seen, world.edits]) });
}

/** One turn of the engine; every write meets its side's fate. */
export function round(world: World, fates: Partial<Record<Side, Fate>> = {}, chosen?: Value): Round {
  const views = viewsOf(world);
  const decisions = reconcile(views, [world.rule], chosen === undefined ? {} : { [FIELD]: chosen });
  const decision = decisions.get(FIELD);
  const represent = (side: Side, fields: Fields): { fields: Fields; cannot: Record<string, string> } => ({
    fields: world.knowsStores ? Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, storeOf(world, side)(value)])) : fields,
    cannot: {},
  });
  const planned = plan({ views, rules: [world.rule], decisions, represent, creatable: new Map() });
  const owed = new Set<Side>(planned.held.map(({ side }) => side));
  const stored = new Set<Side>();
  const crashes = Object.values(fates).includes('crash');
  const before = new Map([...world.cells].map(([side, cell]) => [side, { ...cell }]));
  for (const { side, fields } of planned.writes) {
    if (side !== 'local' && fates[side] === 'failed') owed.add(side);
    // Our own side is stored in the transaction that records.
    else if (side !== 'local' || !crashes) {
      arrive(world, before, side, fields[FIELD] as Value, decision as Decision, chosen !== undefined);
      stored.add(side);
    }
  }
  if (crashes) return { decision, writes: planned.writes.length };
  for (const [side, cell] of world.cells) {
    const base = agreedBase(fieldsOf(cell.now), fieldsOf(cell.base), stored.has(side) ? new Set([FIELD]) : new Set(), decisions);
    Object.assign(cell, { base: base[FIELD], owed: owed.has(side) });
  }
  const answered = [...world.cells].filter(([side]) => decision?.kind === 'flow' && decision.overwritten.includes(side)).map(([, cell]) => cell);
  if (decision?.kind === 'agree' || decision?.kind === 'flow') shareKnowledge([...world.cells.values()].filter((cell) => !cell.owed), answered);
  return { decision, writes: planned.writes.length };
}

/** Rounds without faults and edits; open conflicts are answered with `answer`, or with one side's value. */
export function comeToRest(world: World, answer?: Value): void {
  if (round(world).decision?.kind === 'conflict') {
    const shown = [...world.cells.values()].map((cell) => cell.now).find((value) => value !== undefined);
    round(world, {}, answer ?? shown ?? null);
  }
  round(world);
}

/** What is agreed on was made with knowledge of everything the sides knew: each loss on the way has been answered for. */
function shareKnowledge(cells: readonly Cell[], answered: readonly Cell[]): void {
  const seen = new Set([...cells, ...answered].flatMap((cell) => [...cell.seen]));
  for (const cell of cells) Object.assign(cell, { seen, baseSeen: seen });
}

export function viewsOf(world: World): readonly SideView[] {
  return [...world.cells].map(([side, cell]) => ({
    side,
    fields: fieldsOf(cell.now),
    base: fieldsOf(cell.base),
    modifiedAt: cell.modifiedAt,
    owed: new Set(cell.owed ? [FIELD] : []),
  }));
}

export function storeOf(world: World, side: Side): Store {
  return world.stores.get(side) ?? ((value) => value);
}

export function textOf(world: World, value: Value | undefined): string {
  return comparable(world.rule.compare, value ?? null);
}

/** The write lands. What it replaces must be known to the value's source, or be answered for. */
function arrive(world: World, before: ReadonlyMap<Side, Cell>, side: Side, value: Value, decision: Decision, byPerson: boolean): void {
  const cell = world.cells.get(side) as Cell;
  const sources = [...before].filter(([other, one]) => other !== side && textOf(world, one.now) === textOf(world, value)).map(([, one]) => one);
  const known = sources.some((source) => [...cell.seen].every((one) => source.seen.has(one)));
  // The same edit may lie on several sides; the rule that let it lose is named once.
  const lost = decision.kind === 'flow' ? decision.overwritten.map((one) => before.get(one) as Cell) : [];
  const told = byPerson || lost.some((one) => [...cell.seen].every((number) => one.seen.has(number)));
  if (!known && !told && textOf(world, cell.now) !== 'null') world.silent.push(`${side}: ${JSON.stringify(cell.now)} by ${JSON.stringify(value)} (${JSON.stringify(decision)})`);
  const seen = new Set([...cell.seen, ...sources.flatMap((source) => [...source.seen])]);
  Object.assign(cell, { now: storeOf(world, side)(value), modifiedAt: at(world.edits), seen });
}

function fieldsOf(value: Value | undefined): Fields {
  return value === undefined ? {} : { [FIELD]: value };
}

function at(minute: number): string {
  return new Date(Date.UTC(2026, 0, 1) + minute * 60_000).toISOString();
}
