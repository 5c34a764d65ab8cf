// Matching: what joins by itself, what asks a person, and what goes on alone.
import { describe, expect, it } from 'vitest';
import { findMatches } from '../../src/core/match.ts';
import type { Candidate } from '../../src/core/candidate.ts';
import type { MatchRule } from '../../src/core/match-key.ts';
import type { RemoteSide } from '../../src/core/vocabulary.ts';
import { contact } from '../../src/entities/contact.ts';
import { salesCase } from '../../src/entities/sales-case.ts';
import { tellFinding } from './support.ts';

const rules: readonly MatchRule[] = [
  { kind: 'businessId', fields: ['businessId'], certain: true },
  { kind: 'domain', fields: ['domain', 'website', 'email'], certain: true },
  { kind: 'name', fields: ['name'], certain: false },
];

const one = (linkId: string, sides: string, ...keys: readonly string[]): Candidate => ({ linkId, sides: sides.split('+') as RemoteSide[], keys, fresh: true });
const known = (linkId: string, sides: string, ...keys: readonly string[]): Candidate => ({ ...one(linkId, sides, ...keys), fresh: false });
const find = (...candidates: readonly Candidate[]): readonly string[] => findMatches(rules, candidates).map(tellFinding).toSorted();

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

const CONTACTS = contact.matching;
const CASES = salesCase.matching;
const at = (account: string, candidate: Candidate): Candidate => ({ ...candidate, scopes: { account } });
const aino = (id: string, account: string): Candidate => at(account, { ...one(id, 'psa', 'email:aino@a.fi', 'fullName:aino'), order: `psa ${id}` });
const shared = (id: string, name: string, ...more: readonly string[]): Candidate => at('x', one(id, 'psa', 'email:info@a.fi', `fullName:${name}`, ...more));
const people = (...candidates: readonly Candidate[]): readonly string[] => findMatches(CONTACTS, candidates).map(tellFinding).toSorted();
const cases = (...candidates: readonly Candidate[]): readonly string[] => findMatches(CASES, candidates).map(tellFinding).toSorted();

describe('people', () => {
  it('join by e-mail wherever they work', () => {
    expect(people(at('x', one('a', 'psa', 'email:aino@a.fi', 'fullName:aino a')), at('y', one('b', 'crm', 'email:aino@a.fi', 'email:aino@b.fi')))).toEqual(['a=b email']);
  });

  it('join by name and number at one account, and are only asked about by name', () => {
    expect(people(at('x', one('a', 'psa', 'person:aino|+3581')), at('x', one('b', 'crm', 'person:aino|+3581')))).toEqual(['a=b person']);
    expect(people(at('x', one('a', 'psa', 'fullName:aino')), at('x', one('b', 'crm', 'fullName:aino')))).toEqual(['a?b fullName only-fullName']);
  });

  it('of one name at two accounts, or at an account nobody knows, are two', () => {
    const keys = ['person:aino|+3581', 'fullName:aino'];
    expect(people(at('x', one('a', 'psa', ...keys)), at('y', one('b', 'crm', ...keys)))).toEqual(['a alone', 'b alone']);
    expect(people(one('a', 'psa', ...keys), at('x', one('b', 'crm', ...keys)), one('c', 'crm', ...keys))).toEqual(['a alone', 'b alone', 'c alone']);
  });

  it('of one name at one account with two addresses are asked about: one may have got a new address', () => {
    const psa = at('x', one('a', 'psa', 'email:aino@a.fi', 'person:aino|+3581', 'fullName:aino'));
    expect(people(psa, at('x', one('b', 'crm', 'email:aino@new.fi', 'person:aino|+3581', 'fullName:aino')))).toEqual(['a?b person other-keys-differ']);
    expect(people(psa, at('x', one('b', 'crm', 'email:aino@new.fi', 'fullName:aino')))).toEqual(['a?b fullName only-fullName']);
  });
});

