// The fewest calls to HubSpot, counted by hand on states small enough to count.
import { expect, it } from 'vitest';
import { hubspotCensus, hubspotIdleMinimum, hubspotMinimum } from '../../../src/sandbox/minimum/hubspot.ts';
import type { HubspotState } from '../../../src/sandbox/hubspot/state.ts';
import { OBJECTS, START, openAccount } from '../hubspot/support.ts';
import type { Account } from '../hubspot/support.ts';

const every = ['account', 'contact', 'salesCase'];
const LATER = START + 60_000;

function least(state: HubspotState, entities: readonly string[], happens: () => void = () => undefined): number {
  const before = hubspotCensus(state);
  happens();
  return hubspotMinimum(before, hubspotCensus(state), { entities });
}

interface Portal {
  readonly account: Account;
  readonly state: HubspotState;
  company(): string;
  contact(at?: number): string;
  deal(at?: number): string;
}

const link = (to: string, types: readonly number[]): object => ({ to: { id: to }, types: types.map((associationTypeId) => ({ associationCategory: 'HUBSPOT_DEFINED', associationTypeId })) });

function portal(): Portal {
  const account = openAccount();
  const { state } = account.model;
  let number = 0;
  return {
    account,
    state,
    company: () => state.put('companies', { name: `Koivu ${++number} Oy` }, { createdAt: START }),
    contact: (createdAt = START) => state.put('contacts', { email: `aino${++number}@koivu.example` }, { createdAt }),
    deal: (createdAt = START) => state.put('deals', { dealname: `Kartoitus ${++number}`, dealstage: 'contractsent' }, { createdAt }),
  };
}

it('is one pass over lists, properties, owners and pipelines when nothing has to be written', () => {
  const { state } = portal();
  expect(least(state, ['account'])).toBe(1 + 1 + 1);
  expect(least(state, ['contact'])).toBe(1 + 1 + 1);
  expect(least(state, ['salesCase'])).toBe(1 + 1 + 1 + 1);
  expect(least(state, every)).toBe(3 * (1 + 1) + 1 + 1);
  expect(least(state, ['activity'])).toBe(3 * (1 + 1) + 1);
});

it('reads a hundred records a page, and those who have left when they still own something', () => {
  const one = portal();
  for (let at = 0; at < 101; at++) one.contact();
  expect(least(one.state, every)).toBe(3 * (1 + 1) + 1 + 1 + 1);
  const left = one.state.putOwner({ email: 'eero@honkanen.example', firstName: 'Eero', lastName: 'Salo', archived: true });
  expect(least(one.state, every)).toBe(9);
  one.state.put('deals', { dealname: 'Intranet', dealstage: 'contractsent', hubspot_owner_id: left }, { createdAt: START });
  expect(least(one.state, every)).toBe(10);
  expect(least(one.state, ['account', 'contact'])).toBe(2 * (1 + 1) + 1 + 1);
});

it('reads touches a hundred a page, and no list twice that activities are read from', () => {
  const one = portal();
  for (let at = 0; at < 101; at++) one.state.put('emails', { hs_timestamp: '2026-01-01T08:00:00Z', hs_email_direction: 'EMAIL' }, { createdAt: START });
  const census = hubspotCensus(one.state);
  expect(hubspotMinimum(census, census, { entities: ['contact'], touches: true }) - hubspotMinimum(census, census, { entities: ['contact'] })).toBe(2 + 3);
  expect(hubspotMinimum(census, census, { entities: ['activity'], touches: true }) - hubspotMinimum(census, census, { entities: ['activity'] })).toBe(2);
});

it('is one search per type of what is read when nothing has changed', () => {
  expect(hubspotIdleMinimum({ entities: every })).toBe(3);
  expect(hubspotIdleMinimum({ entities: every, touches: true })).toBe(3 + 4);
  expect(hubspotIdleMinimum({ entities: [...every, 'activity'], touches: true })).toBe(3 + 3 + 1);
});

it('carries a hundred creates, updates and archives a call', () => {
  const one = portal();
  const ids = Array.from({ length: 101 }, () => one.contact());
  const idle = least(one.state, every);
  expect(least(one.state, every, () => ids.forEach((id) => one.state.edit('contacts', id, { jobtitle: 'Johtaja' }, { now: LATER, userId: 1 }))) - idle).toBe(2);
  expect(least(one.state, every, () => void Array.from({ length: 100 }, () => one.deal(LATER))) - idle).toBe(1);
  expect(least(one.state, every, () => ids.slice(0, 3).forEach((id) => one.state.archive('contacts', id, LATER))) - idle).toBe(1);
});

it('does not count what HubSpot does by itself: stamps, counters, the name of the primary company', () => {
  const one = portal();
  const [firm, person, deal] = [one.company(), one.contact(), one.deal()];
  const idle = least(one.state, every);
  const made = least(one.state, every, () => {
    const properties = { dealname: 'Uusi', dealstage: 'contractsent' };
    one.account.post(`${OBJECTS}/deals`, { properties, associations: [link(firm, [5, 341]), link(person, [3])] });
  });
  // The links came with the new deal; contact and company only had their counters moved.
  expect(made - idle).toBe(1);
  // Winning sets the close date along with the stage.
  expect(least(one.state, every, () => one.state.edit('deals', deal, { dealstage: 'closedwon' }, { now: LATER, userId: 1 })) - idle).toBe(1);
});

it('counts the links that records gained and lost, by kind of pair, two thousand a call', () => {
  const one = portal();
  const [old, fresh, person, deal] = [one.company(), one.company(), one.contact(), one.deal()];
  one.state.associate('contacts', person, 'companies', old, { now: START, primary: true });
  const idle = least(one.state, every);
  // The old company loses its mark by itself.
  expect(least(one.state, every, () => one.state.associate('contacts', person, 'companies', fresh, { now: LATER, primary: true })) - idle).toBe(1);
  expect(
    least(one.state, every, () => {
      one.state.associate('deals', deal, 'contacts', person, { now: LATER });
      one.state.associate('deals', deal, 'companies', fresh, { now: LATER, primary: true });
    }) - idle,
  ).toBe(2);
  expect(least(one.state, every, () => void one.account.call('DELETE', `${OBJECTS}/contacts/${person}/associations/companies/${old}`)) - idle).toBe(1);
  // Links that went with an archived record are nobody's call.
  expect(least(one.state, every, () => one.state.archive('companies', fresh, LATER)) - idle).toBe(1);
});

it('counts each opt-out, and the set-up that was missing', () => {
  const one = portal();
  one.contact();
  const idle = least(one.state, every);
  expect(least(one.state, every, () => ['a', 'b'].forEach((name) => one.state.unsubscribe(`${name}@koivu.example`, LATER))) - idle).toBe(2);
  expect(
    least(one.state, every, () => {
      for (const type of ['contacts', 'deals']) {
        one.account.post(`/crm/properties/2026-09/${type}/groups`, { name: 'sauma', label: 'Sauma' });
        const inputs = ['sauma_key', 'sauma_number'].map((name) => ({ groupName: 'sauma', name, label: name, type: 'string', fieldType: 'text' }));
        expect(one.account.post(`/crm/properties/2026-09/${type}/batch/create`, { inputs }).status).toBe(201);
      }
    }) - idle,
  ).toBe(4);
});
