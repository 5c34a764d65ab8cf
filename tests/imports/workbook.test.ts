// The reader of workbooks beside another one, and XML in pieces of every size.
import * as fc from 'fast-check';
import { readSheet } from 'read-excel-file/node';
import { describe, expect, it } from 'vitest';
import type { Cell } from '../../src/imports/row.ts';
import { readSheetRows } from '../../src/imports/sheet-rows.ts';
import { readWorkbook } from '../../src/imports/workbook.ts';
import { readXml } from '../../src/imports/xml-stream.ts';
import { openZip, WORKBOOK_LIMITS } from '../../src/imports/zip-guard.ts';
import { escaped, fileOf, zipOf } from './files.ts';

async function* inPieces(text: string, size: number): AsyncGenerator<string> {
  for (let at = 0; at < text.length; at += size) yield text.slice(at, at + size);
}

async function eventsOf(xml: string, size = xml.length): Promise<readonly unknown[]> {
  const events: unknown[] = [];
  let text = '';
  const flush = (): void => {
    if (text !== '') events.push(text);
    text = '';
  };
  await readXml(inPieces(xml, size), {
    open: (name, attribute) => {
      flush();
      events.push(['open', name, attribute('r'), attribute('id')]);
    },
    close: (name) => {
      flush();
      events.push(['close', name]);
    },
    text: (piece) => {
      text += piece;
    },
  });
  return events;
}

const XML = `<?xml version="1.0"?>\r\n<!-- a > b --><x:row r='1' x:id="7" spans="a>b"><c r="A&amp;1"/><t xml:space="preserve"> 1 &lt; 2 &#228;&#x20AC;\r\nyksi </t><![CDATA[<raw> & ]]]]><![CDATA[>]]></x:row>`;

describe('XML in pieces', () => {
  it('is what it is as a whole, however it is cut', async () => {
    const whole = await eventsOf(XML);
    expect(whole).toEqual(['\n', ['open', 'row', '1', '7'], ['open', 'c', 'A&1', null], ['close', 'c'], ['open', 't', null, null], ' 1 < 2 ä€\nyksi ', ['close', 't'], '<raw> & ]]>', ['close', 'row']]);
    for (let size = 1; size <= 40; size++) expect(await eventsOf(XML, size)).toEqual(whole);
  });

  it.each(['<a><b></a>', '<a>', '<a', '</a>', '<a/>text', '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', `<a>${'x'.repeat(4_100_000)}`])('refuses %#: what is no whole document, or declares a type', async (xml) => {
    await expect(eventsOf(xml)).rejects.toMatchObject({ name: 'UsageError', code: 'import.damaged' });
  });
});

const FORMATS = ['0', '14', '22', '164', '165', '166', '167'];
const STYLES = `<styleSheet><numFmts count="4"><numFmt numFmtId="164" formatCode="d\\.m\\.yyyy"/><numFmt numFmtId="165" formatCode="#,##0.00\\ &quot;days&quot;;[Red]-0.0"/><numFmt numFmtId="166" formatCode="[$-40B]d\\. mmmm\\ yyyy"/><numFmt numFmtId="167" formatCode="0.00E+00"/></numFmts><cellStyleXfs><xf numFmtId="14"/></cellStyleXfs><cellXfs>${FORMATS.map((format) => `<xf numFmtId="${format}"/>`).join('')}</cellXfs></styleSheet>`;
const SHARED = ['yksi', ' kaksi ', 'A & B <c> "d"', 'rivi\nvaihto', 'ä€𝄞', ''];

type Made = { readonly xml: (place: string) => string };
const word = fc.string({ unit: fc.constantFrom('a', 'ä', '&', '<', '"', ' ', '€', '\n', '1', '.', '_'), maxLength: 12 });
const made: fc.Arbitrary<Made | null> = fc.oneof(
  fc.constant(null),
  word.map((text) => ({ xml: (place: string) => `<c r="${place}" t="inlineStr"><is><t xml:space="preserve">${escaped(text)}</t></is></c>` })),
  fc.nat(SHARED.length - 1).map((at) => ({ xml: (place: string) => `<c r="${place}" t="s"><v>${at}</v></c>` })),
  fc.boolean().map((flag) => ({ xml: (place: string) => `<c r="${place}" t="b"><v>${flag ? 1 : 0}</v></c>` })),
  fc.tuple(fc.integer({ min: 61, max: 73_000 }), fc.nat(FORMATS.length - 1)).map(([number, format]) => ({ xml: (place: string) => `<c r="${place}" s="${format}"><v>${number}</v></c>` })),
  word.map((text) => ({ xml: (place: string) => `<c r="${place}" t="str"><f>A1&amp;"x"</f><v>${escaped(text)}</v></c>` })),
  fc.constant({ xml: (place: string) => `<c r="${place}" t="e"><f>1/0</f><v>#DIV/0!</v></c>` }),
);

