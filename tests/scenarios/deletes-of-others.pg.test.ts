// Contacts and sales cases that are deleted on one side, and runs with them that are undone: each system is left as its users
// know it, a person goes inactive and a case is closed where nothing may be deleted.
import { describe, expect, it } from 'vitest';
import type { EntityName, Side } from '../../src/core/vocabulary.ts';
import type { DeletePolicy, EngineContext } from '../../src/engine/context.ts';
import { undo } from '../../src/engine/undo.ts';
import { idle, LATER_MS, linkOf, QUIET } from './act.ts';
import { deal, editHubspot, firmWithAccount, hubspotContact, inHubspotOf, inSeveraOf, nextCycle, pointsOf, project, severaContact, status } from './deeds.ts';
import { settle } from './outcome.ts';
import type { Stage } from './stage.ts';

const withDeletes = (entity: EntityName, deletes: Readonly<Partial<Record<Side, DeletePolicy>>>) => (engine: EngineContext): EngineContext => ({ ...engine, deletes: new Map([[entity, deletes]]) });
const swept = (stage: Stage): Promise<void> => settle(stage, () => stage.cycle({ sweep: true }), 4);

/** Aino and a sales case of Koivu Oy, known to both systems. */
async function known(change: (engine: EngineContext) => EngineContext, deletedContacts: 'listed' | 'readable' | 'gone' = 'gone') {
  const { stage, guid: customerGuid, id: companyId } = await firmWithAccount({ change, severa: { facts: { deletedContacts } } });
  const contact = severaContact(stage, customerGuid, { firstName: 'Aino', lastName: 'Mäki' }, { emails: ['aino@koivu.example'] });
  const contactId = hubspotContact(stage, { firstname: 'Aino', lastname: 'Mäki', email: 'aino@koivu.example' }, companyId);
  const money = { amount: 1200, currencyCode: 'EUR' };
  const caseGuid = project(stage, customerGuid, { name: 'Kattoremontti', expectedValue: money, ...status(stage, 'Tarjous') });
  const dealId = deal(stage, { dealname: 'Kattoremontti', amount: 1200, deal_currency_code: 'EUR' }, companyId);
  await swept(stage);
  expect((await linkOf(stage, 'psa', contact, 'contact')).sides.crm?.id).toBe(contactId);
  return { stage, customerGuid, companyId, contact, contactId, caseGuid, dealId };
}

describe('a contact', () => {
  it('deleted in HubSpot is made inactive in Severa under archive, and keeps its addresses', async () => {
    const { stage, contact, contactId } = await known(withDeletes('contact', { crm: 'archive' }));
    stage.hubspot.state.archive('contacts', contactId, stage.clock.now());
    await swept(stage);
    expect(inSeveraOf(stage, 'contactpersons', contact)['isActive']).toBe(false);
    expect(pointsOf(stage, contact)).toEqual(['aino@koivu.example']);
    expect((await linkOf(stage, 'psa', contact, 'contact')).sides.local?.gone).toBe('archived');
    expect(await idle(stage)).toEqual(QUIET);
  });

  it('deleted in Severa is archived in HubSpot under archive', async () => {
    const { stage, contact, contactId } = await known(withDeletes('contact', { psa: 'archive' }));
    stage.severa.state.remove('contactpersons', contact, stage.clock.now());
    await swept(stage);
    expect(stage.hubspot.state.list('contacts', { archived: true }).map(({ id }) => id)).toEqual([contactId]);
  });

  it.each(['listed', 'readable'] as const)('that Severa shows as deleted, and so forgotten (%s), raises a question whatever the policy', async (deletedContacts) => {
    const { stage, contact, contactId } = await known(withDeletes('contact', { psa: 'archive', crm: 'archive' }), deletedContacts);
    stage.severa.state.remove('contactpersons', contact, stage.clock.now());
    await swept(stage);
    expect(stage.hubspot.state.get('contacts', contactId)).not.toBeNull();
    expect(inHubspotOf(stage, 'contacts', contactId)).toMatchObject({ firstname: 'Aino' });
    expect((await stage.store.inbox({ entity: 'contact', limit: 5 })).conflicts).toMatchObject([{ field: '(record)', values: { psa: 'gone', crm: 'present' } }]);
  });

  it('deleted in HubSpot under unlink is never made there again', async () => {
    const { stage, contact, contactId } = await known(withDeletes('contact', { crm: 'unlink' }));
    stage.hubspot.state.archive('contacts', contactId, stage.clock.now());
    await swept(stage);
    stage.severa.state.edit('contactpersons', contact, { '/jobTitle': 'Johtaja' }, stage.clock.now());
    await swept(stage);
    expect(stage.hubspot.state.list('contacts')).toEqual([]);
  });
});

describe('a sales case', () => {
  it('whose deal is deleted in HubSpot is closed in Severa under archive', async () => {
    const { stage, caseGuid, dealId } = await known(withDeletes('salesCase', { crm: 'archive' }));
    expect((await linkOf(stage, 'psa', caseGuid, 'salesCase')).sides.crm?.id).toBe(dealId);
    stage.hubspot.state.archive('deals', dealId, stage.clock.now());
    await swept(stage);
    expect(inSeveraOf(stage, 'projects', caseGuid)['isClosed']).toBe(true);
    expect(stage.hubspot.state.list('deals')).toEqual([]);
    expect(await idle(stage)).toEqual(QUIET);
  });

  it('deleted in Severa takes its deal out of use under archive', async () => {
    const { stage, caseGuid, dealId } = await known(withDeletes('salesCase', { psa: 'archive' }));
    stage.severa.state.remove('projects', caseGuid, stage.clock.now());
    await swept(stage);
    expect(stage.hubspot.state.list('deals', { archived: true }).map(({ id }) => id)).toEqual([dealId]);
  });
});

it('an edit of a contact and its new deal are undone together', async () => {
  const { stage, customerGuid, contact, contactId } = await known((engine) => engine);
  editHubspot(stage, 'contacts', contactId, { jobtitle: 'Johtaja' });
  const anew = project(stage, customerGuid, { name: 'Ikkunat', ...status(stage, 'Tarjous') }, stage.clock.now());
  stage.clock.advance(LATER_MS);
  const { run } = await stage.cycle();
  const dealId = (await linkOf(stage, 'psa', anew, 'salesCase')).sides.crm?.id ?? '';
  expect(inSeveraOf(stage, 'contactpersons', contact)['jobTitle']).toBe('Johtaja');
  stage.clock.advance(LATER_MS);
  const undone = await undo(stage.engine, run.id, { dryRun: false });
  expect([undone.failed, undone.left]).toEqual([0, []]);
  expect(inSeveraOf(stage, 'contactpersons', contact)['jobTitle'] ?? null).toBeNull();
  expect(stage.hubspot.state.list('deals', { archived: true }).map(({ id }) => id)).toEqual([dealId]);
  await nextCycle(stage, { sweep: true });
  expect(await idle(stage)).toEqual(QUIET);
  expect(inSeveraOf(stage, 'projects', anew)['isClosed']).toBe(false);
});
