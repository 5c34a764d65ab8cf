// What people have put down about the addresses of a person, in memory. Invariant: it is only added to, and goes with the person.
import type { ConsentEntry, LocalEdit } from '../edits.ts';
import { storableJson } from '../ledger/storable.ts';

interface Consents {
  /** @param at UTC instant */
  add(edit: Pick<LocalEdit, 'linkId' | 'consents' | 'by'>, at: string): void;
  list(linkId: string): readonly ConsentEntry[];
  forget(linkIds: ReadonlySet<string>): void;
}

export function makeConsents(): Consents {
  let rows: readonly (ConsentEntry & { readonly linkId: string })[] = [];
  return {
    add: ({ linkId, consents, by }, at) => {
      rows = [...rows, ...consents.map((change) => ({ ...(storableJson(change) as ConsentEntry), linkId, by, at }))];
    },
    forget: (linkIds) => {
      rows = rows.filter(({ linkId }) => !linkIds.has(linkId));
    },
    list: (linkId) => rows.filter((row) => row.linkId === linkId).toReversed().map(({ linkId: _link, ...entry }) => entry),
  };
}
