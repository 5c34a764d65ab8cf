// The one way to the server: what is sent, and what becomes of every kind of answer.
import { describe, expect, it } from 'vitest';
import { createApi, nothing, queryText, type Api } from '../../src/web/api.ts';
import { listOf, oneOf, orNull, shape, text } from '../../src/web/checks.ts';
import { problemOf, type Problem } from '../../src/web/problem.ts';

interface Sent {
  readonly address: string;
  readonly init: RequestInit;
}

function apiAnswering(answer: () => Response | Promise<Response>): { api: Api; sent: Sent[]; signedOut: () => number } {
  const sent: Sent[] = [];
  let times = 0;
  const fetch = async (address: string, init: RequestInit): Promise<Response> => {
    sent.push({ address, init });
    return answer();
  };
  const api = createApi({ base: '/api/v1', fetch: fetch as typeof globalThis.fetch, csrfToken: () => 'token-1', onSignedOut: () => { times += 1; } });
  return { api, sent, signedOut: () => times };
}

const json = (status: number, value: unknown, headers: Record<string, string> = {}): Response => new Response(JSON.stringify(value), { status, headers: { 'content-type': status < 400 ? 'application/json' : 'application/problem+json', ...headers } });

async function problemFromAnswer(answer: () => Response | Promise<Response>): Promise<Problem> {
  const { api } = apiAnswering(answer);
  return api.get('/x', nothing).then(() => { throw new Error('it should have failed'); }, problemOf);
}

describe('a call', () => {
  it('asks with its query, leaving out what is empty and repeating what is a list', async () => {
    const { api, sent } = apiAnswering(() => json(200, { name: 'Aino' }));
    expect(await api.get('/users', shape({ name: text }), { query: { q: '', state: ['a', 'b'], limit: 50, cursor: null } })).toEqual({ name: 'Aino' });
    expect(sent[0]?.address).toBe('/api/v1/users?state=a&state=b&limit=50');
    expect(sent[0]?.init).toMatchObject({ method: 'GET', credentials: 'same-origin', redirect: 'error' });
    expect(queryText({})).toBe('');
  });

  it('carries the CSRF token and the version it changes', async () => {
    const { api, sent } = apiAnswering(() => json(200, null));
    await api.send('PATCH', '/contacts/1', { phone: '1' }, nothing, { ifMatch: '"7"' });
    expect(sent[0]?.init.headers).toMatchObject({ 'x-csrf-token': 'token-1', 'content-type': 'application/json', 'if-match': '"7"' });
    expect(sent[0]?.init.body).toBe('{"phone":"1"}');
  });
});

describe('a failure', () => {
  it.each([
    [400, 'invalid'], [401, 'signed-out'], [403, 'not-allowed'], [404, 'not-found'], [409, 'changed'], [412, 'changed'], [422, 'invalid'], [429, 'too-many'], [500, 'broken'], [503, 'not-now'],
  ])('of status %i is of the kind %s', async (status, kind) => {
    expect(await problemFromAnswer(() => json(status, { code: 'some-code', detail: 'Do this.', requestId: 'r1' }))).toMatchObject({ kind, status, code: 'some-code', detail: 'Do this.', requestId: 'r1' });
  });

  it.each([['forgotten', 'forgotten'], ['not-allowed-here', 'withheld'], ['request-state', 'changed']])('of code %s is of the kind %s, whatever its status alone would say', async (code, kind) => {
    expect(await problemFromAnswer(() => json(409, { code, detail: 'Do this.' }))).toMatchObject({ kind, code });
  });

  it('names the fields that are wrong, and drops what is no field', async () => {
    const answer = { code: 'invalid', errors: [{ field: 'phone', code: 'too-short', params: { least: 5 }, message: 'Too short' }, { field: 7, message: 'x' }, null] };
    expect((await problemFromAnswer(() => json(422, answer))).fields).toEqual([{ field: 'phone', code: 'too-short', params: { least: 5 }, message: 'Too short' }]);
  });

  it('without a body still says what can be done', async () => {
    expect(await problemFromAnswer(() => new Response('<html>', { status: 502, headers: { 'content-type': 'text/html', 'retry-after': '7', 'x-request-id': 'r2' } }))).toMatchObject({ kind: 'not-now', code: 'http-502', afterSeconds: 7, requestId: 'r2' });
  });

  it('to reach the server is told from a refusal', async () => {
    expect(await problemFromAnswer(() => Promise.reject(new TypeError('Failed to fetch')))).toMatchObject({ kind: 'offline', status: 0 });
  });

  it('of an answer to fit its schema is no data', async () => {
    const { api } = apiAnswering(() => json(200, { name: 7 }, { 'x-request-id': 'r3' }));
    await expect(api.get('/users', shape({ name: text }))).rejects.toMatchObject({ problem: { kind: 'broken', code: 'answer-unexpected', requestId: 'r3' } });
  });

  it('401 is told once to the whole app', async () => {
    const { api, signedOut } = apiAnswering(() => json(401, {}));
    await expect(api.get('/x', nothing)).rejects.toThrow('401');
    expect(signedOut()).toBe(1);
  });

  it('of a call that was given up is no problem of the server', async () => {
    const given = new AbortController();
    const { api } = apiAnswering(() => { given.abort(); throw new DOMException('aborted', 'AbortError'); });
    await expect(api.get('/x', nothing, { signal: given.signal })).rejects.toThrow('aborted');
  });
});

describe('events', () => {
  it('are read from where they broke off', async () => {
    const { api, sent } = apiAnswering(() => new Response('id: 8\nevent: progress\ndata: {}\n\n', { headers: { 'content-type': 'text/event-stream' } }));
    const events = [];
    for await (const event of api.events('/runs/1/events', '7', new AbortController().signal)) events.push(event);
    expect(events).toEqual([{ id: '8', name: 'progress', data: '{}' }]);
    expect(sent[0]?.init.headers).toMatchObject({ 'last-event-id': '7', accept: 'text/event-stream' });
  });
});

describe('checks', () => {
  it('take what fits and refuse the rest', () => {
    const schema = shape({ language: orNull(oneOf('fi', 'en')), names: listOf(text) });
    expect(schema.parse({ language: null, names: ['a'], more: 1 })).toEqual({ language: null, names: ['a'] });
    expect(() => schema.parse({ language: 'sv', names: [] })).toThrow('fi, en');
    expect(() => schema.parse({ language: 'fi', names: 'a' })).toThrow('a list');
    expect(() => schema.parse(null)).toThrow('an object');
  });
});
