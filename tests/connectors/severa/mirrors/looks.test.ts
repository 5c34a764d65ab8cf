import { afterEach, describe, expect, it } from 'vitest';
import type { MirrorRow } from '../../../../src/entities/mirrors/mirror.ts';
import { violations } from '../bench.ts';
import { routed } from '../../scripted.ts';
import { firm } from './firm.ts';
import type { Firm } from './firm.ts';

afterEach(() => {
  expect(violations()).toEqual([]);
});

const unknown = '00000000-0000-0000-0000-0000000000aa';

async function under(one: Firm, mirror: string, column: string, parent: string): Promise<readonly MirrorRow[]> {
  return (await Array.fromAsync(one.mirror(mirror).of(column, parent))).flat();
}

/** Mirror, the column of ours, and the parent that the firm's rows name in it. */
const parents = [
  ['projects', 'customer', 'customer'], ['phases', 'project', 'project'], ['proposals', 'project', 'project'], ['proposalRows', 'proposal', 'proposal'], ['invoices', 'customer', 'customer'],
  ['invoices', 'projects', 'project'], ['invoiceRows', 'invoice', 'invoice'], ['workHours', 'project', 'project'], ['workHours', 'invoice', 'invoice'], ['projectFees', 'project', 'project'],
  ['projectFees', 'invoice', 'invoice'], ['travelExpenses', 'project', 'project'], ['travelExpenses', 'invoice', 'invoice'], ['flatRates', 'project', 'project'], ['flatRates', 'invoice', 'invoice'],
] as const;

describe('the rows of one parent', () => {
  it.each(parents)('are told of %s by %s', async (mirror, column, parent) => {
    const one = firm();
    const made = mirror === 'projects' ? (one.ids['project'] ?? '') : one.make(mirror);
    const id = one.ids[parent] ?? '';
    const rows = await under(one, mirror, column, id);
    expect(rows.map((row) => row.id)).toContain(made);
    expect(rows.every(({ values }) => [values[column]].flat().includes(id))).toBe(true);
    expect(one.mirror(mirror).parents).toContain(column);
  });

  it.each(parents)('are none of %s by %s when it is not known, and nobody else’s', async (mirror, column) => {
    const one = firm();
    if (mirror !== 'projects') one.make(mirror);
    expect(await under(one, mirror, column, unknown)).toEqual([]);
  });

  it('come page by page, and those of the rules of fees too', async () => {
    const one = firm({ sandbox: { pageMax: 20 } });
    for (let index = 0; index < 25; index++) one.make('projectFees');
    const rule = one.make('projectFees', { isRecurrenceRule: true, invoice: null });
    const pages = await Array.fromAsync(one.mirror('projectFees').of('project', one.ids['project'] ?? ''));
    expect(pages.map((rows) => rows.length)).toEqual([20, 6]);
    expect(pages.flat().find(({ id }) => id === rule)?.values).toMatchObject({ isRule: true });
  });

  it('are the moves of one sales case, in one call', async () => {
    const one = firm();
    const project = one.ids['project'] ?? '';
    const [first, second] = one.model.state.list('salesstatustypes').map(({ guid }) => guid);
    one.clock.advance(60_000);
    one.model.state.edit('projects', project, { '/salesStatus': { salesStatusTypeGuid: second } }, one.now(), one.ids['user']);
    one.calls();
    const rows = await under(one, 'statusHistory', 'project', project);
    expect(one.calls()).toEqual({ 'POST /v1/token': 1, 'GET /v1/projects/{projectGuid}/salesstatushistory': 1 });
    expect(rows).toMatchObject([
      { values: { project, status: first, at: '2026-03-01T08:00:00.000Z' } },
      { values: { project, status: second, at: '2026-03-02T08:01:00.000Z' } },
    ]);
  });

  it('are refused by a column that Severa does not list by', async () => {
    await expect(under(firm(), 'invoiceRows', 'flatRate', unknown)).rejects.toThrow(RangeError);
  });

  it('are cut down to the parent where the server ignores the filter, and named where the path names it', async () => {
    const rows = [{ guid: 'i-1', customer: { guid: 'c-1' } }, { guid: 'i-2', customer: { guid: 'c-2' } }];
    const { transport } = routed((_request, asked) => {
      if (asked.endsWith('/token')) return { status: 200, body: { access_token: 't', access_token_expires_in: 3600 } };
      return { status: 200, body: asked.endsWith('/workhours') ? [{ guid: 'h-1', eventDate: '2026-01-01', invoice: null }] : rows };
    });
    const one = firm({ connector: { transport } });
    expect((await under(one, 'invoices', 'customer', 'c-2')).map(({ id }) => id)).toEqual(['i-2']);
    expect(await under(one, 'workHours', 'invoice', 'i-1')).toMatchObject([{ id: 'h-1', values: { invoice: 'i-1' } }]);
  });
});

describe('a look by id', () => {
  it.each(['users', 'phases', 'proposals', 'proposalRows', 'invoices', 'invoiceRows', 'workHours', 'projectFees', 'travelExpenses', 'flatRates'])('shows a row of %s, and that an id is not known', async (mirror) => {
    const one = firm();
    const id = one.make(mirror);
    const found = await one.mirror(mirror).read([id, unknown, id]);
    expect([...found.keys()].toSorted()).toEqual([id, unknown].toSorted());
    expect(found.get(id)).toMatchObject({ id, asOf: '2026-03-02T08:00:00.000Z' });
    expect(found.get(unknown)).toBeNull();
  });

  it('shows a fee row of a proposal as well as a work row', async () => {
    const one = firm();
    const fee = one.put('proposalfeerows', { name: 'Lisenssi', proposal: { guid: one.ids['proposal'] }, quantity: 2, unitPrice: { amount: 10, currencyCode: 'EUR' } });
    expect((await one.mirror('proposalRows').read([fee])).get(fee)?.values).toMatchObject({ kind: 'fee', name: 'Lisenssi' });
  });

  it('reads fifty projects by one call', async () => {
    const one = firm();
    const { customer, user } = one.ids;
    const ids = Array.from({ length: 60 }, (_, index) => one.put('projects', { name: `Hanke ${index}`, customer: { guid: customer }, projectOwner: { guid: user } }));
    one.calls();
    const found = await one.mirror('projects').read([...ids, unknown]);
    expect(one.calls()).toEqual({ 'POST /v1/token': 1, 'GET /v1/projects': 2 });
    expect([...found].filter(([, row]) => row === null).map(([id]) => id)).toEqual([unknown]);
    expect(found.size).toBe(61);
  });

  it('says nothing of moves of a sales case, which have no look by id', async () => {
    const one = firm();
    expect(await one.mirror('statusHistory').read([unknown])).toEqual(new Map());
    expect(one.calls()).toEqual({});
  });
});
