// Deals over the whole sandbox: stages, values, dates and who they belong to, and what each costs.
import { describe, expect, it } from 'vitest';
import type { Update } from '../../../src/connectors/connector.ts';
import type { Fields, Snapshot } from '../../../src/core/vocabulary.ts';
import { memoryRegistryCache } from '../../conformance/harness.ts';
import { create, doneSnapshot } from '../../conformance/showing.ts';
import { keys, listedIn, overSandbox, update } from './over-sandbox.ts';
import { batch, collect, dealProperties, deals, record, salesStatuses, scripted } from './scripted.ts';
import type { Json } from './scripted.ts';

async function bench(options: Parameters<typeof overSandbox>[0] = {}, more: Parameters<typeof overSandbox>[1] = {}) {
  const over = overSandbox(options, { facts: { timeZone: 'Europe/Helsinki' }, ...more });
  await over.connector.meet(over.choices);
  await over.prepare();
  over.clock.advance(60_000);
  const listed = (id: string): Promise<Snapshot> => listedIn(over.cases, id);
  const stored = (id: string): Readonly<Record<string, string>> => over.model.state.get('deals', id)?.properties ?? {};
  const linked = (id: string, type: string): string[] => over.model.state.associated('deals', id, type).toSorted();
  return { ...over, listed, stored, linked };
}

describe.each([true, false])('reading deals (the account names a deal\'s company in a property: %s)', (dealsNameTheirCompany) => {
  it('shows stage, state, value, day, company and people, for one call per 100 and nothing more', async () => {
    const { model, cases, put, putAs, clock, callsSince } = await bench({ dealsNameTheirCompany });
    const [main, other, person] = [put('Koivula Oy'), put('Saarni Oy'), putAs('contacts', { lastname: 'Mäki' })];
    const id = putAs('deals', { dealname: 'Verkkopalvelu', dealstage: 'contractsent', amount: '1500.50', deal_currency_code: 'SEK', closedate: '2026-12-31T22:30:00Z' });
    model.state.associate('deals', id, 'companies', main, { now: clock.now(), primary: true });
    model.state.associate('deals', id, 'companies', other, { now: clock.now() });
    model.state.associate('deals', id, 'contacts', person, { now: clock.now() });
    callsSince();
    const [page] = await collect(cases.all(null));
    expect(page?.snapshots[0]).toMatchObject({
      id,
      fields: {
        name: 'Verkkopalvelu', account: main, contacts: keys(person), stage: 'status-late', state: 'open', probability: 90,
        value: { amount: '1500.5', currency: 'SEK' }, expectedOrderDate: '2027-01-01',
      },
    });
    expect(callsSince()).toEqual({ 'GET /crm/objects/deals': 1, 'GET /crm/owners': 1 });
  });

  it('polls with one search when nothing changed, and reads associations once for those that did', async () => {
    const { model, cases, put, putAs, clock, callsSince } = await bench({ dealsNameTheirCompany });
    const [company, id] = [put('Koivula Oy'), putAs('deals', { dealname: 'Verkkopalvelu', dealstage: 'qualifiedtobuy' })];
    clock.advance(600_000);
    let checkpoint = (await collect(cases.changes((await collect(cases.all(null))).at(-1)?.checkpoint ?? ''))).at(-1)?.checkpoint ?? '';
    clock.advance(600_000);
    callsSince();
    checkpoint = (await collect(cases.changes(checkpoint))).at(-1)?.checkpoint ?? '';
    expect(callsSince()).toEqual({ 'POST /crm/objects/deals/search': 1 });
    model.state.associate('deals', id, 'companies', company, { now: clock.now(), primary: true });
    clock.advance(120_000);
    const pages = await collect(cases.changes(checkpoint));
    expect(pages.flatMap((page) => page.snapshots).map(({ fields }) => fields['account'])).toEqual([company]);
    expect(callsSince()).toEqual({
      'POST /crm/objects/deals/search': 1,
      'POST /crm/associations/deals/contacts/batch/read': 1,
      ...(dealsNameTheirCompany ? {} : { 'POST /crm/associations/deals/companies/batch/read': 1 }),
    });
  });

  it('is replaced as the deal\'s company, and those that people added stay', async () => {
    const { model, cases, put, putAs, clock, listed, linked } = await bench({ dealsNameTheirCompany });
    const [old, next, added] = [put('Koivula Oy'), put('Saarni Oy'), put('Mänty Oy')];
    const id = putAs('deals', { dealname: 'Verkkopalvelu', dealstage: 'qualifiedtobuy' });
    for (const company of [old, added]) model.state.associate('deals', id, 'companies', company, { now: clock.now(), primary: company === old });
    const [outcome] = await cases.write([update(await listed(id), { account: next })]);
    expect(outcome).toMatchObject({ kind: 'done', unsettled: [], snapshot: { fields: { account: next } } });
    expect(linked(id, 'companies')).toEqual([next, added].toSorted());
    expect((await listed(id)).fields['account']).toBe(next);
  });
});

