// Our own writes whose outcome nobody has recorded: an intent that stands open says what was sent. A field that shows just that
// has agreed to it, so it is no edit, and what people did elsewhere meanwhile is the only news.
import { comparable } from '../core/normalise/comparable.ts';
import { isSet, same } from '../core/value.ts';
import type { FieldName, Fields, RemoteSide, Value } from '../core/vocabulary.ts';
import { SIDES } from '../core/vocabulary.ts';
import type { LinkState, SideState } from '../store/store.ts';
import { adapterOf, entityOf } from './context.ts';
import type { EngineContext } from './context.ts';
import { idsIn } from './keys.ts';
import type { Surroundings } from './surroundings.ts';

/**
 * The base of a side's record with what an unrecorded update of ours has brought; references are the side's own ids. A field
 * that another side has yet to meet is left as it was: nothing was agreed, and somebody else may still have to hear of it.
 */
export function baseWithOwnWrites(context: EngineContext, link: LinkState, state: SideState): Fields {
  const arrived = arrivedOn(context, link, state);
  return arrived.length === 0 ? state.base : { ...state.base, ...Object.fromEntries(arrived.map((field) => [field, state.fields[field] ?? null])) };
}

function arrivedOn(context: EngineContext, link: LinkState, state: SideState): readonly FieldName[] {
  const intent = link.intents.find((one) => one.side === state.side && one.kind === 'update');
  const adapter = state.side === 'local' ? null : adapterOf(context, state.side, link.entity);
  if (intent === undefined || adapter === null) return [];
  const sent = adapter.represent(intent.sent, state.fields).fields;
  const isUnmet = (field: FieldName): boolean => Object.values(link.sides).some((other) => field in other.fields && !(field in other.base));
  return Object.entries(sent).flatMap(([field, value]) => (state.fields[field] !== undefined && same(state.fields[field], value) && !isUnmet(field) ? [field] : []));
}

/**
 * What an unrecorded update of ours has brought and no other side shows: whoever said so has taken it back since. No base knows
 * that it was ever said, so the side is owed what the others hold; of a set the elements.
 */
export function takenBack(context: EngineContext, link: LinkState, state: SideState, around: Surroundings): readonly { readonly field: FieldName; readonly elements?: readonly string[] }[] {
  const sent = around.toCommon(state.side, link.intents.find((one) => one.side === state.side && one.kind === 'update')?.sent ?? {});
  const before = around.toCommon(state.side, state.base);
  const others = Object.values(link.sides).flatMap((other) => (other.side === state.side ? [] : [around.toCommon(other.side, other.fields)]));
  return arrivedOn(context, link, state).flatMap((field) => {
    const [said, was] = [sent[field] ?? null, before[field] ?? null];
    const shown = others.flatMap((fields) => (field in fields ? [fields[field] ?? null] : []));
    if (shown.length === 0) return [];
    if (!isSet(said) && !isSet(was)) return shown.some((value) => isLike(context, link, field, value, said)) ? [] : [{ field }];
    const elements = [...idsIn(said), ...idsIn(was)].filter((key) => has(said, key) !== has(was, key) && shown.every((value) => has(value, key) !== has(said, key)));
    return elements.length === 0 ? [] : [{ field, elements }];
  });
}

function has(value: Value, key: string): boolean {
  return idsIn(value).includes(key);
}

function isLike(context: EngineContext, { entity }: LinkState, field: FieldName, a: Value, b: Value): boolean {
  const compare = entityOf(context, entity).fields.get(field)?.compare ?? 'exact';
  return comparable(compare, a) === comparable(compare, b);
}

/**
 * What every side had agreed to when a create was sent whose record has now been found: later edits, on either side, are
 * edits and no first meeting.
 */
export function basesOfCreate(context: EngineContext, link: LinkState, side: RemoteSide, around: Surroundings): Readonly<Record<string, Fields>> {
  const intent = link.intents.find((one) => one.side === side && one.kind === 'create');
  const adapter = adapterOf(context, side, link.entity);
  if (intent === undefined || adapter === null) return {};
  const common = around.toCommon(side, intent.sent);
  const others = SIDES.flatMap((other) => {
    const state = link.sides[other];
    if (state === undefined || other === side) return [];
    const known = around.toSide(other, common).fields;
    const shown = other === 'local' ? known : (adapterOf(context, other, link.entity)?.represent(known, state.fields).fields ?? {});
    return [[other, Object.fromEntries(Object.entries(shown).filter(([field]) => field in state.fields))] as const];
  });
  return { ...Object.fromEntries(others), [side]: adapter.represent(intent.sent).fields };
}
