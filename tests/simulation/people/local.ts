// A person's edit in our own CRM. Invariant: it is recorded as the product's own pages will record one: under the link's lease,
// and given up when somebody works on the record just now.
import { makeSet, isSet } from '../../../src/core/value.ts';
import type { FieldName, Fields, Value } from '../../../src/core/vocabulary.ts';
import { toInstant } from '../../../src/lib/clock.ts';
import type { Random } from '../../../src/lib/random.ts';
import type { LinkState, Store } from '../../../src/store/store.ts';
import { ENTITIES } from '../records/kinds.ts';
import type { Kind } from '../records/kinds.ts';
import type { World } from '../world.ts';
import { CITIES, companyName, day, emailOf, JOBS, PERSON, phone, title } from './facts.ts';

export const LOCAL_AUTHOR = 'Milla Myyjä';

export async function editLocal(world: World, store: Store, random: Random): Promise<void> {
  const kind = random.pick(ENTITIES);
  const links = (await store.links({ entity: kind, stage: 'active', limit: 50 })).filter((link) => link.sides.local?.gone === null && link.partOf === null);
  if (links.length === 0) return;
  const { id: linkId } = random.pick(links);
  const targets = (entity: Kind) => store.links({ entity, stage: 'active', limit: 50 });
  const others = { account: await targets('account'), contact: await targets('contact') };
  await store.markDirty(kind, [linkId], 'person');
  const [mine] = await store.take({ entity: kind, ids: [linkId], limit: 1, ttlMs: 1_000 });
  const local = mine?.link.sides.local;
  if (!mine || !local) return;
  const now = toInstant(world.scheduler.now());
  const [field, value] = random.pick(editsOf(world, random, kind, local.fields, others));
  const { version: seenVersion, fields: seen, base, handles, mapVersion } = local;
  const fields: Fields = { ...seen, [field]: value };
  const side = { side: 'local', seenVersion, seen, id: local.id, fields, base, handles, mapVersion, asOf: now, modifiedAt: now, modifiedBy: LOCAL_AUTHOR, keys: [] } as const;
  const conflicts = (await store.inbox({ limit: 500 })).conflicts.filter((conflict) => conflict.linkId === linkId);
  const unknown = mine.link.intents.map((intent) => intent.side);
  world.trace.hit(`deed edit local ${kind}`);
  world.trace.add(PERSON, `edits local of ${linkId} ${field}: ${JSON.stringify(value)}`);
  await store.record([{ lease: mine.lease, linkId, dirtyMark: mine.dirtyMark, settled: false, sides: [side], conflicts, held: mine.link.held, journal: [], carriedOut: [], unknown }]);
}

type Edit = readonly [FieldName, Value];

function editsOf({ registers }: World, random: Random, kind: Kind, fields: Fields, others: Readonly<Record<'account' | 'contact', readonly LinkState[]>>): readonly Edit[] {
  const some = (of: 'account' | 'contact', make: (id: string) => Edit): readonly Edit[] => (others[of].length === 0 ? [] : [make(random.pick(others[of]).id)]);
  if (kind === 'account') return [['employees', random.int(1, 500)], ['city', random.pick(CITIES)], ['email', `oma${random.int(1, 9)}@esimerkki.fi`], ['name', companyName(random, random.int(1, 99))]];
  if (kind === 'contact') {
    return [
      ['jobTitle', random.pick(JOBS)], ['lastName', `Oma-${random.int(1, 99)}`], ['emails', toggled(fields['emails'], emailOf(random, random.int(400, 499)).toLowerCase(), random)],
      ['phones', toggled(fields['phones'], `+35840${phone(random).replace(/\D/gu, '').slice(-7)}`, random)], ...some('account', (id) => ['account', id]),
    ];
  }
  return [
    ['name', title(random, random.int(1, 99))], ['stage', random.pick(registers.statuses).guid], ['value', { amount: String(random.int(1, 99) * 250), currency: 'EUR' }], ['expectedOrderDate', day(random)],
    ...some('contact', (id) => ['contacts', makeSet([{ key: id }])]),
  ];
}

/** One more element, or one less. */
function toggled(value: Value | undefined, key: string, random: Random): Value {
  const elements = isSet(value) ? value : [];
  return elements.length > 0 && random.chance(0.4) ? makeSet(elements.slice(1)) : makeSet([...elements, { key }]);
}
