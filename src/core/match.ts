// Finding the counterpart of a record that has none. Rules are tried surest first; one certain counterpart joins, anything
// else waits for a person. Symmetric: the answer does not depend on which side was read first.
import { inOrder } from './candidate.ts';
import type { Candidate } from './candidate.ts';
import { contradict, isDoubtful, MOST_OF_ONE_DOMAIN } from './match-doubt.ts';
import type { MatchKind, MatchRule } from './match-key.ts';
import { sortParts } from './match-parts.ts';

export type Finding =
  | { readonly kind: 'join'; readonly into: string; readonly from: string; readonly by: string }
  | { readonly kind: 'propose'; readonly links: readonly string[]; readonly by: string; readonly reason: string }
  /** The same person at another account: `of` is the link that stands for the person, after every join found with it. */
  | { readonly kind: 'part'; readonly linkId: string; readonly of: string }
  /** What would identify it does not tell it from others, and there is nothing to propose: it waits until its data is put right. */
  | { readonly kind: 'hold'; readonly linkId: string; readonly reason: string }
  | { readonly kind: 'alone'; readonly linkId: string };

/** At most this many proposals for one record: a person cannot weigh more. */
const MOST_PROPOSALS = 5;

/**
 * What to do with every fresh candidate. @param candidates fresh links, and every other link that shares a key with one.
 */
export function findMatches(rules: readonly MatchRule[], candidates: readonly Candidate[]): readonly Finding[] {
  const findings: Finding[] = [];
  const settled = new Set<string>();
  const parts = new Map<string, string>();
  const unproven: Shared[] = [];
  for (const rule of rules) {
    const sorted = sortParts(rule, groupsOf(rule, candidates.filter((candidate) => !settled.has(candidate.linkId))));
    const { groups } = sorted;
    for (const group of sorted.unproven) unproven.push({ by: rule.kind, group });
    for (const [linkId, of] of sorted.parts) parts.set(linkId, of);
    for (const linkId of sorted.parts.keys()) settled.add(linkId);
    const groupsWith = groupsByMember(groups);
    const unsure: Pair[] = [];
    for (const pair of uniquePairs(groups)) {
      const isOnly = pair.every((one) => groupsWith.get(one)?.every((group) => hasNoRival(group, pair)));
      const isApart = contradict(rules, rule, ...pair);
      if (!isOnly || !rule.certain || isApart || isDoubtful(rules, rule, ...pair)) {
        const reason = isOnly ? (rule.certain ? 'other-keys-differ' : `only-${rule.kind}`) : 'several';
        if (rule.certain || !isApart) unsure.push({ pair, reason });
        continue;
      }
      const [into, from] = pair[0].fresh ? [pair[1], pair[0]] : pair;
      findings.push({ kind: 'join', into: into.linkId, from: from.linkId, by: rule.kind });
      for (const { linkId } of pair) settled.add(linkId);
    }
    if (rule.certain) unsure.push(...lateComers(groups, rules, rule, new Set([...settled, ...unsure.flatMap(({ pair }) => pair.map(({ linkId }) => linkId))])));
    findings.push(...proposalsFor(unsure, rule.kind, settled));
  }
  findings.push(...askAbout(unproven, settled));
  for (const candidate of candidates) if (candidate.fresh && !settled.has(candidate.linkId)) findings.push({ kind: 'alone', linkId: candidate.linkId });
  const joined = new Map(findings.flatMap((finding) => (finding.kind === 'join' ? [[finding.from, finding.into] as const] : [])));
  for (const [linkId, of] of parts) findings.push({ kind: 'part', linkId, of: joined.get(of) ?? of });
  return findings;
}

/** A key of several people. */
interface Shared {
  readonly by: MatchKind;
  readonly group: readonly Candidate[];
}

/** Whom nothing else has told: each is asked about with whoever has the same key, or waits where there is nobody to ask about. */
function askAbout(unproven: readonly Shared[], settled: Set<string>): readonly Finding[] {
  const findings: Finding[] = [];
  for (const { by, group } of unproven) {
    const open = group.filter((one) => !settled.has(one.linkId));
    const pairs = uniquePairs([open]);
    const paired = new Set(pairs.flatMap((pair) => pair.map(({ linkId }) => linkId)));
    const late = open.filter((one) => one.fresh && !paired.has(one.linkId)).flatMap((one) => {
      const first = open.find((other) => !other.fresh && other.sides.length > 1);
      return first === undefined ? [] : [[first, one] as const];
    });
    findings.push(...proposalsFor([...pairs, ...late].map((pair): Pair => ({ pair, reason: `shared-${by}` })), by, settled));
  }
  for (const { by, group } of unproven) {
    for (const { linkId } of group.filter((one) => one.fresh && !settled.has(one.linkId))) {
      findings.push({ kind: 'hold', linkId, reason: `shared-${by}` });
      settled.add(linkId);
    }
  }
  return findings;
}

