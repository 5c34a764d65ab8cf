// Web addresses: what makes a difference and what does not, and which host an address or an e-mail belongs to.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hostOf, normaliseUrl } from '../../../src/core/normalise/url.ts';

const some = (...pieces: readonly string[]) => fc.array(fc.constantFrom(...pieces), { maxLength: 3 }).map((list) => list.join(''));

describe('a web address', () => {
  it.each(['acme.fi', 'ACME.fi', 'www.acme.fi', 'http://acme.fi', 'https://www.Acme.FI/', ' https://acme.fi// ', 'https://acme.fi:443', '//acme.fi', 'https://acme.fi/?', 'https://acme.fi/#'])('%s is acme.fi', (typed) => {
    expect(normaliseUrl(typed)).toBe('acme.fi');
  });

  it('differs by path, case of the path and query', () => {
    const addresses = ['acme.fi', 'acme.fi/kauppa', 'acme.fi/Kauppa', 'acme.fi/?id=1', 'acme.fi/?id=2', 'acme.fi:8080', 'kauppa.acme.fi', 'acme.com'];
    expect(new Set(addresses.map(normaliseUrl)).size).toBe(addresses.length);
  });

  it('is empty when only its scheme was typed', () => {
    expect(normaliseUrl('https://')).toBe('');
  });

  it('is its own normal form', () => {
    const address = fc.tuple(some('http://', 'HTTPS://', '//'), some('www.', 'WWW.'), fc.constantFrom('acme.fi', 'Äiti.FI', 'acme'), some(':80', ':443'), some('/', '//', 'Kauppa', '?', 'id=1', '#', ' '));
    fc.assert(fc.property(address.map((pieces) => pieces.join('')), (value) => {
      expect(normaliseUrl(normaliseUrl(value))).toBe(normaliseUrl(value));
    }), { numRuns: 2_000 });
  });
});

describe('the host', () => {
  it.each([
    ['https://www.acme.fi/yhteys?x=1', 'acme.fi'],
    ['acme.fi?x=1', 'acme.fi'],
    ['Aino.Maki@Acme.fi', 'acme.fi'],
    ['äänekoski.fi', 'äänekoski.fi'],
    ['https://media.example/@acme.fi', 'media.example'],
  ])('of %s is %s', (value, host) => {
    expect(hostOf(value)).toBe(host);
  });

  it.each(['', 'acme', 'https://', 'not an address.', 'aino@localhost', 'a b.fi', 'acme..fi'])('is none in %s', (value) => {
    expect(hostOf(value)).toBeNull();
  });
});
