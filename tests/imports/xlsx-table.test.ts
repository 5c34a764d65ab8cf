import { buffer } from 'node:stream/consumers';
import { describe, expect, it } from 'vitest';
import { openTable } from '../../src/imports/table.ts';
import { xlsxFile } from '../../src/lib/xlsx-file.ts';
import { allRows, fileOf, textCells, workbookOf, zipOf } from './files.ts';

const HEADING = textCells(1, ['Nimi', 'Y-tunnus', 'Alkaen']);
const workbook = async (rows: string, shared: readonly string[] = []): Promise<string> => fileOf(await workbookOf([{ name: 'Asiakkaat', rows }], shared), 'customers.xlsx');

/** Says in the list of entries and before its bytes that the entry has `size` bytes when unpacked. */
function forged(zip: Buffer, name: string, size: number): Buffer {
  const copy = Buffer.from(zip);
  for (let at = copy.indexOf(name); at !== -1; at = copy.indexOf(name, at + 1)) {
    if (copy.readUInt32LE(at - 30) === 0x04034b50) copy.writeUInt32LE(size, at - 8);
    else if (copy.readUInt32LE(at - 46) === 0x02014b50) copy.writeUInt32LE(size, at - 22);
  }
  return copy;
}

describe('a workbook as a table', () => {
  it('is read as text, numbers, days and flags, with the lines a person sees', async () => {
    const rows = `${HEADING}<row r="2"><c r="A2" t="s"><v>0</v></c><c r="B2"><v>1234.5</v></c><c r="C2" s="1"><v>46054</v></c></row><row r="4"><c r="A4" t="b"><v>1</v></c><c r="B4" t="str"><f>1+1</f><v>kaksi</v></c><c r="C4" s="2"><v>46054.75</v></c></row>`;
    const table = await openTable(await workbook(rows, ['Säätö & Pojat']));
    expect(table).toMatchObject({ kind: 'xlsx', told: { sheet: 'Asiakkaat', sheets: ['Asiakkaat'] }, columns: ['Nimi', 'Y-tunnus', 'Alkaen'] });
    expect(await allRows(table)).toEqual([
      { number: 2, cells: ['Säätö & Pojat', 1234.5, { day: '2026-02-01' }] },
      { number: 4, cells: [true, 'kaksi', { day: '2026-02-01' }] },
    ]);
    expect(await allRows(table)).toHaveLength(2);
  });

  it('calculates no formula, and takes its errors and what was never calculated for nothing', async () => {
    const rows = `${HEADING}<row r="2"><c r="A2" t="inlineStr"><is><t>A</t></is></c><c r="B2" t="e"><f>1/0</f><v>#DIV/0!</v></c><c r="C2" t="str"><f>"x"</f></c></row>`;
    expect(await allRows(await openTable(await workbook(rows)))).toEqual([{ number: 2, cells: ['A', null, null] }]);
  });

  it('takes the first sheet that is shown, or the one that is named', async () => {
    const sheets = [
      { name: 'Salainen', rows: textCells(1, ['Apu', 'Lista']), state: 'hidden' as const },
      { name: 'Asiakkaat & muut', rows: `${textCells(1, ['Nimi', 'Kaupunki'])}${textCells(2, ['A', 'Turku'])}` },
      { name: 'Yhteyshenkilöt', rows: `${textCells(1, ['Etunimi', 'Sukunimi'])}${textCells(2, ['Aino', 'Esimerkki'])}` },
    ];
    const path = fileOf(await workbookOf(sheets), 'several.xlsx');
    expect((await openTable(path)).told).toEqual({ sheet: 'Asiakkaat & muut', sheets: ['Asiakkaat & muut', 'Yhteyshenkilöt'] });
    expect((await openTable(path, { sheet: 'yhteyshenkilöt' })).columns).toEqual(['Etunimi', 'Sukunimi']);
    await expect(openTable(path, { sheet: 'Yhteyshenkilot' })).rejects.toMatchObject({ name: 'UsageError', message: expect.stringContaining('did you mean "Yhteyshenkilöt"?') });
  });

  it('names a column without a heading by its place, and finds the headings below a title', async () => {
    const rows = `${textCells(2, ['Asiakkaat 2026'])}${textCells(4, ['Nimi', '', 'Kaupunki'])}${textCells(5, ['A', 'huom', 'Turku', 'katso'])}`;
    const table = await openTable(await workbook(rows));
    expect(table.columns).toEqual(['Nimi', 'column 2', 'Kaupunki', 'column 4']);
    expect(await allRows(table)).toEqual([{ number: 5, cells: ['A', 'huom', 'Turku', 'katso'] }]);
  });

  it('reads what this product itself exports', async () => {
    const columns = [{ label: 'Nimi', kind: 'text' as const }, { label: 'Alkaen', kind: 'date' as const }, { label: 'Summa', kind: 'decimal' as const }];
    const rows = (async function* () {
      yield ['Säätö Oy', '2026-02-28', '12.50'];
    })();
    const table = await openTable(fileOf(await buffer(xlsxFile({ name: 'Asiakkaat', columns, rows })), 'own.xlsx'));
    expect(await allRows(table)).toEqual([{ number: 2, cells: ['Säätö Oy', { day: '2026-02-28' }, 12.5] }]);
  });

  it('refuses what is no workbook, damaged, or without a sheet, and says what to do', async () => {
    const whole = await workbookOf([{ name: 'A', rows: `${HEADING}${Array.from({ length: 30 }, (_, at) => textCells(at + 2, ['A', 'B'])).join('')}` }]);
    const entry = 'xl/worksheets/sheet1.xml';
    const broken = Buffer.from(whole);
    broken.fill(0xff, whole.indexOf(entry) + entry.length, whole.indexOf(entry) + entry.length + 20);
    for (const [content, words] of [[await zipOf({ 'letter.txt': 'hello' }), 'no workbook'], [whole.subarray(0, -40), 'damaged'], [broken, 'damaged'], [await workbookOf([]), 'no sheet'], [await workbookOf([{ name: 'A', rows: '' }]), 'nothing in the first lines']] as const) {
      await expect(openTable(fileOf(content, 'unfit.xlsx'))).rejects.toMatchObject({ name: 'UsageError', message: expect.stringContaining(words) });
    }
  });
});

