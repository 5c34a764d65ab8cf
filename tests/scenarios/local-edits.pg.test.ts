// What people edit in Sauma itself: an edit of side `local` reaches both systems by the rules, what no rule lets out cannot be edited,
// nobody overwrites what somebody else has just changed, and an address is opened to mail again only with a source and a day.
import { expect, it } from 'vitest';
import { addRecord, editRecord } from '../../src/engine/edit.ts';
import type { EditAsked, EditOutcome } from '../../src/engine/edit.ts';
import { editableFields } from '../../src/engine/editable.ts';
import { recordState } from '../../src/engine/record-state.ts';
import { recordVersion } from '../../src/engine/record-version.ts';
import { idle, linkOf, QUIET, shown } from './act.ts';
import { editSevera, firmWithAccount, hubspotContact, inHubspotOf, nextCycle, pointsOf, severaContact } from './deeds.ts';
import type { Stage } from './stage.ts';

const AINO = 'aino@koivu.example';
const BY = 'venla.virta@firma.example';

async function reachable(options: { readonly forbidden?: boolean } = {}) {
  const { stage, guid, id: companyId } = await firmWithAccount();
  const contact = severaContact(stage, guid, { firstName: 'Aino', lastName: 'Mäki' }, { emails: [AINO], mobiles: ['+358401112222'], ...(options.forbidden ? { forbidden: [AINO] } : {}) });
  const id = hubspotContact(stage, { firstname: 'Aino', lastname: 'Mäki', email: AINO }, companyId);
  await nextCycle(stage, { sweep: true });
  await idle(stage, 1);
  return { stage, contact, id, guid, companyId, linkId: (await linkOf(stage, 'psa', contact, 'contact')).id };
}

async function versionOf(stage: Stage, linkId: string): Promise<string> {
  const [link] = await stage.store.links({ entity: 'contact', ids: [linkId], limit: 1 });
  return recordVersion(editableFields(stage.engine, 'contact'), link?.sides.local?.fields ?? {});
}

async function edit(stage: Stage, linkId: string, typed: EditAsked['typed'], more: Partial<EditAsked> = {}): Promise<EditOutcome> {
  return editRecord(stage.engine, { entity: 'contact', linkId, typed, consent: null, version: more.version ?? (await versionOf(stage, linkId)), by: BY, ...more });
}

async function placesOf(stage: Stage, linkId: string, field: string): Promise<unknown> {
  const [link] = await stage.store.links({ entity: 'contact', ids: [linkId], limit: 1 });
  if (link === undefined) throw new Error('no such link');
  return (await recordState(stage.engine, 'contact', link)).fields.get(field)?.places.map(({ side, state, reason }) => [side, state, reason]);
}

it('a number that is edited reaches both systems, and is said to be on its way until then', async () => {
  const { stage, contact, id, linkId } = await reachable();
  expect(await edit(stage, linkId, { phones: { add: ['040 765 4321'], remove: ['+358401112222'] }, jobTitle: ' Head of  design ' })).toEqual({ kind: 'done' });
  expect(await placesOf(stage, linkId, 'phones')).toEqual([['psa', 'coming', null], ['crm', 'coming', null]]);
  await nextCycle(stage);
  expect(pointsOf(stage, contact)).toEqual(['+358407654321', AINO]);
  expect(inHubspotOf(stage, 'contacts', id)).toMatchObject({ mobilephone: '+358407654321', jobtitle: 'Head of design' });
  expect(await placesOf(stage, linkId, 'phones')).toEqual([['psa', 'there', null], ['crm', 'there', null]]);
  expect((await linkOf(stage, 'psa', contact, 'contact')).sides.local).toMatchObject({ modifiedBy: BY });
  expect(await idle(stage, 3)).toEqual(QUIET);
});

it('an edit of what somebody has changed meanwhile is not done, and says which fields moved', async () => {
  const { stage, contact, linkId } = await reachable();
  const version = await versionOf(stage, linkId);
  editSevera(stage, 'contactpersons', contact, { jobTitle: 'Designer' });
  await nextCycle(stage);
  expect(await edit(stage, linkId, { lastName: 'Niemi' }, { version })).toEqual({ kind: 'changed', fields: ['jobTitle'] });
  expect(await shown(stage, linkId, 'lastName', 'contact')).toEqual({ psa: 'Mäki', crm: 'Mäki', local: 'Mäki' });
  expect(await edit(stage, linkId, { lastName: 'Niemi' })).toEqual({ kind: 'done' });
});

