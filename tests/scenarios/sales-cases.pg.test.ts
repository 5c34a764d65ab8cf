// Sales cases over both systems: a deal is a project for life. Stages, outcomes, amounts and people go both ways; what Severa
// or HubSpot has no place for waits with the reason, and what is nobody's business any more is only linked.
import { describe, expect, it } from 'vitest';
import { idle, linkOf, links, QUIET, shown } from './act.ts';
import { deal, editHubspot, editSevera, firmWithAccount, inHubspotOf, inSeveraOf, nextCycle, project, seller, status, statusOf, waiting } from './deeds.ts';
import type { Stage } from './stage.ts';

const dealUpdate = 'POST /crm/objects/2026-09/{objectType}/batch/update deals';
const projectPatch = 'PATCH /v1/projects/{guid}';

/** A deal of Koivu Oy and its project, made by the product. */
async function sold(properties: Parameters<typeof deal>[1] = {}) {
  const { stage, guid: customerGuid, id: companyId } = await firmWithAccount();
  const id = deal(stage, { dealname: 'Uusi sivusto', amount: '12500.50', closedate: '2026-12-31T09:00:00Z', ...properties }, companyId);
  await nextCycle(stage, { sweep: true });
  await idle(stage, 1);
  const link = await linkOf(stage, 'crm', id, 'salesCase');
  return { stage, customerGuid, companyId, id, guid: link.sides.psa?.id ?? '', linkId: link.id };
}

const inDeal = (stage: Stage, id: string): Readonly<Record<string, string>> => inHubspotOf(stage, 'deals', id);
const inProject = (stage: Stage, guid: string): Readonly<Record<string, unknown>> => inSeveraOf(stage, 'projects', guid);

describe('a new sales case', () => {
  it('of HubSpot becomes a project of the customer, with value, day, stage and seller, and its number comes back once', async () => {
    const { stage, customerGuid, id, guid } = await sold();
    expect(inProject(stage, guid)).toMatchObject({ name: 'Uusi sivusto', customer: { guid: customerGuid }, expectedValue: { amount: 12_500.5, currencyCode: 'EUR' }, expectedOrderDate: '2026-12-31', projectOwner: { guid: seller(stage) } });
    expect(statusOf(stage, guid)).toBe('Tarjous lähetetty');
    expect(inDeal(stage, id)['project_number']).toBe(String(inProject(stage, guid)['number']));
    expect(await idle(stage)).toEqual(QUIET);
  });

  it('of Severa becomes a deal of the company, with value, day, stage and owner, and nothing comes back', async () => {
    const { stage, guid: customerGuid, id: companyId } = await firmWithAccount();
    const guid = project(stage, customerGuid, { name: 'Uusi sivusto', expectedValue: { amount: 900.25, currencyCode: 'EUR' }, expectedOrderDate: '2026-12-31', ...status(stage, 'Tarjous') });
    await nextCycle(stage, { sweep: true });
    const id = (await linkOf(stage, 'psa', guid, 'salesCase')).sides.crm?.id ?? '';
    expect(inDeal(stage, id)).toMatchObject({ dealname: 'Uusi sivusto', amount: '900.25', deal_currency_code: 'EUR', dealstage: 'qualifiedtobuy' });
    expect(inDeal(stage, id)['closedate']?.slice(0, 10)).toBe('2026-12-31');
    expect(inDeal(stage, id)['hubspot_owner_id']).toBeDefined();
    expect(stage.hubspot.state.associated('deals', id, 'companies')).toEqual([companyId]);
    expect(await idle(stage)).toEqual(QUIET);
  });

  it('that both have already is one: by its name and value at the same account', async () => {
    const { stage, guid: customerGuid, id: companyId } = await firmWithAccount();
    const guid = project(stage, customerGuid, { name: 'Uusi sivusto', expectedValue: { amount: 900, currencyCode: 'EUR' }, ...status(stage, 'Tarjous') });
    const id = deal(stage, { dealname: 'Uusi sivusto', amount: '900', dealstage: 'qualifiedtobuy' }, companyId);
    await nextCycle(stage, { sweep: true });
    expect((await linkOf(stage, 'psa', guid, 'salesCase')).sides.crm?.id).toBe(id);
    expect(await links(stage, 'salesCase')).toHaveLength(1);
    expect(await idle(stage)).toEqual(QUIET);
  });

  it('keeps cents and its own currency', async () => {
    const { stage, id, guid, linkId } = await sold({ amount: '0.07', deal_currency_code: 'SEK' });
    expect(inProject(stage, guid)).toMatchObject({ expectedValue: { amount: 0.07, currencyCode: 'SEK' } });
    editHubspot(stage, 'deals', id, { amount: '1234567.89' });
    await nextCycle(stage);
    expect(await shown(stage, linkId, 'value', 'salesCase')).toEqual(Object.fromEntries(['psa', 'crm', 'local'].map((side) => [side, { amount: '1234567.89', currency: 'SEK' }])));
    editSevera(stage, 'projects', guid, { expectedValue: { amount: 1_234_567.9, currencyCode: 'SEK' } });
    await nextCycle(stage);
    expect(inDeal(stage, id)).toMatchObject({ amount: '1234567.9', deal_currency_code: 'SEK' });
    expect(await idle(stage)).toEqual(QUIET);
  });
});

