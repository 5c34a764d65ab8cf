import { format, inspect } from 'node:util';
import { expect, it } from 'vitest';
import { Secret } from '../../src/lib/secret.ts';

it('a secret is given on request and shown in no other way', () => {
  const secret = new Secret('hunter2');
  expect(secret.reveal()).toBe('hunter2');
  const shown = [String(secret), JSON.stringify({ secret }), inspect({ secret }, { showHidden: true }), format('%s %o %j', secret, secret, secret)];
  for (const text of shown) {
    expect(text).toContain('[secret]');
    expect(text).not.toContain('hunter2');
  }
  expect(Object.keys(secret)).toEqual([]);
  expect(Object.getOwnPropertyNames(secret)).toEqual([]);
});
