// The audit: what is written down of deeds, what is not, who may read it, and how it is found again.
import { beforeAll, describe, expect, it } from 'vitest';
import { CONTRACTS } from '../../src/api/contract.ts';
import type { AnyContract } from '../../src/api/contract.ts';
import { AUDIT_WORDS } from '../../src/api/contract/audit-words.ts';
import { COMMAND_ACTIONS, SESSION_ACTIONS } from '../../src/api/contract/audit.ts';
import type { ApiReply } from '../../src/api/route.ts';
import { toInstant } from '../../src/lib/clock.ts';
import { addressOf, statement } from '../support/database.ts';
import { addToken, NOW, openFirm } from './firm.ts';
import type { Firm } from './firm.ts';

let firm: Firm;
beforeAll(async () => {
  firm = await openFirm();
});

interface Line {
  readonly at: string;
  readonly actor: string;
  readonly action: string;
  readonly target: object;
  readonly outcome: string;
}
const ask = async (question: string, role = 'admin'): Promise<{ readonly items: readonly Line[]; readonly next: string | null; readonly total: number | null }> => {
  const reply = await firm.call(`/audit${question}`, firm.tokens.get(role));
  expect([question, reply.status]).toEqual([question, 200]);
  return JSON.parse(reply.body as string) as Awaited<ReturnType<typeof ask>>;
};
const remark = (role: string, text = 'Pay by order 4711'): Promise<ApiReply> => firm.call('/remarks/account/la', firm.tokens.get(role), { method: 'POST', body: { text } });
const note = (workspace: string, at: string, more: object = {}): Promise<void> | undefined =>
  firm.api.workspaces.get(workspace)?.audit.note({ at, actor: 'olli@havukka.example', action: 'signIn', target: {}, status: 200, requestId: 'r', ...more });

describe('a deed', () => {
  it('is written down with who, what, to what and how it ended, and never with what was sent', async () => {
    expect((await remark('finance', 'A text nobody else should see')).status).toBe(200);
    expect((await remark('sales')).status).toBe(403);
    const { items } = await ask('?action=addRemark');
    expect(items).toMatchObject([
      { at: toInstant(NOW), actor: 'token sales', action: 'addRemark', target: { about: 'account', record: 'la' }, outcome: 'refused' },
      { at: toInstant(NOW), actor: 'token finance', action: 'addRemark', target: { about: 'account', record: 'la' }, outcome: 'done' },
    ]);
    expect(JSON.stringify(items)).not.toContain('nobody else');
  });

  it('is not written down when it was not understood, and a question never is', async () => {
    const { total } = await ask('');
    expect((await firm.call('/remarks/account/la', firm.tokens.get('finance'), { method: 'POST', body: { text: '' } })).status).toBe(422);
    expect((await firm.call('/billing/board', firm.tokens.get('finance'))).status).toBe(200);
    expect((await firm.call('/billing/board', firm.tokens.get('marketing'))).status).toBe(403);
    expect((await ask('')).total).toBe(total);
  });

  it('is noted with an address that no database takes, cut and cleaned', async () => {
    expect((await firm.call(`/remarks/account/${encodeURIComponent(`a\u0000${'b'.repeat(300)}`)}`, firm.tokens.get('sales'), { method: 'POST', body: { text: 'x' } })).status).toBe(403);
    expect((await ask('?limit=1')).items[0]?.target).toEqual({ about: 'account', record: `a${'b'.repeat(199)}` });
  });

  it('is not told as done when it cannot be written down', async () => {
    const workspace = firm.api.workspaces.get('main');
    const { audit } = workspace!;
    Object.assign(workspace!, { audit: { ...audit, note: () => Promise.reject(new Error('the disk is full')) } });
    await expect(remark('finance')).rejects.toThrow('the disk is full');
    Object.assign(workspace!, { audit });
  });

  it('that fails half way is written down as failed, and is found as that', async () => {
    const workspace = firm.api.workspaces.get('main');
    const { remarks } = workspace!;
    Object.assign(workspace!, { remarks: { ...remarks, add: () => Promise.reject(new Error('the connection broke')) } });
    await expect(remark('finance')).rejects.toThrow('the connection broke');
    Object.assign(workspace!, { remarks });
    const { items } = await ask('?outcome=failed');
    expect(items).toMatchObject([{ actor: 'token finance', action: 'addRemark', target: { about: 'account', record: 'la' }, outcome: 'failed' }]);
    expect((await ask('?outcome=refused&action=addRemark')).items.map(({ outcome }) => outcome)).not.toContain('failed');
  });

  it('cannot have a text that no database takes', async () => {
    expect((await remark('finance', 'a\u0000b')).status).toBe(422);
    expect((await remark('finance', 'two\nlines')).status).toBe(200);
  });

  it('has its sentence in both languages, and so has whatever happens to a session', () => {
    const deeds = Object.entries(CONTRACTS as Readonly<Record<string, AnyContract>>).flatMap(([name, { method }]) => (method === 'GET' ? [] : [name]));
    expect([...deeds, ...SESSION_ACTIONS, ...COMMAND_ACTIONS].filter((name) => !AUDIT_WORDS[name])).toEqual([]);
    expect(Object.keys(AUDIT_WORDS).filter((name) => ![...deeds, ...SESSION_ACTIONS, ...COMMAND_ACTIONS].includes(name))).toEqual([]);
  });
});

