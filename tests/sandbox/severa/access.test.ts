import { describe, expect, it } from 'vitest';
import { errorType, expectContractKept, monday, newCaller, type Caller, type Json } from './caller.ts';

const good = { client_id: 'sauma', client_secret: 'hush' };

describe('the token route', () => {
  it('takes the keys in any case and ignores a grant type', () => {
    const caller = newCaller();
    const answer = caller.send('POST', '/v1/token', { client_Id: 'sauma', client_Secret: 'hush', grant_type: 'client_credentials' });
    expect(answer.status).toBe(200);
    const token = answer.body as Json;
    expect(token).toMatchObject({ access_token_type: 'Bearer', access_token_expires_in: 3600, access_token_expires_utc: '2026-11-16T10:00:00.000Z' });
    expect(token).not.toHaveProperty('expires_in');
  });

  it.each(['customers:read,users:read', 'customers:read, users:read', 'customers:read users:read'])('takes scopes separated as in "%s"', (scope) => {
    const caller = newCaller();
    expect(caller.signIn(scope)['scope']).toBe('customers:read users:read');
    expect(caller.send('GET', '/v1/users').status).toBe(200);
    expect(errorType(caller.send('GET', '/v1/projects'))).toBe('InsufficientApiScope');
    expectContractKept(caller);
  });

  it('gives every granted scope when none is asked for', () => {
    expect(newCaller({ grantedScopes: ['customers:read', 'users:read'] }).signIn()['scope']).toBe('customers:read users:read');
  });

  it('gives the granted part of what is asked for, or refuses when that is how the vendor is', () => {
    const partial = newCaller({ grantedScopes: ['customers:read'] });
    expect(partial.signIn('customers:read invoices:read')['scope']).toBe('customers:read');
    const strict = newCaller({ grantedScopes: ['customers:read'], facts: { ungrantedScope: 'refuse' } });
    const refused = strict.send('POST', '/v1/token', { ...good, scope: 'customers:read invoices:read' });
    expect([refused.status, errorType(refused)]).toEqual([403, 'InsufficientApiScope']);
  });

  it('refuses wrong credentials with the error envelope', () => {
    const caller = newCaller();
    const refused = caller.send('POST', '/v1/token', { ...good, client_secret: 'wrong' });
    expect(refused.status).toBe(401);
    expect(refused.body).toMatchObject({ error: { httpStatusCode: 401, type: 'AuthenticationRequired', details: [{ location: { type: 'RequestHeader' } }] } });
    expect(caller.send('POST', '/v1/token', { client_id: 'sauma' }).status).toBe(400);
    expectContractKept(caller);
  });

  it('refreshes by a bare JSON string, once per refresh token', () => {
    const caller = newCaller();
    const first = caller.signIn('customers:read');
    const second = caller.send('POST', '/v1/refreshtoken', first['refresh_token']);
    expect(second.status).toBe(200);
    const renewed = second.body as Json;
    expect(renewed['scope']).toBe('customers:read');
    expect(caller.send('GET', '/v1/customers', undefined, { authorization: `Bearer ${String(renewed['access_token'])}` }).status).toBe(200);
    expect(caller.send('POST', '/v1/refreshtoken', first['refresh_token']).status).toBe(401);
    expectContractKept(caller);
  });
});

describe('a call', () => {
  it('needs a good token and no Client_Id', () => {
    const caller = newCaller();
    expect(caller.send('GET', '/v1/customers').status).toBe(200);
    expect(caller.send('GET', '/v1/customers', undefined, { authorization: 'Bearer wrong' }).status).toBe(401);
    expect(caller.send('GET', '/v1/customers', undefined, { authorization: '' }).status).toBe(401);
  });

  it('is refused from the second its token expires', () => {
    const caller = newCaller({ facts: { accessTokenSeconds: 60 } });
    caller.now = monday + 59_999;
    expect(caller.send('GET', '/v1/customers').status).toBe(200);
    caller.now = monday + 60_000;
    expect(caller.send('GET', '/v1/customers').status).toBe(401);
    caller.signIn();
    expect(caller.send('GET', '/v1/customers').status).toBe(200);
  });

  it('is refused after signing out', () => {
    const caller = newCaller();
    const token = caller.signIn()['access_token'];
    expect(caller.send('POST', '/v1/signout', token).status).toBe(200);
    expect(caller.send('GET', '/heartbeat/authorized').status).toBe(401);
    expectContractKept(caller);
  });

  it('finds the same route below /v1 and /v1.0, with and without the base', () => {
    const caller = newCaller();
    for (const path of ['/v1/customers', '/v1.0/customers']) expect(caller.send('GET', path).status).toBe(200);
    const authorization = `Bearer ${String(caller.signIn()['access_token'])}`;
    const request = { method: 'GET', path: '/v1.0/customers', query: '', headers: { authorization }, body: '' };
    expect(caller.model.handle(request, caller.now).response.status).toBe(200);
    expect(caller.model.calls.get('GET /v1/customers')).toBe(3);
  });

  it('is 404 without a body for a path or a guid that is not there', () => {
    const caller = newCaller();
    for (const path of ['/v1/nothing', '/v1/customers/39f9432a-a141-fcab-9142-8045bf8ed54a']) {
      expect(caller.send('GET', path)).toMatchObject({ status: 404, body: null });
    }
    expectContractKept(caller);
  });

  it('answers health checks without a token', () => {
    const caller = newCaller();
    expect(caller.send('GET', '/heartbeat/server', undefined, { authorization: '' })).toMatchObject({ status: 200, headers: { 'content-type': 'text/plain' } });
    expect(caller.send('GET', '/heartbeat/authorized').status).toBe(204);
    expectContractKept(caller);
  });
});

function knock(caller: Caller, times: number): number[] {
  return Array.from({ length: times }, () => caller.send('GET', '/v1/customers').status);
}

describe('the quota', () => {
  it('lets ten calls through in a second and answers the next in plain text', () => {
    const caller = newCaller({ quota: true });
    caller.now = monday + 5_000;
    expect(knock(caller, 10)).toEqual(Array(10).fill(200));
    const refused = caller.send('GET', '/v1/customers');
    expect(refused).toEqual({ status: 429, headers: { 'content-type': 'text/plain; charset=utf-8' }, body: 'API calls quota exceeded! maximum admitted 10 per 1s.' });
    expect(caller.model.refused).toBe(1);
    expect(caller.model.calls.get('GET /v1/customers')).toBe(10);
    expectContractKept(caller);
  });

  it('opens a fixed window with its first call and does not count what it refused', () => {
    const caller = newCaller({ quota: true });
    caller.now = monday + 5_000;
    knock(caller, 10);
    caller.now = monday + 5_999;
    expect(knock(caller, 30)).toEqual(Array(30).fill(429));
    caller.now = monday + 6_000;
    expect(knock(caller, 11)).toEqual([...Array(10).fill(200), 429]);
  });

  it('says when to come back only where that is a fact', () => {
    const caller = newCaller({ quota: true, facts: { retryAfterSeconds: 1 } });
    caller.now = monday + 5_000;
    knock(caller, 10);
    expect(caller.send('GET', '/v1/customers').headers).toMatchObject({ 'retry-after': '1' });
  });

  it('can be off', () => {
    const caller = newCaller();
    expect(knock(caller, 40)).toEqual(Array(40).fill(200));
  });
});
