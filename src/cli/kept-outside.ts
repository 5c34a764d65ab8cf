// What an installation keeps outside of its database: the keys, all that is made of them, and the suppression ledger. Invariant: a key is
// read, or made, when something first needs one; each purpose has keys of its own, which tell nothing of the others.
import type { Config } from '../config.ts';
import { createLedgerFile } from '../erasure/ledger-file.ts';
import type { LedgerFile } from '../erasure/ledger-file.ts';
import { createSigner } from '../erasure/signer.ts';
import type { Signer } from '../erasure/signer.ts';
import type { Clock } from '../lib/clock.ts';
import { createSealer, derivedRing, oldestAlone } from '../lib/crypto.ts';
import type { KeyRing, Sealer } from '../lib/crypto.ts';
import { createKeyedHash } from '../lib/keyed-hash.ts';
import type { KeyedHash } from '../lib/keyed-hash.ts';
import type { AuditSeal } from '../store/audit.ts';
import { ensureDataDirectory } from './data-directory.ts';
import { keyRingOf } from './secret-key.ts';

export interface KeptOutside {
  readonly keys: KeyRing;
  readonly sealer: Sealer;
  /** Of suppressions. */
  readonly hashes: KeyedHash;
  /** Of receipts and of the head of the audit. */
  readonly signer: Signer;
  readonly auditSeal: AuditSeal;
  readonly ledgerFile: LedgerFile;
}

/** Fit for an address. */
const ACTOR_KEY_LENGTH = 18;

export function keptOutside(config: Pick<Config, 'dataDir' | 'secretKey' | 'suppressionFile'>, clock: Clock): KeptOutside {
  const keys = keyRingOf(config);
  const signer = createSigner(derivedRing(keys, 'sign'));
  return {
    keys,
    sealer: createSealer(keys),
    hashes: createKeyedHash(derivedRing(keys, 'suppression')),
    signer,
    auditSeal: auditSealOf(keys, signer),
    ledgerFile: createLedgerFile(config.suppressionFile, { clock, prepare: ensureDataDirectory }),
  };
}

/** Actors keep their keys for ever, so those are made under the oldest key alone. */
function auditSealOf(keys: KeyRing, signer: Signer): AuditSeal {
  const actors = createKeyedHash(oldestAlone(derivedRing(keys, 'audit actor')));
  return {
    keyOf: (actor) => actors.hash(actor, '').slice(0, ACTOR_KEY_LENGTH),
    sign: (text) => signer.sign(text),
    isOurs: (text, signature, publicKey) => signer.publicKeys.includes(publicKey) && signer.verify(text, signature, publicKey),
    get publicKey() {
      return signer.publicKey;
    },
  };
}
