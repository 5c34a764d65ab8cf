// Finding the counterpart of a record that has none. Rules are tried surest first; one certain counterpart joins, anything
// else waits for a person. Symmetric: the answer does not depend on which side was read first.
import { normaliseBusinessId } from './normalise/business-id.ts';
import { normaliseCompanyName } from './normalise/name.ts';
import { hostOf } from './normalise/url.ts';
import type { FieldName, Fields, RemoteSide } from './vocabulary.ts';

export interface MatchRule {
  readonly kind: 'businessId' | 'domain' | 'name';
  /** The first of these that yields a key is used. */
  readonly fields: readonly FieldName[];
  /** A certain key joins by itself; others only propose. */
  readonly certain: boolean;
}

export interface Candidate {
  readonly linkId: string;
  /** Its place among the candidates, the same in every run; links' ids are drawn by chance. */
  readonly order?: string;
  readonly sides: readonly RemoteSide[];
  /** Keys of all its records, `kind:value`. */
  readonly keys: readonly string[];
  /** Waiting for its first match; others only stand for what they already are. */
  readonly fresh: boolean;
}

export type Finding =
  | { readonly kind: 'join'; readonly into: string; readonly from: string; readonly by: string }
  | { readonly kind: 'propose'; readonly links: readonly string[]; readonly by: string; readonly reason: string }
  | { readonly kind: 'alone'; readonly linkId: string };

/** A web address of more records than this on one side (a shop platform, a social network) tells nobody apart. */
const MOST_OF_ONE_DOMAIN = 20;
/** At most this many proposals for one record: a person cannot weigh more. */
const MOST_PROPOSALS = 5;

/** Keys of one record in rule order. @param freeMail domains that many organisations share */
export function keysOf(rules: readonly MatchRule[], fields: Fields, freeMail: ReadonlySet<string>): readonly string[] {
  const keys: string[] = [];
  for (const rule of rules) {
    for (const field of rule.fields) {
      const value = fields[field];
      const key = typeof value === 'string' ? keyOf(rule.kind, value, freeMail) : null;
      if (key === null) continue;
      keys.push(`${rule.kind}:${key}`);
      break;
    }
  }
  return keys;
}

function keyOf(kind: MatchRule['kind'], value: string, freeMail: ReadonlySet<string>): string | null {
  if (kind === 'businessId') return normaliseBusinessId(value);
  if (kind === 'name') return normaliseCompanyName(value) || null;
  const host = hostOf(value);
  return host === null || freeMail.has(host) ? null : host;
}

/**
 * What to do with every fresh candidate. @param candidates fresh links, and every other link that shares a key with one.
 */
export function findMatches(rules: readonly MatchRule[], candidates: readonly Candidate[]): readonly Finding[] {
  const findings: Finding[] = [];
  const settled = new Set<string>();
  for (const rule of rules) {
    const open = candidates.filter((candidate) => !settled.has(candidate.linkId));
    const groups = groupsOf(rule.kind, open);
    const pairs = uniquePairs(groups);
    const groupsWith = groupsByMember(groups);
    const unsure: Pair[] = [];
    for (const pair of pairs) {
      const isOnly = pair.every((one) => groupsWith.get(one)?.every((group) => hasNoRival(group, pair)));
      if (!isOnly || !rule.certain || contradict(rules, rule, ...pair)) {
        const reason = isOnly ? (rule.certain ? 'other-keys-differ' : `only-${rule.kind}`) : 'several';
        if (rule.certain || !contradict(rules, rule, ...pair)) unsure.push({ pair, reason });
        continue;
      }
      const [into, from] = pair[0].fresh ? [pair[1], pair[0]] : pair;
      findings.push({ kind: 'join', into: into.linkId, from: from.linkId, by: rule.kind });
      for (const { linkId } of pair) settled.add(linkId);
    }
    if (rule.certain) unsure.push(...lateComers(groups, rules, rule, new Set([...settled, ...unsure.flatMap(({ pair }) => pair.map(({ linkId }) => linkId))])));
    for (const { pair, reason } of worthAsking(unsure)) {
      findings.push({ kind: 'propose', links: pair.map(({ linkId }) => linkId), by: rule.kind, reason });
      for (const { linkId } of pair) settled.add(linkId);
    }
  }
  for (const candidate of candidates) if (candidate.fresh && !settled.has(candidate.linkId)) findings.push({ kind: 'alone', linkId: candidate.linkId });
  return findings;
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

/** True when a surer rule gives both a key and the keys differ: two units of one group share a domain, not a business ID. */
function contradict(rules: readonly MatchRule[], rule: MatchRule, left: Candidate, right: Candidate): boolean {
  return rules.slice(0, rules.indexOf(rule)).some((surer) => {
    if (!surer.certain || surer.kind === 'domain') return false;
    const [a, b] = [left, right].map((candidate) => candidate.keys.filter((key) => key.startsWith(`${surer.kind}:`)));
    return a!.length > 0 && b!.length > 0 && !a!.some((key) => b!.includes(key));
  });
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

function groupsOf(kind: string, candidates: readonly Candidate[]): readonly (readonly Candidate[])[] {
  const groups = new Map<string, Candidate[]>();
  for (const candidate of candidates.toSorted((a, b) => ((a.order ?? a.linkId) < (b.order ?? b.linkId) ? -1 : 1))) {
    for (const key of candidate.keys) {
      if (!key.startsWith(`${kind}:`)) continue;
      const group = groups.get(key);
      if (group) group.push(candidate);
      else groups.set(key, [candidate]);
    }
  }
  const telling = [...groups.entries()].filter(([, group]) => kind !== 'domain' || !isCrowded(group));
  return telling.toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, group]) => group);
}

function isCrowded(group: readonly Candidate[]): boolean {
  return (['psa', 'crm'] as const).some((side) => group.filter((one) => one.sides.includes(side)).length > MOST_OF_ONE_DOMAIN);
}