describe('writing deals', () => {
  it('makes them with company and people in one call per 100', async () => {
    const { cases, put, putAs, stored, linked, listed, callsSince } = await bench();
    const [company, one, two] = [put('Koivula Oy'), putAs('contacts', { lastname: 'Mäki' }), putAs('contacts', { lastname: 'Niemi' })];
    const fields: Fields = {
      name: 'Verkkopalvelu', account: company, contacts: keys(one, two), stage: 'status-late', value: { amount: '99.9', currency: 'SEK' }, number: 1042,
      expectedOrderDate: '2026-12-31', leadSource: 'source-1', startDate: '2027-01-01', deadline: '2027-06-30', internal: false, closed: false, notes: 'Soita ensin.',
    };
    callsSince();
    const said = cases.represent(fields);
    expect(said).toEqual({ fields, cannot: {} });
    const made = doneSnapshot((await cases.write(Array.from({ length: 101 }, (_, index) => create(`key-${index}`, fields))))[0]);
    expect(callsSince()).toEqual({ 'POST /crm/objects/deals/batch/create': 2, 'GET /crm/owners': 1 });
    expect(stored(made.id)).toMatchObject({ dealstage: 'presentationscheduled', pipeline: 'default', closedate: '2026-12-31T10:00:00Z', deal_currency_code: 'SEK', amount: '99.9' });
    expect([linked(made.id, 'companies'), linked(made.id, 'contacts')]).toEqual([[company], [one, two].toSorted()]);
    for (const shown of [made, await listed(made.id)]) expect(shown.fields).toMatchObject({ ...fields, state: 'open' });
  });

  it('moves a deal only when its stage means something else', async () => {
    const { cases, putAs, listed, stored } = await bench();
    const id = putAs('deals', { dealname: 'Verkkopalvelu', dealstage: 'contractsent' });
    await cases.write([update(await listed(id), { stage: 'status-late', name: 'Palvelu' })]);
    expect(stored(id)).toMatchObject({ dealname: 'Palvelu', dealstage: 'contractsent' });
    const [won] = await cases.write([update(await listed(id), { stage: 'status-won' })]);
    expect(won).toMatchObject({ kind: 'done', snapshot: { fields: { stage: 'status-won', state: 'won' } } });
    expect(stored(id)['dealstage']).toBe('closedwon');
  });

  it('changes people by exactly what differs', async () => {
    const { model, cases, putAs, clock, listed, linked, callsSince } = await bench();
    const [gone, stays, added] = ['Mäki', 'Niemi', 'Salo'].map((lastname) => putAs('contacts', { lastname })) as [string, string, string];
    const id = putAs('deals', { dealname: 'Verkkopalvelu', dealstage: 'qualifiedtobuy' });
    for (const person of [gone, stays]) model.state.associate('deals', id, 'contacts', person, { now: clock.now() });
    const seen = await listed(id);
    callsSince();
    const [outcome] = await cases.write([update(seen, { contacts: keys(stays, added), name: 'Palvelu' })]);
    expect(doneSnapshot(outcome).fields).toMatchObject({ contacts: keys(stays, added), name: 'Palvelu' });
    expect(linked(id, 'contacts')).toEqual([stays, added].toSorted());
    expect(callsSince()).toEqual({
      'POST /crm/objects/deals/batch/update': 1, 'POST /crm/associations/deals/contacts/batch/read': 1,
      'POST /crm/associations/deals/contacts/batch/create': 1, 'POST /crm/associations/deals/contacts/batch/archive': 1,
    });
  });

  it('holds a value in a currency that the account does not have, and clears one', async () => {
    const { cases, putAs, listed, stored } = await bench();
    const id = putAs('deals', { dealname: 'Verkkopalvelu', dealstage: 'qualifiedtobuy', amount: '10', deal_currency_code: 'SEK', closedate: '2026-12-31' });
    const seen = await listed(id);
    expect(cases.represent({ value: { amount: '5', currency: 'GBP' } }).cannot).toEqual({ value: 'other-currency' });
    expect(await cases.write([update(seen, { value: { amount: '5', currency: 'GBP' }, name: 'Palvelu' })])).toMatchObject([{ kind: 'done', unsettled: [{ field: 'value', code: 'other-currency' }] }]);
    const [cleared] = await cases.write([update(seen, { value: null, expectedOrderDate: null })]);
    expect(doneSnapshot(cleared).fields).toMatchObject({ value: null, expectedOrderDate: null });
    expect(stored(id)['deal_currency_code']).toBe('SEK');
  });

  it('never writes what HubSpot works out', async () => {
    const { cases } = await bench();
    expect(['state', 'probability'].map((field) => cases.fields[field]?.write)).toEqual([false, false]);
    expect(['stage', 'value', 'account', 'contacts', 'expectedOrderDate'].map((field) => cases.fields[field]?.write)).toEqual([true, true, true, true, true]);
  });
});