describe('a deal that is decided', () => {
  it('won in HubSpot is a won sales case in Severa, at 100 per cent', async () => {
    const { stage, id, guid } = await sold();
    editHubspot(stage, 'deals', id, { dealstage: 'closedwon' });
    await nextCycle(stage);
    expect(statusOf(stage, guid)).toBe('Voitettu');
    expect(inProject(stage, guid)).toMatchObject({ probability: 100 });
    await idle(stage, 1);
    expect(await idle(stage, 3)).toEqual(QUIET);
    expect(inDeal(stage, id)['dealstage']).toBe('closedwon');
  });

  it('won in Severa is a won deal in HubSpot, although the change moved no time of the project', async () => {
    const { stage, id, guid, linkId } = await sold();
    editSevera(stage, 'projects', guid, status(stage, 'Voitettu'));
    await nextCycle(stage);
    expect(inDeal(stage, id)['dealstage']).toBe('closedwon');
    expect(await shown(stage, linkId, 'state', 'salesCase')).toEqual({ psa: 'won', crm: 'won', local: 'won' });
    await idle(stage, 1);
    expect(await idle(stage, 3)).toEqual(QUIET);
    expect(statusOf(stage, guid)).toBe('Voitettu');
  });

  it('lost in HubSpot is lost in Severa, and opened again it is open in both', async () => {
    const { stage, id, guid } = await sold();
    editHubspot(stage, 'deals', id, { dealstage: 'closedlost' });
    await nextCycle(stage);
    expect(statusOf(stage, guid)).toBe('Hävitty');
    await idle(stage, 1);
    expect(await idle(stage)).toEqual(QUIET);
    editHubspot(stage, 'deals', id, { dealstage: 'qualifiedtobuy' });
    await nextCycle(stage);
    expect(statusOf(stage, guid)).toBe('Tarjous');
    await idle(stage, 1);
    expect(await idle(stage)).toEqual(QUIET);
  });

  it('lost in Severa is lost in HubSpot', async () => {
    const { stage, id, guid } = await sold();
    editSevera(stage, 'projects', guid, status(stage, 'Hävitty'));
    await nextCycle(stage);
    expect(inDeal(stage, id)['dealstage']).toBe('closedlost');
    await idle(stage, 1);
    expect(await idle(stage)).toEqual(QUIET);
  });
});

describe('stages', () => {
  it('of HubSpot that mean the same in Severa are left as they are when somebody moves a deal between them', async () => {
    const { stage, id, guid } = await sold({ dealstage: 'decisionmakerboughtin' });
    expect(statusOf(stage, guid)).toBe('Sopimusneuvottelu');
    editHubspot(stage, 'deals', id, { dealstage: 'contractsent' });
    expect(await nextCycle(stage)).toEqual({ [projectPatch]: 1 });
    expect(statusOf(stage, guid)).toBe('Sopimusneuvottelu');
    expect(inDeal(stage, id)['dealstage']).toBe('contractsent');
    editSevera(stage, 'projects', guid, { name: 'Uusi verkkokauppa' });
    await nextCycle(stage);
    expect(inDeal(stage, id)).toMatchObject({ dealname: 'Uusi verkkokauppa', dealstage: 'contractsent' });
    expect(await idle(stage)).toEqual(QUIET);
  });

  it('of Severa that no stage of HubSpot means stay in Severa, and the deal stands where it is least wrong', async () => {
    const { stage, guid: customerGuid } = await firmWithAccount();
    const guid = project(stage, customerGuid, { name: 'Uusi sivusto', ...status(stage, 'Liidi') });
    await nextCycle(stage, { sweep: true });
    const id = (await linkOf(stage, 'psa', guid, 'salesCase')).sides.crm?.id ?? '';
    expect(inDeal(stage, id)['dealstage']).toBe('appointmentscheduled');
    expect(await idle(stage, 3)).toEqual(QUIET);
    expect(statusOf(stage, guid)).toBe('Liidi');
  });
});

