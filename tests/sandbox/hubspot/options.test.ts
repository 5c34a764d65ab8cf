// What the references only guess is an option, and both values of each are tried here or beside the behaviour.
import { describe, expect, it } from 'vitest';
import { OBJECTS, START, company, openAccount } from './support.ts';
import type { Account } from './support.ts';

const deal = (account: Account, dealstage: string): string => account.post(`${OBJECTS}/deals`, { properties: { dealname: 'K', dealstage } }).body.id as string;

function run(): unknown[] {
  const account = openAccount();
  const made = account.post(`${OBJECTS}/companies/batch/create`, { inputs: ['a', 'b', 'c'].map((name) => ({ properties: { name } })) });
  return [made.body, account.get(`${OBJECTS}/companies/1`).body];
}

describe('options of the sandbox', () => {
  it.each([[true, 'koivu.example'], [false, 'https://www.Koivu.example/']] as const)('normalise a domain or leave it (%s)', (normaliseDomain, stored) => {
    const account = openAccount({ normaliseDomain });
    expect(account.model.state.get('companies', company(account, { domain: 'https://www.Koivu.example/' }))?.properties['domain']).toBe(stored);
  });

  it.each([[true, '2026-10-01T09:30:00.123Z'], [false, undefined]] as const)('close a deal with a date or without (%s)', (autoCloseDate, closedate) => {
    const account = openAccount({ autoCloseDate });
    expect(account.model.state.get('deals', deal(account, 'closedwon'))?.properties['closedate']).toBe(closedate);
  });

  it.each(['line items', 'line_items'] as const)('name inline line items %s', (lineItemsKey) => {
    const account = openAccount({ lineItemsKey });
    const id = deal(account, 'contractsent');
    const item = account.post(`${OBJECTS}/line_items`, { properties: { name: 'Työ' } }).body.id as string;
    account.model.state.associate('deals', id, 'line_items', item, { now: START });
    expect(Object.keys(account.get(`${OBJECTS}/deals/${id}?associations=line_items`).body.associations as object)).toEqual([lineItemsKey]);
  });

  it('take the default where an option is given as undefined', () => {
    const account = openAccount({ lifecycleOnCreate: undefined, tier: undefined, quota: true });
    expect(account.get(`${OBJECTS}/companies`).headers['x-hubspot-ratelimit-max']).toBe('190');
  });

  it('give the same answers to the same requests with the same seed', () => {
    expect(run()).toEqual(run());
  });
});
