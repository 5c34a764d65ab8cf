// The data routes over a real database: what is answered to what is asked, and what is refused. Who may ask what: matrix.pg.test.ts.
import { beforeAll, describe, expect, it } from 'vitest';
import { CONTRACTS } from '../../src/api/contract.ts';
import type { ApiReply } from '../../src/api/route.ts';
import { toInstant } from '../../src/lib/clock.ts';
import { addToken, NOW, openFirm } from './firm.ts';
import type { Firm } from './firm.ts';

let firm: Firm;
beforeAll(async () => {
  firm = await openFirm();
});

const bodyOf = (reply: ApiReply): Record<string, unknown> => JSON.parse(reply.body as string) as Record<string, unknown>;
const ask = async (target: string, role = 'finance'): Promise<Record<string, unknown>> => {
  const reply = await firm.call(target, firm.tokens.get(role));
  expect([target, reply.status]).toEqual([target, 200]);
  return bodyOf(reply);
};
const moves = async (since: string, until = '2026-03-15T00:00:00Z'): Promise<unknown> => (await ask(`/billing/changes?since=${since}&until=${until}`))['total'];
const cents = (amounts: readonly string[]): number => amounts.reduce((sum, amount) => sum + Math.round(Number(amount) * 100), 0);
const textOf = async (reply: ApiReply): Promise<string> => {
  if (typeof reply.body === 'string') return reply.body;
  const parts: Buffer[] = [];
  for await (const part of reply.body) parts.push(Buffer.from(part as Buffer));
  return Buffer.concat(parts).toString('utf8');
};

describe('a token', () => {
  it('is noted as used when it was', async () => {
    await addToken(firm.api, 'idle', ['finance']);
    await firm.call('/freshness', firm.tokens.get('finance'));
    const tokens = await firm.api.workspaces.get('main')?.access.tokens();
    expect(tokens?.find(({ name }) => name === 'finance')?.lastUsedAt).toBe(toInstant(NOW));
    expect(tokens?.find(({ name }) => name === 'idle')?.lastUsedAt).toBeNull();
  });
});

describe('amounts', () => {
  it('cannot be told from an order: sorting by one needs the right', async () => {
    for (const sort of ['amount', '-amount', 'organisationAmount']) {
      const reply = await firm.call(`/billing/lines?sort=${sort}`, firm.tokens.get('clerk'));
      expect([reply.status, bodyOf(reply)['right']]).toEqual([403, 'amounts']);
      expect((await firm.call(`/billing/lines?sort=${sort}`, firm.tokens.get('finance'))).status).toBe(200);
    }
    const dormant = await firm.call('/reports/dormant?sort=-netInvoiced', firm.tokens.get('sales'));
    expect([dormant.status, bodyOf(dormant)['right']]).toEqual([403, 'amounts']);
  });
});

describe('the contract', () => {
  it('is published for whoever asks, every route with its parameters and its refusals', async () => {
    const document = bodyOf(await firm.call('/openapi.json')) as { openapi: string; paths: Record<string, { get: { parameters: { name: string; in: string; required: boolean }[]; responses: object } }> };
    expect(document.openapi).toBe('3.1.0');
    expect(Object.keys(document.paths)).toHaveLength(new Set(Object.values(CONTRACTS).map(({ path }) => path)).size);
    const { parameters, responses } = document.paths['/api/v1/billing/missing/{list}']!.get;
    expect(parameters.map(({ name, in: where, required }) => `${where} ${name} ${required}`)).toEqual(['path list true', 'query asOf false', 'query limit false', 'query cursor false', 'query format false', 'query locale false', 'query olderThanDays false']);
    expect(Object.keys(responses)).toEqual(['200', '400', '401', '403', '404', '429', '503']);
    expect(document.paths['/api/v1/billing/groups']?.get.parameters.find(({ name }) => name === 'by')?.required).toBe(true);
  });

  it('refuses what it does not know, all of it at once and by name', async () => {
    const refused = async (target: string): Promise<unknown> => {
      const reply = await firm.call(target, firm.tokens.get('finance'));
      expect(reply.status).toBe(400);
      return (bodyOf(reply)['errors'] as { field: string }[]).map(({ field }) => field);
    };
    expect(await refused('/billing/board?sate=draft&asOf=yesterday&currency=euro')).toEqual(['asOf', 'currency', 'sate']);
    expect(await refused('/billing/board?asOf=2026-02-30')).toEqual(['asOf']);
    expect(await refused('/billing/board?asOf=2026-02-01&asOf=2026-02-02')).toEqual(['asOf']);
    expect(await refused('/billing/board?state=draft&state=gone')).toEqual(['state']);
    expect(await refused('/billing/lines?limit=0')).toEqual(['limit']);
    expect(await refused('/billing/lines?limit=501')).toEqual(['limit']);
    expect(await refused('/billing/lines?sort=price')).toEqual(['sort']);
    expect(await refused('/billing/lines?project=a%00b')).toEqual(['project']);
    expect(await refused('/billing/changes')).toEqual(['since']);
    const reply = await firm.call('/billing/board?sate=draft', firm.tokens.get('finance'));
    expect(bodyOf(reply)).toMatchObject({ code: 'query-invalid', errors: [{ field: 'sate', code: 'name-like', params: { like: 'state' }, message: 'is not known here; did you mean "state"?' }] });
    expect((await firm.call('/billing/missing/everything', firm.tokens.get('finance'))).status).toBe(404);
  });
});

