// How the text of a CSV file is written: which encoding, and what stands between two cells. Invariant: both follow from the whole
// file, or from as much of it as settles them, and never from where the program runs.
import { createReadStream } from 'node:fs';
import { isUtf8 } from 'node:buffer';
import { parse } from 'csv-parse/sync';
import { UsageError } from '../lib/errors.ts';

export type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1252';
export type Delimiter = ';' | ',' | '\t';

export interface Writing {
  readonly encoding: Encoding;
  readonly delimiter: Delimiter;
  /** A first line `sep=;` that says so to a spreadsheet. */
  readonly saysSo: boolean;
}

const DELIMITERS: readonly Delimiter[] = [';', '\t', ','];
const SAMPLE = 262_144;
const SAMPLE_LINES = 50;

/** @throws UsageError for what is no text */
export async function writingOf(path: string): Promise<Writing> {
  const { encoding, start, isWhole } = await scan(path);
  const text = new TextDecoder(encoding).decode(start);
  const said = /^sep=([;,\t])\r?\n/u.exec(text)?.[1] as Delimiter | undefined;
  if (said !== undefined) return { encoding, delimiter: said, saysSo: true };
  return { encoding, delimiter: delimiterOf(isWhole ? text : text.slice(0, text.lastIndexOf('\n') + 1)), saysSo: false };
}

/** The text of the file, piece by piece. */
export async function* textOf(path: string, encoding: Encoding): AsyncGenerator<string> {
  const decoder = new TextDecoder(encoding);
  for await (const chunk of createReadStream(path)) yield decoder.decode(chunk as Buffer, { stream: true });
  yield decoder.decode();
}

/** Reads the file to its end: one letter of the last line may be what tells one encoding from the other. */
async function scan(path: string): Promise<{ readonly encoding: Encoding; readonly start: Buffer; readonly isWhole: boolean }> {
  let start: Buffer = Buffer.alloc(0);
  let marked: Encoding | null = null;
  let rest: Buffer = Buffer.alloc(0);
  let isUnicode = true;
  let isFirst = true;
  let isWhole = true;
  for await (const chunk of createReadStream(path) as AsyncIterable<Buffer>) {
    if (isFirst) marked = markOf(chunk);
    isFirst = false;
    if (start.length + chunk.length > SAMPLE) isWhole = false;
    if (start.length < SAMPLE) start = Buffer.concat([start, chunk]);
    if (marked !== null) continue;
    if (chunk.includes(0)) throw new UsageError('import.no-table', `${path} is neither a workbook (.xlsx) nor text. Save the table as .xlsx or as CSV.`);
    if (!isUnicode) continue;
    const piece = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    const end = wholeLetters(piece);
    isUnicode = isUtf8(piece.subarray(0, end));
    rest = piece.subarray(end);
  }
  return { encoding: marked ?? (isUnicode && rest.length === 0 ? 'utf-8' : 'windows-1252'), start, isWhole };
}

function markOf(chunk: Buffer): Encoding | null {
  if (chunk[0] === 0xff && chunk[1] === 0xfe) return 'utf-16le';
  if (chunk[0] === 0xfe && chunk[1] === 0xff) return 'utf-16be';
  return chunk[0] === 0xef && chunk[1] === 0xbb && chunk[2] === 0xbf ? 'utf-8' : null;
}

/** Up to where no letter of several bytes is cut in two. */
function wholeLetters(piece: Buffer): number {
  for (let back = 1; back <= Math.min(3, piece.length); back++) {
    const byte = piece[piece.length - back] ?? 0;
    if (byte < 0x80) return piece.length;
    if (byte >= 0xc0) {
      const length = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2;
      return length > back ? piece.length - back : piece.length;
    }
  }
  return piece.length;
}

/** By which most lines have as many cells as the first, and then by which there are most. */
function delimiterOf(text: string): Delimiter {
  const ranked = DELIMITERS.map((delimiter) => ({ delimiter, ...shape(text, delimiter) }));
  ranked.sort((a, b) => b.alike - a.alike || b.columns - a.columns);
  return ranked[0]?.delimiter ?? ';';
}

function shape(text: string, delimiter: Delimiter): { readonly alike: number; readonly columns: number } {
  // A quotation mark that is not closed in the sample leaves the first line to tell.
  for (const part of [text, text.slice(0, text.indexOf('\n') + 1)]) {
    try {
      const lines = parse(part, { delimiter, bom: true, relax_quotes: true, relax_column_count: true, skip_empty_lines: true, to: SAMPLE_LINES });
      const columns = Math.max(1, ...lines.slice(0, 1).map(({ length }) => length));
      return columns === 1 ? { alike: 0, columns } : { alike: lines.filter(({ length }) => length === columns).length, columns };
    } catch {
      continue;
    }
  }
  return { alike: 0, columns: 0 };
}
