// Finance over the API, beside the figures: remarks, what filters may be set to, searching, sums as files, and putting right.
import { beforeAll, describe, expect, it, vi } from 'vitest';
import type { reconcileMoney } from '../../src/engine/reconcile-money.ts';
import { runOnce } from '../../src/engine/run.ts';
import type { ApiReply, Method } from '../../src/api/route.ts';
import { toInstant } from '../../src/lib/clock.ts';
import { insertRecord } from '../store/postgres/billing-rows.ts';
import { NOW, openFirm } from './firm.ts';
import type { Firm } from './firm.ts';

// Both are proven elsewhere; here it counts what they are asked for.
vi.mock(import('../../src/engine/reconcile-money.ts'), () => ({ reconcileMoney: vi.fn<typeof reconcileMoney>(async (_context, _mirroring, _views, _question, carry) => { await carry(); return { accounts: 1, drift: [] }; }) }));
vi.mock(import('../../src/engine/run.ts'), async (original) => ({ ...(await original()), runOnce: vi.fn<typeof runOnce>() }));

let firm: Firm;
beforeAll(async () => {
  firm = await openFirm();
  // Figures that are not what the rows come to, here and in HubSpot.
  await firm.database.unit('main', async (transaction) => {
    for (const [side, id] of [['local', 'la'], ['crm', 'ca']] as const) {
      await insertRecord(transaction, { link: 'la', side, entity: 'account', id, fields: { name: 'Customer a', netInvoiced: { amount: side === 'local' ? '1' : '2', currency: 'EUR' } } });
    }
  });
});

const bodyOf = (reply: ApiReply): Record<string, unknown> => JSON.parse(reply.body as string) as Record<string, unknown>;
const as = (role: string, target: string, given: { method?: Method; body?: unknown } = {}): Promise<ApiReply> => firm.call(target, firm.tokens.get(role), given);
const items = async (target: string, role = 'finance'): Promise<Record<string, unknown>[]> => {
  const reply = await as(role, target);
  expect([target, reply.status]).toEqual([target, 200]);
  return bodyOf(reply)['items'] as Record<string, unknown>[];
};
const textOf = async (reply: ApiReply): Promise<string> => {
  if (typeof reply.body === 'string') return reply.body;
  const parts: Buffer[] = [];
  for await (const part of reply.body) parts.push(Buffer.from(part as Buffer));
  return Buffer.concat(parts).toString('utf8');
};
/** Sends a remark. */
const sent = async (target: string, text: string): Promise<number> => (await as('finance', target, { method: 'POST', body: { text } })).status;
/** What is found by these words: numbers of invoices, else kinds of work. */
const found = async (q: string): Promise<readonly string[]> => [...new Set((await items(`/billing/lines?limit=100&q=${encodeURIComponent(q)}`)).map(({ invoiceNumber, kind }) => String(invoiceNumber ?? kind)))].toSorted();
/** Headings of the file of sums that a role gets. */
const columns = async (role: string): Promise<readonly string[]> => ((await textOf(await as(role, '/billing/groups?by=account&format=csv&locale=en'))).split('\r\n')[0] ?? '').replace('\ufeff', '').split(',');

describe('a remark', () => {
  it('is written by finance, read by whoever sees what was bought, and counted on the rows', async () => {
    const written = await as('finance', '/remarks/account/la', { method: 'POST', body: { text: '  Invoice by the 15th  ' } });
    expect([written.status, bodyOf(written)]).toMatchObject([200, { about: 'account', record: 'la', text: 'Invoice by the 15th', author: 'token finance', at: toInstant(NOW) }]);
    await as('finance', '/remarks/project/p1', { method: 'POST', body: { text: 'Order on its way' } });
    expect((await items('/remarks/account/la', 'sales')).map(({ text }) => text)).toEqual(['Invoice by the 15th']);
    expect(new Set((await items('/billing/lines?project=p1&state=approved')).map(({ remarks }) => remarks))).toEqual(new Set([2]));
    expect((await items('/billing/lines?state=paid')).map(({ remarks }) => remarks)).toEqual([0]);
  });

  it('is taken away once, by finance alone', async () => {
    const { id } = bodyOf(await as('finance', '/remarks/account/lb', { method: 'POST', body: { text: 'Wrong' } }));
    expect((await as('management', `/remarks/${String(id)}`, { method: 'DELETE', body: {} })).status).toBe(403);
    const removed = async (): Promise<number> => (await as('finance', `/remarks/${String(id)}`, { method: 'DELETE', body: {} })).status;
    expect([await removed(), await removed()]).toEqual([200, 404]);
    expect(await items('/remarks/account/lb')).toEqual([]);
  });

  it('needs words, and something that it is about', async () => {
    expect([await sent('/remarks/account/la', '   '), await sent('/remarks/account/la', 'x'.repeat(1001)), await sent('/remarks/account/nobody', 'x'), await sent('/remarks/project/la', 'x'), await sent('/remarks/invoice/late', 'x')]).toEqual([422, 422, 404, 404, 404]);
  });
});

describe('what filters may be set to', () => {
  it('is found by a part of its name, names that begin so first, or by its id', async () => {
    expect(await items('/billing/choices/account?q=CUSTOMER')).toEqual([{ id: 'la', label: 'Customer a' }, { id: 'lb', label: 'Customer b' }]);
    expect(await items('/billing/choices/account?id=lb&id=nobody')).toEqual([{ id: 'lb', label: 'Customer b' }]);
    expect(await items('/billing/choices/project?q=audit')).toEqual([{ id: 'p1', label: '=Audit "1" · 17' }]);
    expect(await items('/billing/choices/owner?q=esim')).toEqual([{ id: 'u1', label: 'Anni Esimerkki' }]);
    expect(await items('/billing/choices/account?q=%25')).toEqual([]);
    expect((await as('finance', '/billing/choices/anything')).status).toBe(404);
  });
});

