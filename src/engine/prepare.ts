// Prepare: the set-up a system needs before anything is written to it, with the choices that the other system is the home
// of. Done once per map version and remembered, so that a usual cycle costs no call for it.
import { createHash } from 'node:crypto';
import type { Connector, RegistryItem } from '../connectors/connector.ts';
import type { RemoteSide } from '../core/vocabulary.ts';
import { isExpected } from '../lib/errors.ts';
import type { EngineContext } from './context.ts';
import { mayWrite } from './rules.ts';

/** What was made, or with dryRun would be, on each side that may be written. A side that refuses is told of in `errors`. */
export async function prepare(context: EngineContext, options: { dryRun: boolean }, errors: Map<RemoteSide, Error>): Promise<readonly string[]> {
  const made: string[] = [];
  const registries = new Map<RemoteSide, Choices>();
  for (const [side, connector] of context.connectors) await attempt(errors, side, async () => void registries.set(side, await registriesOf(connector)));
  for (const [side, connector] of context.connectors) {
    const others = [...context.connectors.keys()].filter((other) => other !== side);
    if (!mayWrite(context, side) || others.some((other) => !registries.has(other))) continue;
    const choices: Choices = Object.assign({}, ...others.map((other) => registries.get(other)));
    await attempt(errors, side, async () => {
      const prepared = await context.store.fact(`prepared:${side}`);
      if (prepared !== null && prepared === stateOf(connector, choices)) return;
      made.push(...(await connector.prepare({ dryRun: options.dryRun, choices })));
      if (!options.dryRun) await context.store.saveFact(`prepared:${side}`, stateOf(connector, choices));
    });
  }
  return made;
}

/** One side's trouble does not stop the other: what it could not do is told at the end. */
export async function attempt(errors: Map<RemoteSide, Error>, side: RemoteSide, work: () => Promise<unknown>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (!isExpected(error)) throw error;
    errors.set(side, error);
  }
}

type Choices = Readonly<Record<string, readonly RegistryItem[]>>;

/** Registries a side is the home of: they become options on the others. */
async function registriesOf(connector: Connector): Promise<Choices> {
  const registries: Record<string, readonly RegistryItem[]> = {};
  for (const name of connector.registries) registries[name] = await connector.registry(name);
  return registries;
}

/** Changes with the map and with the choices; a digest, because a registry may name people. */
function stateOf(connector: Connector, choices: Readonly<Record<string, readonly RegistryItem[]>>): string {
  const versions = [...connector.entities.values()].map((adapter) => adapter.mapVersion);
  const listed = Object.entries(choices).map(([name, items]) => [name, items.map((item) => [item.id, item.label])]);
  return createHash('sha256').update(JSON.stringify([versions, listed])).digest('base64url');
}
