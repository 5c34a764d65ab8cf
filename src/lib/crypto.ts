// Home of sealing: how a secret is kept where others may read. AES-256-GCM under a key derived for its purpose. Invariant: a
// sealed text opens only under the key it was sealed with, for the same workspace, record and purpose; moved to another row or
// changed in one bit it opens nowhere.
import { createCipheriv, createDecipheriv, createHash, hkdfSync, randomBytes } from 'node:crypto';
import { ConfigError } from './errors.ts';

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

/** @param master gives the 32 bytes; asked once, when first needed */
export function createSealer(master: () => Uint8Array): Sealer {
  let known: Uint8Array | null = null;
  const derive = (info: string): Buffer => Buffer.from(hkdfSync('sha256', (known ??= master()), '', `sauma ${VERSION} ${info}`, 32));
  const keyId = (): string => derive('key id').toString('base64url').slice(0, 8);
  const keyFor = ({ purpose }: Place): Buffer => derive(`seal ${purpose}`);
  return {
    seal: (plain, place) => {
      const nonce = randomBytes(NONCE_BYTES);
      const cipher = createCipheriv('aes-256-gcm', keyFor(place), nonce).setAAD(aadOf(place));
      const body = Buffer.concat([nonce, cipher.update(plain, 'utf8'), cipher.final(), cipher.getAuthTag()]);
      return `${VERSION}.${keyId()}.${body.toString('base64url')}`;
    },
    open: (sealed, place) => {
      const [version, key, body, ...more] = sealed.split('.');
      if (version === VERSION && key !== undefined && key !== keyId()) throw otherKey();
      const bytes = Buffer.from(body ?? '', 'base64url');
      // Decoding passes over what is no base64: only the one spelling we write is taken.
      if (version !== VERSION || more.length > 0 || bytes.length < NONCE_BYTES + TAG_BYTES || bytes.toString('base64url') !== body) throw damaged();
      const decipher = createDecipheriv('aes-256-gcm', keyFor(place), bytes.subarray(0, NONCE_BYTES), { authTagLength: TAG_BYTES });
      decipher.setAAD(aadOf(place)).setAuthTag(bytes.subarray(-TAG_BYTES));
      try {
        return Buffer.concat([decipher.update(bytes.subarray(NONCE_BYTES, -TAG_BYTES)), decipher.final()]).toString('utf8');
      } catch {
        throw damaged();
      }
    },
  };
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
