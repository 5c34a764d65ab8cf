// Laws of matching, for accounts, contacts and sales cases: the outcome depends on the records alone, never on who was read
// first, which system is which or where a batch ended; and no link ever gets two records of one side.
import fc from 'fast-check';
import type { Candidate } from '../../src/core/candidate.ts';
import type { MatchRule } from '../../src/core/match-key.ts';
import { findMatches } from '../../src/core/match.ts';
import type { Finding } from '../../src/core/match.ts';
import type { RemoteSide } from '../../src/core/vocabulary.ts';
import { account } from '../../src/entities/account.ts';
import { contact } from '../../src/entities/contact.ts';
import { salesCase } from '../../src/entities/sales-case.ts';
import { law } from './law.ts';
import type { Law } from './law.ts';
import { tellFinding } from './support.ts';

interface Register {
  readonly rules: readonly MatchRule[];
  readonly candidates: readonly Candidate[];
}

const swap = (side: RemoteSide): RemoteSide => (side === 'psa' ? 'crm' : 'psa');

/** Which of two joined links goes on is of no matter; the part's person is the same. */
function find({ rules, candidates }: Register): readonly string[] {
  const findings = findMatches(rules, candidates);
  const names = new Map(findings.flatMap((finding) => (finding.kind === 'join' ? [[finding.into, [finding.into, finding.from].toSorted().join('=')] as const] : [])));
  return findings.map((finding) => tellFinding(finding.kind === 'part' ? { ...finding, of: names.get(finding.of) ?? finding.of } : finding)).toSorted();
}

const KEYS: readonly (readonly [readonly MatchRule[], readonly string[]])[] = [
  [account.matching, ['businessId:1', 'businessId:2', 'domain:a.fi', 'domain:b.fi', 'name:acme', 'name:bertta']],
  [contact.matching, ['email:a@a.fi', 'email:b@a.fi', 'person:aino|+3581', 'person:bertta|+3581', 'fullName:aino', 'fullName:bertta']],
  [salesCase.matching, ['number:1', 'number:2', 'deal:site|1 EUR', 'deal:site|2 EUR', 'title:site', 'title:shop']],
];

const candidate = (keys: readonly string[]): fc.Arbitrary<Omit<Candidate, 'linkId'>> =>
  fc
    .record({
      sides: fc.constantFrom<readonly RemoteSide[]>(['psa'], ['crm'], ['psa', 'crm']),
      keys: fc.subarray([...keys], { maxLength: 4 }),
      scopes: fc.constantFrom<Readonly<Record<string, string>>>({}, { account: 'x' }, { account: 'x' }, { account: 'y' }),
      fresh: fc.boolean(),
    })
    .map((one) => ({ ...one, fresh: one.fresh && one.sides.length === 1 }));

/** @param most so many that questions are not left out for being too many, where that matters */
const register = (most: number): fc.Arbitrary<Register> =>
  fc.constantFrom(...KEYS).chain(([rules, keys]) =>
    fc.array(candidate(keys), { maxLength: most }).map((list) => ({ rules, candidates: list.map((one, index) => ({ ...one, linkId: `l${index}` })) })),
  );

