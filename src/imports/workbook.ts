// What a workbook says of itself: its sheets, the texts that they share, and which cells are days. Invariant: every part is found by the
// workbook's own list of parts, and one that is not there is as good as empty.
import { UsageError } from '../lib/errors.ts';
import { closest } from '../lib/suggest.ts';
import { readXml } from './xml-stream.ts';
import type { XmlHandlers } from './xml-stream.ts';
import type { GuardedZip } from './zip-guard.ts';

export interface SheetPlace {
  readonly sheet: string;
  /** All that are shown. */
  readonly sheets: readonly string[];
}

export interface Workbook extends SheetPlace {
  /** In the zip file. */
  readonly path: string;
  readonly texts: readonly string[];
  /** By a cell's format: whether it shows a number as a day or a time. */
  readonly dates: readonly boolean[];
  /** Whether days are counted from 1904, as old Macs did. */
  readonly is1904: boolean;
}

/** Of formats that need no code. */
const DATE_FORMATS: readonly (readonly [from: number, to: number])[] = [[14, 22], [27, 36], [45, 47], [50, 58]];

/**
 * @param wanted name of a sheet; null: the first one that is shown
 * @returns null: this is no workbook @throws UsageError for a sheet that is not there
 */
export async function readWorkbook(zip: GuardedZip, wanted: string | null): Promise<Workbook | null> {
  const all: { readonly name: string; readonly id: string; readonly isShown: boolean }[] = [];
  let is1904 = false;
  const isWorkbook = await part(zip, 'xl/workbook.xml', {
    open: (name, attribute) => {
      if (name === 'sheet') all.push({ name: attribute('name') ?? '', id: attribute('id') ?? '', isShown: !['hidden', 'veryHidden'].includes(attribute('state') ?? '') });
      if (name === 'workbookPr') is1904 = ['1', 'true'].includes(attribute('date1904') ?? '');
    },
  });
  if (!isWorkbook) return null;
  const parts = new Map<string, string>();
  await part(zip, 'xl/_rels/workbook.xml.rels', {
    open: (name, attribute) => {
      if (name !== 'Relationship') return;
      const path = pathOf(attribute('Target') ?? '');
      for (const key of [attribute('Id'), (attribute('Type') ?? '').split('/').at(-1)]) if (key) parts.set(key, path);
    },
  });
  const { name, id } = chosen(all, wanted);
  return {
    sheet: name,
    sheets: all.filter(({ isShown }) => isShown).map(({ name }) => name),
    path: parts.get(id) ?? '',
    texts: await sharedTexts(zip, parts.get('sharedStrings') ?? 'xl/sharedStrings.xml'),
    dates: await dateFormats(zip, parts.get('styles') ?? 'xl/styles.xml'),
    is1904,
  };
}

function chosen<Sheet extends { readonly name: string; readonly isShown: boolean }>(all: readonly Sheet[], wanted: string | null): Sheet {
  const found = wanted === null ? (all.find(({ isShown }) => isShown) ?? all[0]) : (all.find(({ name }) => name === wanted) ?? all.find(({ name }) => name.toLowerCase() === wanted.toLowerCase()));
  if (found !== undefined) return found;
  if (wanted === null) throw new UsageError('import.no-sheets', 'the workbook has no sheet.');
  const sheets = all.filter(({ isShown }) => isShown).map(({ name }) => name);
  const like = closest(wanted, sheets);
  throw new UsageError('import.sheet-unknown', `there is no sheet "${wanted}"${like === null ? '' : `; did you mean "${like}"?`} The workbook has: ${sheets.join(', ')}.`);
}

/** Relative to the folder of the workbook, or from the root. */
function pathOf(target: string): string {
  return target.startsWith('/') ? target.slice(1) : `xl/${target.replace(/^\.\//u, '')}`;
}

async function part(zip: GuardedZip, path: string, handlers: XmlHandlers): Promise<boolean> {
  const text = zip.text(path);
  if (text !== null) await readXml(text, handlers);
  return text !== null;
}

async function sharedTexts(zip: GuardedZip, path: string): Promise<readonly string[]> {
  const texts: string[] = [];
  const text = textOfItem();
  await part(zip, path, {
    open: (name) => text.open(name),
    text: (piece) => text.text(piece),
    close: (name) => {
      text.close(name);
      if (name === 'si') texts.push(text.take());
    },
  });
  return texts;
}

export interface ItemText {
  open(name: string): void;
  text(piece: string): void;
  close(name: string): void;
  /** What has been gathered since the last time. */
  take(): string;
}

/** The text of an item in its pieces of different looks, without what says how it is pronounced. */
export function textOfItem(): ItemText {
  let gathered = '';
  let isText = false;
  let isSound = false;
  return {
    open: (name) => {
      if (name === 't') isText = true;
      if (name === 'rPh') isSound = true;
    },
    text: (piece) => {
      if (isText && !isSound) gathered += piece;
    },
    close: (name) => {
      if (name === 't') isText = false;
      if (name === 'rPh') isSound = false;
    },
    take: () => {
      const text = gathered;
      gathered = '';
      return unmarked(text);
    },
  };
}

/** Characters that XML has no room for are written `_x000D_`. */
export function unmarked(text: string): string {
  return text.includes('_x') ? text.replaceAll(/_x([0-9a-fA-F]{4})_/gu, (_whole, code: string) => String.fromCharCode(Number.parseInt(code, 16))) : text;
}

async function dateFormats(zip: GuardedZip, path: string): Promise<readonly boolean[]> {
  const own = new Map<number, boolean>();
  const dates: boolean[] = [];
  let isOfCells = false;
  await part(zip, path, {
    open: (name, attribute) => {
      if (name === 'numFmt') own.set(Number(attribute('numFmtId')), isDateCode(attribute('formatCode') ?? ''));
      if (name === 'cellXfs') isOfCells = true;
      if (name !== 'xf' || !isOfCells) return;
      const format = Number(attribute('numFmtId') ?? 0);
      dates.push(own.get(format) ?? DATE_FORMATS.some(([from, to]) => format >= from && format <= to));
    },
    close: (name) => {
      if (name === 'cellXfs') isOfCells = false;
    },
  });
  return dates;
}

/** Letters of a day or a time outside of what is shown as it stands. */
function isDateCode(code: string): boolean {
  const bare = code.replaceAll(/"[^"]*"|\\.|_.|\*./gu, '').replaceAll(/\[(?!h+\]|m+\]|s+\])[^\]]*\]/giu, '');
  return /[dmyhs]/iu.test(bare) && !/general/iu.test(bare);
}
