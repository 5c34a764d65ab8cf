// Matching: what joins by itself, what asks a person, and what goes on alone.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findMatches, keysOf } from '../../src/core/match.ts';
import type { Candidate, Finding, MatchRule } from '../../src/core/match.ts';
import type { RemoteSide } from '../../src/core/vocabulary.ts';

const rules: readonly MatchRule[] = [
  { kind: 'businessId', fields: ['businessId'], certain: true },
  { kind: 'domain', fields: ['domain', 'website', 'email'], certain: true },
  { kind: 'name', fields: ['name'], certain: false },
];
const freeMail = new Set(['gmail.com']);

const one = (linkId: string, sides: string, ...keys: readonly string[]): Candidate => ({ linkId, sides: sides.split('+') as RemoteSide[], keys, fresh: true });
const known = (linkId: string, sides: string, ...keys: readonly string[]): Candidate => ({ ...one(linkId, sides, ...keys), fresh: false });
const find = (...candidates: readonly Candidate[]): readonly string[] => findMatches(rules, candidates).map(tell).toSorted();

const swap = (side: RemoteSide): RemoteSide => (side === 'psa' ? 'crm' : 'psa');

function tell(finding: Finding): string {
  if (finding.kind === 'alone') return `${finding.linkId} alone`;
  if (finding.kind === 'join') return `${[finding.into, finding.from].toSorted().join('=')} ${finding.by}`;
  return `${finding.links.toSorted().join('?')} ${finding.by} ${finding.reason}`;
}

describe('the keys of a record', () => {
  it('are its business ID, its host and its name, each in normal form', () => {
    const fields = { businessId: 'FI07375462', domain: null, website: 'https://www.Acme.fi/', email: 'info@acme.fi', name: 'Acme Oy' };
    expect(keysOf(rules, fields, freeMail)).toEqual(['businessId:0737546-2', 'domain:acme.fi', 'name:acme']);
  });

  it('leave out what identifies nobody', () => {
    expect(keysOf(rules, { businessId: '0737546-3', domain: 'not known', email: 'aino@gmail.com', name: '  ', number: 5 }, freeMail)).toEqual([]);
  });

  it('take the host of the first field that has one of its own', () => {
    expect(keysOf(rules, { domain: 'gmail.com', website: '', email: 'info@acme.fi' }, freeMail)).toEqual(['domain:acme.fi']);
  });
});

describe('one record on each side', () => {
  it.each([
    ['joins by business ID', ['businessId:1'], ['businessId:1', 'domain:b.fi'], 'a=b businessId'],
    ['joins by domain when one has no business ID', ['businessId:1', 'domain:a.fi'], ['domain:a.fi'], 'a=b domain'],
    ['joins by business ID however different its other keys', ['businessId:1', 'domain:a.fi', 'name:a'], ['businessId:1', 'domain:b.fi', 'name:b'], 'a=b businessId'],
    ['waits when the domain is one and the business IDs are two', ['businessId:1', 'domain:a.fi'], ['businessId:2', 'domain:a.fi'], 'a?b domain other-keys-differ'],
    ['is only proposed by name', ['name:acme'], ['name:acme', 'domain:a.fi'], 'a?b name only-name'],
  ])('%s', (_, left, right, expected) => {
    expect(find(one('a', 'psa', ...left), one('b', 'crm', ...right))).toEqual([expected]);
  });

  it('goes alone when one name has two business IDs, or nothing is shared', () => {
    expect(find(one('a', 'psa', 'businessId:1', 'name:acme'), one('b', 'crm', 'businessId:2', 'name:acme'))).toEqual(['a alone', 'b alone']);
    expect(find(one('a', 'psa', 'name:acme'), one('b', 'crm', 'name:bertta'))).toEqual(['a alone', 'b alone']);
    expect(find(one('a', 'psa'))).toEqual(['a alone']);
  });
});

describe('several candidates', () => {
  it('all wait when one record has two counterparts', () => {
    expect(find(one('a', 'psa', 'businessId:1'), one('b', 'crm', 'businessId:1'), one('c', 'crm', 'businessId:1'))).toEqual(['a?b businessId several', 'a?c businessId several']);
  });

  it('leave the surer pair joined and the other alone', () => {
    const pair = [one('a', 'psa', 'businessId:1', 'domain:a.fi'), one('b', 'crm', 'businessId:1', 'domain:a.fi')];
    expect(find(...pair, one('c', 'crm', 'domain:a.fi'))).toEqual(['a=b businessId', 'c alone']);
  });

  it('go alone when both are on one side', () => {
    expect(find(one('a', 'psa', 'businessId:1'), one('b', 'psa', 'businessId:1'))).toEqual(['a alone', 'b alone']);
  });

  it('wait when a record with two keys fits one by each', () => {
    expect(find(known('a', 'psa', 'domain:a.fi', 'domain:b.fi'), one('b', 'crm', 'domain:a.fi'), one('c', 'crm', 'domain:b.fi'))).toEqual(['a?b domain several', 'a?c domain several']);
  });

  it('are asked about once when they share two keys of a kind', () => {
    const keys = ['domain:a.fi', 'domain:b.fi'];
    expect(find(known('a', 'psa', ...keys), one('b', 'crm', ...keys))).toEqual(['a=b domain']);
    expect(find(known('a', 'psa', ...keys), one('b', 'crm', ...keys), one('c', 'crm', ...keys))).toHaveLength(2);
  });

  it('wait every one of them, however many they are, each with at least one question', () => {
    for (const [left, right] of [[3, 3], [7, 1], [1, 9], [8, 8]] as const) {
      const psa = Array.from({ length: left }, (_, index) => one(`p${index}`, 'psa', 'businessId:1'));
      const crm = Array.from({ length: right }, (_, index) => one(`c${index}`, 'crm', 'businessId:1'));
      const findings = findMatches(rules, [...psa, ...crm]);
      expect(findings.filter(({ kind }) => kind !== 'propose')).toEqual([]);
      expect(new Set(findings.flatMap((finding) => (finding.kind === 'propose' ? finding.links : []))).size).toBe(left + right);
    }
  });
});

