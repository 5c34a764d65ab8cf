import { describe, expect, it } from 'vitest';
import { closest } from '../../src/lib/suggest.ts';

describe('the closest word', () => {
  it.each([
    ['nmae', ['number', 'name', 'notes'], 'name'],
    ['Phone', ['email', 'phone'], 'phone'],
    ['acount', ['account'], 'account'],
    ['onconflicts', ['onFirst', 'onConflict'], 'onConflict'],
    ['psa', ['crm', 'psa'], 'psa'],
  ])('to %s is found', (word, candidates, expected) => {
    expect(closest(word, candidates)).toBe(expected);
  });

  it('is none when nothing is near', () => {
    expect(closest('turnover', ['name', 'email'])).toBeNull();
    expect(closest('x', [])).toBeNull();
  });

  it('counts two swapped letters as one mistake', () => {
    expect(closest('abdc', ['abxy', 'abcd'])).toBe('abcd');
  });
});
