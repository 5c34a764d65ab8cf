// The register of contacts, with what each has agreed to. Invariant: whether somebody may be written to is said by every address they
// have, never by one of them alone.
import { sql, type RawBuilder, type Transaction } from 'kysely';
import type { ContactFilter, ContactLine, RegisterViews } from '../../views/registers.ts';
import { textArray } from '../recordset.ts';
import type { Tables } from '../tables.ts';
import { rowsOf } from '../turn.ts';
import type { ViewOptions } from './asking.ts';
import { labelOf, ownerName } from './history-account.ts';
import { standingOf } from './register-accounts.ts';
import { all, inOrder, ownerOf, pageOf, saying, searching, type Register } from './register-page.ts';

const REGISTER: Register<'name'> = { table: 'register_contact', id: 'link_id', orders: { name: ['sort_name', 'sort_name'] } };

export function contactLines({ database, workspace }: ViewOptions, question: Parameters<RegisterViews['contactLines']>[0]): ReturnType<RegisterViews['contactLines']> {
  return database.unit(workspace, async (transaction) => {
    const conditions = [...searching('contact', question.words), ...(await conditionsOf(transaction, question.filter))];
    const { ids, ...page } = await pageOf(transaction, REGISTER, conditions, question);
    return { ...page, items: inOrder(ids, await lines(transaction, ids)) };
  });
}

async function conditionsOf(transaction: Transaction<Tables>, filter: ContactFilter): Promise<readonly RawBuilder<unknown>[]> {
  const { ids, account, mail, legalBasis, role, language, lifecycle, active, owner, standing, dormantBefore, industry, segment } = filter;
  const ofAccount = [
    ...saying(standing, (one) => standingOf('a', one, dormantBefore)),
    ...saying(industry, (one) => sql`a.industry = ${one}`),
    ...saying(segment, (one) => sql`a.segments @> ${textArray([one])}`),
  ];
  return [
    ...saying(ids, (some) => sql`r.link_id = any(${textArray(some)})`),
    ...(owner === undefined ? [] : [sql`r.owner = ${await ownerOf(transaction, owner)}`]),
    ...saying(account, (one) => sql`r.account = ${one}`),
    ...saying(mail, (one) => sql`r.mail = ${one}`),
    ...saying(legalBasis, (yes) => sql`r.legal_basis = ${yes}`),
    ...saying(role, (one) => sql`r.role = ${one}`),
    ...saying(language, (one) => sql`r.language = ${one}`),
    ...saying(lifecycle, (some) => sql`r.lifecycle = any(${textArray(some)})`),
    ...saying(active, (yes) => sql`r.active = ${yes}`),
    ...(ofAccount.length === 0 ? [] : [sql`r.account in (select a.link_id from register_account a where ${all(ofAccount)})`]),
  ];
}

const keysOf = (field: string): RawBuilder<unknown> => sql`coalesce((select array_agg(e ->> 'key') from jsonb_array_elements(case when jsonb_typeof(s.fields -> ${field}) = 'array' then s.fields -> ${field} else '[]' end) e), '{}')`;

function lines(transaction: Transaction<Tables>, ids: readonly string[]): Promise<readonly ContactLine[]> {
  return rowsOf<ContactLine>(
    transaction,
    sql`select r.link_id as id, nullif(r.name, '') as name, s.fields ->> 'firstName' as "firstName", s.fields ->> 'lastName' as "lastName", s.fields ->> 'jobTitle' as "jobTitle", nullif(r.account, '') as account,
        (select nullif(a.name, '') from register_account a where a.link_id = r.account) as "accountName", ${keysOf('emails')} as emails, ${keysOf('phones')} as phones, r.mail, ${keysOf('optOuts')} as "optOuts", ${keysOf('legalBasis')} as "legalBasis",
        coalesce(${labelOf('contactRoles', sql`r.role`)}, nullif(r.role, '')) as role, nullif(r.language, '') as language, nullif(r.lifecycle, '') as lifecycle, coalesce(${ownerName(sql`r.owner`)}, nullif(r.owner, '')) as "ownerName", r.active
      from register_contact r join side_state s on s.side = r.side and s.entity = 'contact' and s.ref_id = r.ref_id where r.link_id = any(${textArray(ids)})`,
  );
}
