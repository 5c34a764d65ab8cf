// Personal names for matching.
import { describe, expect, it } from 'vitest';
import { normalisePersonName } from '../../../src/core/normalise/person-name.ts';

describe('a personal name', () => {
  it.each([
    ['Anna-Liisa', 'Mäki', 'anna liisa maki'],
    [' ANNA  liisa ', 'maki', 'anna liisa maki'],
    ['Seán', "O'Brien", 'sean obrien'],
    ['Søren', 'Weiß', 'soren weiss'],
    ['Иван', 'Петров', 'иван петров'],
  ])('%s %s is %s', (first, last, expected) => {
    expect(normalisePersonName(first, last)).toBe(expected);
  });

  it('keeps people apart whose names only sound alike', () => {
    expect(normalisePersonName('Aino', 'Virtanen')).not.toBe(normalisePersonName('Aino', 'Virta'));
  });

  it('is none with a half missing', () => {
    for (const [first, last] of [['', 'Mäki'], ['Anna', ' '], ['-', 'Mäki'], ['Anna', '.']] as const) expect(normalisePersonName(first, last)).toBeNull();
  });
});