function proposalsFor(unsure: readonly Pair[], by: string, settled: Set<string>): readonly Finding[] {
  return worthAsking(unsure).map(({ pair, reason }) => {
    for (const { linkId } of pair) settled.add(linkId);
    return { kind: 'propose', links: pair.map(({ linkId }) => linkId), by, reason };
  });
}

interface Pair {
  readonly pair: readonly [Candidate, Candidate];
  readonly reason: string;
}

/** Every pair that could be one, once, however many keys it shares: a psa link and a crm link. */
function uniquePairs(groups: readonly (readonly Candidate[])[]): readonly (readonly [Candidate, Candidate])[] {
  const pairs = new Map<string, readonly [Candidate, Candidate]>();
  for (const group of groups) {
    for (const left of group.filter((one) => one.sides.includes('psa'))) {
      for (const right of group.filter((one) => one.sides.includes('crm') && canPair(left, one))) {
        pairs.set(JSON.stringify([left.linkId, right.linkId]), [left, right]);
      }
    }
  }
  return [...pairs.values()];
}

/** Fresh records whose counterpart belongs to another record already: a duplicate or a branch, which only a person can tell. */
function lateComers(groups: readonly (readonly Candidate[])[], rules: readonly MatchRule[], rule: MatchRule, taken: ReadonlySet<string>): readonly Pair[] {
  const questions = new Map<string, Pair>();
  for (const group of groups) {
    for (const late of group) {
      if (!late.fresh || taken.has(late.linkId) || questions.has(late.linkId)) continue;
      const first = group.find((other) => !other.fresh && other.sides.length > 1 && !contradict(rules, rule, other, late));
      if (first !== undefined) questions.set(late.linkId, { pair: [first, late], reason: 'taken' });
    }
  }
  return [...questions.values()];
}

function hasNoRival(group: readonly Candidate[], pair: readonly Candidate[]): boolean {
  return group.every((one) => pair.includes(one) || one.sides.length === 0);
}

/** No record gets more questions than a person can weigh, unless it is some other record's only one: all of them must wait. */
function worthAsking(unsure: readonly Pair[]): readonly Pair[] {
  const asked = new Map<string, number>();
  return unsure.filter(({ pair }) => {
    const counts = pair.map(({ linkId }) => asked.get(linkId) ?? 0);
    if (counts.every((count) => count > 0) && counts.some((count) => count >= MOST_PROPOSALS)) return false;
    for (const { linkId } of pair) asked.set(linkId, (asked.get(linkId) ?? 0) + 1);
    return true;
  });
}

/** Two links can become one when one of them is fresh and they have no side in common. */
function canPair(left: Candidate, right: Candidate): boolean {
  return left.linkId !== right.linkId && (left.fresh || right.fresh) && !left.sides.some((side) => right.sides.includes(side));
}

function groupsByMember(groups: readonly (readonly Candidate[])[]): ReadonlyMap<Candidate, readonly (readonly Candidate[])[]> {
  const byMember = new Map<Candidate, (readonly Candidate[])[]>();
  for (const group of groups) {
    for (const one of group) {
      const own = byMember.get(one);
      if (own) own.push(group);
      else byMember.set(one, [group]);
    }
  }
  return byMember;
}

/** Candidates that share a key of the rule, and the target it counts within, in the order of the key and of the candidates. */
function groupsOf({ kind, within }: MatchRule, candidates: readonly Candidate[]): readonly (readonly Candidate[])[] {
  const groups = new Map<string, Candidate[]>();
  for (const candidate of inOrder(candidates)) {
    const scope = within === undefined ? '' : candidate.scopes?.[within];
    if (scope === undefined) continue;
    for (const key of candidate.keys) {
      if (!key.startsWith(`${kind}:`)) continue;
      const group = groups.get(`${key} ${scope}`);
      if (group) group.push(candidate);
      else groups.set(`${key} ${scope}`, [candidate]);
    }
  }
  const telling = [...groups.entries()].filter(([, group]) => kind !== 'domain' || !isCrowded(group));
  return telling.toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, group]) => group);
}

function isCrowded(group: readonly Candidate[]): boolean {
  return (['psa', 'crm'] as const).some((side) => group.filter((one) => one.sides.includes(side)).length > MOST_OF_ONE_DOMAIN);
}
