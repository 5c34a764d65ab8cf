// Parts: the records of one person on a side that keeps a record per account. One of them, the main, stands for the person
// and meets the counterpart; the others are its parts. Where the names differ, the shared key proves nothing about anybody.
import { inOrder } from './candidate.ts';
import type { Candidate } from './candidate.ts';
import type { MatchRule } from './match-key.ts';

type Group = readonly Candidate[];

export interface SortedGroups {
  /** Groups whose key still tells, without the parts. */
  readonly groups: readonly Group[];
  /** Groups of several people with one key. */
  readonly unproven: readonly Group[];
  /** Link of a part → link of its main. */
  readonly parts: ReadonlyMap<string, string>;
}

/** @param groups candidates of one key each, every group in the order of its candidates */
export function sortParts({ partsOn: side }: MatchRule, groups: readonly Group[]): SortedGroups {
  if (side === undefined) return { groups, unproven: [], parts: new Map() };
  const ownOf = (group: Group): Group => group.filter((one) => one.sides.includes(side));
  const shared = new Map(groups.flatMap((group) => (ownOf(group).length > 1 ? [[group, isOneName(ownOf(group))] as const] : [])));
  const unproven = groups.filter((group) => shared.get(group) === false);
  const parts = new Map<string, string>();
  for (const cluster of clustersOf(groups.filter((group) => shared.get(group) === true))) {
    const own = ownOf(cluster);
    const main = mainOf(own, cluster.filter((one) => !own.includes(one)));
    for (const one of own) if (one.fresh && one !== main) parts.set(one.linkId, main.linkId);
  }
  const telling = groups.filter((group) => shared.get(group) !== false);
  return { groups: telling.map((group) => group.filter((one) => !parts.has(one.linkId))), unproven, parts };
}

/** One name is on all of them; who has none may be anybody. */
function isOneName(own: Group): boolean {
  const names = own.map(({ keys, ownKeys }) => (ownKeys ?? keys).filter((key) => key.startsWith('fullName:')));
  return names[0]?.some((name) => names.every((others) => others.includes(name))) ?? false;
}

/**
 * True when two records that were one person's have neither a key of the rule nor a name in common any more. A record that
 * shows neither says nothing.
 */
export function isSomebodyElse({ kind }: MatchRule, mine: readonly string[], theirs: readonly string[]): boolean {
  const telling = (keys: readonly string[]): readonly string[] => keys.filter((key) => key.startsWith('fullName:') || key.startsWith(`${kind}:`));
  const [a, b] = [telling(mine), telling(theirs)];
  return a.length > 0 && b.length > 0 && !a.some((key) => b.includes(key));
}

/** Who has stood for the person before goes on; else who is at the counterpart's account; else the first. */
function mainOf(own: Group, counterparts: Group): Candidate {
  const standing = own.filter((one) => !one.fresh);
  const ranked = [standing.filter((one) => one.sides.length > 1), standing, own.filter((one) => counterparts.some((other) => isAtOne(one, other))), own];
  return ranked.find((some) => some.length > 0)?.[0] as Candidate;
}

function isAtOne(left: Candidate, right: Candidate): boolean {
  return Object.entries(left.scopes ?? {}).some(([field, target]) => right.scopes?.[field] === target);
}

/** Groups that have a candidate in common, as one. */
function clustersOf(groups: readonly Group[]): readonly Group[] {
  const clusters = new Map<Candidate, Set<Candidate>>();
  for (const group of groups) {
    const merged = new Set([...group, ...group.flatMap((one) => [...(clusters.get(one) ?? [])])]);
    for (const one of merged) clusters.set(one, merged);
  }
  return [...new Set(clusters.values())].map((cluster) => inOrder([...cluster]));
}
