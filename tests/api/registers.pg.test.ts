// The registers over the API: pages by cursor, files, and what is told to whom.
import { beforeAll, describe, expect, it } from 'vitest';
import type { ApiReply } from '../../src/api/route.ts';
import { insertRecord, insertRows } from '../store/postgres/billing-rows.ts';
import { openFirm, type Firm } from './firm.ts';

interface Listed {
  readonly items: readonly Readonly<Record<string, unknown>>[];
  readonly next: string | null;
  readonly total: number | null;
}

let firm: Firm;
beforeAll(async () => {
  firm = await openFirm();
  await firm.database.unit('main', async (transaction) => {
    for (let at = 0; at < 7; at += 1) await insertRecord(transaction, { link: `k${at}`, side: 'local', entity: 'contact', id: `k${at}`, fields: { firstName: at === 0 ? '=HYPERLINK("x")' : 'Aino', lastName: `Koivu${at}`, account: 'la', emails: [{ key: `aino${at}@firm.example` }], optOuts: at % 2 === 0 ? [{ key: `aino${at}@firm.example` }] : [] } });
    await insertRows(transaction, 'touches', [['t1', '2026-03-10T21:59:00Z'], ['t2', '2026-03-10T22:01:00Z'], ['t3', '2026-03-11T21:59:00Z']].map(([id, at]) => ({ id, at, kind: 'call', title: id, companies: [], contacts: [], deals: [] })));
  });
});

const call = (target: string, role: string): Promise<ApiReply> => firm.call(target, firm.tokens.get(role));
const ask = async (target: string, role = 'sales'): Promise<Listed> => {
  const reply = await call(target, role);
  expect([target, reply.status]).toEqual([target, 200]);
  return JSON.parse(reply.body as string) as Listed;
};
const textOf = async (reply: ApiReply): Promise<string> => {
  if (typeof reply.body === 'string') return reply.body;
  const parts: Buffer[] = [];
  for await (const part of reply.body) parts.push(Buffer.from(part as Buffer));
  return Buffer.concat(parts).toString('utf8');
};
const heads = async (role: string): Promise<string> => (await textOf(await call('/sales-cases?format=csv&locale=en', role))).split('\r\n')[0] ?? '';

describe('a page of a register', () => {
  it('leads to the next one, counts once, and tells no name in its cursor', async () => {
    const names: unknown[] = [];
    for (let cursor: string | null = ''; cursor !== null;) {
      const page: Listed = await ask(`/contacts?q=koivu&limit=3${cursor === '' ? '' : `&cursor=${cursor}`}`);
      names.push(...page.items.map(({ lastName }) => lastName));
      expect(page.total).toBe(7);
      if (page.next !== null) expect(Buffer.from(page.next, 'base64url').toString().toLowerCase()).not.toMatch(/koivu|aino/u);
      cursor = page.next;
    }
    expect(names).toEqual(Array.from({ length: 7 }, (_, at) => `Koivu${at}`));
  });

  it('goes on with its own question only', async () => {
    const { next } = await ask('/contacts?q=koivu&limit=3');
    for (const target of [`/contacts?limit=3&cursor=${next}`, `/accounts?cursor=${next}`, '/contacts?cursor=made-up', `/contacts?q=koivu&cursor=${Buffer.from('x\n1\nk1').toString('base64url')}`]) {
      const reply = await call(target, 'sales');
      expect([target, reply.status, (JSON.parse(reply.body as string) as { errors: { field: string }[] }).errors[0]?.field]).toEqual([target, 400, 'cursor']);
    }
  });

  it('refuses what it does not know', async () => {
    for (const target of ['/accounts?standing=rich', '/contacts?mail=maybe', '/sales-cases?state=gone', '/touches?atFrom=yesterday', '/accounts?sort=owner', `/accounts?q=${'x'.repeat(201)}`]) expect([target, (await call(target, 'sales')).status]).toEqual([target, 400]);
  });
});

describe('a file of a register', () => {
  it('has every row that matches, and nothing that a spreadsheet would calculate', async () => {
    const reply = await call('/contacts?q=koivu&format=csv&locale=fi', 'marketing');
    expect(reply.headers['content-disposition']).toBe('attachment; filename="contacts.csv"');
    const lines = (await textOf(reply)).trimEnd().split('\r\n');
    expect(lines).toHaveLength(8);
    expect(lines[0]).toContain('Saa lähettää osoitteeseen');
    expect(lines[1]).toContain(`'=HYPERLINK`);
    expect(lines[2]?.split(';').slice(0, 7)).toEqual(['Aino', 'Koivu1', '', 'Customer a', 'aino1@firm.example', '', 'saa lähettää']);
    expect(lines[3]?.split(';').slice(4, 7)).toEqual(['', 'aino2@firm.example', 'kielletty']);
  });

  it('has a column for values only where they may be seen', async () => {
    for (const role of ['sales', 'management']) expect([role, (await heads(role)).includes('Value')]).toEqual([role, true]);
    expect(await heads('clerk')).not.toContain('Value');
  });
});

describe('who sees what', () => {
  it('is told without values to whoever neither sees amounts nor sells', async () => {
    expect((await ask('/sales-cases', 'clerk')).items.some((item) => 'value' in item)).toBe(false);
    expect((await ask('/sales-cases', 'sales')).items.every((item) => 'value' in item)).toBe(true);
    const sums = (await call('/sales-case-stages', 'clerk')).body as string;
    expect(sums).not.toMatch(/"(?:value|weighted)"/u);
    for (const target of ['/sales-cases?sort=-value', '/sales-cases?valueFrom=1', '/sales-cases?sort=value&format=csv', '/sales-case-stages?valueUntil=2']) expect([target, (await call(target, 'clerk')).status]).toEqual([target, 403]);
  });

  it('asks for touches of whole days where the organisation is', async () => {
    expect((await ask('/touches?atFrom=2026-03-11&atUntil=2026-03-11')).items.map(({ id }) => id)).toEqual(['t3', 't2']);
    expect((await ask('/touches?sort=at')).items.map(({ id }) => id)).toEqual(['t1', 't2', 't3']);
  });
});
