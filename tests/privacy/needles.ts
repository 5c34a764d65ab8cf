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
  readonly #others = new Set<string>();
  /** Of a needle: the others' that it is a part of, and where in them. */
  readonly #within = new Map<string, readonly { readonly other: string; readonly offset: number }[]>();

  /** RangeError for one that is too short to mean anything. */
  add(needle: string): void {
    if (needle.length < HEAD) throw new RangeError(`too short to be looked for: ${needle}`);
    const known = this.#byHead.get(needle.slice(0, HEAD));
    if (known === undefined) this.#byHead.set(needle.slice(0, HEAD), [needle]);
    else if (!known.includes(needle)) known.push(needle);
  }

  /** Somebody else's, who is called so and a little longer: neither Haukkala is found in Haukkalampi nor Aino in Vaino. */
  spare(text: string): void {
    this.#others.add(text);
    this.#within.clear();
  }

  /** Once per needle and place. */
  in(text: string, where: string): readonly Found[] {
    const found = new Map<string, Found>();
    for (let at = 0; at + HEAD <= text.length; at++) {
      const isTheirs = (needle: string): boolean => text.startsWith(needle, at) && !this.#longer(needle).some(({ other, offset }) => text.startsWith(other, at - offset) && at >= offset);
      for (const needle of this.#byHead.get(text.slice(at, at + HEAD)) ?? []) if (!found.has(needle) && isTheirs(needle)) found.set(needle, { needle, where, around: text.slice(Math.max(0, at - 40), at + needle.length + 40) });
    }
    return [...found.values()];
  }

  #longer(needle: string): readonly { readonly other: string; readonly offset: number }[] {
    let longer = this.#within.get(needle);
    if (longer === undefined) this.#within.set(needle, (longer = [...this.#others].flatMap((other) => (other.length > needle.length && other.includes(needle) ? [{ other, offset: other.indexOf(needle) }] : []))));
    return longer;
  }
}
