// Many texts looked for in very many others at once. Invariant: a needle is found wherever it stands, whole; how many there are
// does not make a text slower to read: only its beginnings are compared at every place.

export interface Found {
  readonly needle: string;
  /** Where it stands, with what is around it. */
  readonly where: string;
  readonly around: string;
}

/** Shorter ones stand everywhere by accident. */
const HEAD = 8;

export class Needles {
  readonly #byHead = new Map<string, string[]>();

  /** RangeError for one that is too short to mean anything. */
  add(needle: string): void {
    if (needle.length < HEAD) throw new RangeError(`too short to be looked for: ${needle}`);
    const head = needle.slice(0, HEAD);
    const known = this.#byHead.get(head);
    if (known === undefined) this.#byHead.set(head, [needle]);
    else if (!known.includes(needle)) known.push(needle);
  }

  /** Once per needle and place. */
  in(text: string, where: string): readonly Found[] {
    const found = new Map<string, Found>();
    for (let at = 0; at + HEAD <= text.length; at++) {
      const candidates = this.#byHead.get(text.slice(at, at + HEAD));
      for (const needle of candidates ?? []) if (!found.has(needle) && text.startsWith(needle, at)) found.set(needle, { needle, where, around: text.slice(Math.max(0, at - 40), at + needle.length + 40) });
    }
    return [...found.values()];
  }
}
