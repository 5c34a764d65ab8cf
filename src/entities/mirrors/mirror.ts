// What a mirror is: rows of one kind that only flow in from one system, upserted by their id and never reconciled. Each column
// declares itself once, so the table, the upsert, erasure and the record of processing are computed from it.
// Invariant: money is a decimal and a currency in columns of their own; a date never shifts; free text is taken only where a
// screen shows it.
import type { PersonFields } from '../../core/person-shown.ts';
import type { EntityName, RemoteSide } from '../../core/vocabulary.ts';
import type { DataCategory } from '../entity.ts';

/**
 * id: a record of the same system. ids: several, in the system's order. decimal: a decimal string, never a double. date: a plain
 * day. instant: ISO 8601 in UTC.
 */
export const COLUMN_KINDS = ['id', 'ids', 'text', 'decimal', 'date', 'instant', 'bool'] as const;
export type ColumnKind = (typeof COLUMN_KINDS)[number];

export interface Column {
  readonly kind: ColumnKind;
  readonly category: DataCategory;
  /** Of ids: the entity whose records they are, where those are persons. */
  readonly target?: EntityName;
}

export type MirrorName = string;

export interface Mirror {
  readonly name: MirrorName;
  readonly side: RemoteSide;
  readonly label: { readonly fi: string; readonly en: string };
  readonly columns: Readonly<Record<string, Column>>;
  /** The column that names the customer whose figures a changed row moves; null: it moves nobody's. */
  readonly customer: string | null;
  /** Where each row is about one person: how it shows them. */
  readonly person?: PersonFields;
}

export type MirrorValue = string | boolean | readonly string[] | null;

/** Columns left out were not looked at and stay as they are. */
export interface MirrorRow {
  readonly id: string;
  /** The row is known to have looked like this at this UTC instant. */
  readonly asOf: string;
  readonly values: Readonly<Record<string, MirrorValue>>;
}

const none = (kind: ColumnKind): Column => ({ kind, category: 'none' });

/** Columns that say nothing about a person. */
export const id = none('id');
export const ids = none('ids');
export const text = none('text');
export const decimal = none('decimal');
export const date = none('date');
export const instant = none('instant');
export const bool = none('bool');
/** One of the customer's own staff. */
export const staff: Column = { kind: 'id', category: 'workforce' };
export const staffText: Column = { kind: 'text', category: 'workforce' };
/** What people wrote about work or a deal; may name anybody. */
export const freeText: Column = { kind: 'text', category: 'free-text' };
