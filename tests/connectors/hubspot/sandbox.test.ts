// The connector against the whole sandbox, without a socket between them: what only a vendor with a memory can show.
import { describe, expect, it } from 'vitest';
import type { Create, Update } from '../../../src/connectors/connector.ts';
import type { Fields } from '../../../src/core/vocabulary.ts';
import { seededRandom } from '../../../src/lib/random.ts';
import { overSandbox } from './over-sandbox.ts';
import { collect, startMs } from './scripted.ts';

const create = (key: string, fields: Fields): Create => ({ kind: 'create', key, fields });
const update = (id: string, fields: Fields): Update => ({ kind: 'update', key: `u${id}`, id, handles: {}, fields, seen: {} });

it('reads 500 companies in five calls, with one for properties and one for owners', async () => {
  const { accounts, connector, put } = overSandbox();
  for (let index = 0; index < 500; index++) put(`Yritys ${index} Oy`);
  const pages = await collect(accounts.all(null));
  expect(pages.flatMap((page) => page.snapshots)).toHaveLength(500);
  expect(Object.fromEntries(connector.calls)).toEqual({
    'GET /crm/properties/2026-09/companies': 1,
    'GET /crm/owners/2026-09': 1,
    'GET /crm/objects/2026-09/companies': 5,
  });
});

describe('changes through a lagging search index', () => {
  it('loses no edit although the index shows edits late and out of order', async () => {
    const { accounts, clock, put, edit } = overSandbox({ searchLagMs: 5_000, searchJitterMs: 50_000 });
    const random = seededRandom(5);
    const ids = Array.from({ length: 40 }, (_, index) => put(`Yritys ${index} Oy`, startMs - 86_400_000));
    const told = new Map<string, unknown>();
    let checkpoint = (await collect(accounts.all(null))).at(-1)?.checkpoint ?? '';
    const poll = async (): Promise<void> => {
      for (const page of await collect(accounts.changes(checkpoint))) {
        for (const snapshot of page.snapshots) told.set(snapshot.id, snapshot.fields['name']);
        ({ checkpoint } = page);
      }
    };
    const names = new Map<string, string>();
    for (let round = 0; round < 60; round++) {
      clock.advance(random.int(1, 20_000));
      const id = random.pick(ids);
      names.set(id, `Yritys ${round} Oyj`);
      edit(id, `Yritys ${round} Oyj`);
      if (random.chance(0.5)) await poll();
    }
    clock.advance(300_000);
    await poll();
    expect([...names].filter(([id, name]) => told.get(id) !== name)).toEqual([]);
  });

  it('shows a thousand companies edited in the same millisecond', async () => {
    const { accounts, clock, put, edit, connector } = overSandbox();
    const ids = Array.from({ length: 1_000 }, (_, index) => put(`Yritys ${index} Oy`, startMs - 86_400_000));
    const checkpoint = (await collect(accounts.all(null))).at(-1)?.checkpoint ?? '';
    clock.advance(600_000);
    for (const id of ids) edit(id, 'Yhdistynyt Oy');
    clock.advance(120_000);
    const pages = await collect(accounts.changes(checkpoint));
    expect(new Set(pages.flatMap((page) => page.snapshots.map((snapshot) => snapshot.id)))).toEqual(new Set(ids));
    expect(connector.calls.get('POST /crm/objects/2026-09/companies/search')).toBe(6);
  });
});

describe('companies that were merged', () => {
  it('are read under the survivor, which names both of its former ids', async () => {
    const { accounts, clock, model, put } = overSandbox();
    const [first, second] = [put('Koivula Oy'), put('Koivula ja Pojat Oy')];
    const survivor = model.state.merge('companies', first, second, clock.now());
    const answers = await accounts.read([first, second]);
    for (const id of [first, second]) {
      const answer = answers.get(id);
      expect(answer).toMatchObject({ id: survivor });
      expect(answer && 'formerIds' in answer && answer.formerIds).toContain(id);
    }
  });

  it('are not updated under the old id, and do not hold up the others', async () => {
    const { accounts, clock, model, put, prepare } = overSandbox();
    await prepare();
    const [first, second, third] = [put('Koivula Oy'), put('Koivula ja Pojat Oy'), put('Saarni Oy')];
    model.state.merge('companies', first, second, clock.now());
    const outcomes = await accounts.write([update(second, { city: 'Kuopio' }), update(third, { city: 'Oulu' })]);
    expect(outcomes.map((outcome) => outcome.kind)).toEqual(['failed', 'done']);
    expect(outcomes[0]).toMatchObject({ error: { code: 'moved' } });
  });
});

describe('creating', () => {
  it('twice with one key makes one company', async () => {
    const { accounts, model, prepare } = overSandbox();
    await prepare();
    const [first] = await accounts.write([create('key-1', { name: 'Koivula Oy' })]);
    const [second, other] = await accounts.write([create('key-1', { name: 'Koivula Oy' }), create('key-2', { name: 'Saarni Oy' })]);
    expect([first?.kind, second?.kind, other?.kind]).toEqual(['done', 'done', 'done']);
    expect(second?.kind === 'done' && first?.kind === 'done' && second.snapshot.id === first.snapshot.id).toBe(true);
    expect(model.state.list('companies')).toHaveLength(2);
  });

  it('rejects only the row that breaks a rule of the account', async () => {
    const { accounts, prepare } = overSandbox({ requiredRules: [{ objectType: 'companies', when: null, require: ['phone'] }] });
    await prepare();
    const outcomes = await accounts.write([create('key-1', { name: 'Koivula Oy', phone: '+358405550101' }), create('key-2', { name: 'Saarni Oy' })]);
    expect(outcomes.map((outcome) => outcome.kind)).toEqual(['done', 'rejected']);
  });
});

it('waits out a spent quota and then has everything', async () => {
  const { accounts, clock, put, model } = overSandbox({ quota: true, tier: 'free' });
  for (let index = 0; index < 11_000; index++) put(`Yritys ${index} Oy`);
  const before = clock.now();
  expect((await collect(accounts.all(null))).flatMap((page) => page.snapshots)).toHaveLength(11_000);
  expect(model.refused).toBeGreaterThan(0);
  expect(clock.now()).toBeGreaterThan(before);
});
