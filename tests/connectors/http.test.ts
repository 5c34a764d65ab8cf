import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { HttpCall } from '../../src/connectors/call.ts';
import { TransportFailure } from '../../src/connectors/transport.ts';
import { AccessError, ConfigError, RejectedError, RetryableError } from '../../src/lib/errors.ts';
import { httpBench, scripted } from './scripted.ts';

const row = z.object({ id: z.string() });
const read: HttpCall<{ id: string }> = { method: 'GET', route: 'GET /v1/things', path: '/v1/things', bucket: 'b', replay: 'safe', reply: row };
const create: HttpCall<{ id: string }> = { ...read, method: 'POST', route: 'POST /v1/things', json: { name: 'Koivu Oy' }, replay: 'look-first' };
const good = { status: 200, body: { id: '1' } };
const lost = new TransportFailure('ECONNRESET', true);
const refused = new TransportFailure('ECONNREFUSED', false);

async function errorOf(work: Promise<unknown>): Promise<Error> {
  return await work.then(
    () => new Error('nothing was thrown'),
    (error: unknown) => error as Error,
  );
}

describe('a call', () => {
  it('appends path and encoded query to the base and parses the reply', async () => {
    const vendor = scripted(good);
    const { http } = httpBench(vendor.transport);
    const { data } = await http.call({ ...read, query: [['since', '2026-01-01T00:00:00+02:00'], ['n', 'Ä & B'], ['n', 2]] });
    expect(data).toEqual({ id: '1' });
    expect(vendor.requests[0]?.url).toBe('https://psa.example/rest-api/v1/things?since=2026-01-01T00%3A00%3A00%2B02%3A00&n=%C3%84%20%26%20B&n=2');
    expect(vendor.requests[0]?.headers['authorization']).toBe('Bearer first');
    expect(http.calls).toEqual(new Map([['GET /v1/things', 1]]));
  });

  it('never climbs out of its route through an id', async () => {
    const vendor = scripted(good);
    const { http } = httpBench(vendor.transport);
    expect(await errorOf(http.call({ ...read, path: `/v1/things/${encodeURIComponent('..')}` }))).toBeInstanceOf(RejectedError);
    expect(vendor.requests).toHaveLength(0);
  });

  it('needs an http address without credentials as its base', () => {
    for (const baseUrl of ['not a url', 'file:///etc', 'https://user:word@psa.example/'])
      expect(() => httpBench(scripted(good).transport, { baseUrl })).toThrow(ConfigError);
  });

  it('gives null for a status it was told to accept', async () => {
    const { http } = httpBench(scripted({ status: 404 }).transport);
    expect((await http.call({ ...read, accept: [404] })).data).toBeNull();
  });
});

describe('trying again', () => {
  it('waits as long as a 429 asks, and makes everybody hold back', async () => {
    const { http, clock, backedOff } = httpBench(scripted({ status: 429, headers: { 'retry-after': '7' } }, good).transport);
    const before = clock.now();
    await http.call(create);
    expect(clock.now() - before).toBeGreaterThanOrEqual(7_000);
    expect(backedOff).toHaveLength(1);
    expect(backedOff[0]).toBeGreaterThanOrEqual(7_000);
  });

  it('understands a Retry-After date', async () => {
    const { http, clock } = httpBench(scripted({ status: 429, headers: { 'retry-after': 'Mon, 02 Mar 2026 08:00:12 GMT' } }, good).transport);
    await http.call(read);
    expect(clock.now()).toBeGreaterThanOrEqual(Date.parse('2026-03-02T08:00:12Z'));
  });

  it('doubles its waits without a Retry-After and gives up in the end', async () => {
    const vendor = scripted({ status: 429 });
    const { http, backedOff } = httpBench(vendor.transport);
    const error = await errorOf(http.call(read));
    expect(error).toBeInstanceOf(RetryableError);
    expect(vendor.requests).toHaveLength(6);
    for (const [index, seconds] of [1, 2, 4, 8, 16].entries()) expect(Math.floor((backedOff[index] ?? 0) / 1000)).toBe(seconds);
  });

  it('does not hold a worker for a wait of minutes, but says how long it is', async () => {
    const vendor = scripted({ status: 429, headers: { 'retry-after': '600' } });
    const { http, backedOff } = httpBench(vendor.transport);
    const error = (await errorOf(http.call(read))) as RetryableError;
    expect(error.afterMs).toBe(600_000);
    expect(vendor.requests).toHaveLength(1);
    expect(backedOff[0]).toBeGreaterThanOrEqual(600_000);
  });

  it('waits at least two seconds for a locked record', async () => {
    const { http, clock } = httpBench(scripted({ status: 423 }, good).transport);
    const before = clock.now();
    await http.call(create);
    expect(clock.now() - before).toBeGreaterThanOrEqual(2_000);
  });

  it.each([500, 502, 503, 504, 477, 521, 523, 524])('reads again after %i', async (status) => {
    const { http } = httpBench(scripted({ status }, good).transport);
    expect((await http.call(read)).data).toEqual({ id: '1' });
  });

  it.each([
    ['a lost answer', lost],
    ['a 500', { status: 500 }],
    ['a 503', { status: 503 }],
    ['a reply that is not JSON', { status: 201, body: '<html>' }],
    ['a reply of another shape', { status: 201, body: { guid: 1 } }],
  ])('never sends a create again after %s, and says that it may have been carried out', async (_title, answer) => {
    const vendor = scripted(answer);
    const { http } = httpBench(vendor.transport);
    const error = await errorOf(http.call(create));
    expect(error).toMatchObject({ name: 'RetryableError', outcomeUnknown: true });
    expect(vendor.requests).toHaveLength(1);
  });

  it('sends a create again when no connection was made', async () => {
    const { http } = httpBench(scripted(refused, good).transport);
    expect((await http.call(create)).data).toEqual({ id: '1' });
  });

  it('names the host and the setting when nobody can be reached', async () => {
    const { http } = httpBench(scripted(refused).transport);
    const error = await errorOf(http.call(create));
    expect(error).toMatchObject({ code: 'unreachable', outcomeUnknown: false });
    expect(error.message).toContain('psa.example');
    expect(error.message).toContain('SEVERA_BASE_URL');
  });

  it('repeats an update whose answer was lost, and says unknown only when it never came', async () => {
    const update = { ...create, method: 'PATCH', replay: 'repeat' } as const;
    expect((await httpBench(scripted(lost, good).transport).http.call(update)).data).toEqual({ id: '1' });
    expect(await errorOf(httpBench(scripted(lost).transport).http.call(update))).toMatchObject({ outcomeUnknown: true });
    expect(await errorOf(httpBench(scripted(lost).transport).http.call(read))).toMatchObject({ outcomeUnknown: false });
  });
});

