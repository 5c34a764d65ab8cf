import { appendFileSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openTable } from '../../src/imports/table.ts';
import { allRows, fileOf, folder } from './files.ts';

const LINES = 'Nimi;Y-tunnus;Kaupunki\r\nMetsäjärven Sähkö Oy;1234567-1;Jyväskylä\r\nÅlandsbygg Ab;;Mariehamn\r\n';
const utf16 = (text: string, swap: boolean): Buffer => {
  const bytes = Buffer.from(`\uFEFF${text}`, 'utf16le');
  return swap ? bytes.swap16() : bytes;
};

describe('a CSV file as a table', () => {
  it.each([
    ['UTF-8', Buffer.from(LINES), 'utf-8'],
    ['UTF-8 with a mark', Buffer.from(`\uFEFF${LINES}`), 'utf-8'],
    ['Windows-1252', Buffer.from(LINES, 'latin1'), 'windows-1252'],
    ['UTF-16, little end first', utf16(LINES, false), 'utf-16le'],
    ['UTF-16, big end first', utf16(LINES, true), 'utf-16be'],
  ])('is read in %s, and says so', async (_name, bytes, encoding) => {
    const table = await openTable(fileOf(bytes));
    expect(table.told).toEqual({ encoding, delimiter: ';' });
    expect(table.columns).toEqual(['Nimi', 'Y-tunnus', 'Kaupunki']);
    expect(await allRows(table)).toEqual([
      { number: 2, cells: ['Metsäjärven Sähkö Oy', '1234567-1', 'Jyväskylä'] },
      { number: 3, cells: ['Ålandsbygg Ab', null, 'Mariehamn'] },
    ]);
  });

  it('tells Windows-1252 by a letter in its last line, a long way down', async () => {
    const long = `Nimi;Kaupunki\n${'Oy Ab;Turku\n'.repeat(6_000)}`;
    const table = await openTable(fileOf(Buffer.concat([Buffer.from(long), Buffer.from('Järvi;Hämeenlinna 5 €\n'.replace('€', '\u0080'), 'latin1')])));
    expect((await allRows(table)).at(-1)?.cells).toEqual(['Järvi', 'Hämeenlinna 5 €']);
  });

  it('is UTF-8 also where a letter of several bytes is cut between two pieces that are read', async () => {
    const table = await openTable(fileOf(`Nimi;Kaupunki\n${'ä'.repeat(40_000)};€${'ö'.repeat(90_000)}\n`));
    expect(table.told).toEqual({ encoding: 'utf-8', delimiter: ';' });
    expect((await allRows(table))[0]?.cells[1]).toBe(`€${'ö'.repeat(90_000)}`);
  });

  it.each([
    [';', 'Nimi;Liikevaihto;Osoite (katu, numero, rappu)\nA;1,5;Katu 1, B\nB;2,5;Tie 2\n'],
    [',', 'Name,Revenue,City\n"A, Ltd",1.5,Espoo\nB;C,2,Turku\n'],
    ['\t', 'Name\tRevenue\nA;B;C\t1,5\nD\t2,5\n'],
    [';', 'sep=;\nNimi;Kaupunki\nA;B\n'],
    [';', 'Nimi\nA\nB\n'],
  ])('finds that %j stands between the cells', async (delimiter, text) => {
    const table = await openTable(fileOf(text));
    expect(table.told).toMatchObject({ delimiter });
    expect((await allRows(table)).every((row) => row.excess === undefined)).toBe(true);
  });

  it('keeps line breaks, separators and quotation marks of quoted cells, and counts records', async () => {
    const table = await openTable(fileOf('Nimi;Huom\n"Oy ""A"" Ab";"yksi\nkaksi; kolme"\nRavintola "Kulma";x\n'));
    expect(await allRows(table)).toEqual([
      { number: 2, cells: ['Oy "A" Ab', 'yksi\nkaksi; kolme'] },
      { number: 3, cells: ['Ravintola "Kulma"', 'x'] },
    ]);
  });

  it('passes over empty rows, and what stands above the headings, without losing count', async () => {
    const table = await openTable(fileOf('Asiakkaat 2026\n\nNimi;Kaupunki;;\nA;Turku;;\n;;;\n-; ;;\nB;Espoo;;\n'));
    expect(table.columns).toEqual(['Nimi', 'Kaupunki']);
    expect((await allRows(table)).map(({ number }) => number)).toEqual([4, 7]);
  });

  it('says of a row with more cells than headings that its values may have slid', async () => {
    const table = await openTable(fileOf('Nimi,Kaupunki\nA,Turku\nB, Oy,Espoo\n'));
    expect((await allRows(table)).map(({ excess }) => excess)).toEqual([undefined, true]);
  });

  it('can be read twice, and refuses to go on with a file that has been changed', async () => {
    const path = fileOf(LINES);
    const table = await openTable(path);
    expect(await allRows(table)).toEqual(await allRows(table));
    appendFileSync(path, 'Lisätty Oy;;\r\n');
    await expect(allRows(table)).rejects.toThrow('has been changed meanwhile');
    rmSync(path);
    await expect(allRows(table)).rejects.toThrow('has been changed meanwhile');
  });

  it.each([
    ['is empty', '', 'is empty'],
    ['has no heading', '\n;;\n;;\n', 'nothing in the first lines'],
    ['has one heading twice', 'Nimi;Kaupunki;nimi\nA;B;C\n', 'two columns are called "Nimi"'],
    ['is no text', Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 0, 0, 13]), 'neither a workbook (.xlsx) nor text'],
    ['is a workbook of an old kind', Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1]), 'Save it as .xlsx'],
  ])('refuses a file that %s and says what to do', async (_what, content, words) => {
    await expect(openTable(fileOf(content))).rejects.toMatchObject({ name: 'UsageError', message: expect.stringContaining(words) });
  });

  it('refuses a quotation mark that nobody closes, without quoting the file', async () => {
    const short = fileOf(`Nimi;Huom\nA;"alkaa\n${'Virtanen;x\n'.repeat(5)}`);
    await expect(openTable(short)).rejects.toMatchObject({ name: 'UsageError', message: expect.not.stringContaining('Virtanen') });
    const endless = await openTable(fileOf(`Nimi;Huom\n${'A;B\n'.repeat(20)}C;"alkaa\n${'Virtanen;x\n'.repeat(150_000)}`));
    await expect(allRows(endless)).rejects.toMatchObject({ name: 'UsageError', message: expect.stringContaining('never closed') });
  });

  it('refuses what is not there, a folder, and a sheet of a text file', async () => {
    await expect(openTable(join(folder(), 'absent.csv'))).rejects.toThrow('there is no file');
    const inside = join(folder(), 'customers.csv');
    mkdirSync(inside);
    await expect(openTable(inside)).rejects.toThrow('is a folder');
    await expect(openTable('/dev/null')).rejects.toThrow('Save the table as a file');
    await expect(openTable(fileOf(LINES), { sheet: 'Asiakkaat' })).rejects.toThrow('Leave out --sheet');
  });
});
