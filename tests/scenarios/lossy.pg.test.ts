// A side that stores a value in its own way (rounded, lower-cased, trimmed, as a bare host) is neither written again nor
// allowed to write its form back over the original; and an adapter that foretells wrongly costs a write, never a value.
import { describe, expect, it } from 'vitest';
import type { EntityAdapter } from '../../src/connectors/connector.ts';
import type { RemoteSide } from '../../src/core/vocabulary.ts';
import type { EngineContext } from '../../src/engine/context.ts';
import { agreed, editCompany, editCustomer, editLocal, idle, inHubspot, inSevera, LATER_MS, QUIET, shown, story, withRule, writesSince } from './act.ts';
import type { Stage } from './stage.ts';

async function nextCycle(stage: Stage): Promise<Readonly<Record<string, number>>> {
  const writes = writesSince(stage);
  stage.clock.advance(LATER_MS);
  await stage.cycle();
  return writes();
}

const sweep = async (stage: Stage): Promise<Readonly<Record<string, number>>> => {
  const writes = writesSince(stage);
  stage.clock.advance(LATER_MS);
  await stage.cycle({ sweep: true, deep: true });
  return writes();
};

it('Severa rounds revenue to whole units: HubSpot keeps its cents, now and later', async () => {
  const stage = await story();
  const { guid, id, linkId } = await agreed(stage);
  editCompany(stage, id, { annualrevenue: '1234567.89' });
  expect(await nextCycle(stage)).toEqual({ 'PATCH /v1/customers/{guid}': 1 });
  expect(inSevera(stage, guid)['annualRevenue']).toBe(1_234_568);
  expect(inHubspot(stage, id)['annualrevenue']).toBe('1234567.89');
  expect(await shown(stage, linkId, 'annualRevenue')).toMatchObject({ local: { amount: '1234567.89' } });
  expect(await idle(stage, 3)).toEqual(QUIET);
  expect(await sweep(stage)).toEqual({});
  editCustomer(stage, guid, { notes: 'muuta' });
  await nextCycle(stage);
  expect(inHubspot(stage, id)['annualrevenue']).toBe('1234567.89');
});

it('a person who edits the rounded value in Severa means it', async () => {
  const stage = await story();
  const { guid, id } = await agreed(stage);
  editCompany(stage, id, { annualrevenue: '1234567.89' });
  await nextCycle(stage);
  editCustomer(stage, guid, { annualRevenue: 1_300_000 });
  await nextCycle(stage);
  expect(inHubspot(stage, id)['annualrevenue']).toBe('1300000');
  expect(await idle(stage)).toEqual(QUIET);
});

it("HubSpot keeps a domain as a bare host in lower case: what a person typed in our own CRM stays as it was typed", async () => {
  const stage = await story();
  const { guid, id, linkId } = await agreed(stage);
  await editLocal(stage, linkId, { domain: 'https://WWW.Koivu.Example/fi' });
  await nextCycle(stage);
  expect(inHubspot(stage, id)['domain']).toBe('koivu.example');
  expect(await shown(stage, linkId, 'domain')).toMatchObject({ local: 'https://WWW.Koivu.Example/fi' });
  expect(inSevera(stage, guid)['website'] ?? null).toBeNull();
  expect(await idle(stage, 3)).toEqual(QUIET);
  expect(await sweep(stage)).toEqual({});
});

it("a field that Severa works out from another is no edit: a new website does not move the company's domain", async () => {
  const stage = await story();
  const { guid, id, linkId } = await agreed(stage, {}, { domain: 'koivu.example' });
  editCompany(stage, id, { website: 'https://kauppa.example/koivu' });
  expect(await nextCycle(stage)).toEqual({ 'PATCH /v1/customers/{guid}': 1 });
  expect(inSevera(stage, guid)['website']).toBe('https://kauppa.example/koivu');
  expect(inHubspot(stage, id)['domain']).toBe('koivu.example');
  expect(await shown(stage, linkId, 'domain')).toMatchObject({ local: 'koivu.example' });
  expect(await idle(stage, 3)).toEqual(QUIET);
  expect(await sweep(stage)).toEqual({});
});

