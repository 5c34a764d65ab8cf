// What speaks against two records being one although a key says so. Invariant: sync and import weigh it alike.
import type { MatchKind, MatchRule } from './match-key.ts';

interface Keyed {
  /** `kind:value`. */
  readonly keys: readonly string[];
}

/** A web address of more records than this on one side (a shop platform, a social network) tells nobody apart. */
export const MOST_OF_ONE_DOMAIN = 20;
/** Different numbers are different things, whatever else is alike. */
const IDENTIFIERS: ReadonlySet<MatchKind> = new Set(['businessId', 'number']);

/** True when a surer rule gives both an identifier and these differ: two units of one group share a domain, not a business ID. */
export function contradict(rules: readonly MatchRule[], rule: MatchRule, left: Keyed, right: Keyed): boolean {
  return surerKinds(rules, rule).some((kind) => IDENTIFIERS.has(kind) && differ(kind, left, right));
}

/** Two people may share a switchboard and a name; one may have got a new address. Only a person can tell, so ask. */
export function isDoubtful(rules: readonly MatchRule[], rule: MatchRule, left: Keyed, right: Keyed): boolean {
  return surerKinds(rules, rule).includes('email') && differ('email', left, right);
}

export function surerKinds(rules: readonly MatchRule[], rule: MatchRule): readonly MatchKind[] {
  return rules.slice(0, rules.indexOf(rule)).flatMap(({ kind, certain }) => (certain ? [kind] : []));
}

/** Both have keys of the kind, and none in common. */
export function differ(kind: MatchKind, left: Keyed, right: Keyed): boolean {
  const [a, b] = [left, right].map(({ keys }) => keys.filter((key) => key.startsWith(`${kind}:`))) as [string[], string[]];
  return a.length > 0 && b.length > 0 && !a.some((key) => b.includes(key));
}
