import { buffer, text } from 'node:stream/consumers';
import readExcelFile from 'read-excel-file/node';
import { describe, expect, it } from 'vitest';
import { csvFile } from '../../src/lib/csv-file.ts';
import type { Cell, Sheet } from '../../src/lib/sheet.ts';
import { xlsxFile } from '../../src/lib/xlsx-file.ts';

const columns: Sheet['columns'] = [
  { label: 'Customer', kind: 'text' },
  { label: 'Amount', kind: 'decimal' },
  { label: 'Due', kind: 'date' },
  { label: 'Seen', kind: 'instant' },
  { label: 'Paid', kind: 'bool' },
];

async function* of(...rows: readonly (readonly Cell[])[]): AsyncGenerator<readonly Cell[]> {
  yield* rows;
}

async function* breaking(): AsyncGenerator<readonly Cell[]> {
  yield ordinary;
  throw new Error('the database is gone');
}

async function read(table: Sheet): Promise<readonly (readonly unknown[])[]> {
  const [first] = await readExcelFile(await buffer(xlsxFile(table)));
  return (first as unknown as { data: readonly (readonly unknown[])[] }).data;
}

const ordinary: readonly Cell[] = ['Säätö & Pojat <Oy>', '-1234.50', '2026-02-28', '2026-11-20T10:30:00.000Z', true];
const empty: readonly Cell[] = [null, null, null, null, null];
const sheet = (...rows: readonly (readonly Cell[])[]): Sheet => ({ name: 'Billing: [2026]', columns, rows: of(...rows) });
const FORMULAS = ['=1+1', '+358 40 1', '-2', '@SUM(A1)', '\t=1', ' =1', '＝1', '\r=1', '=cmd|" /C calc"!A0', '%0A=1', '|calc'];

describe('a table as CSV', () => {
  it('is what a Finnish spreadsheet opens: a byte order mark, semicolons and a decimal comma', async () => {
    const file = await buffer(csvFile(sheet(ordinary, empty), 'fi'));
    expect(file.toString('utf8')).toBe('\uFEFFCustomer;Amount;Due;Seen;Paid\r\nSäätö & Pojat <Oy>;-1234,50;2026-02-28;2026-11-20 10:30:00;1\r\n;;;;\r\n');
  });

  it('has commas and a decimal point in English', async () => {
    expect(await text(csvFile(sheet(['A, "B"', '0.10', null, null, false]), 'en'))).toContain('"A, ""B""",0.10,,,0\r\n');
  });

  it.each(FORMULAS)('marks %j as text', async (formula) => {
    const file = await text(csvFile(sheet([formula, '-1', null, null, null]), 'en'));
    expect(file.split('\r\n').slice(1).join('\r\n')).toMatch(/^"?'/u);
    expect(file).toContain(',-1,');
  });

  it('ends with the error of its rows', async () => {
    await expect(text(csvFile({ name: 'x', columns, rows: breaking() }, 'en'))).rejects.toThrow('the database is gone');
  });
});

describe('a table as a workbook', () => {
  it('shows text, numbers, days and instants as what they are', async () => {
    const rows = await read(sheet(ordinary, empty));
    expect(rows[0]).toEqual(['Customer', 'Amount', 'Due', 'Seen', 'Paid']);
    expect(rows[1]).toEqual(['Säätö & Pojat <Oy>', -1234.5, new Date('2026-02-28'), new Date('2026-11-20T10:30:00Z'), true]);
  });

  it.each(FORMULAS)('keeps %j as text that is not calculated', async (formula) => {
    const file = await buffer(xlsxFile(sheet([formula, null, null, null, null])));
    expect(file.includes('<f>')).toBe(false);
    const rows = await read(sheet([`x${formula}`, null, null, null, null]));
    expect(rows[1]?.[0]).toBe(`x${formula}`);
  });

  it('leaves out what XML cannot hold and cuts what a cell cannot', async () => {
    const rows = await read(sheet(['a\u0000b\u001fc\ud800', null, null, null, null], ['y'.repeat(40_000), null, null, null, null]));
    expect(rows[1]?.[0]).toBe('abc\ufffd');
    expect(String(rows[2]?.[0])).toHaveLength(32_767);
  });

  it('goes on in a second sheet where the first is full', async () => {
    const long = sheet(...Array.from({ length: 5 }, (_, row): Cell[] => [`row ${row}`, null, null, null, null]));
    const sheets = await readExcelFile(await buffer(xlsxFile(long, 4)));
    expect(sheets[0]).toMatchObject({ data: [['Customer'], ['row 0'], ['row 1'], ['row 2']].map(([first]) => expect.arrayContaining([first])) });
    expect(sheets[1]).toMatchObject({ data: [['Customer'], ['row 3'], ['row 4']].map(([first]) => expect.arrayContaining([first])) });
  });

  it('ends with the error of its rows', async () => {
    await expect(buffer(xlsxFile({ name: 'x', columns, rows: breaking() }))).rejects.toThrow('the database is gone');
  });
});
