// Company names for matching: noise that never tells two companies apart.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { normaliseCompanyName } from '../../../src/core/normalise/name.ts';

describe('a company name', () => {
  it.each([
    [['Acme Oy', 'ACME OYJ', 'Acme', 'Oy Acme Ab', 'acme o.y.', 'Acme, Oy', 'Acme Ltd.', ' Acme  GmbH ', 'Acme AB (publ)'], 'acme'],
    [['Mäki & Järvi Oy', 'Maki ja Jarvi', 'MÄKI JA JÄRVI OY', 'Mäki och Järvi Ab', 'Maki and Jarvi', 'Mäki&Järvi'], 'maki ja jarvi'],
    [['Møller A/S', 'MOLLER a/s'], 'moller a s'],
    [['Straße', 'STRASSE'], 'strasse'],
    [["Aino's Kahvila", 'Aino’s kahvila Tmi', 'Tmi Ainos Kahvila'], 'ainos kahvila'],
    [['Rakennus-Bertta Oy', 'Rakennus Bertta'], 'rakennus bertta'],
  ])('%j are all one', (names, normal) => {
    expect(names.map(normaliseCompanyName)).toEqual(names.map(() => normal));
  });

  it('keeps a legal form that is the whole name or stands inside it', () => {
    expect(normaliseCompanyName('Oy')).toBe('oy');
    expect(normaliseCompanyName('Suomen Oy Palvelu')).toBe('suomen oy palvelu');
  });

  it.each(['', '  ', '&', '-', '...'])('is nothing or nearly so for %j', (value) => {
    expect(['', 'ja']).toContain(normaliseCompanyName(value));
  });

  it('is its own normal form, without case or accents', () => {
    fc.assert(fc.property(fc.string({ unit: 'grapheme' }), (value) => {
      const normal = normaliseCompanyName(value);
      expect(normaliseCompanyName(normal)).toBe(normal);
      expect(normaliseCompanyName(value.normalize('NFD'))).toBe(normal);
    }), { numRuns: 2_000 });
  });
});
