// Faults switched on at run time: what the vendor answers, and what is stored all the same.
import { describe, expect, it } from 'vitest';
import { seededRandom } from '../../../src/lib/random.ts';
import { createFaultPlan } from '../../../src/sandbox/faults.ts';
import type { FaultRule } from '../../../src/sandbox/faults.ts';
import { OBJECTS, START, TOKEN, company, ids, openAccount } from './support.ts';
import type { Account } from './support.ts';

function faulty(...rules: readonly FaultRule[]): Account {
  const account = openAccount({ faults: createFaultPlan(seededRandom(1)) });
  for (const rule of rules) account.model.faults.add(rule);
  return account;
}
const raw = (account: Account, method: string, path: string, body: unknown = null) =>
  account.model.handle({ method, path, query: '', headers: { authorization: `Bearer ${TOKEN}` }, body: body === null ? '' : JSON.stringify(body) }, account.now).response;

describe('faults of the sandbox', () => {
  it.each([[423, 'RESOURCE_LOCKED'], [477, 'MIGRATION_IN_PROGRESS'], [500, undefined]] as const)('answer %i in the vendor\u2019s shape', (status, category) => {
    const account = faulty({ kind: `status-${status}`, times: 1 });
    const answer = account.get(`${OBJECTS}/companies`);
    expect([answer.status, answer.body.category]).toEqual([status, category]);
    if (status === 477) expect(answer.headers['retry-after']).toBe('60');
    expect(account.get(`${OBJECTS}/companies`).status).toBe(200);
  });

  it('answer a proxy\u2019s page for a bad gateway', () => {
    const response = raw(faulty({ kind: 'status-502' }), 'GET', `${OBJECTS}/companies`);
    expect([response.status, response.headers['content-type']]).toEqual([502, 'text/html;charset=utf-8']);
  });

  it('carry a write out before a cut, or not at all', () => {
    const body = { properties: { name: 'Koivu Oy' } };
    const account = faulty({ kind: 'timeout-after-commit', method: 'POST', times: 1 }, { kind: 'reset-before', method: 'POST', times: 1 });
    expect(raw(account, 'POST', `${OBJECTS}/companies`, body).cut).toBe('timeout');
    expect(account.model.state.list('companies')).toHaveLength(1);
    expect(raw(account, 'POST', `${OBJECTS}/companies`, body).cut).toBe('reset');
    expect(account.model.state.list('companies')).toHaveLength(1);
  });

  it('bend pages: short, empty, repeated', () => {
    const account = faulty();
    const made = Array.from({ length: 8 }, () => company(account));
    account.model.faults.add({ kind: 'short-page', times: 1 });
    const short = account.get(`${OBJECTS}/companies?limit=8`);
    expect(ids(short)).toEqual(made.slice(0, 4));
    expect(short.body.paging.next.after).toBe(made[4]);
    account.model.faults.add({ kind: 'empty-page-with-token', times: 1 });
    const empty = account.get(`${OBJECTS}/companies?limit=4`);
    expect([ids(empty), empty.body.paging.next.after]).toEqual([[], made[0]]);
    account.model.faults.add({ kind: 'repeat-token', times: 1 });
    const repeated = account.get(`${OBJECTS}/companies?limit=4&after=${made[2]}`);
    expect([ids(repeated), repeated.body.paging.next.after]).toEqual([made.slice(2, 6), made[2]]);
    account.model.faults.add({ kind: 'short-page', times: 1 });
    const search = account.post(`${OBJECTS}/companies/search`, { limit: 4, after: '2' });
    expect([ids(search), search.body.paging.next.after]).toEqual([made.slice(2, 4), '4']);
  });

  it('hide or hold back the modified date', () => {
    const account = faulty();
    const id = company(account);
    account.model.faults.add({ kind: 'null-timestamp', times: 1 });
    expect(account.get(`${OBJECTS}/companies`).body.results[0].properties.hs_lastmodifieddate).toBeNull();
    account.model.faults.add({ kind: 'unchanged-timestamp', method: 'PATCH', times: 1 });
    account.now = START + 5_000;
    account.call('PATCH', `${OBJECTS}/companies/${id}`, { properties: { city: 'Espoo' } });
    expect(account.model.state.get('companies', id)).toMatchObject({ properties: { city: 'Espoo' }, updatedAt: '2026-10-01T09:30:00.123Z' });
    account.call('PATCH', `${OBJECTS}/companies/${id}`, { properties: { city: 'Vantaa' } });
    expect(account.model.state.get('companies', id)?.updatedAt).toBe('2026-10-01T09:30:05.123Z');
  });
});
