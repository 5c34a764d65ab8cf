// Home of several object types read one after the other as one feed. A checkpoint holds where each of them stands. Invariant: only
// the last page of the last type is complete, and its checkpoint begins again with the first one.
import { z } from 'zod';
import type { ObjectType } from './object-map.ts';

interface Part<Page> {
  readonly type: ObjectType;
  /** @param stand where this type was left; null: it was never read */
  readonly pages: (stand: string | null) => AsyncIterable<Page>;
}

/** `at`: the part being read, by its place; before it all have been read. */
const positionSchema = z.strictObject({ at: z.int().min(0), stands: z.record(z.string(), z.string()) });

export async function* inTurn<Page extends { readonly checkpoint: string; readonly complete: boolean }>(parts: readonly Part<Page>[], checkpoint: string | null): AsyncGenerator<Page> {
  const start = checkpoint === null ? { at: 0, stands: {} } : positionSchema.parse(JSON.parse(checkpoint));
  const stands: Record<string, string> = { ...start.stands };
  for (const [place, { type, pages }] of parts.entries()) {
    if (place < start.at) continue;
    for await (const page of pages(stands[type] ?? null)) {
      stands[type] = page.checkpoint;
      const complete = page.complete && place === parts.length - 1;
      const at = complete ? 0 : page.complete ? place + 1 : place;
      yield { ...page, checkpoint: JSON.stringify({ at, stands }), complete };
    }
  }
}
