// Match keys: what a record offers to be recognised by, and what identifies nobody.
import { describe, expect, it } from 'vitest';
import { keysOf } from '../../src/core/match-key.ts';
import { account } from '../../src/entities/account.ts';
import { activity } from '../../src/entities/activity.ts';
import { contact } from '../../src/entities/contact.ts';
import { salesCase } from '../../src/entities/sales-case.ts';
import type { Fields, Value } from '../../src/core/vocabulary.ts';

const freeMail = new Set(['gmail.com']);
const set = (...keys: readonly string[]): Value => keys.map((key) => ({ key }));
const accountKeys = (fields: Fields): readonly string[] => keysOf(account.matching, fields, freeMail);
const contactKeys = (fields: Fields): readonly string[] => keysOf(contact.matching, fields, freeMail);
const activityKeys = (fields: Fields): readonly string[] => keysOf(activity.matching, fields, freeMail);
const caseKeys = (fields: Fields): readonly string[] => keysOf(salesCase.matching, fields, freeMail);

describe('the keys of an account', () => {
  it('are its business ID, its host and its name, each in normal form', () => {
    const fields = { businessId: 'FI07375462', domain: null, website: 'https://www.Acme.fi/', email: 'info@acme.fi', name: 'Acme Oy' };
    expect(accountKeys(fields)).toEqual(['businessId:0737546-2', 'domain:acme.fi', 'name:acme']);
  });

  it('leave out what identifies nobody', () => {
    expect(accountKeys({ businessId: '0737546-3', domain: 'not known', email: 'aino@gmail.com', name: '  ', number: 5 })).toEqual([]);
    expect(accountKeys({ businessId: 7_375_462, name: 5 })).toEqual([]);
  });

  it('take the host of the first field that has one of its own', () => {
    expect(accountKeys({ domain: 'gmail.com', website: '', email: 'info@acme.fi' })).toEqual(['domain:acme.fi']);
  });
});

describe('the keys of a contact', () => {
  it('are every address, the name with every number, and the name', () => {
    expect(contactKeys({ firstName: 'Anna-Liisa', lastName: 'Mäki', emails: set('Anna.Maki@Acme.fi ', 'am@gmail.com'), phones: set('040 123 4567', '+358401234567', '+46 8 123 456 78') })).toEqual([
      'email:anna.maki@acme.fi',
      'email:am@gmail.com',
      'person:anna liisa maki|+358401234567',
      'person:anna liisa maki|+46812345678',
      'fullName:anna liisa maki',
    ]);
  });

  it('leave out half a name, a number nobody can read and what is no address', () => {
    expect(contactKeys({ firstName: null, lastName: 'Mäki', emails: set('unknown', ' '), phones: set('040 123 4567') })).toEqual([]);
    expect(contactKeys({ firstName: 'Anna', lastName: '-', emails: null })).toEqual([]);
    expect(contactKeys({ firstName: 'Anna', lastName: 'Mäki', phones: set('ask the switchboard') })).toEqual(['fullName:anna maki']);
  });
});

describe('the keys of a sales case', () => {
  it('are its number, its title with its value, and its title', () => {
    const keys = ['number:1042', 'deal:verkkosivut vaihe 2|12000 EUR', 'title:verkkosivut vaihe 2'];
    expect(caseKeys({ number: 1_042, name: 'Verkkosivut, vaihe 2', value: { amount: '12000.00', currency: 'EUR' } })).toEqual(keys);
    expect(caseKeys({ number: ' 1042', name: 'VERKKOSIVUT (vaihe 2)', value: { amount: '12000', currency: 'EUR' } })).toEqual(keys);
  });

  it('leave out a value of nothing and a title without words', () => {
    for (const value of [null, { amount: '0.00', currency: 'EUR' }, { amount: 'open', currency: 'EUR' }]) expect(caseKeys({ name: 'Shop', value, number: null })).toEqual(['title:shop']);
    expect(caseKeys({ name: '—', value: { amount: '5', currency: 'EUR' }, number: '' })).toEqual([]);
  });

  it('stay short enough for an index, however long the title, and tell long titles apart', () => {
    const [a, b] = ['a', 'b'].map((end) => caseKeys({ name: `${'very long '.repeat(500)}${end}` })[0] ?? '');
    expect(a).not.toBe(b);
    expect(Math.max(a?.length ?? 0, b?.length ?? 0)).toBeLessThan(210);
  });
});

describe('the keys of an activity', () => {
  it('are its kind with its subject and the minute it starts', () => {
    expect(activityKeys({ kind: 'meeting', subject: 'Tarjouksen läpikäynti!', startsAt: '2026-11-23T07:00:31.000Z' })).toEqual(['event:meeting|tarjouksen lapikaynti|2026-11-23T07:00']);
  });

  it('need all three', () => {
    const whole: Fields = { kind: 'task', subject: 'Soita', startsAt: '2026-11-23T07:00:00.000Z' };
    for (const field of Object.keys(whole)) expect(activityKeys({ ...whole, [field]: null })).toEqual([]);
    expect(activityKeys({ ...whole, subject: ' — ' })).toEqual([]);
  });
});
