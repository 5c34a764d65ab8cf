// What a person has said yes to about an entity as a whole: that it is synced at all, and that its first backfill is over.
// Invariant: a yes counts for the systems that were connected when it was given; one that comes later shows its preview first.
import type { EntityName, RemoteSide } from '../core/vocabulary.ts';
import { adapterOf } from './context.ts';
import type { EngineContext } from './context.ts';

export async function isApproved(context: EngineContext, entity: EntityName): Promise<boolean> {
  return await covers(context, approvalOf(entity), entity);
}

export async function saveApproval(context: EngineContext, entity: EntityName): Promise<void> {
  await context.store.saveFact(approvalOf(entity), systemsWith(context, entity));
}

/** True once the first backfill has come to its end, with these systems. */
export async function isBackfilled(context: EngineContext, entity: EntityName): Promise<boolean> {
  return await covers(context, backfilledOf(entity), entity);
}

export async function saveBackfilled(context: EngineContext, entity: EntityName): Promise<void> {
  await context.store.saveFact(backfilledOf(entity), systemsWith(context, entity));
}

function backfilledOf(entity: EntityName): string {
  return `backfilled:${entity}`;
}

function approvalOf(entity: EntityName): string {
  return `approved:${entity}`;
}

/** The sides that have the entity. */
function systemsWith(context: EngineContext, entity: EntityName): readonly RemoteSide[] {
  return [...context.connectors.keys()].filter((side) => adapterOf(context, side, entity) !== null).toSorted();
}

/** An installation that said yes before sides were noted down had both. */
async function covers(context: EngineContext, fact: string, entity: EntityName): Promise<boolean> {
  const noted = await context.store.fact(fact);
  if (noted === null) return false;
  return !Array.isArray(noted) || systemsWith(context, entity).every((side) => noted.includes(side));
}