describe('the stage map', () => {
  it('is part of the map version, and comes from the cache in another process', async () => {
    const registryCache = memoryRegistryCache();
    const first = await bench({}, { registryCache });
    const later = overSandbox({}, { facts: { timeZone: 'Europe/Helsinki' }, registryCache });
    const before = later.cases.mapVersion;
    // The PSA is away: what it last said stands.
    await later.connector.meet({});
    expect([...later.connector.calls]).toEqual([]);
    expect(later.cases.mapVersion).toBe(first.cases.mapVersion);
    expect(before).not.toBe(first.cases.mapVersion);
    await later.connector.meet({ salesStatuses: salesStatuses.slice(1) });
    expect(later.cases.mapVersion).not.toBe(first.cases.mapVersion);
    expect(later.people.mapVersion).toBe(first.people.mapVersion);
  });

  it('leaves a stage alone that means nothing, and looks once for one that is new', async () => {
    const asked: string[] = [];
    const script = {
      [`GET ${deals}`]: [200, { results: [record('1', { dealname: 'A', dealstage: 'brand-new', pipeline: 'default' }), record('2', { dealname: 'B', dealstage: 'lost', pipeline: 'default' })] }] as const,
      'GET /crm/pipelines/2026-09/deals': () => {
        asked.push('pipelines');
        return [200, { results: [{ id: 'default', label: 'Sales', displayOrder: 0, stages: [{ id: 'lost', label: 'Lost', displayOrder: 0, metadata: { probability: '0.0', isClosed: 'true' } }] }] }] as const;
      },
    };
    const { connector, cases, clock } = scripted(script);
    await connector.meet({ salesStatuses: salesStatuses.filter(({ code }) => code.startsWith('open')) });
    clock.advance(61_000);
    for (let round = 0; round < 3; round++) {
      const [page] = await collect(cases.all(null));
      for (const snapshot of page?.snapshots ?? []) expect(snapshot.fields).not.toHaveProperty('stage');
      expect(page?.snapshots.map(({ fields }) => fields['state'])).toEqual([undefined, 'lost']);
    }
    expect(asked).toHaveLength(2);
    expect(cases.represent({ stage: 'status-late' }).cannot).toEqual({ stage: 'unmapped-stage' });
  });

  it('does without when pipelines may not be read', async () => {
    const script = {
      [`GET ${deals}`]: [200, { results: [record('1', { dealname: 'A', dealstage: 'lost', pipeline: 'default', amount: '5' })] }] as const,
      'GET /crm/pipelines/2026-09/deals': [403, { category: 'MISSING_SCOPES' }] as const,
    };
    const { connector, cases } = scripted(script);
    await connector.meet({ salesStatuses });
    const [page] = await collect(cases.all(null));
    expect(page?.snapshots[0]?.fields).toMatchObject({ name: 'A', value: { amount: '5', currency: 'EUR' } });
    expect(page?.snapshots[0]?.fields).not.toHaveProperty('stage');
  });
});

