// One erasure through both systems and our own records: everything of the person goes or is kept by law, colleagues keep every byte, each
// system is asked little, and what waits says for whom.
import { describe, expect, it } from 'vitest';
import { RetryableError } from '../../src/lib/errors.ts';
import { approve } from '../../src/erasure/approve.ts';
import { proceed } from '../../src/erasure/proceed.ts';
import { proceedDue } from '../../src/erasure/due.ts';
import { isGenuine, parsedBody, receiptOf } from '../../src/erasure/receipt.ts';
import { receive, recordIdentity } from '../../src/erasure/requests.ts';
import { decide, reviewOf } from '../../src/erasure/review.ts';
import { statusOf } from '../../src/erasure/status.ts';
import type { ErasureContext } from '../../src/erasure/context.ts';
import { deskOf, forget, OFFICER } from '../privacy/desk.ts';
import { deal, firmWithAccount, hubspotContact, nextCycle, project, severaContact, waiting } from './deeds.ts';
import { idle, links, QUIET } from './act.ts';
import type { Stage } from './stage.ts';

const EMAIL = 'aino.maki@koivu.example';
const HOUR_MS = 3_600_000;

/** Aino, whom both systems know in many places, and Onni, her colleague. */
async function office() {
  const { stage, guid: customer, id: company } = await firmWithAccount();
  const aino = severaContact(stage, customer, { firstName: 'Aino', lastName: 'Mäki', jobTitle: 'Talousjohtaja', description: 'Lomalla' }, { emails: [EMAIL], mobiles: ['+358 40 123 4567'] });
  const onni = severaContact(stage, customer, { firstName: 'Onni', lastName: 'Salo' }, { emails: ['onni.salo@koivu.example'] });
  const ainoThere = hubspotContact(stage, { firstname: 'Aino', lastname: 'Mäki', email: EMAIL, lifecyclestage: 'customer' }, company);
  const onniThere = hubspotContact(stage, { firstname: 'Onni', lastname: 'Salo', email: 'onni.salo@koivu.example', lifecyclestage: 'customer' }, company);
  const now = stage.clock.now() - 86_400_000;
  const note = (text: string, ...people: readonly string[]): string => {
    const id = stage.hubspot.state.put('notes', { hs_timestamp: new Date(now).toISOString(), hs_note_body: text }, { createdAt: now });
    for (const person of people) stage.hubspot.state.associate('notes', id, 'contacts', person, { now });
    return id;
  };
  const own = note('Soita Aino Mäelle.', ainoThere);
  const shared = note(`Onni ja ${EMAIL} mukana.`, ainoThere, onniThere);
  const others = note('Onni lupasi tilata.', onniThere);
  stage.severa.state.put('customersalesnotes', { customer: { guid: customer }, user: { guid: stage.severa.state.list('users')[0]?.guid }, note: `Tarjous: ${EMAIL}` }, now);
  const work = project(stage, customer, { name: 'Verkkokauppa', description: 'Yhteyshenkilö Aino Mäki', customerContact: { guid: aino } });
  const offer = deal(stage, { dealname: 'Verkkokauppa', amount: '1000' }, company, { contacts: [ainoThere] });
  await nextCycle(stage, { sweep: true });
  await nextCycle(stage, { sweep: true });
  return { stage, customer, company, aino, onni, ainoThere, onniThere, own, shared, others, work, offer };
}

function callsOf({ severa, hubspot }: Stage): number {
  return [...severa.calls.values(), ...hubspot.calls.values()].reduce((sum, count) => sum + count, 0);
}

