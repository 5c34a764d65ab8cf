// People's edits on one side, carried to the other: what the parts on calls and on speed have in common. Invariant: an edit
// counts as carried only when the other vendor shows it.
import type { Person, System } from './known-to-both.ts';
import type { PerSystem } from './vendors-process.ts';
import { timed } from './stages.ts';
import type { Stage } from './stages.ts';

export const DIRECTIONS: readonly { readonly from: System; readonly to: System; readonly name: string }[] = [
  { from: 'severa', to: 'hubspot', name: 'Severa → HubSpot' },
  { from: 'hubspot', to: 'severa', name: 'HubSpot → Severa' },
];

/** The first `count` of those whom both know. */
export async function somePeople({ vendors }: Stage, count: number): Promise<readonly Person[]> {
  const people = await vendors.ask('people');
  if (people.length < count) throw new RangeError(`both systems know ${people.length} people, and ${count} are needed`);
  return people.slice(0, count);
}

/**
 * One cycle that carries a new job title of each of them.
 * @throws when one of them has not got it
 */
export async function carry({ vendors, product }: Stage, direction: (typeof DIRECTIONS)[number], people: readonly Person[], title: string): Promise<{ readonly seconds: number; readonly calls: PerSystem }> {
  await vendors.ask('entitle', { system: direction.from, people, title });
  await product.shift(SEEN_MS);
  const before = await vendors.ask('served');
  const { seconds } = await timed(() => product.run());
  const after = await vendors.ask('served');
  const arrived = await vendors.ask('entitled', { system: direction.to, people, title });
  if (arrived !== people.length) throw new Error(`${arrived} of ${people.length} edits arrived, ${direction.name}`);
  return { seconds, calls: { severa: after.severa - before.severa, hubspot: after.hubspot - before.hubspot } };
}

/** An edit shows in every list and search by then. */
const SEEN_MS = 2 * 60_000;
