// Opt-outs only ever tighten by themselves: whichever side says that an address must not be used, both come to say it; whoever
// says that it may be used again is asked, because that is a consent and not a correction.
import { expect, it } from 'vitest';
import { idle, linkOf, QUIET, shown } from './act.ts';
import { editSevera, firmWithAccount, hubspotContact, inHubspotOf, nextCycle, pointOf, pointsOf, severaContact } from './deeds.ts';

const AINO = 'aino@koivu.example';

async function reachable(options: { readonly forbidden?: boolean } = {}) {
  const { stage, guid, id: companyId } = await firmWithAccount();
  const contact = severaContact(stage, guid, { firstName: 'Aino', lastName: 'Mäki' }, { emails: [AINO], ...(options.forbidden ? { forbidden: [AINO] } : {}) });
  const id = hubspotContact(stage, { firstname: 'Aino', lastname: 'Mäki', email: AINO }, companyId);
  await nextCycle(stage, { sweep: true });
  await idle(stage, 1);
  return { stage, contact, id, linkId: (await linkOf(stage, 'psa', contact, 'contact')).id };
}

it('an address that is forbidden in Severa is unsubscribed in HubSpot', async () => {
  const { stage, contact, id, linkId } = await reachable();
  editSevera(stage, 'contactcommunications', pointOf(stage, contact, AINO), { isForbiddenToUse: true });
  await nextCycle(stage);
  expect([...stage.hubspot.state.unsubscribed()]).toEqual([AINO]);
  expect(inHubspotOf(stage, 'contacts', id)['hs_email_optout']).toBe('true');
  expect(await shown(stage, linkId, 'optOuts', 'contact')).toMatchObject({ psa: [{ key: AINO }], crm: [{ key: AINO }], local: [{ key: AINO }] });
  expect(await idle(stage, 3)).toEqual(QUIET);
});

it('a person who unsubscribes in HubSpot is forbidden in Severa', async () => {
  const { stage, contact, linkId } = await reachable();
  stage.hubspot.state.unsubscribe(AINO, stage.clock.now());
  await nextCycle(stage, { sweep: true });
  expect(pointsOf(stage, contact)).toEqual([`!${AINO}`]);
  expect(await shown(stage, linkId, 'optOuts', 'contact')).toMatchObject({ local: [{ key: AINO }] });
  expect(await idle(stage, 3)).toEqual(QUIET);
});

it('one that was forbidden before the two records met is unsubscribed by the meeting', async () => {
  const { stage } = await reachable({ forbidden: true });
  expect([...stage.hubspot.state.unsubscribed()]).toEqual([AINO]);
  expect(await idle(stage, 2)).toEqual(QUIET);
});

it('a contact that is made in the other system is made unsubscribed', async () => {
  const { stage, guid } = await firmWithAccount();
  severaContact(stage, guid, { firstName: 'Aino', lastName: 'Mäki' }, { emails: [AINO], forbidden: [AINO] });
  await nextCycle(stage, { sweep: true });
  expect(stage.hubspot.state.list('contacts')).toHaveLength(1);
  expect([...stage.hubspot.state.unsubscribed()]).toEqual([AINO]);
  expect(await idle(stage, 2)).toEqual(QUIET);
});

it('one that is allowed again in Severa stays unsubscribed in HubSpot until a person has said yes', async () => {
  const { stage, contact, linkId } = await reachable({ forbidden: true });
  editSevera(stage, 'contactcommunications', pointOf(stage, contact, AINO), { isForbiddenToUse: false });
  await nextCycle(stage);
  expect([...stage.hubspot.state.unsubscribed()]).toEqual([AINO]);
  const { conflicts } = await stage.store.inbox({ entity: 'contact', limit: 10 });
  expect(conflicts).toMatchObject([{ linkId, field: 'optOuts' }]);
  expect(await idle(stage, 2)).toEqual(QUIET);
  await stage.store.answer({ kind: 'conflict', id: conflicts[0]?.id ?? '', side: 'crm', by: 'Milla' });
  await nextCycle(stage);
  expect(pointsOf(stage, contact)).toEqual([`!${AINO}`]);
  expect((await stage.store.inbox({ entity: 'contact', limit: 10 })).conflicts).toEqual([]);
  expect(await idle(stage, 2)).toEqual(QUIET);
});

it('an address that is forbidden on one side while somebody renames the person on the other gets both', async () => {
  const { stage, contact, id } = await reachable();
  editSevera(stage, 'contactpersons', contact, { lastName: 'Niemi' });
  stage.hubspot.state.unsubscribe(AINO, stage.clock.now());
  await nextCycle(stage, { sweep: true });
  expect(inHubspotOf(stage, 'contacts', id)['lastname']).toBe('Niemi');
  expect(pointsOf(stage, contact)).toEqual([`!${AINO}`]);
  expect(await idle(stage, 2)).toEqual(QUIET);
});
