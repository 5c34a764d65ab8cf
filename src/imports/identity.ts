// Which record a row is about, told by the same keys as in sync. Invariants: only a key that is proof makes two the same by itself; records
// with different numbers are different, whatever else is alike; what nobody can be sure of is asked about, never guessed. Pure.
import { contradict, differ, isDoubtful, MOST_OF_ONE_DOMAIN, surerKinds } from '../core/match-doubt.ts';
import type { MatchRule } from '../core/match-key.ts';
import type { FieldName } from '../core/vocabulary.ts';

/** What is done with a likeness that is no proof: ask, make another one, or take it for the same. */
export const ALIKE = ['ask', 'create', 'same'] as const;
export type Alike = (typeof ALIKE)[number];

export interface Identity {
  readonly keys: readonly string[];
  /** By reference, the link it points to; absent: nobody knows, and keys that count within it do not apply. */
  readonly scopes: Readonly<Record<FieldName, string>>;
}

export interface Candidate extends Identity {
  readonly linkId: string;
  /** Another row of the same file made it: whoever wrote both rows meant one, unless something speaks against it. */
  readonly isOfThisFile: boolean;
}

export type Told = { readonly kind: 'new' } | { readonly kind: 'same'; readonly linkId: string } | { readonly kind: 'unsure'; readonly code: 'may-be-another' | 'several' };

/** @param rules surest first */
export function tell(rules: readonly MatchRule[], given: Identity, candidatesWith: (key: string) => readonly Candidate[], alike: Alike): Told {
  for (const rule of rules) {
    const { kind, within } = rule;
    if (within !== undefined && given.scopes[within] === undefined) continue;
    const found = new Map(given.keys.flatMap((key) => (key.startsWith(`${kind}:`) ? candidatesWith(key) : [])).map((one) => [one.linkId, one]));
    const all = [...found.values()].filter(({ scopes }) => within === undefined || scopes[within] === given.scopes[within]);
    if (kind === 'domain' && all.length > MOST_OF_ONE_DOMAIN) continue;
    const fits = all.filter((one) => !contradict(rules, rule, given, one));
    const sure = fits.filter((one) => isProof(rules, rule, given, one));
    if (sure.length === 1) return { kind: 'same', linkId: (sure[0] as Candidate).linkId };
    if (fits.length === 0) continue;
    if (alike === 'create' && sure.length === 0) continue;
    if (alike === 'same' && fits.length === 1) return { kind: 'same', linkId: (fits[0] as Candidate).linkId };
    return { kind: 'unsure', code: fits.length > 1 ? 'several' : 'may-be-another' };
  }
  return { kind: 'new' };
}

/** Two people may share an address, or a name and a switchboard. */
function isProof(rules: readonly MatchRule[], rule: MatchRule, given: Identity, other: Candidate): boolean {
  if (!rule.certain) return other.isOfThisFile && !surerKinds(rules, rule).some((kind) => differ(kind, given, other));
  return !isDoubtful(rules, rule, given, other) && !(rule.partsOn !== undefined && differ('fullName', given, other));
}
