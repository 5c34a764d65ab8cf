// Deletions: what becomes of a link when one of its records is gone. The policy of its entity and side says, or a person; until
// somebody has, the link rests. Invariant: nothing here makes a record: a side that is gone stays so until its own system
// shows the record again.
import { READ_ONLY, WHOLE_RECORD } from '../core/plan.ts';
import type { Held, LinkPlan, PlannedWrite } from '../core/plan.ts';
import type { EntityName, RemoteSide, Side, Value } from '../core/vocabulary.ts';
import type { LinkState, SideState } from '../store/store.ts';
import { adapterOf } from './context.ts';
import type { DeletePolicy, EngineContext } from './context.ts';
import { mayWrite } from './rules.ts';

export type Fate =
  /** Nothing is gone, or nothing that matters any more: the link goes on with the sides that are there. */
  | { readonly kind: 'goes-on'; readonly unlinked: readonly Unlinked[]; readonly noticed: readonly SideState[] }
  | { readonly kind: 'asked'; readonly gone: readonly SideState[]; readonly noticed: readonly SideState[] }
  | { readonly kind: 'archive'; readonly by: Authority; readonly gone: readonly SideState[]; readonly remote: readonly RemoteSide[]; readonly local: boolean; readonly noticed: readonly SideState[] };

/** nothing-left: no system has a record any more. */
export type Authority = 'policy' | 'person' | 'nothing-left' | 'undo';

export interface Unlinked {
  readonly side: Side;
  readonly by: Authority;
}

export const WHOLE: Fate = { kind: 'goes-on', unlinked: [], noticed: [] };

/** Our own record was taken out of use only because no other was left: with one that came back it is there again. */
export function isGone(link: LinkState, { side, gone }: Pick<SideState, 'side' | 'gone'>): boolean {
  return gone !== null && !(side === 'local' && gone === 'archived' && Object.values(link.sides).some((state) => state.side !== 'local' && state.gone === null));
}

/** @param isShared other records of that system belong to the same thing: with one of them gone, a person looks */
export function fateOf(context: EngineContext, entity: EntityName, link: LinkState, isShared: boolean): Fate {
  const gone = Object.values(link.sides).filter((state) => isGone(link, state));
  if (gone.length === 0) return WHOLE;
  const noticed = gone.filter((state) => state.verdict === null && !isTold(link, state));
  const policyOf = (state: SideState): DeletePolicy => state.verdict ?? (isShared ? 'ask' : policyFor(context, entity, state));
  const open = gone.filter((state) => policyOf(state) !== 'unlink');
  const present = Object.values(link.sides).filter((state) => !gone.includes(state));
  const remote = present.flatMap(({ side }) => (side === 'local' ? [] : [side]));
  const undecided = gone.some(({ verdict }) => verdict !== 'unlink');
  const isOver = remote.length === 0 && undecided && (present.length === 0 || gone.filter(({ side }) => side !== 'local').length > 1 || gone.some((state) => state.gone === 'merged'));
  const local = present.some(({ side }) => side === 'local');
  if (isOver) return { kind: 'archive', by: 'nothing-left', gone, remote: [], local, noticed };
  const archiving = open.find((state) => policyOf(state) === 'archive');
  if (archiving) return { kind: 'archive', by: archiving.verdict === null ? 'policy' : 'person', gone, remote, local, noticed };
  if (open.length > 0) return { kind: 'asked', gone: open, noticed };
  const unlinked = gone.flatMap((state): Unlinked[] => {
    if (state.verdict === null) return [{ side: state.side, by: 'policy' }];
    return isTold(link, state) ? [{ side: state.side, by: 'person' }] : [];
  });
  return { kind: 'goes-on', unlinked, noticed };
}

/** A record that was merged away or erased says nothing about the others: a person looks, whatever the policy. */
function policyFor({ deletes }: EngineContext, entity: EntityName, { side, gone }: SideState): DeletePolicy {
  return gone === 'merged' || gone === 'erased' ? 'ask' : (deletes.get(entity)?.[side] ?? 'ask');
}

const reasonOf = ({ gone }: SideState): string => `gone-${gone}`;

function isTold(link: LinkState, state: SideState): boolean {
  return link.held.some(({ side, field, reason }) => side === state.side && field === null && reason === reasonOf(state));
}

/** What a link does meanwhile: no side writes over a deletion, and what is owed stays owed, since a record may come back. */
export function restingPlan(context: EngineContext, entity: EntityName, link: LinkState, fate: Exclude<Fate, { kind: 'goes-on' }>): LinkPlan {
  const told: Held[] = fate.gone.flatMap((state) => (state.verdict === 'unlink' ? [] : [{ side: state.side, field: null, reason: reasonOf(state) }]));
  if (fate.kind === 'asked') {
    const owed = link.held.filter(({ field }) => field !== null);
    return { writes: [], conflicts: [{ field: WHOLE_RECORD, suggestion: null }], held: [...told, ...owed] };
  }
  const writes: PlannedWrite[] = [];
  const hindered: Held[] = [];
  for (const side of fate.remote) {
    const obstacle = obstacleTo(context, entity, side);
    if (obstacle === null) writes.push({ side, kind: 'archive', fields: {} });
    else hindered.push({ side, field: null, reason: obstacle });
  }
  return { writes, conflicts: [], held: [...told, ...hindered] };
}

/** Why a record cannot be taken out of use on a side; null when it can. */
export function obstacleTo(context: EngineContext, entity: EntityName, side: RemoteSide): 'not-connected' | 'cannot-archive' | typeof READ_ONLY | null {
  const adapter = adapterOf(context, side, entity);
  if (adapter === null) return 'not-connected';
  if (!mayWrite(context, side)) return READ_ONLY;
  return adapter.can.archive ? null : 'cannot-archive';
}

/** What each side has to say in the question about the whole record. */
export function presenceOf(link: LinkState, fate: Extract<Fate, { kind: 'asked' }>): Readonly<Partial<Record<Side, Value>>> {
  const said = Object.values(link.sides).flatMap((state): (readonly [Side, Value])[] => {
    if (fate.gone.includes(state)) return [[state.side, 'gone']];
    return isGone(link, state) ? [] : [[state.side, 'present']];
  });
  return Object.fromEntries(said);
}
