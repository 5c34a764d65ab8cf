// Who is meant, by what we know ourselves: from what was asked by to the links of that person. Invariant: nobody is taken for the person
// because of an address alone that people with other names have too, or of a name alone; then somebody has to say who it is.
import { askingKeys, emailKey, personKeys, phoneKeys } from '../core/subject.ts';
import type { Subject } from '../core/subject.ts';
import type { LinkState } from '../store/store.ts';
import type { ErasureContext } from './context.ts';
import type { Asked, SharedPoint } from './request-data.ts';
import { nameKey, shownByLink, together, without } from './subjects.ts';

/** Someone with more links than this is no one person. */
const MOST_LINKS = 200;

export interface Person {
  readonly subject: Subject;
  readonly shared: readonly SharedPoint[];
  /** Links of several people; the subject is then only what was asked by. */
  readonly candidates: readonly string[];
}

/** @param known what the systems have shown of the person besides */
export async function personOf(context: ErasureContext, asked: Asked, known: Partial<Subject>): Promise<Person> {
  const certain = new Map<string, LinkState>((await contacts(context, await standing(context, asked.linkIds))).map((link) => [link.id, link]));
  const named = isByNameAlone(asked) && certain.size === 0 ? await contacts(context, await context.forgetting.whose(askingKeys({ names: asked.names, phones: [] }))) : [];
  let candidates: readonly string[] = named.map(({ id }) => id);
  while (candidates.length === 0) {
    const subject = subjectOf(asked, known, certain);
    const found = await contacts(context, (await context.forgetting.whose([...personKeys(subject), ...phoneKeys(subject), ...numberKeys(subject, certain)])).filter((id) => !certain.has(id)));
    const sorted = sortOut(subject, found);
    if (sorted.certain.length === 0) {
      candidates = certain.size === 0 ? sorted.others.map(({ id }) => id) : [];
      break;
    }
    for (const link of sorted.certain) certain.set(link.id, link);
    if (certain.size > MOST_LINKS) break;
  }
  const subject = subjectOf(asked, known, certain);
  const others = await context.forgetting.othersWith({ emails: subject.emails, phones: subject.phones }, [...certain.keys()]);
  // An address by which nobody else is known than the candidates is what was asked by: it is of one of them.
  const isOpen = candidates.length > 0 || certain.size === 0;
  const shared: readonly SharedPoint[] = isOpen ? [] : [...others.emails.map((value) => ({ kind: 'email' as const, value })), ...others.phones.map((value) => ({ kind: 'phone' as const, value }))];
  const around = await context.forgetting.around([...certain.keys()]);
  return { subject: together(isOpen ? subject : without(subject, others.emails, others.phones), { around: [...around, ...(known.around ?? [])] }), shared, candidates };
}

/** What a person may be called by who decides which of several is meant. */
export async function candidatesOf(context: ErasureContext, ids: readonly string[]): Promise<readonly { readonly linkId: string; readonly name: string; readonly emails: readonly string[]; readonly accountLink: string | null }[]> {
  const links = await contacts(context, ids);
  const accounts = await context.store.linked('account', links.flatMap((link) => accountOf(link) ?? []));
  return links.map((link) => {
    const { names: [name], emails } = shownByLink(link);
    const account = accountOf(link);
    const found = accounts.find(({ side, id }) => side === account?.side && id === account.id);
    return { linkId: link.id, name: name === undefined ? '' : `${name.first} ${name.last}`.trim(), emails, accountLink: found?.linkId ?? null };
  });
}

/** A number by which nobody is known yet is looked for with every name. */
function numberKeys({ names, phones, refs }: Subject, { size }: ReadonlyMap<string, LinkState>): readonly string[] {
  return size === 0 && refs.length === 0 && names.length === 0 ? askingKeys({ names: [], phones }) : [];
}

function isByNameAlone({ names, emails, phones, linkIds, refs }: Asked): boolean {
  return names.length > 0 && [emails, phones, linkIds, refs].every((list) => list.length === 0);
}

function accountOf({ sides }: LinkState): { side: 'psa' | 'crm' | 'local'; id: string } | null {
  for (const side of ['psa', 'crm', 'local'] as const) {
    const id = sides[side]?.fields['account'];
    if (typeof id === 'string') return { side, id };
  }
  return null;
}

function subjectOf({ emails, phones, names, linkIds, refs }: Asked, known: Partial<Subject>, certain: ReadonlyMap<string, LinkState>): Subject {
  return together(...[...certain.values()].map(shownByLink), { emails, phones, names, linkIds, refs }, known);
}

function namesOf(link: LinkState): readonly string[] {
  return shownByLink(link).names.map(nameKey).filter((name) => name !== '');
}

function sortOut(subject: Subject, found: readonly LinkState[]): { readonly certain: readonly LinkState[]; readonly others: readonly LinkState[] } {
  const refs = new Set(subject.refs.map(({ side, id }) => `${side}:${id}`));
  const names = new Set(subject.names.map(nameKey).filter((name) => name !== ''));
  const isCertain = (link: LinkState): boolean => shownByLink(link).refs.some(({ side, id }) => refs.has(`${side}:${id}`)) || namesOf(link).some((name) => names.has(name));
  const others = found.filter((link) => !isCertain(link));
  if (others.length < found.length) return { certain: found.filter(isCertain), others };
  if (names.size > 0) return { certain: others.filter((link) => namesOf(link).length === 0), others };
  // No name is known yet: all who have what was asked by, if they are one.
  const called = new Set(others.flatMap(namesOf));
  const emails = new Set(subject.emails.map(emailKey));
  // A number does not stand for an address that nobody is known by.
  const isOne = called.size <= 1 && (emails.size === 0 || others.some((link) => shownByLink(link).emails.some((email) => emails.has(emailKey(email)))));
  return isOne ? { certain: others, others: [] } : { certain: [], others };
}

/** The links that these are now: a match may have joined one into another since somebody named it. */
async function standing({ store }: ErasureContext, linkIds: readonly string[]): Promise<readonly string[]> {
  return linkIds.length === 0 ? [] : [...new Set((await store.linked('contact', linkIds.map((id) => ({ side: 'local', id })))).map(({ linkId }) => linkId))];
}

async function contacts({ store }: ErasureContext, ids: readonly string[]): Promise<readonly LinkState[]> {
  if (ids.length === 0) return [];
  return (await store.links({ entity: 'contact', ids, limit: ids.length })).filter(({ stage }) => stage !== 'ended');
}
