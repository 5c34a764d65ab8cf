// Two records that have just been found to be one: values that are equal are recorded, blanks are filled, and where both
// sides have something to say the rule's `onFirst` decides, not `onConflict`.
import { expect, it } from 'vitest';
import type { Rule } from '../../src/core/rule.ts';
import { company, customer, idle, inHubspot, inSevera, linkOf, QUIET, segmentsInSevera, shown, story, withRule, writesSince } from './act.ts';
import type { Stage } from './stage.ts';

async function met(rule: Partial<Rule>, before: (stage: Stage) => void = () => undefined) {
  const stage = await story({ change: withRule('notes', rule) });
  before(stage);
  const guid = customer(stage, { name: 'Koivu Oy', vatNumber: '2501118-7', notes: 'Severan sana' });
  const id = company(stage, { name: 'Koivu Oy', business_id: 'FI25011187', description: 'HubSpotin sana', numberofemployees: 8 });
  await stage.cycle();
  const { id: linkId } = await linkOf(stage, 'psa', guid);
  return { stage, guid, id, linkId };
}

it('psa first: its value goes to the CRM and to us, and the loser is journalled', async () => {
  const { stage, guid, id, linkId } = await met({ onFirst: ['psa', 'crm', 'local'] });
  expect(inHubspot(stage, id)['description']).toBe('Severan sana');
  expect(inSevera(stage, guid)).toMatchObject({ notes: 'Severan sana', numberOfEmployees: 8 });
  expect(await shown(stage, linkId, 'notes')).toMatchObject({ local: 'Severan sana' });
  const lost = (await stage.store.journal({ limit: 100 })).filter((entry) => entry.action === 'overwrite' && entry.fields.includes('notes'));
  expect(lost).toMatchObject([{ side: 'crm', reason: 'first-meeting' }]);
  expect(await idle(stage)).toEqual(QUIET);
});

it('crm first: its value goes to the PSA and to us', async () => {
  const { stage, guid, id, linkId } = await met({ onFirst: ['crm', 'psa', 'local'] });
  expect(inSevera(stage, guid)['notes']).toBe('HubSpotin sana');
  expect(inHubspot(stage, id)['description']).toBe('HubSpotin sana');
  expect(await shown(stage, linkId, 'notes')).toMatchObject({ local: 'HubSpotin sana' });
  expect(await idle(stage)).toEqual(QUIET);
});

it('ask: both keep their value, a person is asked, and everything else of the record flows', async () => {
  const { stage, guid, id, linkId } = await met({ onFirst: 'ask' });
  expect(inSevera(stage, guid)).toMatchObject({ notes: 'Severan sana', numberOfEmployees: 8 });
  expect(inHubspot(stage, id)['description']).toBe('HubSpotin sana');
  const [conflict, ...more] = (await stage.store.inbox({ limit: 10 })).conflicts;
  expect(more).toEqual([]);
  expect(conflict).toMatchObject({ linkId, field: 'notes', base: { psa: null, crm: null }, values: { psa: 'Severan sana', crm: 'HubSpotin sana' } });
  expect(await idle(stage)).toEqual(QUIET);
  await stage.store.answer({ kind: 'conflict', id: (await stage.store.inbox({ limit: 10 })).conflicts[0]?.id ?? '', side: 'crm', by: 'Milla' });
  await idle(stage, 1);
  expect(inSevera(stage, guid)['notes']).toBe('HubSpotin sana');
  expect(await shown(stage, linkId, 'notes')).toEqual({ psa: 'HubSpotin sana', crm: 'HubSpotin sana', local: 'HubSpotin sana' });
  expect(await idle(stage)).toEqual(QUIET);
});

it('one side empty: the other fills it, whatever the order says', async () => {
  const stage = await story({ change: withRule('notes', { onFirst: ['crm', 'psa', 'local'] }) });
  const guid = customer(stage, { name: 'Koivu Oy', vatNumber: '2501118-7', notes: 'Severan sana' });
  const id = company(stage, { name: 'Koivu Oy', business_id: '2501118-7', website: 'https://koivu.example' });
  await stage.cycle();
  expect(inHubspot(stage, id)['description']).toBe('Severan sana');
  expect(inSevera(stage, guid)['website']).toBe('https://koivu.example');
  expect(await idle(stage)).toEqual(QUIET);
});

it('equal values, however they are written, cost no write to either system', async () => {
  const stage = await story();
  await stage.cycle();
  const currency = stage.severa.state.list('currencies').find((row) => row['code'] === 'EUR')?.guid;
  const row = { name: 'Koivu  Oy', vatNumber: 'FI25011187', website: 'http://www.koivu.example/', annualRevenue: 120_000, numberOfEmployees: 5, number: 4711, currency: { guid: currency } };
  const guid = customer(stage, row, { addressline: 'Koivukuja 1', phone: '09 123 4567', country: null });
  const twin = { name: 'Koivu Oy', business_id: '2501118-7', website: 'https://koivu.example', domain: 'koivu.example', annualrevenue: '120000.00', numberofemployees: 5, address: 'Koivukuja 1', phone: '+358 9 1234567' };
  company(stage, { ...twin, sauma_number: 4711, sauma_active: 'true', sauma_currency: 'EUR' });
  const writes = writesSince(stage);
  stage.clock.advance(120_000);
  await stage.cycle({ sweep: true });
  expect(writes()).toEqual({});
  const link = await linkOf(stage, 'psa', guid);
  expect(link).toMatchObject({ stage: 'active', matchedBy: 'businessId', held: [] });
  expect(await idle(stage)).toEqual(QUIET);
});

it('segments of both sides are put together: nothing is taken away from anybody', async () => {
  const stage = await story();
  await stage.cycle();
  const [first, second] = stage.severa.state.list('marketsegments').map((row) => row.guid) as [string, string];
  const guid = customer(stage, { name: 'Koivu Oy', vatNumber: '2501118-7' });
  stage.severa.state.put('customermarketsegments', { customer: { guid }, marketSegment: { guid: first } }, stage.clock.now());
  const id = company(stage, { name: 'Koivu Oy', business_id: '2501118-7', sauma_segments: second });
  stage.clock.advance(120_000);
  await stage.cycle({ sweep: true });
  expect(segmentsInSevera(stage, guid)).toEqual([first, second].toSorted());
  expect(inHubspot(stage, id)['sauma_segments']?.split(';').toSorted()).toEqual([first, second].toSorted());
  expect(await idle(stage)).toEqual(QUIET);
});

it('the same two records meet in the same way whichever system is read first', async () => {
  const outcomes = [];
  for (const first of ['psa', 'crm'] as const) {
    const stage = await story({ systems: [first] });
    const guid = customer(stage, { name: 'Koivu Oy', vatNumber: '2501118-7', notes: 'Severan sana', numberOfEmployees: 9 });
    const id = company(stage, { name: 'Koivu Oy', business_id: '2501118-7', description: 'HubSpotin sana', numberofemployees: 8 });
    await stage.cycle();
    const both = stage.restart({});
    stage.clock.advance(120_000);
    await both.cycle();
    await idle(both, 1);
    const { businessId: _businessId, ...fields } = (await linkOf(both, 'psa', guid)).sides.local?.fields ?? {};
    outcomes.push({ fields: { ...fields, number: null }, severa: inSevera(both, guid)['notes'], hubspot: inHubspot(both, id)['description'] });
  }
  expect(outcomes[0]).toEqual(outcomes[1]);
  expect(outcomes[0]).toMatchObject({ severa: 'Severan sana', hubspot: 'Severan sana', fields: { employees: 9 } });
});
