// What lay in HubSpot's recycle bin when a person was looked for, and is restored while the erasure is still looked after: its texts name
// the person again. Over real HTTP and SQL.
import { describe, expect, it } from 'vitest';
import { proceedDue } from '../../src/erasure/due.ts';
import { statusOf } from '../../src/erasure/status.ts';
import { deskOf, forget } from '../privacy/desk.ts';
import { idle, links, QUIET } from './act.ts';
import { deal, firmWithAccount, hubspotContact, nextCycle, severaContact } from './deeds.ts';

const EMAIL = 'aino.maki@koivu.example';
const HOUR_MS = 3_600_000;

/** A deal about Aino in the bin, with a note on it that names her. */
async function office() {
  const { stage, guid: customer, id: company } = await firmWithAccount();
  severaContact(stage, customer, { firstName: 'Aino', lastName: 'Mäki' }, { emails: [EMAIL] });
  const there = hubspotContact(stage, { firstname: 'Aino', lastname: 'Mäki', email: EMAIL, lifecyclestage: 'customer' }, company);
  const { state } = stage.hubspot;
  const binned = deal(stage, { dealname: 'Verkkokauppa', amount: '1000', description: `Tilaaja: ${EMAIL}` }, company, { contacts: [there] });
  const now = stage.clock.now() - 86_400_000;
  const note = state.put('notes', { hs_timestamp: new Date(now).toISOString(), hs_note_body: `Kysy: ${EMAIL}` }, { createdAt: now });
  state.associate('notes', note, 'deals', binned, { now });
  await nextCycle(stage, { sweep: true });
  state.archive('deals', binned, stage.clock.now());
  await nextCycle(stage, { sweep: true });
  const desk = deskOf(stage);
  const { id } = await forget(desk, EMAIL);
  return { stage, desk, id, binned, note };
}

describe('a deal that was in the recycle bin when its person was forgotten', () => {
  it.each([['an hour', 0.5, 1], ['a day', 20, 24], ['a month', 24 * 20, 24 * 31]])('is found and cleaned at the look after %s, with the notes on it, when it was restored before', async (_, restored, look) => {
    const { stage, desk, id, binned, note } = await office();
    const { state } = stage.hubspot;
    stage.clock.advance(restored * HOUR_MS);
    await proceedDue(desk);
    state.restore('deals', binned, stage.clock.now());
    expect([state.get('deals', binned)?.properties['description'], state.get('notes', note)?.properties['hs_note_body']]).toEqual([`Tilaaja: ${EMAIL}`, `Kysy: ${EMAIL}`]);
    await nextCycle(stage, { sweep: true });
    stage.clock.advance((look - restored) * HOUR_MS);
    for (let pass = 0; pass < 5; pass++) await proceedDue(desk);
    expect(state.get('deals', binned)?.properties['description']).toBe('Tilaaja: [poistettu]');
    expect(state.get('notes', note)?.properties['hs_note_body']).toBe('Kysy: [poistettu]');
    await nextCycle(stage, { sweep: true });
    expect(JSON.stringify(await links(stage, 'salesCase'))).not.toContain(EMAIL);
    expect(JSON.stringify(stage.severa.state.list('projects'))).not.toContain(EMAIL);
    // The look that found it is on record, and was made once more.
    expect((await desk.requests.request(id))?.checks.filter(({ found }) => found > 0)).toHaveLength(1);
    expect((await statusOf(desk, id)).checks.every(({ found }) => found === 0 || found === null)).toBe(true);
    expect(await idle(stage)).toEqual(QUIET);
  });
});
