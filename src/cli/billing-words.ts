// The billable flow in words and tables for a terminal. Invariant: whatever is shown says of which day it is and how fresh its rows are.
import type { Views } from '../store/views.ts';
import { table } from './table.ts';
import { mirrorName, SIDE_NAME, whenText } from './words.ts';
import type { Side } from '../core/vocabulary.ts';

type Answer<Name extends keyof Views> = Awaited<ReturnType<Extract<Views[Name], (question: never) => Promise<unknown>>>>;
type Board = Answer<'board'>;
type Cell = Board['cells'][number];
type State = Cell['state'];
type Told = Answer<'freshness'>;

const STATE_NAME: Readonly<Record<State, string>> = {
  notBillable: 'not billable', removed: 'removed from an invoice', unapproved: 'not approved', approved: 'approved, unbilled', draft: 'on a draft invoice', invoiced: 'invoiced', overdue: 'overdue', paid: 'paid', credited: 'credited',
};
const PIECE: Readonly<Record<string, string>> = { workHour: 'work hours', projectFee: 'fees', travelExpense: 'travel expenses', flatRate: 'flat rates', invoice: 'invoices' };
const SOURCE: Readonly<Record<Answer<'forecast'>['cells'][number]['source'], string>> = { planned: 'planned', recurring: 'recurring', drafts: 'drafts', pipeline: 'pipeline' };

/** Of which day, and as of which reading. */
export function toldText({ asOf, freshness }: Told, today: string, timeZone: string): string {
  const feeds = Object.entries(freshness).toSorted(([, a], [, b]) => (a < b ? -1 : 1));
  const [oldest] = feeds;
  const known = asOf < today ? 'Approval has no history: it is shown as it is known now.\n' : asOf > today ? 'This day is yet to come: shown as it will be if nothing is done until then.\n' : '';
  return `${known}${oldest === undefined ? 'Nothing has been read to its end yet: npx sauma sync --once' : `Fresh as of ${whenText(oldest[1], timeZone)} (${feedName(oldest[0])}, read the longest ago).`}\n`;
}

function feedName(feed: string): string {
  const [side, mirror = ''] = feed.split(':');
  return `${mirrorName(mirror)} of ${SIDE_NAME[side as Side] ?? side}`;
}

const cellRow = ({ state, currency, count, hours, amount, organisationAmount, unconverted, oldest }: Cell): readonly (string | number | null)[] => [
  STATE_NAME[state], currency, count, hours, amount ?? null, `${organisationAmount ?? '-'}${unconverted > 0 && organisationAmount !== null ? ' +' : ''}`, oldest,
];

export function boardText({ cells, currency }: Pick<Board, 'cells' | 'currency'>): string {
  if (cells.length === 0) return 'Nothing is there to be billed.\n';
  const rate = cells.some(({ unconverted }) => unconverted > 0) ? `Some lines have no known rate to ${currency}; they are not in that sum.\n` : '';
  return table([{ label: 'State' }, { label: 'Currency' }, { label: 'Count', right: true }, { label: 'Hours', right: true }, { label: 'Amount', right: true }, { label: `In ${currency}`, right: true }, { label: 'Oldest' }], cells.map(cellRow)) + rate + creditText(cells);
}

/** A credit note and the rows it credits come to nothing together; what is left is of notes whose invoice is not known, or smaller. */
function creditText(cells: readonly Cell[]): string {
  const left = cells.filter(({ state, amount }) => state === 'credited' && amount !== undefined && Number(amount) !== 0).map(({ amount, currency }) => `${amount} ${currency}`);
  return left.length === 0 ? '' : `Credited does not come to zero (${left.join(', ')}): some credit notes are of no known invoice, or larger than it.\n`;
}

export function groupsText({ groups, currency, total }: Answer<'groups'>, by: string): string {
  const columns = [{ label: `${by.charAt(0).toUpperCase()}${by.slice(1)}` }, { label: 'State' }, { label: 'Currency' }, { label: 'Count', right: true }, { label: 'Hours', right: true }, { label: 'Amount', right: true }, { label: `In ${currency}`, right: true }, { label: 'Oldest' }];
  const rows = groups.flatMap(({ key, label, cells }) => cells.map((cell, at) => [at === 0 ? (label ?? key ?? '(none)') : '', ...cellRow(cell)]));
  return rows.length === 0 ? 'Nothing is there to be billed.\n' : table(columns, rows) + (groups.length < total ? `  ... the first ${groups.length} of ${total}; --limit shows more\n` : '');
}

export function forecastText({ cells, currency }: Answer<'forecast'>): string {
  if (cells.length === 0) return 'Nothing is planned.\n';
  const rows = cells.map(({ month, source, currency: own, count, amount, organisationAmount }) => [month, SOURCE[source], own, count, amount ?? null, organisationAmount ?? '-']);
  return table([{ label: 'Month' }, { label: 'From' }, { label: 'Currency' }, { label: 'Count', right: true }, { label: 'Amount', right: true }, { label: `In ${currency}`, right: true }], rows);
}

export function missingText({ items, total }: Answer<'missing'>): string {
  if (items.length === 0) return '  nothing\n';
  const rows = items.map(({ customerName, customer, name, project, count, hours, date, currency, amount }) => [customerName ?? customer ?? '(none)', name ?? project, count, hours, amount ?? null, currency, date]);
  return table([{ label: '  Account' }, { label: 'Project' }, { label: 'Count', right: true }, { label: 'Hours', right: true }, { label: 'Amount', right: true }, { label: 'Currency' }, { label: 'Date' }], rows.map(([first, ...rest]) => [`  ${first ?? ''}`, ...rest])) + (items.length < total ? `  ... the first ${items.length} of ${total}; --limit shows more\n` : '');
}

const stateText = (state: State | null, none: string): string => (state === null ? none : STATE_NAME[state]);

export function sumsText({ sums }: Pick<Answer<'changes'>, 'sums'>): string {
  if (sums.length === 0) return 'Nothing moved.\n';
  const rows = sums.map(({ kind, from, to, currency, count, amount }) => [PIECE[kind] ?? kind, stateText(from, 'new'), stateText(to, 'gone'), count, amount ?? null, currency]);
  return table([{ label: 'What' }, { label: 'From' }, { label: 'To' }, { label: 'Count', right: true }, { label: 'Amount', right: true }, { label: 'Currency' }], rows);
}

export function movesText({ moves, total }: Answer<'changes'>, timeZone: string): string {
  if (moves.length === 0) return '';
  const rows = moves.map(({ at, kind, id, from, to, amount, currency }) => [whenText(at, timeZone), PIECE[kind] ?? kind, id, stateText(from, 'new'), stateText(to, 'gone'), amount ?? null, currency]);
  return `\n${table([{ label: 'When' }, { label: 'What' }, { label: 'Id' }, { label: 'From' }, { label: 'To' }, { label: 'Amount', right: true }, { label: 'Currency' }], rows)}${moves.length < total ? `  ... the first ${moves.length} of ${total}; --limit shows more\n` : ''}`;
}
