// What our own tables say of one person, for a review and an access export. Invariant: it looks wherever arming would change something.
import { sql, type Transaction } from 'kysely';
import { personKeys, type Subject } from '../../core/subject.ts';
import type { LocalTrace } from '../forgetting.ts';
import { ownTraces, pointer, pointerTraces, textTraces } from '../ledger/local-traces.ts';
import { makeScrub } from '../ledger/scrub.ts';
import { nearTexts } from './forget.ts';
import { mentionedOf, nearOf } from './mentioned.ts';
import { textArray } from './recordset.ts';
import { sidesOfLinks } from './side-state.ts';
import type { Tables } from './tables.ts';
import { tracesInTexts } from './texts.ts';
import { rowsOf } from './turn.ts';

export async function localTraces(transaction: Transaction<Tables>, subject: Subject): Promise<readonly LocalTrace[]> {
  const keys = personKeys(subject);
  const scrub = makeScrub({ subject, keys, redact: [] });
  const near = await nearOf(transaction, { subject, keys });
  const { links, texts: naming } = await mentionedOf(transaction, { subject }, scrub);
  const [own, others] = [await sidesOfLinks(transaction, subject.linkIds), await sidesOfLinks(transaction, [...new Set([...near, ...links])])];
  const texts = await tracesInTexts(transaction, scrub, { naming, near: await nearTexts(transaction, subject, near), linkIds: subject.linkIds });
  return [
    ...ownTraces(own),
    ...(await notedTraces(transaction, subject)),
    ...pointerTraces(others, scrub),
    ...(await mirrorTraces(transaction, subject)),
    ...textTraces(others, scrub, (id) => near.has(id)),
    ...texts,
  ];
}

/** What people have put down about the person, beside the records. */
const NOTED: readonly { readonly table: string; readonly what: string; readonly columns: readonly string[] }[] = [
  { table: 'consent_change', what: 'consent', columns: ['address', 'allowed', 'source', 'on'] },
  { table: 'legal_basis', what: 'legalBasis', columns: ['basis', 'source', 'on'] },
  { table: 'restriction', what: 'restriction', columns: ['reason', 'lift_reason'] },
  { table: 'rectification', what: 'rectification', columns: ['asked', 'done'] },
];

async function notedTraces(transaction: Transaction<Tables>, { linkIds }: Subject): Promise<readonly LocalTrace[]> {
  const traces: LocalTrace[] = [];
  for (const { table, what, columns } of NOTED) {
    const shown = sql.join(columns.map((name) => sql`${sql.ref(name)}::text as ${sql.ref(name)}`), sql`, `);
    const rows = await rowsOf<Readonly<Record<string, string | null>>>(transaction, sql`select link_id as "linkId", ${shown} from ${sql.table(table)} where link_id = any(${textArray(linkIds)}) order by link_id, at`);
    traces.push(
      ...rows.map(({ linkId, ...row }, index): LocalTrace => {
        const content = Object.fromEntries(Object.entries(row).flatMap(([name, value]) => (value === null ? [] : [[name, value]])));
        return { place: `${what}/${linkId}/${index + 1}`, kind: 'record', what, linkId: linkId ?? null, copyOf: null, count: 1, text: null, content };
      }),
    );
  }
  return traces;
}

async function mirrorTraces(transaction: Transaction<Tables>, { refs }: Subject): Promise<readonly LocalTrace[]> {
  const idsOf = (side: string, kind: string): readonly string[] => refs.flatMap((ref) => (ref.side === side && ref.kind === kind ? [ref.id] : []));
  const [touches] = await rowsOf<{ count: number }>(transaction, sql`select count(distinct touch)::int as count from mirror_touch_of where kind = 'contact' and ref = any(${textArray(idsOf('crm', 'contact'))})`);
  const users = await rowsOf<{ id: string; firstName: string | null; lastName: string | null; email: string | null; title: string | null }>(
    transaction,
    sql`select id, first_name as "firstName", last_name as "lastName", email, title from mirror_users where id = any(${textArray(idsOf('psa', 'user'))}) order by id`,
  );
  const staff = users.map(({ id, ...row }): LocalTrace => ({
    place: `mirror_users/${id}`, kind: 'staff', what: 'users', linkId: null, copyOf: null, count: 1, text: null,
    content: Object.fromEntries(Object.entries(row).flatMap(([name, value]) => (value === null ? [] : [[name, value]]))),
  }));
  return [...((touches?.count ?? 0) > 0 ? [pointer('touches.contacts', touches?.count ?? 0)] : []), ...staff];
}
