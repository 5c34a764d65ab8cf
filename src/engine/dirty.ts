// The links that have work to do, page by page and without taking them. Invariant: in the order of their ids, each once; what is
// marked meanwhile may or may not be among them.
import type { EntityName } from '../core/vocabulary.ts';
import type { LinkState } from '../store/store.ts';
import type { EngineContext } from './context.ts';

const BATCH = 500;

export async function* dirtyLinks({ store }: Pick<EngineContext, 'store'>, entity: EntityName): AsyncGenerator<readonly LinkState[]> {
  for (let after = ''; ; ) {
    const batch = await store.links({ entity, stage: 'active', dirty: true, after, limit: BATCH });
    if (batch.length === 0) return;
    yield batch;
    after = batch.at(-1)?.id ?? after;
  }
}
