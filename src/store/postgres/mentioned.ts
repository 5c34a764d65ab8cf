// Rows that may say something of one person: what they are tied to, what points to them, and whatever mentions them. Invariant: what a
// close look would change or tell is among them; all texts are searched before anybody else has to wait, the few that name the person
// are looked at again by whoever changes them.
import { sql, type Transaction } from 'kysely';
import { pointerKey } from '../../core/pointer-key.ts';
import { isSet } from '../../core/value.ts';
import type { Fields } from '../../core/vocabulary.ts';
import { entities } from '../../entities/index.ts';
import type { Entity } from '../../entities/entity.ts';
import { linksAround } from '../ledger/around.ts';
import { names } from '../ledger/local-traces.ts';
import { isFreeText, type Scrub, type ScrubOrder } from '../ledger/scrub.ts';
import { finderOf } from './finder.ts';
import { mentionOf, mentions } from './mention.ts';
import { textArray } from './recordset.ts';
import type { Tables } from './tables.ts';
import { textsNaming } from './texts.ts';
import { rowsOf } from './turn.ts';

/** What was found by reading everything. */
export interface Mentioned {
  /** Links of which a text is sure to name the person. */
  readonly links: readonly string[];
  /** Rows of other texts, by table, that are. */
  readonly texts: ReadonlyMap<string, ReadonlySet<string>>;
}

/** Reads every text there is; nobody waits for it. */
export async function mentionedOf(transaction: Transaction<Tables>, { subject }: Pick<ScrubOrder, 'subject'>, scrub: Scrub): Promise<Mentioned> {
  const pattern = mentionOf(subject);
  if (pattern === null) return { links: [], texts: new Map() };
  const links = new Set<string>();
  for (const entity of entities.values()) for (const id of await linksNaming(transaction, entity, pattern, scrub)) links.add(id);
  return { links: [...links].filter((id) => !subject.linkIds.includes(id)), texts: await textsNaming(transaction, { scrub, pattern, linkIds: subject.linkIds }) };
}

/** Links that the person is tied to, by what points where; all of it by indexes. */
export async function nearOf(transaction: Transaction<Tables>, { subject, keys }: Pick<ScrubOrder, 'subject' | 'keys'>): Promise<ReadonlySet<string>> {
  const finder = finderOf(transaction);
  const near = new Set(await linksAround(finder, subject.linkIds));
  for (const [entity, of] of Map.groupBy(subject.around, (one) => one.entity)) for (const id of await finder.linksOf(entity, of)) near.add(id);
  for (const id of [...(await pointing(transaction, subject)), ...(await waiting(transaction, subject, keys)), ...(await bearing(transaction, keys))]) near.add(id);
  for (const id of subject.linkIds) near.delete(id);
  return near;
}

/** Records that name an id of the person, also one that is nobody's any more. */
async function pointing(transaction: Transaction<Tables>, { refs, linkIds }: ScrubOrder['subject']): Promise<readonly string[]> {
  const people = [...entities.values()].flatMap(({ name, person }) => (person === null ? [] : [{ name, kind: person.kind }]));
  const keys = people.flatMap(({ name, kind }) => [
    ...refs.filter((ref) => ref.kind === kind).map(({ side, id }) => pointerKey(name, side, id)),
    ...linkIds.map((id) => pointerKey(name, 'local', id)),
  ]);
  const rows = await rowsOf<{ id: string }>(
    transaction,
    sql`select distinct link_id as id from match_key join side_state using (workspace, side, entity, ref_id) where match_key.entity = any(${textArray(entities.keys())}) and key = any(${textArray(keys)})`,
  );
  return rows.map(({ id }) => id);
}

async function waiting(transaction: Transaction<Tables>, { refs, linkIds, emails }: ScrubOrder['subject'], keys: readonly string[]): Promise<readonly string[]> {
  const wanted = textArray([...linkIds, ...refs.map(({ id }) => id), ...keys, ...emails.map((email) => `email:${email.trim().toLowerCase()}`)]);
  const rows = await rowsOf<{ id: string }>(transaction, sql`select distinct link_id as id from held where waits_on && ${wanted} or elements && ${wanted}`);
  return rows.map(({ id }) => id);
}

/** Records of others with an address that is the person's own. */
async function bearing(transaction: Transaction<Tables>, keys: readonly string[]): Promise<readonly string[]> {
  const addresses = keys.flatMap((key) => (key.startsWith('email:') ? [key.slice('email:'.length)] : []));
  if (addresses.length === 0) return [];
  const found: string[] = [];
  for (const { name, fields } of entities.values()) {
    const columns = [...fields.values()].filter(({ category }) => category === 'contact').map((field) => sql`lower(coalesce(fields ->> ${field.name}, ''))`);
    if (columns.length === 0) continue;
    const text = sql.join(columns, sql` || ' ' || `);
    const likely = sql.join(addresses.map((address) => sql`position(${address.split('@')[0] ?? ''} in one.text) > 0`), sql` or `);
    const rows = await rowsOf<{ id: string }>(transaction, sql`select distinct link_id as id from side_state cross join lateral (select ${text} as text offset 0) one where entity = ${name} and (${likely})`);
    found.push(...rows.map(({ id }) => id));
  }
  return found;
}

interface Shown {
  readonly id: string;
  readonly one: Fields;
  readonly other: Fields;
}

async function linksNaming(transaction: Transaction<Tables>, entity: Entity, pattern: string, scrub: Scrub): Promise<readonly string[]> {
  // What is declared and no free text is left out: of most records nothing is left to read.
  const closed = textArray([...entity.fields.values()].map(({ name }) => name).filter((name) => !isFreeText(entity.name, name)));
  const rows = await rowsOf<Shown>(
    transaction,
    sql`select link_id as id, one, other from side_state cross join lateral (select fields - ${closed} as one, base_diff - ${closed} as other offset 0) open
        where entity = ${entity.name} and (one <> '{}' or other <> '{}') and ${mentions(sql`(one::text || other::text)`, pattern)}
      union all select link_id, side_values || base, coalesce(resolution, '{}') from conflict where entity = ${entity.name} and ${mentions(sql`(base::text || side_values::text || coalesce(resolution::text, ''))`, pattern)}
      union all select link_id, sent, '{}' from intent join link on link.id = link_id where link.entity = ${entity.name} and ${mentions(sql`sent::text`, pattern)}`,
  );
  return rows.filter(({ one, other }) => [one, other].some((fields) => textsIn(fields).some((text) => names(scrub, text, false)))).map(({ id }) => id);
}

function textsIn(fields: Fields): readonly string[] {
  return Object.values(fields).flatMap((value) => (typeof value === 'string' ? [value] : isSet(value) ? value.map(({ key }) => key) : []));
}