describe('a link that is joined already', () => {
  it('takes in the fresh counterpart of its one side', () => {
    expect(findMatches(rules, [one('a', 'psa', 'businessId:1'), known('b', 'crm', 'businessId:1')])).toEqual([{ kind: 'join', into: 'b', from: 'a', by: 'businessId' }]);
  });

  it('never takes a second record of a side: a late duplicate asks a person', () => {
    const joined = known('a', 'psa+crm', 'businessId:1', 'domain:a.fi', 'name:acme');
    expect(find(joined, one('b', 'crm', 'businessId:1'))).toEqual(['a?b businessId taken']);
    expect(find(joined, one('b', 'psa', 'domain:a.fi'))).toEqual(['a?b domain taken']);
    expect(find(known('a', 'psa', 'businessId:1'), known('b', 'crm', 'businessId:1'))).toEqual([]);
  });

  it('leaves a late one alone that shares its name only, or its domain under another business ID', () => {
    const joined = known('a', 'psa+crm', 'businessId:1', 'domain:a.fi', 'name:acme');
    expect(find(joined, one('b', 'crm', 'name:acme'))).toEqual(['b alone']);
    expect(find(joined, one('b', 'crm', 'businessId:2', 'domain:a.fi'))).toEqual(['b alone']);
  });

  it('is asked about once, however many keys the late one shares', () => {
    const keys = ['domain:a.fi', 'domain:b.fi'];
    expect(find(known('a', 'psa+crm', ...keys), one('b', 'crm', ...keys))).toEqual(['a?b domain taken']);
  });

  it('makes a fresh pair with its key wait', () => {
    expect(find(known('a', 'psa+crm', 'businessId:1'), one('b', 'psa', 'businessId:1'), one('c', 'crm', 'businessId:1'))).toEqual(['b?c businessId several']);
  });
});

describe('matching', () => {
  const key = fc.constantFrom('businessId:1', 'businessId:2', 'domain:a.fi', 'domain:b.fi', 'name:acme', 'name:bertta');
  const candidates = fc
    .array(fc.record({ sides: fc.constantFrom('psa', 'crm', 'psa+crm'), keys: fc.uniqueArray(key, { maxLength: 4 }), fresh: fc.boolean() }), { maxLength: 7 })
    .map((list) => list.map(({ sides, keys, fresh }, index) => ({ ...(fresh && sides !== 'psa+crm' ? one : known)(`l${index}`, sides, ...keys) })));

  it('does not depend on the order of reading', () => {
    fc.assert(fc.property(candidates.chain((list) => fc.tuple(fc.constant(list), fc.shuffledSubarray(list, { minLength: list.length }))), ([a, b]) => {
      expect(find(...b)).toEqual(find(...a));
    }), { numRuns: 2_000 });
  });

  it('does not depend on which system is which', () => {
    // Which of too many questions are asked may differ; that and whom they concern may not.
    fc.assert(fc.property(candidates.filter((list) => list.length <= 5), (list) => {
      expect(find(...list.map((candidate) => ({ ...candidate, sides: candidate.sides.map(swap) })))).toEqual(find(...list));
    }), { numRuns: 2_000 });
  });

  it('decides about every fresh record, joins none twice and no two of one side', () => {
    fc.assert(fc.property(candidates, (list) => {
      const findings = findMatches(rules, list);
      const named = findings.flatMap((finding) => (finding.kind === 'alone' ? [finding.linkId] : finding.kind === 'join' ? [finding.into, finding.from] : finding.links));
      for (const { linkId } of list.filter(({ fresh }) => fresh)) expect(named).toContain(linkId);
      const joins = findings.flatMap((finding) => (finding.kind === 'join' ? [[finding.into, finding.from]] : []));
      expect(new Set(joins.flat()).size).toBe(joins.flat().length);
      for (const pair of joins) {
        const sides = list.filter(({ linkId }) => pair.includes(linkId)).flatMap((candidate) => candidate.sides);
        expect(new Set(sides).size).toBe(sides.length);
      }
    }), { numRuns: 2_000 });
  });
});

function many(side: 'psa' | 'crm', count: number, prefix: string): readonly Candidate[] {
  return Array.from({ length: count }, (_, index) => one(`${side}-${index}`, side, 'domain:platform.example', `name:${prefix}acme ${index}`));
}

describe('a web address that many organisations share', () => {
  it('tells nobody apart, so that the names are compared instead', () => {
    const found = find(...many('psa', 21, ''), ...many('crm', 21, ''));
    expect(found).toHaveLength(21);
    expect(found).toContain('crm-7?psa-7 name only-name');
  });

  it('costs no time beyond the number of records', () => {
    expect(find(...many('psa', 3_000, 'other '), ...many('crm', 3_000, ''))).toHaveLength(6_000);
  });
});
