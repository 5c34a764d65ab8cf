// Apart: a record that was taken for another one of a person, and has become somebody else's. Invariant: it takes both the name
// and the addresses to tell; whoever keeps one of them is the same person still.
import { keysOf } from '../core/match-key.ts';
import { isSomebodyElse } from '../core/match-parts.ts';
import type { EntityName } from '../core/vocabulary.ts';
import type { LinkState } from '../store/store.ts';
import { entityOf } from './context.ts';
import type { EngineContext } from './context.ts';
import { dirtyLinks } from './dirty.ts';

/**
 * Parts that have changed, or whose main record has, and fit it no more become links of their own. Answers which: they are matched
 * from the next time on, when what has changed about the main record has come to its counterpart.
 */
export async function takeApart(context: EngineContext, entity: EntityName): Promise<ReadonlySet<string>> {
  const left = new Set<string>();
  const rule = entityOf(context, entity).matching.find(({ partsOn }) => partsOn !== undefined);
  if (rule === undefined) return left;
  const keysOn = (link: LinkState): readonly string[] => ownKeysOf(context, link) ?? [];
  for await (const dirty of dirtyLinks(context, entity)) {
    const known = new Map(dirty.map((link) => [link.id, link]));
    const parts = new Map([...dirty.filter(({ partOf }) => partOf !== null), ...(await context.store.parts(entity, [...known.keys()]))].map((part) => [part.id, part]));
    const unknown = [...new Set([...parts.values()].flatMap(({ partOf }) => (partOf === null || known.has(partOf) ? [] : [partOf])))];
    const mains = unknown.length === 0 ? [] : await context.store.links({ entity, ids: unknown, limit: unknown.length });
    for (const link of mains) known.set(link.id, link);
    const apart = [...parts.values()].flatMap((part) => {
      const main = known.get(part.partOf ?? '');
      return main !== undefined && isSomebodyElse(rule, keysOn(part), keysOn(main)) ? [{ kind: 'apart' as const, linkId: part.id, of: main.id }] : [];
    });
    if (apart.length > 0) await context.store.decideMatches(entity, apart);
    for (const { linkId } of apart) left.add(linkId);
  }
  return left;
}

/** Keys of its record on the side that keeps one per account; undefined when there is no such record. */
export function ownKeysOf(context: EngineContext, link: LinkState): readonly string[] | undefined {
  const rules = entityOf(context, link.entity).matching;
  const side = rules.find(({ partsOn }) => partsOn !== undefined)?.partsOn;
  const state = side === undefined ? undefined : link.sides[side];
  return state === undefined || state.gone !== null ? undefined : keysOf(rules, state.fields, context.freeMailDomains);
}
