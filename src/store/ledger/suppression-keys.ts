// How keys of the forgotten are kept: as keyed hashes of one workspace. Invariant: neither a key nor an id that was seen again is ever
// stored in clear.
import type { ErasureState } from '../../core/erasure-state.ts';
import type { Sealer } from '../../lib/crypto.ts';
import type { KeyedHash } from '../../lib/keyed-hash.ts';
import { placeOfSighting } from '../forgetting.ts';

export interface SuppressionKeys {
  readonly workspace: string;
  /** How many keys hashes are made under now. */
  readonly depth: number;
  hash(key: string): string;
  /** Under the present keys and under each of the fewer there were before: a rotation goes row by row. */
  versions(key: string): readonly string[];
  /** @throws RangeError for a hash under more keys than are here */
  deepened(hash: string): string;
  /** Of an id that was seen again. */
  sealed(requestId: string, refId: string): string;
}

export function makeSuppressionKeys({ workspace, hashes, sealer }: { readonly workspace: string; readonly hashes: KeyedHash; readonly sealer: Pick<Sealer, 'seal'> }): SuppressionKeys {
  return {
    workspace,
    get depth() {
      return hashes.depth;
    },
    hash: (key) => hashes.hash(key, workspace),
    versions: (key) => hashes.versions(key, workspace),
    deepened: (hash) => hashes.deepened(hash),
    sealed: (requestId, refId) => sealer.seal(refId, placeOfSighting(workspace, requestId)),
  };
}

/** Whether it is news that somebody is shown again: not while their request is still being carried out. Null: the request is not known here. */
export function isNews(state: ErasureState | null): boolean {
  return state !== 'armed' && state !== 'erasing' && state !== 'approved';
}
