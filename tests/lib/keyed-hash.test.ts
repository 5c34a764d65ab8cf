// What is kept of somebody who must stay forgotten: of use only to whoever has every key.
import { createHmac, hash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { ConfigError } from '../../src/lib/errors.ts';
import { createKeyedHash } from '../../src/lib/keyed-hash.ts';

const key = (byte: number): Uint8Array => new Uint8Array(32).fill(byte);
const under = (...bytes: number[]) => createKeyedHash(() => bytes.map(key));

const mail = (index: number): string => `email:guess${index}@acme.example`;

describe('a keyed hash', () => {
  it('is the same for the same text in one workspace, and another in every other', () => {
    expect(under(1).hash('email:aino@acme.example', 'main')).toBe(under(1).hash('email:aino@acme.example', 'main'));
    const all = [['a', 'main'], ['b', 'main'], ['a', 'other'], ['a","main', ''], ['', 'a","main']] as const;
    expect(new Set(all.map(([text, workspace]) => under(1).hash(text, workspace))).size).toBe(all.length);
  });

  it('is carried on to a new key without its text', () => {
    const old = under(1).hash('email:aino@acme.example', 'main');
    expect(under(1, 2).deepened(old)).toBe(under(1, 2).hash('email:aino@acme.example', 'main'));
    expect(under(1, 2, 3).deepened(under(1, 2).deepened(old))).toBe(under(1, 2, 3).hash('email:aino@acme.example', 'main'));
    expect(under(1, 2, 3).deepened(old)).toBe(under(1, 2, 3).hash('email:aino@acme.example', 'main'));
  });

  it('says how many keys it was made under, and is looked up under all of them', () => {
    const text = ['email:aino@acme.example', 'main'] as const;
    expect(under(1, 2).hash(...text)).toMatch(/^2\.[\w-]{43}$/u);
    expect(under(1, 2, 3).versions(...text)).toEqual([under(1).hash(...text), under(1, 2).hash(...text), under(1, 2, 3).hash(...text)]);
  });

  it.each(['3.abc', '0.abc', 'abc', '1.', 'x.abc', ''])('that these keys cannot have made is refused: %j', (hash) => {
    expect(() => under(1, 2).deepened(hash)).toThrow(ConfigError);
  });

  it('confirms none of a million guesses to whoever has the database and no key', { timeout: 120_000 }, () => {
    // Every hundredth guess is right, and cannot be told from the others.
    const kept = new Set(Array.from({ length: 10_000 }, (_, index) => under(7).hash(mail(index * 100), 'main').slice(2)));
    let confirmed = 0;
    const empty = key(0);
    for (let index = 0; index < 1_000_000; index += 1) {
      const text = JSON.stringify(['main', mail(index)]);
      const tried = index % 500 === 0 ? createHmac('sha256', empty).update(text, 'utf8').digest('base64url') : hash('sha256', text, 'base64url');
      if (kept.has(tried)) confirmed += 1;
    }
    expect(confirmed).toBe(0);
    expect(kept.has(under(7).hash(mail(4200), 'main').slice(2))).toBe(true);
  });
});
