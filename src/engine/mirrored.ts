// Rows of mirrors that an entity's own feed shows. Invariant: saved under that feed's lease before the entity's page, so that a
// page that is read again after a crash brings them again; and where the feed was read before anybody kept them, it is read anew.
import type { Page } from '../connectors/connector.ts';
import type { EntityName, RemoteSide } from '../core/vocabulary.ts';
import type { MirrorName } from '../entities/mirrors/mirror.ts';
import { toInstant } from '../lib/clock.ts';
import type { Lease } from '../store/store.ts';
import { feedOf } from './context.ts';
import type { EngineContext } from './context.ts';
import { rereadFact } from './reread.ts';
import { lookAtRows, mirrorAdapters } from './mirror-rows.ts';
import { movedProjects, noteMoved, noteOwn } from './status-history.ts';

/** A project and its sales case are one row of the PSA. */
const SHOWN_WITH: ReadonlyMap<EntityName, MirrorName> = new Map([['salesCase', 'projects']]);

/** The mirror whose rows this side shows with the entity; null where it has none, or nobody keeps them. */
function shownWith(context: EngineContext, side: RemoteSide, entity: EntityName): MirrorName | null {
  const name = SHOWN_WITH.get(entity);
  return name !== undefined && context.mirroring && context.connectors.get(side)?.mirrors.has(name) ? name : null;
}

/** Once: what was read before its rows were kept is owed another read. */
export async function oweMirrored(context: EngineContext, side: RemoteSide, entity: EntityName): Promise<void> {
  const name = shownWith(context, side, entity);
  if (name === null || (await context.store.fact(keptFact(side, name))) !== null) return;
  await context.store.saveFact(rereadFact(side, entity), true);
  await context.store.saveFact(keptFact(side, name), true);
}

/** @param isFirst nobody has read this feed before */
export async function saveMirrored(context: EngineContext, side: RemoteSide, entity: EntityName, page: Pick<Page, 'mirrored' | 'complete'>, isFirst: boolean, lease: Lease): Promise<void> {
  const { mirroring } = context;
  const name = shownWith(context, side, entity);
  if (mirroring === undefined || name === null) return;
  for (const { mirror, rows } of page.mirrored ?? []) {
    if (rows.length === 0) continue;
    if (mirror === 'projects' && !isFirst) await noteMoved(context, await movedProjects(mirroring, rows));
    await mirroring.store.saveMirror({ mirror, rows, gone: [], checkpoint: null, isFirst }, lease);
  }
  if (page.complete) await context.store.saveFact(`fresh:${feedOf(side, name)}`, toInstant(context.clock.now()));
}

/**
 * What we have just written there ourselves, as it stands now: figures about it go out in the same cycle.
 * @param ids of the PSA
 */
export async function showWritten(context: EngineContext, entity: EntityName, ids: readonly string[]): Promise<void> {
  const name = shownWith(context, 'psa', entity);
  const adapter = name === null ? undefined : mirrorAdapters(context).get(name);
  const { mirroring } = context;
  if (mirroring === undefined || adapter === undefined || ids.length === 0) return;
  const lease = await context.store.takeLease(`pull:${feedOf('psa', entity)}`, context.limits.leaseMs);
  // Whoever reads the feed now shows them.
  if (!lease) return;
  try {
    await lookAtRows(context, mirroring, adapter, [...new Set(ids)], lease);
    await noteOwn(context, ids);
  } finally {
    await context.store.releaseLease(lease);
  }
}

function keptFact(side: RemoteSide, mirror: MirrorName): string {
  return `kept:${feedOf(side, mirror)}`;
}
