// Fields worked out once: rows are replaced, never changed in place, so the same rows mean the same fields. Invariant: what is
// handed out for unchanged rows is the very same object, which makes looking for changes cheap.
import type { Fields } from '../../../src/core/vocabulary.ts';

export class Remembered {
  readonly #known = new Map<string, { readonly from: readonly unknown[]; readonly fields: Fields }>();

  of(key: string, from: readonly unknown[], work: () => Fields): Fields {
    const known = this.#known.get(key);
    if (known !== undefined && known.from.length === from.length && known.from.every((one, index) => one === from[index])) return known.fields;
    const fields = work();
    this.#known.set(key, { from, fields });
    return fields;
  }
}
