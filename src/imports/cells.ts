// A cell of a file as what a person would have typed into the field. Invariant: a cell that can be read in two ways is refused, never
// guessed; what is a value of its field is decided where every typed value is (engine/typed.ts).
import type { Choice } from '../engine/choices.ts';
import type { Typed } from '../engine/typed.ts';
import type { FieldDefinition } from '../entities/entity.ts';
import { objection } from '../lib/objection.ts';
import type { Objection, ObjectionCode } from '../lib/objection.ts';
import { readDay, readSerial } from './cell-day.ts';
import type { DayRead } from './cell-day.ts';
import { decimalOf, readAmount, readDecimal } from './cell-number.ts';
import { countryCode } from './countries.ts';
import { isBlank } from './row.ts';
import type { Cell } from './row.ts';

export interface CellReading {
  readonly field: FieldDefinition;
  /** What may be chosen; null: the field has no list, or it has not been read yet. Names stand for their keys. */
  readonly choices: readonly Choice[] | null;
  /** Of an amount that names none. */
  readonly currency: string;
}

export type CellRead = { readonly typed: Typed } | { readonly wrong: Objection };

const YES = new Set(['1', 'k', 'kyllä', 'tosi', 'x', 'y', 'yes', 'true', 'ja', '✓', '✔']);
const NO = new Set(['0', 'e', 'ei', 'epätosi', 'n', 'no', 'false', 'nej']);
/** An export marks so what a spreadsheet would calculate. */
const MARKED = /^'(?=\s*[=+\-@|%])/u;

const wrong = (code: ObjectionCode): CellRead => ({ wrong: objection(code) });

/** A cell with nothing in it is null, which fills nothing. Of a set: the elements to add. */
export function typedOf(cell: Cell, reading: CellReading): CellRead {
  const read = typeof cell === 'string' ? cell.trim().replace(MARKED, '') : cell;
  if (read === null || isBlank(read)) return { typed: null };
  const { field } = reading;
  switch (field.kind) {
    case 'bool':
      return flagOf(read);
    case 'number':
      return numberOf(read);
    case 'money':
      return moneyOf(read, reading.currency);
    case 'date':
      return dayOf(read);
    case 'set':
      return setOf(read, reading);
    case 'text':
    case 'choice':
    case 'ref':
    case 'instant':
      return textOf(read, reading);
    default:
      return field.kind satisfies never;
  }
}

type Filled = Exclude<Cell, null>;

function flagOf(cell: Filled): CellRead {
  if (typeof cell === 'boolean') return { typed: cell };
  const word = typeof cell === 'object' ? '' : String(cell).toLowerCase();
  if (YES.has(word)) return { typed: true };
  return NO.has(word) ? { typed: false } : wrong('no-flag');
}

function numberOf(cell: Filled): CellRead {
  if (typeof cell === 'number') return { typed: cell };
  if (typeof cell !== 'string') return wrong('no-number');
  const read = readDecimal(cell.replace(/\s*%$/u, ''));
  return 'wrong' in read ? wrong(read.wrong === 'twice' ? 'number-ambiguous' : 'no-number') : { typed: Number(read.decimal) };
}

function moneyOf(cell: Filled, currency: string): CellRead {
  if (typeof cell === 'number') return { typed: { amount: decimalOf(cell), currency } };
  if (typeof cell !== 'string') return wrong('no-amount');
  const amount = readAmount(cell);
  if (!/\d/u.test(amount.number)) return wrong('no-amount');
  if (amount.isNamed && amount.currency === null) return wrong('no-currency');
  const read = readDecimal(amount.number);
  if ('wrong' in read) return wrong(read.wrong === 'twice' ? 'number-ambiguous' : 'no-amount');
  return { typed: { amount: read.decimal, currency: amount.currency ?? currency } };
}

function dayOf(cell: Filled): CellRead {
  if (typeof cell === 'object') return { typed: cell.day };
  const read: DayRead = typeof cell === 'number' ? readSerial(cell) : typeof cell === 'string' ? readDay(cell) : { wrong: 'none' };
  return 'wrong' in read ? wrong(read.wrong === 'twice' ? 'day-ambiguous' : 'no-day') : { typed: read.day };
}

function textOf(cell: Filled, { field, choices }: CellReading): CellRead {
  if (typeof cell === 'boolean') return wrong('no-text');
  if (typeof cell === 'object') return { typed: cell.day };
  if (field.registry !== null) return chosen(String(cell), choices);
  if (typeof cell === 'number') {
    // A spreadsheet drops the zeros in front of a number: 100 may be the 00100 of one country and the 100 of another.
    if (field.name === 'postalCode' && cell < 10_000) return wrong('postal-code-cut');
    return field.compare === 'phone' ? phoneOf(cell) : { typed: decimalOf(cell) };
  }
  return { typed: field.compare === 'country' ? (countryCode(cell) ?? cell) : cell };
}

/** A number in a cell has lost its zero, or its plus: which of the two is sure only where it is of this country. */
function phoneOf(cell: number): CellRead {
  const digits = decimalOf(cell);
  return /^(?:358\d+|[1-9]\d{0,9})$/u.test(digits) ? { typed: digits } : wrong('phone-unfit');
}

/** What is on the list neither as a key nor as a name stays as it is, for the list to refuse. */
function chosen(text: string, choices: readonly Choice[] | null): CellRead {
  const word = text.toLowerCase();
  const key = choices?.find(({ key }) => key === text) ?? choices?.find(({ key }) => key.toLowerCase() === word);
  if (key !== undefined) return { typed: key.key };
  const named = (choices ?? []).filter(({ active, label }) => active && label.trim().toLowerCase() === word);
  if (named.length > 1) return wrong('choice-ambiguous');
  return { typed: named[0]?.key ?? text };
}

function setOf(cell: Filled, reading: CellReading): CellRead {
  if (typeof cell === 'boolean') return wrong('no-text');
  if (typeof cell === 'object') return { typed: { add: [cell.day] } };
  if (typeof cell === 'number' && reading.field.name === 'phones') {
    const phone = phoneOf(cell);
    return 'wrong' in phone ? phone : { typed: { add: [decimalOf(cell)] } };
  }
  const elements: string[] = [];
  for (const part of partsOf(String(cell), reading)) {
    const read = reading.field.registry === null ? { typed: part } : chosen(part, reading.choices);
    if ('wrong' in read) return read;
    if (typeof read.typed === 'string' && !elements.includes(read.typed)) elements.push(read.typed);
  }
  return elements.length === 0 ? { typed: null } : { typed: { add: elements } };
}

function partsOf(text: string, { field, choices }: CellReading): readonly string[] {
  const isAddress = field.name === 'emails' || field.marks === 'emails';
  // A name on a list may have a comma in it.
  if (choices?.some(({ key, label }) => key === text || label.toLowerCase() === text.toLowerCase())) return [text];
  const parts = text.split(field.name === 'phones' ? /[,;\r\n]|\s\/\s/u : /[,;\r\n]/u).map((part) => part.trim().replace(MARKED, ''));
  return parts.map((part) => (isAddress ? (/<([^<>]+)>$/u.exec(part)?.[1] ?? part.replace(/^mailto:/iu, '')) : part)).filter((part) => !isBlank(part));
}