export const matchLaws: readonly Law[] = [
  law('of matching: does not depend on the order of reading', fc.property(
    register(8).chain((one) => fc.tuple(fc.constant(one), fc.shuffledSubarray([...one.candidates], { minLength: one.candidates.length }))),
    ([one, candidates]) => demandSame(find({ ...one, candidates }), find(one)),
  )),
  law('of matching: does not depend on which system is which', fc.property(register(5), ({ rules, candidates }) => {
    const mirrored = {
      rules: rules.map((rule) => (rule.partsOn === undefined ? rule : { ...rule, partsOn: swap(rule.partsOn) })),
      candidates: candidates.map((one) => ({ ...one, sides: one.sides.map(swap) })),
    };
    demandSame(find(mirrored), find({ rules, candidates }));
  })),
  law('of matching: does not depend on where a batch ends', fc.property(register(8), ({ rules, candidates }) => {
    const apart = clustersOf(candidates).flatMap((some) => find({ rules, candidates: some }));
    demandSame(apart.toSorted(), find({ rules, candidates }));
  })),
  law('of matching: decides about every fresh record once, joins no two of one side and splits nobody who stands', fc.property(register(8), ({ rules, candidates }) => {
    const findings = findMatches(rules, candidates);
    const byId = new Map(candidates.map((one) => [one.linkId, one]));
    for (const { linkId } of candidates.filter(({ fresh }) => fresh)) {
      const kinds = new Set(findings.filter((finding) => decided(finding).includes(linkId)).map(({ kind }) => kind));
      demand(kinds.size === 1, `${linkId}: ${[...kinds].join() || 'nothing'}`);
    }
    const joined = findings.flatMap((finding) => (finding.kind === 'join' ? [finding.into, finding.from] : []));
    demand(new Set(joined).size === joined.length, `joined twice: ${joined.join()}`);
    for (const finding of findings) {
      if (finding.kind === 'join') {
        const pair = [finding.into, finding.from].map((id) => byId.get(id) as Candidate);
        demand(new Set(pair.flatMap(({ sides }) => sides)).size === 2 && pair.every(({ sides }) => sides.length === 1), tellFinding(finding));
        demand(pair[1]?.fresh === true, `${tellFinding(finding)} ends a link that stands`);
      }
      if (finding.kind === 'part') {
        demand(byId.get(finding.linkId)?.fresh === true && finding.of !== finding.linkId, tellFinding(finding));
        demand(!findings.some((other) => (other.kind === 'part' && other.linkId === finding.of) || (other.kind === 'join' && other.from === finding.of)), `${tellFinding(finding)}, which does not stand`);
      }
    }
  })),
  law('of matching: joins two records that share a certain key with nobody else and differ in nothing', fc.property(register(6), fc.nat(2), ({ rules, candidates }, pick) => {
    const rule = rules.filter(({ certain }) => certain)[pick % rules.filter(({ certain }) => certain).length] as MatchRule;
    const pair = (['psa', 'crm'] as const).map((side): Candidate => ({ linkId: `own-${side}`, sides: [side], keys: [`${rule.kind}:own`], scopes: { account: 'x' }, fresh: true }));
    const found = find({ rules, candidates: [...candidates, ...pair] });
    demand(found.includes(`own-crm=own-psa ${rule.kind}`), found.join('; '));
  })),
  law('of matching: an e-mail of people with different names joins nobody', fc.property(register(6), fc.boolean(), ({ candidates }, reversed) => {
    const email = 'email:shared@a.fi';
    const names = reversed ? ['bertta', 'aino'] : ['aino', 'bertta'];
    const pair = names.map((name, index): Candidate => ({ linkId: `own${index}`, sides: ['psa'], keys: [email, `fullName:own ${name}`], fresh: true }));
    const crm: Candidate = { linkId: 'own-crm', sides: ['crm'], keys: [email], fresh: true };
    const findings = findMatches(contact.matching, [...candidates, ...pair, crm].map((one) => ({ ...one, keys: one.keys.filter((key) => /^(?:email|fullName)/u.test(key)) })));
    const told = findings.filter((finding) => named(finding).some((id) => id.startsWith('own'))).map(tellFinding);
    demandSame(told.toSorted(), ['own-crm?own0 email shared-email', 'own-crm?own1 email shared-email']);
  })),
];

function named(finding: Finding): readonly string[] {
  if (finding.kind === 'join') return [finding.into, finding.from];
  return finding.kind === 'propose' ? finding.links : [finding.linkId];
}

/** Whom the finding decides about; the link that a part belongs to has a finding of its own. */
function decided(finding: Finding): readonly string[] {
  return finding.kind === 'part' ? [finding.linkId] : named(finding);
}

/** Candidates that are connected by keys: whoever is matched sees at least these. */
function clustersOf(candidates: readonly Candidate[]): readonly (readonly Candidate[])[] {
  let clusters: (readonly Candidate[])[] = [];
  for (const one of candidates) {
    const touching = clusters.filter((cluster) => cluster.some((other) => other.keys.some((key) => one.keys.includes(key))));
    clusters = [...clusters.filter((cluster) => !touching.includes(cluster)), [...touching.flat(), one]];
  }
  return clusters;
}

function demandSame(a: readonly string[], b: readonly string[]): void {
  demand(a.join('; ') === b.join('; '), `${a.join('; ')} and ${b.join('; ')}`);
}

function demand(holds: boolean, detail: string): void {
  if (!holds) throw new Error(detail);
}
