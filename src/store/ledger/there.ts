// One person as another workspace knows them, by the keys that were found at home. Invariant: whoever has another name there is somebody
// else, whatever address they share with the person; and what they share is not the person's own there.
import { normalisePersonName } from '../../core/normalise/person-name.ts';
import { emailKey, phoneKeys, refKey, type PersonName, type Subject } from '../../core/subject.ts';
import type { ArmOrder } from '../forgetting.ts';
import { offeredByRow, sharedWith, subjectOfRows } from './found-again.ts';
import type { SideRow } from './rows.ts';

export type Asked = Pick<ArmOrder, 'subject' | 'keys'>;

export interface There extends Asked {
  /** Of the person. */
  readonly rows: readonly SideRow[];
}

/** @param likely all rows of links that may offer one of the keys */
export function thereOf(likely: readonly SideRow[], { subject, keys }: Asked): There {
  const links = Map.groupBy(likely, ({ linkId }) => linkId);
  const found = [...links.values()].filter((rows) => rows.some((row) => offeredByRow(row).some((key) => keys.includes(key))));
  const ids = new Set(subject.refs.map(refKey));
  const called = new Set(namesIn(subject.names.length > 0 ? subject.names : onlyNames(found)));
  const theirs = new Set(found.filter((rows) => isTheirs(subjectOfRows(rows), ids, called)).flatMap((rows) => rows.map(({ linkId }) => linkId)));
  const rows = likely.filter(({ linkId }) => theirs.has(linkId));
  const shared = sharedWith(likely.filter(({ linkId }) => !theirs.has(linkId)), subject);
  const lost = new Set([...shared.emails.map(emailKey), ...phoneKeys(shared)]);
  const { refs } = subjectOfRows(rows);
  return {
    rows,
    subject: {
      ...subject, linkIds: [...theirs], refs: [...new Map([...subject.refs, ...refs].map((ref) => [refKey(ref), ref])).values()],
      emails: subject.emails.filter((email) => !lost.has(emailKey(email))), phones: subject.phones.filter((phone) => !shared.phones.includes(phone)),
    },
    keys: [...new Set([...keys.filter((key) => !lost.has(key)), ...refs.map(refKey)])],
  };
}

/** By a record that is known to be theirs, by their name, or because nothing says that it is somebody else's. */
function isTheirs({ refs, names }: Subject, ids: ReadonlySet<string>, called: ReadonlySet<string>): boolean {
  const named = namesIn(names);
  return refs.some((ref) => ids.has(refKey(ref))) || named.length === 0 || named.some((name) => called.has(name));
}

/** Where no name is known: that of all who were found, if they are one. */
function onlyNames(found: readonly (readonly SideRow[])[]): readonly PersonName[] {
  const names = found.flatMap((rows) => subjectOfRows(rows).names);
  return new Set(namesIn(names)).size === 1 ? names : [];
}

function namesIn(names: readonly PersonName[]): readonly string[] {
  return names.flatMap(({ first, last }) => normalisePersonName(first, last) ?? []);
}