it('what is wrong is told at once, field by field, and nothing of it is done', async () => {
  const { stage, linkId } = await reachable();
  const before = await versionOf(stage, linkId);
  const outcome = await edit(stage, linkId, { lastName: '', emails: { add: ['nobody'] }, phones: { add: ['call me'] }, lifecycle: 'customer', nickname: 'A', active: 'yes', role: 'boss', jobTitle: 'Head' });
  expect(outcome.kind === 'refused' ? outcome.errors.map(({ field }) => field).toSorted() : outcome).toEqual(['active', 'emails', 'lastName', 'lifecycle', 'nickname', 'phones', 'role']);
  expect(await versionOf(stage, linkId)).toBe(before);
  expect(await edit(stage, 'nobody', { jobTitle: 'Head' }, { version: '*' })).toEqual({ kind: 'absent' });
});

it('an address is closed to mail at once, and opened again only with a source and a day', async () => {
  const { stage, contact, linkId } = await reachable();
  expect(await edit(stage, linkId, { optOuts: { add: [AINO] } })).toEqual({ kind: 'done' });
  await nextCycle(stage);
  expect([pointsOf(stage, contact)[1], [...stage.hubspot.state.unsubscribed()]]).toEqual([`+358401112222`, [AINO]]);
  expect(pointsOf(stage, contact)[0]).toBe(`!${AINO}`);
  expect(await edit(stage, linkId, { optOuts: { remove: [AINO] } })).toMatchObject({ kind: 'refused', errors: [{ field: 'consent' }] });
  expect(await edit(stage, linkId, { optOuts: { remove: [AINO] } }, { consent: { source: 'Call with Aino', on: '2026-11-20' } })).toEqual({ kind: 'done' });
  await nextCycle(stage);
  expect(pointsOf(stage, contact)).toEqual(['+358401112222', AINO]);
  // Of HubSpot only the person can say so.
  expect(await placesOf(stage, linkId, 'optOuts')).toEqual([['psa', 'there', null], ['crm', 'held', 'opt-in-by-people']]);
  expect((await stage.store.inbox({ limit: 10 })).conflicts).toEqual([]);
  expect(await stage.store.consents(linkId)).toMatchObject([{ address: AINO, allowed: true, source: 'Call with Aino', on: '2026-11-20', by: BY }, { address: AINO, allowed: false, source: null }]);
  await nextCycle(stage, { sweep: true });
  expect(pointsOf(stage, contact)).toEqual(['+358401112222', AINO]);
});

it('a person who is added to an account is made in HubSpot, and in Severa once the gate lets it through', async () => {
  const { stage, guid } = await firmWithAccount();
  const account = (await linkOf(stage, 'psa', guid)).id;
  const outcome = await addRecord(stage.engine, { entity: 'contact', typed: { firstName: 'Eero', lastName: 'Salo', account, emails: { add: ['Eero@koivu.example'] } }, by: BY });
  if (outcome.kind !== 'added') throw new Error(JSON.stringify(outcome));
  await nextCycle(stage);
  expect(stage.hubspot.state.list('contacts')).toHaveLength(1);
  const [link] = await stage.store.links({ entity: 'contact', ids: [outcome.linkId], limit: 1 });
  expect(inHubspotOf(stage, 'contacts', link?.sides.crm?.id ?? '')).toMatchObject({ firstname: 'Eero', lastname: 'Salo', email: 'eero@koivu.example' });
  expect(link === undefined ? null : (await recordState(stage.engine, 'contact', link)).sides).toEqual([{ side: 'psa', state: 'held', reasons: ['gate'] }, { side: 'crm', state: 'there', reasons: [] }]);
  expect(await addRecord(stage.engine, { entity: 'contact', typed: { firstName: 'E', lastName: 'S', account, emails: { add: ['eero@koivu.example'] } }, by: BY })).toEqual({ kind: 'exists', linkId: outcome.linkId });
  expect(await addRecord(stage.engine, { entity: 'contact', typed: { firstName: 'E', account: 'nobody' }, by: BY })).toMatchObject({ kind: 'refused', errors: [{ field: 'account' }, { field: 'lastName' }] });
  expect(await idle(stage, 3)).toEqual(QUIET);
});

it('an account that is added is made in HubSpot, and known by its business ID from then on', async () => {
  const { stage } = await firmWithAccount();
  const typed = { name: 'Uusi Silta Oy', businessId: 'FI11110002', website: 'www.uusisilta.example' };
  const outcome = await addRecord(stage.engine, { entity: 'account', typed, by: BY });
  if (outcome.kind !== 'added') throw new Error(JSON.stringify(outcome));
  await nextCycle(stage);
  const [link] = await stage.store.links({ entity: 'account', ids: [outcome.linkId], limit: 1 });
  expect(inHubspotOf(stage, 'companies', link?.sides.crm?.id ?? '')).toMatchObject({ name: 'Uusi Silta Oy', website: 'www.uusisilta.example' });
  expect(await addRecord(stage.engine, { entity: 'account', typed: { name: 'Silta', businessId: '1111000-2' }, by: BY })).toEqual({ kind: 'exists', linkId: outcome.linkId });
  expect(await idle(stage, 3)).toEqual(QUIET);
});
