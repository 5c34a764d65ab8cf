// Who may see and do what, as the session tells it. Invariant: this only spares a person dead ends; the server decides again on
// every call.

/** Names as in config/roles.json. */
export interface Rights {
  readonly reads: readonly string[];
  readonly changes: readonly string[];
}

/** What a page or a button needs. Of `reads` one is enough; of `changes` too; an empty need is open to everybody. */
export interface Need {
  readonly reads?: readonly string[];
  readonly changes?: readonly string[];
}

export function may(rights: Rights, need: Need): boolean {
  return anyOf(need.reads, rights.reads) && anyOf(need.changes, rights.changes);
}

function anyOf(wanted: readonly string[] | undefined, held: readonly string[]): boolean {
  return wanted === undefined || wanted.length === 0 || wanted.some((each) => held.includes(each));
}