describe('a question', () => {
  it('is answered for a day, with how fresh the rows are', async () => {
    expect(await ask('/billing/board?asOf=2026-02-01')).toMatchObject({ asOf: '2026-02-01', currency: 'EUR', freshness: { 'psa:workHours': '2026-03-15T06:00:00.000Z' } });
    expect(await ask('/freshness')).toEqual({ asOf: '2026-03-15', currency: 'EUR', freshness: { 'psa:workHours': '2026-03-15T06:00:00.000Z' } });
    const states = (await ask('/billing/board?asOf=2026-02-01&state=invoiced&state=overdue'))['cells'] as { state: string }[];
    expect(states.map(({ state }) => state)).toEqual(['invoiced']);
  });

  it('is answered page by page, each line once', async () => {
    const seen: string[] = [];
    let target = '/billing/lines?limit=5&state=unapproved&state=approved';
    for (let cursor: unknown = null; ; target = `/billing/lines?limit=5&state=unapproved&state=approved&cursor=${String(cursor)}`) {
      const { items, next, total } = (await ask(target)) as { items: { id: string }[]; next: string | null; total: number };
      expect(total).toBe(14);
      seen.push(...items.map(({ id }) => id));
      cursor = next;
      if (next === null) break;
    }
    expect(new Set(seen).size).toBe(14);
    expect(seen).toHaveLength(14);
  });

  it('goes on only with a cursor of its own', async () => {
    const { next } = await ask('/billing/lines?limit=2&sort=-since');
    expect((await firm.call(`/billing/lines?limit=2&sort=-since&cursor=${String(next)}`, firm.tokens.get('finance'))).status).toBe(200);
    for (const other of [`sort=since&cursor=${String(next)}`, 'cursor=abc', `sort=-since&cursor=${Buffer.from('2.x').toString('base64url')}`]) {
      const reply = await firm.call(`/billing/lines?limit=2&${other}`, firm.tokens.get('finance'));
      expect([reply.status, bodyOf(reply)['errors']]).toMatchObject([400, [{ field: 'cursor' }]]);
    }
  });

  it('about what happened is answered page by page too, and about nobody not at all', async () => {
    const all = (await ask('/accounts/la/timeline?limit=100'))['items'] as { id: string }[];
    const first = await ask('/accounts/la/timeline?limit=2');
    const second = await ask(`/accounts/la/timeline?limit=100&cursor=${String(first['next'])}`);
    expect([...(first['items'] as object[]), ...(second['items'] as object[])]).toEqual(all);
    expect(all.length).toBeGreaterThan(3);
    for (const target of ['/accounts/nobody', '/accounts/nobody/timeline', '/accounts/nobody/totals', '/sales-cases/la/trace', '/accounts/a%00b']) expect((await firm.call(target, firm.tokens.get('finance'))).status).toBe(404);
    expect((await firm.call('/accounts/la/timeline?cursor=abc', firm.tokens.get('finance'))).status).toBe(400);
  });

  it('takes a plain day as its beginning where the workspace is', async () => {
    expect([await moves('2026-03-10'), await moves('2026-03-10T10:00:00Z'), await moves('2026-03-11'), await moves('2026-03-15')]).toEqual([2, 1, 1, 0]);
    expect([await moves('2026-03-09', '2026-03-09'), await moves('2026-03-09', '2026-03-10'), await moves('2026-03-09', '2026-03-14')]).toEqual([0, 1, 2]);
  });

  it('gets a file that comes to the cent to what the board says, in the language that is asked for', async () => {
    const board = (await ask('/billing/board'))['cells'] as { amount: string }[];
    const reply = await firm.call('/billing/lines?format=csv&locale=en', firm.tokens.get('finance'));
    expect(reply).toMatchObject({ status: 200, headers: { 'content-type': 'text/csv; charset=utf-8', 'content-disposition': 'attachment; filename="billing-2026-03-15.csv"' } });
    const [heading = '', ...lines] = (await textOf(reply)).replace('\ufeff', '').trimEnd().split('\r\n');
    const at = heading.split(',').indexOf('Amount');
    // Names with commas would have quotes round them; none has one.
    expect(cents(lines.map((line) => line.split(',')[at] ?? ''))).toBe(cents(board.map(({ amount }) => amount)));
    const finnish = await textOf(await firm.call('/billing/lines?format=csv', firm.tokens.get('finance')));
    expect(finnish).toContain('Asiakas;Maksaja;Projekti');
    expect(finnish).toContain(`"'=Audit ""1""";Anni Esimerkki;hyväksymättä`);
    expect(finnish).toContain('7391,50');
    const workbook = await firm.call('/billing/lines?format=xlsx', firm.tokens.get('clerk'));
    expect((await textOf(workbook)).slice(0, 2)).toBe('PK');
  });
});