describe('a sheet', () => {
  it('is read as another reader of workbooks reads it', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.array(made, { maxLength: 5 }), { minLength: 1, maxLength: 6 }), async (lines) => {
        const rows = lines.map((cells, at) => `<row r="${at + 1}">${cells.map((cell, column) => cell?.xml(`${'ABCDE'[column]}${at + 1}`) ?? '').join('')}</row>`).join('');
        const file = await sheetFile(rows);
        const zip = await openZip(fileOf(file), WORKBOOK_LIMITS);
        const workbook = await readWorkbook(zip, null);
        const sheet = workbook === null ? null : zip.text(workbook.path);
        if (workbook === null || sheet === null) throw new Error('no workbook');
        const read = new Map<number, readonly Cell[]>();
        await readSheetRows(sheet, workbook, (number, cells) => read.set(number, cells));
        zip.close();
        const other = (await readSheet(file)) as readonly (readonly unknown[])[];
        const width = Math.max(0, ...other.map(({ length }) => length));
        for (const [at, cells] of other.entries()) {
          const ours = read.get(at + 1) ?? [];
          expect(Array.from({ length: Math.max(width, ours.length) }, (_, column) => ours[column] ?? null)).toEqual(Array.from({ length: Math.max(width, ours.length) }, (_, column) => plain(cells[column])));
        }
        expect(Math.max(0, ...read.keys())).toBeLessThanOrEqual(other.length);
      }),
      { numRuns: 60 },
    );
  });

  it('counts days from where the workbook does, and knows times of day', async () => {
    expect(await days([46_054, 46_054.999, 1, 59, 61, 0.5, 0.75, -1, 5_000_000], false)).toEqual([{ day: '2026-02-01' }, { day: '2026-02-01' }, { day: '1900-01-01' }, { day: '1900-02-28' }, { day: '1900-03-01' }, '12:00', '18:00', -1, 5_000_000]);
    expect(await days([44_592], true)).toEqual([{ day: '2026-02-01' }]);
  });

  it('leaves out how a text is pronounced, and reads characters that XML has no room for', async () => {
    const read: (readonly Cell[])[] = [];
    const rows = '<sheetData><row><c t="inlineStr"><is><r><t>Aino </t></r><r><rPr/><t>Esi_x000D_merkki</t></r><rPh><t>aino</t></rPh></is></c></row></sheetData>';
    await readSheetRows(inPieces(rows, 1000), { texts: [], dates: [], is1904: false }, (_number, cells) => void read.push(cells));
    expect(read).toEqual([['Aino Esi\rmerkki']]);
  });
});

async function days(serials: readonly number[], is1904: boolean): Promise<readonly Cell[]> {
  const read: Cell[] = [];
  const rows = `<x:sheetData><x:row>${serials.map((serial) => `<x:c s="0"><x:v>${serial}</x:v></x:c>`).join('')}</x:row></x:sheetData>`;
  await readSheetRows(inPieces(rows, 7), { texts: [], dates: [true], is1904 }, (_number, cells) => void read.push(...cells));
  return read;
}

function plain(cell: unknown): unknown {
  return cell instanceof Date ? { day: cell.toISOString().slice(0, 10) } : (cell ?? null);
}

async function sheetFile(rows: string): Promise<Buffer> {
  return await zipOf({
    'xl/workbook.xml': '<workbook xmlns:r="r"><sheets><sheet name="A" sheetId="1" r:id="rId1"/></sheets></workbook>',
    'xl/_rels/workbook.xml.rels': '<Relationships><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="/xl/worksheets/a.xml"/><Relationship Id="rId2" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles" Target="looks.xml"/><Relationship Id="rId3" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings" Target="texts.xml"/></Relationships>',
    'xl/looks.xml': STYLES,
    'xl/texts.xml': `<sst>${SHARED.map((text) => `<si><r><t xml:space="preserve">${escaped(text)}</t></r></si>`).join('')}</sst>`,
    'xl/worksheets/a.xml': `<worksheet><sheetData>${rows}</sheetData></worksheet>`,
  });
}
