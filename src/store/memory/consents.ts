// What people have put down about the addresses of a person, in memory. Invariant: it is only added to.
import type { ConsentEntry, LocalEdit } from '../edits.ts';
import { storableJson } from '../ledger/storable.ts';

interface Consents {
  /** @param at UTC instant */
  add(edit: Pick<LocalEdit, 'linkId' | 'consents' | 'by'>, at: string): void;
  list(linkId: string): readonly ConsentEntry[];
}

export function makeConsents(): Consents {
  const rows: (ConsentEntry & { readonly linkId: string })[] = [];
  return {
    add: ({ linkId, consents, by }, at) => rows.push(...consents.map((change) => ({ ...(storableJson(change) as ConsentEntry), linkId, by, at }))),
    list: (linkId) => rows.filter((row) => row.linkId === linkId).toReversed().map(({ linkId: _link, ...entry }) => entry),
  };
}
