// A sheet of a workbook as a table. Invariant: the sheet is read once, in a thread with a ceiling; what stays is the packed rows, and
// no copy of the file anywhere.
import { Worker } from 'node:worker_threads';
import { UsageError } from '../lib/errors.ts';
import { headingOf } from './heading.ts';
import type { Cell, Table, TableRow } from './row.ts';
import type { SheetPlace } from './workbook.ts';
import { tooLarge } from './workbook-errors.ts';
import type { XlsxAsked, XlsxLine, XlsxMessage } from './xlsx-worker.ts';

/** Of the thread that reads, in MB: room for all texts that the cells of a sheet share. */
const CEILING = 512;

interface Packed {
  readonly found: SheetPlace;
  readonly batches: readonly Uint8Array[];
  readonly width: number;
}

/** @param sheet null: the first that is shown @throws UsageError for what is no workbook, damaged, too large, or has no such sheet */
export async function openXlsx(path: string, sheet: string | null): Promise<Table> {
  const { found, batches, width } = await packed({ path, sheet });
  const first = new Map<number, readonly Cell[]>(batches.slice(0, 1).flatMap(unpacked));
  const top = Math.min(...first.keys(), Number.MAX_SAFE_INTEGER);
  const { at, columns } = headingOf(first.size === 0 ? [] : Array.from({ length: 10 }, (_, line) => first.get(top + line) ?? []), width);

  async function* rows(): AsyncGenerator<TableRow> {
    for (const batch of batches) {
      for (const [number, cells] of unpacked(batch)) {
        if (number > top + at) yield { number, cells: columns.map((_column, place) => cells[place] ?? null) };
      }
    }
  }
  return { kind: 'xlsx', told: { sheet: found.sheet, sheets: found.sheets }, columns, rows };
}

function unpacked(batch: Uint8Array): readonly XlsxLine[] {
  return JSON.parse(new TextDecoder().decode(batch)) as XlsxLine[];
}

async function packed(asked: XlsxAsked): Promise<Packed> {
  const worker = new Worker(new URL('./xlsx-worker.ts', import.meta.url), { workerData: asked, execArgv: [], resourceLimits: { maxOldGenerationSizeMb: CEILING } });
  try {
    return await new Promise<Packed>((resolve, reject) => {
      const batches: Uint8Array[] = [];
      const failed = (code: string, words: string, cause?: unknown): void => reject(new UsageError(code, `${asked.path}: ${words}`, { cause }));
      worker.on('message', (message: XlsxMessage) => {
        if (message.kind === 'lines') batches.push(message.bytes);
        else if (message.kind === 'failed') failed(message.code, message.message);
        else resolve({ found: message.found, batches, width: message.width });
      });
      worker.once('error', (cause: NodeJS.ErrnoException) => {
        if (cause.code === 'ERR_WORKER_OUT_OF_MEMORY') failed('import.too-large', tooLarge().message, cause);
        else reject(cause);
      });
      worker.once('exit', () => failed('import.no-workbook', 'the workbook could not be read. Save the sheet as CSV.'));
    });
  } finally {
    await worker.terminate();
  }
}
