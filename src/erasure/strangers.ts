// Whoever is known here under another name, though a system shows an id or an address of theirs with the person's: people merge records of
// two into one. Invariant: after the review nobody decides on what is found any more, so nothing of such a bystander is taken for the person's.
import { refKey } from '../core/subject.ts';
import type { Subject } from '../core/subject.ts';
import type { LinkState } from '../store/store.ts';
import type { ErasureContext } from './context.ts';
import { nameKey, shownByLink, together, without } from './subjects.ts';

/** @param known the person as they were reviewed @param shown what a later look tells of them @returns `shown` without what is of others */
export async function withoutStrangers({ store }: Pick<ErasureContext, 'store'>, known: Subject, shown: Subject): Promise<Subject> {
  const linked = shown.refs.length === 0 ? [] : await store.linked('contact', shown.refs.filter(({ kind }) => kind === 'contact').map(({ side, id }) => ({ side, id })));
  const ids = [...new Set([...shown.linkIds, ...linked.map(({ linkId }) => linkId)])].filter((id) => !known.linkIds.includes(id));
  const links = ids.length === 0 ? [] : (await store.links({ entity: 'contact', ids, limit: ids.length })).filter(({ stage }) => stage !== 'ended');
  const called = new Set(known.names.map(nameKey));
  const strangers = links.filter((link) => isStranger(link, called));
  if (strangers.length === 0) return shown;
  const theirs = together(...strangers.map(shownByLink));
  const [ours, refs] = [new Set(known.refs.map(refKey)), new Set(theirs.refs.map(refKey))];
  const rest = without(shown, theirs.emails.filter((email) => !known.emails.includes(email)), theirs.phones.filter((phone) => !known.phones.includes(phone)));
  const names = new Set(theirs.names.map(nameKey));
  return {
    ...rest, names: rest.names.filter((name) => called.has(nameKey(name)) || !names.has(nameKey(name))), linkIds: rest.linkIds.filter((id) => !theirs.linkIds.includes(id)),
    refs: rest.refs.filter((ref) => ours.has(refKey(ref)) || !refs.has(refKey(ref))),
  };
}

function isStranger(link: LinkState, called: ReadonlySet<string>): boolean {
  const names = shownByLink(link).names.map(nameKey).filter((name) => name !== '');
  return names.length > 0 && !names.some((name) => called.has(name));
}
