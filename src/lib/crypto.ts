// Home of sealing: how a secret is kept where others may read, and of the keys that everything else is derived from. AES-256-GCM under a
// key derived for its purpose. Invariant: a sealed text opens only under the key it was sealed with, for the same workspace, record and
// purpose; moved to another row or changed in one bit it opens nowhere.
import { createCipheriv, createDecipheriv, createHash, hkdfSync, randomBytes } from 'node:crypto';
import { ConfigError } from './errors.ts';

/** Keys of 32 bytes, the oldest first and never none. Asked anew each time: a rotation reaches a running process. The same array for the same keys. */
export type KeyRing = () => readonly Uint8Array[];

/** Where a sealed text belongs; it opens nowhere else. */
export interface Place {
  readonly workspace: string;
  readonly record: string;
  readonly purpose: string;
}

export interface Sealer {
  seal(plain: string, place: Place): string;
  /** @throws ConfigError `secret-key-other` for a text of another key, `secret-damaged` for one that was changed or moved */
  open(sealed: string, place: Place): string;
}

/** Of the whole format: derivation, cipher and layout. It opens the text, so that a later one can stand beside it. */
const VERSION = 's1';
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** Seals with the newest key and opens with any. */
export function createSealer(ring: KeyRing): Sealer {
  return {
    seal: (plain, place) => {
      const nonce = randomBytes(NONCE_BYTES);
      const key = newestOf(ring);
      const cipher = createCipheriv('aes-256-gcm', sealingKey(key, place), nonce).setAAD(aadOf(place));
      const body = Buffer.concat([nonce, cipher.update(plain, 'utf8'), cipher.final(), cipher.getAuthTag()]);
      return `${sealedUnder(key)}${body.toString('base64url')}`;
    },
    open: (sealed, place) => {
      const [version, keyId, body, ...more] = sealed.split('.');
      const key = ring().find((each) => keyIdOf(each) === keyId);
      if (version === VERSION && keyId !== undefined && key === undefined) throw otherKey();
      const bytes = Buffer.from(body ?? '', 'base64url');
      // Decoding passes over what is no base64: only the one spelling we write is taken.
      if (key === undefined || version !== VERSION || more.length > 0 || bytes.length < NONCE_BYTES + TAG_BYTES || bytes.toString('base64url') !== body) throw damaged();
      const decipher = createDecipheriv('aes-256-gcm', sealingKey(key, place), bytes.subarray(0, NONCE_BYTES), { authTagLength: TAG_BYTES });
      decipher.setAAD(aadOf(place)).setAuthTag(bytes.subarray(-TAG_BYTES));
      try {
        return Buffer.concat([decipher.update(bytes.subarray(NONCE_BYTES, -TAG_BYTES)), decipher.final()]).toString('utf8');
      } catch {
        throw damaged();
      }
    },
  };
}

/** What every text begins with that this key has sealed. */
export function sealedUnder(key: Uint8Array): string {
  return `${VERSION}.${keyIdOf(key)}.`;
}

/** Names a key and tells nothing of it. */
export function keyIdOf(key: Uint8Array): string {
  return derive(key, 'key id').toString('base64url').slice(0, 8);
}

/** A ring of keys for one purpose, each made of the one in its place. */
export function derivedRing(ring: KeyRing, purpose: string): KeyRing {
  let known: { readonly of: readonly Uint8Array[]; readonly keys: readonly Uint8Array[] } | null = null;
  return () => {
    const of = ring();
    if (known?.of !== of) known = { of, keys: of.map((key) => derive(key, purpose)) };
    return known.keys;
  };
}

/** The first key there was, and no other: for what must stay the same whatever is added. */
export function oldestAlone(ring: KeyRing): KeyRing {
  return () => ring().slice(0, 1);
}

export function newestOf(ring: KeyRing): Uint8Array {
  return ring().at(-1) as Uint8Array;
}

function sealingKey(master: Uint8Array, { purpose }: Place): Buffer {
  return derive(master, `seal ${purpose}`);
}

function derive(master: Uint8Array, info: string): Buffer {
  return Buffer.from(hkdfSync('sha256', master, '', `sauma ${VERSION} ${info}`, 32));
}

/** 256 random bits, fit for an address. */
export function newToken(): string {
  return randomBytes(32).toString('base64url');
}

/** What is kept of a token: whoever reads it cannot use it. */
export function tokenHash(token: string): string {
  return createHash('sha256').update(token).digest('base64url');
}

function aadOf({ workspace, record, purpose }: Place): Buffer {
  return Buffer.from(JSON.stringify([workspace, record, purpose]), 'utf8');
}

function otherKey(): ConfigError {
  return new ConfigError('secret-key-other', 'SAUMA_SECRET_KEY', 'a secret in the database was sealed with another key. Give SAUMA_SECRET_KEY (or secret.key in the data directory) the key it was sealed with, or connect again.');
}

function damaged(): ConfigError {
  return new ConfigError('secret-damaged', 'SAUMA_SECRET_KEY', 'a secret in the database was changed or moved since it was sealed. Restore the database from a backup, or connect again.');
}
