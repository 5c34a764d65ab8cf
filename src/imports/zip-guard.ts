// A zip file, of which nobody reads more than it says. Invariant: what it says of itself is held against the limits before anything is
// unpacked, and reading ends where an entry is longer or shorter than it said.
import type { Readable } from 'node:stream';
import { open } from 'yauzl';
import type { Entry, ZipFile } from 'yauzl';
import { UsageError } from '../lib/errors.ts';
import { damaged, tooLarge } from './workbook-errors.ts';

export interface ZipLimits {
  /** Bytes of everything in it, unpacked. */
  readonly bytes: number;
  readonly entries: number;
}

/** A workbook of 100,000 rows and 15 columns has less than half of it. */
export const WORKBOOK_LIMITS: ZipLimits = { bytes: 300 * 1024 * 1024, entries: 2000 };

export interface GuardedZip {
  /** The text of an entry, piece by piece; null: there is none of that name. @throws UsageError for one that is damaged or encrypted */
  text(name: string): AsyncIterable<string> | null;
  close(): void;
}

/** @throws UsageError for more than the limits, and for what is damaged */
export async function openZip(path: string, limits: ZipLimits): Promise<GuardedZip> {
  const zip = await opened(path);
  try {
    const entries = await listed(zip, limits);
    return {
      text: (name) => {
        const entry = entries.get(name);
        return entry === undefined ? null : textOf(zip, entry);
      },
      close: () => zip.close(),
    };
  } catch (cause) {
    zip.close();
    throw cause instanceof UsageError ? cause : damaged(cause);
  }
}

async function* textOf(zip: ZipFile, entry: Entry): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  try {
    for await (const piece of (await unpacked(zip, entry)) as AsyncIterable<Buffer>) yield decoder.decode(piece, { stream: true });
  } catch (cause) {
    throw cause instanceof UsageError ? cause : damaged(cause);
  }
  yield decoder.decode();
}

function opened(path: string): Promise<ZipFile> {
  return new Promise((resolve, reject) => {
    open(path, { lazyEntries: true, autoClose: false, validateEntrySizes: true }, (error, zip) => (error ? reject(damaged(error)) : resolve(zip)));
  });
}

async function listed(zip: ZipFile, { bytes, entries: most }: ZipLimits): Promise<ReadonlyMap<string, Entry>> {
  if (zip.entryCount > most) throw tooLarge();
  const entries = new Map<string, Entry>();
  let sum = 0;
  await new Promise<void>((resolve, reject) => {
    zip.on('entry', (entry: Entry) => {
      entries.set(entry.fileName, entry);
      sum += entry.uncompressedSize;
      if (sum > bytes) reject(tooLarge());
      else zip.readEntry();
    });
    zip.once('end', resolve).once('error', reject);
    zip.readEntry();
  });
  return entries;
}

function unpacked(zip: ZipFile, entry: Entry): Promise<Readable> {
  return new Promise((resolve, reject) => zip.openReadStream(entry, (error, stream) => (error ? reject(error) : resolve(stream))));
}
