// Prepare: the set-up a system needs before anything is written to it, with the choices that the other system is the home
// of. Done once per map version and remembered, so that a usual cycle costs no call for it. What was held for want of an
// owner or a choice gets another turn when a registry changes.
import { createHash } from 'node:crypto';
import type { Connector, RegistryItem } from '../connectors/connector.ts';
import type { RemoteSide } from '../core/vocabulary.ts';
import { isExpected, RetryableError } from '../lib/errors.ts';
import type { EngineContext } from './context.ts';
import { rereadFact } from './reread.ts';
import { mayWrite } from './rules.ts';

/** What another process has made this one's connector has yet to see: to it the new fields could not be written. */
const caughtUp = new WeakMap<Connector, string>();

/** What was made on each side, one line each. */
export type Prepared = ReadonlyMap<RemoteSide, readonly string[]>;

/** What was made, or with dryRun would be, on each side that may be written. A side that refuses is told of in `errors`. */
export async function prepare(context: EngineContext, options: { dryRun: boolean }, errors: Map<RemoteSide, Error>): Promise<Prepared> {
  const made = new Map<RemoteSide, readonly string[]>();
  const registries = new Map<RemoteSide, Choices>();
  for (const [side, connector] of context.connectors) await attempt(errors, side, async () => void registries.set(side, await registriesOf(connector)));
  await wakeHeld(context, registries);
  for (const [side, connector] of context.connectors) await attempt(errors, side, () => connector.meet(choicesFor(side, registries)));
  for (const [side, connector] of context.connectors) {
    const others = [...context.connectors.keys()].filter((other) => other !== side);
    if (!mayWrite(context, side) || others.some((other) => !registries.has(other))) continue;
    const choices = choicesFor(side, registries);
    await attempt(errors, side, async () => {
      const state = stateOf(connector, choices);
      const prepared = await context.store.fact(`prepared:${side}`);
      if (prepared === state && caughtUp.get(connector) === state) return;
      const [begun, isBegun] = [`preparing:${side}`, (await context.store.fact(`preparing:${side}`)) !== null];
      if (!options.dryRun && !isBegun) await context.store.saveFact(begun, true);
      made.set(side, await connector.prepare({ dryRun: options.dryRun, choices }));
      if (options.dryRun) return;
      // Remembered until it is done, by whoever comes to it. Who finds a set-up broken off cannot tell what that one made.
      if (isBegun || made.get(side)?.length) for (const name of connector.entities.keys()) await context.store.saveFact(rereadFact(side, name), true);
      await context.store.saveFact(`prepared:${side}`, stateOf(connector, choices));
      await context.store.saveFact(begun, null);
      caughtUp.set(connector, stateOf(connector, choices));
    });
  }
  return made;
}

/**
 * Sides of which this process may know less than others do: it has yet to see their set-up done, and could not look now.
 * A side that refuses its set-up is as known as it will be.
 * @param errors what `prepare` has told of
 */
export function unsureOf(context: EngineContext, errors: ReadonlyMap<RemoteSide, Error>): ReadonlySet<RemoteSide> {
  const sides = [...context.connectors].filter(([side, connector]) => {
    const blockers = errors.has(side) ? [errors.get(side)] : [...errors.values()];
    return mayWrite(context, side) && !caughtUp.has(connector) && blockers.some((error) => error instanceof RetryableError);
  });
  return new Set(sides.map(([side]) => side));
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

/** More held writes than this get their turn with the next edit of their record. */
const MOST_HELD = 10_000;

async function wakeHeld(context: EngineContext, registries: ReadonlyMap<RemoteSide, Choices>): Promise<void> {
  const changed: (readonly [fact: string, digest: string])[] = [];
  let known = false;
  for (const [side, choices] of registries) {
    const [fact, digest] = [`registries:${side}`, digestOf(listed(choices))];
    const before = await context.store.fact(fact);
    known ||= before !== null && before !== digest;
    if (before !== digest) changed.push([fact, digest]);
  }
  if (known) {
    const { held } = await context.store.inbox({ limit: MOST_HELD });
    for (const [entity, rows] of Map.groupBy(held, (row) => row.entity)) await context.store.markDirty(entity, [...new Set(rows.map((row) => row.linkId))], 'poll');
  }
  for (const [fact, digest] of changed) await context.store.saveFact(fact, digest);
}

type Choices = Readonly<Record<string, readonly RegistryItem[]>>;

/** What the other sides are the home of. */
function choicesFor(side: RemoteSide, registries: ReadonlyMap<RemoteSide, Choices>): Choices {
  return Object.assign({}, ...[...registries].filter(([other]) => other !== side).map(([, choices]) => choices));
}

/** Registries a side is the home of: they become options on the others. */
async function registriesOf(connector: Connector): Promise<Choices> {
  const registries: Record<string, readonly RegistryItem[]> = {};
  for (const name of connector.registries) registries[name] = await connector.registry(name);
  return registries;
}

/** Changes with the map and with the choices. */
function stateOf(connector: Connector, choices: Choices): string {
  const versions = [...connector.entities.values()].map((adapter) => adapter.mapVersion);
  return digestOf([versions, listed(choices)]);
}

function listed(choices: Choices): unknown {
  return Object.entries(choices).map(([name, items]) => [name, items.map((item) => [item.id, item.label, item.active, item.email ?? null])]);
}

/** A digest, because a registry may name people. */
function digestOf(value: unknown): string {
  return createHash('sha256').update(JSON.stringify(value)).digest('base64url');
}
