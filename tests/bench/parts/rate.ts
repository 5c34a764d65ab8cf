// Speed: records a second from the start of a cycle to their commit, against a naive loop on the same sandboxes in the same run,
// next door and with the vendors far away. Nothing waits for quotas, which no loop could pass.
import { carry, DIRECTIONS, somePeople } from '../edits.ts';
import type { Person } from '../known-to-both.ts';
import { naiveInto } from '../naive.ts';
import { median } from '../part.ts';
import type { Part, Row } from '../part.ts';
import { timed } from '../stages.ts';
import type { Stages, SyncedStage } from '../stages.ts';

export const rate: Part = {
  name: 'rate',
  title: 'Speed',
  how: 'Changed contacts carried by one cycle, from reading them to the commit of what the other side answered, against a loop that takes them one at a time: a search, an update and an association into HubSpot, an update into Severa. The loop is told for free what changed. Real vendors are far away: there a good ratio is over 3. Next door an answer takes a millisecond, and remembering what was agreed, which the loop does not do, takes longer than that.',
  run: async (stages) => {
    const stage = await stages.synced();
    const { seconds, read, written } = stage.first;
    const rows: Row[] = [
      { what: `first sync, ${read} records read in ${seconds.toFixed(1)} s`, measured: { value: read / seconds, unit: 'records/s' }, against: null },
      { what: `first sync, ${written} records written`, measured: { value: written / seconds, unit: 'records/s' }, against: null },
    ];
    const { changed, naive, far } = stages.sizes;
    const people = await somePeople(stage, changed);
    await stage.settle();
    for (const { ms, ...sizes } of [{ ms: 0, changed, naive }, far]) {
      await stage.vendors.ask('distance', { ms });
      const place = ms === 0 ? 'next door' : `${ms} ms away`;
      for (const direction of DIRECTIONS) rows.push(await raced(stages, stage, direction, place, people.slice(0, sizes.changed), people.slice(0, sizes.naive)));
    }
    await stage.vendors.ask('distance', { ms: 0 });
    return rows;
  },
};

async function raced(stages: Stages, stage: SyncedStage, direction: (typeof DIRECTIONS)[number], place: string, people: readonly Person[], few: readonly Person[]): Promise<Row> {
  const { vendors } = stage;
  const naive = await naiveInto(direction.to, vendors.access);
  const ours: number[] = [];
  const theirs: number[] = [];
  for (let turn = 1; turn <= stages.sizes.runs; turn++) {
    stages.say(`${people.length} changed contacts, ${direction.name}, ${place}, ${turn} of ${stages.sizes.runs}`);
    const { seconds } = await carry(stage, direction, people, `Timed ${direction.name} ${place} ${turn}`);
    ours.push(people.length / seconds);
    await stage.settle();
    const title = `Looped ${direction.name} ${place} ${turn}`;
    await vendors.ask('entitle', { system: direction.from, people: few, title });
    const looped = await timed(async () => {
      for (const person of few) await naive(person, title);
    });
    theirs.push(few.length / looped.seconds);
    await stage.settle();
  }
  return {
    what: `${people.length} changed contacts, ${direction.name}, vendors ${place}`,
    measured: { value: median(ours), unit: 'records/s' },
    against: { value: median(theirs), unit: 'records/s', what: `naive loop, ${few.length} records` },
  };
}
