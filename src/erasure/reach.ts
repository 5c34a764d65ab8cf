// The check at start that nobody can be kept out of reach of an erasure: whatever a connected system shows us of people has to be something
// that its connector can forget, or say who must. Invariant: a new entity or mirror with personal data does not start without it.
import type { Connector } from '../connectors/connector.ts';
import { MIRRORS } from '../entities/mirrors/index.ts';
import type { DataCategory, Entity } from '../entities/entity.ts';
import { ConfigError } from '../lib/errors.ts';

/** Those that may tell of a person at a customer, or of one of ours by more than an id. */
const PERSONAL: ReadonlySet<DataCategory> = new Set(['identity', 'contact', 'free-text']);

/**
 * What no erasure reaches, as `system: name`, in order.
 * @param entities with their fields, those of the workspace's own included
 */
export function outOfReach(connectors: Iterable<Connector>, entities: ReadonlyMap<string, Entity>): readonly string[] {
  return [...connectors].flatMap(({ system, privacy, entities: carried, mirrors }) => {
    const personal = [
      ...[...carried.keys()].filter((name) => [...(entities.get(name)?.fields.values() ?? [])].some(({ category }) => PERSONAL.has(category))),
      ...[...mirrors.keys()].filter((name) => Object.values(MIRRORS.get(name)?.columns ?? {}).some(({ category }) => PERSONAL.has(category))),
    ];
    return personal.filter((name) => privacy?.reaches[name] === undefined).map((name) => `${system}: ${name}`);
  });
}

/** @throws ConfigError naming what cannot be forgotten */
export function requireReach(connectors: Iterable<Connector>, entities: ReadonlyMap<string, Entity>): void {
  const missing = outOfReach(connectors, entities);
  if (missing.length === 0) return;
  throw new ConfigError('out-of-reach', missing[0] ?? '', `personal data would be taken in that no erasure can reach (${missing.join(', ')}). This is a fault of the program: report it, and go back to the version before.`);
}
