import { existsSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openRefusedFile } from '../../src/imports/refused-file.ts';
import { openTable } from '../../src/imports/table.ts';
import { allRows, fileOf, folder } from './files.ts';

const COLUMNS = ['Nimi', 'Puhelin', 'Liikevaihto', 'Alkaen'];
const CELLS = ['Säätö; "Pojat" Oy', '+358 40 123 4567', 1234.5, { day: '2026-02-01' }] as const;

describe('the file of refused rows', () => {
  it('is not there when nothing was refused', async () => {
    const path = join(folder(), 'refused.csv');
    expect(await (await openRefusedFile(path, COLUMNS, { source: fileOf('a'), force: false })).close()).toBeNull();
    expect(existsSync(path)).toBe(false);
  });

  it('can be corrected and imported: its columns, which row it was and why, for its owner only', async () => {
    const path = join(folder(), 'refused.csv');
    const file = await openRefusedFile(path, COLUMNS, { source: fileOf('a'), force: false });
    await file.add({ number: 7, cells: CELLS }, 'Nimi: is missing', true);
    expect(await file.close()).toEqual({ path, rows: 1 });
    expect(readFileSync(path, 'utf8')).toBe('\uFEFFNimi;Puhelin;Liikevaihto;Alkaen;row;why\r\n"Säätö; ""Pojat"" Oy";\'+358 40 123 4567;1234,5;2026-02-01;7;Nimi: is missing\r\n');
    expect(statSync(path).mode & 0o777).toBe(0o600);
    const table = await openTable(path);
    expect(table.columns).toEqual([...COLUMNS, 'row', 'why']);
    expect(await allRows(table)).toEqual([{ number: 2, cells: ['Säätö; "Pojat" Oy', "'+358 40 123 4567", '1234,5', '2026-02-01', '7', 'Nimi: is missing'] }]);
  });

  it('repeats nothing of whom nothing may be repeated', async () => {
    const path = join(folder(), 'refused.csv');
    const file = await openRefusedFile(path, COLUMNS, { source: fileOf('a'), force: false });
    await file.add({ number: 3, cells: CELLS }, 'not-allowed-here', false);
    await file.close();
    expect(readFileSync(path, 'utf8').split('\r\n')[1]).toBe(';;;;3;not-allowed-here');
  });

  it('is written over nothing unless somebody says so, and then for its owner only', async () => {
    const path = fileOf('kept', 'refused.csv');
    const source = fileOf('a');
    await expect(openRefusedFile(path, COLUMNS, { source, force: false })).rejects.toMatchObject({ name: 'UsageError', message: expect.stringContaining('--force') });
    expect(readFileSync(path, 'utf8')).toBe('kept');
    const file = await openRefusedFile(path, COLUMNS, { source, force: true });
    expect(readFileSync(path, 'utf8')).toBe('kept');
    await file.add({ number: 2, cells: CELLS }, 'x', true);
    await file.close();
    expect(readFileSync(path, 'utf8')).toContain('Säätö');
    expect(statSync(path).mode & 0o777).toBe(0o600);
  });

  it('is never the file that is imported, nor a way to it, nor what came there meanwhile', async () => {
    const source = fileOf('Nimi\nA\n');
    const link = join(folder(), 'refused.csv');
    symlinkSync(source, link);
    for (const path of [source, link]) await expect(openRefusedFile(path, COLUMNS, { source, force: true })).rejects.toThrow('Name another');
    const path = join(folder(), 'refused.csv');
    const file = await openRefusedFile(path, COLUMNS, { source, force: false });
    writeFileSync(path, 'meanwhile');
    await expect(file.add({ number: 2, cells: CELLS }, 'x', true)).rejects.toThrow('is there already');
    expect(readFileSync(path, 'utf8')).toBe('meanwhile');
  });

  it('holds many rows, and gives names of its own where the table has such columns', async () => {
    const path = join(folder(), 'refused.csv');
    const file = await openRefusedFile(path, ['Row', 'Why'], { source: fileOf('a'), force: false });
    for (let number = 2; number < 5002; number++) await file.add({ number, cells: [`=SUM(A${number})`, 'x'] }, 'name: is missing', true);
    expect(await file.close()).toEqual({ path, rows: 5000 });
    const table = await openTable(path);
    expect(table.columns).toEqual(['Row', 'Why', 'refused row', 'refused why']);
    expect((await allRows(table)).at(-1)?.cells).toEqual(["'=SUM(A5001)", 'x', '5001', 'name: is missing']);
  });
});