describe('the rows', () => {
  it('are searched by the name of the account or the project, and by the beginning of an invoice’s number', async () => {
    expect(await found('customer b')).toEqual(['102']);
    expect(await found('10')).toEqual(['101', '102']);
    expect(await found('audit')).toContain('workHour');
    expect(await found('%')).toEqual([]);
  });

  it('are summed with the account that they are of', async () => {
    expect((await items('/billing/groups?by=account')).map(({ key, label, account }) => [key, label, account])).toEqual(expect.arrayContaining([['a', 'Customer a', 'la'], ['b', 'Customer b', 'lb']]));
    expect((await items('/billing/groups?by=project')).find(({ key }) => key === 'p1')).toMatchObject({ account: 'la', accountName: 'Customer a' });
    expect((await items('/billing/groups?by=owner'))[0]).toMatchObject({ account: null, accountName: null });
  });
});

describe('every list', () => {
  it.each(['/billing/groups?by=account', '/billing/changes?since=2026-03-01', '/billing/forecast', '/billing/missing/wonWithoutWork', '/billing/drift'])('is answered whole as a file, in both languages: %s', async (target) => {
    const sign = target.includes('?') ? '&' : '?';
    const english = await as('finance', `${target}${sign}format=csv&locale=en`);
    expect([english.status, english.headers['content-type']]).toEqual([200, 'text/csv; charset=utf-8']);
    const [heading, ...rows] = (await textOf(english)).replace('\ufeff', '').trimEnd().split('\r\n');
    expect(rows.length).toBeGreaterThan(0);
    const finnish = (await textOf(await as('finance', `${target}${sign}format=csv`))).replace('\ufeff', '').trimEnd().split('\r\n');
    expect([finnish.length, finnish[0] === heading]).toEqual([rows.length + 1, false]);
    expect((await textOf(await as('finance', `${target}${sign}format=xlsx`))).slice(0, 2)).toBe('PK');
  });

  it('has no column of amounts in the file of somebody who may not see them', async () => {
    expect((await columns('finance')).filter((column) => column.includes('Amount'))).toHaveLength(2);
    expect((await columns('clerk')).filter((column) => column.includes('Amount'))).toEqual([]);
  });
});

const heal = (): Promise<ApiReply> => as('finance', '/billing/drift/heal', { method: 'POST', body: { customers: ['a'] } });

const pages = (): Promise<unknown> => Promise.all(['?limit=1', '?limit=100', '?format=csv'].map((page) => as('finance', `/billing/drift${page}`)));

describe('what differs', () => {
  it('comes page by page, with the names of the account and the figure', async () => {
    const all = await items('/billing/drift');
    expect(all.length).toBeGreaterThan(1);
    const first = bodyOf(await as('finance', '/billing/drift?limit=1'));
    const second = bodyOf(await as('finance', `/billing/drift?limit=100&cursor=${String(first['next'])}`));
    expect([...(first['items'] as object[]), ...(second['items'] as object[])]).toEqual(all);
    expect(first['total']).toBe(all.length);
    expect(all.map(({ customerName }) => customerName)).toEqual(expect.arrayContaining(['Customer a']));
  });

  it('is worked out once for everybody who asks within a minute, and again once sums were put right', async () => {
    const { views, engine, connectors } = firm.api.workspaces.get('main')!;
    const drift = vi.spyOn(views, 'drift');
    await pages();
    const before = drift.mock.calls.length;
    expect(before).toBeLessThanOrEqual(1);
    Object.assign(engine, { mirroring: {} });
    (connectors as Map<string, unknown>).set('psa', {});
    expect((await heal()).status).toBe(200);
    await pages();
    expect(drift.mock.calls.length).toBe(before + 1);
    Object.assign(engine, { mirroring: null });
    (connectors as Map<string, unknown>).delete('psa');
    drift.mockRestore();
  });

  it('is carried to HubSpot with accounts and sales cases alone, and not while everything is paused', async () => {
    const { engine, store, connectors } = firm.api.workspaces.get('main')!;
    Object.assign(engine, { mirroring: {} });
    (connectors as Map<string, unknown>).set('psa', {});
    vi.mocked(runOnce).mockClear();
    for (const name of ['cycle', 'money']) await store.changeSchedule(name, { paused: true }, 'Milla');
    const refused = await heal();
    expect([refused.status, bodyOf(refused)]).toMatchObject([409, { code: 'paused', detail: 'Schedules are paused: resume them first.' }]);
    expect(runOnce).not.toHaveBeenCalled();
    await store.changeSchedule('money', { paused: false }, 'Milla');
    expect((await heal()).status).toBe(200);
    expect(vi.mocked(runOnce).mock.calls.map(([, names]) => names)).toEqual([['account', 'salesCase']]);
    Object.assign(engine, { mirroring: null });
    (connectors as Map<string, unknown>).delete('psa');
  });

  it('is put right where Severa is connected; elsewhere it is said what to do', async () => {
    const refused = await heal();
    expect([refused.status, bodyOf(refused)]).toMatchObject([409, { code: 'money-off', detail: expect.stringContaining('connect Severa') as string }]);
    expect((await as('finance', '/billing/drift/heal', { method: 'POST', body: { customers: [] } })).status).toBe(422);
    expect((await as('management', '/billing/drift/heal', { method: 'POST', body: { customers: ['a'] } })).status).toBe(403);
  });
});
