// Reads one sheet of a workbook in a thread of its own, row by row, so that its memory has a ceiling and goes when it is done.
// Invariant: what comes out is counted, whatever went in.
import { parentPort, workerData } from 'node:worker_threads';
import { isExpected } from '../lib/errors.ts';
import { isBlank } from './row.ts';
import type { Cell } from './row.ts';
import { readSheetRows } from './sheet-rows.ts';
import { readWorkbook } from './workbook.ts';
import type { SheetPlace } from './workbook.ts';
import { damaged, tooLarge } from './workbook-errors.ts';
import { openZip, WORKBOOK_LIMITS } from './zip-guard.ts';

export interface XlsxAsked {
  readonly path: string;
  readonly sheet: string | null;
}

/** One line of the sheet: its number from 1, and its cells up to the last that is filled. */
export type XlsxLine = readonly [number: number, cells: readonly Cell[]];

/** `lines`: a JSON array of them in UTF-8. The last message is `end`, or `failed` with a code and words of a usage error. */
export type XlsxMessage =
  | { readonly kind: 'lines'; readonly bytes: Uint8Array<ArrayBuffer> }
  | { readonly kind: 'end'; readonly found: SheetPlace; readonly width: number }
  | { readonly kind: 'failed'; readonly code: string; readonly message: string };

const LINES = 200;
const NO_WORKBOOK = { kind: 'failed', code: 'import.no-workbook', message: 'this is no workbook (.xlsx). Open it in your spreadsheet and save it as .xlsx or as CSV.' } as const;

const tell = (message: XlsxMessage, transfer: ArrayBuffer[] = []): void => parentPort?.postMessage(message, transfer);

async function read({ path, sheet }: XlsxAsked): Promise<void> {
  const zip = await openZip(path, WORKBOOK_LIMITS);
  try {
    const workbook = await readWorkbook(zip, sheet);
    if (workbook === null) return tell(NO_WORKBOOK);
    const rows = zip.text(workbook.path);
    if (rows === null) throw damaged('the sheet is missing');
    const encoder = new TextEncoder();
    let batch: XlsxLine[] = [];
    let sent = 0;
    let width = 0;
    const send = (): void => {
      const bytes = encoder.encode(JSON.stringify(batch));
      sent += bytes.length;
      // One long text may be in a million cells and count once in the file.
      if (sent > WORKBOOK_LIMITS.bytes) throw tooLarge();
      tell({ kind: 'lines', bytes }, [bytes.buffer]);
      batch = [];
    };
    await readSheetRows(rows, workbook, (number, cells) => {
      if (cells.every(isBlank)) return;
      width = Math.max(width, cells.length);
      batch.push([number, cells]);
      if (batch.length >= LINES) send();
    });
    send();
    tell({ kind: 'end', found: { sheet: workbook.sheet, sheets: workbook.sheets }, width });
  } finally {
    zip.close();
  }
}

if (parentPort !== null) {
  try {
    await read(workerData as XlsxAsked);
  } catch (error) {
    const known = isExpected(error) ? error : error instanceof RangeError ? tooLarge() : damaged(error);
    tell({ kind: 'failed', code: known.code, message: known.message });
  }
}
