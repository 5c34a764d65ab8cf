// A field that is mapped when the installation has long been running: its values have no base, so they meet for the first
// time. Equal values cost nothing, and a map that changed its spelling is not taken for an edit.
import { expect, it } from 'vitest';
import type { EntityAdapter } from '../../src/connectors/connector.ts';
import type { Fields, RemoteSide, Snapshot, Tombstone } from '../../src/core/vocabulary.ts';
import type { EngineContext } from '../../src/engine/context.ts';
import { agreed, company, customer, editCompany, editCustomer, entry, idle, inHubspot, inSevera, LATER_MS, linkOf, links, QUIET, shown, sideOf, story, withRule, writesSince } from './act.ts';
import type { OwnField, SetUp, Stage } from './stage.ts';

const contract: OwnField = {
  definition: { name: 'custom.contract', kind: 'text', category: 'none', label: { fi: 'Sopimusnumero', en: 'Contract' }, compare: 'text', registry: null, target: null },
  names: { psa: 'Sopimusnumero', crm: 'contract_number' },
  rule: { flow: ['psa>crm', 'psa>local', 'crm>psa', 'crm>local', 'local>psa', 'local>crm'], onConflict: 'ask', onFirst: 'ask' },
};
const withContract: SetUp = { ownFields: [contract] };

function putContract(stage: Stage, customerGuid: string, value: string): string {
  const property = entry(stage, 'customers/customproperties', 'name', 'Sopimusnumero');
  return stage.severa.state.put('customers/customvalues', { customerGuid, customProperty: { guid: property }, value }, stage.clock.now()).guid;
}

function declareContract(stage: Stage): void {
  stage.hubspot.state.declareProperty('companies', { name: 'contract_number', label: 'Contract', type: 'string', fieldType: 'text' }, stage.clock.now());
}

/** Everything is read again: what the new map shows of records that have not changed. */
async function readAll(stage: Stage): Promise<Readonly<Record<string, number>>> {
  const writes = writesSince(stage);
  stage.clock.advance(LATER_MS);
  await stage.cycle({ sweep: true, deep: true });
  return writes();
}

const number = (index: number): string => `S-2026-${String(index).padStart(4, '0')}`;

it('a field mapped over 1,000 links makes no conflict and no write where the values are equal', async () => {
  const stage = await story();
  declareContract(stage);
  for (let index = 0; index < 1000; index++) {
    const guid = customer(stage, { name: `Yritys ${index} Oy`, website: `https://yritys${index}.example` });
    putContract(stage, guid, number(index));
    company(stage, { name: `Yritys ${index} Oy`, domain: `yritys${index}.example`, website: `https://yritys${index}.example`, contract_number: number(index) });
  }
  await stage.cycle();
  expect(await idle(stage, 1)).toEqual(QUIET);
  expect(await stage.store.counts('account')).toMatchObject({ linked: 1000, conflicts: 0, held: 0 });

  const mapped = stage.restart(withContract);
  expect(await readAll(mapped)).toEqual({});
  expect(await mapped.store.counts('account')).toMatchObject({ linked: 1000, conflicts: 0, held: 0 });
  const [link] = await links(mapped);
  const value = sideOf(link!, 'local').fields['custom.contract'];
  expect(value).toMatch(/^S-2026-\d{4}$/);
  expect(await shown(mapped, link!.id, 'custom.contract')).toEqual({ psa: value, crm: value, local: value });
  expect(await idle(mapped, 1)).toEqual(QUIET);
});

it('where one side is empty the other fills it, and where both differ the rule of first meetings decides', async () => {
  const stage = await story();
  declareContract(stage);
  const [inPsa, inCrm, inBoth] = ['Koivu Oy', 'Mänty Oy', 'Kuusi Oy'].map((name, index) => {
    const guid = customer(stage, { name, website: `https://puu${index}.example` });
    return { guid, id: company(stage, { name, domain: `puu${index}.example` }) };
  }) as [{ guid: string; id: string }, { guid: string; id: string }, { guid: string; id: string }];
  await stage.cycle();
  await idle(stage, 1);
  putContract(stage, inPsa.guid, 'S-1');
  editCompany(stage, inCrm.id, { contract_number: 'S-2' });
  putContract(stage, inBoth.guid, 'S-3');
  editCompany(stage, inBoth.id, { contract_number: 'S-4' });

  const mapped = stage.restart(withContract);
  await readAll(mapped);
  expect(inHubspot(mapped, inPsa.id)['contract_number']).toBe('S-1');
  expect(mapped.severa.state.list('customers/customvalues').find((row) => row['customerGuid'] === inCrm.guid)?.['value']).toBe('S-2');
  expect((await mapped.store.inbox({ limit: 10 })).conflicts).toMatchObject([{ field: 'custom.contract', values: { psa: 'S-3', crm: 'S-4' } }]);
  const { id } = await linkOf(mapped, 'psa', inCrm.guid);
  expect(await shown(mapped, id, 'custom.contract')).toEqual({ psa: 'S-2', crm: 'S-2', local: 'S-2' });
  expect(await idle(mapped)).toEqual(QUIET);
  expect(await readAll(mapped)).toEqual({});
});

