import { afterEach, describe, expect, it } from 'vitest';
import { keys, pagesOf, readThrough, seen, severaBench, violations } from './bench.ts';
import type { Bench } from './bench.ts';

afterEach(() => {
  expect(violations()).toEqual([]);
});

function statusOf(bench: Bench, state: string): string {
  return bench.model.state.list('salesstatustypes').find((row) => row['salesState'] === state)?.guid ?? '';
}

function project(bench: Bench, row: Record<string, unknown> = {}): string {
  const customer = bench.model.state.list('customers')[0]?.guid ?? bench.put('customers', { name: 'Koivu Oy' });
  const owner = bench.model.state.list('users')[0]?.guid ?? bench.put('users', { firstName: 'Eero', lastName: 'Niemi', email: 'eero@luotsi.example' });
  return bench.put('projects', { name: 'Verkkokauppa', customer: { guid: customer }, projectOwner: { guid: owner }, ...row });
}

const moveTo = (bench: Bench, id: string, status: string) => bench.model.state.edit('projects', id, { '/salesStatus': { salesStatusTypeGuid: status } }, bench.clock.now());

describe('reading all sales cases', () => {
  it('shows a case whole: account, contact, stage with its state, money, dates and the salesperson', async () => {
    const bench = severaBench();
    const seller = bench.put('users', { firstName: 'Aino', lastName: 'Virta', email: 'Aino@Luotsi.example' });
    const customer = bench.put('customers', { name: 'Koivu Oy' });
    const contact = bench.put('contactpersons', { firstName: 'Liisa', lastName: 'Koivu', customer: { guid: customer } });
    const stage = statusOf(bench, 'InProgress');
    const leadSource = bench.model.state.list('leadsources')[0]?.guid ?? '';
    const id = project(bench, {
      customer: { guid: customer }, customerContact: { guid: contact }, salesPerson: { guid: seller }, salesStatus: { salesStatusTypeGuid: stage }, leadSource: { guid: leadSource }, number: 204,
      expectedValue: { amount: 12_500.5, currencyCode: 'SEK' }, probability: 40, expectedOrderDate: '2026-05-01', startDate: '2026-06-01', deadline: null, description: 'Laaja',
    });
    expect(await seen(bench.salesCase, id)).toMatchObject({
      fields: {
        name: 'Verkkokauppa', number: 204, account: customer, contacts: keys(contact), stage, state: 'open', value: { amount: '12500.5', currency: 'SEK' }, probability: 40, expectedOrderDate: '2026-05-01',
        owner: 'aino@luotsi.example', leadSource, startDate: '2026-06-01', deadline: null, internal: false, closed: false, notes: 'Laaja',
      },
      handles: { currency: 'SEK' },
    });
  });

  it('takes the project owner where there is no salesperson, and shows what is not there as empty', async () => {
    const bench = severaBench();
    const id = project(bench, { isInternal: true });
    expect((await seen(bench.salesCase, id)).fields).toMatchObject({ owner: 'eero@luotsi.example', contacts: [], value: null, stage: null, state: null, internal: true });
  });

  it('costs one pass of one list and four registries', async () => {
    const bench = severaBench();
    for (let index = 0; index < 150; index++) project(bench, { name: `Hanke ${index}` });
    await pagesOf(bench.salesCase.all(null));
    expect(bench.calls()).toEqual({ 'POST /v1/token': 1, 'GET /v1/projects': 2, 'GET /v1/users': 1, 'GET /v1/salesstatustypes': 1, 'GET /v1/leadsources': 1, 'GET /v1/currencies': 1 });
  });

  it('knows a sales status that was added since by one new look', async () => {
    const bench = severaBench();
    await bench.connector.registry('salesStatuses');
    bench.clock.advance(61_000);
    const stage = bench.put('salesstatustypes', { name: 'Neuvottelu', isActive: true, salesState: 'InProgress', defaultProbability: 70 });
    const id = project(bench, { salesStatus: { salesStatusTypeGuid: stage } });
    expect((await seen(bench.salesCase, id)).fields).toMatchObject({ stage, state: 'open' });
    expect((await bench.connector.registry('salesStatuses')).find((item) => item.id === stage)).toMatchObject({ label: 'Neuvottelu', code: 'open:70' });
  });
});

