// What of a project's invoices is taken back: the whole of some, a part of others, by one note or by two. Invariant: an
// invoice that its notes take back in full has the status `credited`; its other notes never come to more than it.

import { dayMs, plainDate } from './dates.ts';
import { withRows } from './invoices.ts';
import { cents, lineCents } from './money.ts';
import type { Project } from './project.ts';
import type { WorldInvoice, WorldInvoiceRow } from './world-delivery.ts';

/** The invoices, and behind them the notes. */
export function takeBack(project: Project, invoices: readonly WorldInvoice[]): WorldInvoice[] {
  const { twists } = project;
  const notes: WorldInvoice[] = [];
  const credit = (invoice: WorldInvoice, rows: readonly WorldInvoiceRow[]): void => void notes.push(creditNote(project, invoice, rows, notes.length + 1));
  const open = invoices.filter(({ statusKey, totalExcludingTax }) => (statusKey === 'sent' || statusKey === 'paid') && cents(totalExcludingTax) > 0);
  const halves = twists.has('credited-in-halves') ? open.find(({ rows }) => splitRows(rows) !== null) : undefined;
  const [part, twice] = open.filter((invoice) => invoice !== halves && lineOf(invoice) !== null);

  for (const invoice of invoices) if (invoice.statusKey === 'credited') credit(invoice, invoice.rows);
  if (halves) for (const rows of splitRows(halves.rows) ?? []) credit(halves, rows);
  if (part && twists.has('part-credited')) credit(part, share(part, 0.4));
  const again = twice ?? (twists.has('part-credited') ? undefined : part);
  if (again && twists.has('credited-twice')) for (const size of [0.2, 0.3]) credit(again, share(again, size));
  const alone = invoices.find(({ rows }) => rows.length > 0);
  if (alone && twists.has('lone-note')) credit({ ...alone, key: `${project.caseKey}/unknown` }, share(alone, 0.1));

  const all = invoices.map((invoice): WorldInvoice => (invoice === halves ? { ...invoice, statusKey: 'credited', paymentDate: null } : invoice));
  return [...all, ...notes.map((note) => (note.creditOf === `${project.caseKey}/unknown` ? { ...note, creditOf: null } : note))];
}

function creditNote(project: Project, invoice: WorldInvoice, rows: readonly WorldInvoiceRow[], ordinal: number): WorldInvoice {
  const key = `${project.caseKey}/note-${ordinal}`;
  const date = plainDate(Math.min(project.now, Date.parse(invoice.date) + (5 + ordinal) * dayMs), 0);
  const negative = rows.map((row, index) => ({ ...row, key: `${key}/row-${index + 1}`, quantity: -row.quantity, flatRateKey: null }));
  const note = { ...invoice, key, statusKey: 'credit-note' as const, date, dueDate: date, paymentDate: null, creditOf: invoice.key };
  return withRows({ ...note, createdAt: Math.min(project.now, Date.parse(date) + 10 * 3_600_000) }, negative);
}

/** Its largest line. */
function lineOf(invoice: WorldInvoice): WorldInvoiceRow | null {
  const [largest = null] = invoice.rows.toSorted((a, b) => lineCents(b.quantity, b.unitPrice) - lineCents(a.quantity, a.unitPrice));
  return largest;
}

/** A part of its largest line. */
function share(invoice: WorldInvoice, size: number): WorldInvoiceRow[] {
  const line = lineOf(invoice);
  return line === null ? [] : [{ ...line, quantity: Math.max(0.01, Math.round(line.quantity * size * 100) / 100) }];
}

/** Two parts that are exactly the whole; null where a line cannot be parted without halves of a cent. */
function splitRows(rows: readonly WorldInvoiceRow[]): readonly [WorldInvoiceRow[], WorldInvoiceRow[]] | null {
  const [first, ...rest] = rows;
  if (first === undefined) return null;
  if (rest.length > 0) return [[first], rest];
  const whole = Math.floor(first.quantity / 2);
  return whole < 1 ? null : [[{ ...first, quantity: whole }], [{ ...first, quantity: first.quantity - whole }]];
}
