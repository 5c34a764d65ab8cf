// Titles of sales cases for matching.
import { describe, expect, it } from 'vitest';
import { normaliseTitle } from '../../../src/core/normalise/title.ts';

describe('a title', () => {
  it.each([
    ['Verkkosivut, vaihe 2', 'verkkosivut vaihe 2'],
    ['VERKKOSIVUT (vaihe 2)', 'verkkosivut vaihe 2'],
    ['Årsavtal – 2026', 'arsavtal 2026'],
    ['Phase 1.5', 'phase 1 5'],
    ['…', ''],
  ])('%s is %s', (title, expected) => {
    expect(normaliseTitle(title)).toBe(expected);
  });

  it('keeps its numbers', () => {
    expect(normaliseTitle('Phase 1.5')).not.toBe(normaliseTitle('Phase 15'));
  });
});
