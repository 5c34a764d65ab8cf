// What taking an import back means for one link. An import writes our own records only; what later runs carried on from there is taken back
// with it. Invariant: a record that the import made goes as a whole or stays as a whole: it goes only while nobody has touched it on any
// side, nothing else belongs to it, and every other record of it was made from ours.
import { READ_ONLY, RESTRICTED } from '../core/plan.ts';
import type { PlannedWrite } from '../core/plan.ts';
import { pointerKey } from '../core/pointer-key.ts';
import { same } from '../core/value.ts';
import type { EntityName, FieldName, Fields, RemoteSide } from '../core/vocabulary.ts';
import type { Image, LinkState, SideState } from '../store/store.ts';
import type { EngineContext } from './context.ts';
import { isGone, obstacleTo } from './deletions.ts';
import { refFields } from './keys.ts';
import { mayWrite } from './rules.ts';
import { doneTo, isTightened } from './undo-plan.ts';
import type { Done, Left, Undoing } from './undo-plan.ts';

const PAGE = 500;

/** What is known of the links of one batch beside what the import wrote. */
export interface Aftermath {
  /** By link: what was written to other systems since, in the order of writing. */
  readonly later: ReadonlyMap<string, readonly Image[]>;
  /** By link: the links whose records point to it. */
  readonly referrers: ReadonlyMap<string, ReadonlySet<string>>;
}

export interface ImportUndoing extends Undoing {
  /** The record as a whole goes, ours too. */
  readonly ends: boolean;
}

/** @param own the images of the import, by link */
export async function aftermathOf(context: EngineContext, entity: EntityName, links: readonly LinkState[], own: ReadonlyMap<string, readonly Image[]>): Promise<Aftermath> {
  const ids = links.map(({ id }) => id);
  const later: Image[] = [];
  for (let page = await context.store.images({ links: ids, limit: PAGE }); page.length > 0; page = await context.store.images({ links: ids, after: page.at(-1)?.id ?? '', limit: PAGE })) {
    later.push(...page.filter(({ id, side, linkId }) => side !== 'local' && Number(id) > Number(own.get(linkId)?.[0]?.id)));
  }
  return { later: Map.groupBy(later, ({ linkId }) => linkId), referrers: await referrersOf(context, entity, links) };
}

async function referrersOf(context: EngineContext, entity: EntityName, links: readonly LinkState[]): Promise<Aftermath['referrers']> {
  const pointers = new Map(links.flatMap((link) => Object.values(link.sides).map(({ side, id }) => [pointerKey(entity, side, id), link.id] as const)));
  const referrers = new Map<string, Set<string>>();
  for (const other of context.entities.keys()) {
    if (!refFields(context, other).some(({ target }) => target === entity)) continue;
    for (const { key, linkId } of await context.store.byKeys(other, [...pointers.keys()])) {
      const pointed = pointers.get(key) as string;
      if (linkId !== pointed) referrers.set(pointed, (referrers.get(pointed) ?? new Set()).add(linkId));
    }
  }
  return referrers;
}

/** @param own of the import and this link, in the order of writing @param away links that go before this one */
export function importUndoPlan(context: EngineContext, link: LinkState, own: readonly Image[], { later, referrers }: Aftermath, around: { readonly isRestricted: boolean; readonly away: ReadonlySet<string> }): ImportUndoing {
  const [done] = doneTo(context, own);
  const local = link.sides.local;
  const leave = (reason: Left['reason'], fields: readonly FieldName[] = [], side: Left['side'] = 'local'): Left => ({ linkId: link.id, side, fields, reason });
  if (done === undefined) return { writes: [], left: [], ends: false };
  // What it had made and is no more needs no undoing.
  if (local === undefined || isGone(link, local)) return { writes: [], left: done.kind === 'create' ? [] : [leave('gone')], ends: false };
  const carried = doneTo(context, later.get(link.id) ?? []);
  if (done.kind !== 'create') return { ...filledPlan(context, link, done, carried, around.isRestricted), ends: false };
  const obstacles = [
    ...touchedSince(local, done, own).map((fields) => leave('touched', fields)),
    ...([...(referrers.get(link.id) ?? [])].some((id) => !around.away.has(id)) ? [leave('referred')] : []),
    ...remotes(link).flatMap((state) => whyNotAway(context, link, state, carried, around.isRestricted)),
  ];
  if (obstacles.length > 0) return { writes: [], left: obstacles, ends: false };
  return { writes: remotes(link).map(({ side }): PlannedWrite => ({ side, kind: 'archive', fields: {} })), left: [], ends: true };
}

