// The keys under which tests seal and hash: the same in every run.
import { createSealer, type Sealer } from '../../src/lib/crypto.ts';
import { createKeyedHash, type KeyedHash } from '../../src/lib/keyed-hash.ts';

const KEY = Buffer.alloc(32, 1);

/** For a store on PostgreSQL. */
export const KEYS: { readonly hashes: KeyedHash; readonly sealer: Sealer } = { hashes: createKeyedHash(() => [KEY]), sealer: createSealer(() => [KEY]) };
