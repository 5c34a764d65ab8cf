// A table as an Excel workbook (Office Open XML), row by row into a zip, so that its length costs no memory. Invariant: every
// text is an inline string, which no spreadsheet calculates; a table longer than a sheet goes on in the next one.
import { Readable } from 'node:stream';
import yazl from 'yazl';
import type { Cell, Sheet, SheetColumn } from './sheet.ts';

/** A sheet holds 1,048,576 rows, and a cell 32,767 characters. */
const MOST_ROWS = 1_000_000;
const MOST_CHARACTERS = 32_767;
const PIECE = 32_768;
const DAY_MS = 86_400_000;
const FIRST_DAY = Date.UTC(1899, 11, 30);
const STYLE = { text: 0, bool: 0, heading: 1, decimal: 2, date: 3, instant: 4 } as const;

const XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const RELATIONS = 'http://schemas.openxmlformats.org/package/2006/relationships';
const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const TYPES = 'application/vnd.openxmlformats-officedocument.spreadsheetml';

/** Ends with an error when `rows` does. `mostRows` of one sheet, its heading among them. */
export function xlsxFile({ name, columns, rows }: Sheet, mostRows = MOST_ROWS): Readable {
  const zip = new yazl.ZipFile();
  const output = zip.outputStream as Readable;
  const source = rows[Symbol.asyncIterator]();
  const add = (path: string, xml: string): void => zip.addBuffer(Buffer.from(XML + xml), path);
  const rest: Rest = { next: null };

  const addSheets = async (): Promise<void> => {
    let sheets = 0;
    do {
      sheets += 1;
      const sheet = Readable.from(pieces(sheetXml(columns, source, rest, mostRows)));
      zip.addReadStream(sheet, `xl/worksheets/sheet${sheets}.xml`);
      await new Promise<void>((resolve, reject) => void sheet.once('error', reject).once('end', resolve));
    } while (rest.next !== null);
    const numbers = Array.from({ length: sheets }, (_, at) => at + 1);
    add('[Content_Types].xml', contentTypes(numbers));
    add('_rels/.rels', relations([`<Relationship Id="rId1" Type="${OFFICE}/officeDocument" Target="xl/workbook.xml"/>`]));
    add('xl/workbook.xml', workbook(name, numbers));
    add('xl/_rels/workbook.xml.rels', relations([...numbers.map((at) => `<Relationship Id="rId${at}" Type="${OFFICE}/worksheet" Target="worksheets/sheet${at}.xml"/>`), `<Relationship Id="rId${sheets + 1}" Type="${OFFICE}/styles" Target="styles.xml"/>`]));
    add('xl/styles.xml', STYLES);
    zip.end();
  };
  addSheets().catch((error: unknown) => output.destroy(error instanceof Error ? error : new Error(String(error))));
  // Whoever stops reading stops the rows too.
  output.once('close', () => void source.return?.());
  return output;
}

interface Rest {
  next: IteratorResult<readonly Cell[]> | null;
}

/** Leaves in `rest` the row that has no room in this sheet. */
async function* sheetXml(columns: readonly SheetColumn[], source: AsyncIterator<readonly Cell[]>, rest: Rest, mostRows: number): AsyncGenerator<string> {
  yield `${XML}<worksheet xmlns="${MAIN}"><sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews><sheetData>`;
  const letters = columns.map((_, at) => lettersOf(at));
  yield `<row r="1">${columns.map(({ label }, at) => textCell(`${letters[at]}1`, label, STYLE.heading)).join('')}</row>`;
  let count = 1;
  for (let row = rest.next ?? (await source.next()); ; row = await source.next()) {
    rest.next = null;
    if (row.done === true) break;
    if (count === mostRows) {
      rest.next = row;
      break;
    }
    count += 1;
    yield `<row r="${count}">${columns.map((column, at) => cellXml(`${letters[at]}${count}`, row.value[at] ?? null, column)).join('')}</row>`;
  }
  yield '</sheetData></worksheet>';
}

/** Many small strings as few larger ones. */
async function* pieces(parts: AsyncIterable<string>): AsyncGenerator<Buffer> {
  let held = '';
  for await (const part of parts) {
    held += part;
    if (held.length < PIECE) continue;
    yield Buffer.from(held);
    held = '';
  }
  yield Buffer.from(held);
}

/** 0 → A, 26 → AA. Not every reader does without a cell's address. */
function lettersOf(column: number): string {
  return (column < 26 ? '' : lettersOf(Math.floor(column / 26) - 1)) + String.fromCodePoint(65 + (column % 26));
}

function cellXml(address: string, cell: Cell, { kind }: SheetColumn): string {
  if (cell === null || cell === '') return '';
  if (typeof cell === 'boolean') return `<c r="${address}" t="b"><v>${cell ? 1 : 0}</v></c>`;
  if (kind === 'decimal' && /^-?\d+(?:\.\d+)?$/u.test(cell)) return `<c r="${address}" s="${STYLE.decimal}"><v>${cell}</v></c>`;
  const at = kind === 'date' || kind === 'instant' ? Date.parse(cell) : Number.NaN;
  return Number.isNaN(at) ? textCell(address, cell, STYLE.text) : `<c r="${address}" s="${STYLE[kind]}"><v>${(at - FIRST_DAY) / DAY_MS}</v></c>`;
}

function textCell(address: string, text: string, style: number): string {
  return `<c r="${address}" t="inlineStr" s="${style}"><is><t xml:space="preserve">${escaped(text.slice(0, MOST_CHARACTERS))}</t></is></c>`;
}

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** Characters that XML has no place for are left out. */
function escaped(text: string): string {
  // eslint-disable-next-line no-control-regex -- these are just what is looked for
  return text.toWellFormed().replaceAll(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/gu, '').replaceAll(/[&<>"]/gu, (character) => ENTITIES[character] ?? '');
}

function contentTypes(sheets: readonly number[]): string {
  const parts = [['workbook', 'sheet.main'], ['styles', 'styles'], ...sheets.map((at) => [`worksheets/sheet${at}`, 'worksheet'])];
  return `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>${parts.map(([path, type]) => `<Override PartName="/xl/${path}.xml" ContentType="${TYPES}.${type}+xml"/>`).join('')}</Types>`;
}

function relations(entries: readonly string[]): string {
  return `<Relationships xmlns="${RELATIONS}">${entries.join('')}</Relationships>`;
}

/** A sheet's name is at most 31 characters and has none of []:*?/\ */
function workbook(name: string, sheets: readonly number[]): string {
  const safe = escaped(name.replaceAll(/[[\]:*?/\\]/gu, ' ').slice(0, 27));
  const entries = sheets.map((at) => `<sheet name="${at === 1 ? safe : `${safe} ${at}`}" sheetId="${at}" r:id="rId${at}"/>`);
  return `<workbook xmlns="${MAIN}" xmlns:r="${OFFICE}"><sheets>${entries.join('')}</sheets></workbook>`;
}

const STYLES =
  `<styleSheet xmlns="${MAIN}"><numFmts count="2"><numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd"/><numFmt numFmtId="165" formatCode="yyyy\\-mm\\-dd\\ hh:mm"/></numFmts>` +
  '<fonts count="2"><font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font></fonts>' +
  '<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border/></borders>' +
  '<cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="5"><xf/><xf fontId="1" applyFont="1"/><xf numFmtId="4" applyNumberFormat="1"/><xf numFmtId="164" applyNumberFormat="1"/><xf numFmtId="165" applyNumberFormat="1"/></cellXfs></styleSheet>';