type RemoteState = SideState & { readonly side: RemoteSide };

function remotes(link: LinkState): readonly RemoteState[] {
  return Object.values(link.sides).filter((state): state is RemoteState => state.side !== 'local' && state.gone === null);
}

/** In which fields somebody has changed what the import wrote; an edit of other fields by a person counts as well. */
function touchedSince(local: SideState, { after }: Done, own: readonly Image[]): readonly (readonly FieldName[])[] {
  const touched = notShown(local, after);
  const isEdited = local.modifiedBy !== null && local.modifiedAt !== null && Date.parse(local.modifiedAt) > Date.parse(own.at(-1)?.at ?? '');
  return touched.length > 0 || isEdited ? [touched] : [];
}

function notShown({ fields }: SideState, values: Fields): readonly FieldName[] {
  return Object.keys(values).filter((field) => !same(fields[field] ?? null, values[field] ?? null));
}

function whyNotAway(context: EngineContext, link: LinkState, state: RemoteState, carried: readonly Done[], isRestricted: boolean): readonly Left[] {
  const { side } = state;
  const leave = (reason: Left['reason'], fields: readonly FieldName[] = []): readonly Left[] => [{ linkId: link.id, side, fields, reason }];
  const made = carried.find((one) => one.side === side);
  if (made?.kind !== 'create' || made.refId !== state.id) return leave('met');
  const touched = notShown(state, made.after);
  if (touched.length > 0) return leave('touched', touched);
  const obstacle = isRestricted ? RESTRICTED : obstacleTo(context, link.entity, side);
  return obstacle === null ? [] : leave(obstacle);
}

/** Our record gets back what it had, and so does every system to which it was carried on. */
function filledPlan(context: EngineContext, link: LinkState, { before, after }: Done, carried: readonly Done[], isRestricted: boolean): Undoing {
  const local = link.sides.local as SideState;
  const touched = notShown(local, after).filter((field) => !same(local.fields[field] ?? null, before[field] ?? null));
  const changed = Object.keys(after).filter((field) => same(local.fields[field] ?? null, after[field] ?? null) && !same(after[field] ?? null, before[field] ?? null));
  const tight = changed.filter((field) => isTightened(context, link, field));
  const back = changed.filter((field) => !tight.includes(field));
  const left: Left[] = [];
  const leave = (side: Left['side'], reason: Left['reason'], fields: readonly FieldName[]): void => {
    if (fields.length > 0) left.push({ linkId: link.id, side, fields, reason });
  };
  leave('local', 'touched', touched);
  leave('local', 'restrictive', tight);
  const writes: PlannedWrite[] = back.length === 0 ? [] : [{ side: 'local', kind: 'update', fields: restored(back, before) }];
  for (const state of remotes(link)) {
    const mine = carried.find(({ side }) => side === state.side);
    const theirs = back.filter((field) => mine !== undefined && field in mine.after);
    if (mine === undefined || theirs.length === 0) continue;
    const moved = notShown(state, mine.after).filter((field) => theirs.includes(field) && !same(state.fields[field] ?? null, mine.before[field] ?? null));
    leave(state.side, 'touched', moved);
    const stays = theirs.filter((field) => !moved.includes(field) && !same(mine.after[field] ?? null, mine.before[field] ?? null));
    const obstacle = isRestricted ? RESTRICTED : mayWrite(context, state.side) ? null : READ_ONLY;
    if (obstacle !== null) leave(state.side, obstacle, stays);
    else if (stays.length > 0) writes.push({ side: state.side, kind: 'update', fields: restored(stays, mine.before) });
  }
  return { writes, left };
}

function restored(fields: readonly FieldName[], before: Fields): Fields {
  return Object.fromEntries(fields.map((field) => [field, before[field] ?? null]));
}
