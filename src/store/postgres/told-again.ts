// Everything that is here again of people who must stay forgotten, as in a database that was restored: all rows are read and held against
// the suppressions, since of these people nothing but hashes is kept. Invariant: a few rows are held at a time, however many there are.
import { sql, type RawBuilder, type Transaction } from 'kysely';
import { keysInText } from '../../core/keys-in-text.ts';
import { refKey } from '../../core/subject.ts';
import type { EntityName, RemoteSide } from '../../core/vocabulary.ts';
import { MIRRORS } from '../../entities/mirrors/index.ts';
import type { Mirror, MirrorRow } from '../../entities/mirrors/mirror.ts';
import { offeredByRow } from '../ledger/found-again.ts';
import { keysTold } from '../ledger/keys-told.ts';
import { makeLedger } from '../ledger/ledger.ts';
import { keysOfRows, pointersOf, siftedRows } from '../ledger/suppressed-rows.ts';
import { keysOfHints, type Kept } from '../ledger/suppression.ts';
import { loadClosedConflicts, loadLinks } from './load.ts';
import { columnOf, tableOf } from './mirrors/columns.ts';
import { keptAmong } from './suppressions.ts';
import type { Tables } from './tables.ts';
import { TEXT_COLUMNS } from './texts.ts';
import { rowsOf, type GuardedOptions } from './turn.ts';

export interface ToldAgain {
  /** Of persons. */
  readonly linkIds: ReadonlySet<string>;
  /** Suppressed ones that something here offers, in clear; and the ids of mirrored rows that offer one. */
  readonly keys: ReadonlySet<string>;
}

/** Enough to be quick, few enough to be held. */
const PAGE = 2000;

export async function toldAgain(transaction: Transaction<Tables>, options: GuardedOptions): Promise<ToldAgain> {
  const [linkIds, keys] = [new Set<string>(), new Set<string>()];
  const among = async (told: Iterable<string>): Promise<Kept> => {
    const kept = await keptAmong(transaction, options, [...new Set(told)]);
    for (const key of kept.keys()) keys.add(key);
    return kept;
  };
  for await (const links of pagesOf<{ id: string }>(transaction, sql`select id from link`)) {
    const ledger = makeLedger();
    const ids = links.map(({ id }) => id);
    await loadLinks(transaction, ledger, ids);
    await loadClosedConflicts(transaction, ledger, ids);
    const kept = await among(keysTold(ledger));
    if (kept.size > 0) for (const row of ledger.sides.all()) if (offeredByRow(row).some((key) => kept.has(key))) linkIds.add(row.linkId);
  }
  for (const mirror of MIRRORS.values()) {
    for await (const rows of rowsOfPersons(transaction, mirror)) {
      const kept = await among(keysOfRows(mirror, rows));
      const left = new Set(siftedRows(mirror, rows, kept).rows.map(({ id }) => id));
      const { person, side } = mirror;
      if (person !== undefined) for (const { id } of rows) if (!left.has(id)) keys.add(refKey({ side, kind: person.kind, id }));
    }
  }
  for (const { table, column } of TEXT_COLUMNS) {
    for await (const rows of pagesOf<{ text: string }>(transaction, sql`select ${sql.ref(column)} as text from ${sql.table(table)} where ${sql.ref(column)} <> ''`)) await among(rows.flatMap(({ text }) => keysInText(text)));
  }
  for await (const hints of pagesOf<{ side: RemoteSide; entity: EntityName; id: string }>(transaction, sql`select side, entity, ref_id as id from webhook_hint`)) {
    await among(hints.flatMap(({ side, entity, id }) => keysOfHints(side, [{ entity, id, kind: 'changed' }])));
  }
  return { linkIds, keys };
}

/** Of a mirror that shows persons or points to them, only what does. */
async function* rowsOfPersons(transaction: Transaction<Tables>, mirror: Mirror): AsyncGenerator<readonly MirrorRow[]> {
  const { person } = mirror;
  const names = [...pointersOf(mirror).map(({ name }) => name), ...(person === undefined ? [] : [person.first, person.last, ...person.emails, ...person.phones])];
  if (names.length === 0) return;
  const shown = sql.join(names.map((name) => sql`${sql.raw(columnOf(name))} as ${sql.ref(name)}`), sql`, `);
  for await (const rows of pagesOf<MirrorRow['values'] & { readonly id: string }>(transaction, sql`select id, ${shown} from ${sql.raw(tableOf(mirror))}`)) {
    yield rows.map(({ id, ...values }) => ({ id, asOf: '', values }));
  }
}

async function* pagesOf<Row>(transaction: Transaction<Tables>, query: RawBuilder<unknown>): AsyncGenerator<readonly Row[]> {
  await sql`declare told_again no scroll cursor for ${query}`.execute(transaction);
  for (let isMore = true; isMore; ) {
    const rows = await rowsOf<Row>(transaction, sql`fetch ${sql.raw(String(PAGE))} from told_again`);
    if (rows.length > 0) yield rows;
    isMore = rows.length === PAGE;
  }
  await sql`close told_again`.execute(transaction);
}