it('white space around a value is no difference and is written nowhere', async () => {
  const stage = await story();
  const { guid, id } = await agreed(stage);
  editCompany(stage, id, { description: '  Avainasiakas  ' });
  await nextCycle(stage);
  expect(inSevera(stage, guid)['notes']).toBe('Avainasiakas');
  expect(inHubspot(stage, id)['description']).toBe('  Avainasiakas  ');
  expect(await idle(stage, 3)).toEqual(QUIET);
});

/** The engine with one side's `represent` replaced. */
function foretelling(side: RemoteSide, represent: (right: EntityAdapter['represent']) => EntityAdapter['represent']) {
  return (engine: EngineContext): EngineContext => {
    const connector = engine.connectors.get(side);
    const adapter = connector?.entities.get('account');
    if (!connector || !adapter) return engine;
    const wrong: EntityAdapter = Object.create(adapter, { represent: { value: represent((fields) => adapter.represent(fields)) } });
    return { ...engine, connectors: new Map([...engine.connectors, [side, { ...connector, entities: new Map([['account', wrong]]) }]]) };
  };
}

describe('an adapter that foretells wrongly what its system will show', () => {
  it('says a value comes out different from what it does: one write at most, and no value is lost', async () => {
    const shouting = foretelling('crm', (right) => (fields) => {
      const { fields: held, cannot } = right(fields);
      return { fields: Object.fromEntries(Object.entries(held).map(([name, value]) => [name, typeof value === 'string' ? value.toUpperCase() : value])), cannot };
    });
    const stage = await story({ change: shouting });
    const { guid, id, linkId } = await agreed(stage);
    editCustomer(stage, guid, { notes: 'Hiljaa hyvä tulee' });
    expect(await nextCycle(stage)).toEqual({ 'POST /crm/objects/2026-09/{objectType}/batch/update companies': 1 });
    expect(await shown(stage, linkId, 'notes')).toEqual({ psa: 'Hiljaa hyvä tulee', crm: 'Hiljaa hyvä tulee', local: 'Hiljaa hyvä tulee' });
    expect(inHubspot(stage, id)['description']).toBe('Hiljaa hyvä tulee');
    expect(await idle(stage, 3)).toEqual(QUIET);
  });

  it('does not know that its system rounds: one write, no write back, and no second try', async () => {
    const stage = await story({ change: foretelling('psa', () => (fields) => ({ fields, cannot: {} })) });
    const { guid, id, linkId } = await agreed(stage);
    editCompany(stage, id, { annualrevenue: '1234567.89' });
    expect(await nextCycle(stage)).toEqual({ 'PATCH /v1/customers/{guid}': 1 });
    expect(inSevera(stage, guid)['annualRevenue']).toBe(1_234_568);
    expect(inHubspot(stage, id)['annualrevenue']).toBe('1234567.89');
    expect(await shown(stage, linkId, 'annualRevenue')).toMatchObject({ local: { amount: '1234567.89' } });
    expect(await idle(stage, 3)).toEqual(QUIET);
    expect(await sweep(stage)).toEqual({});
  });

  it('a rounded side does not win at the next meeting either: a changed order of sides changes nothing that is at rest', async () => {
    const stage = await story();
    const { id } = await agreed(stage);
    editCompany(stage, id, { annualrevenue: '1234567.89' });
    await nextCycle(stage);
    const other = stage.restart({ change: withRule('annualRevenue', { onConflict: ['psa', 'local', 'crm'], onFirst: ['psa', 'local', 'crm'] }) });
    await other.store.markDirty('account', 'all', 'person');
    expect(await nextCycle(other)).toEqual({});
    expect(inHubspot(other, id)['annualrevenue']).toBe('1234567.89');
  });
});