describe('one person at several accounts', () => {
  it('is one link: the record at the main account of the counterpart stands for the person, the others are parts', () => {
    expect(people(aino('a', 'x'), aino('b', 'y'), aino('c', 'z'), at('y', one('d', 'crm', 'email:aino@a.fi')))).toEqual(['a part of d', 'b=d email', 'c part of d']);
  });

  it('is stood for by the first record where no counterpart says otherwise', () => {
    expect(people(aino('b', 'y'), aino('a', 'x'))).toEqual(['a alone', 'b part of a']);
    expect(people(aino('b', 'y'), aino('a', 'x'), at('z', one('d', 'crm', 'email:aino@a.fi')))).toEqual(['a=d email', 'b part of d']);
  });

  it('goes on as whoever has stood for the person before', () => {
    const pair = at('x', known('z', 'psa+crm', 'email:aino@a.fi', 'fullName:aino', 'fullName:aino b'));
    expect(people(pair, aino('a', 'y'))).toEqual(['a part of z']);
    expect(people({ ...aino('z', 'x'), fresh: false }, aino('a', 'y'), at('y', one('d', 'crm', 'email:aino@a.fi')))).toEqual(['a part of z', 'd=z email']);
  });

  it('is one person through a chain of addresses', () => {
    const two = { ...aino('b', 'y'), keys: ['email:aino@a.fi', 'email:aino@b.fi', 'fullName:aino'] };
    expect(people(aino('a', 'x'), two, { ...aino('c', 'z'), keys: ['email:aino@b.fi', 'fullName:aino'] })).toEqual(['a alone', 'b part of a', 'c part of a']);
  });
});

describe('an address that people share', () => {
  it('proves nothing: each is asked about', () => {
    expect(people(shared('a', 'aino'), shared('b', 'bertta'), one('c', 'crm', 'email:info@a.fi'))).toEqual(['a?c email shared-email', 'b?c email shared-email']);
  });

  it('keeps them waiting where there is nobody to ask about', () => {
    expect(people(shared('a', 'aino'), shared('b', 'bertta'))).toEqual(['a held shared-email', 'b held shared-email']);
    expect(people(shared('a', 'aino'), one('b', 'psa', 'email:info@a.fi'))).toEqual(['a held shared-email', 'b held shared-email']);
  });

  it('does not keep their other keys from telling', () => {
    const found = people(shared('a', 'aino', 'person:aino|+3581'), shared('b', 'bertta', 'email:bertta@a.fi'), at('x', one('c', 'crm', 'email:info@a.fi', 'person:aino|+3581')), one('d', 'crm', 'email:bertta@a.fi'));
    expect(found).toEqual(['a=c person', 'b=d email']);
  });

  it('makes a late one ask about the pair that has it', () => {
    const pair = at('x', known('z', 'psa+crm', 'email:info@a.fi', 'fullName:aino'));
    expect(people(pair, shared('b', 'bertta'))).toEqual(['b?z email shared-email']);
  });
});

describe('sales cases', () => {
  it('join by number, and by title and value within one account', () => {
    expect(cases(one('a', 'psa', 'number:5', 'title:site'), one('b', 'crm', 'number:5', 'title:shop'))).toEqual(['a=b number']);
    expect(cases(at('x', one('a', 'psa', 'deal:site|5 EUR')), at('x', one('b', 'crm', 'deal:site|5 EUR')))).toEqual(['a=b deal']);
  });

  it('of one title and another value are asked about', () => {
    expect(cases(at('x', one('a', 'psa', 'deal:site|5 EUR', 'title:site')), at('x', one('b', 'crm', 'deal:site|6 EUR', 'title:site')))).toEqual(['a?b title only-title']);
  });

  it('of two numbers are two, whatever their title', () => {
    expect(cases(at('x', one('a', 'psa', 'number:5', 'title:site')), at('x', one('b', 'crm', 'number:6', 'title:site')))).toEqual(['a alone', 'b alone']);
  });
});
