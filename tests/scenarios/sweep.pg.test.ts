// What moves no time of change in Severa, a segment link or a custom value, is invisible to the poll. The sweep finds it,
// the deep one what costs a call per record, and each of it arrives exactly once.
import { expect, it } from 'vitest';
import { agreed, entry, idle, inHubspot, LATER_MS, QUIET, segmentsInSevera, shown, story, writesSince } from './act.ts';
import type { OwnField, Stage } from './stage.ts';

const contract: OwnField = {
  definition: { name: 'custom.contract', kind: 'text', category: 'none', label: { fi: 'Sopimusnumero', en: 'Contract' }, compare: 'text', registry: null, target: null },
  names: { psa: 'Sopimusnumero', crm: 'contract_number' },
  rule: { flow: ['psa>crm', 'psa>local', 'crm>psa', 'crm>local', 'local>psa', 'local>crm'], onConflict: ['psa', 'crm', 'local'], onFirst: ['psa', 'crm', 'local'] },
};
const hubspotUpdate = { 'POST /crm/objects/2026-09/{objectType}/batch/update companies': 1 };

async function cycleAndWrites(stage: Stage, options: Parameters<Stage['cycle']>[0]): Promise<Readonly<Record<string, number>>> {
  const writes = writesSince(stage);
  stage.clock.advance(LATER_MS);
  await stage.cycle(options);
  return writes();
}

it('a segment added in Severa arrives by the sweep, not before, and once', async () => {
  const stage = await story();
  const { guid, id, linkId } = await agreed(stage);
  const [segment] = stage.severa.state.list('marketsegments').map((row) => row.guid) as [string];
  stage.severa.state.put('customermarketsegments', { customer: { guid }, marketSegment: { guid: segment } }, stage.clock.now());
  expect(await idle(stage)).toEqual(QUIET);
  expect(inHubspot(stage, id)['sauma_segments'] ?? '').toBe('');
  expect(await cycleAndWrites(stage, { sweep: true })).toEqual(hubspotUpdate);
  expect(inHubspot(stage, id)['sauma_segments']).toBe(segment);
  expect(await shown(stage, linkId, 'segments')).toMatchObject({ local: [{ key: segment }] });
  expect(await cycleAndWrites(stage, { sweep: true })).toEqual({});
  expect(await idle(stage)).toEqual(QUIET);
});

it('a segment removed in Severa leaves the others by the sweep', async () => {
  const stage = await story();
  const { guid, id } = await agreed(stage);
  const [kept, dropped] = stage.severa.state.list('marketsegments').map((row) => row.guid) as [string, string];
  const rows = [kept, dropped].map((segment) => stage.severa.state.put('customermarketsegments', { customer: { guid }, marketSegment: { guid: segment } }, stage.clock.now()));
  await cycleAndWrites(stage, { sweep: true });
  stage.severa.state.remove('customermarketsegments', rows[1]!.guid, stage.clock.now());
  expect(await cycleAndWrites(stage, {})).toEqual({});
  expect(await cycleAndWrites(stage, { sweep: true })).toEqual(hubspotUpdate);
  expect(inHubspot(stage, id)['sauma_segments']).toBe(kept);
  expect(segmentsInSevera(stage, guid)).toEqual([kept]);
  expect(await idle(stage)).toEqual(QUIET);
});

it('a custom value changed in Severa arrives by the deep look, neither by the poll nor by the plain sweep, and once', async () => {
  const stage = await story({ ownFields: [contract] });
  const { guid, id, linkId } = await agreed(stage);
  await cycleAndWrites(stage, { sweep: true, deep: true });
  const property = entry(stage, 'customers/customproperties', 'name', 'Sopimusnumero');
  const value = stage.severa.state.put('customers/customvalues', { customerGuid: guid, customProperty: { guid: property }, value: 'S-1' }, stage.clock.now());
  expect(await idle(stage)).toEqual(QUIET);
  expect(await cycleAndWrites(stage, { sweep: true })).toEqual({});
  expect(await cycleAndWrites(stage, { deep: true })).toEqual(hubspotUpdate);
  expect(inHubspot(stage, id)['contract_number']).toBe('S-1');
  expect(await shown(stage, linkId, 'custom.contract')).toEqual({ psa: 'S-1', crm: 'S-1', local: 'S-1' });
  stage.severa.state.edit('customers/customvalues', value.guid, { '/value': 'S-2' }, stage.clock.now());
  expect(await idle(stage)).toEqual(QUIET);
  expect(await cycleAndWrites(stage, { deep: true })).toEqual(hubspotUpdate);
  expect(inHubspot(stage, id)['contract_number']).toBe('S-2');
  expect(await cycleAndWrites(stage, { sweep: true, deep: true })).toEqual({});
  expect(await idle(stage)).toEqual(QUIET);
});

it('a custom value that is edited in HubSpot reaches Severa in the next cycle', async () => {
  const stage = await story({ ownFields: [contract] });
  const { guid, id } = await agreed(stage);
  await cycleAndWrites(stage, { sweep: true, deep: true });
  stage.hubspot.state.edit('companies', id, { contract_number: 'S-9' }, { now: stage.clock.now(), userId: 70 });
  expect(await cycleAndWrites(stage, {})).toEqual({ 'POST /v1/customers/customvalues': 1 });
  expect(stage.severa.state.list('customers/customvalues')).toMatchObject([{ customerGuid: guid, value: 'S-9' }]);
  expect(await cycleAndWrites(stage, { sweep: true, deep: true })).toEqual({});
});

it('an edit whose time stamp did not move is found by the sweep', async () => {
  const stage = await story();
  const { guid, id } = await agreed(stage);
  stage.clock.advance(LATER_MS * 10);
  const long = stage.clock.now() - 40 * 86_400_000;
  stage.severa.state.edit('customers', guid, { '/notes': 'Vaivihkaa' }, long);
  expect(await cycleAndWrites(stage, {})).toEqual({});
  expect(await cycleAndWrites(stage, { sweep: true })).toEqual(hubspotUpdate);
  expect(inHubspot(stage, id)['description']).toBe('Vaivihkaa');
  expect(await idle(stage)).toEqual(QUIET);
});

it('a sweep of records that nobody touched writes nothing and marks nothing', async () => {
  const stage = await story({ accounts: 12, seed: 5 });
  await stage.cycle();
  await idle(stage, 2);
  expect(await cycleAndWrites(stage, { sweep: true, deep: true })).toEqual({});
  const result = await stage.cycle({ sweep: true });
  expect(result.cycles[0]?.pulled).toMatchObject({ psa: { changed: 0, created: 0 }, crm: { changed: 0, created: 0 } });
});
