// A full read: everything that a cycle reads, and nothing of what it then does. Invariant: whatever could not be read fails it.
import { lookAtMirrors } from '../../src/engine/mirror.ts';
import { prepare } from '../../src/engine/prepare.ts';
import { pull } from '../../src/engine/pull.ts';
import type { Product } from './product.ts';
import { timed } from './stages.ts';

export interface Reading {
  /** Records that are synced, and rows that only flow in. */
  readonly records: { readonly read: number; readonly seconds: number };
  readonly rows: { readonly read: number; readonly seconds: number };
}

/** The first one, or what has changed since the last. */
export async function readOnce(product: Product): Promise<Reading> {
  const { engine } = product.open;
  const records = await timed(async () => {
    let read = 0;
    for (const entity of [...engine.entities.keys()].toReversed()) {
      const counts = await Promise.all([...engine.connectors.keys()].map((side) => pull(engine, entity, side, false)));
      read += counts.reduce((sum, count) => sum + count.read, 0);
    }
    return read;
  });
  const rows = await timed(async () => {
    const mirrors = await lookAtMirrors(engine, { mirrors: 'changes' });
    for (const { mirror, error, whole } of mirrors) if (error !== null || !whole) throw new Error(`${mirror} was not read to its end`, { cause: error });
    return mirrors.reduce((sum, { read }) => sum + read, 0);
  });
  return { records: { read: records.value, seconds: records.seconds }, rows: { read: rows.value, seconds: rows.seconds } };
}

/** What a cycle looks at before its first read: which fields and choices there are. */
export async function lookAround(product: Product): Promise<void> {
  const errors = new Map();
  await prepare(product.open.engine, { dryRun: true }, errors);
  for (const [side, error] of errors) throw new Error(`${side} could not be looked at`, { cause: error });
}
