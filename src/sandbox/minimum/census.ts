// What a sandbox held at one moment, reduced to what calls are counted by, and what is different a moment later. Invariant: what
// a vendor changes by itself (stamps, counters, mirrored names) is left out, so that a difference is always somebody's write.

/** Collection → id → content that a write would have made different. */
export type Census = ReadonlyMap<string, ReadonlyMap<string, string>>;

export function held(census: Census, collection: string): ReadonlyMap<string, string> {
  return census.get(collection) ?? NOTHING;
}

const NOTHING: ReadonlyMap<string, string> = new Map();

/** Ids that are new, have other content, or are gone. */
export function differences(before: Census, after: Census, collection: string): { readonly made: readonly string[]; readonly changed: readonly string[]; readonly removed: readonly string[] } {
  const [old, now] = [held(before, collection), held(after, collection)];
  return {
    made: [...now.keys()].filter((id) => !old.has(id)),
    changed: [...now].filter(([id, content]) => old.has(id) && old.get(id) !== content).map(([id]) => id),
    removed: [...old.keys()].filter((id) => !now.has(id)),
  };
}

/** Calls that carry `count` items, `most` in each; none for none. */
export function callsFor(count: number, most: number): number {
  return Math.ceil(count / most);
}
