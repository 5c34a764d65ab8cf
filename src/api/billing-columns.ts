// The columns of the files of the billable flow other than its lines: groups, moves, what is missing, the forecast, what differs.
// Invariant: in Finnish a file's words are Finnish; in English they are those of the API.
import type { CellKind } from '../lib/sheet.ts';
import type { Views } from '../store/views.ts';
import { KINDS, STATES } from './billing-sheet.ts';
import type { FileColumn } from './sheet-file.ts';

type Answer<Name extends 'groups' | 'changes' | 'missing' | 'forecast' | 'drift'> = Awaited<ReturnType<Views[Name]>>;
type Group = Answer<'groups'>['groups'][number];
type Cell = Omit<Group, 'cells'> & Group['cells'][number];
type Move = Answer<'changes'>['moves'][number];
type Missing = Answer<'missing'>['items'][number];
type Coming = Answer<'forecast'>['cells'][number];
type Drift = Answer<'drift'>['drift'][number] & { readonly customerName: string | null; readonly label: Readonly<Record<'fi' | 'en', string>> | null };
type State = Cell['state'];

type Value = string | number | null | undefined;

/** A column whose values are written as they are. */
export function plain<Row>(kind: CellKind, fi: string, en: string, value: (row: Row) => Value): FileColumn<Row> {
  return { kind, label: { fi, en }, of: (row) => textOf(value(row)) };
}
export function amount<Row>(fi: string, en: string, value: (row: Row) => Value): FileColumn<Row> {
  return { ...plain('decimal', fi, en, value), amount: true };
}
/** A column of words of ours. */
export function word<Row, Word extends string>(fi: string, en: string, words: Readonly<Record<Word, string>>, value: (row: Row) => Word | null): FileColumn<Row> {
  return {
    kind: 'text',
    label: { fi, en },
    of: (row, locale) => {
      const own = value(row);
      return own === null || locale === 'en' ? own : words[own];
    },
  };
}
const textOf = (value: Value): string | null => (value === null || value === undefined ? null : String(value));

const GROUPS: Readonly<Record<string, readonly [fi: string, en: string]>> = { account: ['Asiakas', 'Account'], project: ['Projekti', 'Project'], owner: ['Projektin vastuuhenkilö', 'Project owner'], month: ['Kuukausi', 'Month'], state: ['Tila', 'State'] };
const STATE_COLUMN = word<{ readonly state: State }, State>('Tila', 'State', STATES, ({ state }) => state);

export function groupColumns(by: string): readonly FileColumn<Cell>[] {
  const [fi = by, en = by] = GROUPS[by] ?? [];
  return [
    plain('text', fi, en, ({ label, key }) => label ?? key),
    ...(by === 'project' ? [plain<Cell>('text', 'Asiakas', 'Account', ({ accountName }) => accountName)] : []),
    STATE_COLUMN,
    plain('decimal', 'Määrä', 'Count', ({ count }) => count),
    plain('decimal', 'Tunnit', 'Hours', ({ hours }) => hours),
    amount('Summa', 'Amount', (cell) => cell.amount),
    plain('text', 'Valuutta', 'Currency', ({ currency }) => currency),
    amount('Summa omassa valuutassa', "Amount in the organisation's currency", ({ organisationAmount }) => organisationAmount),
    plain('date', 'Vanhin', 'Oldest', ({ oldest }) => oldest),
    plain('text', 'Tunniste', 'Id', ({ key }) => key),
  ];
}

const PIECES: Readonly<Record<string, string>> = { ...KINDS, invoice: 'lasku' };

export const changeColumns: readonly FileColumn<Move>[] = [
  plain('instant', 'Milloin (UTC)', 'When (UTC)', ({ at }) => at),
  word('Laji', 'Kind', PIECES, ({ kind }) => kind),
  word('Mistä tilasta', 'From', STATES, ({ from }) => from),
  word('Mihin tilaan', 'To', STATES, ({ to }) => to),
  plain('text', 'Asiakas', 'Account', ({ customerName }) => customerName),
  plain('text', 'Projekti', 'Project', ({ projectName }) => projectName),
  plain('text', 'Laskun numero', 'Invoice number', ({ number }) => number),
  amount('Summa', 'Amount', (move) => move.amount),
  plain('text', 'Valuutta', 'Currency', ({ currency }) => currency),
  plain('text', 'Tunniste', 'Id', ({ id }) => id),
];

export const missingColumns: readonly FileColumn<Missing>[] = [
  plain('text', 'Asiakas', 'Account', ({ customerName }) => customerName),
  plain('text', 'Projekti', 'Project', ({ name }) => name),
  plain('text', 'Projektin numero', 'Project number', ({ number }) => number),
  plain('text', 'Projektin vastuuhenkilö', 'Project owner', ({ ownerName }) => ownerName),
  plain('decimal', 'Määrä', 'Count', ({ count }) => count),
  plain('decimal', 'Tunnit', 'Hours', ({ hours }) => hours),
  plain('date', 'Päivä', 'Date', ({ date }) => date),
  amount('Summa', 'Amount', (item) => item.amount),
  plain('text', 'Valuutta', 'Currency', ({ currency }) => currency),
];

const SOURCES: Readonly<Record<Coming['source'], string>> = { planned: 'suunniteltu', recurring: 'toistuva', drafts: 'laskuluonnokset', pipeline: 'painotettu myyntiputki' };

export const forecastColumns: readonly FileColumn<Coming>[] = [
  { kind: 'text', label: { fi: 'Kuukausi', en: 'Month' }, of: ({ month }, locale) => (month === 'late' && locale === 'fi' ? 'myöhässä' : month) },
  word('Lähde', 'Source', SOURCES, ({ source }) => source),
  plain('decimal', 'Määrä', 'Count', ({ count }) => count),
  amount('Summa', 'Amount', (cell) => cell.amount),
  plain('text', 'Valuutta', 'Currency', ({ currency }) => currency),
  amount('Summa omassa valuutassa', "Amount in the organisation's currency", ({ organisationAmount }) => organisationAmount),
];

const WHATS: Readonly<Record<Drift['what'], string>> = { rows: 'laskun rivit', lines: 'laskutustaulukon rivit', local: 'luku Saumassa', crm: 'luku HubSpotissa' };

export const driftColumns: readonly FileColumn<Drift>[] = [
  plain('text', 'Asiakas', 'Account', ({ customerName, customer }) => customerName ?? customer),
  word('Mikä', 'What', WHATS, ({ what }) => what),
  { kind: 'text', label: { fi: 'Tarkemmin', en: 'About' }, of: ({ label, number, about }, locale) => label?.[locale] ?? number ?? about },
  amount('Kuuluisi olla', 'Expected', ({ expected }) => expected),
  amount('On', 'Found', ({ found }) => found),
  plain('text', 'Valuutta', 'Currency', ({ currency }) => currency),
];
