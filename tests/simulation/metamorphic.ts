// M1: the same people do the same things in two lives of one world, with trouble on the wires and without; where nobody
// contradicts anybody, both lives must end with the same records. Invariant: both lives are one until everything has met, so
// that the records have the same ids, and what people do is drawn there.
import type { Fields } from '../../src/core/vocabulary.ts';
import { seededRandom } from '../../src/lib/random.ts';
import { CALL_FAULTS } from './plan.ts';
import { familyOf, keyOf, refOf, spelled } from './records/kinds.ts';
import type { Ref } from './records/kinds.ts';
import { editsOf } from './people/edits.ts';
import { Simulation } from './simulation.ts';
import type { Step } from './simulation.ts';

export interface Comparison {
  readonly fields: number;
  readonly differences: readonly string[];
}

const TROUBLE = CALL_FAULTS.filter((name) => name !== 'twice' && name !== 'unchanged-timestamp');

export async function compareWithCalm(seed: number): Promise<Comparison> {
  const lives = [];
  for (const isCalm of [true, false]) lives.push(await life(seed, isCalm));
  const [calm, troubled] = lives as [Life, Life];
  const differences: string[] = [];
  let fields = 0;
  for (const [key, shown] of calm.records) {
    const other = troubled.records.get(key);
    if (other === undefined) {
      differences.push(`${key} is there only without trouble`);
      continue;
    }
    const { kind } = refOf(key);
    for (const [field, value] of Object.entries(shown)) {
      if (calm.contested.has(`${kind} ${field}`) || troubled.contested.has(`${kind} ${field}`)) continue;
      fields += 1;
      if (spelled(kind, field, value) !== spelled(kind, field, other[field])) {
        differences.push(`${key} ${field} is ${JSON.stringify(value)} without trouble and ${JSON.stringify(other[field])} with it`);
      }
    }
  }
  for (const key of troubled.records.keys()) if (!calm.records.has(key)) differences.push(`${key} is there only with trouble`);
  return { fields, differences };
}

interface Life {
  readonly records: ReadonlyMap<string, Fields>;
  /** Fields about which some link has a question open. */
  readonly contested: ReadonlySet<string>;
}

async function life(seed: number, isCalm: boolean): Promise<Life> {
  const simulation = new Simulation(seed, { only: isCalm ? [] : TROUBLE, given: { gates: false, readOnly: null, events: false, forgets: false } });
  const { world } = simulation;
  const pairs = await simulation.meet();
  await simulation.replay(scheduleOf(seed, simulation, pairs), !isCalm);
  const refs = (['psa', 'crm'] as const).flatMap((side) => (['account', 'contact', 'salesCase'] as const).flatMap((kind) => world.live(side, kind)));
  const records = new Map(refs.map((ref) => [keyOf(ref), world.fieldsOf(ref) ?? {}] as const));
  return { records, contested: await simulation.contested() };
}

/** Each field of a thing is edited on one side only, and of fields that move together only one: nobody contradicts anybody. */
function scheduleOf(seed: number, { world }: Simulation, pairs: readonly (readonly Ref[])[]): readonly Step[] {
  const random = seededRandom(seed).fork('schedule');
  const taken = new Set<string>();
  const steps: Step[] = [];
  for (let count = random.int(4, 14); count > 0; count--) {
    if (pairs.length === 0) break;
    const pair = random.pick(pairs);
    const ref = random.pick(pair);
    // What an edit is depends on the moment only by what is drawn here.
    const drawn = random.fork(`edit ${count}`);
    const edits = editsOf(world, drawn, ref);
    const field = random.pick(Object.keys(edits));
    const family = familyOf(field).map((one) => `${pair.map(keyOf).join(' ')} ${one}`);
    if (family.some((one) => taken.has(one))) continue;
    for (const one of family) taken.add(one);
    steps.push({ afterMs: random.int(0, 200_000), ref, deed: () => edits[field]?.() });
  }
  return steps;
}
