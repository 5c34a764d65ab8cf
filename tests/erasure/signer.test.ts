// Signatures of receipts and of the audit's head: anybody can check them with the public key alone.
import { expect, it } from 'vitest';
import { createSigner } from '../../src/erasure/signer.ts';

const [old, young] = [Buffer.alloc(32, 1), Buffer.alloc(32, 2)];

it('a signature holds for its text and its key, and for nothing else', () => {
  const signer = createSigner(() => [old]);
  const signature = signer.sign('kuitti');
  expect(signer.verify('kuitti', signature, signer.publicKey)).toBe(true);
  expect(signer.verify('kuitti.', signature, signer.publicKey)).toBe(false);
  expect(signer.verify('kuitti', signature, createSigner(() => [young]).publicKey)).toBe(false);
  for (const broken of ['', 'x', signature.slice(1), `${signature}AAAA`]) expect(signer.verify('kuitti', broken, signer.publicKey)).toBe(false);
  expect(signer.verify('kuitti', signature, 'no key')).toBe(false);
});

it('the same seed gives the same pair, of 32 bytes', () => {
  expect(createSigner(() => [old]).publicKey).toBe(createSigner(() => [old]).publicKey);
  expect(Buffer.from(createSigner(() => [old]).publicKey, 'base64url')).toHaveLength(32);
});

it('after a rotation the newest key signs, and what the older one has signed is still ours', () => {
  let ring = [old];
  const signer = createSigner(() => ring);
  const before = { key: signer.publicKey, signature: signer.sign('x') };
  ring = [old, young];
  expect(signer.publicKey).not.toBe(before.key);
  expect(signer.publicKeys).toEqual([before.key, signer.publicKey]);
  expect(signer.verify('x', before.signature, before.key)).toBe(true);
});
