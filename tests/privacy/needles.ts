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
  readonly #others = new Map<string, string[]>();

  /** RangeError for one that is too short to mean anything. */
  add(needle: string): void {
    if (needle.length < HEAD) throw new RangeError(`too short to be looked for: ${needle}`);
    put(this.#byHead, needle);
  }

  /** Somebody else's, who is called so and a little longer: Haukkala is not found in Haukkalampi. */
  spare(text: string): void {
    put(this.#others, text);
  }

  /** Once per needle and place. */
  in(text: string, where: string): readonly Found[] {
    const found = new Map<string, Found>();
    for (let at = 0; at + HEAD <= text.length; at++) {
      const head = text.slice(at, at + HEAD);
      const isTheirs = (needle: string): boolean => text.startsWith(needle, at) && !this.#others.get(head)?.some((other) => other.length > needle.length && other.startsWith(needle) && text.startsWith(other, at));
      for (const needle of this.#byHead.get(head) ?? []) if (!found.has(needle) && isTheirs(needle)) found.set(needle, { needle, where, around: text.slice(Math.max(0, at - 40), at + needle.length + 40) });
    }
    return [...found.values()];
  }
}

function put(byHead: Map<string, string[]>, text: string): void {
  const known = byHead.get(text.slice(0, HEAD));
  if (known === undefined) byHead.set(text.slice(0, HEAD), [text]);
  else if (!known.includes(text)) known.push(text);
}
