// A thing with some of its functions replaced. Invariant: what the thing works out anew each time it is asked (getters) still is.
export function overlaid<T extends object>(thing: T, changes: Partial<T>): T {
  return Object.create(thing, Object.getOwnPropertyDescriptors(changes)) as T;
}
