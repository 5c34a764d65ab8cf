// Bytes that arrive in pieces of any size, read in pieces of a wanted size. Invariant: no more than one wanted piece and one that arrived
// are held at a time.
export interface ByteReader {
  /** Null when nothing more comes; also when it ends before there are so many. */
  exactly(count: number): Promise<Buffer | null>;
  /** Up to and with the next line break; null when there is none within `most` bytes. */
  line(most: number): Promise<Buffer | null>;
}

export function byteReader(parts: AsyncIterable<Uint8Array>): ByteReader {
  const source = parts[Symbol.asyncIterator]();
  let held: Buffer[] = [];
  let size = 0;
  const more = async (): Promise<boolean> => {
    const { done, value } = await source.next();
    if (done === true) return false;
    held.push(Buffer.from(value.buffer, value.byteOffset, value.byteLength));
    size += value.byteLength;
    return true;
  };
  const take = (count: number): Buffer => {
    const all = held.length === 1 ? (held[0] as Buffer) : Buffer.concat(held);
    held = count < all.length ? [all.subarray(count)] : [];
    size = all.length - count;
    return all.subarray(0, count);
  };
  return {
    exactly: async (count) => {
      for (;;) {
        if (size >= count) return take(count);
        if (!(await more())) return null;
      }
    },
    line: async (most) => {
      for (;;) {
        const at = Buffer.concat(held).indexOf(10);
        if (at >= 0) return at < most ? take(at + 1) : null;
        if (size >= most || !(await more())) return null;
      }
    },
  };
}
