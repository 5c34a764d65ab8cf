// Signatures that anybody can check offline: of receipts and of the head of the audit chain. Ed25519; every master key of the installation
// gives one pair. Invariant: the newest pair signs, and what an older one has signed can still be checked after a rotation.
import { createPrivateKey, createPublicKey, sign, verify, type KeyObject } from 'node:crypto';
import type { KeyRing } from '../lib/crypto.ts';

export interface Signer {
  /** base64url. */
  sign(text: string): string;
  /** @param publicKey as `publicKey` tells it; false also for a key or a signature that is none */
  verify(text: string, signature: string, publicKey: string): boolean;
  /** base64url of the raw 32 bytes. */
  readonly publicKey: string;
  /** Of all keys there have been, the oldest first: whose signatures are ours. */
  readonly publicKeys: readonly string[];
}

interface Pair {
  readonly secret: KeyObject;
  readonly publicKey: string;
}

/** What stands before the 32 bytes of a private key in its standard form (RFC 8410). */
const PRIVATE_PREFIX = Buffer.from('302e020100300506032b657004220420', 'hex');

/** @param seeds a ring of a purpose of its own (`derivedRing`) */
export function createSigner(seeds: KeyRing): Signer {
  let known: { readonly of: readonly Uint8Array[]; readonly pairs: readonly Pair[] } | null = null;
  const pairs = (): readonly Pair[] => {
    const of = seeds();
    if (known?.of !== of) known = { of, pairs: of.map(pairOf) };
    return known.pairs;
  };
  const newest = (): Pair => pairs().at(-1) as Pair;
  return {
    sign: (text) => sign(null, Buffer.from(text, 'utf8'), newest().secret).toString('base64url'),
    verify: verified,
    get publicKey() {
      return newest().publicKey;
    },
    get publicKeys() {
      return pairs().map(({ publicKey }) => publicKey);
    },
  };
}

function pairOf(seed: Uint8Array): Pair {
  const secret = createPrivateKey({ key: Buffer.concat([PRIVATE_PREFIX, seed]), format: 'der', type: 'pkcs8' });
  return { secret, publicKey: createPublicKey(secret).export({ format: 'jwk' }).x as string };
}

function verified(text: string, signature: string, publicKey: string): boolean {
  try {
    const key = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x: publicKey }, format: 'jwk' });
    return verify(null, Buffer.from(text, 'utf8'), key, Buffer.from(signature, 'base64url'));
  } catch {
    return false;
  }
}