describe('the value', () => {
  it('changed on both sides at once is asked from a person, and everything else flows', async () => {
    const { stage, id, guid, linkId } = await sold();
    editHubspot(stage, 'deals', id, { amount: '15000', dealname: 'Uusi verkkokauppa' });
    editSevera(stage, 'projects', guid, { expectedValue: { amount: 14_000, currencyCode: 'EUR' } });
    await nextCycle(stage);
    expect([inDeal(stage, id)['amount'], inProject(stage, guid)['expectedValue']]).toMatchObject(['15000', { amount: 14_000 }]);
    expect(inProject(stage, guid)['name']).toBe('Uusi verkkokauppa');
    const { conflicts } = await stage.store.inbox({ limit: 10 });
    expect(conflicts).toMatchObject([{ linkId, field: 'value', values: { psa: { amount: '14000' }, crm: { amount: '15000' } } }]);
    await stage.store.answer({ kind: 'conflict', id: conflicts[0]?.id ?? '', side: 'crm', by: 'Milla' });
    await nextCycle(stage);
    expect(inProject(stage, guid)['expectedValue']).toMatchObject({ amount: 15_000 });
    expect(await idle(stage)).toEqual(QUIET);
  });

  it('in another currency than the project has waits with the reason, and the rest goes', async () => {
    const { stage, id, guid } = await sold();
    editHubspot(stage, 'deals', id, { deal_currency_code: 'SEK', amount: '99000', dealname: 'Uusi verkkokauppa' });
    await nextCycle(stage);
    expect(inProject(stage, guid)).toMatchObject({ name: 'Uusi verkkokauppa', expectedValue: { amount: 12_500.5, currencyCode: 'EUR' } });
    expect(await waiting(stage, 'salesCase')).toEqual(['psa value other-currency']);
    expect(await idle(stage)).toEqual(QUIET);
    editHubspot(stage, 'deals', id, { deal_currency_code: 'EUR', amount: '9900' });
    await nextCycle(stage);
    expect(inProject(stage, guid)).toMatchObject({ expectedValue: { amount: 9_900, currencyCode: 'EUR' } });
    expect(await waiting(stage, 'salesCase')).toEqual([]);
    expect(await idle(stage)).toEqual(QUIET);
  });
});

describe('the owner', () => {
  it('without a counterpart waits, and goes when the person appears in Severa', async () => {
    const { stage, id, guid } = await sold();
    const onni = { firstName: 'Onni', lastName: 'Oja', email: 'onni.oja@firma.example' };
    editHubspot(stage, 'deals', id, { hubspot_owner_id: stage.hubspot.state.putOwner(onni), dealname: 'Uusi verkkokauppa' });
    await nextCycle(stage);
    expect(inProject(stage, guid)).toMatchObject({ name: 'Uusi verkkokauppa' });
    expect(await waiting(stage, 'salesCase')).toEqual(['psa owner owner-without-counterpart']);
    const user = stage.severa.state.put('users', { ...onni, isActive: true, code: 'OO', userType: 'FullUser' }, stage.clock.now());
    stage.clock.advance(61 * 60_000);
    await nextCycle(stage);
    expect(inProject(stage, guid)).toMatchObject({ salesPerson: { guid: user.guid } });
    expect(await waiting(stage, 'salesCase')).toEqual([]);
    expect(await idle(stage)).toEqual(QUIET);
  });

  it('that HubSpot does not know is told as waiting from the making of the deal on, whatever the answer shows of it', async () => {
    const { stage, guid: customerGuid } = await firmWithAccount();
    const { guid: userGuid } = stage.severa.state.put('users', { firstName: 'Onni', lastName: 'Oja', email: 'onni.oja@firma.example', isActive: true, code: 'OO', userType: 'FullUser' }, stage.clock.now());
    const guid = project(stage, customerGuid, { name: 'Uusi sivusto', salesPerson: { guid: userGuid }, ...status(stage, 'Tarjous') });
    await nextCycle(stage, { sweep: true });
    expect(await waiting(stage, 'salesCase')).toEqual(['crm owner owner-without-counterpart']);
    editSevera(stage, 'projects', guid, { name: 'Vanha sivusto' });
    await nextCycle(stage);
    expect(await waiting(stage, 'salesCase')).toEqual(['crm owner owner-without-counterpart']);
    await nextCycle(stage, { sweep: true });
    expect(await waiting(stage, 'salesCase')).toEqual(['crm owner owner-without-counterpart']);
    expect(await idle(stage)).toEqual(QUIET);
  });

  it('that a deal lacks keeps it out of Severa, where every project has one, until it gets one', async () => {
    const { stage, id: companyId } = await firmWithAccount();
    const id = deal(stage, { dealname: 'Uusi sivusto', hubspot_owner_id: null }, companyId);
    await nextCycle(stage, { sweep: true });
    expect(stage.severa.state.list('projects')).toEqual([]);
    expect(await waiting(stage, 'salesCase')).toEqual(['psa owner required-field-empty']);
    const other = deal(stage, { dealname: 'Toinen' }, companyId);
    editHubspot(stage, 'deals', id, { hubspot_owner_id: inDeal(stage, other)['hubspot_owner_id'] ?? null });
    await nextCycle(stage);
    expect(stage.severa.state.list('projects').map((row) => row['name'])).toContain('Uusi sivusto');
    expect(await waiting(stage, 'salesCase')).toEqual([]);
  });
});

