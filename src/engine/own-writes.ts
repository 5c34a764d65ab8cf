// Our own writes whose outcome nobody has recorded: an intent that stands open says what was sent. A field that shows just that
// has agreed to it, so it is no edit, and what people did elsewhere meanwhile is the only news.
import { same } from '../core/value.ts';
import type { FieldName, Fields, RemoteSide } from '../core/vocabulary.ts';
import { SIDES } from '../core/vocabulary.ts';
import type { LinkState, SideState } from '../store/store.ts';
import { adapterOf } from './context.ts';
import type { EngineContext } from './context.ts';
import type { Surroundings } from './surroundings.ts';

/**
 * The base of a side's record with what an unrecorded update of ours has brought; references are the side's own ids. A field
 * that another side has yet to meet is left as it was: nothing was agreed, and somebody else may still have to hear of it.
 */
export function baseWithOwnWrites(context: EngineContext, link: LinkState, state: SideState): Fields {
  const intent = link.intents.find((one) => one.side === state.side && one.kind === 'update');
  const adapter = state.side === 'local' ? null : adapterOf(context, state.side, link.entity);
  if (intent === undefined || adapter === null) return state.base;
  const sent = adapter.represent(intent.sent, state.fields).fields;
  const isUnmet = (field: FieldName): boolean => Object.values(link.sides).some((other) => field in other.fields && !(field in other.base));
  const arrived = Object.entries(sent).filter(([field, value]) => state.fields[field] !== undefined && same(state.fields[field], value) && !isUnmet(field));
  return arrived.length === 0 ? state.base : { ...state.base, ...Object.fromEntries(arrived.map(([field]) => [field, state.fields[field] ?? null])) };
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
