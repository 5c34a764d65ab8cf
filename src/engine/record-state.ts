// Where a record stands: for each field, whether each system has it, is about to get it, or cannot, and why. Invariant: it is what the
// next turn of the record would do, worked out by the same plan, so that nobody is told another story than the one that happens.
import { comparable } from '../core/normalise/comparable.ts';
import type { EntityName, FieldName, Fields, RemoteSide, Value } from '../core/vocabulary.ts';
import type { LinkState } from '../store/store.ts';
import { adapterOf, entityOf } from './context.ts';
import type { EngineContext } from './context.ts';
import { surroundingsOf } from './surroundings.ts';
import { stanceOf, turnOrNull } from './turn.ts';
import type { Turn } from './turn.ts';

/** there: it has what we have. coming: it gets it with the next sync. held: it does not, for a reason. none: it has no place for it. */
export interface FieldPlace {
  readonly side: RemoteSide;
  readonly state: 'there' | 'coming' | 'held' | 'none';
  readonly reason: string | null;
  /** What it shows, where that is not what we have; references are ids of links. */
  readonly shows?: Value;
}

export interface FieldState {
  /** The systems disagree and a person decides. */
  readonly isConflict: boolean;
  /** Another value is on its way into our record. */
  readonly isIncoming: boolean;
  readonly places: readonly FieldPlace[];
}

/** absent: there is none, and none is to be made now. */
export interface SideStanding {
  readonly side: RemoteSide;
  readonly state: 'there' | 'coming' | 'held' | 'absent' | 'gone';
  readonly reasons: readonly string[];
}

export interface RecordState {
  readonly sides: readonly SideStanding[];
  readonly fields: ReadonlyMap<FieldName, FieldState>;
}

const REMOTE: readonly RemoteSide[] = ['psa', 'crm'];

/** The next turn of a link; null when none can be planned. @param context with the rules that people have changed */
export async function turnFor(context: EngineContext, entity: EntityName, link: LinkState): Promise<Turn | null> {
  const around = await surroundingsOf(context, entity, [link]);
  const stance = await stanceOf(context, entity, { unsure: new Set(), unread: false });
  return turnOrNull(context, stance, link, around);
}

export async function recordState(context: EngineContext, entity: EntityName, link: LinkState): Promise<RecordState> {
  const turn = await turnFor(context, entity, link);
  const sides = REMOTE.filter((side) => adapterOf(context, side, entity) !== null);
  const standings = sides.map((side) => standingOf(side, link, turn));
  const present = standings.filter(({ state }) => state === 'there');
  const fields = new Map<FieldName, FieldState>();
  for (const field of entityOf(context, entity).fields.keys()) {
    fields.set(field, {
      isConflict: turn?.plan.conflicts.some((one) => one.field === field) ?? false,
      isIncoming: turn?.plan.writes.some((write) => write.side === 'local' && write.kind === 'update' && field in write.fields) ?? false,
      places: present.map(({ side }) => placeOf(context, { entity, field, side }, link, turn)),
    });
  }
  return { sides: standings, fields };
}

function standingOf(side: RemoteSide, link: LinkState, turn: Turn | null): SideStanding {
  const state = link.sides[side];
  if (state !== undefined) return { side, state: state.gone === null ? 'there' : 'gone', reasons: [] };
  const reasons = [...new Set([...(turn?.plan.held ?? []), ...link.held].flatMap((held) => (held.side === side && (held.field === null || held.reason === 'required-field-empty') ? [held.reason] : [])))];
  // Until it is known whether it is the same as another record nothing is on its way anywhere.
  const isDecided = link.stage !== 'new' && link.stage !== 'proposed';
  if (isDecided && turn?.plan.writes.some((write) => write.side === side)) return { side, state: 'coming', reasons: [] };
  return reasons.length > 0 ? { side, state: 'held', reasons } : { side, state: 'absent', reasons };
}

interface Place {
  readonly entity: EntityName;
  readonly field: FieldName;
  readonly side: RemoteSide;
}

function placeOf(context: EngineContext, { entity, field, side }: Place, link: LinkState, turn: Turn | null): FieldPlace {
  if (!(field in (adapterOf(context, side, entity)?.fields ?? {}))) return { side, state: 'none', reason: null };
  const [ours, theirs] = [fieldsOf(turn, 'local'), fieldsOf(turn, side)];
  const compare = entityOf(context, entity).fields.get(field)?.compare ?? 'exact';
  const differs = field in theirs && comparable(compare, theirs[field] ?? null) !== comparable(compare, ours[field] ?? null);
  const shows = differs ? { shows: theirs[field] ?? null } : {};
  const held = turn?.plan.held.find((one) => one.side === side && one.field === field);
  if (held !== undefined) return { side, state: 'held', reason: held.reason, ...shows };
  if (!turn?.plan.writes.some((write) => write.side === side && field in write.fields)) return { side, state: 'there', reason: null, ...shows };
  const before = link.held.find((one) => one.side === side && one.field === field);
  const isOld = before !== undefined && !isEdited(link, field);
  return { side, state: isOld ? 'held' : 'coming', reason: isOld ? before.reason : null, ...shows };
}

/** What held the value before it was edited is no reason for the new one. */
function isEdited({ sides }: LinkState, field: FieldName): boolean {
  const ours = sides.local;
  return ours !== undefined && comparable('exact', ours.fields[field] ?? null) !== comparable('exact', ours.base[field] ?? null);
}

function fieldsOf(turn: Turn | null, side: RemoteSide | 'local'): Fields {
  return turn?.views.find((view) => view.side === side)?.fields ?? {};
}
