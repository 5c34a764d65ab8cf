// Hashes that only the holder of the keys can make: what is kept of somebody who must be forgotten and never come back. Keys nest:
// a hash under two keys is the second one's hash of the first one's, so that after a rotation kept hashes are carried on without
// knowing what they were made of. Invariant: without every key no guess can be tried against a kept hash.
import { createHmac } from 'node:crypto';
import type { KeyRing } from './crypto.ts';
import { ConfigError } from './errors.ts';

export interface KeyedHash {
  /** How many keys there are; the number before the dot of every hash. */
  readonly depth: number;
  /** `<depth>.<base64url>`; the same text in another workspace has another hash. */
  hash(text: string, workspace: string): string;
  /** The same under the first key, the first two ... all of them: what a kept hash may be, before and while a rotation carries it on. */
  versions(text: string, workspace: string): readonly string[];
  /** A hash made under fewer keys, brought up to all of them. ConfigError `secret-key-other` for one made under more. */
  deepened(hash: string): string;
}

/** @param keys a ring of a purpose of its own (`derivedRing`) */
export function createKeyedHash(keys: KeyRing): KeyedHash {
  const versions = (text: string, workspace: string): readonly string[] => {
    let done = JSON.stringify([workspace, text]);
    return keys().map((key, index) => {
      done = step(key, done);
      return `${index + 1}.${done}`;
    });
  };
  return {
    get depth() {
      return keys().length;
    },
    versions,
    hash: (text, workspace) => versions(text, workspace).at(-1) as string,
    deepened: (hash) => {
      const all = keys();
      const [depth, body] = hash.split('.');
      const from = Number(depth);
      if (!body || !Number.isInteger(from) || from < 1 || from > all.length) throw otherKey();
      return `${all.length}.${all.slice(from).reduce((done, key) => step(key, done), body)}`;
    },
  };
}

function step(key: Uint8Array, text: string): string {
  return createHmac('sha256', key).update(text, 'utf8').digest('base64url');
}

function otherKey(): ConfigError {
  return new ConfigError('secret-key-other', 'SAUMA_SECRET_KEY', 'people were forgotten under a key that is not here, and could come back unnoticed. Give SAUMA_SECRET_KEY (or secret.key in the data directory) every key there has been, the newest last.');
}