describe('an erasure', () => {
  it('forgets the person in both systems and here, with at most 45 calls, and leaves colleagues as they were', async () => {
    const { stage, aino, onni, ainoThere, onniThere, own, shared, others, work } = await office();
    const before = { onni: stage.severa.state.get('contactpersons', onni), there: stage.hubspot.state.get('contacts', onniThere), others: stage.hubspot.state.get('notes', others) };
    const desk = deskOf(stage);
    const calls = callsOf(stage);
    const request = await forget(desk, EMAIL);
    const used = callsOf(stage) - calls;
    const status = await statusOf(desk, request.id);
    expect({ state: request.state, next: status.next, failed: status.steps.filter(({ state }) => state === 'failed') }).toEqual({ state: 'verifying', next: 'checks', failed: [] });
    expect(status).toMatchObject({ acceptedAt: expect.any(String), doneAt: expect.any(String), verifiedAt: null });
    expect(used).toBeLessThanOrEqual(45);
    expect(JSON.stringify(stage.severa.state.get('contactpersons', aino) ?? {})).not.toMatch(/Aino|Mäki|Talousjohtaja/u);
    expect(stage.hubspot.state.get('contacts', ainoThere)).toBeNull();
    expect(stage.hubspot.state.get('notes', own)).toBeNull();
    expect(stage.hubspot.state.get('notes', shared)?.properties['hs_note_body']).toBe('Onni ja [poistettu] mukana.');
    expect(stage.hubspot.state.associated('notes', shared, 'contacts')).toEqual([onniThere]);
    expect(JSON.stringify(stage.severa.state.get('projects', work))).not.toMatch(/Aino|Mäki/u);
    expect({ onni: stage.severa.state.get('contactpersons', onni), there: stage.hubspot.state.get('contacts', onniThere), others: stage.hubspot.state.get('notes', others) }).toEqual(before);
    expect(JSON.stringify(await links(stage, 'contact'))).not.toMatch(/Aino|aino\.maki/u);
    expect(JSON.stringify(await links(stage, 'salesCase'))).not.toMatch(new RegExp(`Aino|${aino}`, 'u'));
    // What pointed to the person waits for nobody, and nothing is written back.
    await nextCycle(stage, { sweep: true });
    expect(await idle(stage)).toEqual(QUIET);
    expect((await waiting(stage, 'salesCase')).filter((line) => line.includes('contact'))).toEqual([]);
  });

  it('is verified after an hour, a day and a month, completed with a receipt that names nobody, and then tells no more who it was about', async () => {
    const { stage } = await office();
    const desk = deskOf(stage);
    const { id } = await forget(desk, EMAIL);
    const first = await receiptOf(desk, id);
    expect(parsedBody(first?.body ?? '')).toMatchObject({ request: id, outcome: 'erased', foundNothing: false, residue: [{ system: 'hubspot', what: 'property-history', count: 1 }] });
    for (const wait of [2 * HOUR_MS, 24 * HOUR_MS, 31 * 24 * HOUR_MS]) {
      stage.clock.advance(wait);
      await nextCycle(stage, { sweep: true });
      expect(await proceedDue(desk)).toBe(1);
    }
    const status = await statusOf(desk, id);
    expect(status).toMatchObject({ state: 'completed', next: 'nothing', verifiedAt: expect.any(String), checks: ['now', 'hour', 'day', 'month'].map((check) => ({ check, found: 0 })) });
    const last = await receiptOf(desk, id);
    if (last === null) throw new Error('no receipt');
    expect(isGenuine(desk, last)).toBe(true);
    expect(isGenuine(desk, { ...last, body: last.body.replace('"erased"', '"refused"').replace('"verified"', '"erased"') })).toBe(false);
    expect(last.body).not.toMatch(/aino|maki|mäki|koivu|123 ?4567/iu);
    stage.clock.advance(31 * 24 * HOUR_MS);
    await proceedDue(desk);
    expect((await desk.requests.request(id))?.sealed).toBeNull();
  });

  it('of an address that nobody is known by is carried out all the same, and the address can never be stored', async () => {
    const { stage, company } = await office();
    const desk = deskOf(stage);
    const { id } = await forget(desk, 'nobody@koivu.example');
    expect(await statusOf(desk, id)).toMatchObject({ state: 'verifying', systems: [{ system: 'sauma', found: 0 }, { system: 'severa', found: 0 }, { system: 'hubspot', found: 0 }] });
    const late = hubspotContact(stage, { firstname: 'Nea', lastname: 'Body', email: 'Nobody@koivu.example', lifecyclestage: 'customer' }, company);
    await nextCycle(stage, { sweep: true });
    expect((await links(stage, 'contact')).filter(({ sides }) => sides.crm?.id === late)).toEqual([]);
    expect(JSON.stringify(stage.severa.state.list('contactpersons'))).not.toContain('Body');
  });

  it('asked for by an address that two people share waits until somebody says which of them it is', async () => {
    const { stage, guid, id: company } = await firmWithAccount();
    for (const [firstName, lastName] of [['Aino', 'Mäki'], ['Onni', 'Salo']] as const) severaContact(stage, guid, { firstName, lastName }, { emails: ['info@koivu.example', `${firstName}@koivu.example`] });
    expect(company).toBeTruthy();
    await nextCycle(stage, { sweep: true });
    const desk = deskOf(stage);
    const { request } = await receive(desk, { origin: 'web', by: OFFICER, email: 'info@koivu.example' });
    await recordIdentity(desk, request.id, { how: 'repliedFromAddress', by: OFFICER });
    await proceed(desk, request.id);
    const review = await reviewOf(desk, request.id);
    expect(review.candidates.map(({ name }) => name).toSorted()).toEqual(['Aino Mäki', 'Onni Salo']);
    expect(await statusOf(desk, request.id)).toMatchObject({ next: 'person', waitsFor: 'officer' });
    await expect(approve(desk, request.id, { by: OFFICER })).rejects.toMatchObject({ code: 'which-person' });
  });

  it('leaves the steps of a system that is down to itself, says so, and does them when it is back', async () => {
    const { stage, ainoThere, aino } = await office();
    const desk = deskOf(stage);
    const { request } = await receive(desk, { origin: 'web', by: OFFICER, email: EMAIL });
    await recordIdentity(desk, request.id, { how: 'repliedFromAddress', by: OFFICER });
    await proceed(desk, request.id);
    const { items } = await reviewOf(desk, request.id);
    // Before anybody approves it, the review says of which texts HubSpot keeps the earlier wording.
    expect(new Set(items.filter(({ keeps }) => keeps !== null).map(({ system, treatment, keeps }) => `${system} ${treatment} ${keeps ?? ''}`))).toEqual(new Set(['hubspot redact property-history']));
    const open = items.filter(({ needsDecision }) => needsDecision);
    if (open.length > 0) await decide(desk, request.id, { by: OFFICER, decisions: open.map(({ id }) => ({ item: id, choice: 'treat' as const })) });
    await approve(desk, request.id, { by: OFFICER });
    const down = withoutHubspot(desk);
    await proceed(down, request.id);
    expect(stage.hubspot.state.get('contacts', ainoThere)).not.toBeNull();
    expect(JSON.stringify(stage.severa.state.get('contactpersons', aino) ?? {})).not.toMatch(/Aino/u);
    const status = await statusOf(desk, request.id);
    expect(status).toMatchObject({ state: 'erasing', next: 'system', waitsFor: 'system', doneAt: null, acceptedAt: expect.any(String) });
    expect(status.systems.find(({ system }) => system === 'hubspot')).toMatchObject({ problem: 'unreachable' });
    expect(status.systems.find(({ system }) => system === 'severa')).toMatchObject({ failed: 0, open: 0 });
    stage.clock.advance(HOUR_MS);
    await proceedDue(desk);
    expect(stage.hubspot.state.get('contacts', ainoThere)).toBeNull();
    expect((await statusOf(desk, request.id)).state).toBe('verifying');
  });
});

const silent = (): Promise<never> => Promise.reject(new RetryableError('unreachable', 'HubSpot does not answer.'));

function withoutHubspot(desk: ErasureContext): ErasureContext {
  const connectors = new Map([...desk.connectors].map(([side, connector]) => [side, side === 'crm' && connector.privacy ? { ...connector, privacy: { ...connector.privacy, traces: silent, treat: silent, left: silent } } : connector]));
  return { ...desk, connectors };
}
