// The keys by which a forgotten person is told again: every way to write them makes the same keys, and others make none of them.
import { describe, expect, it } from 'vitest';
import { NOBODY, offeredKeys, personKeys, phoneKeys } from '../../src/core/subject.ts';
import type { Subject } from '../../src/core/subject.ts';

const AINO: Subject = {
  ...NOBODY,
  names: [{ first: 'Aino', last: 'Mäki-Lahti' }],
  emails: ['Aino@Acme.example'],
  phones: ['040 123 4567'],
  refs: [{ side: 'psa', kind: 'contact', id: 'g-1' }],
};
const keys = new Set([...personKeys(AINO), ...phoneKeys(AINO)]);
const meets = (shown: Partial<Subject>): boolean => offeredKeys({ ...NOBODY, ...shown }).some((key) => keys.has(key));

describe('a forgotten person is told again', () => {
  it.each<[string, Partial<Subject>]>([
    ['by an address in other letters and with a tag', { emails: ['AINO+x@acme.example'] }],
    ['by an id', { refs: [{ side: 'psa', kind: 'contact', id: 'g-1' }] }],
    ['by name and number, however both are written', { names: [{ first: 'AINO', last: 'Maki Lahti' }], phones: ['+358 (0)40 1234567'] }],
    ['by a number alone, of a record without a name', { phones: ['+358401234567'] }],
    ['by a number, of a record whose name is blank', { names: [{ first: ' ', last: '' }], phones: ['0401234567'] }],
  ])('%s', (_, shown) => {
    expect(meets(shown)).toBe(true);
  });

  it.each<[string, Partial<Subject>]>([
    ['a colleague with the same number', { names: [{ first: 'Matti', last: 'Korhonen' }], phones: ['040 123 4567'] }],
    ['somebody of the same name with another number', { names: [{ first: 'Aino', last: 'Mäki-Lahti' }], phones: ['040 765 4321'] }],
    ['somebody of the same name alone', { names: [{ first: 'Aino', last: 'Mäki-Lahti' }] }],
    ['the same id of the other system', { refs: [{ side: 'crm', kind: 'contact', id: 'g-1' }] }],
    ['the same id of one of the staff', { refs: [{ side: 'psa', kind: 'user', id: 'g-1' }] }],
    ['an address without a mailbox', { emails: ['acme.example'] }],
    ['nothing at all', {}],
  ])('but not by %s', (_, shown) => {
    expect(meets(shown)).toBe(false);
  });

  it('has every key once, and none of a name without a number', () => {
    const twice = personKeys({ ...AINO, emails: ['aino@acme.example', 'AINO@acme.example'], phones: ['0401234567', '+358401234567'] });
    expect(twice).toEqual([...new Set(twice)]);
    expect(personKeys({ ...NOBODY, names: AINO.names })).toEqual([]);
  });
});
