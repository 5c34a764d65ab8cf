// Where the seeded rows go and under which guids: shared by the files that populate the Severa sandbox.
// Invariant: a key of the world has one guid, whichever file asks for it.

import { toInstant } from '../../lib/clock.ts';
import { seededGuid } from '../seed/guid.ts';
import type { WorldMoney } from '../seed/money.ts';
import type { World } from '../seed/world.ts';
import type { SeveraFacts } from './options.ts';
import { populateRegistries } from './populate-registries.ts';
import type { RegistryGuids } from './populate-registries.ts';
import type { SeveraState } from './state.ts';

export interface Target {
  readonly world: World;
  readonly registry: RegistryGuids;
  readonly facts: SeveraFacts;
  guid(key: string): string;
  /** Adds a row made at `createdAt` (ms) and touched last at `updatedAt`, null for never. */
  put(collection: string, row: Readonly<Record<string, unknown>>, createdAt: number, updatedAt?: number | null): void;
}

export function createTarget(state: Pick<SeveraState, 'put' | 'list' | 'facts'>, world: World): Target {
  return {
    world,
    facts: state.facts,
    registry: populateRegistries(state, world),
    guid: (key) => seededGuid(world.seed, key),
    put: (collection, row, createdAt, updatedAt = null) => {
      state.put(collection, { createdDateTime: toInstant(createdAt), lastUpdatedDateTime: updatedAt === null ? null : toInstant(updatedAt), ...row }, updatedAt ?? createdAt);
    },
  };
}

export function reference(target: Target, key: string): { readonly guid: string } {
  return { guid: target.guid(key) };
}

export function amount(money: WorldMoney): Readonly<Record<string, unknown>> {
  return { amount: Number(money.amount), currencyCode: money.currency };
}