describe('a refusal', () => {
  it('renews the credentials once for a 401', async () => {
    const vendor = scripted({ status: 401 }, good);
    const { http } = httpBench(vendor.transport);
    await http.call(create);
    expect(vendor.requests.map((request) => request.headers['authorization'])).toEqual(['Bearer first', 'Bearer second']);
  });

  it('renews once however many calls were refused together', async () => {
    let renewals = 0;
    const vendor = scripted({ status: 401 }, { status: 401 }, { status: 401 }, good);
    const { http } = httpBench(vendor.transport, {
      authorize: (fresh) => {
        if (fresh) renewals++;
        return Promise.resolve({});
      },
    });
    await Promise.all([http.call(read), http.call(read), http.call(read)]);
    expect(renewals).toBe(1);
  });

  it('is an AccessError when renewed credentials are refused too', async () => {
    const { http } = httpBench(scripted({ status: 401 }).transport);
    const error = await errorOf(http.call(read));
    expect(error).toBeInstanceOf(AccessError);
    expect(error).toMatchObject({ code: 'credentials-refused' });
  });

  it('names the missing scopes of a 403 when told', async () => {
    const error = await errorOf(httpBench(scripted({ status: 403 }).transport, { explain: () => ({ code: 'MISSING_SCOPES', fields: [], scopes: ['customers:write'] }) }).http.call(read));
    expect(error).toMatchObject({ name: 'AccessError', code: 'scope-missing' });
    expect(error.message).toContain('customers:write');
  });

  it.each([
    [400, 'refused'],
    [404, 'not-found'],
    [409, 'conflict'],
    [413, 'too-large'],
    [414, 'too-large'],
    [422, 'refused'],
  ])('is a RejectedError for %i', async (status, code) => {
    const error = await errorOf(httpBench(scripted({ status }).transport, { explain: () => ({ code: 'InvalidParameter', fields: ['vatNumber'], scopes: [] }) }).http.call(create));
    expect(error).toMatchObject({ name: 'RejectedError', code, status, fields: ['vatNumber'] });
  });

  it('of a request for a token means that the credentials are wrong', async () => {
    for (const status of [400, 401, 403]) {
      const vendor = scripted({ status });
      const error = await errorOf(httpBench(vendor.transport).http.call({ ...create, replay: 'safe', forToken: true }));
      expect(error).toMatchObject({ name: 'AccessError', code: 'credentials-refused' });
      expect(vendor.requests[0]?.headers['authorization']).toBeUndefined();
    }
  });

  it('never shows what was sent or answered, in the error or in the log', async () => {
    const secret = 'koivu.secret@example.com';
    for (const answer of [{ status: 400, body: { message: secret } }, { status: 500, body: secret }, { status: 200, body: { id: { secret } } }, { status: 403, body: secret }]) {
      const { http, log } = httpBench(scripted(answer).transport, { authorize: () => Promise.resolve({ authorization: secret }) });
      const error = await errorOf(http.call({ ...create, json: { email: secret }, query: [['email', secret]] }));
      expect(`${error.message} ${JSON.stringify(error)} ${JSON.stringify(log.lines)}`).not.toContain(secret);
    }
  });

  it('names the key path of a reply that does not fit', async () => {
    const error = await errorOf(httpBench(scripted({ status: 200, body: { id: 7 } }).transport).http.call(read));
    expect(error).toMatchObject({ code: 'malformed-reply' });
    expect(error.message).toContain('GET /v1/things');
    expect(error.message).toContain('at id');
  });

  it('does not follow a redirect', async () => {
    const vendor = scripted({ status: 302, headers: { location: 'https://elsewhere.example/' } });
    expect(await errorOf(httpBench(vendor.transport).http.call(read))).toMatchObject({ code: 'redirected' });
    expect(vendor.requests).toHaveLength(1);
  });
});
