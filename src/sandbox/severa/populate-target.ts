// Where the seeded rows go and under which guids: shared by the files that populate the Severa sandbox.
// Invariant: a key of the world has one guid, whichever file asks for it.

import { toInstant } from '../../lib/clock.ts';
import { seededGuid } from '../seed/guid.ts';
import type { World } from '../seed/world.ts';
import { populateRegistries } from './populate-registries.ts';
import type { RegistryGuids } from './populate-registries.ts';
import type { SeveraState } from './state.ts';

export interface Target {
  readonly world: World;
  readonly registry: RegistryGuids;
  guid(key: string): string;
  /** Adds a row made at `createdAt` (ms) and touched last at `updatedAt`, null for never. */
  put(collection: string, row: Readonly<Record<string, unknown>>, createdAt: number, updatedAt?: number | null): void;
}

export function createTarget(state: Pick<SeveraState, 'put' | 'list'>, world: World): Target {
  return {
    world,
    registry: populateRegistries(state, world),
    guid: (key) => seededGuid(world.seed, key),
    put: (collection, row, createdAt, updatedAt = null) => {
      state.put(collection, { createdDateTime: toInstant(createdAt), lastUpdatedDateTime: updatedAt === null ? null : toInstant(updatedAt), ...row }, updatedAt ?? createdAt);
    },
  };
}
