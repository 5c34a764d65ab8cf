// Calls: what the vendors served against the fewest that could do the same. Invariant: the least of a first sync is worked out
// from the two sandboxes' states alone; that of a cycle from how many records changed.
import { carry, DIRECTIONS, somePeople } from '../edits.ts';
import type { Figure, Part, Row } from '../part.ts';
import type { SyncedStage } from '../stages.ts';
import type { PerSystem } from '../vendors-process.ts';

const SYSTEMS = [['severa', 'Severa'], ['hubspot', 'HubSpot']] as const;
const PAGE = 100;
const SEARCH_PAGE = 200;
const LINK_READS = 1_000;

export const calls: Part = {
  name: 'calls',
  title: 'Calls',
  how: "Calls that the vendors served, against the fewest that lead to the same state. 1 is perfect; over 1.05 is a fault. The changes go at the pace of the quotas on a clock that is moved on instead of waiting, since a look at what changed just before a write also shows one's own writes of the last seconds.",
  run: async (stages) => {
    const stage = await stages.synced();
    const { first } = stage;
    const rows = compared(`first sync of ${first.read} records`, first.served, first.needed);
    await stage.settle();
    const quiet = await stage.vendors.ask('idle', { entities: [...stage.product.open.engine.entities.keys()], mirrors: false });
    rows.push(...compared('a cycle in which nothing happened', await idle(stage), quiet));
    const { changed } = stages.sizes;
    const people = await somePeople(stage, changed);
    const guarded = stage.product.open.config.settings.guardedWrite;
    stage.product.pace('virtual');
    for (const direction of DIRECTIONS) {
      stages.say(`${changed} changed contacts, ${direction.name}`);
      const used = await carry(stage, direction, people, `Called ${direction.name}`);
      rows.push(...compared(`${changed} changed contacts, ${direction.name}`, used.calls, neededFor(direction.from, changed, guarded, quiet)));
      await stage.settle();
    }
    stage.product.pace('off');
    return rows;
  },
};

async function idle({ vendors, product }: SyncedStage): Promise<PerSystem> {
  const before = await vendors.ask('served');
  await product.run();
  const after = await vendors.ask('served');
  return { severa: after.severa - before.severa, hubspot: after.hubspot - before.hubspot };
}

interface Guarded {
  readonly severa: { readonly mode: string; readonly size: number };
  readonly hubspot: { readonly mode: string };
}

/** An idle cycle, in which one list is longer, and the writes with a look before each batch of them where that is the mode. */
function neededFor(from: 'severa' | 'hubspot', changed: number, guarded: Guarded, quiet: PerSystem): PerSystem {
  const looks = (mode: string, size: number): number => (mode === 'batch' ? Math.ceil(changed / size) : mode === 'each' ? changed : 0);
  if (from === 'severa') {
    // Severa's list of contacts ends at an empty page, which an idle cycle reads alone.
    return { severa: quiet.severa + Math.ceil(changed / PAGE), hubspot: quiet.hubspot + Math.ceil(changed / PAGE) + looks(guarded.hubspot.mode, PAGE) };
  }
  // A search does not tell whom a contact works for.
  const read = Math.max(1, Math.ceil(changed / SEARCH_PAGE)) + Math.ceil(changed / LINK_READS);
  return { severa: quiet.severa + changed + looks(guarded.severa.mode, guarded.severa.size), hubspot: quiet.hubspot - 1 + read };
}

function compared(what: string, used: PerSystem, needed: PerSystem): Row[] {
  return SYSTEMS.map(([system, name]) => ({ what: `${what}: ${name}`, measured: callsOf(used[system]), against: { ...callsOf(needed[system]), what: 'needed' } }));
}

function callsOf(value: number): Figure {
  return { value, unit: 'calls' };
}
