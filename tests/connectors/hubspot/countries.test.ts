import { expect, it } from 'vitest';
import { countryCode, countryName } from '../../../src/connectors/hubspot/countries.ts';

it.each([
  ['Finland', 'FI'],
  ['  suomi ', 'FI'],
  ['fi', 'FI'],
  ['Sverige', 'SE'],
  ['Viro', 'EE'],
  ['USA', 'US'],
  ['UK', 'GB'],
  ['Germany', 'DE'],
  ['Tyskland', 'DE'],
  ['Eesti', 'EE'],
  ['Deutschland', 'DE'],
])('knows %s as %s', (text, code) => {
  expect(countryCode(text)).toBe(code);
});

it('leaves a country it does not know as the text it is', () => {
  expect(countryCode(' Lintukoto ')).toBe('Lintukoto');
  expect(countryName('Lintukoto')).toBe('Lintukoto');
});

it('writes a name that reads back as the same code', () => {
  const codes = ['FI', 'SE', 'NO', 'DK', 'EE', 'LV', 'LT', 'DE', 'FR', 'GB', 'US', 'AX', 'CD', 'RS', 'TL', 'MM', 'VN', 'XK'];
  for (const code of codes) expect(countryCode(countryName(code))).toBe(code);
});
