// One person out of all tables, within one transaction. Invariant: what hangs on the person's links goes with them; of what belongs to
// others only what is the person's own is taken out; sealed texts that may show the person are deleted, since nobody can look into them.
import { sql, type Transaction } from 'kysely';
import type { Subject } from '../../core/subject.ts';
import { entities } from '../../entities/index.ts';
import { forgetIn, type Forgotten } from '../ledger/forget.ts';
import { makeScrub, type ScrubOrder } from '../ledger/scrub.ts';
import { loadForChange } from './load.ts';
import { nearOf, type Mentioned } from './mentioned.ts';
import { recordset, textArray } from './recordset.ts';
import type { Tables } from './tables.ts';
import { redactTexts, type TextRows } from './texts.ts';
import type { OpenTurn } from './turn.ts';

/** Tables whose rows are of one link and go with the person; what else is of a link the ledger writes. */
export const OF_LINK: readonly string[] = ['before_image', 'run_difference', 'consent_change', 'access_log', 'restriction', 'rectification', 'legal_basis', 'retention_proposal', 'conflict'];
/** Sealed, and so out of reach of a search. */
const SEALED: readonly string[] = ['before_image', 'run_difference'];

export interface ForgottenRows extends Forgotten {
  /** Mirrored rows, texts and events that went or were changed. */
  readonly rows: number;
}

/** @param mentioned what a search of all texts found before (`mentionedOf`) */
export async function forget(turn: OpenTurn, asked: ScrubOrder, mentioned: Mentioned): Promise<ForgottenRows> {
  const { transaction, ledger } = turn;
  const order = { ...asked, subject: await withPresentLinks(transaction, asked.subject) };
  const { subject } = order;
  await sql`select pg_advisory_xact_lock(hashtextextended('mirrors:' || current_database() || ':' || current_workspace(), 0))`.execute(transaction);
  const scrub = makeScrub(order);
  const near = await nearOf(transaction, order);
  await loadForChange(transaction, ledger, [...subject.linkIds, ...near, ...mentioned.links]);
  const texts = await nearTexts(transaction, subject, near);
  const forgotten = forgetIn(turn, scrub, subject.linkIds);
  const touched = [...near, ...mentioned.links, ...forgotten.changed];
  for (const table of OF_LINK) await sql`delete from ${sql.table(table)} where link_id = any(${textArray(forgotten.ended)})`.execute(transaction);
  for (const table of SEALED) await sql`delete from ${sql.table(table)} where link_id = any(${textArray(touched)})`.execute(transaction);
  // Questions that are over say what was, and nobody asks them again.
  await sql`delete from conflict where state = 'closed' and link_id = any(${textArray(touched)})`.execute(transaction);
  const rows = [await forgetHints(transaction, subject), await forgetInMirrors(transaction, subject), await redactTexts(transaction, scrub, [mentioned.texts, texts])];
  return { ...forgotten, rows: rows.reduce((sum, count) => sum + count, 0) };
}

/** Since the look, a match may have taken the person's records to another link. */
async function withPresentLinks(transaction: Transaction<Tables>, subject: Subject): Promise<Subject> {
  const rows = subject.refs.flatMap(({ side, kind, id }) => (kind === 'contact' ? [{ side, entity: 'contact', ref_id: id }] : []));
  if (rows.length === 0) return subject;
  const { rows: links } = await sql<{ id: string }>`select distinct link_id as id from side_state join ${recordset(rows, 'side text, entity text, ref_id text')} using (side, entity, ref_id)`.execute(transaction);
  return { ...subject, linkIds: [...new Set([...subject.linkIds, ...links.map(({ id }) => id)])] };
}

async function forgetHints(transaction: Transaction<Tables>, { refs }: Subject): Promise<number> {
  const rows = [...entities.values()].flatMap(({ name, person }) => refs.filter(({ kind }) => kind === person?.kind).map(({ side, id }) => ({ side, entity: name, ref_id: id })));
  if (rows.length === 0) return 0;
  const gone = await sql`delete from webhook_hint using ${recordset(rows, 'side text, entity text, ref_id text')}
    where webhook_hint.side = given.side and webhook_hint.entity = given.entity and webhook_hint.ref_id = given.ref_id`.execute(transaction);
  return Number(gone.numAffectedRows ?? 0);
}

async function forgetInMirrors(transaction: Transaction<Tables>, { refs }: Subject): Promise<number> {
  const contacts = textArray(refs.flatMap(({ side, kind, id }) => (side === 'crm' && kind === 'contact' ? [id] : [])));
  const touches = sql`select touch from mirror_touch_of where kind = 'contact' and ref = any(${contacts})`;
  const changed = await sql`update mirror_touches set contacts = array(select one from unnest(contacts) with ordinality as each (one, place) where one <> all(${contacts}) order by place) where id in (${touches})`.execute(transaction);
  await sql`delete from mirror_touch_of where kind = 'contact' and ref = any(${contacts})`.execute(transaction);
  const users = textArray(refs.flatMap(({ side, kind, id }) => (side === 'psa' && kind === 'user' ? [id] : [])));
  const gone = await sql`delete from mirror_users where id = any(${users})`.execute(transaction);
  return Number(changed.numAffectedRows ?? 0) + Number(gone.numAffectedRows ?? 0);
}

/** Rows of texts, by table, that the person is tied to. */
export async function nearTexts(transaction: Transaction<Tables>, { refs }: Subject, near: ReadonlySet<string>): Promise<TextRows> {
  const contacts = textArray(refs.flatMap(({ side, kind, id }) => (side === 'crm' && kind === 'contact' ? [id] : [])));
  const { rows: touches } = await sql<{ id: string }>`select touch as id from mirror_touch_of where kind = 'contact' and ref = any(${contacts})`.execute(transaction);
  const { rows: remarks } = await sql<{ id: string }>`select id from remark where (about = 'account' and record = any(${textArray(near)}))
    or (about = 'project' and record in (select ref_id from side_state where side = 'psa' and entity = 'salesCase' and link_id = any(${textArray(near)})))`.execute(transaction);
  return new Map([['mirror_touches', new Set(touches.map(({ id }) => id))], ['remark', new Set(remarks.map(({ id }) => id))]]);
}
