// Before-images: what each write of a run replaced and what it left, sealed, so that the run can be undone. Invariant: an image
// opens only for the run, the link and the side it was made for; nothing of it is ever logged.
import type { Outcome } from '../connectors/connector.ts';
import type { Fields, RemoteSide, Side } from '../core/vocabulary.ts';
import type { Image, ImageRecord, LinkRecord, SideRecord } from '../store/store.ts';
import type { EngineContext } from './context.ts';
import type { Turn } from './turn.ts';

/** In the side's own language. */
export interface Change {
  readonly before: Fields;
  readonly after: Fields;
}

/** @param sides what is recorded of each side */
export function imagesOf(context: EngineContext, turn: Turn, outcomes: ReadonlyMap<RemoteSide, Outcome>, sides: readonly SideRecord[], runId: string | null): NonNullable<LinkRecord['images']> {
  if (runId === null) return [];
  return turn.plan.writes.flatMap(({ side, kind, fields: written }) => {
    const outcome = side === 'local' ? null : outcomes.get(side);
    if (outcome !== null && outcome?.kind !== 'done' && outcome?.kind !== 'archived') return [];
    const row = sides.find((one) => one.side === side);
    const state = turn.link.sides[side];
    const stored = Object.keys(written).filter((field) => outcome?.kind !== 'done' || !outcome.unsettled.some((unsettled) => unsettled.field === field));
    const change: Change = {
      before: kind === 'create' ? {} : Object.fromEntries(stored.map((field) => [field, state?.fields[field] ?? null])),
      after: Object.fromEntries(stored.map((field) => [field, row?.fields[field] ?? written[field] ?? null])),
    };
    const refId = outcome?.kind === 'done' ? outcome.snapshot.id : (state?.id ?? turn.link.id);
    return [sealedImage(context, { runId, linkId: turn.link.id, side, refId, kind }, change)];
  });
}

export function sealedImage(context: Pick<EngineContext, 'sealer' | 'workspace'>, { linkId, ...image }: Omit<ImageRecord, 'sealed'> & { readonly linkId: string }, change: Change): ImageRecord {
  return { ...image, sealed: context.sealer.seal(JSON.stringify(change), placeOf(context, { ...image, linkId })) };
}

/** @throws ConfigError when it was sealed with another key or has been changed */
export function openImage(context: EngineContext, image: Image): Change {
  return JSON.parse(context.sealer.open(image.sealed, placeOf(context, image))) as Change;
}

function placeOf({ workspace }: Pick<EngineContext, 'workspace'>, { runId, linkId, side }: { readonly runId: string; readonly linkId: string; readonly side: Side }) {
  return { workspace, record: `${runId} ${linkId} ${side}`, purpose: 'before-image' };
}
