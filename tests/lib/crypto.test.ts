// Sealing: a text opens in its own place under its own key, and nowhere else.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createSealer, derivedRing, keyIdOf, newToken, oldestAlone, sealedUnder, tokenHash } from '../../src/lib/crypto.ts';

const sealer = createSealer(() => [Buffer.alloc(32, 7)]);
const place = { workspace: 'main', record: 'grant:crm', purpose: 'grant' };

describe('a sealed text', () => {
  it('opens again, whatever it says, and looks different each time', () => {
    fc.assert(fc.property(fc.string({ unit: 'grapheme' }), (text) => sealer.open(sealer.seal(text, place), place) === text));
    expect(sealer.seal('sama', place)).not.toBe(sealer.seal('sama', place));
    expect(sealer.seal('salainen', place)).not.toContain('salainen');
  });

  it('opens in no other workspace, record or purpose', () => {
    const sealed = sealer.seal('salainen', place);
    for (const moved of [{ workspace: 'north' }, { record: 'grant:psa' }, { purpose: 'undo' }]) {
      expect(() => sealer.open(sealed, { ...place, ...moved })).toThrow(expect.objectContaining({ code: 'secret-damaged' }));
    }
    // Two places whose parts run together to the same text.
    expect(() => sealer.open(sealer.seal('x', { ...place, workspace: 'a', record: 'bc' }), { ...place, workspace: 'ab', record: 'c' })).toThrow('changed or moved');
  });

  it('does not open once one letter of it is another', () => {
    const sealed = sealer.seal('salainen', place);
    const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.= '.split('');
    fc.assert(
      fc.property(fc.nat(sealed.length - 1), fc.constantFrom(...letters), (index, letter) => {
        fc.pre(sealed[index] !== letter);
        const changed = sealed.slice(0, index) + letter + sealed.slice(index + 1);
        expect(() => sealer.open(changed, place)).toThrow(/sealed/);
      }),
      { numRuns: 2_000 },
    );
    for (const broken of ['', 's1', 's1..', sealed.slice(0, -1), `${sealed}A`, `${sealed}.x`, sealed.replace('s1', 's2')]) {
      expect(() => sealer.open(broken, place)).toThrow(/sealed/);
    }
  });

  it('says so when the key is another one', () => {
    const other = createSealer(() => [Buffer.alloc(32, 8)]);
    expect(() => other.open(sealer.seal('x', place), place)).toThrow(expect.objectContaining({ code: 'secret-key-other', key: 'SAUMA_SECRET_KEY' }));
  });

  it('asks for the keys only when they are needed', () => {
    let asked = 0;
    const lazy = createSealer(() => {
      asked++;
      return [Buffer.alloc(32, 7)];
    });
    expect(asked).toBe(0);
    expect(lazy.open(sealer.seal('x', place), place)).toBe('x');
    expect(asked).toBeGreaterThan(0);
  });

  it('opens under every key there has been, and is sealed under the newest from the moment there is one', () => {
    const ring = [Buffer.alloc(32, 7)];
    const live = createSealer(() => ring);
    const before = live.seal('vanha', place);
    ring.push(Buffer.alloc(32, 8));
    const after = live.seal('uusi', place);
    expect([live.open(before, place), live.open(after, place)]).toEqual(['vanha', 'uusi']);
    expect(after.startsWith(sealedUnder(Buffer.alloc(32, 8)))).toBe(true);
    expect(before.startsWith(sealedUnder(Buffer.alloc(32, 7)))).toBe(true);
    expect(() => createSealer(() => [Buffer.alloc(32, 8)]).open(before, place)).toThrow(expect.objectContaining({ code: 'secret-key-other' }));
  });
});

it('keys of a purpose are made once for a ring, and differ from those of every other purpose', () => {
  const ring = [Buffer.alloc(32, 1), Buffer.alloc(32, 2)];
  const [one, other] = [derivedRing(() => ring, 'one'), derivedRing(() => ring, 'other')];
  expect(one()).toBe(one());
  expect(new Set([...one(), ...other(), ...ring].map((key) => Buffer.from(key).toString('hex'))).size).toBe(6);
  expect(oldestAlone(() => ring)()).toEqual([ring[0]]);
  expect(keyIdOf(ring[0]!)).not.toBe(keyIdOf(ring[1]!));
});

it('tokens are long, fit an address, and are known again by their hash', () => {
  const tokens = Array.from({ length: 100 }, newToken);
  expect(new Set(tokens).size).toBe(100);
  for (const token of tokens) expect(token).toMatch(/^[\w-]{43}$/);
  expect(tokenHash('a')).toBe(tokenHash('a'));
  expect(tokenHash('a')).not.toBe(tokenHash('b'));
});
