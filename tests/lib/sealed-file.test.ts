// A sealed file: any bytes, in pieces of any size, come out as they went in; or an error does.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { byteReader } from '../../src/lib/byte-reader.ts';
import { openedFile, sealedFile } from '../../src/lib/sealed-file.ts';

const [KEY, OTHER] = [Buffer.alloc(32, 1), Buffer.alloc(32, 2)];
const ring = (): readonly Uint8Array[] => [KEY];
const AT = '2026-03-01T08:00:00.000Z';

async function* pieces(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield await Promise.resolve(bytes.subarray(at, at + size));
}
async function whole(parts: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const all: Uint8Array[] = [];
  for await (const part of parts) all.push(part);
  return Buffer.concat(all);
}
const seal = (bytes: Uint8Array, size = 1_000): Promise<Buffer> => whole(sealedFile(pieces(bytes, size), ring, AT));
const open = async (file: Uint8Array, size = 1_000, keys = ring): Promise<Buffer> => whole((await openedFile(pieces(file, size), keys)).plain);

describe('a sealed file', () => {
  it('opens to the bytes that went in, however they are cut up', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 5_000 }), fc.integer({ min: 1, max: 999 }), fc.integer({ min: 1, max: 999 }), async (bytes, inward, outward) => Buffer.compare(await open(await seal(bytes, inward), outward), bytes) === 0),
      { numRuns: 100 },
    );
    const large = Buffer.alloc(1_500_000, 'abc');
    expect(Buffer.compare(await open(await seal(large, 64_000), 70_001), large)).toBe(0);
  });

  it('tells its time and key in clear, and nothing else', async () => {
    const file = await seal(Buffer.from('salainen'.repeat(100)));
    expect((await openedFile(pieces(file, 100), ring)).header).toMatchObject({ at: AT });
    expect(file.includes('salainen')).toBe(false);
    expect(Buffer.compare(file, await seal(Buffer.from('salainen'.repeat(100))))).not.toBe(0);
  });

  it('does not open with any bit changed, cut at any place, or with anything behind it', async () => {
    const file = await seal(Buffer.alloc(600_000, 7), 1_000);
    await fc.assert(
      fc.asyncProperty(fc.nat(file.length - 1), fc.integer({ min: 0, max: 7 }), async (at, bit) => {
        const changed = Buffer.from(file);
        changed.writeUInt8(changed.readUInt8(at) ^ (1 << bit), at);
        await expect(open(changed, 60_000)).rejects.toThrow(expect.objectContaining({ name: 'ConfigError' }));
        await expect(open(file.subarray(0, at), 60_000)).rejects.toThrow(expect.objectContaining({ name: 'ConfigError' }));
      }),
      { numRuns: 60 },
    );
    await expect(open(Buffer.concat([file, Buffer.from('x')]))).rejects.toThrow('damaged');
  });

  it('does not open with pieces left out or in another order', async () => {
    const file = await seal(Buffer.concat([Buffer.alloc(262_144, 1), Buffer.alloc(262_144, 2), Buffer.alloc(10, 3)]), 262_144);
    const start = file.indexOf(10) + 1;
    const piece = 5 + 262_144 + 16;
    const [head, one, two, last] = [file.subarray(0, start), file.subarray(start, start + piece), file.subarray(start + piece, start + 2 * piece), file.subarray(start + 2 * piece)];
    expect(await open(Buffer.concat([head, one, two, last]))).toHaveLength(2 * 262_144 + 10);
    for (const parts of [[head, two, one, last], [head, one, last], [head, one, two], [head, one, one, two, last]]) await expect(open(Buffer.concat(parts))).rejects.toThrow('damaged');
  });

  it('opens with any key of the ring, and says which is wanted when none is it', async () => {
    const file = await seal(Buffer.from('x'));
    expect(String(await open(file, 10, () => [OTHER, KEY]))).toBe('x');
    await expect(open(file, 10, () => [OTHER])).rejects.toThrow(expect.objectContaining({ code: 'sealed-file-key' }));
  });
});

it('bytes are read in the wanted sizes, and null comes at their end', async () => {
  const reader = byteReader(pieces(Buffer.from('one\ntwo three'), 2));
  expect(String(await reader.line(10))).toBe('one\n');
  expect(String(await reader.exactly(5))).toBe('two t');
  expect(await reader.line(2)).toBeNull();
  expect(await reader.exactly(10)).toBeNull();
});