describe('the audit', () => {
  it('can be added to and read, and nothing else, by the program itself', async () => {
    const [granted] = await statement(addressOf(firm.database), `select string_agg(privilege_type, ' ' order by privilege_type) as granted from information_schema.role_table_grants where table_name = 'audit_line' and grantee = 'sauma_app'`);
    expect(granted?.['granted']).toBe('INSERT SELECT');
    await expect(firm.database.unit('main', (transaction) => transaction.deleteFrom('audit_line' as never).execute())).rejects.toThrow();
  });

  it('belongs to its workspace', async () => {
    await note('north', '2026-03-01T08:00:00.000Z', { actor: 'pirjo@pohjola.example' });
    const token = await addToken(firm.api, 'north admin', ['admin'], 90, 'north');
    const told = JSON.parse((await firm.call('/audit', token)).body as string) as { items: Line[] };
    expect(told.items.map(({ actor }) => actor)).toEqual(['pirjo@pohjola.example']);
    expect((await ask('')).items.map(({ actor }) => actor)).not.toContain('pirjo@pohjola.example');
  });

  it('is told page by page, the newest first, each line once', async () => {
    for (let minute = 10; minute < 30; minute += 1) await note('main', `2026-02-01T08:${minute - (minute % 3)}:00.000Z`, { requestId: `q${minute}` });
    const whole = await ask('?action=signIn&limit=100');
    const seen: Line[] = [];
    let cursor = '';
    do {
      const { items, next } = await ask(`?action=signIn&limit=7${cursor}`);
      seen.push(...items);
      cursor = next === null ? '' : `&cursor=${next}`;
    } while (cursor !== '');
    expect(seen).toEqual(whole.items);
    expect(whole.total).toBe(20);
    expect(seen.map(({ at }) => at)).toEqual(seen.map(({ at }) => at).toSorted().toReversed());
    const { next } = await ask('?action=signIn&limit=7');
    expect((await firm.call(`/audit?action=signOut&cursor=${String(next)}`, firm.tokens.get('admin'))).status).toBe(400);
  });

  it('is found by who, by what, by outcome and by day, where the workspace is', async () => {
    const actors = JSON.parse((await firm.call('/audit/actors', firm.tokens.get('privacyOfficer'))).body as string) as { items: { key: string; name: string }[] };
    expect(actors.items.map(({ name }) => name)).toEqual(['olli@havukka.example', 'token finance', 'token sales']);
    const key = actors.items[0]?.key ?? '';
    expect(key).not.toContain('olli');
    expect(new Set((await ask(`?actor=${key}`)).items.map(({ actor }) => actor))).toEqual(new Set(['olli@havukka.example']));
    expect((await ask('?outcome=refused')).items.every(({ outcome }) => outcome === 'refused')).toBe(true);
    await note('main', '2026-01-31T21:59:59.999Z', { action: 'signOut' });
    await note('main', '2026-01-31T22:00:00.000Z', { action: 'signOut' });
    expect((await ask('?action=signOut&atFrom=2026-02-01&atUntil=2026-02-01')).items.map(({ at }) => at)).toEqual(['2026-01-31T22:00:00.000Z']);
    expect((await ask('?action=signOut&atUntil=2026-01-31')).items.map(({ at }) => at)).toEqual(['2026-01-31T21:59:59.999Z']);
  });

  it('is a file, too, in the words of the list', async () => {
    const reply = await firm.call('/audit?format=csv&locale=fi&action=addRemark', firm.tokens.get('admin'));
    const parts: Buffer[] = [];
    if (typeof reply.body !== 'string') for await (const part of reply.body) parts.push(Buffer.from(part as Buffer));
    const [heading, ...lines] = Buffer.concat(parts).toString('utf8').replace('\ufeff', '').trimEnd().split('\r\n');
    expect(heading).toBe('Aika (UTC);Kuka;Mitä;Kohde;Tulos;Tekijän tunniste;Pyynnön tunniste');
    expect(lines.length).toBe((await ask('?action=addRemark')).total);
    expect(lines.join()).toContain(AUDIT_WORDS['addRemark']?.fi);
  });
});
