// What S6 takes for a duplicate, and what not, around a create that nobody lived to write down. Invariant: told without a
// world; every record and every link of a story is written here.
import { describe, expect, it } from 'vitest';
import type { EntityAdapter } from '../../../src/connectors/connector.ts';
import { makeSet } from '../../../src/core/value.ts';
import type { Fields, RemoteSide } from '../../../src/core/vocabulary.ts';
import type { LinkState, Store } from '../../../src/store/store.ts';
import { keyOf } from '../records/kinds.ts';
import type { Ref } from '../records/kinds.ts';
import { Trace } from '../trace.ts';
import type { Birth, World } from '../world.ts';
import { Decisions } from './decisions.ts';
import { Findings } from './findings.ts';
import { Things } from './things.ts';

const LAURI: Fields = { firstName: 'Lauri', lastName: 'Kallio', emails: makeSet([{ key: 'lauri@esimerkki.fi' }]), phones: [] };
const contact = (side: RemoteSide, id: string): Ref => ({ side, kind: 'contact', id });
const SOURCE = contact('crm', '1');
const MADE = contact('psa', 'made');

function openChecks() {
  const links = new Map<string, LinkState>();
  const shown = new Map<string, Fields>();
  const births: Birth[] = [];
  const world = { births, deaths: [], writes: [], crm: { state: { get: () => undefined } }, fieldsOf: (ref: Ref) => shown.get(keyOf(ref)) ?? null } as unknown as World;
  const findings = new Findings(new Trace(() => 0));
  const decisions = new Decisions({ links: () => Promise.resolve([...links.values()]) } as unknown as Store, () => 0);
  const things = new Things(world, decisions, findings);
  const hold = (id: string, ...refs: readonly Ref[]): void => {
    const link = { id, entity: 'contact', sides: Object.fromEntries(refs.map((ref) => [ref.side, { side: ref.side, id: ref.id }])) } as unknown as LinkState;
    links.set(id, link);
    things.note(link);
  };
  const make = async (linkId: string, ref: Ref, fields: Fields, shows: Fields = fields): Promise<void> => {
    const adapter = { entity: 'contact', write: () => Promise.resolve([]) } as unknown as EntityAdapter;
    await decisions.watch('worker')(adapter, ref.side).write([{ kind: 'create', key: linkId, fields }], 0);
    shown.set(keyOf(ref), shows);
    births.push({ ...ref, at: 0, author: 'engine', by: 'worker' });
    things.judgeBirths(false);
  };
  return { hold, make, shown, found: () => findings.list.map(({ code }) => code) };
}

/** A link's create has made a record without its addresses, and the record has got a link of its own. */
async function broken(now: Fields) {
  const checks = openChecks();
  checks.shown.set(keyOf(SOURCE), LAURI);
  checks.hold('link', SOURCE);
  await checks.make('link', MADE, LAURI, { ...LAURI, emails: [] });
  checks.shown.set(keyOf(MADE), now);
  checks.hold('stray', MADE);
  return checks;
}

describe('the counterpart of what a broken create has made', () => {
  const sanni: Fields = { ...LAURI, firstName: 'Sanni', emails: [] };
  const other = contact('psa', 'other');

  it('is a duplicate while the record bears the name it was made under', async () => {
    const checks = await broken({ ...LAURI, emails: [] });
    checks.hold('link', SOURCE, other);
    await checks.make('stray', contact('crm', '2'), LAURI);
    expect(checks.found()).toEqual(['S6']);
  });

  it('is a duplicate, under whatever name, while the create is still open and a person can be asked', async () => {
    const checks = await broken(sanni);
    await checks.make('stray', contact('crm', '2'), sanni);
    expect(checks.found()).toEqual(['S6']);
  });

  it('is none once the record was renamed and another one that bears all that was sent was taken for it', async () => {
    const checks = await broken(sanni);
    checks.hold('link', SOURCE, other);
    await checks.make('stray', contact('crm', '2'), sanni);
    expect(checks.found()).toEqual([]);
  });
});
