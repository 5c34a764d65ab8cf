// The rows of one sheet as they come. Invariant: a cell is what the sheet says it is (text, number, flag, day), no formula is
// calculated, and no row is kept here.
import type { Cell } from './row.ts';
import { textOfItem, unmarked } from './workbook.ts';
import type { Workbook } from './workbook.ts';
import { damaged } from './workbook-errors.ts';
import { readXml } from './xml-stream.ts';

const DAY_MS = 86_400_000;
const FIRST_DAY = Date.UTC(1899, 11, 30);
/** Spreadsheets know a 29 February 1900. */
const NEVER_WAS = 60;
const DAYS_TO_1904 = 1462;
const LAST_COLUMN = 16_384;

/** @param tell each row that has a cell: its number from 1 @throws UsageError for what is no sheet, or whose rows are not in order */
export async function readSheetRows(pieces: AsyncIterable<string>, workbook: Pick<Workbook, 'texts' | 'dates' | 'is1904'>, tell: (number: number, cells: readonly Cell[]) => void): Promise<void> {
  const inline = textOfItem();
  let number = 0;
  let cells: Cell[] | null = null;
  let cell: { type: string; format: number; value: string; column: number } | null = null;
  let column = 0;
  let isValue = false;
  await readXml(pieces, {
    open: (name, attribute) => {
      inline.open(name);
      if (name === 'row') {
        const said = Number(attribute('r') ?? number + 1);
        if (!(said > number)) throw damaged('rows are not in their order');
        [number, cells, column] = [said, [], 0];
      } else if (name === 'c' && cells !== null) {
        const at = columnOf(attribute('r')) ?? column + 1;
        if (!(at > column) || at > LAST_COLUMN) throw damaged('cells are not in their order');
        column = at;
        cell = { type: attribute('t') ?? 'n', format: Number(attribute('s') ?? 0), value: '', column: at };
      } else if (name === 'v') isValue = true;
    },
    text: (piece) => {
      if (isValue && cell !== null) cell.value += piece;
      else if (cell?.type === 'inlineStr') inline.text(piece);
    },
    close: (name) => {
      inline.close(name);
      if (name === 'v') isValue = false;
      else if (name === 'c' && cell !== null && cells !== null) {
        const text = inline.take();
        const value = cell.type === 'inlineStr' ? trimmed(text) : valueOf(cell, workbook);
        if (value !== null) cells.push(...Array.from({ length: cell.column - 1 - cells.length }, () => null), value);
        cell = null;
      } else if (name === 'row' && cells !== null) {
        if (cells.length > 0) tell(number, cells);
        cells = null;
      }
    },
  });
}

/** `AB12` is 28. */
function columnOf(reference: string | null): number | null {
  const letters = /^[A-Z]{1,3}(?=\d)/u.exec(reference ?? '')?.[0];
  if (reference !== null && letters === undefined) throw damaged('a cell is nowhere');
  return letters === undefined ? null : [...letters.matchAll(/./gu)].reduce((sum, [letter]) => sum * 26 + letter.charCodeAt(0) - 64, 0);
}

function valueOf({ type, format, value }: { readonly type: string; readonly format: number; readonly value: string }, { texts, dates, is1904 }: Pick<Workbook, 'texts' | 'dates' | 'is1904'>): Cell {
  if (value === '') return null;
  switch (type) {
    case 's':
      return trimmed(texts[Number(value)] ?? '');
    case 'str':
      return trimmed(unmarked(value));
    case 'b':
      return value === '1' || value === 'true';
    case 'd':
      return /^\d{4}-\d{2}-\d{2}/u.test(value) ? { day: value.slice(0, 10) } : trimmed(value);
    case 'n': {
      const number = Number(value);
      if (Number.isNaN(number)) throw damaged('a number is none');
      return dates[format] === true ? dayOf(number + (is1904 && number >= 1 ? DAYS_TO_1904 : 0)) : number;
    }
    default:
      // What could not be calculated.
      return null;
  }
}

/** A time of day without a day is text, and what is no day of a calendar stays the number that it is. */
function dayOf(serial: number): Cell {
  const minutes = Math.round((serial - Math.floor(serial)) * 1440) % 1440;
  if (serial >= 0 && serial < 1) return `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;
  if (serial < 1 || serial >= 2_958_466) return serial;
  const days = Math.floor(serial) + (serial < NEVER_WAS ? 1 : 0);
  return { day: new Date(FIRST_DAY + days * DAY_MS).toISOString().slice(0, 10) };
}

function trimmed(text: string): string | null {
  const bare = text.trim();
  return bare === '' ? null : bare;
}
