// Files to import from, for tests: each in a folder that goes when the test is over.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import yazl from 'yazl';
import type { Table, TableRow } from '../../src/imports/table.ts';

const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';

export function folder(): string {
  const path = mkdtempSync(join(tmpdir(), 'sauma-import-'));
  onTestFinished(() => rmSync(path, { recursive: true, force: true }));
  return path;
}

export function fileOf(content: string | Buffer, name = 'customers.csv'): string {
  const path = join(folder(), name);
  writeFileSync(path, content);
  return path;
}

export async function allRows(table: Table): Promise<readonly TableRow[]> {
  const rows: TableRow[] = [];
  for await (const row of table.rows()) rows.push(row);
  return rows;
}

export async function zipOf(parts: Readonly<Record<string, string | Buffer>>): Promise<Buffer> {
  const zip = new yazl.ZipFile();
  for (const [name, part] of Object.entries(parts)) zip.addBuffer(Buffer.from(part as string), name, { compress: part.length > 1000 });
  zip.end();
  const pieces: Buffer[] = [];
  for await (const piece of zip.outputStream) pieces.push(piece as Buffer);
  return Buffer.concat(pieces);
}

export interface SheetParts {
  readonly name: string;
  /** What stands in `<sheetData>`. */
  readonly rows: string;
  readonly state?: 'hidden';
}

export function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;');
}

/** Cell formats: 0 none, 1 a day, 2 a day and a time. */
export async function workbookOf(sheets: readonly SheetParts[], shared: readonly string[] = []): Promise<Buffer> {
  const numbered = sheets.map((sheet, at) => ({ ...sheet, at: at + 1 }));
  return await zipOf({
    'xl/workbook.xml': `<workbook xmlns="${MAIN}" xmlns:r="r"><sheets>${numbered.map(({ name, at, state }) => `<sheet name="${escaped(name)}" sheetId="${at}"${state ? ` state="${state}"` : ''} r:id="rId${at}"/>`).join('')}</sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">${numbered.map(({ at }) => `<Relationship Id="rId${at}" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet${at}.xml"/>`).join('')}</Relationships>`,
    'xl/styles.xml': `<styleSheet xmlns="${MAIN}"><cellXfs count="3"><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="22"/></cellXfs></styleSheet>`,
    'xl/sharedStrings.xml': `<sst xmlns="${MAIN}">${shared.map((text) => `<si><t>${escaped(text)}</t></si>`).join('')}</sst>`,
    ...Object.fromEntries(numbered.map(({ rows, at }) => [`xl/worksheets/sheet${at}.xml`, `<worksheet xmlns="${MAIN}"><sheetData>${rows}</sheetData></worksheet>`])),
  });
}

export function textCells(line: number, texts: readonly string[]): string {
  return `<row r="${line}">${texts.map((text, at) => (text === '' ? '' : `<c r="${String.fromCharCode(65 + at)}${line}" t="inlineStr"><is><t>${text}</t></is></c>`)).join('')}</row>`;
}