const withPerson = (id: string, person: string): Update => ({ kind: 'update', key: `u${id}`, id, handles: {}, fields: { name: 'A', contacts: keys(person) }, seen: { contacts: [] } });

it('splits refused associations to find the bad pair, and tells whose it is', async () => {
  const refused = { status: 'error', category: 'VALIDATION_ERROR', message: 'no' };
  const creating = 'POST /crm/associations/2026-09/deals/contacts/batch/create';
  const { cases, sent } = scripted({
    [`POST ${deals}/batch/update`]: (one) => [200, batch((one.json['inputs'] as { id: string; properties: Record<string, string>; objectWriteTraceId: string }[]).map(({ id, properties, objectWriteTraceId }) => record(id, properties, { objectWriteTraceId })))],
    'POST /crm/associations/2026-09/deals/contacts/batch/read': [207, batch([], [])],
    [creating]: (one) => ((one.json['inputs'] as { to: { id: string } }[]).some(({ to }) => to.id === '66') ? [400, refused] : [201, batch([])]),
  });
  const outcomes = await cases.write([withPerson('1', '61'), withPerson('2', '66'), withPerson('3', '63')]);
  expect(outcomes.map((outcome) => outcome.kind === 'done' && outcome.unsettled)).toEqual([[], [{ field: 'contacts', code: 'link-refused', retry: false }], []]);
  expect(outcomes[1]).toMatchObject({ snapshot: { fields: { contacts: [] } } });
  expect(sent.filter(({ line }) => line === creating).length).toBeLessThanOrEqual(5);
});

it('keeps the property part of an update when the associations cannot be reached', async () => {
  const { cases } = scripted({
    [`POST ${deals}/batch/update`]: [200, batch([record('1', { dealname: 'A' }, { objectWriteTraceId: 'u1' })])],
    'POST /crm/associations/2026-09/deals/contacts/batch/read': [503, ''],
  });
  const [outcome] = await cases.write([{ kind: 'update', key: 'u1', id: '1', handles: {}, fields: { name: 'A', contacts: keys('61') }, seen: { contacts: [] } }]);
  expect(outcome).toMatchObject({ kind: 'done', snapshot: { fields: { name: 'A' } }, unsettled: [{ field: 'contacts', code: 'unavailable', retry: true }] });
});

const alike = (...ids: readonly string[]): Json => ({ companies: { results: ids.map((id) => ({ id, type: 'deal_to_company' })) } });

it('asks which company is the primary one when a list names several alike', async () => {
  const primary = [{ category: 'HUBSPOT_DEFINED', typeId: 5, label: 'Primary' }, { category: 'HUBSPOT_DEFINED', typeId: 341, label: null }];
  const reading = 'POST /crm/associations/2026-09/deals/companies/batch/read';
  const { cases, sent } = scripted({
    'GET /crm/properties/2026-09/deals': [200, { results: dealProperties.filter(({ name }) => name !== 'hs_primary_associated_company') }],
    [`GET ${deals}`]: [200, { results: [record('1', { dealname: 'A' }, { associations: alike('71', '72') }), record('2', { dealname: 'B' }, { associations: alike('73') })] }],
    [reading]: [200, batch([{ from: { id: '1' }, to: [{ toObjectId: 71, associationTypes: primary.slice(1) }, { toObjectId: 72, associationTypes: primary }] }])],
  });
  const [page] = await collect(cases.all(null));
  expect(page?.snapshots.map(({ fields }) => fields['account'])).toEqual(['72', '73']);
  expect(sent.filter(({ line }) => line === reading).map(({ json }) => json['inputs'])).toEqual([[{ id: '1' }]]);
});