describe('reading changed sales cases', () => {
  it.each([[{}, 3], [{ statusMovesChangedSince: 'yes' }, 1]] as const)('with the facts %j costs %i calls when nothing has changed', async (facts, calls) => {
    const bench = severaBench({ connector: { facts } });
    project(bench);
    const checkpoint = await readThrough(bench.salesCase);
    bench.clock.advance(600_000);
    bench.calls();
    expect(await pagesOf(bench.salesCase.changes(checkpoint))).toHaveLength(1);
    expect(bench.calls()).toEqual({ 'GET /v1/projects': calls });
  });

  it.each([false, true])('shows a case once whose status moved, where that moves its time of change: %s', async (statusChangeTouchesProject) => {
    const bench = severaBench({ sandbox: { facts: { statusChangeTouchesProject } } });
    const [moved, edited] = [project(bench), project(bench, { name: 'Huolto' })];
    project(bench, { name: 'Muu' });
    const checkpoint = await readThrough(bench.salesCase);
    bench.clock.advance(600_000);
    moveTo(bench, moved, statusOf(bench, 'Won'));
    bench.model.state.edit('projects', edited, { '/name': 'Huolto 2027' }, bench.clock.now());
    moveTo(bench, edited, statusOf(bench, 'Lost'));
    const shown = (await pagesOf(bench.salesCase.changes(checkpoint))).flatMap(({ snapshots }) => snapshots);
    expect(shown.map(({ id }) => id).toSorted()).toEqual([moved, edited].toSorted());
    expect(shown.find(({ id }) => id === moved)?.fields).toMatchObject({ state: 'won', probability: 100, expectedOrderDate: '2026-03-02' });
    expect(shown.find(({ id }) => id === edited)?.fields).toMatchObject({ state: 'lost', closed: true, name: 'Huolto 2027' });
  });

  it('goes on from a page in the middle', async () => {
    const bench = severaBench({ sandbox: { pageMax: 20 } });
    const ids = Array.from({ length: 45 }, (_, index) => project(bench, { name: `Hanke ${index}` }));
    const still = project(bench, { name: 'Siirtyvä' });
    const checkpoint = await readThrough(bench.salesCase);
    bench.clock.advance(600_000);
    for (const id of ids) bench.model.state.edit('projects', id, { '/description': 'x' }, bench.clock.now());
    moveTo(bench, still, statusOf(bench, 'Lost'));
    const pages = await pagesOf(bench.salesCase.changes(checkpoint));
    const rest = await pagesOf(bench.salesCase.changes(pages[0]?.checkpoint ?? ''));
    const shown = [pages[0], ...rest].flatMap((page) => page?.snapshots.map(({ id }) => id) ?? []);
    expect(new Set(shown)).toEqual(new Set([...ids, still]));
    expect(rest.at(-1)?.checkpoint).toBe(pages.at(-1)?.checkpoint);
  });
});

describe('reading sales cases by id', () => {
  it('gives a suspicion for an id that is not found', async () => {
    const bench = severaBench();
    const id = project(bench);
    const found = await bench.salesCase.read([id, '00000000-0000-0000-0000-0000000000aa']);
    expect(found.get(id)).toMatchObject({ fields: { name: 'Verkkokauppa' } });
    expect(found.get('00000000-0000-0000-0000-0000000000aa')).toMatchObject({ how: 'missing' });
  });

  it('guards a batch by one call that shows its cases as they are now, status too', async () => {
    const bench = severaBench();
    const ids = Array.from({ length: 20 }, (_, index) => project(bench, { name: `Hanke ${index}` }));
    project(bench, { name: 'Muu' });
    await readThrough(bench.salesCase);
    moveTo(bench, ids[3] as string, statusOf(bench, 'Lost'));
    bench.calls();
    const shown = await bench.salesCase.guard(new Date(bench.clock.now()).toISOString(), ids);
    expect(bench.calls()).toEqual({ 'GET /v1/projects': 1 });
    expect(shown.map(({ id }) => id).toSorted()).toEqual(ids.toSorted());
    expect(new Map(shown.map((one) => [one.id, one])).get(ids[3] as string)).toMatchObject({ fields: { state: 'lost' } });
  });
});

describe('probing', () => {
  it.each([[true, 'yes'], [false, 'no']] as const)('finds whether a change of status moves the time of change (%s)', async (statusChangeTouchesProject, verdict) => {
    const bench = severaBench({ sandbox: { facts: { statusChangeTouchesProject } } });
    const ids = Array.from({ length: 4 }, (_, index) => project(bench, { name: `Hanke ${index}` }));
    const [, second] = bench.model.state.list('salesstatustypes').filter((row) => row['salesState'] === 'InProgress');
    expect(await bench.connector.probe()).not.toHaveProperty('statusMovesChangedSince');
    bench.clock.advance(600_000);
    for (const id of ids) moveTo(bench, id, second?.guid ?? '');
    expect(await bench.connector.probe()).toMatchObject({ statusMovesChangedSince: verdict });
  });

  it('says nothing without the right to read projects', async () => {
    const bench = severaBench({ sandbox: { grantedScopes: ['customers:read', 'settings:read'] } });
    expect(await bench.connector.probe()).toEqual({});
  });
});
