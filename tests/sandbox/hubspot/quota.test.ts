// The limits of the account on a hand-moved clock: ten seconds per app, five searches a second, and the day. The bodies
// and headers are the ones clients key on.
import { describe, expect, it } from 'vitest';
import { OBJECTS, START, openAccount } from './support.ts';
import type { Account } from './support.ts';

const read = (account: Account) => account.get(`${OBJECTS}/companies`);
const search = (account: Account) => account.post(`${OBJECTS}/companies/search`, {});

describe('rate limits', () => {
  it.each([
    ['free', false, 100],
    ['pro', false, 190],
    ['enterprise', false, 190],
    ['marketplace', false, 110],
    ['pro', true, 250],
  ] as const)('of %s (increase %s) are %i calls in any ten seconds', (tier, limitIncrease, most) => {
    const account = openAccount({ quota: true, tier, limitIncrease });
    const first = read(account);
    expect(first.headers).toMatchObject({ 'x-hubspot-ratelimit-max': String(most), 'x-hubspot-ratelimit-remaining': String(most - 1), 'x-hubspot-ratelimit-interval-milliseconds': '10000' });
    account.now = START + 5_000;
    for (let at = 1; at < most; at++) expect(read(account).status).toBe(200);
    const refused = read(account);
    expect(refused.status).toBe(429);
    expect(refused.body).toMatchObject({ status: 'error', message: 'You have reached your ten_secondly_rolling limit.', errorType: 'RATE_LIMIT', policyName: 'TEN_SECONDLY_ROLLING', groupName: expect.any(String), correlationId: expect.any(String) });
    expect(refused.body.category).toBeUndefined();
    account.now = START + 10_000;
    expect([read(account).status, read(account).status]).toEqual([200, 429]);
    expect(account.model.refused).toBe(2);
  });

  it('allow five searches a second, outside the ten seconds and without rate headers', () => {
    const account = openAccount({ quota: true });
    for (let at = 0; at < 5; at++) {
      const answer = search(account);
      expect(answer.status).toBe(200);
      expect(Object.keys(answer.headers).filter((name) => name.includes('ratelimit'))).toEqual([]);
    }
    const refused = search(account);
    expect(refused.body).toMatchObject({ message: 'You have reached your secondly limit.', policyName: 'SECONDLY' });
    expect(read(account).headers['x-hubspot-ratelimit-remaining']).toBe('189');
    account.now = START + 1_000;
    expect(search(account).status).toBe(200);
  });

  it('count a day that starts at midnight of the account, searches included', () => {
    const midnight = Date.UTC(2026, 9, 1, 21);
    const account = openAccount({ quota: true, tier: 'free', timeZone: 'Europe/Helsinki' });
    account.now = midnight - 1_000;
    expect(read(account).headers['x-hubspot-ratelimit-daily-remaining']).toBe('249999');
    search(account);
    expect(read(account).headers['x-hubspot-ratelimit-daily-remaining']).toBe('249997');
    account.now = midnight;
    expect(read(account).headers['x-hubspot-ratelimit-daily-remaining']).toBe('249999');
  });

  it('refuse the rest of a used-up day with its own policy', () => {
    const account = openAccount({ quota: true, dailyMax: 3 });
    for (let at = 0; at < 3; at++) expect(search(account).status).toBe(200);
    const refused = read(account);
    expect(refused.status).toBe(429);
    expect(refused.body).toMatchObject({ message: 'You have reached your daily limit.', policyName: 'DAILY', requestId: expect.any(String) });
    account.now = START + 86_400_000;
    expect(read(account).status).toBe(200);
  });

  it('do not exist with the quota off', () => {
    const account = openAccount({ quota: false });
    for (let at = 0; at < 400; at++) expect(read(account).status).toBe(200);
    expect(read(account).headers['x-hubspot-ratelimit-max']).toBeUndefined();
  });
});
