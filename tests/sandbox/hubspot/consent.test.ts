// Subscription states by address, and what of them shows on a contact.
import { describe, expect, it } from 'vitest';
import { OBJECTS, contact, openAccount } from './support.ts';
import type { Account, Answer, Loose } from './support.ts';

const C = '/communication-preferences/2026-09';
const STATUS = { subscriptionId: 41_001, statusState: 'UNSUBSCRIBED', channel: 'EMAIL' };
const optout = (account: Account, id: string): Loose => account.get(`${OBJECTS}/contacts/${id}?properties=hs_email_optout,hs_email_optout_41001`).body.properties;

const batch = (account: Account): Answer => account.post(`${C}/statuses/batch/read?channel=EMAIL`, { inputs: ['a@koivu.example'] });

describe('communication preferences', () => {
  it('belong to an address, with or without a contact', () => {
    const account = openAccount();
    const written = account.post(`${C}/statuses/Nobody@koivu.example`, STATUS);
    expect(written.body.results[0]).toMatchObject({ subscriberIdString: 'nobody@koivu.example', status: 'UNSUBSCRIBED', setStatusSuccessReason: 'REQUESTED_CHANGE_OCCURRED' });
    const read = account.get(`${C}/statuses/nobody@koivu.example?channel=EMAIL`).body.results as Loose[];
    expect(read.map((row) => row.status)).toEqual(['UNSUBSCRIBED', 'NOT_SPECIFIED', 'NOT_SPECIFIED']);
    expect(account.get(`${C}/statuses/nobody@koivu.example`).status).toBe(400);
    expect(account.post(`${C}/statuses/nobody@koivu.example`, STATUS).body.results[0].setStatusSuccessReason).toBe('NO_STATUS_CHANGE');
    expect(account.post(`${C}/statuses/nobody@koivu.example`, { ...STATUS, statusState: 'SUBSCRIBED' }).body.results[0].setStatusSuccessReason).toBe('RESUBSCRIBE_OCCURRED');
  });

  it('show on the contact as read-only opt-outs', () => {
    const account = openAccount();
    const id = contact(account);
    account.post(`${C}/statuses/aino@koivu.example`, STATUS);
    expect(optout(account, id)).toMatchObject({ hs_email_optout: null, hs_email_optout_41001: 'true' });
    expect(account.call('PATCH', `${OBJECTS}/contacts/${id}`, { properties: { hs_email_optout: 'false' } }).body.errors[0].code).toBe('READ_ONLY_VALUE');
    const all = account.post(`${C}/statuses/aino@koivu.example/unsubscribe-all?channel=EMAIL`, {});
    expect(all.body.results).toEqual([]);
    expect(optout(account, id)).toMatchObject({ hs_email_optout: 'true' });
    const wide = (query: string): Loose[] => account.get(`${C}/statuses/aino@koivu.example/unsubscribe-all?channel=EMAIL${query}`).body.results as Loose[];
    expect(wide('')).toEqual([]);
    expect(wide('&verbose=true')[0]).toMatchObject({ status: 'UNSUBSCRIBED', wideStatusType: 'PORTAL_WIDE' });
  });

  it('show on a contact that gets the address later, and go when it changes', () => {
    const account = openAccount();
    account.model.state.unsubscribe('Aino@koivu.example', account.now);
    expect([...account.model.state.unsubscribed()]).toEqual(['aino@koivu.example']);
    const id = contact(account);
    expect(optout(account, id)).toEqual(expect.objectContaining({ hs_email_optout: 'true', hs_email_optout_41001: 'true' }));
    account.call('PATCH', `${OBJECTS}/contacts/${id}`, { properties: { email: 'virta@koivu.example' } });
    expect(optout(account, id)).toMatchObject({ hs_email_optout: null, hs_email_optout_41001: null });
  });

  it('say nothing about the main address of a contact whose additional one unsubscribes', () => {
    const account = openAccount();
    const [main, other] = [contact(account), contact(account, { email: 'b@koivu.example' })];
    account.model.state.unsubscribe('b@koivu.example', account.now);
    const id = account.model.state.merge('contacts', main, other, account.now);
    expect(optout(account, id)).toMatchObject({ hs_email_optout: null });
    account.model.state.unsubscribe('aino@koivu.example', account.now);
    expect(optout(account, id)).toMatchObject({ hs_email_optout: 'true' });
  });

  it('need a legal basis where data privacy is on', () => {
    const account = openAccount({ dataPrivacy: true });
    const change = { ...STATUS, statusState: 'SUBSCRIBED' };
    expect(account.post(`${C}/statuses/a@koivu.example`, change).status).toBe(400);
    const based = { ...change, legalBasis: 'LEGITIMATE_INTEREST_CLIENT', legalBasisExplanation: 'customer' };
    expect(account.post(`${C}/statuses/a@koivu.example`, based).body.results[0]).toMatchObject({ status: 'SUBSCRIBED', legalBasis: 'LEGITIMATE_INTEREST_CLIENT' });
  });

  it('answer batches to Marketing Hub Enterprise only', () => {
    expect(batch(openAccount({ tier: 'pro' })).status).toBe(403);
    expect(batch(openAccount({ tier: 'pro', marketingEnterprise: true })).body.results[0]).toMatchObject({ subscriberIdString: 'a@koivu.example' });
  });
});