describe('projects that are nobody’s deal', () => {
  it('won over a year ago, lost, or internal make none, and wait for no person', async () => {
    const { stage, guid: customerGuid } = await firmWithAccount();
    project(stage, customerGuid, { name: 'Vanha voitto', expectedOrderDate: '2025-11-20', ...status(stage, 'Voitettu') });
    project(stage, customerGuid, { name: 'Hävitty', ...status(stage, 'Hävitty') });
    project(stage, customerGuid, { name: 'Sisäinen', isInternal: true, ...status(stage, 'Tarjous') });
    const won = project(stage, customerGuid, { name: 'Tuore voitto', expectedOrderDate: '2025-11-25', ...status(stage, 'Voitettu') });
    await nextCycle(stage, { sweep: true });
    expect(stage.hubspot.state.list('deals').map((row) => row.properties['dealname'])).toEqual(['Tuore voitto']);
    expect((await linkOf(stage, 'psa', won, 'salesCase')).sides.crm).toBeDefined();
    expect(await waiting(stage, 'salesCase')).toEqual(['crm * out-of-scope', 'crm * out-of-scope', 'crm * out-of-scope']);
    expect((await stage.store.counts('salesCase')).held).toBe(0);
    expect(await idle(stage)).toEqual(QUIET);
  });

  it('are linked to a deal that is there already, and then kept the same', async () => {
    const { stage, guid: customerGuid, id: companyId } = await firmWithAccount();
    const guid = project(stage, customerGuid, { name: 'Vanha voitto', expectedOrderDate: '2024-05-20', expectedValue: { amount: 900, currencyCode: 'EUR' }, ...status(stage, 'Voitettu') });
    const id = deal(stage, { dealname: 'Vanha voitto', amount: '900', dealstage: 'closedwon', closedate: '2024-05-20T09:00:00Z' }, companyId);
    await nextCycle(stage, { sweep: true });
    expect((await linkOf(stage, 'psa', guid, 'salesCase')).sides.crm?.id).toBe(id);
    editSevera(stage, 'projects', guid, { name: 'Vanha voitto, osa 1' });
    expect(await nextCycle(stage)).toEqual({ [dealUpdate]: 1 });
    expect(inDeal(stage, id)['dealname']).toBe('Vanha voitto, osa 1');
    expect(await idle(stage)).toEqual(QUIET);
  });
});

it('stays as it is where nobody may write: what HubSpot lacks is owed to it, and goes once writing is allowed', async () => {
  const { stage, guid: customerGuid } = await firmWithAccount();
  const reading = stage.restart({ change: (engine) => ({ ...engine, modes: { ...engine.modes, crm: 'read-only' } }) });
  const guid = project(stage, customerGuid, { name: 'Uusi sivusto', ...status(stage, 'Tarjous') });
  expect(await nextCycle(reading, { sweep: true })).toEqual({});
  const writing = stage.restart({});
  await nextCycle(writing);
  expect((await linkOf(stage, 'psa', guid, 'salesCase')).sides.crm).toBeDefined();
  expect(await idle(writing)).toEqual(QUIET);
});
