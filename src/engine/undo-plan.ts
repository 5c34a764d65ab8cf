// What undoing a run means for one link: the values from before it, on each side that still shows what the run wrote. Pure.
// Invariant: nothing that anybody has touched since is written; it is listed with the reason.
import { READ_ONLY, RESTRICTED } from '../core/plan.ts';
import { same } from '../core/value.ts';
import type { PlannedWrite } from '../core/plan.ts';
import type { FieldName, Fields, Side } from '../core/vocabulary.ts';
import type { Image, LinkState } from '../store/store.ts';
import { obstacleTo } from './deletions.ts';
import type { EngineContext } from './context.ts';
import { openImage } from './images.ts';
import { mayWrite } from './rules.ts';

/** What stays as it is, and why. */
export interface Left {
  readonly linkId: string;
  readonly side: Side;
  /** Empty: the record as a whole. */
  readonly fields: readonly FieldName[];
  readonly reason: 'touched' | 'met' | 'referred' | 'restrictive' | 'gone' | 'archived' | 'not-connected' | 'cannot-archive' | typeof READ_ONLY | typeof RESTRICTED;
}

/** What a run did to one side of a link, from its first write there to its last. */
export interface Done {
  readonly side: Side;
  readonly refId: string | null;
  readonly kind: 'create' | 'update' | 'archive';
  readonly before: Fields;
  readonly after: Fields;
}

export interface Undoing {
  readonly writes: readonly PlannedWrite[];
  readonly left: readonly Left[];
}

/** @param images all of one run and one link, in the order of writing @param isRestricted nothing of it may be written elsewhere */
export function undoPlan(context: EngineContext, link: LinkState, images: readonly Image[], isRestricted: boolean): Undoing {
  const undoing = wholePlan(context, link, images);
  if (!isRestricted) return undoing;
  const kept = undoing.writes.filter(({ side }) => side !== 'local').map(({ side, fields }): Left => ({ linkId: link.id, side, fields: Object.keys(fields), reason: RESTRICTED }));
  return { writes: undoing.writes.filter(({ side }) => side === 'local'), left: [...undoing.left, ...kept] };
}

function wholePlan(context: EngineContext, link: LinkState, images: readonly Image[]): Undoing {
  const writes: PlannedWrite[] = [];
  const left: Left[] = [];
  for (const done of doneTo(context, images)) {
    const undone = undoOf(context, link, done);
    if (undone.write !== null) writes.push(undone.write);
    left.push(...undone.left);
  }
  return { writes, left };
}

/** By side. @param images in the order of writing */
export function doneTo(context: EngineContext, images: readonly Image[]): readonly Done[] {
  return [...Map.groupBy(images, ({ side }) => side)].map(([side, written]) => {
    const changes = written.map((image) => openImage(context, image));
    // The first thing that was there before, and the last that was there after.
    const before = Object.assign({}, ...changes.toReversed().map((change) => change.before)) as Fields;
    const after = Object.assign({}, ...changes.map((change) => change.after)) as Fields;
    const kind = written.some((image) => image.kind === 'archive') ? 'archive' : written.some((image) => image.kind === 'create') ? 'create' : 'update';
    return { side, kind, before, after, refId: written.at(-1)?.refId ?? null };
  });
}

/** Taking a tightening back is a loosening, which always needs its own look. */
export function isTightened({ policy }: EngineContext, { entity }: Pick<LinkState, 'entity'>, field: FieldName): boolean {
  return policy.get(entity)?.get(field)?.onConflict === 'restrictive';
}

function undoOf(context: EngineContext, link: LinkState, { side, kind, refId, before, after }: Done): { readonly write: PlannedWrite | null; readonly left: readonly Left[] } {
  const leave = (reason: Left['reason'], fields: readonly FieldName[] = []): Left => ({ linkId: link.id, side, fields, reason });
  const state = link.sides[side];
  if (kind === 'archive') return { write: null, left: [leave('archived')] };
  // What the run had made and is no more needs no undoing.
  if (state === undefined || state.gone !== null || (side !== 'local' && state.id !== refId)) return { write: null, left: kind === 'create' ? [] : [leave('gone')] };
  const shows = (values: Fields) => (field: FieldName) => same(state.fields[field] ?? null, values[field] ?? null);
  const untouched = Object.keys(after).filter(shows(after));
  const touched = Object.keys(after).filter((field) => !untouched.includes(field) && (kind === 'create' || !shows(before)(field)));
  if (kind === 'create') {
    // Ours goes with the last of the others.
    if (side === 'local') return { write: null, left: [] };
    if (touched.length > 0) return { write: null, left: [leave('touched', touched)] };
    const obstacle = obstacleTo(context, link.entity, side);
    return obstacle === null ? { write: { side, kind: 'archive', fields: {} }, left: [] } : { write: null, left: [leave(obstacle)] };
  }
  const changed = untouched.filter((field) => !same(after[field] ?? null, before[field] ?? null));
  const tight = changed.filter((field) => isTightened(context, link, field));
  const rest = [...(touched.length > 0 ? [leave('touched', touched)] : []), ...(tight.length > 0 ? [leave('restrictive', tight)] : [])];
  const fields = Object.fromEntries(changed.filter((field) => !tight.includes(field)).map((field) => [field, before[field] ?? null]));
  if (Object.keys(fields).length === 0) return { write: null, left: rest };
  if (side !== 'local' && !mayWrite(context, side)) return { write: null, left: [...rest, leave(READ_ONLY, Object.keys(fields))] };
  return { write: { side, kind: 'update', fields }, left: rest };
}