it('a field that is not mapped any more is left alone on every side, and meets again when it is mapped again', async () => {
  const stage = await story(withContract);
  const { guid, id, linkId } = await agreed(stage);
  await readAll(stage);
  editCompany(stage, id, { contract_number: 'S-1' });
  await idle(stage, 1);
  expect(stage.severa.state.list('customers/customvalues')).toMatchObject([{ customerGuid: guid, value: 'S-1' }]);

  const unmapped = stage.restart({});
  editCompany(unmapped, id, { contract_number: 'S-2' });
  expect(await readAll(unmapped)).toEqual({});
  expect(unmapped.severa.state.list('customers/customvalues')).toMatchObject([{ value: 'S-1' }]);

  const again = unmapped.restart(withContract);
  await readAll(again);
  const [conflict] = (await again.store.inbox({ limit: 10 })).conflicts;
  expect(conflict).toMatchObject({ field: 'custom.contract', values: { psa: 'S-1', crm: 'S-2', local: 'S-1' } });
  await again.store.answer({ kind: 'conflict', id: conflict?.id ?? '', side: 'crm', by: 'Milla' });
  await readAll(again);
  expect(await shown(again, linkId, 'custom.contract')).toEqual({ psa: 'S-2', crm: 'S-2', local: 'S-2' });
  expect(await idle(again)).toEqual(QUIET);
});

/** The engine with one side's map changed: another version, and another spelling of what is read. */
function remapped(side: RemoteSide, respell: (fields: Fields) => Fields): (engine: EngineContext) => EngineContext {
  const spell = <Seen extends Snapshot | Tombstone>(seen: Seen): Seen => ('fields' in seen ? { ...seen, fields: respell(seen.fields) } : seen);
  const pages = async function* (from: ReturnType<EntityAdapter['all']>) {
    for await (const page of from) yield { ...page, snapshots: page.snapshots.map(spell) };
  };
  return (engine) => {
    const connector = engine.connectors.get(side);
    const adapter = connector?.entities.get('account');
    if (!connector || !adapter) return engine;
    const changed: EntityAdapter = Object.create(adapter, {
      mapVersion: { value: `${adapter.mapVersion}-next` },
      all: { value: (checkpoint: string | null) => pages(adapter.all(checkpoint)) },
      changes: { value: (checkpoint: string) => pages(adapter.changes(checkpoint)) },
      guard: { value: async (since: string, ids: readonly string[]) => (await adapter.guard(since, ids)).map(spell) },
    });
    return { ...engine, connectors: new Map([...engine.connectors, [side, { ...connector, entities: new Map([['account', changed]]) }]]) };
  };
}

const shout = (fields: Fields): Fields => ({ ...fields, ...(typeof fields['notes'] === 'string' ? { notes: fields['notes'].toUpperCase() } : {}) });

it('a changed map re-bases what it spells differently: nothing is written and nobody is asked', async () => {
  const stage = await story({ change: withRule('notes', { onConflict: 'ask', onFirst: 'ask' }) });
  const { guid, id, linkId } = await agreed(stage, { notes: 'Hiljaa hyvä tulee' });
  const respelt = stage.restart({ change: (engine) => remapped('psa', shout)(withRule('notes', { onConflict: 'ask', onFirst: 'ask' })(engine)) });
  expect(await readAll(respelt)).toEqual({});
  expect(inHubspot(respelt, id)['description']).toBe('Hiljaa hyvä tulee');
  expect(inSevera(respelt, guid)['notes']).toBe('Hiljaa hyvä tulee');
  expect((await respelt.store.inbox({ limit: 10 })).conflicts).toEqual([]);
  expect(await shown(respelt, linkId, 'notes')).toEqual({ psa: 'HILJAA HYVÄ TULEE', crm: 'Hiljaa hyvä tulee', local: 'Hiljaa hyvä tulee' });
  expect(await idle(respelt)).toEqual(QUIET);
});

it('an edit made before the changed map first looks is still an edit', async () => {
  const stage = await story();
  const { guid, id } = await agreed(stage, { notes: 'Hiljaa hyvä tulee' });
  const respelt = stage.restart({ change: remapped('psa', shout) });
  editCustomer(stage, guid, { notes: 'Vauhti kiihtyy' });
  await readAll(respelt);
  expect(inHubspot(respelt, id)['description']).toBe('VAUHTI KIIHTYY');
  expect(await idle(respelt)).toEqual(QUIET);
});
