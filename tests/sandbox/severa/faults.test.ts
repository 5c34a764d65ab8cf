import { describe, expect, it } from 'vitest';
import { seededRandom } from '../../../src/lib/random.ts';
import type { SandboxResponse } from '../../../src/sandbox/contract.ts';
import { createFaultPlan, type FaultRule } from '../../../src/sandbox/faults.ts';
import { monday, newCaller, type Caller, type Json } from './caller.ts';

const request = { method: 'GET', path: '/rest-api/v1/customers', query: '', headers: {}, body: '' };

function firedInThousand(seed: number): number {
  const plan = createFaultPlan(seededRandom(seed), [{ kind: 'reset-before', path: /customers$/, probability: 0.25 }]);
  return Array.from({ length: 1000 }, () => plan.next(request)).filter(Boolean).length;
}

/** The answer to a creation under a fault, and how many rows it left. */
function created(kind: FaultRule['kind']): { response: SandboxResponse; rows: number } {
  const caller = newCaller();
  caller.model.faults.add({ kind, method: 'POST', times: 1 });
  const response = caller.send('POST', '/v1/customers', { name: 'Koivukylä Oy' });
  return { response, rows: caller.model.state.list('customers').length };
}

function withCustomers(): Caller {
  const caller = newCaller();
  for (let at = 1; at <= 6; at++) caller.model.state.put('customers', { name: `Yritys ${at} Oy` }, monday);
  return caller;
}

describe('a fault plan', () => {
  it('fires by method and path, each n-th time, at most so often', () => {
    const plan = createFaultPlan(seededRandom(1), [{ kind: 'status-503', method: 'get', path: '/v1/customers', every: 2, times: 2 }]);
    const fired = Array.from({ length: 8 }, () => plan.next(request) !== null);
    expect(fired).toEqual([false, true, false, true, false, false, false, false]);
    expect(plan.next({ ...request, path: '/rest-api/v1/users' })).toBeNull();
  });

  it('fires by chance, the same for the same seed', () => {
    expect(firedInThousand(5)).toBe(firedInThousand(5));
    expect(firedInThousand(5)).toBeGreaterThan(200);
    expect(firedInThousand(5)).toBeLessThan(300);
  });

  it('can be cleared', () => {
    const plan = createFaultPlan(seededRandom(1), [{ kind: 'slow' }]);
    plan.clear();
    expect(plan.next(request)).toBeNull();
  });
});

describe('faults of the wire', () => {
  it.each([
    ['timeout-before', 'timeout', 0],
    ['timeout-after-commit', 'timeout', 1],
    ['reset-before', 'reset', 0],
    ['reset-after-commit', 'reset', 1],
    ['half-body', 'half-body', 1],
  ] as const)('%s cuts the answer (%s) and leaves %i rows', (kind, cut, rows) => {
    expect(created(kind)).toMatchObject({ response: { cut }, rows });
  });

  it('carry a request out twice, slowly, or answer what is not JSON', () => {
    expect(created('twice').rows).toBe(2);
    expect(created('slow')).toMatchObject({ response: { status: 201, delayMs: 5_000 }, rows: 1 });
    const malformed = created('malformed');
    expect(malformed).toMatchObject({ response: { status: 201 }, rows: 1 });
    expect(() => JSON.parse(String(malformed.response.body))).toThrow(SyntaxError);
  });

  it.each([500, 502, 503])('answer %i without carrying the request out', (status) => {
    expect(created(`status-${status}`)).toMatchObject({ response: { status }, rows: 0 });
  });

  it('answer 429 in the vendor’s own words', () => {
    const caller = newCaller();
    caller.model.faults.add({ kind: 'status-429', path: '/v1/customers', times: 1, retryAfter: 2 });
    expect(caller.send('GET', '/v1/customers')).toMatchObject({ status: 429, headers: { 'retry-after': '2' }, body: 'API calls quota exceeded! maximum admitted 10 per 1s.' });
    expect(caller.model.refused).toBe(1);
    expect(caller.model.calls.has('GET /v1/customers')).toBe(false);
    expect(caller.send('GET', '/v1/customers').status).toBe(200);
  });
});

describe('faults of the vendor', () => {
  it('give a short page that is not the last', () => {
    const caller = withCustomers();
    caller.model.faults.add({ kind: 'short-page', times: 1 });
    const page = caller.send('GET', '/v1/customers?rowCount=4');
    expect(page.body).toHaveLength(2);
    expect(caller.list(`/v1/customers?rowCount=4&pageToken=${String(page.headers['NextPageToken'])}`).map((row) => row['name'])).toEqual(['Yritys 3 Oy', 'Yritys 4 Oy', 'Yritys 5 Oy', 'Yritys 6 Oy']);
  });

  it('give an empty page whose token goes on, or a token that repeats the page', () => {
    const caller = withCustomers();
    for (const kind of ['empty-page-with-token', 'repeat-token'] as const) {
      caller.model.faults.add({ kind, times: 1 });
      const page = caller.send('GET', '/v1/customers?rowCount=4');
      expect(page.body).toHaveLength(kind === 'repeat-token' ? 4 : 0);
      const next = caller.list(`/v1/customers?rowCount=4&pageToken=${String(page.headers['NextPageToken'])}`);
      expect(next[0]).toMatchObject({ name: 'Yritys 1 Oy' });
    }
  });

  it('leave the time of change where it was, or do not tell it', () => {
    const caller = withCustomers();
    const { guid } = caller.model.state.list('customers')[0] as { guid: string };
    caller.now = monday + 60_000;
    caller.model.faults.add({ kind: 'unchanged-timestamp', method: 'PATCH', times: 1 });
    expect(caller.patch(`/v1/customers/${guid}`, { '/notes': 'Hiljaa' })).toMatchObject({ notes: 'Hiljaa', lastUpdatedDateTime: null });
    expect(caller.list('/v1/customers?changedSince=2026-11-16T09:00:30Z')).toEqual([]);
    caller.patch(`/v1/customers/${guid}`, { '/notes': 'Ääneen' });
    caller.model.faults.add({ kind: 'null-timestamp', times: 1 });
    const told = (): unknown => caller.list('/v1/customers?changedSince=2026-11-16T09:00:30Z').map((row: Json) => row['lastUpdatedDateTime']);
    expect(told()).toEqual([null]);
    expect(told()).toEqual(['2026-11-16T09:01:00.000Z']);
  });

  it('end all tokens at once', () => {
    const caller = withCustomers();
    caller.model.faults.add({ kind: 'expire-token', times: 1 });
    expect(caller.send('GET', '/v1/customers').status).toBe(401);
    expect(caller.send('GET', '/v1/customers').status).toBe(401);
    caller.signIn();
    expect(caller.send('GET', '/v1/customers').status).toBe(200);
  });
});
