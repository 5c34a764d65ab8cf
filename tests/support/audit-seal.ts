// A seal of the audit under fixed keys; what makes the real one is in cli/kept-outside.ts.
import { createSigner } from '../../src/erasure/signer.ts';
import { createKeyedHash } from '../../src/lib/keyed-hash.ts';
import type { AuditSeal } from '../../src/store/audit.ts';

const KEYS = [Buffer.alloc(32, 5)];
const signer = createSigner(() => KEYS);
const actors = createKeyedHash(() => KEYS);

export const auditSeal: AuditSeal = {
  keyOf: (actor) => actors.hash(actor, '').slice(0, 18),
  sign: (text) => signer.sign(text),
  isOurs: (text, signature, publicKey) => signer.publicKeys.includes(publicKey) && signer.verify(text, signature, publicKey),
  publicKey: signer.publicKey,
};