describe('a workbook that is made to fill the memory', () => {
  it('is refused by what it says of itself, before anything is unpacked', async () => {
    const bomb = await zipOf({ 'xl/workbook.xml': '<workbook><sheets><sheet name="A"/></sheets></workbook>', 'xl/worksheets/sheet1.xml': Buffer.alloc(1024, 32) });
    await expect(openTable(fileOf(forged(bomb, 'xl/worksheets/sheet1.xml', 4_000_000_000), 'bomb.xlsx'))).rejects.toMatchObject({ name: 'UsageError', code: 'import.too-large' });
  });

  it('is refused when it is larger than it says', async () => {
    const zip = await zipOf({ 'xl/workbook.xml': '<workbook><sheets><sheet name="A"/></sheets></workbook>', 'xl/worksheets/sheet1.xml': Buffer.alloc(8 * 1024 * 1024, 32) });
    await expect(openTable(fileOf(forged(zip, 'xl/worksheets/sheet1.xml', 1000), 'forged.xlsx'))).rejects.toMatchObject({ name: 'UsageError', code: 'import.damaged' });
  });

  it('is refused for too many entries', async () => {
    const parts = Object.fromEntries(Array.from({ length: 2001 }, (_, at) => [`xl/part${at}.xml`, '<a/>']));
    await expect(openTable(fileOf(await zipOf(parts), 'many.xlsx'))).rejects.toMatchObject({ code: 'import.too-large' });
  });

  it('is refused when one long text stands in so many cells that it would fill the memory', async () => {
    const rows = `${textCells(1, ['Nimi', 'Y'])}${Array.from({ length: 12_000 }, (_, at) => `<row r="${at + 2}"><c r="A${at + 2}" t="s"><v>0</v></c></row>`).join('')}`;
    await expect(openTable(await workbook(rows, ['x'.repeat(32_000)]))).rejects.toMatchObject({ name: 'UsageError', code: 'import.too-large' });
  });

  it('costs nothing for lines that are not there, and is refused for columns that no sheet has', async () => {
    const table = await openTable(await workbook(`${HEADING}${textCells(2_000_000_000, ['A'])}`));
    expect(await allRows(table)).toEqual([{ number: 2_000_000_000, cells: ['A', null, null] }]);
    for (const place of ['ZZZZZ2', 'ZZZ2', '2']) await expect(openTable(await workbook(`${HEADING}<row r="2"><c r="${place}"><v>1</v></c></row>`))).rejects.toMatchObject({ code: 'import.damaged' });
  });
});
