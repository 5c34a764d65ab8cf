// Every column where people write anything and that is no field of a record: of our own tables and of mirrors. Invariant: what the
// declarations call free text and reached as such is in this list (a test holds them to it).
import { sql, type RawBuilder, type Transaction } from 'kysely';
import { MIRRORS } from '../../entities/mirrors/index.ts';
import type { Mirror } from '../../entities/mirrors/mirror.ts';
import type { LocalTrace } from '../forgetting.ts';
import { names, textTrace } from '../ledger/local-traces.ts';
import type { Scrub } from '../ledger/scrub.ts';
import { mentions } from './mention.ts';
import { snakeOf, tableOf } from './mirrors/columns.ts';
import { textArray } from './recordset.ts';
import type { Tables } from './tables.ts';
import { rowsOf } from './turn.ts';

export interface TextColumn {
  readonly table: string;
  readonly key: string;
  readonly column: string;
  /** In our words. */
  readonly what: string;
  /** Its rows are of one link: the person's own go with it and are no texts of others. */
  readonly isOfLink?: true;
  /** Its rows are copies of rows of a system. */
  readonly mirror?: Mirror;
}

const OWN: readonly TextColumn[] = [
  { table: 'remark', key: 'id', column: 'words', what: 'remark.words' },
  { table: 'rectification', key: 'id', column: 'asked', what: 'rectification.asked', isOfLink: true },
  { table: 'rectification', key: 'id', column: 'done', what: 'rectification.done', isOfLink: true },
  { table: 'restriction', key: 'id', column: 'reason', what: 'restriction.reason', isOfLink: true },
  { table: 'restriction', key: 'id', column: 'lift_reason', what: 'restriction.liftReason', isOfLink: true },
  { table: 'legal_basis', key: 'id', column: 'source', what: 'legalBasis.source', isOfLink: true },
  { table: 'consent_change', key: 'position', column: 'source', what: 'consent.source', isOfLink: true },
];

export const TEXT_COLUMNS: readonly TextColumn[] = [
  ...OWN,
  ...[...MIRRORS.values()].flatMap((mirror) =>
    Object.entries(mirror.columns).flatMap(([name, { category }]) => (category === 'free-text' ? [{ table: tableOf(mirror), key: 'id', column: snakeOf(name), what: `${mirror.name}.${name}`, mirror }] : [])),
  ),
];

/** What is looked for. */
export interface TextSearch {
  readonly scrub: Scrub;
  readonly pattern: string;
  /** Of the person. */
  readonly linkIds: readonly string[];
}

/** Ids of rows, by table. */
export type TextRows = ReadonlyMap<string, ReadonlySet<string>>;

/** Rows that are sure to name the person; reads all of them. */
export async function textsNaming(transaction: Transaction<Tables>, { scrub, pattern, linkIds }: TextSearch): Promise<TextRows> {
  const found = new Map<string, Set<string>>();
  for (const one of TEXT_COLUMNS) {
    for (const { id, text } of await textsOf(transaction, one, mentions(sql.ref(one.column), pattern), linkIds)) {
      if (names(scrub, text, false)) found.set(one.table, (found.get(one.table) ?? new Set()).add(id));
    }
  }
  return found;
}

/** @param near rows that the person is tied to: of these a name alone is told too */
export async function tracesInTexts(transaction: Transaction<Tables>, scrub: Scrub, { naming, near, linkIds }: { readonly naming: TextRows; readonly near: TextRows; readonly linkIds: readonly string[] }): Promise<readonly LocalTrace[]> {
  const traces: LocalTrace[] = [];
  for (const one of TEXT_COLUMNS) {
    const ids = [...(naming.get(one.table) ?? []), ...(near.get(one.table) ?? [])];
    const found = await textsOf(transaction, one, ofRows(one, ids), linkIds);
    traces.push(...found.filter(({ id, text }) => names(scrub, text, near.get(one.table)?.has(id) ?? false)).map(({ id, text }) => textTrace({ place: placeOf(one, id), what: one.what, text, copyOf: copyOf(one, id) })));
  }
  return traces;
}

/** Answers how many were changed. */
export async function redactTexts(transaction: Transaction<Tables>, scrub: Scrub, rows: readonly TextRows[]): Promise<number> {
  let changed = 0;
  for (const one of TEXT_COLUMNS) {
    const ids = rows.flatMap((of) => [...(of.get(one.table) ?? [])]);
    for (const { id, text: before } of await textsOf(transaction, one, ofRows(one, ids), [])) {
      const text = scrub.text(before, placeOf(one, id));
      if (text === before) continue;
      await sql`update ${sql.table(one.table)} set ${sql.ref(one.column)} = ${text} where ${sql.ref(one.key)}::text = ${id}`.execute(transaction);
      changed += 1;
    }
  }
  return changed;
}

const placeOf = ({ table, column }: TextColumn, id: string): string => `${table}/${id}/${column}`;

const copyOf = ({ mirror }: TextColumn, id: string): LocalTrace['copyOf'] => (mirror === undefined ? null : { side: mirror.side, entity: mirror.name, id });

const ofRows = ({ key }: TextColumn, ids: readonly string[]): RawBuilder<unknown> => sql`${sql.ref(key)}::text = any(${textArray(new Set(ids))})`;

/** @param linkIds whose rows, of a table whose rows are of one link, are left out */
async function textsOf(transaction: Transaction<Tables>, { table, key, column, isOfLink }: TextColumn, wanted: RawBuilder<unknown>, linkIds: readonly string[]): Promise<readonly { readonly id: string; readonly text: string }[]> {
  const ofOthers = isOfLink === true ? sql`link_id <> all(${textArray(linkIds)})` : sql`true`;
  return rowsOf(transaction, sql`select ${sql.ref(key)}::text as id, ${sql.ref(column)} as text from ${sql.table(table)} where ${sql.ref(column)} is not null and ${ofOthers} and ${wanted} order by 1`);
}
