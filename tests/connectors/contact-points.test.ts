import { expect, it } from 'vitest';
import { emailKey, isMobileNumber, phoneKey, readablePhone } from '../../src/connectors/contact-points.ts';

it.each([[' Aino@Koivu.example ', 'aino@koivu.example'], ['  ', null], [null, null], [undefined, null]])('keys the address %j as %j', (text, key) => {
  expect(emailKey(text)).toBe(key);
});

it.each([
  ['040 123 4567', '+358401234567'], ['+358 (0)40 1234567', '+358401234567'], ['+46 70 123 45 67', '+46701234567'], ['09 123456 ext 5', '+3589123456;ext=5'], ['+3589123456;ext=5', '+3589123456;ext=5'],
  ['040 123 4567 / 050 765 4321', '040 123 4567 / 050 765 4321'], [' vaihde 123 ', 'vaihde 123'], ['+358 40 123 4567 tai +358 50 1112222', '+358 40 123 4567 tai +358 50 1112222'], ['', null], [null, null],
])('keys the number %j as %j', (text, key) => {
  expect(phoneKey(text)).toBe(key);
  expect(phoneKey(key)).toBe(key);
  expect(phoneKey(readablePhone(key ?? ''))).toBe(key);
});

it('knows a mobile number from others', () => {
  expect(['+358401234567', '+46701234567', '+35891234567', '+3589123456;ext=5', 'vaihde 123'].map(isMobileNumber)).toEqual([true, true, false, false, false]);
});
