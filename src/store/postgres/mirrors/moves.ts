// How billable work moves from state to state: what stood before rows were changed against what stands after. Invariant: noted
// with the change itself, so every change of a state or an amount since the first read is there, once.
import { sql, type Transaction } from 'kysely';
import { same } from '../../../core/value.ts';
import type { Value } from '../../../core/vocabulary.ts';
import type { Mirror, MirrorName } from '../../../entities/mirrors/mirror.ts';
import { inBatches } from '../batches.ts';
import { recordset, textArray } from '../recordset.ts';
import type { Tables } from '../tables.ts';
import { rowsOf, type StoreOptions } from '../turn.ts';
import type { RowGroup } from './page-rows.ts';
import type { MirrorTurn } from './turn.ts';
import { differing } from './write.ts';

const KINDS: ReadonlyMap<MirrorName, string> = new Map([
  ['workHours', 'workHour'], ['projectFees', 'projectFee'], ['travelExpenses', 'travelExpense'], ['flatRates', 'flatRate'], ['invoices', 'invoice'],
]);

interface Standing {
  readonly ref_id: string;
  readonly customer: string | null;
  readonly project: string | null;
  readonly state: string;
  readonly amount: string | null;
  readonly currency: string | null;
}

export interface Before {
  readonly kind: string;
  readonly ids: readonly string[];
  readonly standings: ReadonlyMap<string, Standing>;
}

/** What stands before rows are changed; null for a mirror whose rows are not billed. @param gone ids that are about to go */
export async function standingBefore(turn: MirrorTurn, mirror: Mirror, groups: readonly RowGroup[], gone: readonly string[]): Promise<Before | null> {
  const kind = KINDS.get(mirror.name);
  if (kind === undefined) return null;
  const named: string[] = [...gone];
  for (const group of groups) named.push(...(await differing(turn, mirror, group)));
  const ids = [...new Set([...named, ...(kind === 'invoice' ? await credited(turn.transaction, named, groups) : [])])];
  return { kind, ids, standings: await standingsOf(turn.transaction, kind, ids) };
}

/** An invoice moves with its credit notes. */
async function credited(transaction: Transaction<Tables>, ids: readonly string[], groups: readonly RowGroup[]): Promise<readonly string[]> {
  const known = await rowsOf<{ credits: string }>(transaction, sql`select distinct credits from mirror_invoices where id = any(${textArray(ids)}) and credits is not null`);
  const wanted = new Set(ids);
  const shown = groups.flatMap(({ rows }) => rows).map(({ id, values }) => (wanted.has(id) ? values['credits'] : null));
  return [...known.map(({ credits }) => credits), ...shown.filter((id) => typeof id === 'string')];
}

async function standingsOf(transaction: Transaction<Tables>, kind: string, ids: readonly string[]): Promise<ReadonlyMap<string, Standing>> {
  if (ids.length === 0) return new Map();
  // Until the PSA has said, nothing is known to need approval.
  const approval = sql`coalesce((select value ->> 'approval' from fact where name = 'money:psa'), 'none')`;
  // Without a day: what becomes overdue moves by the calendar, not by anybody's doing.
  const rows = await rowsOf<Standing>(
    transaction,
    sql`select ref_id, customer, project, state, amount, currency from billing_states(${kind}, ${textArray(ids)}, ${approval}, null)`,
  );
  return new Map(rows.map((row) => [row.ref_id, row]));
}

function worth(standing: Standing | undefined): Value {
  if (standing === undefined || standing.amount === null) return null;
  return { amount: standing.amount, currency: standing.currency ?? '' };
}

export async function noteMoves({ transaction, now }: MirrorTurn, { kind, ids, standings: before }: Before): Promise<void> {
  const after = await standingsOf(transaction, kind, ids);
  const moves = ids.flatMap((id) => {
    const [from, to] = [before.get(id), after.get(id)];
    const { customer, project, amount, currency } = to ?? from ?? {};
    return from?.state === to?.state && same(worth(from), worth(to)) ? [] : [{ ref_id: id, customer, project, from_state: from?.state, to_state: to?.state, amount, currency }];
  });
  if (moves.length === 0) return;
  const columns = 'ref_id text, customer text, project text, from_state text, to_state text, amount numeric, currency text';
  await sql`insert into billing_move (at, kind, ref_id, customer, project, from_state, to_state, amount, currency)
    select ${now}::timestamptz, ${kind}, ref_id, customer, project, from_state, to_state, amount, currency from ${recordset(moves, columns)}`.execute(transaction);
}

/** @param before instant from which on moves are kept */
export function forgetMoves(options: StoreOptions, before: string): Promise<number> {
  return inBatches(options, (limit) => sql`delete from billing_move where id in (select id from billing_move where at < ${before}::timestamptz order by at, id limit ${limit}) returning 1`);
}
