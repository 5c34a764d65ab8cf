// How a file of any length is sealed as it is written and opened as it is read, piece by piece. Invariant: no byte of a piece is given on
// before it is known to be as it was sealed, in its place; a file that was cut off, or put together of two, ends with an error.
import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';
import { keyIdOf, newestOf } from './crypto.ts';
import type { KeyRing } from './crypto.ts';
import { ConfigError } from './errors.ts';
import { byteReader } from './byte-reader.ts';

/** Stands in the file in clear, and is sealed with every piece: it cannot be changed. */
export interface SealedHeader {
  /** UTC instant. */
  readonly at: string;
  /** Of the key it was sealed with. */
  readonly keyId: string;
  /** base64url: so that no two files have the same key. */
  readonly salt: string;
}

const MAGIC = 'sauma sealed file 1 ';
const HEADER_MOST = 4_096;
const PIECE = 256 * 1_024;
const TAG_BYTES = 16;
const CIPHER = 'aes-256-gcm';

export async function* sealedFile(parts: AsyncIterable<Uint8Array>, ring: KeyRing, at: string): AsyncGenerator<Buffer> {
  const master = newestOf(ring);
  const header: SealedHeader = { at, keyId: keyIdOf(master), salt: randomBytes(16).toString('base64url') };
  const line = Buffer.from(`${MAGIC}${JSON.stringify(header)}\n`, 'utf8');
  const key = keyOf(master, header);
  let number = 0;
  const piece = (plain: Buffer, last: boolean): Buffer => {
    const cipher = createCipheriv(CIPHER, key, nonceOf(number++, last)).setAAD(line);
    const body = Buffer.concat([cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
    const length = Buffer.alloc(5);
    length.writeUInt32BE(body.length);
    length.writeUInt8(last ? 1 : 0, 4);
    return Buffer.concat([length, body]);
  };
  yield line;
  let [waiting, size] = [[] as Uint8Array[], 0];
  for await (const part of parts) {
    waiting.push(part);
    size += part.length;
    if (size < PIECE) continue;
    yield piece(Buffer.concat(waiting), false);
    [waiting, size] = [[], 0];
  }
  yield piece(Buffer.concat(waiting), true);
}

/** @throws ConfigError `sealed-file`, `sealed-file-key`, at once or while it is read */
export async function openedFile(parts: AsyncIterable<Uint8Array>, ring: KeyRing): Promise<{ readonly header: SealedHeader; readonly plain: AsyncGenerator<Buffer> }> {
  const reader = byteReader(parts);
  const line = await reader.line(HEADER_MOST);
  const header = line === null ? null : headerOf(line);
  if (line === null || header === null) throw new ConfigError('sealed-file', 'FILE', 'the file is no backup of Sauma, or its beginning is damaged. Choose another one.');
  const master = ring().find((key) => keyIdOf(key) === header.keyId);
  if (!master) throw new ConfigError('sealed-file-key', 'SAUMA_SECRET_KEY', `the file was sealed with a key (${header.keyId}) that is not here. Put the secret.key of that installation into the data directory, or give SAUMA_SECRET_KEY.`);
  return { header, plain: pieces(reader, keyOf(master, header), line) };
}

async function* pieces(reader: ReturnType<typeof byteReader>, key: Buffer, line: Buffer): AsyncGenerator<Buffer> {
  for (let number = 0; ; number += 1) {
    const length = await reader.exactly(5);
    if (length === null) throw damaged();
    const size = length.readUInt32BE();
    const last = length.readUInt8(4) === 1;
    const body = size < TAG_BYTES ? null : await reader.exactly(size);
    if (body === null) throw damaged();
    const decipher = createDecipheriv(CIPHER, key, nonceOf(number, last), { authTagLength: TAG_BYTES });
    decipher.setAAD(line).setAuthTag(body.subarray(-TAG_BYTES));
    let plain: Buffer;
    try {
      plain = Buffer.concat([decipher.update(body.subarray(0, -TAG_BYTES)), decipher.final()]);
    } catch {
      throw damaged();
    }
    yield plain;
    if (!last) continue;
    if ((await reader.exactly(1)) !== null) throw damaged();
    return;
  }
}

function headerOf(line: Buffer): SealedHeader | null {
  const text = line.toString('utf8');
  try {
    return text.startsWith(MAGIC) ? (JSON.parse(text.slice(MAGIC.length)) as SealedHeader) : null;
  } catch {
    return null;
  }
}

function keyOf(master: Uint8Array, { salt }: SealedHeader): Buffer {
  return Buffer.from(hkdfSync('sha256', master, Buffer.from(salt, 'base64url'), 'sauma s1 sealed file', 32));
}

/** Its place in the file and whether it is the end: a piece opens nowhere else. */
function nonceOf(number: number, last: boolean): Buffer {
  const nonce = Buffer.alloc(12);
  nonce.writeUIntBE(number, 0, 6);
  nonce.writeUInt8(last ? 1 : 0, 11);
  return nonce;
}

function damaged(): ConfigError {
  return new ConfigError('sealed-file', 'FILE', 'the file is damaged or was cut off. Choose another one; nothing of it was used.');
}
