// An opt-out is a mark on an address, and addresses come and go: wherever a marked address arrives, the mark arrives with it, and
// an address that is merely not there is nobody's consent.
import { expect, it } from 'vitest';
import { idle, linkOf, QUIET } from './act.ts';
import { addPoint, editHubspot, firmWithAccount, hubspotContact, inHubspotOf, nextCycle, pointOf, pointsOf, severaContact } from './deeds.ts';
import type { Stage } from './stage.ts';

const FIRST = 'aino@koivu.example';
const SECOND = 'aino.maki@koivu.example';

/** One person in both systems; Severa has a second address, which must not be used and for which HubSpot has no room. */
async function withForbidden() {
  const { stage, guid, id: companyId } = await firmWithAccount();
  const contact = severaContact(stage, guid, { firstName: 'Aino', lastName: 'Mäki' }, { emails: [FIRST, SECOND], forbidden: [SECOND] });
  const id = hubspotContact(stage, { firstname: 'Aino', lastname: 'Mäki', email: FIRST }, companyId);
  await nextCycle(stage, { sweep: true });
  await idle(stage, 1);
  expect([...stage.hubspot.state.unsubscribed()]).toEqual([]);
  expect((await linkOf(stage, 'psa', contact, 'contact')).sides.crm?.id).toBe(id);
  return { stage, contact, id };
}

const questions = async (stage: Stage): Promise<readonly string[]> => (await stage.store.inbox({ entity: 'contact', limit: 10 })).conflicts.map(({ field }) => field);

it('an address that we make the main one in HubSpot is unsubscribed there when Severa forbids it', async () => {
  const { stage, contact, id } = await withForbidden();
  stage.severa.state.remove('contactcommunications', pointOf(stage, contact, FIRST), stage.clock.now());
  await nextCycle(stage, { sweep: true });
  expect(inHubspotOf(stage, 'contacts', id)['email']).toBe(SECOND);
  expect([...stage.hubspot.state.unsubscribed()]).toEqual([SECOND]);
  expect(await idle(stage, 3)).toEqual(QUIET);
  expect(await questions(stage)).toEqual([]);
});

it('an address that a person makes the main one in HubSpot is unsubscribed there when Severa forbids it', async () => {
  const { stage, contact, id } = await withForbidden();
  editHubspot(stage, 'contacts', id, { email: SECOND });
  await nextCycle(stage);
  expect([...stage.hubspot.state.unsubscribed()]).toEqual([SECOND]);
  expect(pointsOf(stage, contact)).toContain(`!${SECOND}`);
  expect(await idle(stage, 3)).toEqual(QUIET);
  expect(await questions(stage)).toEqual([]);
});

it('an address that comes back to Severa is forbidden there again', async () => {
  const { stage, contact, id } = await withForbidden();
  editHubspot(stage, 'contacts', id, { email: SECOND });
  await nextCycle(stage);
  stage.severa.state.remove('contactcommunications', pointOf(stage, contact, SECOND), stage.clock.now());
  addPoint(stage, contact, 'EmailAddress', 'aino@uusi.example');
  await nextCycle(stage, { sweep: true });
  expect(inHubspotOf(stage, 'contacts', id)['email']).toBe('aino@uusi.example');
  expect(await questions(stage)).toEqual([]);
  editHubspot(stage, 'contacts', id, { email: SECOND });
  await nextCycle(stage);
  expect(pointsOf(stage, contact)).toContain(`!${SECOND}`);
  expect(await idle(stage, 3)).toEqual(QUIET);
  expect(await questions(stage)).toEqual([]);
});

it('a person who is unsubscribed and gets another address in HubSpot is no question, and the new address may be used', async () => {
  const { stage, guid, id: companyId } = await firmWithAccount();
  const contact = severaContact(stage, guid, { firstName: 'Aino', lastName: 'Mäki' }, { emails: [FIRST], forbidden: [FIRST] });
  const id = hubspotContact(stage, { firstname: 'Aino', lastname: 'Mäki', email: FIRST }, companyId);
  await nextCycle(stage, { sweep: true });
  await idle(stage, 1);
  editHubspot(stage, 'contacts', id, { email: SECOND });
  await nextCycle(stage);
  expect(pointsOf(stage, contact)).toEqual([SECOND]);
  expect(await questions(stage)).toEqual([]);
  expect([...stage.hubspot.state.unsubscribed()]).toEqual([FIRST]);
  expect(await idle(stage, 3)).toEqual(QUIET);
});
