// Which record a row is about, told by the same keys as in sync. Invariants: only a key that is proof makes two the same by itself; records
// with different numbers are different, whatever else is alike; what nobody can be sure of is asked about, never guessed. Pure.
import type { MatchKind, MatchRule } from '../core/match-key.ts';
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

/** A web address of more records than this tells nobody apart. */
export const MOST_OF_ONE_DOMAIN = 20;
const IDENTIFIERS: ReadonlySet<MatchKind> = new Set(['businessId', 'number']);

/** @param rules surest first */
export function tell(rules: readonly MatchRule[], given: Identity, candidatesWith: (key: string) => readonly Candidate[], alike: Alike): Told {
  for (const [place, rule] of rules.entries()) {
    const { kind, within } = rule;
    if (within !== undefined && given.scopes[within] === undefined) continue;
    const found = new Map(given.keys.flatMap((key) => (key.startsWith(`${kind}:`) ? candidatesWith(key) : [])).map((one) => [one.linkId, one]));
    const all = [...found.values()].filter(({ scopes }) => within === undefined || scopes[within] === given.scopes[within]);
    if (kind === 'domain' && all.length > MOST_OF_ONE_DOMAIN) continue;
    const surer = rules.slice(0, place).flatMap((one) => (one.certain ? [one.kind] : []));
    const fits = all.filter(({ keys }) => !surer.some((one) => IDENTIFIERS.has(one) && differ(one, given.keys, keys)));
    const sure = fits.filter((one) => isProof(rule, surer, given, one));
    if (sure.length === 1) return { kind: 'same', linkId: (sure[0] as Candidate).linkId };
    if (fits.length === 0) continue;
    if (alike === 'create' && sure.length === 0) continue;
    if (alike === 'same' && fits.length === 1) return { kind: 'same', linkId: (fits[0] as Candidate).linkId };
    return { kind: 'unsure', code: fits.length > 1 ? 'several' : 'may-be-another' };
  }
  return { kind: 'new' };
}

/** Two people may share an address, or a name and a switchboard. */
function isProof({ certain, partsOn }: MatchRule, surer: readonly MatchKind[], { keys }: Identity, other: Candidate): boolean {
  if (!certain) return other.isOfThisFile && !surer.some((kind) => differ(kind, keys, other.keys));
  return !(surer.includes('email') && differ('email', keys, other.keys)) && !(partsOn !== undefined && differ('fullName', keys, other.keys));
}

/** Both have keys of the kind, and none in common. */
function differ(kind: MatchKind, mine: readonly string[], theirs: readonly string[]): boolean {
  const [a, b] = [mine, theirs].map((keys) => keys.filter((key) => key.startsWith(`${kind}:`))) as [string[], string[]];
  return a.length > 0 && b.length > 0 && !a.some((key) => b.includes(key));
}
